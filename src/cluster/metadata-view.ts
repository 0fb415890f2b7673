/** What a broker knows of its cluster when it is asked: the present state, or a picture of an earlier one. */
import type { Uuid } from '../protocol/uuid.ts'

export interface BrokerListing {
  readonly nodeId: number
  readonly host: string
  readonly port: number
  readonly rack: string | null
}

export interface PartitionListing {
  readonly index: number
  /** -1 while nobody leads. */
  readonly leaderId: number
  readonly leaderEpoch: number
  readonly replicas: readonly number[]
  readonly isr: readonly number[]
}

export interface TopicListing {
  readonly name: string
  readonly topicId: Uuid
  readonly isInternal: boolean
  readonly partitions: readonly PartitionListing[]
}

export interface MetadataView {
  readonly brokers: readonly BrokerListing[]
  readonly controllerId: number
  readonly topics: readonly TopicListing[]
  topic(name: string): TopicListing | undefined
  topicById(topicId: Uuid): TopicListing | undefined
}

/** A picture that does not change any more. */
export function freezeView(view: MetadataView): MetadataView {
  const { controllerId } = view
  const brokers = view.brokers.map(({ nodeId, host, port, rack }) => ({ nodeId, host, port, rack }))
  const topics = view.topics.map(({ name, topicId, isInternal, partitions }) => ({
    name,
    topicId,
    isInternal,
    partitions: partitions.map(({ index, leaderId, leaderEpoch, replicas, isr }) => ({
      index,
      leaderId,
      leaderEpoch,
      replicas,
      isr,
    })),
  }))
  const byName = new Map(topics.map((topic) => [topic.name, topic]))
  const byId = new Map(topics.map((topic) => [topic.topicId, topic]))
  return {
    brokers,
    controllerId,
    topics,
    topic: (name) => byName.get(name),
    topicById: (topicId) => byId.get(topicId),
  }
}
