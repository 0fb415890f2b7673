/** What `run()` is made of, for records and for batches, as they were fetched or through deserializers. */
import { RecordDeserializationError, UndecodableBatchError } from '../errors/fetch-errors.ts'
import type { Cursor } from '../fetch/cursor.ts'
import type { Fetcher } from '../fetch/fetcher.ts'
import type { ConsumedRecord } from '../record/record.ts'
import type { ConsumerBatch } from './consumer-batch.ts'
import { ConsumerRun, type Run, type RunSource } from './consumer-run.ts'
import { type RunItem, wholePartition } from './partition-work.ts'
import { type Reading, readBatch } from './reading.ts'
import type { RecordReader } from './record-reader.ts'
import type { EachBatchOptions, EachRecordOptions, FailedHandling, RunOptions } from './run-options.ts'

/** What a run needs from its consumer. */
export interface RunParts<K, V> {
  readonly fetcher: Fetcher
  readonly reading: Reading<K, V>
  readonly reader: RecordReader<K, V> | undefined
  readonly isClosed: () => boolean
  /** A partition was resumed by its handler. */
  readonly resume: (cursor: Cursor) => void
  /** Something in hand was finished. */
  readonly onFree: () => void
}

/** A record in hand; `record` is there once it was read. */
class RecordItem<K, V> implements RunItem {
  readonly raw: ConsumedRecord
  record: ConsumedRecord<K, V> | undefined

  constructor(raw: ConsumedRecord, record: ConsumedRecord<K, V> | undefined) {
    this.raw = raw
    this.record = record
  }

  get firstOffset(): bigint {
    return this.raw.offset
  }
}

/** A batch in hand; `batch` is what the handler was given last of it. */
class BatchItem<K, V> implements RunItem {
  readonly raw: ConsumerBatch
  batch: ConsumerBatch<K, V> | undefined
  /** What comes before it was handled, or is to be skipped. */
  fromOffset: bigint

  constructor(raw: ConsumerBatch, batch: ConsumerBatch<K, V> | undefined) {
    this.raw = raw
    this.batch = batch
    this.fromOffset = raw.firstOffset
  }

  get firstOffset(): bigint {
    return this.raw.firstOffset
  }
}

/**
 * With lanes by key: so many records of one partition may be in hand. A slow one holds up no other key until then, and
 * the memory of what waits behind it stays bounded.
 */
const mostRecordsAhead = 1000

export function startRun<K, V>(options: RunOptions<K, V>, parts: RunParts<K, V>): Run {
  return options.eachBatch === undefined ? runRecords(options, parts) : runBatches(options, parts)
}

function runRecords<K, V>(options: EachRecordOptions<K, V>, parts: RunParts<K, V>): Run {
  const { eachRecord, onError, ordering = 'partition' } = options
  const { fetcher, reader } = parts
  const take = (): RecordItem<K, V> | undefined => {
    const raw: ConsumedRecord | undefined = fetcher.stream.takeRecord()
    if (raw === undefined) return undefined
    // Without deserializers, what is fetched is what is given.
    return new RecordItem(raw, reader === undefined ? (raw as ConsumedRecord<unknown, unknown> as never) : undefined)
  }
  const run: ConsumerRun<RecordItem<K, V>> = new ConsumerRun({
    source: source(parts, take),
    concurrency: options.concurrency ?? 1,
    signal: options.signal,
    onFree: parts.onFree,
    mostJobsPerPartition: ordering === 'key' ? mostRecordsAhead : 1,
    laneOf: ({ raw: { key } }) => (ordering === 'key' ? key?.toString('latin1') : wholePartition),
    handle: (item, context) => {
      if (item.record !== undefined) return eachRecord(item.record, context)
      const read = reader?.read(item.raw)
      const handleRead = (record: ConsumedRecord<K, V> | undefined): unknown => {
        // Left out, or sought away while it was read.
        if (record === undefined || context.isStale) return undefined
        item.record = record
        return eachRecord(record, context)
      }
      return read instanceof Promise ? read.then(handleRead) : handleRead(read)
    },
    onError: (error, { raw, record }, { unfinishedOffset, attempt }) =>
      onError?.(error, failed(raw, unfinishedOffset, attempt, record === undefined ? {} : { record })) ?? 'stop',
  })
  return run
}

function runBatches<K, V>(options: EachBatchOptions<K, V>, parts: RunParts<K, V>): Run {
  const { eachBatch, onError, includesEmpty = false } = options
  const { reader } = parts
  const take = (): BatchItem<K, V> | undefined => {
    const raw: ConsumerBatch | undefined = parts.reading.takeBatch({ movesBack: false, includesEmpty })
    if (raw === undefined) return undefined
    return new BatchItem(raw, reader === undefined ? (raw as ConsumerBatch<unknown, unknown> as never) : undefined)
  }
  const run: ConsumerRun<BatchItem<K, V>> = new ConsumerRun({
    source: source(parts, take),
    concurrency: options.concurrency ?? 1,
    signal: options.signal,
    onFree: parts.onFree,
    mostJobsPerPartition: 1,
    laneOf: () => wholePartition,
    handle: async (item, context) => {
      if (reader === undefined) return await eachBatch(item.batch!, context)
      item.batch = undefined
      const { batch, failure } = await readBatch(reader, item.raw, item.fromOffset)
      if (context.isStale) return
      if (batch !== undefined) {
        item.batch = batch
        await eachBatch(batch, context)
        item.fromOffset = batch.lastOffset + 1n
        context.resolveOffset(batch.lastOffset)
        item.batch = undefined
      }
      // The records before it have been handled.
      if (failure !== undefined) throw failure.error
    },
    onError: async (error, item, { unfinishedOffset, attempt }) => {
      const { raw, batch } = item
      const what = failed<K, V>(raw, unfinishedOffset, attempt, batch === undefined ? {} : { batch })
      const decision = onError === undefined ? 'stop' : await onError(error, what)
      if (decision !== 'skip' || reader === undefined) return decision
      // Skipped is what cannot be read, not what follows it in the batch.
      if (error instanceof RecordDeserializationError) item.fromOffset = error.offset + 1n
      else if (error instanceof UndecodableBatchError) item.fromOffset = error.nextOffset
      else return decision
      return item.fromOffset > raw.lastOffset ? 'skip' : 'retry'
    },
  })
  return run
}

function source<K, V, Item extends RecordItem<K, V> | BatchItem<K, V>>(
  { fetcher, reading, isClosed, resume }: RunParts<K, V>,
  take: () => Item | undefined,
): RunSource<Item> {
  return {
    // While a group is being left there is still data, which belongs to the next owner.
    get isClosed() {
      return isClosed()
    },
    take,
    cursorOf: ({ raw: { topic, partition } }) => fetcher.cursor(topic, partition)!,
    prepare: () => reading.host.stream.prepare(),
    wake: () => fetcher.stream.wake(),
    setBusy: (cursor, isBusy) => fetcher.setBusy(cursor, isBusy),
    putBack: (cursor, offset) => fetcher.moveTo(cursor, offset),
    pause: (cursor) => {
      if (cursor.state !== 'released') fetcher.pause(cursor)
      return () => {
        if (cursor.state !== 'released' && cursor.isPaused) resume(cursor)
      }
    },
  }
}

function failed<K, V>(
  { topic, partition }: { readonly topic: string; readonly partition: number },
  offset: bigint,
  attempt: number,
  what: Pick<FailedHandling<K, V>, 'record' | 'batch'>,
): FailedHandling<K, V> {
  return { topic, partition, offset, attempt, ...what }
}
