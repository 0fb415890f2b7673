/**
 * Where a member stands under the consumer protocol (KIP-848). Every answer of the coordinator is judged by it: one that
 * comes for a member that is leaving, or for an epoch that is over, is dropped and changes nothing.
 */

/**
 * - `unsubscribed`: in no group: nothing was asked of it yet, or the member has left.
 * - `joining`: heartbeats with epoch 0 until the coordinator gives an epoch.
 * - `reconciling`: the assignment differs from what is owned: partitions are given up and taken, or the names of topics
 *   are looked up. Heartbeats say "still there" and nothing about partitions.
 * - `acknowledging`: what is owned is what was assigned; the next heartbeat, due at once, says so.
 * - `stable`: all is acknowledged. A heartbeat per interval.
 * - `fenced`: the coordinator does not know the member, or its epoch. Everything is lost; no heartbeats; joins again then.
 * - `fatal`: an error that repeating does not change waits for the application. Nothing is owned; no heartbeats.
 * - `prepareLeaving`: the last commit and callbacks. Heartbeats go on; assignments are too late.
 * - `leaving`: the heartbeat that leaves (epoch -1, or -2 of a static member) is on its way.
 * - `stale`: left because the application did not read for too long. Everything is lost; joins again when it reads.
 */
export type ConsumerMemberState =
  | 'unsubscribed'
  | 'joining'
  | 'reconciling'
  | 'acknowledging'
  | 'stable'
  | 'fenced'
  | 'fatal'
  | 'prepareLeaving'
  | 'leaving'
  | 'stale'

export const legalConsumerMemberMoves: Readonly<Record<ConsumerMemberState, readonly ConsumerMemberState[]>> = {
  unsubscribed: ['joining'],
  joining: ['reconciling', 'fenced', 'fatal', 'prepareLeaving'],
  reconciling: ['acknowledging', 'stable', 'fenced', 'fatal', 'prepareLeaving'],
  acknowledging: ['stable', 'reconciling', 'fenced', 'fatal', 'prepareLeaving'],
  stable: ['reconciling', 'fenced', 'fatal', 'prepareLeaving'],
  fenced: ['joining', 'fatal', 'unsubscribed'],
  // A member that is fenced while it leaves has left already.
  prepareLeaving: ['leaving', 'unsubscribed'],
  leaving: ['stale', 'unsubscribed'],
  fatal: ['joining', 'unsubscribed'],
  stale: ['joining', 'unsubscribed'],
}

/** In these states an assignment means something. In the others it comes too late. */
const assignableStates: ReadonlySet<ConsumerMemberState> = new Set([
  'joining',
  'reconciling',
  'acknowledging',
  'stable',
])

export function takesAssignments(state: ConsumerMemberState): boolean {
  return assignableStates.has(state)
}

/** Throws for a move that the table does not have: that is a defect, not a condition. */
export function checkConsumerMemberMove(from: ConsumerMemberState, to: ConsumerMemberState): void {
  if (legalConsumerMemberMoves[from].includes(to)) return
  throw new Error(`A member of a consumer group cannot go from ${from} to ${to}`)
}
