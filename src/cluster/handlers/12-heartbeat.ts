/** Heartbeat (key 12), v0-4. v3 knows static members. */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { heartbeatApi } from '../../protocol/apis/heartbeat.ts'
import { groupCoordinator, refusalOfMember } from './group-access.ts'
import { type ApiHandler, defineHandler } from './handler.ts'

export const heartbeatHandler: ApiHandler = defineHandler(
  heartbeatApi,
  (request, context) => {
    const errorCode = refusalOfMember(context, request.groupId)
    if (errorCode !== ErrorCodes.NONE) return { errorCode }
    return { errorCode: groupCoordinator(context).heartbeat(request.groupId, request) }
  },
  (_, errorCode) => ({ errorCode }),
)
