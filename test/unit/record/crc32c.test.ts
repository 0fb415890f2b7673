import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crc32 } from '../../../src/compression/crc32.ts'
import { crc32c, crc32cByTable, crc32cOfAll, crc32cOfTail } from '../../../src/record/crc32c.ts'

// RFC 3720, B.4, and the check value of the CRC catalogue.
const vectors: [string, Buffer, number][] = [
  ['nothing', Buffer.alloc(0), 0],
  ['123456789', Buffer.from('123456789'), 0xe3069283],
  ['32 zeros', Buffer.alloc(32), 0x8a9136aa],
  ['32 bytes of ones', Buffer.alloc(32, 0xff), 0x62a8ab43],
  ['0 to 31', Buffer.from(Array.from({ length: 32 }, (_, index) => index)), 0x46dd794e],
  ['31 to 0', Buffer.from(Array.from({ length: 32 }, (_, index) => 31 - index)), 0x113fdb5c],
]

describe('crc32c', () => {
  it.each(vectors)('knows the checksum of %s', (_name, bytes, checksum) => {
    expect(crc32c(bytes)).toBe(checksum)
    expect(crc32cByTable(bytes)).toBe(checksum)
  })

  it('gives the same natively and by table', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => crc32c(bytes) === crc32cByTable(bytes)))
  })

  it('goes on from the checksum of the bytes before, at any cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.nat(600), (bytes, cut) => {
        const parts = [bytes.subarray(0, cut), bytes.subarray(cut)]
        expect(crc32cOfAll(parts)).toBe(crc32cByTable(bytes))
        expect(crc32cByTable(parts[1]!, crc32cByTable(parts[0]!))).toBe(crc32cByTable(bytes))
      }),
    )
  })

  it('gives that of the end from those of all and of the beginning, at any cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), fc.nat(5000), (bytes, cut) => {
        const [head, tail] = [bytes.subarray(0, cut), bytes.subarray(cut)]
        expect(crc32cOfTail(crc32c(bytes), crc32c(head), tail.length)).toBe(crc32c(tail))
      }),
    )
    const large = Buffer.alloc(1_000_003, 'not a power of two')
    const [whole, head] = [crc32c(large), crc32c(large.subarray(0, 40))]
    expect(crc32cOfTail(whole, head, large.length - 40)).toBe(crc32c(large.subarray(40)))
  })
})

describe('crc32', () => {
  it('is the one of IEEE 802.3', () => {
    expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926)
    expect(crc32(Buffer.from('56789'), crc32(Buffer.from('1234')))).toBe(0xcbf43926)
  })
})
