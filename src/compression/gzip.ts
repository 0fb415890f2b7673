import { promisify } from 'node:util'
import { gunzip, gunzipSync, gzip, gzipSync, type ZlibOptions } from 'node:zlib'
import { ConfigError } from '../errors/client-errors.ts'
import type { OffloadTask } from '../support/offload.ts'
import { asBuffer, type CompressionCodec, type CompressionDirection, overLimitError } from './codec.ts'
import { checkLevel, chunkSizeFor, inflateError, maxOutputLengthFor } from './zlib-task.ts'

const gzipAsync = promisify<Uint8Array, ZlibOptions, Buffer>(gzip)
const gunzipAsync = promisify<Uint8Array, ZlibOptions, Buffer>(gunzip)

/** Deflate never shrinks data below about a thousandth of its size. */
const highestRatio = 1032
const typicalRatio = 4

/** Codec 1, from node:zlib. Levels -1 (zlib's default, the same as 6) and 1 to 9. */
export function createGzipCodec(): CompressionCodec {
  return new GzipCodec()
}

class GzipCodec implements CompressionCodec {
  readonly id = 1
  readonly name = 'gzip'

  prepare(level?: number): void {
    checkLevel('gzip', level, -1, 9)
    if (level === 0) throw new ConfigError('Compression level 0 does not exist for gzip: use compression type none')
  }

  compress(input: Uint8Array, level?: number): OffloadTask<Buffer> {
    this.prepare(level)
    const options: ZlibOptions = { chunkSize: chunkSizeFor(input.byteLength / typicalRatio) }
    if (level !== undefined) options.level = level
    return {
      label: 'compress',
      runSync: () => gzipSync(input, options),
      runAsync: () => gzipAsync(input, options),
    }
  }

  decompress(input: Uint8Array, limitBytes: number): OffloadTask<Buffer> {
    const options: ZlibOptions = {
      chunkSize: chunkSizeFor(Math.min(this.inflatedSizeHint(input), limitBytes)),
      maxOutputLength: maxOutputLengthFor(limitBytes),
    }
    return {
      label: 'decompress',
      runSync: () => {
        try {
          return withinLimit(gunzipSync(input, options), limitBytes)
        } catch (thrown) {
          throw inflateError('gzip', limitBytes, thrown)
        }
      },
      runAsync: async () => {
        try {
          return withinLimit(await gunzipAsync(input, options), limitBytes)
        } catch (thrown) {
          throw inflateError('gzip', limitBytes, thrown)
        }
      },
    }
  }

  inflatedSizeHint(input: Uint8Array): number {
    const length = input.byteLength
    if (length < 18) return length * typicalRatio
    // The trailer's ISIZE: the size of the last member, modulo 2^32. A hint only; nothing vouches for it.
    const claimed = asBuffer(input).readUInt32LE(length - 4)
    return claimed <= length * highestRatio ? claimed : length * typicalRatio
  }

  offloadThresholdBytes(direction: CompressionDirection): number {
    return direction === 'compress' ? 32 * 1024 : 512 * 1024
  }
}

function withinLimit(output: Buffer, limitBytes: number): Buffer {
  if (output.length > limitBytes) throw overLimitError('gzip', limitBytes)
  return output
}
