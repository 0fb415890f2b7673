/** A group that changes its protocol while it has members (KIP-848): classic to consumer when the first one asks, and back. */
import type { ClusterState } from '../cluster-state.ts'
import type { ClassicGroup } from './classic-group.ts'
import type { ClassicGroupImage } from './classic-group-image.ts'
import { imageOfMember } from './classic-group-image.ts'
import { ClassicMember } from './classic-member.ts'
import type { ConsumerGroup } from './consumer-group.ts'
import { type ConsumerGroupImage, imageOfConsumer } from './consumer-group-image.ts'
import { ConsumerMember } from './consumer-member.ts'
import { consumerProtocolType, decodeAssignment, decodeSubscription } from './consumer-protocol.ts'
import { classicAssignment } from './mixed-group.ts'
import { noPartitions, type PartitionSet, partitionKey } from './topic-partition-set.ts'

function policyAllows(cluster: ClusterState, direction: 'upgrade' | 'downgrade'): boolean {
  const policy = cluster.brokerConfig.get('group.consumer.migration.policy')?.value.toLowerCase()
  return policy === 'bidirectional' || policy === direction
}

export function mayUpgrade(group: ClassicGroup, cluster: ClusterState): boolean {
  const mostMembers = cluster.brokerConfig.number('group.consumer.max.size')
  return (
    policyAllows(cluster, 'upgrade') && group.protocolType === consumerProtocolType && group.members.size <= mostMembers
  )
}

/** Whether nobody is left that needs a group of KIP-848. */
export function mayDowngrade(group: ConsumerGroup, cluster: ClusterState): boolean {
  const mostMembers = cluster.brokerConfig.number('group.max.size')
  const { members } = group
  return (
    members.length > 0 &&
    members.length <= mostMembers &&
    members.every(({ isClassic }) => isClassic) &&
    policyAllows(cluster, 'downgrade')
  )
}

/** Everybody has what it had: the generation is the epoch. Undefined where members do not speak of topics. */
export function upgradedImage(group: ClassicGroup, cluster: ClusterState): ConsumerGroupImage | undefined {
  const { groupId, generationId, protocolName, members } = group
  const images: ConsumerGroupImage['members'][number][] = []
  for (const member of members.all) {
    const subscription = decodeSubscription(member.metadataOf(protocolName))
    if (subscription === undefined) return undefined
    const assigned = partitionsOf(member, cluster)
    const { clientId, clientHost, rebalanceTimeoutMs, sessionTimeoutMs, protocols } = member
    const upgraded = new ConsumerMember(
      member.memberId,
      {
        ...{
          instanceId: member.groupInstanceId,
          rackId: subscription.rackId,
          clientId,
          clientHost,
          rebalanceTimeoutMs,
        },
        ...{ topicNames: subscription.topics, topicRegex: null, serverAssignor: null },
        classic: { sessionTimeoutMs, protocols },
      },
      {
        ...{ state: 'stable', epoch: generationId, previousEpoch: generationId },
        ...{ assigned, pendingRevocation: noPartitions },
      },
    )
    images.push(imageOfConsumer(upgraded, assigned))
  }
  return { groupId, epoch: generationId, targetEpoch: generationId, knownTopics: '', members: images }
}

/** As if the members had agreed among themselves on what the broker meant them to have. */
export function downgradedImage(group: ConsumerGroup, cluster: ClusterState): ClassicGroupImage {
  const classic = group.members.map(({ memberId, facts, epoch }) => ({ memberId, facts, epoch, said: facts.classic! }))
  const [first] = classic
  const shared = first!.said.protocols.find(({ name }) =>
    classic.every(({ said }) => said.protocols.some((protocol) => protocol.name === name)),
  )
  const protocolName = shared?.name ?? first!.said.protocols[0]!.name
  return {
    ...{ groupId: group.groupId, generationId: group.epoch, protocolType: consumerProtocolType, protocolName },
    ...{ leaderId: first!.memberId, stateSinceMs: group.stateSinceMs },
    members: classic.map(({ memberId, facts, said }) => {
      const { instanceId, clientId, clientHost, rebalanceTimeoutMs } = facts
      const member = new ClassicMember({
        ...{ memberId, groupInstanceId: instanceId, clientId, clientHost, rebalanceTimeoutMs },
        ...said,
      })
      member.assignment = classicAssignment(group.targetOf(memberId), said.protocols[0]!, cluster)
      return imageOfMember(member, protocolName)
    }),
  }
}

function partitionsOf({ assignment }: ClassicMember, cluster: ClusterState): PartitionSet {
  const assigned = new Set<string>()
  for (const { topic, partitions } of decodeAssignment(assignment)?.assignedPartitions ?? []) {
    const topicId = cluster.topic(topic)?.topicId
    if (topicId !== undefined) for (const partition of partitions) assigned.add(partitionKey(topicId, partition))
  }
  return assigned
}
