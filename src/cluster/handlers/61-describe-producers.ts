/**
 * DescribeProducers (key 61), v0 (KIP-664). The producers that the leader of a partition remembers, and where the
 * transactions begin that they have open there.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { describeProducersApi } from '../../protocol/apis/describe-producers.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { DescribeProducersResponsePartitionResponse } from '../../protocol/messages/describe-producers-response.ts'
import { isAllowed } from '../security/authorize.ts'
import { leads } from '../topics/leadership.ts'
import type { Partition } from '../topics/partition.ts'
import { whyTopicNameInvalid } from '../topics/topic-name.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

export const describeProducersHandler: ApiHandler = defineHandler(
  describeProducersApi,
  ({ topics }, context) => ({
    topics: topics.map(({ name, partitionIndexes }) => ({
      name,
      partitions: partitionIndexes.map((partitionIndex) => describePartition(name, partitionIndex, context)),
    })),
  }),
  ({ topics }, errorCode) => ({
    topics: topics.map(({ name, partitionIndexes }) => ({
      name,
      partitions: partitionIndexes.map((partitionIndex) => ({ partitionIndex, errorCode })),
    })),
  }),
)

function describePartition(
  topic: string,
  partitionIndex: number,
  context: RequestContext,
): Draft<DescribeProducersResponsePartitionResponse> {
  const invalid = whyTopicNameInvalid(topic)
  if (invalid !== undefined) {
    return { partitionIndex, errorCode: ErrorCodes.INVALID_TOPIC_EXCEPTION, errorMessage: invalid }
  }
  if (!isAllowed(context, 'READ', 'TOPIC', topic)) {
    return { partitionIndex, errorCode: ErrorCodes.TOPIC_AUTHORIZATION_FAILED }
  }
  const partition = context.cluster.partition(topic, partitionIndex)
  if (partition === undefined) return { partitionIndex, errorCode: ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION }
  if (!leads(context.node, partition, context.cluster)) {
    return { partitionIndex, errorCode: ErrorCodes.NOT_LEADER_OR_FOLLOWER }
  }
  return { partitionIndex, activeProducers: activeProducersOf(partition) }
}

function activeProducersOf({ log }: Partition): Draft<DescribeProducersResponsePartitionResponse>['activeProducers'] {
  return log.producers.all.map(({ producerId, producerEpoch, lastSequence, lastTimestamp, coordinatorEpoch }) => ({
    producerId,
    producerEpoch,
    lastSequence,
    lastTimestamp: BigInt(lastTimestamp),
    coordinatorEpoch,
    currentTxnStartOffset: log.transactions.ongoing.get(producerId) ?? -1n,
  }))
}
