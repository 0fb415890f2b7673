import {
  constants,
  type ZstdOptions,
  zstdCompress,
  zstdCompressSync,
  zstdDecompress,
  zstdDecompressSync,
} from 'node:zlib'
import type { OffloadTask } from '../support/offload.ts'
import {
  asBuffer,
  type CompressionCodec,
  type CompressionDirection,
  corruptDataError,
  overLimitError,
} from './codec.ts'
import { checkLevel, chunkSizeFor, inflateError, maxOutputLengthFor } from './zlib-task.ts'
import { readZstdFrames, statedContentSize } from './zstd-frame.ts'

const typicalRatio = 4

/** An empty frame has nine bytes and takes some ten microseconds; no client writes more than one frame or a few. */
const mostFrames = 1024

/** Codec 4, from node:zlib (Node 22.15 and later). Levels 1 to 22; without one, zstd's default of 3. */
export function createZstdCodec(): CompressionCodec {
  return new ZstdCodec()
}

class ZstdCodec implements CompressionCodec {
  readonly id = 4
  readonly name = 'zstd'

  prepare(level?: number): void {
    checkLevel('zstd', level, 1, 22)
  }

  compress(input: Uint8Array, level?: number): OffloadTask<Buffer> {
    this.prepare(level)
    const options: ZstdOptions = {
      chunkSize: chunkSizeFor(input.byteLength / typicalRatio),
      // Spares zstd its tables for inputs of unknown size: without it several jobs at a time are ten times slower.
      pledgedSrcSize: input.byteLength,
    }
    if (level !== undefined) options.params = { [constants.ZSTD_c_compressionLevel]: level }
    return {
      label: 'compress',
      runSync: () => zstdCompressSync(input, options),
      runAsync: () =>
        new Promise((resolve, reject) => {
          zstdCompress(input, options, (error, output) => (error === null ? resolve(output) : reject(error)))
        }),
    }
  }

  decompress(input: Uint8Array, limitBytes: number): OffloadTask<Buffer> {
    const expectedBytes = Math.min(this.inflatedSizeHint(input), limitBytes)
    return {
      label: 'decompress',
      runSync: () => {
        const output = new FrameOutput(limitBytes, expectedBytes)
        try {
          for (const frame of readZstdFrames(asBuffer(input))) output.add(zstdDecompressSync(frame, output.options))
        } catch (thrown) {
          throw inflateError('zstd', limitBytes, thrown)
        }
        return output.bytes
      },
      runAsync: async () => {
        const output = new FrameOutput(limitBytes, expectedBytes)
        try {
          for (const frame of readZstdFrames(asBuffer(input))) output.add(await inflateFrame(frame, output.options))
        } catch (thrown) {
          throw inflateError('zstd', limitBytes, thrown)
        }
        return output.bytes
      },
    }
  }

  inflatedSizeHint(input: Uint8Array): number {
    return statedContentSize(asBuffer(input)) ?? input.byteLength * typicalRatio
  }

  offloadThresholdBytes(direction: CompressionDirection, level = 3): number {
    if (direction === 'decompress') return 512 * 1024
    // Levels above the default are slower by an order of magnitude and more.
    if (level <= 3) return 256 * 1024
    return level <= 9 ? 64 * 1024 : 8 * 1024
  }
}

/** Collects what the frames inflate to, and what is left of the limit for the next. */
class FrameOutput {
  readonly #limitBytes: number
  readonly #expectedBytes: number
  readonly #parts: Buffer[] = []
  #sizeBytes = 0

  constructor(limitBytes: number, expectedBytes: number) {
    this.#limitBytes = limitBytes
    this.#expectedBytes = expectedBytes
  }

  /** For the next frame. */
  get options(): ZstdOptions {
    const maxOutputLength = maxOutputLengthFor(this.#limitBytes - this.#sizeBytes)
    return { chunkSize: chunkSizeFor(this.#expectedBytes), maxOutputLength }
  }

  get bytes(): Buffer {
    if (this.#parts.length === 0) throw corruptDataError('zstd', 'there is no frame')
    return this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts, this.#sizeBytes)
  }

  add(part: Buffer): void {
    this.#sizeBytes += part.length
    if (this.#sizeBytes > this.#limitBytes) throw overLimitError('zstd', this.#limitBytes)
    if (this.#parts.length === mostFrames) throw corruptDataError('zstd', `it has more than ${mostFrames} frames`)
    this.#parts.push(part)
  }
}

function inflateFrame(frame: Buffer, options: ZstdOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    zstdDecompress(frame, options, (error, inflated) => (error === null ? resolve(inflated) : reject(error)))
  })
}
