import { ConfigError } from '../errors/client-errors.ts'
import type { ConsumedRecord } from '../record/record.ts'
import type { ConsumerBatch } from './consumer-batch.ts'
import { describe } from './consumer-options.ts'

/** What a handler is told beside its record. */
export interface HandlerContext {
  /** 1, and more when `onError` said `retry`. */
  readonly attempt: number
  /**
   * Fires when the partition is not this consumer's any more although the handler still runs: it was lost, or giving it
   * up could not wait any longer. The record is given to the next owner; nothing that is done now should be final.
   */
  readonly signal: AbortSignal
  /** True once the partition was sought elsewhere or is not this consumer's any more: finishing has no effect. */
  readonly isStale: boolean
  /** Pauses the partition: nothing more of it is handled until the function that is returned, or `resume`, is called. */
  readonly pause: () => () => void
}

/** What a handler is told beside its batch. */
export interface BatchHandlerContext extends HandlerContext {
  /**
   * Everything up to this offset is finished, before the whole batch is: that much is committed even if the handler
   * fails later, and is not given again. Never goes back.
   */
  readonly resolveOffset: (offset: bigint) => void
}

/** What failed, for `onError`. */
export interface FailedHandling<K = Buffer | null, V = Buffer | null> {
  readonly topic: string
  readonly partition: number
  /** The record that could not be handled; undefined for a batch, and where the record itself could not be read. */
  readonly record?: ConsumedRecord<K, V>
  readonly batch?: ConsumerBatch<K, V>
  /** The first offset that is not finished. */
  readonly offset: bigint
  /** How often it was tried, this time included. */
  readonly attempt: number
}

/**
 * - `retry`: the same again, before anything else of its partition (or key). The batch comes whole, resolved or not.
 * - `skip`: counts as finished, and will be committed.
 * - `stop`: `run` ends with the error; nothing of the record is committed.
 */
export type RunDecision = 'retry' | 'skip' | 'stop'

interface SharedRunOptions<K, V> {
  /** How many handlers may run at the same time, over all partitions. Default 1. */
  readonly concurrency?: number
  /** Ends `run`: nothing more is begun, and it resolves when what is being handled has ended. */
  readonly signal?: AbortSignal
  /**
   * What to do when a handler throws or rejects, or a record could not be deserialized. It may be async, to wait before
   * a `retry`, or to store the record elsewhere before a `skip`. Default: `stop`. What it throws itself ends `run`.
   */
  readonly onError?: (error: unknown, failed: FailedHandling<K, V>) => RunDecision | Promise<RunDecision>
}

export interface EachRecordOptions<K = Buffer | null, V = Buffer | null> extends SharedRunOptions<K, V> {
  /** Handles one record. It is finished when this returns, or when the promise it returns fulfils. */
  readonly eachRecord: (record: ConsumedRecord<K, V>, context: HandlerContext) => unknown
  readonly eachBatch?: undefined
  /**
   * What is handled one after the other: the records of a partition, or only those of one key within it. Records
   * without a key then wait for nobody. With `key`, what is committed of a partition stays before its first record that
   * is not finished, whatever was finished behind it. Default `partition`.
   */
  readonly ordering?: 'partition' | 'key'
}

export interface EachBatchOptions<K = Buffer | null, V = Buffer | null> extends SharedRunOptions<K, V> {
  /** Handles the records of one partition that came together. They are finished when the promise fulfils. */
  readonly eachBatch: (batch: ConsumerBatch<K, V>, context: BatchHandlerContext) => unknown
  readonly eachRecord?: undefined
  readonly ordering?: 'partition'
  /** Hands over batches without records too: what was fetched held only markers and aborted records. Default false. */
  readonly includesEmpty?: boolean
}

export type RunOptions<K = Buffer | null, V = Buffer | null> = EachRecordOptions<K, V> | EachBatchOptions<K, V>

/** Throws a `ConfigError` that names the option, the value and the rule. */
export function checkRunOptions(options: RunOptions<unknown, unknown>): void {
  if (typeof options !== 'object' || options === null) {
    throw new ConfigError(`run takes an object of options: ${describe(options)}`)
  }
  const { eachRecord, eachBatch, concurrency, ordering, onError } = options
  if ((typeof eachRecord === 'function') === (typeof eachBatch === 'function')) {
    throw new ConfigError('run takes either eachRecord or eachBatch, a function')
  }
  if (concurrency !== undefined && (!Number.isSafeInteger(concurrency) || concurrency < 1)) {
    throw new ConfigError(`concurrency must be a whole number from 1 on: ${describe(concurrency)}`)
  }
  if (ordering !== undefined && ordering !== 'partition' && ordering !== 'key') {
    throw new ConfigError(`ordering must be 'partition' or 'key': ${describe(ordering)}`)
  }
  if (ordering === 'key' && eachBatch !== undefined) {
    throw new ConfigError("ordering 'key' needs eachRecord: a batch holds records of many keys")
  }
  if (onError !== undefined && typeof onError !== 'function') {
    throw new ConfigError(`onError must be a function: ${describe(onError)}`)
  }
}
