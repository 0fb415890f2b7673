import { inspect } from 'node:util'
import type { TimestampType } from '../record/batch-layout.ts'
import type { ConsumedRecord, RecordHeaders, TopicPartition } from '../record/record.ts'
import type { ConsumerBatch } from './consumer-batch.ts'

/** A record whose key and value went through deserializers. The rest is the view that was fetched. */
export class TypedRecord<K, V> implements ConsumedRecord<K, V> {
  readonly key: K
  readonly value: V
  readonly #raw: ConsumedRecord

  static {
    // So that `console.log` shows what the getters give.
    const value = function (this: TypedRecord<unknown, unknown>): ConsumedRecord<unknown, unknown> {
      return this.toObject()
    }
    Object.defineProperty(TypedRecord.prototype, inspect.custom, { value })
  }

  constructor(raw: ConsumedRecord, key: K, value: V) {
    this.#raw = raw
    this.key = key
    this.value = value
  }

  get topic(): string {
    return this.#raw.topic
  }

  get partition(): number {
    return this.#raw.partition
  }

  get offset(): bigint {
    return this.#raw.offset
  }

  get timestamp(): number {
    return this.#raw.timestamp
  }

  get timestampType(): TimestampType {
    return this.#raw.timestampType
  }

  get leaderEpoch(): number {
    return this.#raw.leaderEpoch
  }

  get headers(): RecordHeaders {
    return this.#raw.headers
  }

  /** A plain object with the same properties, for spreading and comparing. */
  toObject(): ConsumedRecord<K, V> {
    const { topic, partition, offset, timestamp, timestampType, leaderEpoch, key, value, headers } = this
    return { topic, partition, offset, timestamp, timestampType, leaderEpoch, key, value, headers }
  }

  /** For `JSON.stringify`: the offset becomes a string, because JSON has no 64-bit numbers. */
  toJSON(): Omit<ConsumedRecord<K, V>, 'offset'> & { readonly offset: string } {
    return { ...this.toObject(), offset: this.offset.toString() }
  }
}

export interface TypedBatchFields<K, V> extends TopicPartition {
  readonly records: readonly ConsumedRecord<K, V>[]
  readonly firstOffset: bigint
  readonly lastOffset: bigint
  readonly highWatermark: bigint
}

/** A batch whose records went through deserializers, which may have had to wait: it is made whole before it is given. */
export class TypedConsumerBatch<K, V> implements ConsumerBatch<K, V> {
  readonly topic: string
  readonly partition: number
  readonly firstOffset: bigint
  readonly lastOffset: bigint
  readonly highWatermark: bigint
  readonly #records: readonly ConsumedRecord<K, V>[]

  constructor(fields: TypedBatchFields<K, V>) {
    this.topic = fields.topic
    this.partition = fields.partition
    this.firstOffset = fields.firstOffset
    this.lastOffset = fields.lastOffset
    this.highWatermark = fields.highWatermark
    this.#records = fields.records
  }

  get recordCount(): number {
    return this.#records.length
  }

  [Symbol.iterator](): IterableIterator<ConsumedRecord<K, V>, void, void> {
    return this.#records.values() as IterableIterator<ConsumedRecord<K, V>, void, void>
  }

  toArray(): ConsumedRecord<K, V>[] {
    return [...this.#records]
  }
}
