/**
 * Fetch sessions (KIP-227; Kafka's `FetchManager`): what a client wants to read, remembered between its requests, so that
 * both sides only say what changed.
 *
 * Each broker has its own; they are gone when it stops. A session is changed by one request at a time: its epoch must be
 * the one that is expected next.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import type { FetchRequest, FetchRequestFetchPartition } from '../../protocol/messages/fetch-request.ts'
import { type Uuid, zeroUuid } from '../../protocol/uuid.ts'
import { type Random, randomInt } from '../../support/random.ts'
import type { ClusterPart, ClusterState } from '../cluster-state.ts'

const initialEpoch = 0
const finalEpoch = -1
const largestEpoch = 0x7fffffff
export const noSessionId = 0

/** A session that nobody used for so long gives its place to a new one. */
const evictionMs = 120_000

/** One partition as a client asks for it. */
export interface WantedPartition {
  readonly key: string
  readonly topic: string
  readonly topicId: Uuid
  readonly partition: number
  readonly fetchOffset: bigint
  readonly currentLeaderEpoch: number
  readonly lastFetchedEpoch: number
  readonly maxBytes: number
  /** What the client was told last; -1 makes the next answer name the partition in any case. */
  toldHighWatermark: bigint
  toldLogStartOffset: bigint
}

/** What one Fetch request is to read, and how it is answered. */
export type FetchContext =
  | { readonly kind: 'error'; readonly errorCode: number }
  | {
      readonly kind: 'full' | 'incremental'
      readonly sessionId: number
      readonly wanted: readonly WantedPartition[]
      readonly session?: FetchSession
    }

export class FetchSession {
  readonly id: number
  readonly usesTopicIds: boolean
  /** In the order in which they are served: those that gave data go to the end. */
  readonly wanted: Map<string, WantedPartition> = new Map()
  nextEpoch: number = initialEpoch + 1
  lastUsedMs: number

  constructor(id: number, usesTopicIds: boolean, nowMs: number) {
    this.id = id
    this.usesTopicIds = usesTopicIds
    this.lastUsedMs = nowMs
  }

  /** Puts a partition that gave data behind the others, so that none starves. */
  moveToEnd(wanted: WantedPartition): void {
    if (this.wanted.delete(wanted.key)) this.wanted.set(wanted.key, wanted)
  }
}

/** The sessions of all brokers of a cluster. */
export class FetchSessions implements ClusterPart {
  readonly #cluster: ClusterState
  readonly #random: Random
  readonly #byNode = new Map<number, Map<number, FetchSession>>()

  constructor(cluster: ClusterState) {
    this.#cluster = cluster
    this.#random = cluster.random.fork('fetch sessions')
  }

  onNodeStopped(nodeId: number): void {
    this.#byNode.delete(nodeId)
  }

  close(): void {
    this.#byNode.clear()
  }

  /** The sessions of one broker, oldest first. */
  ofNode(nodeId: number): readonly FetchSession[] {
    return [...(this.#byNode.get(nodeId)?.values() ?? [])]
  }

  /** Ends all sessions of a broker, as a cache does that is full. Their clients hear FETCH_SESSION_ID_NOT_FOUND. */
  evictAll(nodeId: number): void {
    this.#byNode.delete(nodeId)
  }

  /** Finds or opens the session of a request. Sessions came with v7, topic ids with v13. */
  resolve(nodeId: number, request: FetchRequest, version: number): FetchContext {
    const usesTopicIds = version >= 13
    const sessions = this.#sessionsOf(nodeId)
    const { sessionId, sessionEpoch } = request
    if (version < 7) return { kind: 'full', sessionId: noSessionId, wanted: wantedOf(request, usesTopicIds) }
    if (sessionEpoch === initialEpoch || sessionEpoch === finalEpoch) {
      sessions.delete(sessionId)
      const wanted = wantedOf(request, usesTopicIds)
      const session = sessionEpoch === finalEpoch ? undefined : this.#open(sessions, usesTopicIds)
      if (session === undefined) return { kind: 'full', sessionId: noSessionId, wanted }
      for (const partition of wanted) session.wanted.set(partition.key, partition)
      return { kind: 'full', sessionId: session.id, wanted, session }
    }
    return this.#resume(sessions, request, usesTopicIds)
  }

  #resume(sessions: Map<number, FetchSession>, request: FetchRequest, usesTopicIds: boolean): FetchContext {
    const session = this.#find(sessions, request.sessionId)
    if (session === undefined) return { kind: 'error', errorCode: ErrorCodes.FETCH_SESSION_ID_NOT_FOUND }
    if (session.nextEpoch !== request.sessionEpoch) {
      return { kind: 'error', errorCode: ErrorCodes.INVALID_FETCH_SESSION_EPOCH }
    }
    if (session.usesTopicIds !== usesTopicIds) {
      return { kind: 'error', errorCode: ErrorCodes.FETCH_SESSION_TOPIC_ID_ERROR }
    }
    session.nextEpoch = session.nextEpoch === largestEpoch ? 1 : session.nextEpoch + 1
    session.lastUsedMs = this.#cluster.clock.now()
    for (const changed of wantedOf(request, usesTopicIds)) {
      const known = session.wanted.get(changed.key)
      if (known !== undefined) {
        changed.toldHighWatermark = known.toldHighWatermark
        changed.toldLogStartOffset = known.toldLogStartOffset
      }
      session.wanted.set(changed.key, changed)
    }
    for (const { topic, topicId, partitions } of request.forgottenTopicsData) {
      for (const partition of partitions) session.wanted.delete(keyOf(topic, topicId, partition, usesTopicIds))
    }
    const wanted = [...session.wanted.values()]
    if (wanted.length > 0) return { kind: 'incremental', sessionId: session.id, wanted, session }
    // A session that wants nothing any more is over.
    sessions.delete(session.id)
    return { kind: 'full', sessionId: noSessionId, wanted }
  }

  #find(sessions: Map<number, FetchSession>, sessionId: number): FetchSession | undefined {
    const { clock, profile } = this.#cluster
    const session = sessions.get(sessionId)
    const unusedMs = clock.now() - (session?.lastUsedMs ?? 0)
    if (unusedMs < (profile.fetchSessionExpiryMs ?? Number.POSITIVE_INFINITY)) return session
    sessions.delete(sessionId)
    return undefined
  }

  #open(sessions: Map<number, FetchSession>, usesTopicIds: boolean): FetchSession | undefined {
    const { brokerConfig, clock, profile } = this.#cluster
    if (profile.refusesFetchSessions === true) return undefined
    if (sessions.size >= brokerConfig.number('max.incremental.fetch.session.cache.slots')) {
      const oldest = [...sessions.values()].sort((a, b) => a.lastUsedMs - b.lastUsedMs)[0]
      if (oldest === undefined || clock.now() - oldest.lastUsedMs < evictionMs) return undefined
      sessions.delete(oldest.id)
    }
    let id = 0
    while (id === noSessionId || sessions.has(id)) id = randomInt(this.#random, largestEpoch)
    const session = new FetchSession(id, usesTopicIds, clock.now())
    sessions.set(id, session)
    return session
  }

  #sessionsOf(nodeId: number): Map<number, FetchSession> {
    let sessions = this.#byNode.get(nodeId)
    if (sessions === undefined) {
      sessions = new Map()
      this.#byNode.set(nodeId, sessions)
    }
    return sessions
  }
}

function keyOf(topic: string, topicId: Uuid, partition: number, usesTopicIds: boolean): string {
  return `${usesTopicIds ? topicId : topic}:${partition}`
}

function wantedOf(request: FetchRequest, usesTopicIds: boolean): WantedPartition[] {
  return request.topics.flatMap(({ topic, topicId, partitions }) =>
    partitions.map((wanted: FetchRequestFetchPartition) => ({
      key: keyOf(topic, topicId, wanted.partition, usesTopicIds),
      topic,
      topicId: usesTopicIds ? topicId : zeroUuid,
      partition: wanted.partition,
      fetchOffset: wanted.fetchOffset,
      currentLeaderEpoch: wanted.currentLeaderEpoch,
      lastFetchedEpoch: wanted.lastFetchedEpoch,
      maxBytes: wanted.partitionMaxBytes,
      toldHighWatermark: -1n,
      toldLogStartOffset: -1n,
    })),
  )
}
