import { ConfigError } from '../errors/client-errors.ts'
import type { OffloadTask } from '../support/offload.ts'
import {
  asBuffer,
  asCorruptDataError,
  type CompressionCodec,
  type CompressionDirection,
  corruptDataError,
  overLimitError,
} from './codec.ts'
import { loadOptionalPackage } from './optional-package.ts'

/** What this codec needs from the package `snappy`: raw blocks, without a frame. */
export interface SnappyBinding {
  compressSync(input: Uint8Array): Buffer
  compress(input: Uint8Array): Promise<Buffer>
  uncompressSync(input: Uint8Array): Buffer | string
  uncompress(input: Uint8Array): Promise<Buffer | string>
}

/** The stream header of xerial's SnappyOutputStream: magic, version 1, oldest compatible version 1. */
const xerialHeader = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1])
const xerialMagicBytes = 8
/** The first four bytes of the magic, where the length of a block would be: a second stream follows the first. */
const xerialMagicWord = 0x82534e41
const blockBytes = 32 * 1024

/** The densest element is a copy of 64 bytes in 3. A preamble that claims more lies, and must not be allocated. */
const highestRatio = 22

/**
 * Codec 2, by the optional package `snappy`. Writes xerial's framing with 32 KiB blocks as Java does, and reads both that
 * and raw snappy (librdkafka's and Go's clients).
 *
 * @param load Gives the package; called once, when the codec is first needed.
 */
export function createSnappyCodec(
  load: () => SnappyBinding = () => loadOptionalPackage('snappy', 'snappy') as SnappyBinding,
): CompressionCodec {
  return new SnappyCodec(load)
}

class SnappyCodec implements CompressionCodec {
  readonly id = 2
  readonly name = 'snappy'
  readonly #load: () => SnappyBinding
  #loaded: SnappyBinding | undefined

  constructor(load: () => SnappyBinding) {
    this.#load = load
  }

  get #binding(): SnappyBinding {
    this.#loaded ??= this.#load()
    return this.#loaded
  }

  prepare(level?: number): void {
    if (level !== undefined) throw new ConfigError('Compression type snappy has no levels')
    this.#loaded ??= this.#load()
  }

  compress(input: Uint8Array, level?: number): OffloadTask<Buffer> {
    this.prepare(level)
    const snappy = this.#binding
    return {
      label: 'compress',
      runSync: () => {
        const parts: Buffer[] = [xerialHeader]
        for (const block of blocksOf(input)) pushBlock(parts, snappy.compressSync(block))
        return Buffer.concat(parts)
      },
      runAsync: async () => {
        const parts: Buffer[] = [xerialHeader]
        for (const block of blocksOf(input)) pushBlock(parts, await snappy.compress(block))
        return Buffer.concat(parts)
      },
    }
  }

  decompress(input: Uint8Array, limitBytes: number): OffloadTask<Buffer> {
    const snappy = this.#binding
    return {
      label: 'decompress',
      runSync: () => {
        const output = new BlockOutput(measureStream(asBuffer(input), limitBytes))
        for (const block of readBlocks(asBuffer(input)))
          output.add(block, () => snappy.uncompressSync(block.compressed))
        return output.bytes
      },
      runAsync: async () => {
        const output = new BlockOutput(measureStream(asBuffer(input), limitBytes))
        for (const block of readBlocks(asBuffer(input))) {
          const outcome = await snappy.uncompress(block.compressed).catch((thrown: unknown) => () => {
            throw thrown
          })
          output.add(block, typeof outcome === 'function' ? outcome : () => outcome)
        }
        return output.bytes
      },
    }
  }

  inflatedSizeHint(input: Uint8Array): number {
    try {
      return measureStream(asBuffer(input), Number.MAX_SAFE_INTEGER).inflatedBytes
    } catch {
      return input.byteLength
    }
  }

  offloadThresholdBytes(_direction: CompressionDirection): number {
    return 512 * 1024
  }
}

interface SnappyBlock {
  readonly compressed: Buffer
  readonly inflatedBytes: number
}

interface StreamMeasure {
  readonly blockCount: number
  readonly inflatedBytes: number
}

/** Puts the inflated blocks one behind the other into one buffer of the size that the preambles add up to. */
class BlockOutput {
  readonly #isSingle: boolean
  #output: Buffer
  #position = 0

  constructor(measure: StreamMeasure) {
    this.#isSingle = measure.blockCount === 1
    this.#output = this.#isSingle ? Buffer.alloc(0) : Buffer.allocUnsafe(measure.inflatedBytes)
  }

  get bytes(): Buffer {
    return this.#output
  }

  add(block: SnappyBlock, inflate: () => Buffer | string): void {
    let inflated: Buffer
    try {
      inflated = inflate() as Buffer
    } catch (thrown) {
      throw asCorruptDataError('snappy', thrown)
    }
    if (inflated.length !== block.inflatedBytes) throw corruptDataError('snappy', 'a block is not as long as it says')
    if (this.#isSingle) this.#output = inflated
    else this.#position += inflated.copy(this.#output, this.#position)
  }
}

function* blocksOf(input: Uint8Array): Generator<Uint8Array, void, undefined> {
  for (let start = 0; start < input.byteLength; start += blockBytes) yield input.subarray(start, start + blockBytes)
}

function pushBlock(parts: Buffer[], compressed: Buffer): void {
  const length = Buffer.allocUnsafe(4)
  length.writeUInt32BE(compressed.length)
  parts.push(length, compressed)
}

/** Adds up what the blocks will inflate to, before anything is allocated for them. */
function measureStream(input: Buffer, limitBytes: number): StreamMeasure {
  let blockCount = 0
  let inflatedBytes = 0
  for (const block of readBlocks(input)) {
    blockCount++
    inflatedBytes += block.inflatedBytes
    if (inflatedBytes > limitBytes) throw overLimitError('snappy', limitBytes)
    if (block.inflatedBytes > block.compressed.length * highestRatio) {
      throw corruptDataError('snappy', `${block.compressed.length} bytes cannot inflate to ${block.inflatedBytes}`)
    }
  }
  return { blockCount, inflatedBytes }
}

/** Block after block, never all at once: a hostile stream can have one every five bytes. */
function* readBlocks(input: Buffer): Generator<SnappyBlock, void, undefined> {
  if (input.length < xerialHeader.length || !startsWithXerialMagic(input, 0)) {
    yield { compressed: input, inflatedBytes: readPreamble(input) }
    return
  }
  let position = xerialHeader.length
  while (position < input.length) {
    if (position + 4 > input.length) throw corruptDataError('snappy', 'it ends within a block length')
    const length = input.readUInt32BE(position)
    if (length === xerialMagicWord && startsWithXerialMagic(input, position)) {
      position += xerialHeader.length
      continue
    }
    position += 4
    if (length === 0 || length > input.length - position) {
      throw corruptDataError('snappy', `a block claims ${length} bytes where ${input.length - position} are left`)
    }
    const compressed = input.subarray(position, position + length)
    yield { compressed, inflatedBytes: readPreamble(compressed) }
    position += length
  }
  if (position > input.length) throw corruptDataError('snappy', 'it ends within a stream header')
}

function startsWithXerialMagic(input: Buffer, position: number): boolean {
  if (input.length - position < xerialMagicBytes) return false
  return xerialHeader.compare(input, position, position + xerialMagicBytes, 0, xerialMagicBytes) === 0
}

/** The uncompressed length that starts every raw block: a varint of at most 32 bits. */
function readPreamble(block: Buffer): number {
  let length = 0
  for (let index = 0; index < 5 && index < block.length; index++) {
    const byte = block[index]!
    length += (byte & 0x7f) * 2 ** (7 * index)
    if (byte < 0x80) {
      if (length > 0xffffffff) break
      return length
    }
  }
  throw corruptDataError('snappy', 'a block does not start with its length')
}
