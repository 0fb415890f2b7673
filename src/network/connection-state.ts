import { StateError } from '../errors/client-errors.ts'

/**
 * The life of a connection:
 * - `handshaking`: versions and credentials are exchanged; requests of others are not taken yet;
 * - `open`: takes requests;
 * - `draining`: takes no more, and closes by itself when the last answer has come;
 * - `closed`: for good. Every request on it has ended.
 */
export type ConnectionState = 'handshaking' | 'open' | 'draining' | 'closed'

/** Where each state may lead. A connection never comes back: who wants another one makes it. */
export const connectionMoves: Readonly<Record<ConnectionState, readonly ConnectionState[]>> = {
  handshaking: ['open', 'closed'],
  open: ['draining', 'closed'],
  draining: ['closed'],
  closed: [],
}

/** The state moved to. Throws `StateError` for a move that the table does not have. */
export function moveConnection(from: ConnectionState, to: ConnectionState): ConnectionState {
  if (connectionMoves[from].includes(to)) return to
  throw new StateError('ILLEGAL_STATE', `A connection that is ${from} cannot become ${to}`)
}
