/** Where the offsets of a group count in a transaction: a partition of the topic that brokers keep them in. */
import type { ClusterState } from '../cluster-state.ts'
import type { TransactionPartition } from './transaction.ts'

export const offsetsTopic = '__consumer_offsets'

export function offsetsPartitionOf(groupId: string, { brokerConfig }: ClusterState): TransactionPartition {
  const count = brokerConfig.number('offsets.topic.num.partitions')
  return { topic: offsetsTopic, partition: javaHashOf(groupId) % count }
}

/** Java's `String.hashCode` without its sign, by which Kafka spreads groups over partitions. */
function javaHashOf(text: string): number {
  let hash = 0
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0
  return Math.abs(hash)
}
