import type { BrokerEndpoint } from '../network/request-sender.ts'
import type { PartitionSnapshot, TopicSnapshot } from './cluster-snapshot.ts'
import { isUsableEndpoint, type MetadataState, type TopicUpdate } from './metadata-state.ts'
import { epochWentBack } from './suspicions.ts'

/** "The leader is another one", from an answer to Produce or Fetch (KIP-951). */
export interface LeaderHint {
  readonly topic: string
  readonly partition: number
  readonly leader: number
  readonly leaderEpoch: number
}

/** News that came with an answer to something else. It adds to what is known and never takes away. */
export interface TopologyHints {
  readonly leaders: readonly LeaderHint[]
  /**
   * Where the brokers of this answer are. Not a list of the cluster's brokers: reading it as one once closed the
   * connections to all the others and reordered what was in flight on them.
   */
  readonly endpoints: readonly BrokerEndpoint[]
}

export interface AppliedHints {
  readonly state: MetadataState
  readonly updates: readonly TopicUpdate[]
  /** New or changed addresses, for the broker pool. */
  readonly endpoints: readonly BrokerEndpoint[]
}

/** Takes the hints that are newer than what is known; `state` comes back as it is when there are none. */
export function applyLeaderHints(state: MetadataState, hints: TopologyHints): AppliedHints {
  const { snapshot } = state
  const endpoints = newEndpoints(snapshot.brokers, hints.endpoints.filter(isUsableEndpoint))
  const brokers = new Map(snapshot.brokers)
  for (const endpoint of endpoints) brokers.set(endpoint.nodeId, endpoint)
  const suspicions = new Map(state.suspicions)
  const moved = new Map<string, Map<number, PartitionSnapshot>>()
  for (const hint of hints.leaders) {
    const partition =
      moved.get(hint.topic)?.get(hint.partition) ?? snapshot.topics.get(hint.topic)?.partitions[hint.partition]
    // Without an address the hint would move the partition to a broker that nobody can reach.
    if (partition === undefined || !isNewer(partition, hint) || !brokers.has(hint.leader)) continue
    const ofTopic = moved.get(hint.topic) ?? new Map<number, PartitionSnapshot>()
    moved.set(hint.topic, ofTopic)
    ofTopic.set(hint.partition, { ...partition, leader: hint.leader, leaderEpoch: hint.leaderEpoch, errorCode: 0 })
    suspicions.delete(epochWentBack(hint.topic, hint.partition))
  }
  if (moved.size === 0 && endpoints.length === 0) return { state, updates: [], endpoints }

  const topics = new Map(snapshot.topics)
  const updates: TopicUpdate[] = []
  for (const [name, ofTopic] of moved) {
    const known = topics.get(name) as TopicSnapshot
    const topic = { ...known, partitions: known.partitions.map((partition, index) => ofTopic.get(index) ?? partition) }
    topics.set(name, topic)
    updates.push({
      topic,
      change: { isFirst: false, isNewTopicId: false, changedPartitions: [...ofTopic.values()] },
    })
  }
  const next = { ...snapshot, generation: snapshot.generation + 1, brokers, topics }
  return { state: { ...state, snapshot: next, suspicions }, updates, endpoints }
}

function isNewer(known: PartitionSnapshot, hint: LeaderHint): boolean {
  return hint.leader >= 0 && hint.leaderEpoch >= 0 && hint.leaderEpoch > known.leaderEpoch
}

/** The endpoints that say something new. A missing rack is not news: FindCoordinator never carries one. */
function newEndpoints(
  known: ReadonlyMap<number, BrokerEndpoint>,
  endpoints: readonly BrokerEndpoint[],
): readonly BrokerEndpoint[] {
  return endpoints.flatMap(({ nodeId, host, port, rack }) => {
    const broker = known.get(nodeId)
    const isSame = broker?.host === host && broker.port === port && (rack === null || rack === broker.rack)
    return isSame ? [] : [{ nodeId, host, port, rack: rack ?? broker?.rack ?? null }]
  })
}
