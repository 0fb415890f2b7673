import type { KafkaError } from '../errors/kafka-error.ts'
import type { ClusterSnapshot, PartitionSnapshot, TopicSnapshot } from './cluster-snapshot.ts'

/**
 * How metadata reaches the producer and the fetch engine, which implement it. The refresher is the only caller.
 *
 * The first three are synchronous and must not throw: topology changes first, whole, and before anything is reported
 * about errors. `onLoadError` may wait (for a batch's lock); the refresher runs these side by side, never two for the
 * same partition at once, and does not let one hold up the next refresh.
 */
export interface PartitionListener {
  /** Topics whose metadata this listener wants. Read before each refresh. */
  topicsOfInterest(): Iterable<string>
  /** A topic is known now, or its partitions, their leaders or its id changed. `isNewTopicId`: deleted and created again. */
  onTopicChanged(topic: TopicSnapshot, change: TopicChange, snapshot: ClusterSnapshot): void
  /** The cluster says that the topic is not there any more (after it was). */
  onTopicGone(topic: string): void
  /** A refresh failed as a whole, for a topic, or for one partition. Failures that come while one is dealt with merge into the last. */
  onLoadError(failure: LoadFailure): Promise<void>
}

export interface TopicChange {
  readonly isFirst: boolean
  readonly isNewTopicId: boolean
  /** Partitions whose leader, leader epoch or error changed, new ones included. */
  readonly changedPartitions: readonly PartitionSnapshot[]
}

export interface LoadFailure {
  readonly topic: string
  /** Absent when the failure is about the whole topic or the whole refresh. */
  readonly partition?: number
  readonly error: KafkaError
  /** Generation of the snapshot that was current when the failure was seen: later news make it stale. */
  readonly generation: number
}
