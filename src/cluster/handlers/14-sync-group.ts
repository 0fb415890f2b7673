/** SyncGroup (key 14), v0-5. v3 knows static members, v5 says which protocol it means. */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { syncGroupApi } from '../../protocol/apis/sync-group.ts'
import { groupCoordinator, refusalOfMember } from './group-access.ts'
import { type ApiHandler, defineHandler } from './handler.ts'

export const syncGroupHandler: ApiHandler = defineHandler(
  syncGroupApi,
  (request, context) => {
    const errorCode = refusalOfMember(context, request.groupId)
    if (errorCode !== ErrorCodes.NONE) return { errorCode }
    // From v5 on a member says which protocol it takes this generation to have (KIP-559).
    const isProtocolMissing = request.protocolType === null || request.protocolName === null
    if (context.version >= 5 && isProtocolMissing) return { errorCode: ErrorCodes.INCONSISTENT_GROUP_PROTOCOL }
    return groupCoordinator(context).sync(request.groupId, request)
  },
  (_, errorCode) => ({ errorCode }),
)
