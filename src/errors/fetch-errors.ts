import { type ErrorContext, KafkaError } from './kafka-error.ts'

/**
 * A batch of a partition that cannot be read: its checksum is wrong, it cannot be inflated, or its records are not what
 * their lengths say. The consumer's position stays before it; `seek` to `nextOffset` goes on behind it.
 */
export class UndecodableBatchError extends KafkaError {
  readonly code = 'UNDECODABLE_BATCH'
  /** Where the unreadable part begins: the offset of the next record that the consumer would have given. */
  readonly offset: bigint
  /** The first offset behind what cannot be read. */
  readonly nextOffset: bigint

  constructor(topic: string, partition: number, offset: bigint, nextOffset: bigint, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    super(
      `Cannot read ${topic}-${partition} at offset ${offset}: ${reason}. Seek to ${nextOffset} to go on behind the batch`,
      { cause, context: { topic, partition } },
    )
    this.offset = offset
    this.nextOffset = nextOffset
  }
}

/** The position is not in the log (any more), and the reset policy is `none`. `seek` decides where to go on. */
export class OffsetOutOfRangeError extends KafkaError {
  readonly code = 'OFFSET_OUT_OF_RANGE'
  readonly offset: bigint

  constructor(topic: string, partition: number, offset: bigint, context: ErrorContext = {}) {
    super(
      `Cannot fetch from ${topic}-${partition}: offset ${offset} is not in the log, and autoOffsetReset is 'none'. Seek to an offset that is`,
      { context: { ...context, topic, partition } },
    )
    this.offset = offset
  }
}

/**
 * Records that the consumer has read are not in the log of the new leader (an unclean election, KIP-320), and the reset
 * policy is `none`. `seek` to `divergingOffset` reads what took their place.
 */
export class LogTruncationError extends KafkaError {
  readonly code = 'LOG_TRUNCATION'
  /** The position at which the consumer was. */
  readonly offset: bigint
  /** The first offset at which the log differs from what was read. */
  readonly divergingOffset: bigint

  constructor(topic: string, partition: number, offset: bigint, divergingOffset: bigint) {
    super(
      `Cannot go on in ${topic}-${partition} at offset ${offset}: the log was truncated and differs from offset ${divergingOffset} on`,
      { context: { topic, partition } },
    )
    this.offset = offset
    this.divergingOffset = divergingOffset
  }
}

/**
 * A deserializer failed on the key or the value of a record (`cause`), and `onUnreadable` is `fail`. The consumer's
 * position stays at the record, so that reading again tries it again; `seek` to `offset + 1n` goes on behind it.
 */
export class RecordDeserializationError extends KafkaError {
  readonly code = 'RECORD_DESERIALIZATION'
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
  /** Which deserializer failed. */
  readonly part: 'key' | 'value'

  constructor(
    record: { readonly topic: string; readonly partition: number; readonly offset: bigint },
    part: 'key' | 'value',
    cause: unknown,
  ) {
    const { topic, partition, offset } = record
    const reason = cause instanceof Error ? cause.message : String(cause)
    super(
      `Cannot deserialize the ${part} of the record at offset ${offset} of ${topic}-${partition}: ${reason}. Seek to ${offset + 1n} to go on behind it`,
      { cause, context: { topic, partition } },
    )
    this.topic = topic
    this.partition = partition
    this.offset = offset
    this.part = part
  }
}
