/**
 * The outside of zstd frames (RFC 8878, 3.1): where each ends and what its header says of its content.
 *
 * node:zlib stops after the first frame without a word, and before Node 24 it takes a frame that is cut for a short one.
 * Both would lose records silently, so frames are found, and found to be whole, before they are inflated.
 */
import { corruptDataError } from './codec.ts'

const frameMagic = 0xfd2fb528
const skippableMagic = 0x184d2a50
const skippableMask = 0xfffffff0
const blockHeaderBytes = 3
const checksumBytes = 4

const blockTypes = { raw: 0, runLength: 1, compressed: 2 } as const

interface FrameHeader {
  /** Where the first block is. */
  readonly end: number
  readonly hasChecksum: boolean
  /** Undefined when the header does not say, as in Java's frames. */
  readonly contentBytes: number | undefined
}

/** Frame after frame, without those that carry no data. Throws a `CodecError` at what is not a whole frame. */
export function* readZstdFrames(input: Buffer): Generator<Buffer, void, undefined> {
  let position = 0
  while (position < input.length) {
    const start = position
    if (input.length - start < 8) throw corruptDataError('zstd', 'it ends within a frame header')
    const magic = input.readUInt32LE(start)
    if ((magic & skippableMask) >>> 0 === skippableMagic) {
      position = start + 8 + input.readUInt32LE(start + 4)
      if (position > input.length) throw corruptDataError('zstd', 'it ends within a frame')
      continue
    }
    position = endOfFrame(input, start)
    yield input.subarray(start, position)
  }
}

/** The content size that the header of the first frame states. */
export function statedContentSize(input: Buffer): number | undefined {
  try {
    return readHeader(input, 0).contentBytes
  } catch {
    return undefined
  }
}

function endOfFrame(input: Buffer, start: number): number {
  const header = readHeader(input, start)
  let position = header.end
  for (let isLast = false; !isLast; ) {
    if (position + blockHeaderBytes > input.length) throw corruptDataError('zstd', 'a frame ends before its last block')
    const word = input.readUIntLE(position, blockHeaderBytes)
    const type = (word >> 1) & 3
    if (type > blockTypes.compressed) throw corruptDataError('zstd', `block type ${type} is not known`)
    isLast = (word & 1) === 1
    // A run of one byte states its length, and has the byte alone.
    position += blockHeaderBytes + (type === blockTypes.runLength ? 1 : word >> 3)
  }
  const end = position + (header.hasChecksum ? checksumBytes : 0)
  if (end > input.length) throw corruptDataError('zstd', 'it ends within a frame')
  return end
}

function readHeader(input: Buffer, start: number): FrameHeader {
  if (start + 5 > input.length || input.readUInt32LE(start) !== frameMagic) {
    throw corruptDataError('zstd', 'it does not start with a frame')
  }
  const descriptor = input[start + 4]!
  const isSingleSegment = (descriptor & 0x20) !== 0
  const contentSizeCode = descriptor >> 6
  const contentSizeBytes = contentSizeCode === 0 ? (isSingleSegment ? 1 : 0) : 1 << contentSizeCode
  const contentSizeAt = start + 5 + (isSingleSegment ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]!
  const end = contentSizeAt + contentSizeBytes
  if (end > input.length) throw corruptDataError('zstd', 'it ends within a frame header')
  const contentBytes = readContentSize(input, contentSizeAt, contentSizeBytes)
  return { end, hasChecksum: (descriptor & 0x04) !== 0, contentBytes }
}

function readContentSize(input: Buffer, position: number, fieldBytes: number): number | undefined {
  switch (fieldBytes) {
    case 0:
      return undefined
    case 1:
      return input[position]!
    case 2:
      return input.readUInt16LE(position) + 256
    case 4:
      return input.readUInt32LE(position)
    default:
      return Number(input.readBigUInt64LE(position))
  }
}
