/**
 * Fetch (key 1), v4-18.
 *
 * Waits until `min.bytes` can be read, something is wrong, or `max.wait.ms` is over. Reads partitions in their order up to
 * the limits; the first that has data gives a whole batch whatever the limits, later ones may be cut in a batch. v7 brings
 * sessions (KIP-227), v9 and v12 epochs of leader and reader (KIP-320, KIP-595), v11 the rack and reading from followers
 * (KIP-392), v13 topic ids, v16 hints at the leader (KIP-951). Replicas do not fetch here.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { fetchApi } from '../../protocol/apis/fetch.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { FetchRequest } from '../../protocol/messages/fetch-request.ts'
import type { FetchResponse, FetchResponsePartitionData } from '../../protocol/messages/fetch-response.ts'
import { type FetchContext, FetchSessions, type WantedPartition } from '../fetch/fetch-sessions.ts'
import { type FetchTerms, findReadable, type Readable, readCommitted } from '../fetch/find-readable.ts'
import { listAborted, type ReadTerms, readableBytes, readLog } from '../fetch/read-log.ts'
import { type Answer, type ApiHandler, defineHandler, type RequestContext } from './handler.ts'
import { LeaderHints } from './leader-hints.ts'

type ResolvedFetch = Exclude<FetchContext, { kind: 'error' }>

export const fetchHandler: ApiHandler = defineHandler(fetchApi, handleFetch, refuseFetch)

function handleFetch(
  request: FetchRequest,
  context: RequestContext,
): Answer<FetchResponse> | Promise<Answer<FetchResponse>> {
  const { cluster, node, version } = context
  const fetch = cluster.part(FetchSessions).resolve(node.nodeId, request, version)
  if (fetch.kind === 'error') return { errorCode: fetch.errorCode }
  const terms: FetchTerms = {
    isolationLevel: request.isolationLevel,
    rackId: request.rackId,
    replicaId: request.replicaId,
  }
  const find = (): Readable[] => fetch.wanted.map((wanted) => findReadable(wanted, terms, context))
  const readable = find()
  return context.delays.wait<Answer<FetchResponse>>({
    label: 'fetch wait',
    timeoutMs: Math.min(request.maxWaitMs, cluster.profile.fetchWaitCapMs ?? Number.POSITIVE_INFINITY),
    watches: readable.flatMap(({ partition }) => partition ?? []),
    tryComplete: () => {
      const now = find()
      return isReady(now, request, context) ? read(now, fetch, request, context) : undefined
    },
    onExpired: () => read(find(), fetch, request, context),
  })
}

function isReady(readable: readonly Readable[], request: FetchRequest, context: RequestContext): boolean {
  const { minBytes, maxBytes } = request
  if (readable.length === 0) return true
  let sizeBytes = 0
  for (const { errorCode, partition, wanted, upToOffset, divergingEpoch, preferredReadReplica } of readable) {
    if (errorCode !== ErrorCodes.NONE || divergingEpoch !== undefined || preferredReadReplica !== undefined) return true
    const available = readableBytes(partition!.log, readTermsOf(wanted, upToOffset, request, context))
    // A single batch is given even where it exceeds the limit, so that much counts as available too.
    sizeBytes += available > 0 ? Math.max(1, Math.min(available, wanted.maxBytes)) : 0
    if (sizeBytes > 0 && sizeBytes >= Math.min(minBytes, maxBytes)) return true
  }
  return minBytes <= 0
}

function read(
  readable: readonly Readable[],
  fetch: ResolvedFetch,
  request: FetchRequest,
  context: RequestContext,
): Draft<FetchResponse> {
  const hints = new LeaderHints(context)
  let leftBytes = request.maxBytes
  let isFirst = true
  const answers: { wanted: WantedPartition; data: Draft<FetchResponsePartitionData> }[] = []
  for (const found of readable) {
    const data = readPartition(found, Math.min(leftBytes, found.wanted.maxBytes), isFirst, request, context, hints)
    const sizeBytes = data.records?.length ?? 0
    if (sizeBytes > 0) isFirst = false
    leftBytes = Math.max(0, leftBytes - sizeBytes)
    const isNews = rememberTold(found.wanted, data)
    if (fetch.session !== undefined && sizeBytes > 0) fetch.session.moveToEnd(found.wanted)
    if (fetch.kind === 'full' || isNews) answers.push({ wanted: found.wanted, data })
  }
  return {
    ...(context.version >= 7 ? { sessionId: fetch.sessionId } : {}),
    responses: byTopic(answers, context.version),
    nodeEndpoints: hints.endpoints,
  }
}

function readPartition(
  { wanted, errorCode, partition, upToOffset, divergingEpoch, preferredReadReplica }: Readable,
  maxBytes: number,
  takesFirstWhole: boolean,
  request: FetchRequest,
  context: RequestContext,
  hints: LeaderHints,
): Draft<FetchResponsePartitionData> {
  const { cluster, version } = context
  const partitionIndex = wanted.partition
  if (partition === undefined) {
    const topic = version >= 13 ? (cluster.topicById(wanted.topicId)?.name ?? '') : wanted.topic
    const hint = version >= 16 ? hints.hintFor(topic, partitionIndex, errorCode) : undefined
    const unknown = { partitionIndex, errorCode, highWatermark: -1n, records: emptyRecords }
    return hint === undefined ? unknown : { ...unknown, currentLeader: hint }
  }
  const { log } = partition
  const offsets = {
    highWatermark: log.highWatermark,
    lastStableOffset: log.lastStableOffset,
    logStartOffset: log.startOffset,
  }
  if (divergingEpoch !== undefined) return { partitionIndex, ...offsets, divergingEpoch, records: emptyRecords }
  if (preferredReadReplica !== undefined)
    return { partitionIndex, ...offsets, preferredReadReplica, records: emptyRecords }
  const terms = readTermsOf(wanted, upToOffset, request, context)
  const { bytes, nextOffset } = readLog(log, terms, maxBytes, takesFirstWhole)
  const abortedTransactions = listAborted(log, terms, nextOffset)
  return { partitionIndex, ...offsets, abortedTransactions, records: bytes }
}

function readTermsOf(
  { fetchOffset }: WantedPartition,
  upToOffset: bigint,
  { isolationLevel }: FetchRequest,
  { cluster }: RequestContext,
): ReadTerms {
  const isCommittedOnly = isolationLevel === readCommitted
  return { fromOffset: fetchOffset, upToOffset, isCommittedOnly, profile: cluster.profile }
}

const emptyRecords: Buffer = Buffer.alloc(0)

/** Whether a session's client has to be told of the partition, as Kafka's `CachedPartition.maybeUpdateResponseData` finds. */
function rememberTold(wanted: WantedPartition, data: Draft<FetchResponsePartitionData>): boolean {
  const { highWatermark = -1n, logStartOffset = -1n, errorCode = 0, records, preferredReadReplica = -1 } = data
  const hasChanged = highWatermark !== wanted.toldHighWatermark || logStartOffset !== wanted.toldLogStartOffset
  const isProblem = errorCode !== ErrorCodes.NONE || data.divergingEpoch !== undefined
  // After a problem the next answer names the partition even if there is nothing new.
  wanted.toldHighWatermark = isProblem ? -1n : highWatermark
  wanted.toldLogStartOffset = logStartOffset
  return hasChanged || isProblem || (records?.length ?? 0) > 0 || preferredReadReplica >= 0
}

function byTopic(
  answers: readonly { wanted: WantedPartition; data: Draft<FetchResponsePartitionData> }[],
  version: number,
): Draft<FetchResponse['responses']> {
  const topics = new Map<string, { wanted: WantedPartition; partitions: Draft<FetchResponsePartitionData>[] }>()
  for (const { wanted, data } of answers) {
    const key = version >= 13 ? wanted.topicId : wanted.topic
    const topic = topics.get(key)
    if (topic === undefined) topics.set(key, { wanted, partitions: [data] })
    else topic.partitions.push(data)
  }
  return [...topics.values()].map(({ wanted, partitions }) =>
    version >= 13 ? { topicId: wanted.topicId, partitions } : { topic: wanted.topic, partitions },
  )
}

function refuseFetch(request: FetchRequest, errorCode: number, context: RequestContext): Draft<FetchResponse> {
  const hints = new LeaderHints(context)
  const { version, cluster } = context
  const responses = request.topics.map(({ topic, topicId, partitions }) => ({
    ...(version >= 13 ? { topicId } : { topic }),
    partitions: partitions.map(({ partition }) => {
      const name = version >= 13 ? (cluster.topicById(topicId)?.name ?? '') : topic
      const hint = version >= 16 ? hints.hintFor(name, partition, errorCode) : undefined
      const refused = { partitionIndex: partition, errorCode, highWatermark: -1n, records: emptyRecords }
      return hint === undefined ? refused : { ...refused, currentLeader: hint }
    }),
  }))
  return { responses, nodeEndpoints: hints.endpoints }
}
