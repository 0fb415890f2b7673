/**
 * ConsumerGroupHeartbeat (key 68), v0-1 (KIP-848): joining, staying and leaving in one request.
 *
 * From v1 on members make their own ids, and may subscribe to a regular expression.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { consumerGroupHeartbeatApi } from '../../protocol/apis/consumer-group-heartbeat.ts'
import type { ConsumerGroupHeartbeatRequest } from '../../protocol/messages/consumer-group-heartbeat-request.ts'
import { type BeatAnswer, refusedBeat } from '../groups/consumer-requests.ts'
import { assignorNames } from '../groups/consumer-target.ts'
import { compileSubscriptionRegex } from '../groups/subscription-regex.ts'
import { isAllowed } from '../security/authorize.ts'
import { clientHostOf, groupCoordinator, refusalOfMember } from './group-access.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

const firstOwnIdVersion = 1
const leave = -1
const leaveStatic = -2

export const consumerGroupHeartbeatHandler: ApiHandler = defineHandler(
  consumerGroupHeartbeatApi,
  (request, context) => {
    if (!isAllowed(context, 'READ', 'GROUP', request.groupId)) {
      return { errorCode: ErrorCodes.GROUP_AUTHORIZATION_FAILED }
    }
    if (request.subscribedTopicNames?.some((name) => !isAllowed(context, 'DESCRIBE', 'TOPIC', name)) === true) {
      return { errorCode: ErrorCodes.TOPIC_AUTHORIZATION_FAILED }
    }
    const fault = faultOf(request, context)
    if (fault !== undefined) return refusedBeat(ErrorCodes.INVALID_REQUEST, fault)
    const refusal = refusalOfContent(request, context)
    if (refusal !== undefined) return refusal
    const errorCode = refusalOfMember(context, request.groupId)
    if (errorCode !== ErrorCodes.NONE) return { errorCode }
    return groupCoordinator(context).beat(request.groupId, {
      ...request,
      topicNames: request.subscribedTopicNames,
      topicRegex: request.subscribedTopicRegex,
      owned: request.topicPartitions,
      clientId: context.clientId ?? '',
      clientHost: clientHostOf(context),
    })
  },
  (_, errorCode) => ({ errorCode }),
)

/** What makes no sense in any group. */
function faultOf(request: ConsumerGroupHeartbeatRequest, { version }: RequestContext): string | undefined {
  const { memberEpoch, memberId, instanceId } = request
  if (request.groupId === '') return "GroupId can't be empty."
  if (instanceId === '') return "InstanceId can't be empty."
  if (request.rackId === '') return "RackId can't be empty."
  const mayHaveNoId = memberEpoch === 0 && version < firstOwnIdVersion
  if (memberId === '' && !mayHaveNoId) return "MemberId can't be empty."
  if (memberEpoch < leaveStatic) return 'MemberEpoch is invalid.'
  if (memberEpoch === leaveStatic && instanceId === null) return "InstanceId can't be null."
  return memberEpoch === 0 ? faultOfJoin(request) : undefined
}

function faultOfJoin(request: ConsumerGroupHeartbeatRequest): string | undefined {
  if (request.rebalanceTimeoutMs === leave) return 'RebalanceTimeoutMs must be provided in first request.'
  if (request.topicPartitions === null || request.topicPartitions.length > 0) {
    return 'TopicPartitions must be empty when (re-)joining.'
  }
  const hasNames = (request.subscribedTopicNames?.length ?? 0) > 0
  if (hasNames || request.subscribedTopicRegex !== null) return undefined
  return 'Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining.'
}

function refusalOfContent(
  { serverAssignor, subscribedTopicRegex }: ConsumerGroupHeartbeatRequest,
  { cluster }: RequestContext,
): BeatAnswer | undefined {
  const names = assignorNames(cluster)
  if (serverAssignor !== null && !names.includes(serverAssignor)) {
    const message = `ServerAssignor ${serverAssignor} is not supported. Supported assignors: ${names.join(', ')}.`
    return refusedBeat(ErrorCodes.UNSUPPORTED_ASSIGNOR, message)
  }
  const isRegexFaulty = subscribedTopicRegex !== null && compileSubscriptionRegex(subscribedTopicRegex) === undefined
  if (!isRegexFaulty) return undefined
  const message = `SubscribedTopicRegex \`${subscribedTopicRegex}\` is not a valid regular expression.`
  return refusedBeat(ErrorCodes.INVALID_REGULAR_EXPRESSION, message)
}
