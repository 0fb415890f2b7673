/** DescribeTransactions (key 65), v0 (KIP-664). Offsets of groups show as partitions of `__consumer_offsets`. */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { describeTransactionsApi } from '../../protocol/apis/describe-transactions.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { DescribeTransactionsResponseTransactionState } from '../../protocol/messages/describe-transactions-response.ts'
import { isAllowed } from '../security/authorize.ts'
import type { TransactionPartition } from '../transactions/transaction.ts'
import { TransactionCoordinator } from '../transactions/transaction-coordinator.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

export const describeTransactionsHandler: ApiHandler = defineHandler(
  describeTransactionsApi,
  ({ transactionalIds }, context) => ({
    transactionStates: transactionalIds.map((transactionalId) => describe(transactionalId, context)),
  }),
  ({ transactionalIds }, errorCode) => ({
    transactionStates: transactionalIds.map((transactionalId) => failed(transactionalId, errorCode)),
  }),
)

function describe(
  transactionalId: string,
  context: RequestContext,
): Draft<DescribeTransactionsResponseTransactionState> {
  if (!isAllowed(context, 'DESCRIBE', 'TRANSACTIONAL_ID', transactionalId)) {
    return failed(transactionalId, ErrorCodes.TRANSACTIONAL_ID_AUTHORIZATION_FAILED)
  }
  if (transactionalId === '') return failed(transactionalId, ErrorCodes.INVALID_REQUEST)
  const coordinator = context.cluster.part(TransactionCoordinator)
  const notHere = coordinator.whyNotHere(transactionalId, context.node)
  if (notHere !== ErrorCodes.NONE) return failed(transactionalId, notHere)
  const transaction = coordinator.get(transactionalId)
  if (transaction === undefined) return failed(transactionalId, ErrorCodes.TRANSACTIONAL_ID_NOT_FOUND)
  const { state, timeoutMs, startTimestampMs, producerId, producerEpoch, partitions } = transaction
  return {
    transactionalId,
    transactionState: state,
    transactionTimeoutMs: timeoutMs,
    transactionStartTimeMs: BigInt(startTimestampMs),
    producerId,
    producerEpoch,
    topics: byTopic(partitions.filter(({ topic }) => isAllowed(context, 'DESCRIBE', 'TOPIC', topic))),
  }
}

function byTopic(partitions: readonly TransactionPartition[]): { topic: string; partitions: number[] }[] {
  const topics = new Map<string, number[]>()
  for (const { topic, partition } of partitions) {
    const indexes = topics.get(topic)
    if (indexes === undefined) topics.set(topic, [partition])
    else indexes.push(partition)
  }
  return [...topics].map(([topic, indexes]) => ({ topic, partitions: indexes }))
}

function failed(transactionalId: string, errorCode: number): Draft<DescribeTransactionsResponseTransactionState> {
  return {
    transactionalId,
    errorCode,
    transactionTimeoutMs: 0,
    transactionStartTimeMs: 0n,
    producerId: 0n,
    producerEpoch: 0,
  }
}
