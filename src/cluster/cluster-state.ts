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
import type { ClusterStore } from './storage/cluster-store.ts'
import type { BrokerConfig } from './topics/broker-config.ts'
import { noLeader, type Partition } from './topics/partition.ts'
import { assignReplicas } from './topics/replica-assignment.ts'
import { type PartitionOpener, Topic } from './topics/topic.ts'
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
  /** Keeps the state beyond the process, and knows what an earlier one left. */
  readonly store?: ClusterStore | undefined
}

/** State that a group of APIs brings along. */
export interface ClusterPart {
  /** A broker stopped: forget what only it knew. */
  onNodeStopped?(nodeId: number): void
  /** A broker is back, with nothing in its memory. */
  onNodeStarted?(nodeId: number): void
  /** What outlives a restart of the cluster, as JSON can hold it, under a name of this part's own. */
  readonly snapshotName?: string
  toSnapshot?(): unknown
  /** Called right after the part is made, with what its `toSnapshot` gave. */
  fromSnapshot?(snapshot: unknown): void
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
export const internalTopics: ReadonlySet<string> = new Set([
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
  readonly #store: ClusterStore | undefined
  #nextProducerId = 0n
  #assignmentStart = 0
  #controllerId: number | undefined

  /** The state of a cluster, with what its store has of an earlier one. The store belongs to it from here on. */
  static open(options: ClusterStateOptions): ClusterState {
    try {
      return new ClusterState(options)
    } catch (error) {
      options.store?.close()
      throw error
    }
  }

  private constructor(options: ClusterStateOptions) {
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
    this.#store = options.store
    this.#restore()
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
      const snapshot = part.snapshotName === undefined ? undefined : this.#store?.snapshotOf(part.snapshotName)
      if (snapshot !== undefined) part.fromSnapshot?.(snapshot)
    }
    return part
  }

  close(): void {
    this.save()
    for (const part of this.#parts.values()) part.close?.()
    this.#store?.close()
  }

  /** It outlives the process. */
  get isKept(): boolean {
    return this.#store !== undefined
  }

  /** Brokers that an earlier cluster had, and this one does not: their partitions get other leaders. */
  giveUpMissingNodes(): void {
    const replicas = new Set([...this.partitions()].flatMap((partition) => partition.replicas))
    for (const nodeId of replicas) if (!this.#nodes.has(nodeId)) this.onNodeStopped(nodeId)
  }

  /** Writes what has changed, where there is somewhere to write. */
  save(): void {
    this.#store?.save(
      {
        topics: this.topics.map(({ name, topicId, config, partitions }) => ({
          name,
          topicId,
          configs: Object.fromEntries(config.overrides),
          assignments: partitions.map(({ replicas }) => replicas),
        })),
        assignmentStart: this.#assignmentStart,
        brokerConfigs: this.brokerConfig.dynamicValues,
      },
      this.#parts.values(),
    )
  }

  node(nodeId: number): BrokerNode | undefined {
    return this.#nodes.get(nodeId)
  }

  addNode(node: BrokerNode): void {
    this.#nodes.set(node.nodeId, node)
  }

  /** Forgets a broker; its replicas stay where they are, and nobody has them. */
  removeNode(nodeId: number): void {
    this.#nodes.delete(nodeId)
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
    for (const part of this.#parts.values()) part.onNodeStarted?.(nodeId)
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
    const store = this.#store
    const openStore: PartitionOpener = (index) =>
      store === undefined ? {} : { store: store.newPartition(name, index) }
    const created = this.#makeTopic(name, this.#newUuid(), this.newTopicConfig(configs), openStore)
    created.addPartitions(assignments, startOffset)
    this.#addTopic(created)
    this.save()
    return created
  }

  deleteTopic(topic: Topic): void {
    this.#topics.delete(topic.name)
    this.#topicsById.delete(topic.topicId)
    for (const partition of topic.partitions) partition.delete()
    this.save()
    for (const { index } of topic.partitions) this.#store?.removePartition(topic.name, index)
  }

  /** Replicas for new partitions, on brokers that run. The next topic begins on the next broker. */
  assign(partitionCount: number, replicationFactor: number): number[][] {
    const nodeIds = this.runningNodes.map(({ nodeId }) => nodeId)
    return assignReplicas(nodeIds, partitionCount, replicationFactor, this.#assignmentStart++)
  }

  newProducerId(): bigint {
    return this.#store?.newProducerId() ?? this.#nextProducerId++
  }

  sequenceHistory(partition: Partition): SequenceHistory {
    let history = this.#histories.get(partition)
    if (history === undefined) {
      history = new SequenceHistory()
      this.#histories.set(partition, history)
    }
    return history
  }

  /** What an earlier process left. */
  #restore(): void {
    const store = this.#store
    if (store === undefined) return
    const { topics, assignmentStart, brokerConfigs } = store.stored
    this.brokerConfig.restore(brokerConfigs)
    this.#assignmentStart = assignmentStart
    for (const { name, topicId, configs, assignments } of topics) {
      const config = this.newTopicConfig(new Map(Object.entries(configs)))
      const topic = this.#makeTopic(name, topicId, config, (index) => store.openPartition(name, index))
      topic.addPartitions(assignments)
      this.#addTopic(topic)
    }
  }

  #makeTopic(name: string, topicId: Uuid, config: TopicConfig, openStore: PartitionOpener): Topic {
    const { epochStep } = this.profile.leadership ?? {}
    return new Topic(name, topicId, config, internalTopics.has(name), epochStep, openStore)
  }

  #addTopic(topic: Topic): void {
    this.#topics.set(topic.name, topic)
    this.#topicsById.set(topic.topicId, topic)
  }

  #newUuid(): Uuid {
    const bytes = Buffer.from(Array.from({ length: uuidSizeBytes }, () => randomInt(this.#idRandom, 256)))
    const uuid = bytes.toString('base64url')
    // Kafka's own ids never begin with a dash, which its command line tools would take for an option.
    return uuid.startsWith('-') ? this.#newUuid() : uuid
  }
}
