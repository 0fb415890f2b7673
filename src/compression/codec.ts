import { CodecError } from '../errors/codec-error.ts'
import type { OffloadTask } from '../support/offload.ts'

/** The codecs that Kafka defines, by the names that `compression.type` takes. */
export type CompressionType = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd'

/** Which way data goes through a codec. */
export type CompressionDirection = 'compress' | 'decompress'

/**
 * One way of compressing the records of a batch.
 *
 * Both directions give a task, so that the caller decides whether it runs at once (`runSync`) or through `Offload`
 * (`runAsync`). The input belongs to the task until it has ended: a thread may be reading it.
 */
export interface CompressionCodec {
  /** The number in the lowest three bits of a batch's attributes: 0 to 7. */
  readonly id: number
  /** The name in options, errors and metrics: `lz4`. */
  readonly name: string
  /**
   * Throws a `ConfigError` when the codec cannot work here: its package cannot be loaded, or it does not have the level.
   * A client calls it when it is made, so that a missing package is not found out by the first batch.
   */
  prepare(level?: number): void
  /** A task that compresses `input`. Throws a `ConfigError` as `prepare` does. */
  compress(input: Uint8Array, level?: number): OffloadTask<Buffer>
  /**
   * A task that inflates `input`. It fails with a `CodecError` when the input is corrupt and when it would inflate to
   * more than `limitBytes`, and in that case without having allocated much more than the limit.
   */
  decompress(input: Uint8Array, limitBytes: number): OffloadTask<Buffer>
  /** About how large `input` will be when inflated, from what can be read at once. Never throws, and may be wrong. */
  inflatedSizeHint(input: Uint8Array): number
  /** From how many uncompressed bytes on the work is too long for the event loop. */
  offloadThresholdBytes(direction: CompressionDirection, level?: number): number
}

/**
 * True when compressing or inflating this much would hold the event loop for a millisecond or so. Below that the trip to
 * another thread costs more time on the event loop than it saves.
 *
 * @param sizeBytes Uncompressed bytes; for `decompress` an estimate such as `codec.inflatedSizeHint(input)`.
 */
export function shouldOffload(
  codec: CompressionCodec,
  direction: CompressionDirection,
  sizeBytes: number,
  level?: number,
): boolean {
  return sizeBytes >= codec.offloadThresholdBytes(direction, level)
}

/** The error for data that inflates beyond the caller's limit. */
export function overLimitError(codecName: string, limitBytes: number, cause?: unknown): CodecError {
  return new CodecError(`The ${codecName} data inflates to more than the limit of ${limitBytes} bytes`, { cause })
}

/** The error for data that a codec cannot make sense of. */
export function corruptDataError(codecName: string, reason: string, cause?: unknown): CodecError {
  return new CodecError(`The ${codecName} data is corrupt: ${reason}`, { cause })
}

/** Whatever a decompressor threw, as a `CodecError` with the original as its cause. */
export function asCorruptDataError(codecName: string, thrown: unknown): CodecError {
  if (thrown instanceof CodecError) return thrown
  return corruptDataError(codecName, thrown instanceof Error ? thrown.message : String(thrown), thrown)
}

/** The same bytes as a `Buffer`, without a copy. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
