/** The other side of `Transport`: what takes connections. For the embedded cluster. */
import type { ByteStream, StreamHandlers } from './transport.ts'

/** A connection has arrived. What is returned hears of its bytes and its end. */
export type ConnectionAcceptor = (stream: ByteStream) => StreamHandlers

export interface BoundListener {
  readonly host: string
  readonly port: number
  /** Takes no more connections; those that are open stay open. Resolves when the port is free again. */
  close(): Promise<void>
}

export interface Listening {
  /** @param port 0 for any that is free. Rejects with a `ConnectionError` where nobody can listen. */
  listen(host: string, port: number, onConnection: ConnectionAcceptor): Promise<BoundListener>
}
