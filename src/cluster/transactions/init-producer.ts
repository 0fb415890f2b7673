/**
 * What an InitProducerId with a transactional id does in each state: Kafka's
 * `TransactionCoordinator.prepareInitProducerIdTransit`.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { isEpochExhausted, noProducerEpoch, type ProducerIdAndEpoch, type Transaction } from './transaction.ts'
import { isEnding } from './transaction-states.ts'

/**
 * `fence`: abort what is open, and come again. `bump`: the next epoch, in which `lastProducerEpoch` is remembered.
 * `repeat`: the answer got lost, nothing changes. `rotate`: the epochs are used up.
 */
export type InitVerdict =
  | { readonly kind: 'fence' }
  | { readonly kind: 'bump'; readonly lastProducerEpoch: number }
  | { readonly kind: 'repeat' }
  | { readonly kind: 'rotate' }
  | { readonly kind: 'refuse'; readonly errorCode: number }

/** @param expected Who the client believes it is (KIP-360): it goes on after an error, and must not fence anybody. */
export function judgeInit(transaction: Transaction, expected: ProducerIdAndEpoch | undefined): InitVerdict {
  if (expected !== undefined && !isKnown(transaction, expected)) return fenced
  if (isEnding(transaction.state)) return { kind: 'refuse', errorCode: ErrorCodes.CONCURRENT_TRANSACTIONS }
  if (transaction.state === 'Ongoing') return { kind: 'fence' }
  const { producerEpoch, lastProducerEpoch, isEpochExhausted } = transaction
  if (isEpochExhausted && (expected === undefined || expected.producerEpoch === producerEpoch))
    return { kind: 'rotate' }
  if (expected === undefined) return { kind: 'bump', lastProducerEpoch: noProducerEpoch }
  if (producerEpoch === noProducerEpoch || expected.producerEpoch === producerEpoch) {
    return { kind: 'bump', lastProducerEpoch: producerEpoch }
  }
  return expected.producerEpoch === lastProducerEpoch ? { kind: 'repeat' } : fenced
}

const fenced: InitVerdict = { kind: 'refuse', errorCode: ErrorCodes.PRODUCER_FENCED }

/** The id may be the one of before only where its epochs were used up: then the answer with the new one got lost. */
function isKnown(transaction: Transaction, { producerId, producerEpoch }: ProducerIdAndEpoch): boolean {
  if (transaction.producerEpoch === noProducerEpoch || producerId === transaction.producerId) return true
  return producerId === transaction.previousProducerId && isEpochExhausted(producerEpoch)
}
