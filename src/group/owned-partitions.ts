import type { Uuid } from '../protocol/uuid.ts'
import type { TopicPartition } from '../record/record.ts'

/** A partition together with the id of its topic: one that is deleted and made again under the same name is another. */
export interface OwnedPartition extends TopicPartition {
  readonly topicId: Uuid
}

export interface TopicIdPartitions {
  readonly topicId: Uuid
  readonly partitions: readonly number[]
}

/** Sorted, so that the same partitions always look the same. */
export function toTopicIds(owned: Iterable<OwnedPartition>): TopicIdPartitions[] {
  const topics = new Map<Uuid, number[]>()
  for (const { topicId, partition } of owned) {
    const known = topics.get(topicId)
    if (known === undefined) topics.set(topicId, [partition])
    else known.push(partition)
  }
  return sanitize([...topics].map(([topicId, partitions]) => ({ topicId, partitions })))
}

/**
 * As a coordinator should have sent it: in order, every topic and partition once, none negative. A partition that is
 * named twice would be read from its committed offset a second time.
 */
export function sanitize(topics: Iterable<TopicIdPartitions>): TopicIdPartitions[] {
  const merged = new Map<Uuid, Set<number>>()
  for (const { topicId, partitions } of topics) {
    const known = merged.get(topicId) ?? new Set<number>()
    merged.set(topicId, known)
    for (const partition of partitions) if (partition >= 0) known.add(partition)
  }
  return [...merged]
    .map(([topicId, partitions]) => ({ topicId, partitions: [...partitions].sort((a, b) => a - b) }))
    .filter(({ partitions }) => partitions.length > 0)
    .sort((a, b) => (a.topicId < b.topicId ? -1 : 1))
}

export interface OwnershipChange {
  /** Owned, and not assigned (any more): to be given up before anything else. */
  readonly revoked: readonly OwnedPartition[]
  /** Assigned, and not owned yet. */
  readonly assigned: readonly OwnedPartition[]
  /** Owned before and after: reading goes on. */
  readonly kept: readonly OwnedPartition[]
}

/** What has to happen to get from what is owned to what is assigned. Pure. */
export function compareOwnership(owned: readonly OwnedPartition[], target: readonly OwnedPartition[]): OwnershipChange {
  const key = ({ topicId, partition }: OwnedPartition): string => `${topicId}:${partition}`
  const wanted = new Set(target.map(key))
  const had = new Set(owned.map(key))
  return {
    revoked: owned.filter((each) => !wanted.has(key(each))),
    assigned: target.filter((each) => !had.has(key(each))),
    kept: owned.filter((each) => wanted.has(key(each))),
  }
}
