import { describe, expect, it } from 'vitest'
import { judgeInit } from '../../../../src/cluster/transactions/init-producer.ts'
import { Transaction, type TransactionSnapshot } from '../../../../src/cluster/transactions/transaction.ts'
import { ErrorCodes } from '../../../../src/errors/error-codes.ts'

function transactionWith(fields: Partial<TransactionSnapshot>): Transaction {
  return Transaction.fromSnapshot({
    transactionalId: 'id',
    state: 'Empty',
    producerId: '7',
    previousProducerId: '7',
    nextProducerId: '-1',
    producerEpoch: 5,
    lastProducerEpoch: 4,
    timeoutMs: 1000,
    startTimestampMs: -1,
    updatedAtMs: 0,
    clientTransactionVersion: 0,
    coordinatorEpoch: 0,
    partitions: [],
    ...fields,
  })
}

const fenced = { kind: 'refuse', errorCode: ErrorCodes.PRODUCER_FENCED }
const wait = { kind: 'refuse', errorCode: ErrorCodes.CONCURRENT_TRANSACTIONS }

describe('InitProducerId with a transactional id', () => {
  it.each(['Empty', 'CompleteCommit', 'CompleteAbort'] as const)('takes the next epoch in %s', (state) => {
    expect(judgeInit(transactionWith({ state }), undefined)).toEqual({ kind: 'bump', lastProducerEpoch: -1 })
  })

  it('aborts what is open first', () => {
    expect(judgeInit(transactionWith({ state: 'Ongoing' }), undefined)).toEqual({ kind: 'fence' })
  })

  it.each(['PrepareCommit', 'PrepareAbort'] as const)('waits in %s', (state) => {
    expect(judgeInit(transactionWith({ state }), undefined)).toEqual(wait)
  })

  it('gets a new producer id when the epochs are used up', () => {
    expect(judgeInit(transactionWith({ producerEpoch: 32766 }), undefined)).toEqual({ kind: 'rotate' })
  })

  it.each<[string, Partial<TransactionSnapshot>, bigint, number, object]>([
    ['the present epoch goes on', {}, 7n, 5, { kind: 'bump', lastProducerEpoch: 5 }],
    ['the epoch before repeats itself', {}, 7n, 4, { kind: 'repeat' }],
    ['an older epoch is fenced', {}, 7n, 3, fenced],
    ['another producer id is fenced', {}, 8n, 5, fenced],
    [
      'a new id takes anybody',
      { producerEpoch: -1, lastProducerEpoch: -1 },
      99n,
      9,
      { kind: 'bump', lastProducerEpoch: -1 },
    ],
    ['the last epoch rotates', { producerEpoch: 32766 }, 7n, 32766, { kind: 'rotate' }],
    [
      'the last epoch of the id before repeats itself',
      { producerEpoch: 0, lastProducerEpoch: 32766, previousProducerId: '6' },
      6n,
      32766,
      { kind: 'repeat' },
    ],
    ['an older epoch of the id before is fenced', { previousProducerId: '6', producerEpoch: 0 }, 6n, 5, fenced],
  ])('of a client that names itself: %s', (_title, fields, producerId, producerEpoch, verdict) => {
    expect(judgeInit(transactionWith(fields), { producerId, producerEpoch })).toEqual(verdict)
  })
})
