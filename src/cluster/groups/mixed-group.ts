/**
 * Members that still join and sync, in a group in which the broker assigns (KIP-848): what lets a group be upgraded member by
 * member, and taken back.
 *
 * To such a member the group looks like a classic one that somebody else leads: its epoch is the generation, and what the
 * broker has given it is its assignment.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import type { ClusterState } from '../cluster-state.ts'
import type { ClassicProtocol, JoinAnswer, SyncAnswer } from './classic-member.ts'
import { type Beating, type Joining, type Leaving, refusedJoin, type Syncing } from './classic-requests.ts'
import type { ConsumerGroup } from './consumer-group.ts'
import { type ConsumerMember, updatedFacts } from './consumer-member.ts'
import { consumerProtocolType, decodeSubscription, encodeAssignment, subscriptionVersion } from './consumer-protocol.ts'
import { type PartitionSet, partitionKey, toTopicPartitions } from './topic-partition-set.ts'

export function joinMixed(group: ConsumerGroup, joining: Joining, cluster: ClusterState): JoinAnswer {
  const { memberId, newMemberId, groupInstanceId, protocols } = joining
  const subscription = decodeSubscription(protocols[0]?.metadata ?? Buffer.alloc(0))
  if (!group.hasRoomFor(memberId)) return refusedJoin('', ErrorCodes.GROUP_MAX_SIZE_REACHED)
  if (subscription === undefined || !fits(group, joining)) {
    return refusedJoin(memberId, ErrorCodes.INCONSISTENT_GROUP_PROTOCOL)
  }
  if (memberId === '' && groupInstanceId === null && joining.needsKnownMemberId) {
    return refusedJoin(newMemberId, ErrorCodes.MEMBER_ID_REQUIRED)
  }
  const member = joiningMember(group, joining)
  if (typeof member === 'number') return refusedJoin(memberId, member)
  const { topics, rackId, ownedPartitions } = subscription
  const { sessionTimeoutMs, rebalanceTimeoutMs, clientId, clientHost } = joining
  const classic = { sessionTimeoutMs, protocols }
  const said = {
    instanceId: groupInstanceId,
    rackId,
    topicNames: topics,
    rebalanceTimeoutMs,
    clientId,
    clientHost,
    classic,
  }
  const owned = new Set<string>()
  for (const { topic, partitions } of ownedPartitions) {
    const topicId = cluster.topic(topic)?.topicId
    if (topicId !== undefined) for (const partition of partitions) owned.add(partitionKey(topicId, partition))
  }
  group.hear(member, updatedFacts(member.facts, said), owned)
  group.expectWithin(member, rebalanceTimeoutMs)
  return {
    ...{ errorCode: ErrorCodes.NONE, memberId: member.memberId, generationId: member.epoch },
    ...{ protocolType: consumerProtocolType, protocolName: protocols[0]!.name },
  }
}

export function syncMixed(group: ConsumerGroup, syncing: Syncing, cluster: ClusterState): SyncAnswer {
  const member = classicMember(group, syncing)
  if (typeof member === 'number') return { errorCode: member }
  const [protocol] = member.facts.classic!.protocols
  const { protocolType, protocolName } = syncing
  if (syncing.generationId !== member.epoch) return { errorCode: ErrorCodes.ILLEGAL_GENERATION }
  const isOther = (asked: string | null, own: string): boolean => asked !== null && asked !== own
  if (isOther(protocolType, consumerProtocolType) || isOther(protocolName, protocol!.name)) {
    return { errorCode: ErrorCodes.INCONSISTENT_GROUP_PROTOCOL }
  }
  if (group.epoch > member.epoch && member.standing.state !== 'unrevoked') {
    group.expectWithin(member, member.facts.rebalanceTimeoutMs)
    return { errorCode: ErrorCodes.REBALANCE_IN_PROGRESS }
  }
  member.rebalanceTimer = undefined
  group.startSession(member)
  const assignment = classicAssignment(member.standing.assigned, protocol!, cluster)
  return { errorCode: ErrorCodes.NONE, protocolType, protocolName, assignment }
}

export function heartbeatMixed(group: ConsumerGroup, beating: Beating): number {
  const member = classicMember(group, beating)
  if (typeof member === 'number') return member
  if (beating.generationId !== member.epoch) return ErrorCodes.ILLEGAL_GENERATION
  group.startSession(member)
  const { state } = member.standing
  const mustRejoin =
    member.epoch < group.epoch || state === 'unrevoked' || (state === 'unreleased' && !group.isWaiting(member))
  if (!mustRejoin) return ErrorCodes.NONE
  if (!member.hasRebalanceTimer) group.expectWithin(member, member.facts.rebalanceTimeoutMs)
  return ErrorCodes.REBALANCE_IN_PROGRESS
}

export function leaveMixed(group: ConsumerGroup, { memberId, groupInstanceId }: Leaving): number {
  const present = groupInstanceId === null ? undefined : group.staticMember(groupInstanceId)
  const member = classicMember(group, {
    memberId: memberId === '' ? (present?.memberId ?? '') : memberId,
    groupInstanceId,
  })
  if (typeof member === 'number') return member
  group.expire(member.memberId)
  return ErrorCodes.NONE
}

/** What a broker gave a member, as members give it to each other. */
export function classicAssignment(assigned: PartitionSet, protocol: ClassicProtocol, cluster: ClusterState): Buffer {
  const assignedPartitions = toTopicPartitions(assigned).flatMap(({ topicId, partitions }) => {
    const topic = cluster.topicById(topicId)?.name
    return topic === undefined ? [] : [{ topic, partitions }]
  })
  return encodeAssignment(subscriptionVersion(protocol.metadata), { assignedPartitions, userData: null })
}

/** Whether all who still join and sync know one of these protocols. */
function fits(group: ConsumerGroup, { protocolType, protocols }: Joining): boolean {
  const classic = group.members.flatMap(({ facts }) => (facts.classic === null ? [] : [facts.classic]))
  const doAllKnow = (name: string): boolean =>
    classic.every((own) => own.protocols.some((known) => known.name === name))
  return protocolType === consumerProtocolType && protocols.some(({ name }) => doAllKnow(name))
}

/** The member that joins, made where it is new; or the error. */
function joiningMember(group: ConsumerGroup, joining: Joining): ConsumerMember | number {
  const { memberId, newMemberId, groupInstanceId } = joining
  if (groupInstanceId === null) {
    const id = memberId === '' ? newMemberId : memberId
    return group.member(id) ?? group.create(id)
  }
  const present = group.staticMember(groupInstanceId)
  if (memberId === '') return present === undefined ? group.create(newMemberId) : group.replace(present, newMemberId)
  if (present === undefined) return ErrorCodes.UNKNOWN_MEMBER_ID
  return present.memberId === memberId ? present : ErrorCodes.FENCED_INSTANCE_ID
}

/** The member that a request names, if it still joins and syncs; or the error. */
function classicMember(group: ConsumerGroup, { memberId, groupInstanceId }: Leaving): ConsumerMember | number {
  const present = groupInstanceId === null ? group.member(memberId) : group.staticMember(groupInstanceId)
  if (present === undefined) return ErrorCodes.UNKNOWN_MEMBER_ID
  if (present.memberId !== memberId) return ErrorCodes.FENCED_INSTANCE_ID
  return present.isClassic ? present : ErrorCodes.UNKNOWN_MEMBER_ID
}
