/**
 * What an application sends and what it receives.
 *
 * Sent headers are an object, because that is what people write; they may also be a list, when order or repetition
 * matters. Received headers are always a list: Kafka keeps their order and allows a name to appear again, and an object
 * would lose both without a word. The list has `get` for the usual case, and can be sent again as it is.
 */
import type { TimestampType } from './batch-layout.ts'

/** A key or value to send. Strings are sent as UTF-8; null is Kafka's null (in a compacted topic, a tombstone). */
export type RecordBytes = string | Uint8Array | null

/** One header to send, by name or as a pair. */
export type HeaderInput =
  | readonly [key: string, value: RecordBytes]
  | { readonly key: string; readonly value: RecordBytes }

/** Headers to send: an object, or a list where order or repeated names matter. A received `headers` is such a list. */
export type HeadersInput = Readonly<Record<string, RecordBytes>> | readonly HeaderInput[]

/** One received header. */
export interface RecordHeader {
  readonly key: string
  readonly value: Buffer | null
}

/**
 * The headers of a received record: an array of `{ key, value }` in the order in which they were sent, with look-ups by
 * name. Names are case-sensitive.
 */
export interface RecordHeaders extends ReadonlyArray<RecordHeader> {
  /** The value of the last header of that name, as Java's `lastHeader`; undefined when there is none, null when it is null. */
  get(key: string): Buffer | null | undefined
  /** The same as UTF-8 text. */
  getString(key: string): string | null | undefined
  /** The values of all headers of that name, in their order. */
  getAll(key: string): (Buffer | null)[]
  /** True when there is a header of that name. */
  has(key: string): boolean
}

/** A topic and one of its partitions. */
export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

/**
 * A record as a consumer receives it.
 *
 * It is a view on the batch that it came in: `key`, `value` and header values share the batch's memory, and any of them
 * keeps all of it alive. To keep a few records out of many for long, copy what is kept: `Buffer.from(record.value)`.
 */
export interface ConsumedRecord<K = Buffer | null, V = Buffer | null> extends TopicPartition {
  readonly offset: bigint
  /** Milliseconds since the epoch; -1 when the record has none. */
  readonly timestamp: number
  /** Whether the producer set the timestamp or the broker did. */
  readonly timestampType: TimestampType
  /** The epoch of the leader that appended the record; -1 when it is not known. */
  readonly leaderEpoch: number
  readonly key: K
  readonly value: V
  readonly headers: RecordHeaders
}
