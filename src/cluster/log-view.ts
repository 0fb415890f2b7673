/** What a partition's log holds, for tests to look at. */
import type { CodecRegistry } from '../compression/codec-registry.ts'
import type { RecordView } from '../record/batch-records.ts'
import type { DefaultRecordBatch } from '../record/record-batch.ts'
import { openBatch } from './log/open-batch.ts'
import type { ProducerStateView } from './log/producer-states.ts'
import type { AbortedTransaction } from './log/transaction-index.ts'
import type { Partition } from './topics/partition.ts'

/** Reads a log as it is at each moment; it is no copy. */
export class LogView {
  readonly topic: string
  readonly partition: number
  readonly #partition: Partition
  readonly #codecs: CodecRegistry

  constructor(partition: Partition, codecs: CodecRegistry) {
    this.topic = partition.topicName
    this.partition = partition.index
    this.#partition = partition
    this.#codecs = codecs
  }

  get startOffset(): bigint {
    return this.#partition.log.startOffset
  }

  /** The offset that the next record gets. */
  get endOffset(): bigint {
    return this.#partition.log.endOffset
  }

  get highWatermark(): bigint {
    return this.#partition.log.highWatermark
  }

  get lastStableOffset(): bigint {
    return this.#partition.log.lastStableOffset
  }

  get sizeBytes(): number {
    return this.#partition.log.sizeBytes
  }

  /** The batches as they are stored, oldest first. Their bytes must not be changed. */
  get batches(): readonly DefaultRecordBatch[] {
    return [...this.#partition.log.batches()]
  }

  /** All records that are not markers, oldest first, from open and aborted transactions too. */
  get records(): readonly RecordView[] {
    return [...this.readRecords()]
  }

  /** The idempotent producers that the leader remembers. */
  get producers(): readonly ProducerStateView[] {
    return this.#partition.log.producers.all
  }

  /** Producers with an open transaction, and where it began. */
  get openTransactions(): ReadonlyMap<bigint, bigint> {
    return this.#partition.log.transactions.ongoing
  }

  get abortedTransactions(): readonly AbortedTransaction[] {
    const { log } = this.#partition
    return log.transactions.abortedBetween(log.startOffset, log.endOffset)
  }

  *readRecords(fromOffset: bigint = this.startOffset): Generator<RecordView, void, undefined> {
    const { topic, partition } = this
    for (const batch of this.#partition.log.batches(fromOffset)) {
      if (batch.isControl) continue
      for (const record of openBatch(batch, this.#codecs, { topic, partition })) {
        if (record.offset >= fromOffset) yield record
      }
    }
  }
}
