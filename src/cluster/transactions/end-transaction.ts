/**
 * What an EndTxn does in each state: Kafka's `TransactionCoordinator.endTransaction`, as tables.
 *
 * Up to v4 a producer keeps its epoch, and repeats itself without harm. From v5 on (KIP-890) the epoch goes up at each end:
 * the same epoch then means the next transaction, one less means a repetition, and an abort of nothing is allowed, since a
 * client may not know whether its records made a transaction begin.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import {
  type ClientTransactionVersion,
  isEpochExhausted,
  type ProducerIdAndEpoch,
  type Transaction,
} from './transaction.ts'
import type { TransactionStateName } from './transaction-states.ts'

/** `end`: go on to the prepared state. `repeat`: it is done already. Otherwise the error. */
export type EndVerdict =
  | { readonly kind: 'end' }
  | { readonly kind: 'repeat' }
  | { readonly kind: 'refuse'; readonly errorCode: number }

type Cell = 'end' | 'repeat' | 'wait' | 'invalid' | 'fenced'
type Outcomes = Readonly<Record<'commit' | 'abort', Cell>>
type EndTable = Readonly<Record<TransactionStateName, Outcomes>>

const never: Outcomes = { commit: 'invalid', abort: 'invalid' }

/** v0-4, with the epoch that the coordinator knows; any other is fenced. */
export const endKeepingEpoch: EndTable = {
  Empty: never,
  Ongoing: { commit: 'end', abort: 'end' },
  PrepareCommit: { commit: 'wait', abort: 'invalid' },
  PrepareAbort: { commit: 'invalid', abort: 'wait' },
  CompleteCommit: { commit: 'repeat', abort: 'invalid' },
  CompleteAbort: { commit: 'invalid', abort: 'repeat' },
  PrepareEpochFence: never,
  Dead: never,
}

/** v5+ with the epoch that the coordinator knows. */
export const endWithPresentEpoch: EndTable = {
  Empty: { commit: 'invalid', abort: 'end' },
  Ongoing: { commit: 'end', abort: 'end' },
  PrepareCommit: { commit: 'fenced', abort: 'fenced' },
  PrepareAbort: { commit: 'fenced', abort: 'fenced' },
  CompleteCommit: { commit: 'invalid', abort: 'end' },
  CompleteAbort: { commit: 'invalid', abort: 'end' },
  PrepareEpochFence: never,
  Dead: never,
}

/** v5+ with the epoch before, which the end of the transaction has raised. */
export const endWithEarlierEpoch: EndTable = {
  Empty: { commit: 'fenced', abort: 'fenced' },
  Ongoing: { commit: 'fenced', abort: 'fenced' },
  PrepareCommit: { commit: 'wait', abort: 'invalid' },
  PrepareAbort: { commit: 'invalid', abort: 'wait' },
  CompleteCommit: { commit: 'repeat', abort: 'invalid' },
  CompleteAbort: { commit: 'invalid', abort: 'repeat' },
  PrepareEpochFence: never,
  Dead: never,
}

/** Judges the EndTxn of a client. */
export function judgeEnd(
  transaction: Transaction,
  { producerId, producerEpoch }: ProducerIdAndEpoch,
  isCommit: boolean,
  clientTransactionVersion: ClientTransactionVersion,
): EndVerdict {
  const { state } = transaction
  const bumpsEpoch = clientTransactionVersion === 2
  // A client that repeats itself after its epochs were used up knows neither the new id nor the new epoch.
  const isBeforeRotation =
    bumpsEpoch &&
    transaction.previousProducerId === producerId &&
    isEpochExhausted(producerEpoch) &&
    transaction.producerEpoch === 0
  if (transaction.producerId !== producerId && !isBeforeRotation) {
    return { kind: 'refuse', errorCode: ErrorCodes.INVALID_PRODUCER_ID_MAPPING }
  }
  const isPresent = transaction.producerId === producerId && transaction.producerEpoch === producerEpoch
  const isEarlier = isBeforeRotation || (bumpsEpoch && transaction.producerEpoch === producerEpoch + 1)
  const outcome = isCommit ? 'commit' : 'abort'
  if (isPresent) return verdicts[(bumpsEpoch ? endWithPresentEpoch : endKeepingEpoch)[state][outcome]]
  return isEarlier ? verdicts[endWithEarlierEpoch[state][outcome]] : verdicts.fenced
}

const verdicts: Readonly<Record<Cell, EndVerdict>> = {
  end: { kind: 'end' },
  repeat: { kind: 'repeat' },
  wait: { kind: 'refuse', errorCode: ErrorCodes.CONCURRENT_TRANSACTIONS },
  invalid: { kind: 'refuse', errorCode: ErrorCodes.INVALID_TXN_STATE },
  fenced: { kind: 'refuse', errorCode: ErrorCodes.PRODUCER_FENCED },
}
