/**
 * The states of a transactional id, and what may follow what (Kafka's `TransactionState`), as data.
 */

export type TransactionStateName =
  /** There is a producer, and no transaction yet. */
  | 'Empty'
  | 'Ongoing'
  /** Decided; its markers are being written. */
  | 'PrepareCommit'
  | 'PrepareAbort'
  /** Every partition has its marker. */
  | 'CompleteCommit'
  | 'CompleteAbort'
  /** The producer is being fenced, before its transaction is aborted. Nobody gets to see it. */
  | 'PrepareEpochFence'
  /** The id expired, and is about to be forgotten. */
  | 'Dead'

const ended = ['Empty', 'CompleteCommit', 'CompleteAbort'] as const

/** From which states each state can be reached. An abort of nothing is what Transactions v2 has (KIP-890). */
export const previousStates: Readonly<Record<TransactionStateName, readonly TransactionStateName[]>> = {
  Empty: ended,
  Ongoing: ['Ongoing', ...ended],
  PrepareCommit: ['Ongoing'],
  PrepareAbort: ['Ongoing', 'PrepareEpochFence', ...ended],
  CompleteCommit: ['PrepareCommit'],
  CompleteAbort: ['PrepareAbort'],
  PrepareEpochFence: ['Ongoing'],
  Dead: ended,
}

/** Every state's name, as requests filter by them. */
export const transactionStateNames: ReadonlySet<string> = new Set(Object.keys(previousStates))

/** True when no transaction is open: the id may expire then. */
export function hasEnded(state: TransactionStateName): boolean {
  return (ended as readonly string[]).includes(state)
}

export function canFollow(from: TransactionStateName, to: TransactionStateName): boolean {
  return previousStates[to].includes(from)
}

/** True while markers are being written: whoever wants something of the id has to come again. */
export function isEnding(state: TransactionStateName): boolean {
  return state === 'PrepareCommit' || state === 'PrepareAbort'
}
