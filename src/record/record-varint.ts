/**
 * The zigzag varints inside records, on a plain Buffer: the generic protocol writer would cost more than the record.
 *
 * A varint is an int32. A varlong is an int64; here it is a `number`, exact as far as a `number` is (2^53).
 */
import { CodecError } from '../errors/codec-error.ts'

const highest31 = 2 ** 31

/** How many bytes `writeVarint` takes, 1 to 5. */
export function sizeOfVarint(value: number): number {
  const zigzag = ((value << 1) ^ (value >> 31)) >>> 0
  if (zigzag < 0x80) return 1
  if (zigzag < 0x4000) return 2
  if (zigzag < 0x200000) return 3
  return zigzag < 0x10000000 ? 4 : 5
}

/** Writes an int32 and gives the position behind it. The caller has made sure of the room. */
export function writeVarint(buffer: Uint8Array, position: number, value: number): number {
  let zigzag = ((value << 1) ^ (value >> 31)) >>> 0
  let at = position
  while (zigzag >= 0x80) {
    buffer[at++] = zigzag | 0x80
    zigzag >>>= 7
  }
  buffer[at++] = zigzag
  return at
}

/** How many bytes `writeVarlong` takes, 1 to 8. */
export function sizeOfVarlong(value: number): number {
  if (value === (value | 0)) return sizeOfVarint(value)
  let rest = magnitudeOf(value)
  // The first byte holds the sign and six bits.
  let size = 1
  for (rest = Math.floor(rest / 64); rest > 0; rest = Math.floor(rest / 128)) size++
  return size
}

/** Writes a safe integer as an int64 and gives the position behind it. The caller has made sure of the room. */
export function writeVarlong(buffer: Uint8Array, position: number, value: number): number {
  if (value === (value | 0)) return writeVarint(buffer, position, value)
  const sign = value < 0 ? 1 : 0
  const magnitude = magnitudeOf(value)
  let rest = Math.floor(magnitude / 64)
  let at = position
  let byte = ((magnitude % 64) << 1) | sign
  while (rest > 0) {
    buffer[at++] = byte | 0x80
    byte = rest % 128
    rest = Math.floor(rest / 128)
  }
  buffer[at++] = byte
  return at
}

/** Zigzag without its sign bit: 0, -1, 1, -2, 2 give 0, 0, 1, 1, 2. Doubling it would lose a bit above 2^52. */
function magnitudeOf(value: number): number {
  return value < 0 ? -(value + 1) : value
}

/**
 * Reads varints one behind the other, never beyond `end`.
 *
 * `position` and `end` are the owner's to set; a varint that does not end before `end` is a `CodecError`.
 */
export class VarintReader {
  readonly buffer: Uint8Array
  position: number
  end: number

  constructor(buffer: Uint8Array, position: number, end: number) {
    this.buffer = buffer
    this.position = position
    this.end = end
  }

  get remaining(): number {
    return this.end - this.position
  }

  /** An int32. */
  readVarint(): number {
    const at = this.position
    if (at < this.end) {
      const first = this.buffer[at]!
      if (first < 0x80) {
        this.position = at + 1
        return (first >>> 1) ^ -(first & 1)
      }
      if (at + 1 < this.end) {
        const second = this.buffer[at + 1]!
        if (second < 0x80) {
          this.position = at + 2
          const zigzag = (first & 0x7f) | (second << 7)
          return (zigzag >>> 1) ^ -(zigzag & 1)
        }
      }
    }
    return this.#readLongVarint()
  }

  /** An int64, rounded to the nearest `number` when it is beyond 2^53. */
  readVarlong(): number {
    const at = this.position
    if (at < this.end) {
      const first = this.buffer[at]!
      if (first < 0x80) {
        this.position = at + 1
        return (first >>> 1) ^ -(first & 1)
      }
    }
    return this.#readLongVarlong()
  }

  #readLongVarint(): number {
    let zigzag = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.#readByte()
      zigzag |= (byte & 0x7f) << shift
      // Of the fifth byte four bits count; Java lets the others fall out of the int as well.
      if (byte < 0x80) return (zigzag >>> 1) ^ -(zigzag & 1)
    }
    throw new CodecError('A varint is longer than 5 bytes', { byteOffset: this.position })
  }

  #readLongVarlong(): number {
    const first = this.#readByte()
    const isNegative = (first & 1) === 1
    let low = (first & 0x7f) >>> 1
    let high = 0
    let byte = first
    // `low` takes the lowest 31 bits of the magnitude and `high` the rest, so that no bit is lost on the way.
    for (let bit = 6; byte >= 0x80; bit += 7) {
      if (bit > 62) throw new CodecError('A varlong is longer than 10 bytes', { byteOffset: this.position })
      byte = this.#readByte()
      const bits = byte & 0x7f
      if (bit < 31) {
        low += (bits * 2 ** bit) % highest31
        high += Math.floor((bits * 2 ** bit) / highest31)
      } else {
        high += bits * 2 ** (bit - 31)
      }
    }
    const magnitude = high * highest31 + low
    return isNegative ? -magnitude - 1 : magnitude
  }

  #readByte(): number {
    if (this.position >= this.end) throw new CodecError('The data ends within a varint', { byteOffset: this.position })
    return this.buffer[this.position++]!
  }
}
