import { ConfigError } from '../errors/client-errors.ts'
import type { HeadersInput, RecordBytes } from '../record/record.ts'

/** A record to send. `K` and `V` are what the producer's serializers take; without them, bytes and text. */
export interface ProducerRecord<K = RecordBytes, V = RecordBytes> {
  readonly topic: string
  /** Default: what the partitioner chooses. */
  readonly partition?: number | undefined
  readonly key?: K | null | undefined
  /** Null, and absent, is Kafka's null: a tombstone in a compacted topic. */
  readonly value?: V | null | undefined
  readonly headers?: HeadersInput | undefined
  /** Milliseconds since the epoch. Default: now. */
  readonly timestamp?: number | undefined
}

/** Length, attributes, two deltas, two lengths and a header count at their longest, and the header of a batch of its own. */
const mostOverheadBytes = 34 + 61

/** What it is about, in a batch that it shares. */
const usualOverheadBytes = 24

/** Strings up to this long are not measured where a bound will do: that would cost more than three bytes a character. */
const unmeasuredChars = 1024

/**
 * At least what the record will take, cheaply: for admission, whose limits must hold whatever language the text is in. The
 * true size takes its place as soon as the record is encoded. Throws `ConfigError` for what is not a record.
 */
export function recordSizeBound(record: ProducerRecord): number {
  return mostOverheadBytes + contentSize(record, textBound)
}

/** The same with every string measured: for records near a limit. */
export function measureRecord(record: ProducerRecord): number {
  return mostOverheadBytes + contentSize(record, textSize)
}

/** About what the record takes in a batch, where characters are bytes: for partitioners. */
export function estimateRecordSize(record: ProducerRecord): number {
  return usualOverheadBytes + contentSize(record, textLength)
}

function textBound(text: string): number {
  return text.length <= unmeasuredChars ? text.length * 3 : Buffer.byteLength(text)
}

function textSize(text: string): number {
  return Buffer.byteLength(text)
}

function textLength(text: string): number {
  return text.length
}

function contentSize(record: ProducerRecord, sizeOfText: (text: string) => number): number {
  let sizeBytes = sizeOf(record, 'key', record.key, sizeOfText) + sizeOf(record, 'value', record.value, sizeOfText)
  const headers = record.headers
  if (headers === undefined) return sizeBytes
  if (typeof headers !== 'object' || headers === null) {
    throw new ConfigError(
      `Cannot send a record to ${record.topic}: headers must be an object or a list, not ${describe(headers)}`,
    )
  }
  const pairs = Array.isArray(headers) ? headers : Object.entries(headers)
  for (const header of pairs as readonly unknown[]) sizeBytes += headerSize(record, header, sizeOfText)
  return sizeBytes
}

export function checkRecord(record: ProducerRecord<unknown, unknown>): void {
  if (typeof record !== 'object' || record === null)
    throw new ConfigError(`Cannot send ${describe(record)}: not a record`)
  if (typeof record.topic !== 'string' || record.topic === '') {
    throw new ConfigError(`Cannot send a record: topic must be a name, not ${describe(record.topic)}`)
  }
  const { partition, timestamp } = record
  if (partition !== undefined && !(Number.isInteger(partition) && partition >= 0)) {
    throw new ConfigError(
      `Cannot send a record to ${record.topic}: partition must be 0 or more, not ${describe(partition)}`,
    )
  }
  if (timestamp !== undefined && !(Number.isSafeInteger(timestamp) && timestamp >= 0)) {
    throw new ConfigError(
      `Cannot send a record to ${record.topic}: timestamp must be whole milliseconds since the epoch, not ${describe(timestamp)}`,
    )
  }
}

function sizeOf(record: ProducerRecord, part: string, bytes: unknown, sizeOfText: (text: string) => number): number {
  if (bytes === undefined || bytes === null) return 0
  if (typeof bytes === 'string') return sizeOfText(bytes)
  if (bytes instanceof Uint8Array) return bytes.length
  throw new ConfigError(
    `Cannot send a record to ${record.topic}: ${part} must be a string, bytes or null, not ${describe(bytes)}`,
  )
}

function headerSize(record: ProducerRecord, header: unknown, sizeOfText: (text: string) => number): number {
  const [key, value] = Array.isArray(header)
    ? (header as unknown[])
    : [(header as { key: unknown } | undefined)?.key, (header as { value: unknown } | undefined)?.value]
  if (typeof key !== 'string') {
    throw new ConfigError(
      `Cannot send a record to ${record.topic}: a header's name must be a string, not ${describe(key)}`,
    )
  }
  return 10 + sizeOfText(key) + sizeOf(record, `header ${key}`, value, sizeOfText)
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'object' && value !== null) return `a ${value.constructor?.name ?? 'object'}`
  return String(value)
}
