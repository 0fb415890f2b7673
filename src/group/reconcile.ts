import type { TopicPartition } from '../record/record.ts'
import { partitionKey } from './topic-partitions.ts'

export interface Reconciliation {
  /** Owned, and not in the target: to be given up before anything else. */
  readonly revoked: readonly TopicPartition[]
  /** In the target, and not owned yet. */
  readonly assigned: readonly TopicPartition[]
  /** Owned before and after: reading goes on. */
  readonly kept: readonly TopicPartition[]
}

/** What has to happen to get from what a member owns to what the group wants it to own. Pure. */
export function reconcile(owned: Iterable<TopicPartition>, target: Iterable<TopicPartition>): Reconciliation {
  const wanted = new Map([...target].map((each) => [partitionKey(each), each]))
  const revoked: TopicPartition[] = []
  const kept: TopicPartition[] = []
  for (const each of owned) {
    if (wanted.delete(partitionKey(each))) kept.push(each)
    else revoked.push(each)
  }
  return { revoked, assigned: [...wanted.values()], kept }
}
