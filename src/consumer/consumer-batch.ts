import { UndecodableBatchError } from '../errors/fetch-errors.ts'
import type { BatchRecords, RecordCursor } from '../record/batch-records.ts'
import type { ConsumedRecord, TopicPartition } from '../record/record.ts'

/**
 * Records of one partition, in their order, as they came with one answer.
 *
 * Lazy: a record is made when iterating reaches it, anew each time. The batch is inflated and checked already, so
 * iterating it needs no `await` and is as fast as a loop can be. Transaction markers and records of aborted transactions
 * are left out; offsets may therefore have gaps, and so they may through compaction.
 */
export interface ConsumerBatch<K = Buffer | null, V = Buffer | null>
  extends TopicPartition,
    Iterable<ConsumedRecord<K, V>> {
  /** The number of records that iterating gives. */
  readonly recordCount: number
  /** The offset of the first record, or of one before it that is not there any more. */
  readonly firstOffset: bigint
  /** The offset of the last record, or of one behind it that is not there any more. The position is one more. */
  readonly lastOffset: bigint
  /** The end of the partition when the batch was fetched. */
  readonly highWatermark: bigint
  /** All records, for those who need an array. */
  toArray(): ConsumedRecord<K, V>[]
}

export interface ConsumerBatchFields extends TopicPartition {
  readonly batches: readonly BatchRecords[]
  /** Records before it belong to nobody here: the batch on disk began earlier. */
  readonly fromOffset: bigint
  readonly nextOffset: bigint
  readonly highWatermark: bigint
  /** A record turned out to be unreadable while it was iterated: the position goes back there. */
  readonly onUndecodable: (offset: bigint) => void
}

/** The batch that a consumer makes of what it took from a partition. */
export class FetchedConsumerBatch implements ConsumerBatch {
  readonly topic: string
  readonly partition: number
  readonly firstOffset: bigint
  readonly lastOffset: bigint
  readonly highWatermark: bigint
  readonly #batches: readonly BatchRecords[]
  readonly #fromOffset: bigint
  readonly #onUndecodable: (offset: bigint) => void
  #recordCount: number | undefined

  constructor(fields: ConsumerBatchFields) {
    this.topic = fields.topic
    this.partition = fields.partition
    this.firstOffset = later(fields.batches[0]?.baseOffset ?? fields.fromOffset, fields.fromOffset)
    this.lastOffset = fields.nextOffset - 1n
    this.highWatermark = fields.highWatermark
    this.#batches = fields.batches
    this.#fromOffset = fields.fromOffset
    this.#onUndecodable = fields.onUndecodable
  }

  get recordCount(): number {
    this.#recordCount ??= this.#batches.reduce((sum, records) => sum + this.#countFrom(records), 0)
    return this.#recordCount
  }

  [Symbol.iterator](): IterableIterator<ConsumedRecord, void, void> {
    return new BatchIterator(this.#batches, this.#fromOffset, (cursor) => this.#advance(cursor))
  }

  toArray(): ConsumedRecord[] {
    return [...this]
  }

  /** The header says how many there are, unless the position was within the batch. */
  #countFrom(records: BatchRecords): number {
    if (records.baseOffset >= this.#fromOffset) return records.recordCount
    const cursor = records.cursor(this.#fromOffset)
    let count = 0
    while (this.#advance(cursor)) count++
    return count
  }

  #advance(cursor: RecordCursor): boolean {
    const { records, offsetDelta } = cursor
    try {
      return cursor.advance()
    } catch (error) {
      const offset = later(records.baseOffset + BigInt(offsetDelta + 1), this.#fromOffset)
      this.#onUndecodable(offset)
      throw new UndecodableBatchError(this.topic, this.partition, offset, records.nextOffset, error)
    }
  }
}

/** What a generator would do, at half its price. */
class BatchIterator implements IterableIterator<ConsumedRecord, void, void> {
  readonly #batches: readonly BatchRecords[]
  readonly #fromOffset: bigint
  readonly #advance: (cursor: RecordCursor) => boolean
  #index = 0
  #cursor: RecordCursor | undefined

  constructor(batches: readonly BatchRecords[], fromOffset: bigint, advance: (cursor: RecordCursor) => boolean) {
    this.#batches = batches
    this.#fromOffset = fromOffset
    this.#advance = advance
  }

  next(): IteratorResult<ConsumedRecord, void> {
    for (;;) {
      const cursor = this.#cursor
      if (cursor !== undefined && this.#advance(cursor)) return { value: cursor.current(), done: false }
      this.#cursor = this.#batches[this.#index++]?.cursor(this.#fromOffset)
      if (this.#cursor === undefined) return { value: undefined, done: true }
    }
  }

  [Symbol.iterator](): this {
    return this
  }
}

function later(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
