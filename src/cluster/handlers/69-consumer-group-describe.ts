/** ConsumerGroupDescribe (key 69), v0-1 (KIP-848). v1 tells members that still join and sync from the others. */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { consumerGroupDescribeApi } from '../../protocol/apis/consumer-group-describe.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type {
  ConsumerGroupDescribeResponse,
  ConsumerGroupDescribeResponseAssignment,
  ConsumerGroupDescribeResponseDescribedGroup,
  ConsumerGroupDescribeResponseMember,
} from '../../protocol/messages/consumer-group-describe-response.ts'
import type { ClusterState } from '../cluster-state.ts'
import { ConsumerGroup } from '../groups/consumer-group.ts'
import type { ConsumerMember } from '../groups/consumer-member.ts'
import { preferredAssignor } from '../groups/consumer-target.ts'
import { type PartitionSet, toTopicPartitions } from '../groups/topic-partition-set.ts'
import { authorizedOperations } from '../security/authorize.ts'
import { groupCoordinator, refusalOfGroup } from './group-access.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

const memberTypes = { classic: 0, consumer: 1 } as const
const firstMemberTypeVersion = 1

export const consumerGroupDescribeHandler: ApiHandler = defineHandler(
  consumerGroupDescribeApi,
  ({ groupIds, includeAuthorizedOperations }, context): Draft<ConsumerGroupDescribeResponse> => ({
    groups: groupIds.map((groupId) => {
      const described = describeGroup(groupId, context)
      if (!includeAuthorizedOperations || described.errorCode !== undefined) return described
      return { ...described, authorizedOperations: authorizedOperations(context, 'GROUP', groupId) }
    }),
  }),
  ({ groupIds }, errorCode): Draft<ConsumerGroupDescribeResponse> => ({
    groups: groupIds.map((groupId) => ({ groupId, errorCode })),
  }),
)

function describeGroup(groupId: string, context: RequestContext): Draft<ConsumerGroupDescribeResponseDescribedGroup> {
  const errorCode = refusalOfGroup(context, groupId, 'DESCRIBE')
  if (errorCode !== ErrorCodes.NONE) return { groupId, errorCode }
  const group = groupCoordinator(context).find(groupId)
  if (!(group instanceof ConsumerGroup)) {
    const errorMessage =
      group === undefined ? `Group ${groupId} not found.` : `Group ${groupId} is not a consumer group.`
    return { groupId, errorCode: ErrorCodes.GROUP_ID_NOT_FOUND, errorMessage }
  }
  return {
    ...{ groupId, groupState: group.state, groupEpoch: group.epoch, assignmentEpoch: group.targetEpoch },
    assignorName: preferredAssignor(group.members, context.cluster),
    members: group.members.map((member) => describeMember(member, group, context)),
  }
}

function describeMember(
  member: ConsumerMember,
  group: ConsumerGroup,
  { cluster, version }: RequestContext,
): Draft<ConsumerGroupDescribeResponseMember> {
  const { memberId, epoch, standing, facts, isClassic } = member
  return {
    ...{ memberId, memberEpoch: epoch, instanceId: facts.instanceId, rackId: facts.rackId },
    ...{ clientId: facts.clientId, clientHost: facts.clientHost },
    subscribedTopicNames: [...facts.topicNames].sort(),
    // Java's clients take an empty expression for one.
    subscribedTopicRegex: facts.topicRegex === '' ? null : facts.topicRegex,
    assignment: describeAssignment(standing.assigned, cluster),
    targetAssignment: describeAssignment(group.targetOf(memberId), cluster),
    ...(version >= firstMemberTypeVersion ? { memberType: memberTypes[isClassic ? 'classic' : 'consumer'] } : {}),
  }
}

function describeAssignment(set: PartitionSet, cluster: ClusterState): Draft<ConsumerGroupDescribeResponseAssignment> {
  const topicPartitions = toTopicPartitions(set).flatMap(({ topicId, partitions }) => {
    const topic = cluster.topicById(topicId)
    return topic === undefined ? [] : [{ topicId, topicName: topic.name, partitions }]
  })
  return { topicPartitions }
}
