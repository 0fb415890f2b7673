/** From a batch to its records: the checksum, then the codec. */
import { shouldOffload } from '../compression/codec.ts'
import type { CodecRegistry } from '../compression/codec-registry.ts'
import type { OffloadTask } from '../support/offload.ts'
import { BatchRecords } from './batch-records.ts'
import { LegacyRecordBatch } from './legacy-message-set.ts'
import type { TopicPartition } from './record.ts'
import { DefaultRecordBatch, type RecordBatch } from './record-batch.ts'

export interface InflateOptions {
  readonly codecs: CodecRegistry
  /** A compressed batch that would inflate to more is refused with a `CodecError`. Uncompressed ones are there already. */
  readonly limitBytes: number
  /** Where the batch was fetched from: what its records will say. */
  readonly topicPartition: TopicPartition
  /** Kafka's `check.crcs`. Default true: what damaged compressed bytes inflate to is often plausible, and wrong. */
  readonly verifiesChecksum?: boolean
}

/**
 * Checks and inflates a batch in one turn. Throws a `CodecError` for a batch that is damaged or over the limit, and a
 * `ConfigError` when its codec's package is not there.
 */
export function inflate(batch: RecordBatch, options: InflateOptions): BatchRecords {
  return inflateTask(batch, options).runSync()
}

/**
 * True when inflating the batch would hold the event loop for too long; see `shouldOffload`. Never throws: a batch that
 * cannot be inflated at all is for `inflate` to refuse.
 */
export function shouldOffloadInflate(batch: RecordBatch, codecs: CodecRegistry): boolean {
  if (batch.compressionId === 0 || batch.recordCount === 0 || !codecs.has(batch.compressionId)) return false
  const codec = codecs.byId(batch.compressionId)
  const section = batch instanceof DefaultRecordBatch ? batch.recordsSection : batch.bytes
  return shouldOffload(codec, 'decompress', codec.inflatedSizeHint(section))
}

/** The same as a task, so that the caller decides where it runs. The batch's bytes belong to it until it has ended. */
export function inflateTask(batch: RecordBatch, options: InflateOptions): OffloadTask<BatchRecords> {
  return {
    label: 'decompress',
    runSync: () => {
      const task = prepare(batch, options)
      return open(batch, options, task === undefined ? undefined : task.runSync())
    },
    runAsync: async () => {
      const task = prepare(batch, options)
      return open(batch, options, task === undefined ? undefined : await task.runAsync())
    },
  }
}

/** Gives the decompression that the batch needs, or undefined when it is not compressed. */
function prepare(batch: RecordBatch, options: InflateOptions): OffloadTask<Buffer> | undefined {
  if (options.verifiesChecksum !== false) batch.verifyChecksum()
  // A batch whose records compaction removed keeps the codec in its attributes, but has nothing that could be inflated.
  if (batch.compressionId === 0 || batch.recordCount === 0) return undefined
  const compressed = batch instanceof LegacyRecordBatch ? batch.wrappedBytes() : sectionOf(batch)
  return options.codecs.byId(batch.compressionId).decompress(compressed, options.limitBytes)
}

function open(batch: RecordBatch, options: InflateOptions, inflated: Buffer | undefined): BatchRecords {
  const { topicPartition } = options
  if (batch instanceof LegacyRecordBatch) {
    const converted = inflated === undefined ? batch.convert() : batch.convertWrapped(inflated)
    return new BatchRecords({ batch, topicPartition, ...converted })
  }
  return new BatchRecords({
    batch,
    topicPartition,
    recordsSection: inflated ?? sectionOf(batch),
    recordCount: batch.recordCount,
    baseOffset: batch.baseOffset,
    lastOffset: batch.lastOffset,
    baseTimestamp: batch.baseTimestamp,
  })
}

function sectionOf(batch: RecordBatch): Buffer {
  return (batch as DefaultRecordBatch).recordsSection
}
