import { inspect } from 'node:util'

/** Where a record was written. */
export class RecordMetadata {
  readonly topic: string
  readonly partition: number
  /**
   * Milliseconds since the epoch: the record's own (CreateTime), or the broker's where the topic is set to
   * LogAppendTime.
   */
  readonly timestamp: number
  readonly #baseOffset: bigint
  readonly #index: number

  static {
    // So that `console.log` shows the offset too.
    const value = function (this: RecordMetadata): object {
      return { topic: this.topic, partition: this.partition, offset: this.offset, timestamp: this.timestamp }
    }
    Object.defineProperty(RecordMetadata.prototype, inspect.custom, { value })
  }

  /** Made for each record of an acknowledged batch; `baseOffset` is -1 where the broker does not tell (acks 0). */
  constructor(topic: string, partition: number, timestamp: number, baseOffset: bigint, index: number) {
    this.topic = topic
    this.partition = partition
    this.timestamp = timestamp
    this.#baseOffset = baseOffset
    this.#index = index
  }

  /** -1n where the broker did not tell: acks 0, or a duplicate that it no longer remembers. */
  get offset(): bigint {
    // A bigint for each record of each batch would cost more than writing the record; most callers never look.
    return this.#baseOffset < 0n ? -1n : this.#baseOffset + BigInt(this.#index)
  }

  toJSON(): { topic: string; partition: number; offset: string; timestamp: number } {
    return { topic: this.topic, partition: this.partition, offset: String(this.offset), timestamp: this.timestamp }
  }
}
