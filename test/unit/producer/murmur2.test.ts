import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { murmur2, partitionForKey } from '../../../src/producer/partitioner/murmur2.ts'

/** From Kafka's own `UtilsTest.testMurmur2`. */
const vectors: readonly (readonly [string, number])[] = [
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
]

describe('murmur2', () => {
  it.each(vectors)('hashes %s as Java does', (text, hash) => {
    expect(murmur2(Buffer.from(text))).toBe(hash)
  })

  it('hashes the front of a buffer that is longer than the key', () => {
    expect(murmur2(Buffer.from('foobar and what was there before'), 6)).toBe(-790332482)
  })

  it('hashes no bytes at all', () => {
    expect(murmur2(Buffer.alloc(0))).toBe(275646681)
  })

  it('always gives a partition that exists', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 1, max: 100 }), (key, partitionCount) => {
        const partition = partitionForKey(key, key.length, partitionCount)
        expect(Number.isInteger(partition) && partition >= 0 && partition < partitionCount).toBe(true)
      }),
    )
  })

  it('drops the sign bit, as Java does, rather than negating', () => {
    expect(partitionForKey(Buffer.from('21'), 2, 10)).toBe((-973932308 & 0x7fffffff) % 10)
  })
})
