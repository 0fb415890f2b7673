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

const typicalRatio = 4
const frameMagic = 0xfd2fb528

/** With `info`, node:zlib says how much of the input it took. */
interface DecompressInfo {
  readonly buffer: Buffer
  readonly engine: { readonly bytesWritten: number }
}

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
    const options: ZstdOptions & { pledgedSrcSize: number } = {
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
        const frames = new FrameReader(input, limitBytes, expectedBytes)
        while (!frames.isDone) frames.accept(() => inflateFrameSync(frames.rest, frames.options))
        return frames.output
      },
      runAsync: async () => {
        const frames = new FrameReader(input, limitBytes, expectedBytes)
        while (!frames.isDone) {
          const outcome = await inflateFrame(frames.rest, frames.options).catch((thrown: unknown) => () => {
            throw thrown
          })
          frames.accept(typeof outcome === 'function' ? outcome : () => outcome)
        }
        return frames.output
      },
    }
  }

  inflatedSizeHint(input: Uint8Array): number {
    return frameContentSize(asBuffer(input)) ?? input.byteLength * typicalRatio
  }

  offloadThresholdBytes(direction: CompressionDirection, level = 3): number {
    if (direction === 'decompress') return 512 * 1024
    // Levels above the default are slower by an order of magnitude and more.
    if (level <= 3) return 256 * 1024
    return level <= 9 ? 64 * 1024 : 8 * 1024
  }
}

/** Inflates frame after frame: node:zlib stops, without a word, after the first, while Java reads them all. */
class FrameReader {
  rest: Uint8Array
  readonly #limitBytes: number
  readonly #expectedBytes: number
  readonly #outputs: Buffer[] = []
  #outputBytes = 0

  constructor(input: Uint8Array, limitBytes: number, expectedBytes: number) {
    this.rest = input
    this.#limitBytes = limitBytes
    this.#expectedBytes = expectedBytes
  }

  get isDone(): boolean {
    return this.rest.byteLength === 0 && this.#outputs.length > 0
  }

  get options(): ZstdOptions {
    const chunkSize = chunkSizeFor(this.#expectedBytes)
    return { info: true, chunkSize, maxOutputLength: maxOutputLengthFor(this.#limitBytes - this.#outputBytes) }
  }

  get output(): Buffer {
    return this.#outputs.length === 1 ? this.#outputs[0]! : Buffer.concat(this.#outputs, this.#outputBytes)
  }

  accept(inflate: () => DecompressInfo): void {
    let inflated: DecompressInfo
    try {
      inflated = inflate()
    } catch (thrown) {
      throw inflateError('zstd', this.#limitBytes, thrown)
    }
    const takenBytes = inflated.engine.bytesWritten
    if (!(takenBytes > 0)) throw corruptDataError('zstd', 'the frame has no end')
    this.#outputBytes += inflated.buffer.length
    if (this.#outputBytes > this.#limitBytes) throw overLimitError('zstd', this.#limitBytes)
    this.#outputs.push(inflated.buffer)
    this.rest = this.rest.subarray(takenBytes)
  }
}

function inflateFrameSync(input: Uint8Array, options: ZstdOptions): DecompressInfo {
  return zstdDecompressSync(input, options) as unknown as DecompressInfo
}

function inflateFrame(input: Uint8Array, options: ZstdOptions): Promise<DecompressInfo> {
  return new Promise((resolve, reject) => {
    zstdDecompress(input, options, (error, inflated) => {
      if (error === null) resolve(inflated as unknown as DecompressInfo)
      else reject(error)
    })
  })
}

/** The content size that a frame's header states (RFC 8878, 3.1.1.1). Java's frames do not have it. */
function frameContentSize(input: Buffer): number | undefined {
  if (input.length < 18 || input.readUInt32LE(0) !== frameMagic) return undefined
  const descriptor = input[4]!
  const isSingleSegment = (descriptor & 0x20) !== 0
  const dictionaryIdBytes = [0, 1, 2, 4][descriptor & 3]!
  const at = 5 + (isSingleSegment ? 0 : 1) + dictionaryIdBytes
  switch (descriptor >> 6) {
    case 0:
      return isSingleSegment ? input[at] : undefined
    case 1:
      return input.readUInt16LE(at) + 256
    case 2:
      return input.readUInt32LE(at)
    default:
      return Number(input.readBigUInt64LE(at))
  }
}
