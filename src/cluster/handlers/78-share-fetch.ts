/**
 * ShareFetch (key 78), v1-2 (KIP-932).
 *
 * Takes acknowledgements, then gives the member records that nobody else has, for the time of an acquisition lock. The share
 * session remembers what is read: epoch 0 opens it, each request counts it up, -1 closes it and reads nothing. Waits until
 * `min.bytes` are there for somebody. v2 can give no more than `maxRecords` (KIP-1206), and renew locks without reading
 * (KIP-1222).
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { shareFetchApi } from '../../protocol/apis/share-fetch.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { ShareFetchRequest } from '../../protocol/messages/share-fetch-request.ts'
import type {
  ShareFetchResponse,
  ShareFetchResponsePartitionData,
} from '../../protocol/messages/share-fetch-response.ts'
import type { Uuid } from '../../protocol/uuid.ts'
import { isAllowed } from '../security/authorize.ts'
import { acknowledgePartition, isMemberId } from '../share-groups/acknowledge-partitions.ts'
import {
  findShareable,
  readShared,
  type Shareable,
  type SharedRecords,
  shareableBytes,
} from '../share-groups/fetch-shared.ts'
import { shareConfigNumber } from '../share-groups/share-config.ts'
import {
  finalEpoch,
  initialEpoch,
  type SharedPartition,
  type ShareSession,
  ShareSessions,
} from '../share-groups/share-sessions.ts'
import { type Answer, type ApiHandler, defineHandler, type RequestContext } from './handler.ts'
import { LeaderHints } from './leader-hints.ts'

const recordLimitMode = 1

type PartitionAnswer = {
  -readonly [Key in keyof Draft<ShareFetchResponsePartitionData>]: Draft<ShareFetchResponsePartitionData>[Key]
}

export const shareFetchHandler: ApiHandler = defineHandler(shareFetchApi, handleShareFetch, (_, errorCode) => ({
  errorCode,
}))

interface PendingAnswer {
  readonly shared: SharedPartition
  readonly answer: PartitionAnswer
  /** It is only here because the session did not know the partition before. */
  readonly isNew?: boolean
}

/** One request on its way through the handler. */
interface Fetching {
  readonly request: ShareFetchRequest
  readonly context: RequestContext
  readonly groupId: string
  readonly memberId: string
  readonly session: ShareSession
  /** Partitions that are answered whether there is anything to be said or not. */
  readonly answers: Map<string, PendingAnswer>
}

function handleShareFetch(
  request: ShareFetchRequest,
  context: RequestContext,
): Answer<ShareFetchResponse> | Promise<Answer<ShareFetchResponse>> {
  const { groupId, memberId, shareSessionEpoch: epoch } = request
  if (groupId === null || groupId === '' || !isMemberId(memberId)) return { errorCode: ErrorCodes.INVALID_REQUEST }
  if (!isAllowed(context, 'READ', 'GROUP', groupId)) return { errorCode: ErrorCodes.GROUP_AUTHORIZATION_FAILED }
  if (isBadRenewal(request)) return { errorCode: ErrorCodes.INVALID_REQUEST }
  const session = sessionOf(request, { groupId, memberId }, context)
  if (typeof session === 'number') return { errorCode: session }
  const fetching: Fetching = { request, context, groupId, memberId, session, answers: new Map() }
  updateSession(fetching)
  acknowledge(fetching)
  if (epoch === finalEpoch) {
    context.cluster.part(ShareSessions).end(session)
    return respond(fetching, [])
  }
  return request.isRenewAck ? respond(fetching, []) : fetch(fetching)
}

/** Who renews asks for nothing else. */
function isBadRenewal({ isRenewAck, maxWaitMs, minBytes, maxBytes, maxRecords }: ShareFetchRequest): boolean {
  return isRenewAck && (maxWaitMs !== 0 || minBytes !== 0 || maxBytes !== 0 || maxRecords !== 0)
}

function sessionOf(
  { shareSessionEpoch: epoch, topics }: ShareFetchRequest,
  member: { readonly groupId: string; readonly memberId: string },
  { cluster, node, connection }: RequestContext,
): ShareSession | number {
  const sessions = cluster.part(ShareSessions)
  const key = { ...member, nodeId: node.nodeId }
  if (epoch !== initialEpoch) return sessions.use(key, epoch)
  const hasAcknowledgements = topics.some(({ partitions }) =>
    partitions.some(({ acknowledgementBatches }) => acknowledgementBatches.length > 0),
  )
  return hasAcknowledgements ? ErrorCodes.INVALID_REQUEST : sessions.open(key, connection)
}

function updateSession({ request, session, answers }: Fetching): void {
  if (request.shareSessionEpoch === finalEpoch) return
  for (const { topicId, partitions } of request.topics) {
    for (const { partitionIndex } of partitions) {
      const shared = sharedOf(topicId, partitionIndex)
      if (session.partitions.has(shared.key)) continue
      session.partitions.set(shared.key, shared)
      answers.set(shared.key, { shared, answer: { partitionIndex }, isNew: true })
    }
  }
  for (const { topicId, partitions } of request.forgottenTopicsData) {
    for (const partition of partitions) session.partitions.delete(sharedOf(topicId, partition).key)
  }
}

function acknowledge({ request, context, groupId, memberId, answers }: Fetching): void {
  for (const { topicId, partitions } of request.topics) {
    for (const { partitionIndex, acknowledgementBatches: batches } of partitions) {
      if (batches.length === 0) continue
      const shared = sharedOf(topicId, partitionIndex)
      const acknowledgements = { topicId, partition: partitionIndex, batches, isRenewal: request.isRenewAck }
      const acknowledgeErrorCode = acknowledgePartition(groupId, memberId, acknowledgements, context)
      answers.set(shared.key, { shared, answer: { partitionIndex, acknowledgeErrorCode } })
    }
  }
}

function fetch(fetching: Fetching): Answer<ShareFetchResponse> | Promise<Answer<ShareFetchResponse>> {
  const { request, context, groupId, session } = fetching
  const targets = inTurn([...session.partitions.values()], request.shareSessionEpoch)
  const find = (): Shareable[] => targets.map((shared) => findShareable(shared, groupId, context))
  return context.delays.wait<Answer<ShareFetchResponse>>({
    label: 'share fetch wait',
    timeoutMs: request.maxWaitMs,
    watches: find().flatMap(({ share }) => (share === undefined ? [] : [share, share.partition])),
    tryComplete: () => {
      const now = find()
      if (now.length > 0 && !isReady(now, fetching)) return undefined
      const read = readAll(now, fetching)
      const isEmpty = read.every(({ errorCode, recordCount }) => errorCode === ErrorCodes.NONE && recordCount === 0)
      return isEmpty && now.length > 0 ? undefined : respond(fetching, read)
    },
    onExpired: () => respond(fetching, readAll(find(), fetching)),
  })
}

function isReady(shareable: readonly Shareable[], { request, groupId, context }: Fetching): boolean {
  if (shareable.some(({ errorCode }) => errorCode !== ErrorCodes.NONE)) return true
  const sizes = shareable.map((one) => shareableBytes(one, groupId, context))
  const sizeBytes = sizes.reduce((sum, size) => sum + size, 0)
  return sizeBytes > 0 && sizeBytes >= Math.min(request.minBytes, request.maxBytes)
}

function readAll(shareable: readonly Shareable[], { request, context, groupId, memberId }: Fetching): SharedRecords[] {
  const isStrict = request.shareAcquireMode === recordLimitMode
  const terms = { groupId, memberId, isStrict, batchSize: request.batchSize }
  let { maxRecords, maxBytes } = request
  let takesFirstWhole = true
  return shareable.map((one) => {
    const read = readShared(one, { maxRecords, maxBytes, takesFirstWhole }, terms, context)
    if (read.recordCount > 0) takesFirstWhole = false
    maxRecords = Math.max(0, maxRecords - read.recordCount)
    maxBytes = Math.max(0, maxBytes - read.records.length)
    return read
  })
}

function respond({ context, groupId, answers }: Fetching, read: readonly SharedRecords[]): Draft<ShareFetchResponse> {
  const hints = new LeaderHints(context)
  // Where there is news, partitions without news are left out, new ones too.
  const hasNews = read.some(({ errorCode, recordCount }) => errorCode !== ErrorCodes.NONE || recordCount > 0)
  if (hasNews) for (const [key, { isNew }] of answers) if (isNew) answers.delete(key)
  for (const { shared, errorCode, records, acquired, recordCount } of read) {
    if (errorCode === ErrorCodes.NONE && recordCount === 0) continue
    const answer = answers.get(shared.key)?.answer ?? { partitionIndex: shared.partition }
    Object.assign(answer, { errorCode, records, acquiredRecords: acquired })
    answers.set(shared.key, { shared, answer })
  }
  const topics = new Map<Uuid, PartitionAnswer[]>()
  for (const { shared, answer } of answers.values()) {
    const topic = context.cluster.topicById(shared.topicId)?.name ?? ''
    const worst =
      answer.errorCode !== undefined && answer.errorCode !== 0 ? answer.errorCode : answer.acknowledgeErrorCode
    const hint = hints.hintFor(topic, shared.partition, worst ?? ErrorCodes.NONE)
    if (hint !== undefined) answer.currentLeader = hint
    const partitions = topics.get(shared.topicId)
    if (partitions === undefined) topics.set(shared.topicId, [answer])
    else partitions.push(answer)
  }
  return {
    acquisitionLockTimeoutMs: shareConfigNumber(context.cluster, groupId, 'share.record.lock.duration.ms'),
    responses: [...topics].map(([topicId, partitions]) => ({ topicId, partitions })),
    nodeEndpoints: hints.endpoints,
  }
}

/** The turn goes round with the epochs, so that no partition starves behind another. */
function inTurn(partitions: readonly SharedPartition[], epoch: number): SharedPartition[] {
  const start = partitions.length === 0 ? 0 : epoch % partitions.length
  return [...partitions.slice(start), ...partitions.slice(0, start)]
}

function sharedOf(topicId: Uuid, partition: number): SharedPartition {
  return { key: `${topicId}:${partition}`, topicId, partition }
}
