/**
 * AddPartitionsToTxn (key 24), v0-5 (KIP-98, KIP-890).
 *
 * All partitions are added, or none. v2 tells who is fenced with PRODUCER_FENCED. v4 is for brokers among themselves: many
 * transactions, and only to ask whether the partitions were added. v5 tells with TRANSACTION_ABORTABLE that they were not.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { addPartitionsToTxnApi } from '../../protocol/apis/add-partitions-to-txn.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type {
  AddPartitionsToTxnRequest,
  AddPartitionsToTxnRequestAddPartitionsToTxnTopic,
  AddPartitionsToTxnRequestAddPartitionsToTxnTransaction,
} from '../../protocol/messages/add-partitions-to-txn-request.ts'
import type {
  AddPartitionsToTxnResponse,
  AddPartitionsToTxnResponseAddPartitionsToTxnTopicResult,
} from '../../protocol/messages/add-partitions-to-txn-response.ts'
import { internalTopics } from '../cluster-state.ts'
import { isAllowed, isAllowedOnCluster } from '../security/authorize.ts'
import { fencedErrorFor } from '../transactions/fenced-error.ts'
import type { TransactionPartition } from '../transactions/transaction.ts'
import { TransactionCoordinator } from '../transactions/transaction-coordinator.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

const firstFencedVersion = 2
const firstBrokerVersion = 4

type TopicResults = Draft<AddPartitionsToTxnResponseAddPartitionsToTxnTopicResult>[]
type Wish = Omit<AddPartitionsToTxnRequestAddPartitionsToTxnTransaction, 'unknownTaggedFields'>
type WishedTopics = readonly AddPartitionsToTxnRequestAddPartitionsToTxnTopic[]

export const addPartitionsToTxnHandler: ApiHandler = defineHandler(
  addPartitionsToTxnApi,
  (request, context): Draft<AddPartitionsToTxnResponse> => {
    if (context.version < firstBrokerVersion) {
      return { resultsByTopicV3AndBelow: addAll(wishOf(request), context) }
    }
    if (!isAllowedOnCluster(context, 'CLUSTER_ACTION')) return { errorCode: ErrorCodes.CLUSTER_AUTHORIZATION_FAILED }
    return {
      resultsByTransaction: request.transactions.map((wish) => ({
        transactionalId: wish.transactionalId,
        topicResults: addAll(wish, context),
      })),
    }
  },
  (request, errorCode, { version }): Draft<AddPartitionsToTxnResponse> =>
    version < firstBrokerVersion
      ? { resultsByTopicV3AndBelow: resultsOf(request.v3AndBelowTopics, () => errorCode) }
      : { errorCode },
)

function wishOf(request: AddPartitionsToTxnRequest): Wish {
  return {
    transactionalId: request.v3AndBelowTransactionalId,
    producerId: request.v3AndBelowProducerId,
    producerEpoch: request.v3AndBelowProducerEpoch,
    verifyOnly: false,
    topics: request.v3AndBelowTopics,
  }
}

function addAll(wish: Wish, context: RequestContext): TopicResults {
  const { topics, transactionalId } = wish
  const isOfClient = context.version < firstBrokerVersion
  if (isOfClient && !isAllowed(context, 'WRITE', 'TRANSACTIONAL_ID', transactionalId)) {
    return resultsOf(topics, () => ErrorCodes.TRANSACTIONAL_ID_AUTHORIZATION_FAILED)
  }
  const refusals = new Map<string, number>()
  for (const { topic, partition } of partitionsOf(topics)) {
    const errorCode = whyNotAddable(topic, partition, isOfClient, context)
    if (errorCode !== ErrorCodes.NONE) refusals.set(`${topic}-${partition}`, errorCode)
  }
  // One that cannot be added keeps the others out.
  if (refusals.size > 0) {
    return resultsOf(topics, ({ topic, partition }) => {
      return refusals.get(`${topic}-${partition}`) ?? ErrorCodes.OPERATION_NOT_ATTEMPTED
    })
  }
  return decide(wish, context)
}

function decide(wish: Wish, context: RequestContext): TopicResults {
  const { topics, transactionalId, verifyOnly } = wish
  const { cluster, node, version } = context
  const coordinator = cluster.part(TransactionCoordinator)
  if (transactionalId === '') return resultsOf(topics, () => ErrorCodes.INVALID_REQUEST)
  const notHere = coordinator.whyNotHere(transactionalId, node)
  if (notHere !== ErrorCodes.NONE) return resultsOf(topics, () => notHere)
  if (verifyOnly) {
    return resultsOf(topics, (partition) => coordinator.verifyPartition(transactionalId, wish, partition))
  }
  const clientTransactionVersion = version < firstBrokerVersion ? 0 : 2
  const added = coordinator.addPartitions(transactionalId, wish, partitionsOf(topics), clientTransactionVersion)
  const errorCode = fencedErrorFor(added, firstFencedVersion, context)
  return resultsOf(topics, () => errorCode)
}

function whyNotAddable(topic: string, partition: number, isOfClient: boolean, context: RequestContext): number {
  const found = context.cluster.topic(topic)
  const mayWrite = !internalTopics.has(topic) && isAllowed(context, 'WRITE', 'TOPIC', topic)
  if (isOfClient && !mayWrite) return ErrorCodes.TOPIC_AUTHORIZATION_FAILED
  return found?.partitions[partition] === undefined ? ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION : ErrorCodes.NONE
}

function partitionsOf(topics: WishedTopics): TransactionPartition[] {
  return topics.flatMap(({ name, partitions }) => partitions.map((partition) => ({ topic: name, partition })))
}

function resultsOf(topics: WishedTopics, errorOf: (partition: TransactionPartition) => number): TopicResults {
  return topics.map(({ name, partitions }) => ({
    name,
    resultsByPartition: partitions.map((partitionIndex) => ({
      partitionIndex,
      partitionErrorCode: errorOf({ topic: name, partition: partitionIndex }),
    })),
  }))
}
