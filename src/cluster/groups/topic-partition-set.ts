/** Partitions of topics, by topic id, as KIP-848 assigns them: sets that can be compared and subtracted. */
import type { Uuid } from '../../protocol/uuid.ts'

/** One partition: its topic's id, a colon, its number. */
export type PartitionKey = string

export type PartitionSet = ReadonlySet<PartitionKey>

export interface TopicPartitions {
  readonly topicId: Uuid
  readonly partitions: readonly number[]
}

export const noPartitions: PartitionSet = new Set()

export function partitionKey(topicId: Uuid, partition: number): PartitionKey {
  return `${topicId}:${partition}`
}

export function topicIdOf(key: PartitionKey): Uuid {
  return key.slice(0, key.lastIndexOf(':'))
}

export function partitionOf(key: PartitionKey): number {
  return Number(key.slice(key.lastIndexOf(':') + 1))
}

export function toPartitionSet(topics: readonly TopicPartitions[]): PartitionSet {
  return new Set(topics.flatMap(({ topicId, partitions }) => partitions.map((index) => partitionKey(topicId, index))))
}

/** Topics in the order in which they appear, partitions in ascending order. */
export function toTopicPartitions(set: PartitionSet): TopicPartitions[] {
  const byTopic = new Map<Uuid, number[]>()
  for (const key of set) {
    const partitions = byTopic.get(topicIdOf(key))
    if (partitions === undefined) byTopic.set(topicIdOf(key), [partitionOf(key)])
    else partitions.push(partitionOf(key))
  }
  return [...byTopic].map(([topicId, partitions]) => ({ topicId, partitions: partitions.sort((a, b) => a - b) }))
}

export function intersection(a: PartitionSet, b: PartitionSet): Set<PartitionKey> {
  return new Set([...a].filter((key) => b.has(key)))
}

export function difference(a: PartitionSet, b: PartitionSet): Set<PartitionKey> {
  return new Set([...a].filter((key) => !b.has(key)))
}

export function isSameSet(a: PartitionSet, b: PartitionSet): boolean {
  return a.size === b.size && difference(a, b).size === 0
}
