import { isUint8Array } from 'node:util/types'
import { ConfigError } from '../errors/client-errors.ts'
import type { HeaderInput, HeadersInput, RecordBytes } from './record.ts'
import { sizeOfVarint } from './record-varint.ts'

/** Up to this many characters a loop is faster than a call into native code. */
const shortStringChars = 12

/**
 * The headers of one record, whichever way they were given, measured once and ready to be written.
 *
 * Owned by a batch builder, which loads it anew for each record: nothing is allocated for a record's headers.
 */
export class MeasuredHeaders {
  readonly keys: string[] = []
  readonly values: RecordBytes[] = []
  readonly keyLengths: number[] = []
  /** -1 stands for null. */
  readonly valueLengths: number[] = []
  count = 0
  /** The size of the header count and all headers. */
  sizeBytes = 1

  /** Takes the headers of the next record. Throws a `ConfigError` for what is not a header. */
  load(headers: HeadersInput | null | undefined): void {
    this.count = 0
    this.sizeBytes = 1
    if (headers === undefined || headers === null) return
    if (isHeaderArray(headers)) this.#loadArray(headers)
    else this.#loadObject(headers)
    this.sizeBytes += sizeOfVarint(this.count) - 1
  }

  /** Lets go of the last record's values, which a closed builder has no reason to keep alive. */
  clear(): void {
    this.count = 0
    this.sizeBytes = 1
    this.keys.length = 0
    this.values.length = 0
  }

  #loadArray(headers: readonly HeaderInput[]): void {
    for (let index = 0; index < headers.length; index++) {
      const header = headers[index]!
      if (isPair(header)) this.#add(header[0], header[1])
      else this.#add(header.key, header.value)
    }
  }

  #loadObject(headers: Readonly<Record<string, RecordBytes>>): void {
    const keys = Object.keys(headers)
    for (let index = 0; index < keys.length; index++) this.#add(keys[index]!, headers[keys[index]!]!)
  }

  #add(key: string, value: RecordBytes): void {
    if (typeof key !== 'string') throw new ConfigError(`A header's name must be a string, not ${describeKind(key)}`)
    const index = this.count++
    const keyLength = utf8LengthOf(key)
    const valueLength = byteLengthOf(value)
    this.keys[index] = key
    this.values[index] = value
    this.keyLengths[index] = keyLength
    this.valueLengths[index] = valueLength
    this.sizeBytes += sizeOfVarint(keyLength) + keyLength + sizeOfVarint(valueLength) + Math.max(valueLength, 0)
  }
}

/** At least as many bytes as the headers and their count take, without looking at any string's characters. */
export function headersSizeUpperBound(headers: HeadersInput): number {
  let sizeBytes = 5
  if (isHeaderArray(headers)) {
    for (let index = 0; index < headers.length; index++) {
      const header = headers[index]!
      if (isPair(header)) sizeBytes += 10 + bytesUpperBound(header[0]) + bytesUpperBound(header[1])
      else sizeBytes += 10 + bytesUpperBound(header.key) + bytesUpperBound(header.value)
    }
    return sizeBytes
  }
  for (const key in headers) sizeBytes += 10 + key.length * 3 + bytesUpperBound(headers[key]!)
  return sizeBytes
}

/** The length in bytes of a key or value as it will be written; -1 for null (and for undefined, from JavaScript). */
export function byteLengthOf(bytes: RecordBytes): number {
  if (typeof bytes === 'string') return utf8LengthOf(bytes)
  if (bytes === null || bytes === undefined) return -1
  // Not `instanceof`: a test runner's sandbox has a Uint8Array of its own.
  if (!isUint8Array(bytes)) throw notBytesError(bytes)
  return bytes.length
}

/** At least `byteLengthOf`, without looking at the characters: no character takes more than three bytes per code unit. */
export function bytesUpperBound(bytes: RecordBytes): number {
  if (typeof bytes === 'string') return bytes.length * 3
  return bytes === null || bytes === undefined ? 0 : bytes.byteLength
}

function utf8LengthOf(text: string): number {
  const length = text.length
  if (length > shortStringChars) return Buffer.byteLength(text)
  for (let index = 0; index < length; index++) if (text.charCodeAt(index) > 0x7f) return Buffer.byteLength(text)
  return length
}

/** Nothing is ever turned into a string by guess: `[object Object]` in a topic is nobody's record. */
function notBytesError(value: unknown): ConfigError {
  return new ConfigError(`A record holds strings, Uint8Arrays and null, not ${describeKind(value)}: serialize it first`)
}

function isHeaderArray(headers: HeadersInput): headers is readonly HeaderInput[] {
  return Array.isArray(headers)
}

function isPair(header: HeaderInput): header is readonly [string, RecordBytes] {
  return Array.isArray(header)
}

function describeKind(value: unknown): string {
  if (value === null) return 'null'
  return typeof value === 'object' ? `an object (${value.constructor?.name ?? 'no class'})` : `a ${typeof value}`
}
