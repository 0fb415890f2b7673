/**
 * DescribeShareGroupOffsets (key 90), v0-1 (KIP-932): from where on a group has records left to read, or -1 where it has not
 * begun. v1 says how many there are (KIP-1226).
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { describeShareGroupOffsetsApi } from '../../protocol/apis/describe-share-group-offsets.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { DescribeShareGroupOffsetsRequestGroup } from '../../protocol/messages/describe-share-group-offsets-request.ts'
import type {
  DescribeShareGroupOffsetsResponseGroup,
  DescribeShareGroupOffsetsResponsePartition,
} from '../../protocol/messages/describe-share-group-offsets-response.ts'
import { isAllowed } from '../security/authorize.ts'
import type { ShareGroup } from '../share-groups/share-group.ts'
import { ShareGroups } from '../share-groups/share-groups.ts'
import { SharePartitions } from '../share-groups/share-partitions.ts'
import type { Topic } from '../topics/topic.ts'
import { refusalOfGroup } from './group-access.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

type PartitionAnswer = Draft<DescribeShareGroupOffsetsResponsePartition>

const firstVersionWithLag = 1

export const describeShareGroupOffsetsHandler: ApiHandler = defineHandler(
  describeShareGroupOffsetsApi,
  ({ groups }, context) => ({ groups: groups.map((group) => describeGroup(group, context)) }),
  ({ groups }, errorCode) => ({ groups: groups.map(({ groupId }) => ({ groupId, errorCode })) }),
)

function describeGroup(
  { groupId, topics }: DescribeShareGroupOffsetsRequestGroup,
  context: RequestContext,
): Draft<DescribeShareGroupOffsetsResponseGroup> {
  const { cluster } = context
  const errorCode = refusalOfGroup(context, groupId, 'DESCRIBE')
  if (errorCode !== ErrorCodes.NONE) return { groupId, errorCode }
  // A group that is not there is one that has read nothing.
  const group = cluster.part(ShareGroups).find(groupId)
  const asked =
    topics?.map(({ topicName, partitions }) => ({ topicName, partitions })) ??
    (group === undefined ? [] : allOf(group, context))
  return {
    groupId,
    topics: asked.map(({ topicName, partitions }) => describeTopic(topicName, partitions, groupId, context)),
  }
}

function describeTopic(
  topicName: string,
  partitions: readonly number[],
  groupId: string,
  context: RequestContext,
): Draft<DescribeShareGroupOffsetsResponseGroup['topics'][number]> {
  const topic = context.cluster.topic(topicName)
  const isVisible = isAllowed(context, 'DESCRIBE', 'TOPIC', topicName)
  return {
    topicName,
    ...(topic === undefined ? {} : { topicId: topic.topicId }),
    partitions: partitions.map((partitionIndex) => {
      if (isVisible) return describePartition(topic, partitionIndex, groupId, context)
      return { partitionIndex, errorCode: ErrorCodes.TOPIC_AUTHORIZATION_FAILED, startOffset: -1n }
    }),
  }
}

function describePartition(
  topic: Topic | undefined,
  partitionIndex: number,
  groupId: string,
  { cluster, version }: RequestContext,
): PartitionAnswer {
  const partition = topic?.partitions[partitionIndex]
  const share = partition === undefined ? undefined : cluster.part(SharePartitions).find(groupId, partition)
  // What nobody has acknowledged yet has nothing written down.
  if (partition === undefined || share === undefined || share.writtenStartOffset < 0n) {
    return { partitionIndex, startOffset: -1n }
  }
  const { window, writtenStartOffset: startOffset } = share
  const finished = window
    .toRuns()
    .filter(({ state }) => state !== 'available')
    .reduce((sum, { firstOffset, lastOffset }) => sum + lastOffset - firstOffset + 1n, 0n)
  const lag = partition.log.highWatermark - window.startOffset - finished
  const leaderEpoch = partition.leaderEpoch
  return { partitionIndex, startOffset, leaderEpoch, ...(version >= firstVersionWithLag ? { lag } : {}) }
}

/** What the group subscribes to, and what it has read. */
function allOf(
  group: ShareGroup,
  { cluster }: RequestContext,
): { readonly topicName: string; readonly partitions: readonly number[] }[] {
  return [...group.knownTopics].sort().flatMap((topicName) => {
    const topic = cluster.topic(topicName)
    return topic === undefined ? [] : [{ topicName, partitions: topic.partitions.map(({ index }) => index) }]
  })
}
