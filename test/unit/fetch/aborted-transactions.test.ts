import { describe, expect, it } from 'vitest'
import { AbortedTransactions } from '../../../src/fetch/aborted-transactions.ts'
import { DefaultRecordBatch } from '../../../src/record/record-batch.ts'
import { encodeBatch } from '../../support/records.ts'

function batch(producerId: bigint, baseOffset: bigint, isTransactional = true): DefaultRecordBatch {
  const records = [{ timestamp: 1, key: null, value: 'a', headers: [] }]
  const ids = { producerId, producerEpoch: 0, baseSequence: 0, baseOffset }
  return new DefaultRecordBatch(encodeBatch(records, 'none', ids, { isTransactional }))
}

describe('aborted transactions', () => {
  it('cover batches from their first offset to the marker', () => {
    const aborted = new AbortedTransactions([{ producerId: 7n, firstOffset: 10n }])
    expect(aborted.isAborted(batch(7n, 9n))).toBe(false)
    expect(aborted.isAborted(batch(7n, 10n))).toBe(true)
    expect(aborted.isAborted(batch(7n, 15n))).toBe(true)
    aborted.passMarker(7n, 16n)
    expect(aborted.isAborted(batch(7n, 17n))).toBe(false)
  })

  it('are those of one producer, and of transactional batches', () => {
    const aborted = new AbortedTransactions([{ producerId: 7n, firstOffset: 0n }])
    expect(aborted.isAborted(batch(8n, 5n))).toBe(false)
    expect(aborted.isAborted(batch(7n, 5n, false))).toBe(false)
  })

  it('of one producer are told apart in any order of the list', () => {
    const listed = [30n, 0n, 60n].map((firstOffset) => ({ producerId: 7n, firstOffset }))
    const aborted = new AbortedTransactions(listed)
    const seen: boolean[] = []
    for (const offset of [0n, 20n, 30n, 50n, 60n]) {
      seen.push(aborted.isAborted(batch(7n, offset)))
      aborted.passMarker(7n, offset + 1n)
    }
    expect(seen).toEqual([true, false, true, false, true])
  })

  it('end with any later marker: one whose own marker is gone does not swallow what was committed', () => {
    const aborted = new AbortedTransactions([{ producerId: 7n, firstOffset: 0n }])
    aborted.passMarker(7n, 20n)
    expect(aborted.isAborted(batch(7n, 21n))).toBe(false)
  })

  it('are not ended by a marker from before they began', () => {
    const aborted = new AbortedTransactions([{ producerId: 7n, firstOffset: 10n }])
    aborted.passMarker(7n, 5n)
    expect(aborted.isAborted(batch(7n, 10n))).toBe(true)
  })

  it('may be none', () => {
    const aborted = new AbortedTransactions([])
    aborted.passMarker(7n, 5n)
    expect(aborted.isAborted(batch(7n, 10n))).toBe(false)
  })
})
