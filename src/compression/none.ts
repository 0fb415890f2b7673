import { ConfigError } from '../errors/client-errors.ts'
import type { OffloadTask } from '../support/offload.ts'
import { asBuffer, type CompressionCodec, overLimitError } from './codec.ts'

/** The codec that leaves bytes as they are: no copy is made, the output is the input. */
export function createNoneCodec(): CompressionCodec {
  return new NoneCodec()
}

class NoneCodec implements CompressionCodec {
  readonly id = 0
  readonly name = 'none'

  prepare(level?: number): void {
    if (level !== undefined) throw new ConfigError('Compression type none has no levels')
  }

  compress(input: Uint8Array, level?: number): OffloadTask<Buffer> {
    this.prepare(level)
    return immediateTask('compress', () => asBuffer(input))
  }

  decompress(input: Uint8Array, limitBytes: number): OffloadTask<Buffer> {
    return immediateTask('decompress', () => {
      if (input.byteLength > limitBytes) throw overLimitError('uncompressed', limitBytes)
      return asBuffer(input)
    })
  }

  inflatedSizeHint(input: Uint8Array): number {
    return input.byteLength
  }

  offloadThresholdBytes(): number {
    return Number.POSITIVE_INFINITY
  }
}

function immediateTask(label: string, run: () => Buffer): OffloadTask<Buffer> {
  return { label, runSync: run, runAsync: async () => run() }
}
