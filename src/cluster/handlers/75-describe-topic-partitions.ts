/**
 * DescribeTopicPartitions (key 75), v0 (KIP-966). Topics in the order of their names, a number of partitions at a time: where
 * there are more, the answer says where to go on. Replicas that could lead without being in sync are never any here.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { describeTopicPartitionsApi } from '../../protocol/apis/describe-topic-partitions.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { DescribeTopicPartitionsRequest } from '../../protocol/messages/describe-topic-partitions-request.ts'
import type {
  DescribeTopicPartitionsResponse,
  DescribeTopicPartitionsResponsePartition,
  DescribeTopicPartitionsResponseTopic,
} from '../../protocol/messages/describe-topic-partitions-response.ts'
import { zeroUuid } from '../../protocol/uuid.ts'
import type { PartitionListing, TopicListing } from '../metadata-view.ts'
import { authorizedOperations, isAllowed } from '../security/authorize.ts'
import { whyTopicNameInvalid } from '../topics/topic-name.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

/** `max.request.partition.size.limit`. */
const mostPartitions = 2000

export const describeTopicPartitionsHandler: ApiHandler = defineHandler(
  describeTopicPartitionsApi,
  (request, context): Draft<DescribeTopicPartitionsResponse> => {
    const { topics, cursor } = request
    const isAll = topics.length === 0
    const view = context.cluster.viewOf(context.node)
    const all = isAll ? view.topics.map(({ name }) => name) : topics.map(({ name }) => name)
    const names = [...new Set(all)].sort().filter((name) => name >= (cursor?.topicName ?? ''))
    const isCursorWrong =
      cursor !== null && (cursor.partitionIndex < 0 || (!isAll && !names.includes(cursor.topicName)))
    if (isCursorWrong) return refuse(request, ErrorCodes.INVALID_REQUEST)
    const isVisible = (name: string): boolean => isAllowed(context, 'DESCRIBE', 'TOPIC', name)
    const page = readPage(names.filter(isVisible), request, context)
    const denied = isAll ? [] : names.filter((name) => !isVisible(name))
    const deniedTopics = denied.map((name) => failedTopic(name, ErrorCodes.TOPIC_AUTHORIZATION_FAILED))
    return { ...page, topics: [...(page.topics ?? []), ...deniedTopics] }
  },
  refuse,
)

function readPage(
  names: readonly string[],
  { responsePartitionLimit, cursor }: DescribeTopicPartitionsRequest,
  context: RequestContext,
): Draft<DescribeTopicPartitionsResponse> {
  let left = Math.max(Math.min(mostPartitions, responsePartitionLimit), 1)
  const view = context.cluster.viewOf(context.node)
  const topics: Draft<DescribeTopicPartitionsResponseTopic>[] = []
  for (const name of names) {
    if (left <= 0) return { topics, nextCursor: { topicName: name, partitionIndex: 0 } }
    const topic = view.topic(name)
    if (topic === undefined) {
      const isInvalid = whyTopicNameInvalid(name) !== undefined
      const errorCode = isInvalid ? ErrorCodes.INVALID_TOPIC_EXCEPTION : ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION
      topics.push(failedTopic(name, errorCode))
      continue
    }
    const first = cursor?.topicName === name ? cursor.partitionIndex : 0
    const partitions = topic.partitions.slice(first, first + left)
    left -= partitions.length
    topics.push(describe(topic, partitions, context))
    const next = first + partitions.length
    if (next < topic.partitions.length) return { topics, nextCursor: { topicName: name, partitionIndex: next } }
  }
  return { topics, nextCursor: null }
}

function describe(
  { name, topicId, isInternal }: TopicListing,
  partitions: readonly PartitionListing[],
  context: RequestContext,
): Draft<DescribeTopicPartitionsResponseTopic> {
  return {
    name,
    topicId,
    isInternal,
    partitions: partitions.map((partition) => describePartition(partition, context)),
    topicAuthorizedOperations: authorizedOperations(context, 'TOPIC', name),
  }
}

function describePartition(
  { index, leaderId, leaderEpoch, replicas, isr }: PartitionListing,
  { cluster }: RequestContext,
): Draft<DescribeTopicPartitionsResponsePartition> {
  return {
    errorCode: leaderId < 0 ? ErrorCodes.LEADER_NOT_AVAILABLE : ErrorCodes.NONE,
    partitionIndex: index,
    leaderId,
    leaderEpoch,
    replicaNodes: replicas,
    isrNodes: isr,
    eligibleLeaderReplicas: [],
    lastKnownElr: [],
    offlineReplicas: replicas.filter((nodeId) => cluster.node(nodeId)?.isRunning !== true),
  }
}

function failedTopic(name: string, errorCode: number): Draft<DescribeTopicPartitionsResponseTopic> {
  return { errorCode, name, topicId: zeroUuid, isInternal: false, partitions: [] }
}

function refuse({ topics }: DescribeTopicPartitionsRequest, errorCode: number): Draft<DescribeTopicPartitionsResponse> {
  return { topics: topics.map(({ name }) => failedTopic(name, errorCode)), nextCursor: null }
}
