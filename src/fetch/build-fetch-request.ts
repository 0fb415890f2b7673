import type { Draft } from '../protocol/message-codec.ts'
import type { FetchRequest } from '../protocol/messages/fetch-request.ts'
import { zeroUuid } from '../protocol/uuid.ts'
import type { ForgottenPartition, PartitionRequest, SessionPlan } from './fetch-session.ts'

/** Kafka's `isolation.level`: whether records of open and aborted transactions are given. */
export type IsolationLevel = 'read_uncommitted' | 'read_committed'

/** What is the same for all partitions of a request. */
export interface FetchLimits {
  readonly maxWaitMs: number
  readonly minBytes: number
  readonly maxBytes: number
  readonly isolationLevel: IsolationLevel
  /** Empty for none. A rack makes the leader name a replica near to it (KIP-392). */
  readonly rackId: string
}

/** The last version that names topics; the ones behind it only know ids. */
const lastVersionWithNames = 12
const firstVersionWithSessions = 7
const firstVersionWithLeaderEpoch = 9
const firstVersionWithRack = 11
const firstVersionWithFetchedEpoch = 12

/** The highest version that can carry all these partitions: one topic without an id holds all back (KIP-516). */
export function maxFetchVersionFor(partitions: readonly { readonly topicId: string }[]): number | undefined {
  return partitions.some(({ topicId }) => topicId === zeroUuid) ? lastVersionWithNames : undefined
}

/** Whether a request of this version says which topics by their ids. */
export function usesTopicIds(version: number): boolean {
  return version > lastVersionWithNames
}

/** Whether brokers of this version remember what is fetched. */
export function hasFetchSessions(version: number): boolean {
  return version >= firstVersionWithSessions
}

/** The request for one plan. Pure; the order of partitions is the plan's. */
export function buildFetchRequest(plan: SessionPlan, limits: FetchLimits, version: number): Draft<FetchRequest> {
  const { maxWaitMs, minBytes, maxBytes } = limits
  return {
    // Clients are no replica; from version 15 on the field is gone, and its default says the same.
    ...(version < 15 ? { replicaId: -1 } : {}),
    maxWaitMs,
    minBytes,
    maxBytes,
    isolationLevel: limits.isolationLevel === 'read_committed' ? 1 : 0,
    ...(hasFetchSessions(version) ? { sessionId: plan.sessionId, sessionEpoch: plan.sessionEpoch } : {}),
    topics: byTopic(hasFetchSessions(version) ? plan.named : plan.wanted, (request) => describe(request, version)),
    ...(hasFetchSessions(version)
      ? { forgottenTopicsData: byTopic(plan.forgotten, ({ partition }) => partition) }
      : {}),
    ...(version >= firstVersionWithRack ? { rackId: limits.rackId } : {}),
  }
}

/** The brokers' answer is in the order of the request, and cut at `maxBytes`: whoever is first is never starved. */
export function rotate<Item>(items: readonly Item[], start: number): Item[] {
  if (items.length === 0) return []
  const first = start % items.length
  return [...items.slice(first), ...items.slice(0, first)]
}

function describe(
  request: PartitionRequest,
  version: number,
): {
  partition: number
  fetchOffset: bigint
  partitionMaxBytes: number
  currentLeaderEpoch?: number
  lastFetchedEpoch?: number
} {
  return {
    partition: request.partition,
    fetchOffset: request.fetchOffset,
    partitionMaxBytes: request.maxBytes,
    ...(version >= firstVersionWithLeaderEpoch ? { currentLeaderEpoch: request.leaderEpoch } : {}),
    ...(version >= firstVersionWithFetchedEpoch ? { lastFetchedEpoch: request.lastFetchedEpoch } : {}),
  }
}

/** Neighbours of one topic share an entry. A topic may come twice: then the order of partitions has been kept. */
function byTopic<Request extends ForgottenPartition, Partition>(
  requests: readonly Request[],
  describePartition: (request: Request) => Partition,
): { topic: string; topicId: string; partitions: Partition[] }[] {
  const topics: { topic: string; topicId: string; partitions: Partition[] }[] = []
  for (const request of requests) {
    const last = topics.at(-1)
    const partition = describePartition(request)
    if (last !== undefined && last.topic === request.topic && last.topicId === request.topicId) {
      last.partitions.push(partition)
    } else topics.push({ topic: request.topic, topicId: request.topicId, partitions: [partition] })
  }
  return topics
}
