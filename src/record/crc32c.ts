/**
 * CRC-32C (Castagnoli), which covers every record batch from its attributes to its end.
 *
 * The prebuilt `@node-rs/crc32` is three times faster than the table; where it cannot be loaded nothing but speed is lost.
 */
import { createRequire } from 'node:module'

const polynomial = 0x82f63b78

/** Below this the call into native code costs more than the table does. */
const nativeFromBytes = 128

type Checksum = (bytes: Uint8Array, initial: number) => number

/** Eight tables of 256, one behind the other: table n carries a byte over n more bytes of zeros. */
const tables: Uint32Array = buildTables()

// Chosen once, when the module is loaded, like an import: a pure function, not a cache.
const nativeChecksum: Checksum | undefined = loadNative()

/**
 * The CRC-32C of `bytes`, as an unsigned 32-bit number.
 *
 * @param initial The checksum of the bytes before these, to continue from.
 */
export function crc32c(bytes: Uint8Array, initial = 0): number {
  if (nativeChecksum === undefined || bytes.length < nativeFromBytes) return crc32cByTable(bytes, initial)
  return nativeChecksum(bytes, initial)
}

/** The CRC-32C of several buffers read as one. */
export function crc32cOfAll(parts: Iterable<Uint8Array>): number {
  let checksum = 0
  for (const part of parts) checksum = crc32c(part, checksum)
  return checksum
}

/**
 * The CRC-32C of the end of some bytes, from that of all of them and that of what is before the end: as if the end had
 * been read again, which costs more from a kilobyte on.
 */
export function crc32cOfTail(whole: number, head: number, tailBytes: number): number {
  return (whole ^ multiply(powerOfX(tailBytes), head)) >>> 0
}

/** The same in TypeScript alone, eight bytes a step. */
export function crc32cByTable(bytes: Uint8Array, initial = 0): number {
  const table = tables
  const length = bytes.length
  let crc = ~initial
  let position = 0
  for (const lastStep = length - 8; position <= lastStep; position += 8) {
    crc ^= bytes[position]! | (bytes[position + 1]! << 8) | (bytes[position + 2]! << 16) | (bytes[position + 3]! << 24)
    crc =
      table[0x700 | (crc & 0xff)]! ^
      table[0x600 | ((crc >>> 8) & 0xff)]! ^
      table[0x500 | ((crc >>> 16) & 0xff)]! ^
      table[0x400 | (crc >>> 24)]! ^
      table[0x300 | bytes[position + 4]!]! ^
      table[0x200 | bytes[position + 5]!]! ^
      table[0x100 | bytes[position + 6]!]! ^
      table[bytes[position + 7]!]!
  }
  for (; position < length; position++) crc = table[(crc ^ bytes[position]!) & 0xff]! ^ (crc >>> 8)
  return ~crc >>> 0
}

/**
 * A checksum is a polynomial over single bits, modulo the generator, whose highest power is the lowest bit. Bytes that
 * follow multiply it by a power of x.
 */
function multiply(a: number, b: number): number {
  let product = 0
  let shifted = b
  for (let bit = 31; bit >= 0; bit--) {
    if ((a & (1 << bit)) !== 0) product ^= shifted
    shifted = (shifted & 1) === 0 ? shifted >>> 1 : (shifted >>> 1) ^ polynomial
  }
  return product
}

/** x to the power of the bits in so many bytes, by squaring. */
function powerOfX(sizeBytes: number): number {
  // x^0 is the highest bit, and x^8 the one eight below.
  let power = 1 << 31
  let square = 1 << 23
  for (let rest = sizeBytes; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power = multiply(square, power)
    square = multiply(square, square)
  }
  return power
}

function buildTables(): Uint32Array {
  const table = new Uint32Array(8 * 256)
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >>> 1 : (crc >>> 1) ^ polynomial
    table[byte] = crc
  }
  for (let index = 256; index < table.length; index++) {
    const shorter = table[index - 256]!
    table[index] = table[shorter & 0xff]! ^ (shorter >>> 8)
  }
  return table
}

function loadNative(): Checksum | undefined {
  try {
    const binding = createRequire(import.meta.url)('@node-rs/crc32') as { crc32c: Checksum }
    const probe = Buffer.from('123456789')
    return binding.crc32c(probe, 0) === crc32cByTable(probe) ? binding.crc32c : undefined
  } catch {
    return undefined
  }
}
