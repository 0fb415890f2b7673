import type { Fetcher } from '../fetch/fetcher.ts'
import type { Hands } from './hand.ts'
import type { Positions } from './positions.ts'

/** What a group decides for a consumer: which partitions are read, from where, and when reading has to stop. */
export interface Coordination {
  /** Given once, when the consumer is made. */
  attach(engine: { readonly fetcher: Fetcher; readonly positions: Positions }): void
  /** The first read: the network may be used. */
  start(): void
  /** What readers were given and have not finished. */
  readonly hands: Hands
  /** Throws, once, what the application has to know before it is given anything more. */
  throwFailure(): void
  /** Commits, leaves, and gives all partitions up. Never rejects. */
  close(): Promise<void>
}
