import type { CompressionCodec } from '../compression/codec.ts'
import { createSnappyCodec } from '../compression/snappy.ts'
import type { OffloadTask } from '../support/offload.ts'

/** Snappy's tag for a literal whose length stands in the next four bytes. */
const literalWithFourByteLength = 63 << 2

/**
 * A codec that is always worth another thread: Snappy's format with literals only, so that any broker can read it, and no
 * batch too small for `Offload`. Compressing costs a simulation nothing but the window that it opens.
 */
export function createSimCodec(): CompressionCodec {
  const snappy = createSnappyCodec()
  return {
    id: snappy.id,
    name: snappy.name,
    prepare: (level) => snappy.prepare(level),
    compress: (input): OffloadTask<Buffer> => ({
      label: 'compress',
      runSync: () => storeAsSnappy(input),
      runAsync: async () => storeAsSnappy(input),
    }),
    decompress: (input, limitBytes) => snappy.decompress(input, limitBytes),
    inflatedSizeHint: (input) => snappy.inflatedSizeHint(input),
    offloadThresholdBytes: () => 0,
  }
}

function storeAsSnappy(input: Uint8Array): Buffer {
  const head: number[] = []
  for (let rest = input.length; ; rest >>>= 7) {
    if (rest < 0x80) {
      head.push(rest)
      break
    }
    head.push((rest & 0x7f) | 0x80)
  }
  if (input.length === 0) return Buffer.from(head)
  const length = Buffer.alloc(4)
  length.writeUInt32LE(input.length - 1)
  return Buffer.concat([Buffer.from([...head, literalWithFourByteLength]), length, input])
}

/** The inverse, written on its own for the wire monitor. Undefined for anything else than what is stored above. */
export function readStoredSnappy(input: Buffer): Buffer | undefined {
  let position = 0
  let sizeBytes = 0
  for (let shift = 0; ; shift += 7) {
    const byte = input[position++]
    if (byte === undefined) return undefined
    sizeBytes |= (byte & 0x7f) << shift
    if (byte < 0x80) break
  }
  if (sizeBytes === 0) return Buffer.alloc(0)
  if (input[position] !== literalWithFourByteLength) return undefined
  const start = position + 5
  if (input.readUInt32LE(position + 1) + 1 !== sizeBytes || input.length !== start + sizeBytes) return undefined
  return input.subarray(start)
}
