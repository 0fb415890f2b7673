import type { BrokerEndpoint } from '../network/request-sender.ts'
import type { Uuid } from '../protocol/uuid.ts'
import type { ClusterSnapshot, TopicSnapshot } from './cluster-snapshot.ts'
import type { LoadFailure, TopicChange } from './partition-listener.ts'
import type { Suspicion } from './suspicions.ts'

/** The snapshot, with what only the next merge needs to know. Immutable, like the snapshot. */
export interface MetadataState {
  readonly snapshot: ClusterSnapshot
  readonly suspicions: ReadonlyMap<string, Suspicion>
  /** The id that a topic had before it was created anew: an answer that still has it comes from a stale broker. */
  readonly replacedTopicIds: ReadonlyMap<string, Uuid>
}

export const nothingKnown: MetadataState = {
  snapshot: {
    generation: 0,
    clusterId: null,
    controllerId: -1,
    brokers: new Map(),
    topics: new Map(),
    topicNamesById: new Map(),
  },
  suspicions: new Map(),
  replacedTopicIds: new Map(),
}

/** What a metadata request asked for. Without it, silence about a topic could not be told from "was not asked". */
export interface MetadataAsk {
  /** Topics whose absence in the answer is news. */
  readonly topics: readonly string[]
  /** The request was for every topic of the cluster. */
  readonly isForAllTopics: boolean
}

export interface TopicUpdate {
  readonly topic: TopicSnapshot
  readonly change: TopicChange
}

/** The new state, and what a listener has to hear about it. */
export interface MetadataMerge {
  readonly state: MetadataState
  readonly updates: readonly TopicUpdate[]
  readonly goneTopics: readonly string[]
  readonly failures: readonly LoadFailure[]
  /** Ids that the cluster does not know, of topics that we do not know either. */
  readonly unknownTopicIds: readonly Uuid[]
  /** Something was told that is not believed yet: ask again soon. */
  readonly hasDoubts: boolean
  /** The answer comes from another cluster than the ones before (KIP-899: the bootstrap address was pointed elsewhere). */
  readonly isOtherCluster: boolean
}

export function topicNamesById(topics: ReadonlyMap<string, TopicSnapshot>, zeroId: Uuid): ReadonlyMap<Uuid, string> {
  const names = new Map<Uuid, string>()
  for (const topic of topics.values()) {
    // The zero id means "no id": as a key it would make one topic out of all that have none.
    if (topic.topicId !== zeroId) names.set(topic.topicId, topic.name)
  }
  return names
}

/** Drops topics that nobody needs any more. Not news for listeners: the topics exist, we only stop knowing them. */
export function forgetTopics(
  state: MetadataState,
  isForgotten: (topic: string) => boolean,
  zeroId: Uuid,
): MetadataState {
  const { snapshot } = state
  const topics = new Map([...snapshot.topics].filter(([name]) => !isForgotten(name)))
  if (topics.size === snapshot.topics.size) return state
  const replacedTopicIds = new Map([...state.replacedTopicIds].filter(([name]) => topics.has(name)))
  return {
    snapshot: { ...snapshot, topics, topicNamesById: topicNamesById(topics, zeroId) },
    suspicions: state.suspicions,
    replacedTopicIds,
  }
}

export function isUsableEndpoint(endpoint: BrokerEndpoint): boolean {
  return endpoint.nodeId >= 0 && endpoint.host !== '' && endpoint.port > 0 && endpoint.port <= 65535
}
