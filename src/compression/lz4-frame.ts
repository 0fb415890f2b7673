/**
 * The outside of an LZ4 frame: where it ends and how much it can inflate to, found without inflating it.
 *
 * The native decoder takes no limit, so whatever it could allocate has to be known before it is called.
 */
import { corruptDataError } from './codec.ts'

const frameMagic = 0x184d2204
const frameVersion = 1
const endMarkBytes = 4

/** A byte of compressed data stands for at most 255 bytes of output (a run length). */
const highestRatio = 255

/** What a frame's header and block lengths tell. */
export interface Lz4Frame {
  /** The bytes of the frame alone, with a header checksum that decoders accept. Bytes behind it are ignored, as in Java. */
  readonly bytes: Buffer
  /** No inflated frame is larger than this; the true size may be far below. */
  readonly inflatedBytesBound: number
}

interface FrameHeader {
  readonly blockMaxBytes: number
  readonly blockChecksumBytes: number
  readonly contentChecksumBytes: number
  /** Where the header's own checksum is, one byte; the first block follows. */
  readonly checksumPosition: number
}

interface Lz4Block {
  readonly start: number
  readonly end: number
  readonly isCompressed: boolean
}

/** Reads the frame that `input` starts with. Throws a `CodecError` when it is not a whole frame. */
export function readLz4Frame(input: Buffer): Lz4Frame {
  const header = readHeader(input)
  let inflatedBytesBound = 0
  let position = header.checksumPosition + 1
  for (const block of readBlocks(input, header)) {
    const length = block.end - block.start
    inflatedBytesBound += block.isCompressed ? Math.min(header.blockMaxBytes, length * highestRatio) : length
    position = block.end + header.blockChecksumBytes
  }
  const end = position + endMarkBytes + header.contentChecksumBytes
  if (end > input.length) throw corruptDataError('lz4', 'it ends within its checksum')
  return { bytes: withValidHeaderChecksum(input.subarray(0, end), header.checksumPosition), inflatedBytesBound }
}

/**
 * What the frame inflates to, exactly, by adding up the lengths in its blocks without producing their bytes.
 * Stops as soon as the sum is over `stopAbove`.
 */
export function inflatedSizeOf(frame: Lz4Frame, stopAbove: number): number {
  let sizeBytes = 0
  for (const block of readBlocks(frame.bytes, readHeader(frame.bytes))) {
    sizeBytes += block.isCompressed ? inflatedSizeOfBlock(frame.bytes, block) : block.end - block.start
    if (sizeBytes > stopAbove) break
  }
  return sizeBytes
}

function readHeader(input: Buffer): FrameHeader {
  if (input.length < 11) throw corruptDataError('lz4', 'it is shorter than the shortest frame')
  if (input.readUInt32LE(0) !== frameMagic) throw corruptDataError('lz4', 'it does not start with a frame')
  const flags = input[4]!
  if (flags >> 6 !== frameVersion) throw corruptDataError('lz4', `frame version ${flags >> 6} is not known`)
  return {
    blockMaxBytes: readBlockMaximum(input[5]!),
    blockChecksumBytes: (flags & 0x10) !== 0 ? 4 : 0,
    contentChecksumBytes: (flags & 0x04) !== 0 ? 4 : 0,
    checksumPosition: 6 + ((flags & 0x08) !== 0 ? 8 : 0) + ((flags & 0x01) !== 0 ? 4 : 0),
  }
}

function readBlockMaximum(blockDescriptor: number): number {
  const code = (blockDescriptor >> 4) & 7
  if (code < 4) throw corruptDataError('lz4', `block maximum ${code} is not known`)
  return 1 << (8 + 2 * code)
}

/** Block after block up to the end mark, never all at once: a hostile frame can have one every five bytes. */
function* readBlocks(input: Buffer, header: FrameHeader): Generator<Lz4Block, void, undefined> {
  let position = header.checksumPosition + 1
  for (;;) {
    if (position + 4 > input.length) throw corruptDataError('lz4', 'it ends before its end mark')
    const word = input.readUInt32LE(position)
    if (word === 0) return
    position += 4
    const length = word & 0x7fffffff
    const end = position + length
    if (length > header.blockMaxBytes || end + header.blockChecksumBytes > input.length) {
      throw corruptDataError('lz4', `a block claims ${length} bytes where ${input.length - position} are left`)
    }
    yield { start: position, end, isCompressed: word < 0x80000000 }
    position = end + header.blockChecksumBytes
  }
}

/** A block is a chain of sequences: a token, literals, and (except in the last) a match. */
function inflatedSizeOfBlock(bytes: Buffer, block: Lz4Block): number {
  const end = block.end
  let position = block.start
  let sizeBytes = 0
  while (position < end) {
    const token = bytes[position++]!
    let literals = token >> 4
    if (literals === 15) {
      let more: number
      do {
        if (position >= end) throw corruptDataError('lz4', 'a block ends within a length')
        more = bytes[position++]!
        literals += more
      } while (more === 255)
    }
    position += literals
    sizeBytes += literals
    if (position === end) return sizeBytes
    position += 2
    if (position > end) throw corruptDataError('lz4', 'a block ends within a sequence')
    let matched = (token & 15) + 4
    if ((token & 15) === 15) {
      let more: number
      do {
        if (position >= end) throw corruptDataError('lz4', 'a block ends within a length')
        more = bytes[position++]!
        matched += more
      } while (more === 255)
    }
    sizeBytes += matched
  }
  return sizeBytes
}

/**
 * Kafka 0.8 and 0.9, and clients of their time, hashed the frame's magic together with its header (KAFKA-3160), and
 * their message sets (magic 0) can still be on disk. Such a frame gets the checksum that it should have had; any other
 * stays as it is, for the decoder to judge.
 */
function withValidHeaderChecksum(frame: Buffer, descriptorEnd: number): Buffer {
  const checksum = frame[descriptorEnd]!
  const valid = (shortXxh32(frame.subarray(4, descriptorEnd)) >> 8) & 0xff
  if (checksum === valid || descriptorEnd >= 16) return frame
  const withMagic = (shortXxh32(frame.subarray(0, descriptorEnd)) >> 8) & 0xff
  if (checksum !== withMagic) return frame
  const repaired = Buffer.from(frame)
  repaired[descriptorEnd] = valid
  return repaired
}

const prime1 = 0x9e3779b1
const prime2 = 0x85ebca77
const prime3 = 0xc2b2ae3d
const prime4 = 0x27d4eb2f
const prime5 = 0x165667b1

/** xxHash32 with seed 0, for fewer than 16 bytes: longer inputs take a first phase that headers never need. */
function shortXxh32(bytes: Buffer): number {
  let hash = (prime5 + bytes.length) | 0
  let position = 0
  for (; position + 4 <= bytes.length; position += 4) {
    hash = (hash + Math.imul(bytes.readUInt32LE(position), prime3)) | 0
    hash = Math.imul((hash << 17) | (hash >>> 15), prime4)
  }
  for (; position < bytes.length; position++) {
    hash = (hash + Math.imul(bytes[position]!, prime5)) | 0
    hash = Math.imul((hash << 11) | (hash >>> 21), prime1)
  }
  hash = Math.imul(hash ^ (hash >>> 15), prime2)
  hash = Math.imul(hash ^ (hash >>> 13), prime3)
  return (hash ^ (hash >>> 16)) >>> 0
}
