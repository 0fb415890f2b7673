/** How many bytes a record takes in a batch, before it is written. */
import { byteLengthOf, bytesUpperBound, headersSizeUpperBound, MeasuredHeaders } from './header-input.ts'
import type { HeadersInput, RecordBytes } from './record.ts'
import { sizeOfVarint, sizeOfVarlong } from './record-varint.ts'

/** Length, attributes, timestamp delta, offset delta, key length, value length and header count at their longest. */
const largestOverheadBytes = 5 + 1 + 8 + 5 + 5 + 5 + 5

/**
 * At least as many bytes as the record will add to a batch, without looking at any string's characters (three bytes
 * each). For reserving memory; where a batch has to be filled to the brim, `recordSize` says it exactly.
 */
export function recordSizeUpperBound(key: RecordBytes, value: RecordBytes, headers?: HeadersInput): number {
  const sizeBytes = largestOverheadBytes + bytesUpperBound(key) + bytesUpperBound(value)
  return headers === undefined || headers === null ? sizeBytes : sizeBytes + headersSizeUpperBound(headers)
}

/** The bytes of a record as it stands in a batch, with its length in front: exact. */
export function recordSize(
  timestampDelta: number,
  offsetDelta: number,
  key: RecordBytes,
  value: RecordBytes,
  headers?: HeadersInput,
): number {
  const measured = new MeasuredHeaders()
  measured.load(headers)
  const lengths = [byteLengthOf(key), byteLengthOf(value)] as const
  const bodySize = recordBodySize(timestampDelta, offsetDelta, ...lengths, measured.sizeBytes)
  return sizeOfVarint(bodySize) + bodySize
}

/** The same without the length in front, from lengths that are known; -1 stands for null. */
export function recordBodySize(
  timestampDelta: number,
  offsetDelta: number,
  keyLength: number,
  valueLength: number,
  headersSize: number,
): number {
  const keySize = sizeOfVarint(keyLength) + Math.max(keyLength, 0)
  const valueSize = sizeOfVarint(valueLength) + Math.max(valueLength, 0)
  return 1 + sizeOfVarlong(timestampDelta) + sizeOfVarint(offsetDelta) + keySize + valueSize + headersSize
}
