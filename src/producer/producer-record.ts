import { ConfigError } from '../errors/client-errors.ts'
import type { HeadersInput, RecordBytes } from '../record/record.ts'

/** A record to send. */
export interface ProducerRecord {
  readonly topic: string
  /** Default: what the partitioner chooses. */
  readonly partition?: number | undefined
  readonly key?: RecordBytes | undefined
  /** Null, and absent, is Kafka's null: a tombstone in a compacted topic. */
  readonly value?: RecordBytes | undefined
  readonly headers?: HeadersInput | undefined
  /** Milliseconds since the epoch. Default: now. */
  readonly timestamp?: number | undefined
}

/** Room for a record's length, attributes, deltas and lengths, and a share of its batch's header. */
const recordOverheadBytes = 24

/**
 * About what a record takes, for admission, cheaply: characters count as bytes, and the true size replaces the estimate
 * as soon as the record is encoded. Throws `ConfigError` for what is not a record.
 */
export function estimateRecordSize(record: ProducerRecord): number {
  let sizeBytes = recordOverheadBytes + sizeOf(record, 'key', record.key) + sizeOf(record, 'value', record.value)
  const headers = record.headers
  if (headers === undefined) return sizeBytes
  if (typeof headers !== 'object' || headers === null) {
    throw new ConfigError(
      `Cannot send a record to ${record.topic}: headers must be an object or a list, not ${describe(headers)}`,
    )
  }
  const pairs = Array.isArray(headers) ? headers : Object.entries(headers)
  for (const header of pairs as readonly unknown[]) sizeBytes += headerSize(record, header)
  return sizeBytes
}

export function checkRecord(record: ProducerRecord): void {
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

function sizeOf(record: ProducerRecord, part: string, bytes: unknown): number {
  if (bytes === undefined || bytes === null) return 0
  if (typeof bytes === 'string' || bytes instanceof Uint8Array) return bytes.length
  throw new ConfigError(
    `Cannot send a record to ${record.topic}: ${part} must be a string, bytes or null, not ${describe(bytes)}`,
  )
}

function headerSize(record: ProducerRecord, header: unknown): number {
  const [key, value] = Array.isArray(header)
    ? (header as unknown[])
    : [(header as { key: unknown } | undefined)?.key, (header as { value: unknown } | undefined)?.value]
  if (typeof key !== 'string') {
    throw new ConfigError(
      `Cannot send a record to ${record.topic}: a header's name must be a string, not ${describe(key)}`,
    )
  }
  return 10 + key.length + sizeOf(record, `header ${key}`, value)
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'object' && value !== null) return `a ${value.constructor?.name ?? 'object'}`
  return String(value)
}
