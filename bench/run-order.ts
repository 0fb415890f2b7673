/** What the runner asks of a contender's process, and what it gets back. Both travel as one line of JSON. */

export type QuestionName =
  | 'concurrent-sends'
  | 'batch-sends'
  | 'sequential-sends'
  | 'compressed-sends'
  | 'consume-backlog'
  | 'consume-compressed'
  | 'end-to-end'

export const COMPRESSION_TYPES = ['lz4', 'zstd'] as const

export type CompressionType = (typeof COMPRESSION_TYPES)[number]

export interface RunOrder {
  readonly question: QuestionName
  /** The module under `clients/`, for contenders that are Node programs. */
  readonly client: string
  /** Which of a client's ways of consuming; absent for producers. */
  readonly mode?: string
  readonly bootstrapServers: string
  readonly topic: string
  readonly partitionCount: number
  readonly valueSizeBytes: number
  /** What records are compressed with, or the backlog is. Absent: nothing is compressed. */
  readonly compressionType?: CompressionType
  readonly isIdempotent: boolean
  /** For the clients that linger by configuration; the others say in their settings what they do. */
  readonly lingerMs: number
  readonly callerCount: number
  readonly recordsPerCall: number
  readonly warmupMs: number
  readonly measuredMs: number
  /** The length of the backlog, for questions about consuming. */
  readonly backlogRecordCount: number
}

export interface RunOutcome {
  /** Records within the measured window. */
  readonly recordCount: number
  readonly elapsedMs: number
  /** From the start of a consumer, before it connects, to the last record of the backlog. */
  readonly wholeBacklogMs?: number
  /** Every record that was acknowledged or handed over since the process began, for the comparison with the broker. */
  readonly totalRecordCount: number
  /** The same by partition, where the contender counts by partition. */
  readonly recordCountByPartition?: readonly number[]
  readonly totalValueBytes: number
  /** What the consumer was handed, of what the same process sent. */
  readonly arrivals?: { readonly distinctCount: number; readonly repeatedCount: number }
  /** User and system time of all threads within the measured window. */
  readonly cpuMs?: number
  /** Of one awaited call: one record, or one batch of records. End to end: of a record, from the call to the handler. */
  readonly latency?: { readonly p50Ms: number; readonly p99Ms: number }
  readonly eventLoopDelay?: { readonly p99Ms: number; readonly maxMs: number }
  readonly peakRssBytes?: number
  readonly clientVersion: string
  readonly runtime: string
  /** The settings that the client was given or has by default, as far as they bear on the result. */
  readonly settings: string
}

/** Whether it is asked to read a backlog. */
export function isConsuming({ question }: RunOrder): boolean {
  return question.startsWith('consume-')
}

/** Marks the line of standard output that holds the outcome: clients print other things too. */
export const OUTCOME_PREFIX = 'BENCH-OUTCOME '
