import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CodecError } from '../../../src/errors/codec-error.ts'
import { Reader, readInt32, readString } from '../../../src/protocol/reader.ts'
import { Writer } from '../../../src/protocol/writer.ts'

function readerOf(...bytes: number[]): Reader {
  return new Reader(Buffer.from(bytes))
}

function failureOf(act: () => unknown): CodecError {
  try {
    act()
  } catch (error) {
    if (error instanceof CodecError) return error
    throw error
  }
  throw new Error('It did not fail')
}

describe('Reader: numbers', () => {
  it('reads big-endian two-complement numbers of every width', () => {
    const reader = readerOf(0xff, 0xff, 0xfe, 0xff, 0xff, 0, 0, 0, 5, 0x80, 0, 0, 0, 0, 0, 0, 0)
    expect(reader.int8('a')).toBe(-1)
    expect(reader.int16('b')).toBe(-2)
    expect(reader.uint16('c')).toBe(0xffff)
    expect(reader.int32('d')).toBe(5)
    expect(reader.int64('e')).toBe(-(2n ** 63n))
    expect(reader.remaining).toBe(0)
  })

  it('reads from the middle of a larger buffer', () => {
    const frame = Buffer.from([9, 9, 0, 0, 0, 7, 9]).subarray(1)
    expect(new Reader(frame, 1, 5).int32('n')).toBe(7)
  })

  it('does not read past the end it was given, though the buffer goes on', () => {
    const reader = new Reader(Buffer.alloc(8), 0, 3)
    expect(failureOf(() => reader.int32('sessionId')).message).toBe('sessionId: 4 bytes needed, 3 left at byte 0')
  })

  it.each([
    ['int8', 1],
    ['int16', 2],
    ['uint16', 2],
    ['int32', 4],
    ['int64', 8],
    ['float64', 8],
    ['uuid', 16],
    ['bool', 1],
  ] as const)('refuses %s when one of its %d bytes is missing', (type, sizeBytes) => {
    const reader = new Reader(Buffer.alloc(sizeBytes - 1))
    expect(failureOf(() => reader[type]('f')).path).toBe('f')
  })

  it('takes any byte but zero for true, as Kafka does', () => {
    expect([readerOf(0).bool('b'), readerOf(1).bool('b'), readerOf(0xff).bool('b')]).toEqual([false, true, true])
  })
})

describe('Reader: varints', () => {
  it('gives back every unsigned 32-bit number that the writer wrote', () => {
    fc.assert(
      fc.property(fc.nat({ max: 0xffffffff }), (value) => {
        const writer = new Writer()
        writer.unsignedVarint(value)
        const reader = new Reader(Buffer.concat(writer.finish()))
        expect(reader.unsignedVarint('v')).toBe(value)
        expect(reader.remaining).toBe(0)
      }),
      { examples: [[0], [0x7f], [0x80], [0x3fff], [0x4000], [0x1fffff], [0xfffffff], [0x10000000], [0xffffffff]] },
    )
  })

  it('refuses a sixth byte instead of reading for ever', () => {
    const error = failureOf(() => readerOf(0x80, 0x80, 0x80, 0x80, 0x80, 0).unsignedVarint('count'))
    expect(error.reason).toBe('Varint longer than 5 bytes')
  })

  it('refuses a varint that is cut off', () => {
    expect(failureOf(() => readerOf(0x80, 0x80).unsignedVarint('count')).reason).toMatch(/1 bytes needed, 0 left/)
  })
})

describe('Reader: strings and bytes', () => {
  it('reads null in both layouts', () => {
    expect(readerOf(0xff, 0xff).nullableString('s', false)).toBeNull()
    expect(readerOf(0).nullableString('s', true)).toBeNull()
    expect(readerOf(0xff, 0xff, 0xff, 0xff).nullableBytes('b', false)).toBeNull()
    expect(readerOf(0).nullableBytes('b', true)).toBeNull()
  })

  it('refuses null where there must be a value', () => {
    expect(failureOf(() => readerOf(0xff, 0xff).string('name', false)).message).toMatch(/^name: Null where a value/)
    expect(failureOf(() => readerOf(0).bytes('records', true)).path).toBe('records')
  })

  it('refuses a negative length that is not null', () => {
    expect(failureOf(() => readerOf(0xff, 0xfe).nullableString('s', false)).reason).toBe('Negative length -2')
    expect(failureOf(() => readerOf(0x80, 0, 0, 0).nullableBytes('b', false)).reason).toBe(
      'Negative length -2147483648',
    )
  })

  it('refuses a length beyond what is left, in either layout', () => {
    expect(failureOf(() => readerOf(0x7f, 0xff, 1).string('s', false)).reason).toBe('32767 bytes needed, 1 left')
    const compact = readerOf(0xff, 0xff, 0xff, 0xff, 0x0f)
    expect(failureOf(() => compact.bytes('b', true)).reason).toBe('4294967294 bytes needed, 0 left')
  })

  it('gives bytes as a view into the frame, without a copy', () => {
    const frame = Buffer.from([3, 10, 20])
    const bytes = new Reader(frame).bytes('b', true)
    frame[1] = 99
    expect([...bytes]).toEqual([99, 20])
  })

  it('turns bytes that are not UTF-8 into replacement characters instead of failing', () => {
    expect(readerOf(3, 0xff, 0x41).string('s', true)).toBe('\ufffdA')
  })
})

describe('Reader: arrays and structures', () => {
  it('reads null and empty arrays apart', () => {
    expect(readerOf(0).nullableArray('a', true, 0, readInt32)).toBeNull()
    expect(readerOf(1).nullableArray('a', true, 0, readInt32)).toEqual([])
    expect(readerOf(0xff, 0xff, 0xff, 0xff).nullableArray('a', false, 0, readInt32)).toBeNull()
  })

  it('refuses a count beyond the bytes left before it makes room for it', () => {
    const reader = readerOf(0x7f, 0xff, 0xff, 0xff, 1, 2, 3)
    expect(failureOf(() => reader.array('topics', false, 0, readInt32)).message).toBe(
      'topics: 2147483647 items declared, 3 bytes left at byte 4',
    )
  })

  it('names the item and every structure around it', () => {
    const inner = (reader: Reader): string[] => reader.array('names', false, 0, readString)
    const reader = readerOf(0, 0, 0, 1, 0, 0, 0, 2, 0, 1, 65, 0, 9)
    const error = failureOf(() => reader.array('topics', false, 0, inner))
    expect(error.path).toBe('topics[0].names[1].item')
    expect(error.byteOffset).toBe(13)
  })

  it('passes an error that is not its own on as it is', () => {
    const fault = new TypeError('A defect')
    const decode = (): never => {
      throw fault
    }
    expect(() => readerOf(2, 0).array('a', true, 0, decode)).toThrow(fault)
    expect(() => readerOf(1).nullableStruct('s', 0, decode)).toThrow(fault)
  })

  it('takes a negative first byte for a null structure', () => {
    expect(readerOf(0xff).nullableStruct('s', 0, readInt32)).toBeNull()
    expect(readerOf(1, 0, 0, 0, 4).nullableStruct('s', 0, readInt32)).toBe(4)
  })

  it('refuses bytes after the end of a message', () => {
    const reader = readerOf(1, 2, 3)
    reader.int8('a')
    expect(failureOf(() => reader.expectEnd()).message).toBe('2 bytes left over at byte 1')
  })
})

describe('Reader: tagged fields', () => {
  it('keeps the tags that nobody knows', () => {
    const tags = readerOf(2, 5, 1, 0xaa, 9, 2, 1, 2).taggedFields(() => false)
    expect(tags).toEqual([
      { tag: 5, data: Buffer.from([0xaa]) },
      { tag: 9, data: Buffer.from([1, 2]) },
    ])
  })

  it('shows a known field no more than its own bytes', () => {
    const reader = readerOf(1, 0, 2, 7, 7, 42)
    const error = failureOf(() =>
      reader.taggedFields((tag) => {
        if (tag === 0) reader.int32('leaderId')
        return true
      }),
    )
    expect(error.reason).toBe('4 bytes needed, 2 left')
  })

  it('refuses a known field that leaves bytes of its own unread', () => {
    const reader = readerOf(1, 0, 3, 7, 7, 7)
    const error = failureOf(() =>
      reader.taggedFields(() => {
        reader.int8('flag')
        return true
      }),
    )
    expect(error.message).toBe('tag 0: 2 bytes left over at byte 4')
  })

  it('refuses more tags than bytes', () => {
    expect(failureOf(() => readerOf(0xff, 0xff, 0x03, 0).taggedFields()).reason).toMatch(/65535 tagged fields declared/)
  })

  it('reads on after the tagged fields', () => {
    const reader = readerOf(1, 3, 1, 0, 42)
    reader.taggedFields()
    expect(reader.int8('next')).toBe(42)
  })
})
