import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readUuid, writeUuid, zeroUuid } from '../../../src/protocol/uuid.ts'

describe('Uuid', () => {
  it('gives back any sixteen bytes, at any offset', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.nat({ max: 20 }), (bytes, offset) => {
        const buffer = Buffer.alloc(40)
        buffer.set(bytes, offset)
        const copy = Buffer.alloc(40)
        writeUuid(copy, offset, readUuid(buffer, offset))
        expect(copy.equals(buffer)).toBe(true)
      }),
    )
  })

  it("has Kafka's text form of no id for sixteen zeros", () => {
    expect(readUuid(Buffer.alloc(16), 0)).toBe(zeroUuid)
  })

  it.each([
    ['too short', 'AAAA'],
    ['too long', `${zeroUuid}A`],
    ['the hexadecimal form', '00000000-0000-0000-0000-000000000000'],
    ['not base64', '!!!!!!!!!!!!!!!!!!!!!!'],
  ])('refuses text that is %s', (_reason, text) => {
    expect(() => writeUuid(Buffer.alloc(16), 0, text)).toThrow(RangeError)
  })
})
