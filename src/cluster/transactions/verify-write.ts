/**
 * Whether a producer may write to a partition within its transaction (KIP-890): Kafka's `AddPartitionsToTxnManager` and
 * the verification of `ReplicaManager` and `GroupCoordinatorService`.
 *
 * Before Transactions v2 a producer adds its partitions itself, and the broker asks whether it has. With it the broker adds
 * them. Either way a batch that comes late, when its transaction has ended, cannot open another one that nobody ends.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import type { ClusterState } from '../cluster-state.ts'
import type { ProducerIdAndEpoch, TransactionPartition } from './transaction.ts'
import { TransactionCoordinator } from './transaction-coordinator.ts'

/** How a request's version takes part: the broker adds, or only asks, and may name TRANSACTION_ABORTABLE or must not. */
export type WriteSupport = 'adds' | 'knowsAbortable' | 'knowsInvalidState'

export interface TransactionalWrite extends ProducerIdAndEpoch {
  readonly transactionalId: string
  readonly partition: TransactionPartition
  readonly support: WriteSupport
}

/** Brokers of before Kafka 3.6, and those that are told so, take a write as it comes that they need not add. */
export function isVerified(support: WriteSupport, { profile, brokerConfig }: ClusterState): boolean {
  if (support === 'adds') return true
  return (
    profile.transactions?.verifiesWrites !== false && brokerConfig.isTrue('transaction.partition.verification.enable')
  )
}

/** NONE, or the error of the write. Errors that old clients do not repeat at are not translated here. */
export function verifyWrite(cluster: ClusterState, write: TransactionalWrite): number {
  const { transactionalId, partition, support } = write
  if (support !== 'adds') reportWhenNeverAdded(cluster, write)
  if (!isVerified(support, cluster)) return ErrorCodes.NONE
  const coordinator = cluster.part(TransactionCoordinator)
  const notReady = coordinator.whyNotReady(transactionalId)
  if (notReady !== ErrorCodes.NONE) return notReady
  if (transactionalId === '') return ErrorCodes.INVALID_REQUEST
  const errorCode =
    support === 'adds'
      ? coordinator.addPartitions(transactionalId, write, [partition], 2)
      : coordinator.verifyPartition(transactionalId, write, partition)
  return translate(errorCode, support)
}

function translate(errorCode: number, support: WriteSupport): number {
  if (errorCode === ErrorCodes.PRODUCER_FENCED) return ErrorCodes.INVALID_PRODUCER_EPOCH
  const knowsAbortable = support !== 'knowsInvalidState'
  if (errorCode === ErrorCodes.TRANSACTION_ABORTABLE && !knowsAbortable) return ErrorCodes.INVALID_TXN_STATE
  return errorCode
}

/**
 * A batch may be late, of a transaction before, or of a producer that was fenced. It cannot be where a producer has never
 * added the partition: without a check a transaction hangs there that nobody ends.
 */
function reportWhenNeverAdded(cluster: ClusterState, write: TransactionalWrite): void {
  const { transactionalId, partition, producerId, producerEpoch } = write
  const transaction = cluster.part(TransactionCoordinator).get(transactionalId)
  const isOfProducer = transaction?.producerId === producerId && transaction.producerEpoch === producerEpoch
  if (!isOfProducer || transaction.everHad(partition)) return
  const who = `Transactional id ${transactionalId}, producer ${producerId}, epoch ${producerEpoch}`
  const where = `${partition.topic}-${partition.partition}`
  const message = `${who} wrote to ${where}, which it has not added to its transaction`
  cluster.violations.report('NOT_IN_TRANSACTION', message)
}
