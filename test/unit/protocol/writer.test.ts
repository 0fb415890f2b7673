import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Reader } from '../../../src/protocol/reader.ts'
import { encodeTaggedField, Writer } from '../../../src/protocol/writer.ts'

function written(write: (writer: Writer) => void): Buffer {
  const writer = new Writer()
  write(writer)
  return Buffer.concat(writer.finish())
}

describe('Writer: numbers', () => {
  it.each([
    ['int8', -0x80, 0x7f],
    ['int16', -0x8000, 0x7fff],
    ['uint16', 0, 0xffff],
    ['int32', -0x80000000, 0x7fffffff],
  ] as const)('writes %s from %d to %d and nothing beyond', (type, min, max) => {
    for (const value of [min, max]) {
      const reader = new Reader(written((writer) => writer[type](value)))
      expect(reader[type]('n')).toBe(value)
    }
    // A number that wraps around silently would be another partition, offset or timeout on the broker.
    for (const value of [min - 1, max + 1, Number.NaN]) expect(() => new Writer()[type](value)).toThrow(RangeError)
  })

  it('writes int64 in its whole range and nothing beyond', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        expect(new Reader(written((writer) => writer.int64(value))).int64('n')).toBe(value)
      }),
    )
    expect(() => new Writer().int64(2n ** 63n)).toThrow('9223372036854775808 does not fit into an int64')
    expect(() => new Writer().int64(-(2n ** 63n) - 1n)).toThrow(RangeError)
  })

  it('writes doubles bit by bit', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(new Reader(written((writer) => writer.float64(value))).float64('n')).toBe(value)
      }),
    )
  })
})

describe('Writer: strings', () => {
  it('gives back every string in both layouts', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.string({ maxLength: 80 }))
    fc.assert(
      fc.property(text, fc.boolean(), (value, isFlexible) => {
        const bytes = written((writer) => writer.string(value, isFlexible))
        const reader = new Reader(bytes)
        expect(reader.string('s', isFlexible)).toBe(value)
        expect(reader.remaining).toBe(0)
      }),
    )
  })

  it('writes a string that stops being ASCII at its last character', () => {
    const value = `${'a'.repeat(63)}é`
    expect(new Reader(written((writer) => writer.string(value, true))).string('s', true)).toBe(value)
  })

  it('counts bytes, not characters', () => {
    expect([...written((writer) => writer.string('é', true))]).toEqual([3, 0xc3, 0xa9])
  })

  it('refuses a string that its 16-bit length cannot state', () => {
    expect(() => new Writer().string('x'.repeat(32768), false)).toThrow('String of 32768 bytes where at most 32767 fit')
    expect(() => new Writer().string('é'.repeat(16384), false)).toThrow(RangeError)
    expect(written((writer) => writer.string('x'.repeat(32767), false))).toHaveLength(32769)
  })

  it('has no such limit in the compact layout', () => {
    expect(written((writer) => writer.string('x'.repeat(40000), true))).toHaveLength(40003)
  })
})

describe('Writer: chunks', () => {
  it('references large byte fields instead of copying them', () => {
    const records = Buffer.alloc(100_000, 7)
    const writer = new Writer()
    writer.int32(1)
    writer.bytes(records, false)
    writer.int32(2)
    const chunks = writer.finish()
    expect(chunks[1]).toBe(records)
    expect(Buffer.concat(chunks)).toHaveLength(4 + 4 + 100_000 + 4)
  })

  it('copies small ones, so that a reused buffer cannot change what was written', () => {
    const key = Buffer.from('key')
    const writer = new Writer()
    writer.bytes(key, true)
    key.fill(0)
    expect(Buffer.concat(writer.finish()).subarray(1).toString()).toBe('key')
  })

  it('keeps order and size whatever it is made to grow by', () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 5000 }), { maxLength: 30 })
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 300 }), (parts, initialSizeBytes) => {
        const writer = new Writer(initialSizeBytes)
        for (const part of parts) writer.raw(part)
        expect(writer.sizeBytes).toBe(parts.reduce((sum, part) => sum + part.length, 0))
        expect(Buffer.compare(Buffer.concat(writer.finish()), Buffer.concat(parts))).toBe(0)
      }),
      { numRuns: 50 },
    )
  })
})

describe('Writer: tagged fields', () => {
  it('writes known and unknown ones together in the order of their tags', () => {
    const known = [encodeTaggedField(3, (writer) => writer.int8(1)), encodeTaggedField(0, (writer) => writer.int8(2))]
    const bytes = written((writer) => writer.taggedFields([{ tag: 1, data: Buffer.of(9) }], known))
    expect([...bytes]).toEqual([3, 0, 1, 2, 1, 1, 9, 3, 1, 1])
  })

  it('writes a single zero when there are none', () => {
    expect([...written((writer) => writer.taggedFields())]).toEqual([0])
  })
})
