import { describe, expect, it } from 'vitest'
import { ProducerStates, type SequencedBatch } from '../../../../src/cluster/log/producer-states.ts'
import { incrementSequence } from '../../../../src/cluster/log/sequence.ts'
import { ErrorCodes } from '../../../../src/errors/error-codes.ts'

const largest = 0x7fffffff

function batch(baseSequence: number, recordCount = 1, producerEpoch = 0): SequencedBatch {
  return { producerId: 4n, producerEpoch, baseSequence, recordCount }
}

/** States after these batches, each at the offset that follows. */
function statesAfter(...batches: SequencedBatch[]): ProducerStates {
  const states = new ProducerStates()
  let offset = 0n
  for (const appended of batches) {
    const { baseSequence, recordCount } = appended
    const lastSequence = incrementSequence(baseSequence, recordCount - 1)
    const lastOffset = offset + BigInt(recordCount) - 1n
    const place = { baseSequence, lastSequence, baseOffset: offset, lastOffset, logAppendTimeMs: -1 }
    states.onAppended({ ...appended, maxTimestamp: 1000 }, place)
    offset = lastOffset + 1n
  }
  return states
}

const inOrder = (count: number) => Array.from({ length: count }, (_, index) => batch(index))

describe('the state of a producer', () => {
  it.each([
    ['nobody knows it, wherever it begins', [], batch(41), { kind: 'append' }],
    ['it goes on', [batch(0, 3)], batch(3), { kind: 'append' }],
    ['it goes on behind the largest number', [batch(largest - 1, 2)], batch(0), { kind: 'append' }],
    ['its batch spans the largest number', [batch(largest, 3)], batch(2), { kind: 'append' }],
    ['a new epoch begins at 0', [batch(0, 3)], batch(0, 1, 1), { kind: 'append' }],
  ] as const)('takes a batch when %s', (_when, before, next, verdict) => {
    expect(statesAfter(...before).check(next)).toMatchObject(verdict)
  })

  it.each([
    ['the last', 5, 4, 4n],
    ['the oldest of five', 5, 0, 0n],
    ['the oldest of five, of more', 8, 3, 3n],
  ])('finds a batch that is there already: %s', (_which, count, sequence, baseOffset) => {
    expect(statesAfter(...inOrder(count)).check(batch(sequence))).toMatchObject({
      kind: 'duplicate',
      batch: { baseOffset },
    })
  })

  it.each([
    ['there is a gap', inOrder(1), batch(2), ErrorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER],
    ['it is older than the last five', inOrder(6), batch(0), ErrorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER],
    ['it covers more than was there', inOrder(2), batch(1, 2), ErrorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER],
    ['a new epoch does not begin at 0', inOrder(2), batch(2, 1, 1), ErrorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER],
    ['its epoch is over', [batch(0, 1, 5)], batch(1, 1, 4), ErrorCodes.INVALID_PRODUCER_EPOCH],
  ] as const)('refuses a batch when %s', (_when, before, next, errorCode) => {
    expect(statesAfter(...before).check(next)).toMatchObject({ kind: 'refused', errorCode })
  })

  it('forgets the batches of an epoch with the next', () => {
    const states = statesAfter(batch(0), batch(0, 1, 1))

    expect(states.check(batch(0))).toMatchObject({ errorCode: ErrorCodes.INVALID_PRODUCER_EPOCH })
    expect(states.all).toMatchObject([{ producerEpoch: 1, batches: [{ baseOffset: 1n }] }])
  })

  it('wants 0 after a marker of a later epoch', () => {
    const states = statesAfter(batch(0), batch(1))
    states.onMarker({ producerId: 4n, producerEpoch: 1, coordinatorEpoch: 0, maxTimestamp: 1 })

    expect(states.check(batch(2, 1, 1)).kind).toBe('refused')
    expect(states.check(batch(0, 1, 1)).kind).toBe('append')
  })
})
