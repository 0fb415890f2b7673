import { describe, expect, it } from 'vitest'
import { SequenceHistory } from '../../../../src/cluster/log/sequence-history.ts'
import { setLogAppendTime } from '../../../../src/record/batch-header.ts'
import { DefaultRecordBatch } from '../../../../src/record/record-batch.ts'
import { batchOf } from '../../../cluster/batches.ts'

const batch = (value: string, baseSequence = 0, producerEpoch = 0) =>
  new DefaultRecordBatch(batchOf({ values: [value], producerId: 1n, producerEpoch, baseSequence }))

describe.each([
  ['small', 10],
  ['large', 100_000],
])('the history of sequences of %s batches', (_name, sizeBytes) => {
  const [one, other] = ['a'.repeat(sizeBytes), `${'a'.repeat(sizeBytes - 1)}b`]

  it('knows a batch again that is sent twice, also when the broker has set its time', () => {
    const history = new SequenceHistory()
    history.isReused(batch(one))
    const stamped = batch(one)
    setLogAppendTime(stamped.bytes, 1_234)

    expect([history.isReused(batch(one)), history.isReused(stamped)]).toEqual([false, false])
  })

  it('notices other records under a number that is taken', () => {
    const history = new SequenceHistory()
    history.isReused(batch(one))

    expect(history.isReused(batch(other))).toBe(true)
  })

  it('keeps numbers and epochs apart', () => {
    const history = new SequenceHistory()
    history.isReused(batch(one, 0, 0))

    expect([history.isReused(batch(other, 1, 0)), history.isReused(batch(other, 0, 1))]).toEqual([false, false])
  })
})

describe('the history of sequences', () => {
  it('remembers what was refused until it is appended', () => {
    const history = new SequenceHistory()
    history.onRefused(batch('a', 5))
    const before = history.wasRefused(1n, 0, 5)
    history.isReused(batch('a', 5))

    expect([before, history.wasRefused(1n, 0, 5)]).toEqual([true, false])
  })
})
