/**
 * JoinGroup (key 11), v0-9.
 *
 * v4 makes members known before they join (KIP-394), v5 static members (KIP-345), v7 names the protocol, v8 carries a
 * reason, v9 lets a leader skip its assignment (KIP-814).
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { joinGroupApi } from '../../protocol/apis/join-group.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { JoinGroupRequest } from '../../protocol/messages/join-group-request.ts'
import type { JoinGroupResponse } from '../../protocol/messages/join-group-response.ts'
import type { JoinRequest } from '../groups/classic-requests.ts'
import { clientHostOf, groupCoordinator, refusalOfMember } from './group-access.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

const firstRebalanceTimeoutVersion = 1
const firstKnownMemberVersion = 4
const firstNullableProtocolVersion = 7
const firstSkippingVersion = 9

export const joinGroupHandler: ApiHandler = defineHandler(
  joinGroupApi,
  (request, context) => {
    const errorCode = refusalOfMember(context, request.groupId)
    if (errorCode !== ErrorCodes.NONE) return refuse(request, errorCode, context)
    if (!isSessionAllowed(request, context)) return refuse(request, ErrorCodes.INVALID_SESSION_TIMEOUT, context)
    const answer = groupCoordinator(context).join(request.groupId, joiningOf(request, context))
    return answer instanceof Promise ? answer.then((late) => inVersion(late, context)) : inVersion(answer, context)
  },
  refuse,
)

function isSessionAllowed({ sessionTimeoutMs }: JoinGroupRequest, { cluster }: RequestContext): boolean {
  const { brokerConfig } = cluster
  return (
    sessionTimeoutMs >= brokerConfig.number('group.min.session.timeout.ms') &&
    sessionTimeoutMs <= brokerConfig.number('group.max.session.timeout.ms')
  )
}

function joiningOf(request: JoinGroupRequest, context: RequestContext): JoinRequest {
  const { memberId, groupInstanceId, sessionTimeoutMs, rebalanceTimeoutMs, protocolType, protocols } = request
  const { version, clientId, cluster } = context
  return {
    ...{ memberId, groupInstanceId, sessionTimeoutMs, protocolType },
    rebalanceTimeoutMs: version < firstRebalanceTimeoutVersion ? sessionTimeoutMs : rebalanceTimeoutMs,
    // They outlive the frame that they came in.
    protocols: protocols.map(({ name, metadata }) => ({ name, metadata: Buffer.from(metadata) })),
    clientId: clientId ?? '',
    clientHost: clientHostOf(context),
    needsKnownMemberId: version >= firstKnownMemberVersion && cluster.profile.groups?.takesMembersAtOnce !== true,
    canSkipAssignment: version >= firstSkippingVersion,
  }
}

function refuse(request: JoinGroupRequest, errorCode: number, context: RequestContext): Draft<JoinGroupResponse> {
  return inVersion({ errorCode, memberId: request.memberId, generationId: -1, protocolName: null }, context)
}

function inVersion(answer: Draft<JoinGroupResponse>, { version }: RequestContext): Draft<JoinGroupResponse> {
  if (version >= firstNullableProtocolVersion || (answer.protocolName ?? null) !== null) return answer
  return { ...answer, protocolName: '' }
}
