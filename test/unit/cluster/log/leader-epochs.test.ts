import { describe, expect, it } from 'vitest'
import { LeaderEpochs } from '../../../../src/cluster/log/leader-epochs.ts'

function epochs(...starts: [epoch: number, startOffset: bigint][]): LeaderEpochs {
  const list = new LeaderEpochs()
  for (const [epoch, startOffset] of starts) list.assign(epoch, startOffset)
  return list
}

describe('leader epochs', () => {
  it.each([
    ['the present one, at the end of the log', 5, { epoch: 5, endOffset: 100n }],
    ['one before, where the next began', 2, { epoch: 2, endOffset: 30n }],
    ['one that had no records, with the one before it', 4, { epoch: 2, endOffset: 30n }],
    ['one from before the log, where the first began', 0, { epoch: 0, endOffset: 10n }],
    ['one to come: unknown', 6, { epoch: -1, endOffset: -1n }],
    ['none: unknown', -1, { epoch: -1, endOffset: -1n }],
  ])('say where an epoch ended: %s', (_which, requested, end) => {
    expect(epochs([1, 10n], [2, 20n], [5, 30n]).endOf(requested, 100n)).toEqual(end)
  })

  it('say which epoch a record is of', () => {
    const list = epochs([1, 10n], [2, 20n])

    expect([9n, 10n, 19n, 20n, 99n].map((offset) => list.epochAt(offset))).toEqual([-1, 1, 1, 2, 2])
  })

  it('leave out an epoch in which nothing was appended', () => {
    const list = epochs([1, 10n], [2, 20n], [3, 20n])

    expect(list.endOf(2, 50n)).toEqual({ epoch: 1, endOffset: 20n })
  })

  it('do not go back', () => {
    const list = epochs([3, 10n], [2, 20n])

    expect(list.latestEpoch).toBe(3)
  })

  it('follow the log when it loses its end', () => {
    const list = epochs([1, 0n], [2, 20n], [3, 40n])

    list.truncateFromEnd(20n)

    expect(list.latestEpoch).toBe(1)
  })

  it('follow the log when it loses its start', () => {
    const list = epochs([1, 0n], [2, 20n], [3, 40n])

    list.truncateFromStart(25n)

    expect([list.epochAt(24n), list.epochAt(25n), list.latestEpoch]).toEqual([-1, 2, 3])
  })
})
