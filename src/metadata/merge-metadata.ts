import { BrokerError } from '../errors/broker-error.ts'
import { ErrorCodes } from '../errors/error-codes.ts'
import type { KafkaError } from '../errors/kafka-error.ts'
import { IncompleteMetadataError } from '../errors/metadata-error.ts'
import type { BrokerEndpoint } from '../network/request-sender.ts'
import type { MetadataResponse, MetadataResponseTopic } from '../protocol/messages/metadata-response.ts'
import { type Uuid, zeroUuid } from '../protocol/uuid.ts'
import type { PartitionSnapshot, TopicSnapshot } from './cluster-snapshot.ts'
import { isSameLeadership, mergePartition, partitionError, placeholderPartition } from './merge-partition.ts'
import {
  isUsableEndpoint,
  type MetadataAsk,
  type MetadataMerge,
  type MetadataState,
  type TopicUpdate,
  topicNamesById,
} from './metadata-state.ts'
import type { LoadFailure } from './partition-listener.ts'
import { partitionsVanished, SuspicionLedger, topicIdWentBack, topicVanished } from './suspicions.ts'

/** More than any cluster holds in one topic; a larger number in an answer is nonsense that must not be allocated. */
const maxPartitions = 200_000

/** What we know after a broker's answer. Pure: the old state stays as it was. */
export function mergeMetadata(
  old: MetadataState,
  response: MetadataResponse,
  ask: MetadataAsk,
  nowMs: number,
): MetadataMerge {
  return new Merge(old, response, nowMs).run(ask)
}

class Merge {
  readonly #old: MetadataState
  readonly #response: MetadataResponse
  readonly #generation: number
  readonly #isOtherCluster: boolean
  readonly #ledger: SuspicionLedger
  readonly #brokers: ReadonlyMap<number, BrokerEndpoint>
  readonly #topics: Map<string, TopicSnapshot>
  readonly #replacedTopicIds: Map<string, Uuid>
  readonly #updates: TopicUpdate[] = []
  readonly #goneTopics: string[] = []
  readonly #failures: LoadFailure[] = []
  readonly #unknownTopicIds: Uuid[] = []

  constructor(old: MetadataState, response: MetadataResponse, nowMs: number) {
    const { snapshot } = old
    this.#old = old
    this.#response = response
    this.#generation = snapshot.generation + 1
    this.#isOtherCluster =
      snapshot.clusterId !== null && response.clusterId !== null && snapshot.clusterId !== response.clusterId
    this.#ledger = new SuspicionLedger(this.#isOtherCluster ? new Map() : old.suspicions, nowMs)
    this.#brokers = mergeBrokers(snapshot.brokers, response)
    this.#topics = new Map(this.#isOtherCluster ? [] : snapshot.topics)
    this.#replacedTopicIds = new Map(this.#isOtherCluster ? [] : old.replacedTopicIds)
  }

  run(ask: MetadataAsk): MetadataMerge {
    const answered = new Set<string>()
    for (const told of this.#response.topics) {
      const name = told.name ?? this.#old.snapshot.topicNamesById.get(told.topicId) ?? ''
      if (name === '') {
        this.#unknownTopicIds.push(told.topicId)
        continue
      }
      answered.add(name)
      if (told.errorCode === ErrorCodes.NONE) this.#mergeTopic(name, told)
      else this.#failTopic(name, told.errorCode)
    }
    this.#reportSilence(ask, answered)
    return this.#result()
  }

  #mergeTopic(name: string, told: MetadataResponseTopic): void {
    this.#ledger.dismiss(topicVanished(name))
    // Success without partitions would read as "nothing to wait for" to whoever waits for this topic.
    if (told.partitions.length === 0) {
      this.#failIncomplete(name, 'the answer names no partition of it')
      return
    }

    const known = this.#old.snapshot.topics.get(name)
    const hasNewId = known !== undefined && isOtherId(known.topicId, told.topicId)
    if (hasNewId && this.#isStaleId(name, told.topicId)) return
    if (hasNewId) this.#replacedTopicIds.set(name, known.topicId)

    const topicId = told.topicId === zeroUuid ? (known?.topicId ?? zeroUuid) : told.topicId
    const isAnew = hasNewId || this.#hasShrunk(name, known, topicId, told)
    const before = isAnew ? [] : (known?.partitions ?? [])
    const partitions = this.#mergePartitions(name, before, told)
    const changedPartitions = partitions.filter((partition, index) => {
      const earlier = before[index]
      return earlier === undefined || !isSameLeadership(earlier, partition)
    })

    const isSame =
      known !== undefined &&
      known.topicId === topicId &&
      known.isInternal === told.isInternal &&
      isSameArray(known.partitions, partitions)
    const topic = isSame ? known : { name, topicId, isInternal: told.isInternal, partitions }
    this.#topics.set(name, topic)
    if (known === undefined || isAnew || known.topicId !== topicId || changedPartitions.length > 0) {
      this.#updates.push({
        topic,
        change: { isFirst: known === undefined, isNewTopicId: isAnew, changedPartitions },
      })
    }
  }

  /** A broker that has not heard of the re-creation still names the old id; taking it would undo the change. */
  #isStaleId(name: string, topicId: Uuid): boolean {
    if (this.#replacedTopicIds.get(name) !== topicId) return false
    return !this.#ledger.believesAfterRepeat(topicIdWentBack(name))
  }

  /**
   * Kafka never takes partitions away, so fewer of them mean a broker that lags behind. Only where topics have no ids
   * can they also mean that the topic was deleted and created again, which is believed when it is told repeatedly.
   */
  #hasShrunk(name: string, known: TopicSnapshot | undefined, topicId: Uuid, told: MetadataResponseTopic): boolean {
    const news = partitionsVanished(name)
    if (known === undefined || topicId !== zeroUuid || told.partitions.length >= known.partitions.length) {
      this.#ledger.dismiss(news)
      return false
    }
    return this.#ledger.believesAfterRepeat(news)
  }

  #mergePartitions(
    name: string,
    before: readonly PartitionSnapshot[],
    told: MetadataResponseTopic,
  ): readonly PartitionSnapshot[] {
    const merged: PartitionSnapshot[] = [...before]
    const answered = new Set<number>()
    for (const partition of told.partitions) {
      const index = partition.partitionIndex
      if (index < 0 || index >= maxPartitions) {
        this.#failIncomplete(name, `the answer names a partition ${index}`)
        continue
      }
      answered.add(index)
      for (let hole = merged.length; hole < index; hole += 1) merged.push(placeholderPartition(name, hole))
      // Epochs of another cluster say nothing about this one's.
      const known = this.#isOtherCluster ? undefined : before[index]
      merged[index] = mergePartition(name, known, partition, this.#ledger)
    }
    for (const partition of merged) this.#reportPartition(partition, answered.has(partition.partition))
    return merged
  }

  #reportPartition(partition: PartitionSnapshot, isAnswered: boolean): void {
    const error = isAnswered
      ? partitionError(partition, (nodeId) => this.#brokers.has(nodeId))
      : missingPartitionError(partition)
    if (error === null) return
    const { topic } = partition
    this.#failures.push({ topic, partition: partition.partition, error, generation: this.#generation })
  }

  #failTopic(name: string, errorCode: number): void {
    const error = new BrokerError(`Cannot load metadata of ${name}`, errorCode, { api: 'Metadata', topic: name })
    this.#failures.push({ topic: name, error, generation: this.#generation })
    const isUnknown = errorCode === ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION || errorCode === ErrorCodes.UNKNOWN_TOPIC_ID
    if (isUnknown) this.#maybeDropTopic(name)
  }

  #maybeDropTopic(name: string): void {
    if (!this.#topics.has(name) || !this.#ledger.believesAfterRepeat(topicVanished(name))) return
    this.#topics.delete(name)
    this.#replacedTopicIds.delete(name)
    this.#goneTopics.push(name)
  }

  #failIncomplete(name: string, reason: string): void {
    const error = new IncompleteMetadataError(`Cannot load metadata of ${name}: ${reason}`, {
      context: { api: 'Metadata', topic: name },
    })
    this.#failures.push({ topic: name, error, generation: this.#generation })
  }

  #reportSilence(ask: MetadataAsk, answered: ReadonlySet<string>): void {
    for (const name of ask.topics) {
      if (answered.has(name)) continue
      // A complete list without the topic says what UNKNOWN_TOPIC_OR_PARTITION would say.
      if (ask.isForAllTopics) this.#failTopic(name, ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION)
      else this.#failIncomplete(name, 'the answer leaves it out')
    }
    if (!ask.isForAllTopics) return
    const asked = new Set(ask.topics)
    for (const name of this.#old.snapshot.topics.keys()) {
      if (!answered.has(name) && !asked.has(name)) this.#maybeDropTopic(name)
    }
  }

  #result(): MetadataMerge {
    const { snapshot } = this.#old
    return {
      state: {
        snapshot: {
          generation: this.#generation,
          clusterId: this.#response.clusterId ?? snapshot.clusterId,
          controllerId: this.#response.controllerId,
          brokers: this.#brokers,
          topics: this.#topics,
          topicNamesById: topicNamesById(this.#topics, zeroUuid),
        },
        suspicions: this.#ledger.result,
        replacedTopicIds: this.#replacedTopicIds,
      },
      updates: this.#updates,
      goneTopics: this.#goneTopics,
      failures: this.#failures,
      unknownTopicIds: this.#unknownTopicIds,
      hasDoubts: this.#ledger.hasDoubts,
      isOtherCluster: this.#isOtherCluster,
    }
  }
}

function isOtherId(known: Uuid, told: Uuid): boolean {
  // Zero means "no id", on both sides: an upgrade that brings ids is not a re-creation (rule of KIP-516).
  return known !== zeroUuid && told !== zeroUuid && known !== told
}

function missingPartitionError(partition: PartitionSnapshot): KafkaError {
  const { topic } = partition
  return new IncompleteMetadataError(
    `Cannot load metadata of ${topic}-${partition.partition}: the answer leaves the partition out`,
    { context: { api: 'Metadata', topic, partition: partition.partition } },
  )
}

/** The list of a metadata answer is complete, unless it is empty: then the broker has just started and knows nobody. */
function mergeBrokers(
  known: ReadonlyMap<number, BrokerEndpoint>,
  response: MetadataResponse,
): ReadonlyMap<number, BrokerEndpoint> {
  const told = response.brokers.filter(isUsableEndpoint)
  if (told.length === 0) return known
  return new Map(told.map(({ nodeId, host, port, rack }) => [nodeId, { nodeId, host, port, rack }]))
}

function isSameArray<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index])
}
