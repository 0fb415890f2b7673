/**
 * OffsetCommit (key 8), v2-10.
 *
 * v2-4 carry a retention time, v6 leader epochs, v7 static members; from v9 on members of KIP-848 may commit, from v10 on
 * topics are named by their ids.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { offsetCommitApi } from '../../protocol/apis/offset-commit.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { OffsetCommitRequest, OffsetCommitRequestTopic } from '../../protocol/messages/offset-commit-request.ts'
import type { OffsetCommitResponse, OffsetCommitResponseTopic } from '../../protocol/messages/offset-commit-response.ts'
import { zeroUuid } from '../../protocol/uuid.ts'
import { GroupOffsets, type OffsetToCommit } from '../groups/group-offsets.ts'
import { isAllowed } from '../security/authorize.ts'
import type { Topic } from '../topics/topic.ts'
import { groupCoordinator, refusalOfGroup } from './group-access.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

const firstTopicIdVersion = 10

/** What a request comes to: answers in its order, and the offsets that may be committed if the group agrees. */
interface CheckedCommit {
  readonly codes: readonly (readonly number[])[]
  readonly offsets: readonly OffsetToCommit[]
}

export const offsetCommitHandler: ApiHandler = defineHandler(
  offsetCommitApi,
  (request, context) => {
    const errorCode = refusalOfGroup(context, request.groupId, 'READ')
    if (errorCode !== ErrorCodes.NONE) return refuse(request, errorCode, context)
    const checked = checkTopics(request, context)
    if (checked.offsets.length > 0) {
      const refusal = groupCoordinator(context).validateCommit(request.groupId, request, context.version)
      if (refusal !== ErrorCodes.NONE) return answer(request, checked, context, refusal)
      commit(request, checked.offsets, context)
    }
    return answer(request, checked, context)
  },
  refuse,
)

function checkTopics({ topics }: OffsetCommitRequest, context: RequestContext): CheckedCommit {
  const mostMetadata = context.cluster.brokerConfig.number('offset.metadata.max.bytes')
  const offsets: OffsetToCommit[] = []
  const codes = topics.map((asked) => {
    const topic = topicOf(asked, context)
    return asked.partitions.map(({ partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata }) => {
      if (typeof topic === 'number') return topic
      if (topic.partitions[partitionIndex] === undefined) return ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION
      const metadata = committedMetadata ?? ''
      if (metadata.length > mostMetadata) return ErrorCodes.OFFSET_METADATA_TOO_LARGE
      offsets.push({
        ...{ topic: topic.name, partition: partitionIndex, metadata },
        ...{ offset: committedOffset, leaderEpoch: committedLeaderEpoch },
      })
      return ErrorCodes.NONE
    })
  })
  return { codes, offsets }
}

/** The topic, or the error for all of its partitions. */
function topicOf({ name, topicId }: OffsetCommitRequestTopic, context: RequestContext): Topic | number {
  const { cluster, version } = context
  const isById = version >= firstTopicIdVersion
  const topic = isById ? cluster.topicById(topicId) : cluster.topic(name)
  if (isById && topic === undefined) return ErrorCodes.UNKNOWN_TOPIC_ID
  if (!isAllowed(context, 'READ', 'TOPIC', topic?.name ?? name)) return ErrorCodes.TOPIC_AUTHORIZATION_FAILED
  return topic ?? ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION
}

function commit(request: OffsetCommitRequest, offsets: readonly OffsetToCommit[], context: RequestContext): void {
  const { groupId, memberId, retentionTimeMs } = request
  context.cluster
    .part(GroupOffsets)
    .commit(groupId, offsets, retentionTimeMs < 0n ? undefined : Number(retentionTimeMs))
  groupCoordinator(context).find(groupId)?.onCommitted(memberId)
}

/** @param refusal For what would have been committed. */
function answer(
  { topics }: OffsetCommitRequest,
  { codes }: CheckedCommit,
  { version }: RequestContext,
  refusal: number = ErrorCodes.NONE,
): Draft<OffsetCommitResponse> {
  return {
    topics: topics.map((topic, topicIndex) => ({
      ...identity(topic, version),
      partitions: topic.partitions.map(({ partitionIndex }, index) => {
        const errorCode = codes[topicIndex]![index]!
        return { partitionIndex, errorCode: errorCode === ErrorCodes.NONE ? refusal : errorCode }
      }),
    })),
  }
}

function refuse(
  { topics }: OffsetCommitRequest,
  errorCode: number,
  { version }: RequestContext,
): Draft<OffsetCommitResponse> {
  return {
    topics: topics.map((topic) => ({
      ...identity(topic, version),
      partitions: topic.partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
    })),
  }
}

function identity({ name, topicId }: OffsetCommitRequestTopic, version: number): Draft<OffsetCommitResponseTopic> {
  return version >= firstTopicIdVersion ? { topicId } : { name, topicId: zeroUuid }
}
