import type { BrokerEndpoint } from '../network/request-sender.ts'
import type { Uuid } from '../protocol/uuid.ts'

/**
 * What is known of the cluster at one moment. Immutable: a new answer makes a new snapshot (`mergeMetadata`), and who
 * holds the old one keeps a consistent view of it.
 */
export interface ClusterSnapshot {
  /** Counts merges, from 0 for "nothing known yet". */
  readonly generation: number
  readonly clusterId: string | null
  readonly controllerId: number
  readonly brokers: ReadonlyMap<number, BrokerEndpoint>
  /** By name. Topics without an id (old brokers) have `zeroUuid`. */
  readonly topics: ReadonlyMap<string, TopicSnapshot>
  readonly topicNamesById: ReadonlyMap<Uuid, string>
}

export interface TopicSnapshot {
  readonly name: string
  readonly topicId: Uuid
  readonly isInternal: boolean
  /** Index is the partition number; there are no holes. */
  readonly partitions: readonly PartitionSnapshot[]
}

export interface PartitionSnapshot {
  readonly topic: string
  readonly partition: number
  /** Node id, or -1 when the partition has no leader. */
  readonly leader: number
  /** -1 where the broker does not tell. A lower one than before is believed only when it is repeated (see `mergePartition`). */
  readonly leaderEpoch: number
  readonly replicas: readonly number[]
  readonly isr: readonly number[]
  readonly offlineReplicas: readonly number[]
  /** The error code that the broker gave for this partition; 0 for none. */
  readonly errorCode: number
}
