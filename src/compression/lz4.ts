import { ConfigError } from '../errors/client-errors.ts'
import type { OffloadTask } from '../support/offload.ts'
import {
  asBuffer,
  asCorruptDataError,
  type CompressionCodec,
  type CompressionDirection,
  overLimitError,
} from './codec.ts'
import { inflatedSizeOf, type Lz4Frame, readLz4Frame } from './lz4-frame.ts'
import { loadOptionalPackage } from './optional-package.ts'

const typicalRatio = 4

/** What this codec needs from the package `lz4-napi`: whole frames. */
export interface Lz4Binding {
  compressFrameSync(input: Uint8Array): Buffer
  compressFrame(input: Uint8Array): Promise<Buffer>
  decompressFrameSync(input: Uint8Array): Buffer
  decompressFrame(input: Uint8Array): Promise<Buffer>
}

/**
 * Codec 3, by the optional package `lz4-napi`: frames of independent blocks without checksums, which is what Java writes
 * and all that it reads. The package has no levels.
 *
 * @param load Gives the package; called once, when the codec is first needed.
 */
export function createLz4Codec(
  load: () => Lz4Binding = () => loadOptionalPackage('lz4-napi', 'lz4') as Lz4Binding,
): CompressionCodec {
  return new Lz4Codec(load)
}

class Lz4Codec implements CompressionCodec {
  readonly id = 3
  readonly name = 'lz4'
  readonly #load: () => Lz4Binding
  #loaded: Lz4Binding | undefined

  constructor(load: () => Lz4Binding) {
    this.#load = load
  }

  get #binding(): Lz4Binding {
    this.#loaded ??= this.#load()
    return this.#loaded
  }

  prepare(level?: number): void {
    if (level !== undefined)
      throw new ConfigError('Compression type lz4 has no levels: the package lz4-napi has one way')
    this.#loaded ??= this.#load()
  }

  compress(input: Uint8Array, level?: number): OffloadTask<Buffer> {
    this.prepare(level)
    const lz4 = this.#binding
    return {
      label: 'compress',
      runSync: () => lz4.compressFrameSync(input),
      runAsync: () => lz4.compressFrame(input),
    }
  }

  decompress(input: Uint8Array, limitBytes: number): OffloadTask<Buffer> {
    const lz4 = this.#binding
    return {
      label: 'decompress',
      runSync: () => {
        const frame = readWithinLimit(asBuffer(input), limitBytes)
        try {
          return lz4.decompressFrameSync(frame.bytes)
        } catch (thrown) {
          throw asCorruptDataError('lz4', thrown)
        }
      },
      runAsync: async () => {
        const frame = readWithinLimit(asBuffer(input), limitBytes)
        try {
          return await lz4.decompressFrame(frame.bytes)
        } catch (thrown) {
          throw asCorruptDataError('lz4', thrown)
        }
      },
    }
  }

  inflatedSizeHint(input: Uint8Array): number {
    try {
      return Math.min(readLz4Frame(asBuffer(input)).inflatedBytesBound, input.byteLength * typicalRatio)
    } catch {
      return input.byteLength
    }
  }

  offloadThresholdBytes(_direction: CompressionDirection): number {
    return 512 * 1024
  }
}

/** The bound costs next to nothing; only a frame that it would refuse is added up exactly. */
function readWithinLimit(input: Buffer, limitBytes: number): Lz4Frame {
  const frame = readLz4Frame(input)
  if (frame.inflatedBytesBound > limitBytes && inflatedSizeOf(frame, limitBytes) > limitBytes) {
    throw overLimitError('lz4', limitBytes)
  }
  return frame
}
