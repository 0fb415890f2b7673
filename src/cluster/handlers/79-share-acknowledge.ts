/**
 * ShareAcknowledge (key 79), v1-2 (KIP-932): acknowledgements without reading. Goes by the session's epochs as ShareFetch
 * does; it cannot open one, and closes it with epoch -1.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { shareAcknowledgeApi } from '../../protocol/apis/share-acknowledge.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { ShareAcknowledgeRequest } from '../../protocol/messages/share-acknowledge-request.ts'
import type { ShareAcknowledgeResponse } from '../../protocol/messages/share-acknowledge-response.ts'
import { isAllowed } from '../security/authorize.ts'
import { acknowledgePartition, isMemberId } from '../share-groups/acknowledge-partitions.ts'
import { shareConfigNumber } from '../share-groups/share-config.ts'
import { finalEpoch, initialEpoch, ShareSessions } from '../share-groups/share-sessions.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'
import { LeaderHints } from './leader-hints.ts'

export const shareAcknowledgeHandler: ApiHandler = defineHandler(
  shareAcknowledgeApi,
  handleShareAcknowledge,
  (_, errorCode) => ({ errorCode }),
)

function handleShareAcknowledge(
  request: ShareAcknowledgeRequest,
  context: RequestContext,
): Draft<ShareAcknowledgeResponse> {
  const { cluster, node, version } = context
  const { groupId, memberId, shareSessionEpoch: epoch } = request
  if (groupId === null || groupId === '' || !isMemberId(memberId)) return { errorCode: ErrorCodes.INVALID_REQUEST }
  if (!isAllowed(context, 'READ', 'GROUP', groupId)) return { errorCode: ErrorCodes.GROUP_AUTHORIZATION_FAILED }
  const sessions = cluster.part(ShareSessions)
  const session =
    epoch === initialEpoch
      ? ErrorCodes.INVALID_SHARE_SESSION_EPOCH
      : sessions.use({ nodeId: node.nodeId, groupId, memberId }, epoch)
  if (typeof session === 'number') return { errorCode: session }
  const hints = new LeaderHints(context)
  const responses = request.topics.map(({ topicId, partitions }) => ({
    topicId,
    partitions: partitions.map(({ partitionIndex, acknowledgementBatches: batches }) => {
      const acknowledgements = { topicId, partition: partitionIndex, batches, isRenewal: request.isRenewAck }
      const errorCode = acknowledgePartition(groupId, memberId, acknowledgements, context)
      const hint = hints.hintFor(cluster.topicById(topicId)?.name ?? '', partitionIndex, errorCode)
      return { partitionIndex, errorCode, ...(hint === undefined ? {} : { currentLeader: hint }) }
    }),
  }))
  if (epoch === finalEpoch) sessions.end(session)
  const acquisitionLockTimeoutMs = shareConfigNumber(cluster, groupId, 'share.record.lock.duration.ms')
  return { responses, nodeEndpoints: hints.endpoints, ...(version >= 2 ? { acquisitionLockTimeoutMs } : {}) }
}
