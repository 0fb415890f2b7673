import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LogEndWalk } from '../../../src/fetch/log-end-walk.ts'
import { encodeLegacyMessage } from '../../support/legacy-messages.ts'
import { encodeBatch } from '../../support/records.ts'

function batch(baseOffset: bigint, count = 1, partitionLeaderEpoch = 3): Buffer {
  const records = Array.from({ length: count }, () => ({ timestamp: 1, key: null, value: 'abc', headers: [] }))
  return encodeBatch(records, 'none', { baseOffset, partitionLeaderEpoch })
}

function walked(records: Buffer, fetchOffset = 0n): LogEndWalk {
  const walk = new LogEndWalk(records, fetchOffset)
  while (!walk.walk(1));
  return walk
}

describe('the walk to the end of an answer', () => {
  it('finds the offset behind the last batch, and its epoch', () => {
    const walk = walked(Buffer.concat([batch(5n, 3), batch(8n, 2, 4)]), 6n)
    expect([walk.nextOffset, walk.leaderEpoch, walk.isEmpty]).toEqual([10n, 4, false])
  })

  it('does not count a cut batch, and says how large it is', () => {
    const cut = batch(8n, 2)
    const walk = walked(Buffer.concat([batch(5n, 3), cut.subarray(0, cut.length - 1)]))
    expect([walk.nextOffset, walk.cutBatchBytes]).toEqual([8n, cut.length])
  })

  it('stays where it was in an answer without a whole batch', () => {
    const walk = walked(batch(5n).subarray(0, 30), 5n)
    expect([walk.nextOffset, walk.isEmpty, walk.leaderEpoch]).toEqual([5n, true, -1])
  })

  it('never goes back: a broker may send batches that end before the offset', () => {
    expect(walked(batch(5n, 2), 9n).nextOffset).toBe(9n)
  })

  it('reads message sets of before Kafka 0.11', () => {
    const messages = [4n, 5n].map((offset) =>
      encodeLegacyMessage({ offset, magic: 1, key: null, value: Buffer.from('a') }),
    )
    const walk = walked(Buffer.concat(messages))
    expect([walk.nextOffset, walk.leaderEpoch]).toEqual([6n, -1])
  })

  it('ends on any bytes at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const walk = walked(Buffer.from(bytes), 3n)
        expect(walk.nextOffset).toBeGreaterThanOrEqual(3n)
        expect(walk.cutBatchBytes).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('ends on damaged lengths', () => {
    const records = Buffer.concat([batch(0n, 2), batch(2n)])
    for (const length of [-1, 0, 4, 40, 0x7fffffff, -0x80000000]) {
      records.writeInt32BE(length, 8)
      expect(walked(records).nextOffset).toBe(0n)
    }
  })
})
