import type { TopologyHints } from '../metadata/apply-leader-hints.ts'
import type { BrokerNode, ConnectionPurpose } from '../network/request-sender.ts'
import type { Log } from '../observe/log.ts'
import type { BackoffPolicy } from '../support/backoff.ts'
import type { Clock } from '../support/clock.ts'
import type { Random } from '../support/random.ts'
import type { IsolationLevel } from './build-fetch-request.ts'
import type { Cursor } from './cursor.ts'
import type { FetchBuffer } from './fetch-buffer.ts'
import type { BatchOpener } from './fetched-partition.ts'
import type { LogBounds } from './handle-fetch-response.ts'
import type { RecordStream } from './record-stream.ts'

/** How to fetch; the consumer's options say what each means to a user. */
export interface FetchSettings {
  readonly minBytes: number
  readonly maxBytes: number
  readonly maxPartitionBytes: number
  readonly maxWaitMs: number
  readonly maxBufferedBytes: number
  readonly isolationLevel: IsolationLevel
  /** Empty for none. */
  readonly clientRack: string
  readonly checkCrcs: boolean
  /** For an answer, on top of `maxWaitMs`. */
  readonly requestTimeoutMs: number
  readonly backoff: BackoffPolicy
  /** How long a replica named by the leader is read from before the leader is asked again (KIP-392). */
  readonly preferredReplicaMs: number
  /** The most that one batch may inflate to: a bound on what a hostile batch can allocate. */
  readonly inflateLimitBytes: number
  /** The longest that handing over records may hold the event loop. */
  readonly sliceMs: number
}

/** The brokers as fetching sees them. `BrokerPool` is the real one. */
export interface FetchBrokers {
  node(nodeId: number): BrokerNode | undefined
}

/** The metadata as fetching sees it. `MetadataRefresher` is the real one. */
export interface FetchMetadata {
  requestRefresh(reason: string): void
  applyHints(hints: TopologyHints): void
}

/** What the owner of the positions decides. All of it is synchronous and must not throw. */
export interface PositionKeeper {
  /** The fetch offset is not in the log, and nothing is buffered before it. */
  onOffsetOutOfRange(cursor: Cursor, bounds: LogBounds): void
  /** What was read from `divergingOffset` on is not in the log any more (KIP-320). */
  onLogTruncated(cursor: Cursor, divergingOffset: bigint): void
  /** Who leads the partition has become known. */
  onLeaderFound(cursor: Cursor): void
  /** The topic was deleted and created again: the position belongs to a log that is gone. */
  onTopicRecreated(cursor: Cursor): void
  /** The reader was given the error of a look-up: it is to be tried again. */
  onOffsetStillNeeded(cursor: Cursor): void
}

/** What the parts of the fetch engine share. Made by the `Fetcher`, never changed. */
export interface FetchContext {
  /** Nothing else may use connections of this purpose: it would wait behind fetches. */
  readonly connectionPurpose: ConnectionPurpose
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly settings: FetchSettings
  readonly brokers: FetchBrokers
  readonly metadata: FetchMetadata
  readonly positions: PositionKeeper
  readonly buffer: FetchBuffer
  readonly stream: RecordStream
  readonly opener: BatchOpener
  /** How many brokers share the buffer. */
  sourceCount(): number
  /** Hands the cursor to the broker that it is to be fetched from now. */
  place(cursor: Cursor): void
  /** The reader is given `error` next for this partition. */
  fail(cursor: Cursor, error: Error): void
}
