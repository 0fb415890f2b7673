/** LeaveGroup (key 13), v0-5. v3 lets many go at once, static members by their instance id; v5 carries a reason. */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { leaveGroupApi } from '../../protocol/apis/leave-group.ts'
import { groupCoordinator, refusalOfMember } from './group-access.ts'
import { type ApiHandler, defineHandler } from './handler.ts'

const firstBatchedVersion = 3

export const leaveGroupHandler: ApiHandler = defineHandler(
  leaveGroupApi,
  (request, context) => {
    const errorCode = refusalOfMember(context, request.groupId)
    if (errorCode !== ErrorCodes.NONE) return { errorCode }
    const isBatched = context.version >= firstBatchedVersion
    const leaving = isBatched ? request.members : [{ memberId: request.memberId, groupInstanceId: null }]
    const codes = groupCoordinator(context).leave(request.groupId, leaving)
    if (!isBatched) return { errorCode: codes[0] ?? ErrorCodes.NONE }
    const members = leaving.map(({ memberId, groupInstanceId }, index) => ({
      ...{ memberId, groupInstanceId },
      errorCode: codes[index]!,
    }))
    return { members }
  },
  (_, errorCode) => ({ errorCode }),
)
