import type { BrokerNode } from '../broker-node.ts'
import type { ClusterPart, ClusterState } from '../cluster-state.ts'
import { noLeader, type Partition } from './partition.ts'

/** Whether a broker serves a partition: the one that leads it, or any where the profile knows no leaders. */
export function leads({ nodeId }: BrokerNode, partition: Partition, { profile }: ClusterState): boolean {
  if (profile.leadership?.isEverywhere === true) return partition.leaderId !== noLeader
  return partition.leaderId === nodeId
}

/** Whether a broker has a replica that it may speak of. */
export function isReplica({ nodeId }: BrokerNode, partition: Partition, { profile }: ClusterState): boolean {
  return profile.leadership?.isEverywhere === true || partition.replicas.includes(nodeId)
}

/** Where every broker serves all partitions, Metadata names one of them for each answer, in turn. */
export class NamedLeaders implements ClusterPart {
  #answers = 0

  next(nodeIds: readonly number[]): number {
    if (nodeIds.length === 0) return noLeader
    return nodeIds[this.#answers++ % nodeIds.length]!
  }

  close(): void {
    this.#answers = 0
  }
}
