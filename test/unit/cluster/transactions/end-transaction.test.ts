import { describe, expect, it } from 'vitest'
import { judgeEnd } from '../../../../src/cluster/transactions/end-transaction.ts'
import { Transaction } from '../../../../src/cluster/transactions/transaction.ts'
import type { TransactionStateName } from '../../../../src/cluster/transactions/transaction-states.ts'
import { ErrorCodes } from '../../../../src/errors/error-codes.ts'

const producerId = 7n

/** A transactional id in that state, with epoch 5. */
function transactionIn(state: TransactionStateName): Transaction {
  return Transaction.fromSnapshot({
    transactionalId: 'id',
    state,
    producerId: `${producerId}`,
    previousProducerId: `${producerId}`,
    nextProducerId: '-1',
    producerEpoch: 5,
    lastProducerEpoch: 4,
    timeoutMs: 1000,
    startTimestampMs: 0,
    updatedAtMs: 0,
    clientTransactionVersion: 2,
    coordinatorEpoch: 0,
    partitions: [],
  })
}

function judge(state: TransactionStateName, producerEpoch: number, isCommit: boolean, version: 0 | 2): string {
  const verdict = judgeEnd(transactionIn(state), { producerId, producerEpoch }, isCommit, version)
  if (verdict.kind !== 'refuse') return verdict.kind
  const names: Readonly<Record<number, string>> = {
    [ErrorCodes.CONCURRENT_TRANSACTIONS]: 'wait',
    [ErrorCodes.INVALID_TXN_STATE]: 'invalid',
    [ErrorCodes.PRODUCER_FENCED]: 'fenced',
  }
  return names[verdict.errorCode] ?? `error ${verdict.errorCode}`
}

describe('EndTxn of a client that keeps its epoch', () => {
  it.each<[TransactionStateName, string, string]>([
    ['Empty', 'invalid', 'invalid'],
    ['Ongoing', 'end', 'end'],
    ['PrepareCommit', 'wait', 'invalid'],
    ['PrepareAbort', 'invalid', 'wait'],
    ['CompleteCommit', 'repeat', 'invalid'],
    ['CompleteAbort', 'invalid', 'repeat'],
  ])('in %s: commit %s, abort %s', (state, commit, abort) => {
    expect([judge(state, 5, true, 0), judge(state, 5, false, 0)]).toEqual([commit, abort])
  })

  it.each(['Empty', 'Ongoing', 'PrepareCommit', 'CompleteCommit', 'CompleteAbort'] as const)(
    'in %s is fenced with any other epoch',
    (state) => {
      expect([judge(state, 4, true, 0), judge(state, 6, true, 0)]).toEqual(['fenced', 'fenced'])
    },
  )
})

describe('EndTxn of Transactions v2', () => {
  it.each<[TransactionStateName, string, string]>([
    ['Empty', 'invalid', 'end'],
    ['Ongoing', 'end', 'end'],
    ['PrepareCommit', 'fenced', 'fenced'],
    ['PrepareAbort', 'fenced', 'fenced'],
    ['CompleteCommit', 'invalid', 'end'],
    ['CompleteAbort', 'invalid', 'end'],
  ])('with the present epoch in %s: commit %s, abort %s', (state, commit, abort) => {
    expect([judge(state, 5, true, 2), judge(state, 5, false, 2)]).toEqual([commit, abort])
  })

  it.each<[TransactionStateName, string, string]>([
    ['Empty', 'fenced', 'fenced'],
    ['Ongoing', 'fenced', 'fenced'],
    ['PrepareCommit', 'wait', 'invalid'],
    ['PrepareAbort', 'invalid', 'wait'],
    ['CompleteCommit', 'repeat', 'invalid'],
    ['CompleteAbort', 'invalid', 'repeat'],
  ])('again, with the epoch before, in %s: commit %s, abort %s', (state, commit, abort) => {
    expect([judge(state, 4, true, 2), judge(state, 4, false, 2)]).toEqual([commit, abort])
  })

  it.each([3, 6])('is fenced with epoch %d, which is neither', (producerEpoch) => {
    expect(judge('CompleteCommit', producerEpoch, true, 2)).toBe('fenced')
  })

  it('is repeated by a client that does not know of its new producer id yet', () => {
    const transaction = new Transaction('id', producerId, 1000, 0)
    for (let epoch = -1; epoch < 32766; epoch++) transaction.bumpEpoch(-1, 1000, 0)
    transaction.addPartitions([], 2, 0)
    transaction.prepare('PrepareCommit', 2, 8n, 0)
    transaction.complete(0)

    const verdict = judgeEnd(transaction, { producerId, producerEpoch: 32766 }, true, 2)

    expect(verdict.kind).toBe('repeat')
    expect(transaction.successor).toEqual({ producerId: 8n, producerEpoch: 0 })
  })

  it('is not for a producer id that was never there', () => {
    const verdict = judgeEnd(transactionIn('Ongoing'), { producerId: 8n, producerEpoch: 5 }, true, 2)

    expect(verdict).toEqual({ kind: 'refuse', errorCode: ErrorCodes.INVALID_PRODUCER_ID_MAPPING })
  })
})
