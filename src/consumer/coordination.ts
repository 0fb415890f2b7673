import type { Fetcher } from '../fetch/fetcher.ts'
import type { Hand } from './hand.ts'
import type { Positions } from './positions.ts'

/** What a group decides for a consumer: which partitions are read, from where, and when reading has to stop. */
export interface Coordination {
  /** Given once, when the consumer is made. */
  attach(engine: { readonly fetcher: Fetcher; readonly positions: Positions }): void
  /** The first read: the network may be used. */
  start(): void
  /** A new reader: what it is given and has not finished is kept track of. */
  openHand(): Hand
  /** Throws, once, what the application has to know before it is given anything more. */
  throwFailure(): void
  /** Commits, leaves, and gives all partitions up. Never rejects. */
  close(): Promise<void>
}
