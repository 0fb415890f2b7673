/** ShareGroupDescribe (key 77), v1 (KIP-932): the groups that this broker coordinates, with members and assignments. */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { shareGroupDescribeApi } from '../../protocol/apis/share-group-describe.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { ShareGroupDescribeResponseDescribedGroup } from '../../protocol/messages/share-group-describe-response.ts'
import { operationsNotAsked, authorizedOperations as operationsOn } from '../security/authorize.ts'
import { type ShareGroup, type ShareMember, shareAssignorName } from '../share-groups/share-group.ts'
import { ShareGroups } from '../share-groups/share-groups.ts'
import { refusalOfGroup } from './group-access.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

type DescribedGroup = Draft<ShareGroupDescribeResponseDescribedGroup>

export const shareGroupDescribeHandler: ApiHandler = defineHandler(
  shareGroupDescribeApi,
  ({ groupIds, includeAuthorizedOperations }, context) => {
    const operations = (groupId: string): number =>
      includeAuthorizedOperations ? operationsOn(context, 'GROUP', groupId) : operationsNotAsked
    return { groups: groupIds.map((groupId) => describe(groupId, operations(groupId), context)) }
  },
  ({ groupIds }, errorCode) => ({ groups: groupIds.map((groupId) => ({ groupId, errorCode })) }),
)

function describe(groupId: string, authorizedOperations: number, context: RequestContext): DescribedGroup {
  const errorCode = refusalOfGroup(context, groupId, 'DESCRIBE')
  if (errorCode !== ErrorCodes.NONE) return { groupId, errorCode }
  const group = context.cluster.part(ShareGroups).find(groupId)
  if (group === undefined) {
    const errorMessage = `Group ${groupId} not found.`
    return { groupId, errorCode: ErrorCodes.GROUP_ID_NOT_FOUND, errorMessage }
  }
  return {
    groupId,
    groupState: group.state,
    groupEpoch: group.groupEpoch,
    assignmentEpoch: group.groupEpoch,
    assignorName: shareAssignorName,
    members: [...group.members.values()].map((member) => describeMember(group, member, context)),
    authorizedOperations,
  }
}

function describeMember(
  group: ShareGroup,
  { memberId, rackId, memberEpoch, clientId, clientHost, topics }: ShareMember,
  { cluster }: RequestContext,
): Draft<ShareGroupDescribeResponseDescribedGroup['members'][number]> {
  const topicPartitions = [...group.assignmentOf(memberId)].flatMap(([topicName, partitions]) => {
    const topicId = cluster.topic(topicName)?.topicId
    return topicId === undefined ? [] : [{ topicId, topicName, partitions }]
  })
  const described = { memberId, rackId, memberEpoch, clientId, clientHost, subscribedTopicNames: topics }
  return { ...described, assignment: { topicPartitions } }
}
