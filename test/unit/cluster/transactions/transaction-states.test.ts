import { describe, expect, it } from 'vitest'
import { Transaction } from '../../../../src/cluster/transactions/transaction.ts'
import {
  canFollow,
  previousStates,
  type TransactionStateName,
} from '../../../../src/cluster/transactions/transaction-states.ts'

const states = Object.keys(previousStates) as TransactionStateName[]

/** Every step that Kafka's coordinator takes; all others are mistakes. */
const legal: ReadonlySet<string> = new Set([
  'Empty > Empty',
  'Empty > Ongoing',
  'Empty > PrepareAbort',
  'Empty > Dead',
  'Ongoing > Ongoing',
  'Ongoing > PrepareCommit',
  'Ongoing > PrepareAbort',
  'Ongoing > PrepareEpochFence',
  'PrepareCommit > CompleteCommit',
  'PrepareAbort > CompleteAbort',
  'PrepareEpochFence > PrepareAbort',
  'CompleteCommit > Empty',
  'CompleteCommit > Ongoing',
  'CompleteCommit > PrepareAbort',
  'CompleteCommit > Dead',
  'CompleteAbort > Empty',
  'CompleteAbort > Ongoing',
  'CompleteAbort > PrepareAbort',
  'CompleteAbort > Dead',
])
const steps = states.flatMap((from) => states.map((to) => [from, to] as const))

/** A transactional id in that state, reached the way that a coordinator goes. */
function transactionIn(state: TransactionStateName): Transaction {
  const transaction = new Transaction('id', 7n, 1000, 0)
  transaction.bumpEpoch(-1, 1000, 0)
  if (state === 'Empty') return transaction
  if (state === 'Dead') {
    transaction.expire()
    return transaction
  }
  transaction.addPartitions([{ topic: 'orders', partition: 0 }], 0, 0)
  if (state === 'PrepareEpochFence') transaction.fence(0)
  if (state.endsWith('Commit')) transaction.prepare('PrepareCommit', 0, -1n, 0)
  if (state.endsWith('Abort')) transaction.prepare('PrepareAbort', 0, -1n, 0)
  if (state.startsWith('Complete')) transaction.complete(0)
  return transaction
}

/** The method that takes the step. `complete` knows where it goes by where it is. */
function take(transaction: Transaction, to: TransactionStateName): void {
  const methods: Record<TransactionStateName, () => void> = {
    Empty: () => transaction.bumpEpoch(-1, 1000, 0),
    Ongoing: () => transaction.addPartitions([], 0, 0),
    PrepareCommit: () => transaction.prepare('PrepareCommit', 0, -1n, 0),
    PrepareAbort: () => transaction.prepare('PrepareAbort', 0, -1n, 0),
    CompleteCommit: () => transaction.complete(0),
    CompleteAbort: () => transaction.complete(0),
    PrepareEpochFence: () => transaction.fence(0),
    Dead: () => transaction.expire(),
  }
  methods[to]()
}

describe('the states of a transactional id', () => {
  it.each(steps)('from %s to %s are a step or not, as in Kafka', (from, to) => {
    expect(canFollow(from, to)).toBe(legal.has(`${from} > ${to}`))
  })

  it.each(steps.filter(([from, to]) => legal.has(`${from} > ${to}`)))('go from %s to %s', (from, to) => {
    const transaction = transactionIn(from)

    take(transaction, to)

    expect(transaction.state).toBe(to)
  })

  const isEndOfAnother = (from: string, to: string) => from.startsWith('Prepare') && to.startsWith('Complete')
  const illegal = steps.filter(([from, to]) => !legal.has(`${from} > ${to}`) && !isEndOfAnother(from, to))

  it.each(illegal)('do not go from %s to %s, and stay what they are', (from, to) => {
    const transaction = transactionIn(from)

    expect(() => take(transaction, to)).toThrow(`cannot go from ${from} to`)

    expect(transaction.state).toBe(from)
  })
})
