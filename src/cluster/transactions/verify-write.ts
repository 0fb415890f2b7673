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

/** Brokers of before Kafka 3.6, and those that are told so, take a transactional write as it comes. */
export function verifiesWrites({ profile, brokerConfig }: ClusterState): boolean {
  return (
    profile.transactions?.verifiesWrites !== false && brokerConfig.isTrue('transaction.partition.verification.enable')
  )
}

/** NONE, or the error of the write. Errors that old clients do not repeat at are not translated here. */
export function verifyWrite(cluster: ClusterState, write: TransactionalWrite): number {
  if (!verifiesWrites(cluster)) return ErrorCodes.NONE
  const coordinator = cluster.part(TransactionCoordinator)
  const notReady = coordinator.whyNotReady(write.transactionalId)
  if (notReady !== ErrorCodes.NONE) return notReady
  const { transactionalId, partition, support } = write
  if (transactionalId === '') return ErrorCodes.INVALID_REQUEST
  if (support === 'adds') return translate(coordinator.addPartitions(transactionalId, write, [partition], 2), support)
  const errorCode = coordinator.verifyPartition(transactionalId, write, partition)
  if (errorCode === ErrorCodes.TRANSACTION_ABORTABLE) reportWhenNeverAdded(cluster, coordinator, write)
  return translate(errorCode, support)
}

function translate(errorCode: number, support: WriteSupport): number {
  if (errorCode === ErrorCodes.PRODUCER_FENCED) return ErrorCodes.INVALID_PRODUCER_EPOCH
  const knowsAbortable = support !== 'knowsInvalidState'
  if (errorCode === ErrorCodes.TRANSACTION_ABORTABLE && !knowsAbortable) return ErrorCodes.INVALID_TXN_STATE
  return errorCode
}

/** A batch may be late, of a transaction before. It cannot be where its producer has never added the partition. */
function reportWhenNeverAdded(
  { violations }: ClusterState,
  coordinator: TransactionCoordinator,
  { transactionalId, partition, producerId, producerEpoch }: TransactionalWrite,
): void {
  if (coordinator.get(transactionalId)?.everHad(partition) !== false) return
  const who = `Transactional id ${transactionalId}, producer ${producerId}, epoch ${producerEpoch}`
  const where = `${partition.topic}-${partition.partition}`
  violations.report('NOT_IN_TRANSACTION', `${who} wrote to ${where}, which it has not added to its transaction`)
}
