/**
 * ShareGroupHeartbeat (key 76), v1 (KIP-932).
 *
 * Epoch 0 joins, -1 leaves, the member's own keeps it in. The assignment is told to those who join or say what they
 * subscribe to, and to others when it has changed. Partitions of topics that are not there yet come when they are.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { shareGroupHeartbeatApi } from '../../protocol/apis/share-group-heartbeat.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { ShareGroupHeartbeatRequest } from '../../protocol/messages/share-group-heartbeat-request.ts'
import type { ShareGroupHeartbeatResponse } from '../../protocol/messages/share-group-heartbeat-response.ts'
import { isAllowed } from '../security/authorize.ts'
import { shareConfigNumber } from '../share-groups/share-config.ts'
import { type ShareGroupError, ShareGroups } from '../share-groups/share-groups.ts'
import { clientHostOf, groupCoordinator } from './group-access.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

export const shareGroupHeartbeatHandler: ApiHandler = defineHandler(
  shareGroupHeartbeatApi,
  handleHeartbeat,
  (_, errorCode) => ({ errorCode }),
)

function handleHeartbeat(
  request: ShareGroupHeartbeatRequest,
  context: RequestContext,
): Draft<ShareGroupHeartbeatResponse> {
  const { cluster, node, clientId } = context
  const { groupId, subscribedTopicNames } = request
  if (!isAllowed(context, 'READ', 'GROUP', groupId)) return { errorCode: ErrorCodes.GROUP_AUTHORIZATION_FAILED }
  if (subscribedTopicNames?.some((topic) => !isAllowed(context, 'DESCRIBE', 'TOPIC', topic)) === true) {
    return { errorCode: ErrorCodes.TOPIC_AUTHORIZATION_FAILED }
  }
  const invalid = whyInvalid(request)
  if (invalid !== undefined) return { errorCode: ErrorCodes.INVALID_REQUEST, errorMessage: invalid }
  const coordinatorError = groupCoordinator(context).check(groupId, node)
  if (coordinatorError !== ErrorCodes.NONE) return { errorCode: coordinatorError }
  const client = { clientId: clientId ?? '', clientHost: clientHostOf(context) }
  const result = cluster.part(ShareGroups).heartbeat({ ...request, ...client })
  if (isError(result)) return { errorCode: result.errorCode, errorMessage: result.message }
  const { memberId, memberEpoch, assignment } = result
  if (memberEpoch < 0) return { memberId, memberEpoch }
  const heartbeatIntervalMs = shareConfigNumber(cluster, groupId, 'share.heartbeat.interval.ms')
  if (assignment === undefined) return { memberId, memberEpoch, heartbeatIntervalMs }
  const topicPartitions = [...assignment].flatMap(([topic, partitions]) => {
    const topicId = cluster.topic(topic)?.topicId
    return topicId === undefined ? [] : [{ topicId, partitions }]
  })
  return { memberId, memberEpoch, heartbeatIntervalMs, assignment: { topicPartitions } }
}

function whyInvalid({
  groupId,
  memberId,
  memberEpoch,
  rackId,
  subscribedTopicNames,
}: ShareGroupHeartbeatRequest): string | undefined {
  if (memberId.trim() === '') return "MemberId can't be empty."
  if (groupId.trim() === '') return "GroupId can't be empty."
  if (rackId !== null && rackId.trim() === '') return "RackId can't be empty."
  if (memberEpoch < -1) return `MemberEpoch is ${memberEpoch}, but must be greater than or equal to -1.`
  const isUnsubscribed = subscribedTopicNames === null || subscribedTopicNames.length === 0
  return memberEpoch === 0 && isUnsubscribed ? 'SubscribedTopicNames must be set in first request.' : undefined
}

function isError(result: object): result is ShareGroupError {
  return 'errorCode' in result
}
