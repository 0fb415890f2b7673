/**
 * DescribeGroups (key 15), v0-6: classic groups only.
 *
 * A group that is not there is Dead; from v6 on it is also an error (KIP-1043).
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { describeGroupsApi } from '../../protocol/apis/describe-groups.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type {
  DescribeGroupsResponse,
  DescribeGroupsResponseDescribedGroup,
} from '../../protocol/messages/describe-groups-response.ts'
import type { ClassicGroup } from '../groups/classic-group.ts'
import { authorizedOperations } from '../security/authorize.ts'
import { groupCoordinator, refusalOfGroup } from './group-access.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

const firstNotFoundVersion = 6

export const describeGroupsHandler: ApiHandler = defineHandler(
  describeGroupsApi,
  ({ groups, includeAuthorizedOperations }, context): Draft<DescribeGroupsResponse> => ({
    groups: groups.map((groupId) => {
      const described = describeGroup(groupId, context)
      if (!includeAuthorizedOperations || described.errorCode !== ErrorCodes.NONE) return described
      return { ...described, authorizedOperations: authorizedOperations(context, 'GROUP', groupId) }
    }),
  }),
  ({ groups }, errorCode): Draft<DescribeGroupsResponse> => ({
    groups: groups.map((groupId) => ({ groupId, errorCode })),
  }),
)

function describeGroup(groupId: string, context: RequestContext): Draft<DescribeGroupsResponseDescribedGroup> {
  const errorCode = refusalOfGroup(context, groupId, 'DESCRIBE')
  if (errorCode !== ErrorCodes.NONE) return { groupId, errorCode }
  const group = groupCoordinator(context).classic(groupId)
  if (group !== undefined) return describeClassic(group)
  const dead = { groupId, groupState: 'Dead' }
  if (context.version < firstNotFoundVersion) return { ...dead, errorCode: ErrorCodes.NONE }
  return { ...dead, errorCode: ErrorCodes.GROUP_ID_NOT_FOUND, errorMessage: `Group ${groupId} not found.` }
}

/** What members said and got is shown while it holds. */
function describeClassic(group: ClassicGroup): Draft<DescribeGroupsResponseDescribedGroup> {
  const { groupId, state, protocolType, protocolName } = group
  const isStable = state === 'Stable'
  return {
    ...{ groupId, errorCode: ErrorCodes.NONE, groupState: state, protocolType },
    protocolData: isStable ? (protocolName ?? '') : '',
    members: group.members.all.map((member) => ({
      memberId: member.memberId,
      groupInstanceId: member.groupInstanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      ...(isStable
        ? { memberMetadata: member.metadataOf(protocolName), memberAssignment: member.assignment }
        : undefined),
    })),
  }
}
