/** DeleteGroups (key 42), v0-3: empty groups, with all that they committed. */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { deleteGroupsApi } from '../../protocol/apis/delete-groups.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { DeleteGroupsResponse } from '../../protocol/messages/delete-groups-response.ts'
import { ShareGroups } from '../share-groups/share-groups.ts'
import { groupCoordinator, refusalOfGroup } from './group-access.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

function deleteGroup(groupId: string, context: RequestContext): number {
  return context.cluster.part(ShareGroups).delete(groupId) ?? groupCoordinator(context).delete(groupId)
}

export const deleteGroupsHandler: ApiHandler = defineHandler(
  deleteGroupsApi,
  ({ groupsNames }, context): Draft<DeleteGroupsResponse> => ({
    results: groupsNames.map((groupId) => {
      const refusal = refusalOfGroup(context, groupId, 'DELETE')
      const errorCode = refusal === ErrorCodes.NONE ? deleteGroup(groupId, context) : refusal
      return { groupId, errorCode }
    }),
  }),
  ({ groupsNames }, errorCode): Draft<DeleteGroupsResponse> => ({
    results: groupsNames.map((groupId) => ({ groupId, errorCode })),
  }),
)
