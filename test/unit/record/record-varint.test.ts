import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CodecError } from '../../../src/errors/codec-error.ts'
import {
  sizeOfVarint,
  sizeOfVarlong,
  VarintReader,
  writeVarint,
  writeVarlong,
} from '../../../src/record/record-varint.ts'

/** Zigzag and base 128 as the protocol states them, over bigints. */
function reference(value: bigint): Buffer {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n))
  while (rest >= 0x80n) {
    bytes.push(Number(rest & 0x7fn) | 0x80)
    rest >>= 7n
  }
  bytes.push(Number(rest))
  return Buffer.from(bytes)
}

function readerOf(bytes: Uint8Array): VarintReader {
  return new VarintReader(bytes, 0, bytes.length)
}

describe('varint', () => {
  const edges = [0, -1, 1, 63, -64, 64, -65, 8191, -8192, 8192, 0x7fffffff, -0x80000000]

  it('is written as the protocol says, in the size that was foretold, and read back', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...edges), fc.integer()), (value) => {
        const buffer = Buffer.alloc(8)
        const end = writeVarint(buffer, 1, value)
        const reader = new VarintReader(buffer, 1, end)
        expect(buffer.subarray(1, end).equals(reference(BigInt(value)))).toBe(true)
        expect(sizeOfVarint(value)).toBe(end - 1)
        expect(reader.readVarint()).toBe(value)
        expect(reader.position).toBe(end)
      }),
    )
  })

  it('may be longer than it needs to be', () => {
    expect(readerOf(Buffer.from([0x82, 0x80, 0x00])).readVarint()).toBe(1)
  })

  it('may not be longer than five bytes', () => {
    expect(() => readerOf(Buffer.alloc(10, 0x80)).readVarint()).toThrow(CodecError)
  })

  it('may not go beyond the end, though the buffer does', () => {
    const bytes = Buffer.from([0x80, 0x80, 0x01])

    for (const end of [0, 1, 2])
      expect(() => new VarintReader(bytes, 0, end).readVarint()).toThrow(/ends within a varint/)
  })
})

describe('varlong', () => {
  const edges = [0, -1, 63, -64, 2 ** 31, -(2 ** 31) - 1, 2 ** 32, 2 ** 52, 2 ** 53 - 1, -(2 ** 53 - 1)]

  it('is written as the protocol says, in the size that was foretold, and read back exactly', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...edges), fc.maxSafeInteger()), (value) => {
        const buffer = Buffer.alloc(12)
        const end = writeVarlong(buffer, 1, value)
        const reader = new VarintReader(buffer, 1, end)
        expect(buffer.subarray(1, end).equals(reference(BigInt(value)))).toBe(true)
        expect(sizeOfVarlong(value)).toBe(end - 1)
        expect(reader.readVarlong()).toBe(value)
        expect(reader.position).toBe(end)
      }),
    )
  })

  it('is rounded beyond what a number can hold', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        const read = readerOf(reference(value)).readVarlong()
        expect(Math.abs(read - Number(value))).toBeLessThanOrEqual(2048)
      }),
    )
  })

  it('may not be longer than ten bytes', () => {
    expect(() => readerOf(Buffer.alloc(20, 0x80)).readVarlong()).toThrow(CodecError)
  })

  it('may not go beyond the end', () => {
    expect(() => readerOf(Buffer.from([0x80, 0x80])).readVarlong()).toThrow(/ends within a varint/)
  })
})
