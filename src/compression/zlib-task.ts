/** What gzip and zstd share: the way node:zlib takes its input, states its limit, and fails. */
import { kMaxLength } from 'node:buffer'
import { ConfigError } from '../errors/client-errors.ts'
import type { CodecError } from '../errors/codec-error.ts'
import { asCorruptDataError, overLimitError } from './codec.ts'

const smallestChunkBytes = 1024
const largestChunkBytes = 1 << 20

/**
 * The size of node:zlib's output pieces. One piece that fits spares a thread round trip per 16 KiB and the final concat;
 * one that is too large stays allocated behind a small result.
 */
export function chunkSizeFor(expectedBytes: number): number {
  return Math.min(Math.max(Math.ceil(expectedBytes) + 64, smallestChunkBytes), largestChunkBytes)
}

/** `maxOutputLength` must be from 1 to what a Buffer can hold. */
export function maxOutputLengthFor(limitBytes: number): number {
  return Math.min(Math.max(limitBytes, 1), kMaxLength)
}

/** What node:zlib threw while inflating, as a `CodecError`. */
export function inflateError(codecName: string, limitBytes: number, thrown: unknown): CodecError {
  const isOverLimit = thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_BUFFER_TOO_LARGE'
  return isOverLimit ? overLimitError(codecName, limitBytes, thrown) : asCorruptDataError(codecName, thrown)
}

/** Refuses a level outside the codec's range. */
export function checkLevel(codecName: string, level: number | undefined, lowest: number, highest: number): void {
  if (level === undefined) return
  if (!Number.isInteger(level) || level < lowest || level > highest) {
    throw new ConfigError(`Compression level ${level} does not exist for ${codecName}: ${lowest} to ${highest} do`)
  }
}
