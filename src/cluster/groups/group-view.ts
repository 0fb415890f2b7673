/** A group as a test looks at it: a copy of what its coordinator knows at this moment. */
import type { ClusterState } from '../cluster-state.ts'
import { ClassicGroup } from './classic-group.ts'
import { ConsumerGroup } from './consumer-group.ts'
import { decodeAssignment } from './consumer-protocol.ts'
import type { Group } from './group.ts'
import { type CommittedOffset, GroupOffsets } from './group-offsets.ts'
import { partitionOf, topicIdOf } from './topic-partition-set.ts'

export interface GroupView {
  readonly groupId: string
  /** `consumer`: the broker assigns (KIP-848). */
  readonly type: 'classic' | 'consumer'
  /** As Kafka writes it: `Stable`, `PreparingRebalance`, `Reconciling`. */
  readonly state: string
  readonly protocolType: string
  /** What the members of a classic group agreed on. */
  readonly protocolName: string | null
  /** The generation of a classic group, the epoch of one of KIP-848. */
  readonly epoch: number
  /** Who assigns in a classic group. */
  readonly leaderId: string | undefined
  readonly members: readonly GroupMemberView[]
  /** What has been committed; nothing of transactions that have not ended. */
  readonly offsets: readonly CommittedOffset[]
}

export interface GroupMemberView {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly clientId: string
  readonly clientHost: string
  /** Empty where it has none yet, or where members do not speak of partitions. */
  readonly assignment: readonly AssignedPartition[]
}

export interface AssignedPartition {
  readonly topic: string
  readonly partition: number
}

export function viewOfGroup(group: Group, cluster: ClusterState): GroupView {
  const { groupId, type, state, protocolType } = group
  const offsets = cluster.part(GroupOffsets).of(groupId)
  const common = { groupId, type, state, protocolType, offsets, protocolName: null, epoch: 0, leaderId: undefined }
  if (group instanceof ClassicGroup) return { ...common, ...viewOfClassic(group) }
  if (group instanceof ConsumerGroup) {
    return { ...common, epoch: group.epoch, members: membersOfConsumer(group, cluster) }
  }
  return { ...common, members: [] }
}

function viewOfClassic(group: ClassicGroup): Pick<GroupView, 'protocolName' | 'epoch' | 'leaderId' | 'members'> {
  const members = group.members.all.map(({ memberId, groupInstanceId, clientId, clientHost, assignment }) => ({
    ...{ memberId, groupInstanceId, clientId, clientHost },
    assignment: (decodeAssignment(assignment)?.assignedPartitions ?? []).flatMap(({ topic, partitions }) =>
      partitions.map((partition) => ({ topic, partition })),
    ),
  }))
  return {
    ...{ protocolName: group.protocolName, epoch: group.generationId, members },
    leaderId: group.members.leaderId,
  }
}

function membersOfConsumer(group: ConsumerGroup, cluster: ClusterState): readonly GroupMemberView[] {
  return group.members.map(({ memberId, facts, standing }) => ({
    ...{ memberId, groupInstanceId: facts.instanceId, clientId: facts.clientId, clientHost: facts.clientHost },
    assignment: [...standing.assigned].flatMap((key) => {
      const topic = cluster.topicById(topicIdOf(key))?.name
      return topic === undefined ? [] : [{ topic, partition: partitionOf(key) }]
    }),
  }))
}
