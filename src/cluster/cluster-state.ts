/**
 * All state of an embedded cluster: brokers, topics, coordinators, ids.
 *
 * One object owns it, and only synchronous code changes it; handlers get it with each request. What a group of APIs needs
 * beyond this (groups, transactions, credentials) is a part of its own, made on first use by `part`.
 */
import { CodecRegistry } from '../compression/codec-registry.ts'
import type { Log } from '../observe/log.ts'
import { type Uuid, uuidSizeBytes } from '../protocol/uuid.ts'
import type { Clock } from '../support/clock.ts'
import { type Random, randomInt } from '../support/random.ts'
import type { BrokerNode } from './broker-node.ts'
import { Coordinators } from './coordinators.ts'
import { SequenceHistory } from './log/sequence-history.ts'
import type { BrokerListing, MetadataView } from './metadata-view.ts'
import type { ClusterProfile } from './profiles/profile.ts'
import type { BrokerConfig } from './topics/broker-config.ts'
import { noLeader, type Partition } from './topics/partition.ts'
import { assignReplicas } from './topics/replica-assignment.ts'
import { Topic } from './topics/topic.ts'
import { TopicConfig, type TopicConfigDefinitions } from './topics/topic-config.ts'
import { Violations } from './violations.ts'

export interface ClusterStateOptions {
  readonly clusterId: string
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly profile: ClusterProfile
  readonly brokerConfig: BrokerConfig
  readonly topicConfigDefinitions: TopicConfigDefinitions
  /** Followers in a consumer's rack serve it (KIP-392). */
  readonly prefersReplicasInRack: boolean
  readonly verifiesFrames: boolean
}

/** State that a group of APIs brings along. */
export interface ClusterPart {
  /** A broker stopped: forget what only it knew. */
  onNodeStopped?(nodeId: number): void
  /** The cluster closes: end every timer. */
  close?(): void
}

export interface NewTopicState {
  readonly name: string
  readonly assignments: readonly (readonly number[])[]
  readonly configs?: ReadonlyMap<string, string>
  readonly startOffset?: bigint
}

/** Topics that only brokers write. */
const internalTopics: ReadonlySet<string> = new Set([
  '__consumer_offsets',
  '__transaction_state',
  '__share_group_state',
])

export class ClusterState {
  readonly clusterId: string
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly profile: ClusterProfile
  readonly brokerConfig: BrokerConfig
  readonly topicConfigDefinitions: TopicConfigDefinitions
  readonly prefersReplicasInRack: boolean
  readonly verifiesFrames: boolean
  readonly codecs: CodecRegistry = new CodecRegistry()
  readonly violations: Violations
  readonly coordinators: Coordinators
  readonly #nodes = new Map<number, BrokerNode>()
  readonly #topics = new Map<string, Topic>()
  readonly #topicsById = new Map<Uuid, Topic>()
  readonly #parts = new Map<unknown, ClusterPart>()
  readonly #histories = new WeakMap<Partition, SequenceHistory>()
  readonly #idRandom: Random
  #nextProducerId = 0n
  #assignmentStart = 0
  #controllerId: number | undefined

  constructor(options: ClusterStateOptions) {
    this.clusterId = options.clusterId
    this.clock = options.clock
    this.random = options.random
    this.log = options.log
    this.profile = options.profile
    this.brokerConfig = options.brokerConfig
    this.topicConfigDefinitions = options.topicConfigDefinitions
    this.prefersReplicasInRack = options.prefersReplicasInRack
    this.verifiesFrames = options.verifiesFrames
    this.violations = new Violations(options.log, () => options.clock.now())
    this.coordinators = new Coordinators(() => this.nodes)
    this.#idRandom = options.random.fork('ids')
  }

  /** In the order of their ids. */
  get nodes(): readonly BrokerNode[] {
    return [...this.#nodes.values()].sort((a, b) => a.nodeId - b.nodeId)
  }

  get runningNodes(): readonly BrokerNode[] {
    return this.nodes.filter((node) => node.isRunning)
  }

  get controllerId(): number {
    const chosen = this.#controllerId === undefined ? undefined : this.#nodes.get(this.#controllerId)
    if (chosen?.isRunning === true) return chosen.nodeId
    return this.runningNodes[0]?.nodeId ?? noLeader
  }

  get topics(): readonly Topic[] {
    return [...this.#topics.values()]
  }

  /** The present state, as a broker that is not cut off from its controller knows it. */
  get view(): MetadataView {
    return {
      brokers: this.runningNodes as readonly BrokerListing[],
      controllerId: this.controllerId,
      topics: this.topics,
      topic: (name) => this.#topics.get(name),
      topicById: (topicId) => this.#topicsById.get(topicId),
    }
  }

  viewOf(node: BrokerNode): MetadataView {
    return node.staleView ?? this.view
  }

  /** The one object of that kind which this cluster has; made on first use. */
  part<T extends ClusterPart>(kind: new (cluster: ClusterState) => T): T {
    let part = this.#parts.get(kind) as T | undefined
    if (part === undefined) {
      part = new kind(this)
      this.#parts.set(kind, part)
    }
    return part
  }

  close(): void {
    for (const part of this.#parts.values()) part.close?.()
  }

  node(nodeId: number): BrokerNode | undefined {
    return this.#nodes.get(nodeId)
  }

  addNode(node: BrokerNode): void {
    this.#nodes.set(node.nodeId, node)
  }

  setController(nodeId: number): void {
    this.#controllerId = nodeId
  }

  /** A broker is gone: its partitions get other leaders from among those in sync, or none. */
  onNodeStopped(nodeId: number): void {
    for (const part of this.#parts.values()) part.onNodeStopped?.(nodeId)
    for (const partition of this.partitions()) {
      if (!partition.replicas.includes(nodeId)) continue
      const others = partition.isr.filter((id) => id !== nodeId && this.#nodes.get(id)?.isRunning === true)
      if (partition.leaderId === nodeId) partition.elect(others[0] ?? noLeader)
      // The last of those in sync stays on the list: only it may lead again without loss.
      if (others.length > 0) partition.setIsr(partition.isr.filter((id) => id !== nodeId))
    }
  }

  /** A broker is back: it catches up, and leads again what nobody else could lead. */
  onNodeStarted(nodeId: number): void {
    for (const partition of this.partitions()) {
      if (!partition.replicas.includes(nodeId)) continue
      const mayLead = partition.isr.includes(nodeId) || partition.settings.allowsUncleanElection
      if (partition.leaderId === noLeader && mayLead) partition.elect(nodeId)
      if (partition.leaderId !== noLeader) partition.setIsr([...partition.isr, nodeId])
    }
  }

  *partitions(): Generator<Partition, void, undefined> {
    for (const topic of this.#topics.values()) yield* topic.partitions
  }

  topic(name: string): Topic | undefined {
    return this.#topics.get(name)
  }

  topicById(topicId: Uuid): Topic | undefined {
    return this.#topicsById.get(topicId)
  }

  partition(topic: string, index: number): Partition | undefined {
    return this.#topics.get(topic)?.partitions[index]
  }

  newTopicConfig(configs: ReadonlyMap<string, string> = new Map()): TopicConfig {
    const config = new TopicConfig(this.topicConfigDefinitions, this.brokerConfig)
    for (const [name, value] of configs) config.set(name, value)
    return config
  }

  createTopic(topic: NewTopicState): Topic {
    const { name, assignments, configs, startOffset } = topic
    const created = new Topic(name, this.#newUuid(), this.newTopicConfig(configs), internalTopics.has(name))
    created.addPartitions(assignments, startOffset)
    this.#topics.set(name, created)
    this.#topicsById.set(created.topicId, created)
    return created
  }

  deleteTopic(topic: Topic): void {
    this.#topics.delete(topic.name)
    this.#topicsById.delete(topic.topicId)
    for (const partition of topic.partitions) partition.delete()
  }

  /** Replicas for new partitions, on brokers that run. The next topic begins on the next broker. */
  assign(partitionCount: number, replicationFactor: number): number[][] {
    const nodeIds = this.runningNodes.map(({ nodeId }) => nodeId)
    return assignReplicas(nodeIds, partitionCount, replicationFactor, this.#assignmentStart++)
  }

  newProducerId(): bigint {
    return this.#nextProducerId++
  }

  sequenceHistory(partition: Partition): SequenceHistory {
    let history = this.#histories.get(partition)
    if (history === undefined) {
      history = new SequenceHistory()
      this.#histories.set(partition, history)
    }
    return history
  }

  #newUuid(): Uuid {
    const bytes = Buffer.from(Array.from({ length: uuidSizeBytes }, () => randomInt(this.#idRandom, 256)))
    const uuid = bytes.toString('base64url')
    // Kafka's own ids never begin with a dash, which its command line tools would take for an option.
    return uuid.startsWith('-') ? this.#newUuid() : uuid
  }
}
