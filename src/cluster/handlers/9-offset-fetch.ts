/**
 * OffsetFetch (key 9), v1-10.
 *
 * v2 can ask for all partitions, v7 waits for transactions to end, v8 asks for many groups, v9 says which member asks
 * (KIP-848), v10 names topics by their ids.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { offsetFetchApi } from '../../protocol/apis/offset-fetch.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { OffsetFetchRequest, OffsetFetchRequestGroup } from '../../protocol/messages/offset-fetch-request.ts'
import type {
  OffsetFetchResponse,
  OffsetFetchResponseGroup,
  OffsetFetchResponsePartitions,
  OffsetFetchResponseTopics,
} from '../../protocol/messages/offset-fetch-response.ts'
import { type Uuid, zeroUuid } from '../../protocol/uuid.ts'
import { type CommittedOffset, GroupOffsets } from '../groups/group-offsets.ts'
import { isAllowed } from '../security/authorize.ts'
import { groupCoordinator, refusalOfGroup } from './group-access.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

const firstErrorVersion = 2
const firstGroupsVersion = 8
const firstTopicIdVersion = 10

interface AskedTopic {
  readonly name: string
  readonly topicId: Uuid
  readonly partitionIndexes: readonly number[]
}

type AskedGroup = Pick<OffsetFetchRequestGroup, 'groupId' | 'memberId' | 'memberEpoch'> & {
  readonly topics: readonly AskedTopic[] | null
}

export const offsetFetchHandler: ApiHandler = defineHandler(
  offsetFetchApi,
  (request, context): Draft<OffsetFetchResponse> =>
    inVersion(
      askedGroups(request, context).map((group) => fetchGroup(group, request, context)),
      context,
    ),
  (request, errorCode, context): Draft<OffsetFetchResponse> =>
    inVersion(
      askedGroups(request, context).map((group) => refuse(group, errorCode, context)),
      context,
    ),
)

function askedGroups(request: OffsetFetchRequest, { version }: RequestContext): readonly AskedGroup[] {
  if (version >= firstGroupsVersion) return request.groups
  const topics = request.topics?.map((topic) => ({ ...topic, topicId: zeroUuid })) ?? null
  return [{ groupId: request.groupId, memberId: null, memberEpoch: -1, topics }]
}

function fetchGroup(
  asked: AskedGroup,
  { requireStable }: OffsetFetchRequest,
  context: RequestContext,
): Draft<OffsetFetchResponseGroup> {
  const { groupId, memberId, memberEpoch } = asked
  const errorCode = refusalOfGroup(context, groupId, 'DESCRIBE')
  if (errorCode !== ErrorCodes.NONE) return refuse(asked, errorCode, context)
  const group = groupCoordinator(context).find(groupId)
  const refusal = group?.checkFetch(memberId, memberEpoch) ?? ErrorCodes.NONE
  if (refusal !== ErrorCodes.NONE) return refuse(asked, refusal, context)
  const topics = (asked.topics ?? allTopics(groupId, context)).map((topic) =>
    fetchTopic(groupId, topic, requireStable, context),
  )
  return { groupId, topics }
}

/** All that the group has committed and the client may see. */
function allTopics(groupId: string, context: RequestContext): readonly AskedTopic[] {
  const byTopic = new Map<string, CommittedOffset[]>()
  for (const offset of context.cluster.part(GroupOffsets).of(groupId)) {
    if (!isAllowed(context, 'DESCRIBE', 'TOPIC', offset.topic)) continue
    const offsets = byTopic.get(offset.topic)
    if (offsets === undefined) byTopic.set(offset.topic, [offset])
    else offsets.push(offset)
  }
  return [...byTopic].map(([name, offsets]) => ({
    name,
    topicId: offsets[0]?.topicId ?? zeroUuid,
    partitionIndexes: offsets.map(({ partition }) => partition),
  }))
}

function fetchTopic(
  groupId: string,
  asked: AskedTopic,
  requireStable: boolean,
  context: RequestContext,
): Draft<OffsetFetchResponseTopics> {
  const { cluster, version } = context
  const isById = version >= firstTopicIdVersion
  const name = isById ? cluster.topicById(asked.topicId)?.name : asked.name
  const identity = isById ? { topicId: asked.topicId } : { name: asked.name }
  const refusal = refusalOfTopic(name, context)
  const offsets = cluster.part(GroupOffsets)
  const partitions = asked.partitionIndexes.map((partitionIndex) => {
    if (name === undefined || refusal !== ErrorCodes.NONE) return noOffset(partitionIndex, refusal)
    if (requireStable && offsets.hasPending(groupId, name, partitionIndex)) {
      return noOffset(partitionIndex, ErrorCodes.UNSTABLE_OFFSET_COMMIT)
    }
    const committed = offsets.get(groupId, name, partitionIndex)
    if (committed === undefined) return noOffset(partitionIndex)
    const { offset, leaderEpoch, metadata } = committed
    return { partitionIndex, committedOffset: offset, committedLeaderEpoch: leaderEpoch, metadata }
  })
  return { ...identity, partitions }
}

function refusalOfTopic(name: string | undefined, context: RequestContext): number {
  if (name === undefined) return ErrorCodes.UNKNOWN_TOPIC_ID
  return isAllowed(context, 'DESCRIBE', 'TOPIC', name) ? ErrorCodes.NONE : ErrorCodes.TOPIC_AUTHORIZATION_FAILED
}

function noOffset(partitionIndex: number, errorCode: number = ErrorCodes.NONE): Draft<OffsetFetchResponsePartitions> {
  return { partitionIndex, committedOffset: -1n, committedLeaderEpoch: -1, metadata: '', errorCode }
}

/** Before v2 there was no place for an error but with each partition. */
function refuse(asked: AskedGroup, errorCode: number, { version }: RequestContext): Draft<OffsetFetchResponseGroup> {
  const topics = version >= firstErrorVersion ? [] : (asked.topics ?? [])
  return {
    groupId: asked.groupId,
    errorCode,
    topics: topics.map(({ name, partitionIndexes }) => ({
      name,
      partitions: partitionIndexes.map((partitionIndex) => noOffset(partitionIndex, errorCode)),
    })),
  }
}

function inVersion(
  groups: readonly Draft<OffsetFetchResponseGroup>[],
  { version }: RequestContext,
): Draft<OffsetFetchResponse> {
  if (version >= firstGroupsVersion) return { groups }
  const { topics, errorCode } = groups[0]!
  return { topics, ...(version >= firstErrorVersion ? { errorCode } : {}) }
}
