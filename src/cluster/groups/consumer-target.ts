/**
 * What the members of a group are to have: its subscriptions, resolved against the topics that there are, and the assignment
 * that follows from them (KIP-848).
 */
import type { Uuid } from '../../protocol/uuid.ts'
import type { ClusterState } from '../cluster-state.ts'
import { assignorNamed } from './assignors.ts'
import type { ConsumerMember } from './consumer-member.ts'
import { compileSubscriptionRegex } from './subscription-regex.ts'
import { noPartitions, type PartitionSet } from './topic-partition-set.ts'

/** Of one member: the ids of its topics. */
export function topicIdsOf({ facts }: ConsumerMember, cluster: ClusterState): ReadonlySet<Uuid> {
  const ids = new Set<Uuid>()
  for (const name of facts.topicNames) {
    const topic = cluster.topic(name)
    if (topic !== undefined) ids.add(topic.topicId)
  }
  const regex = facts.topicRegex === null || facts.topicRegex === '' ? undefined : facts.topicRegex
  const compiled = regex === undefined ? undefined : compileSubscriptionRegex(regex)
  for (const { name, topicId } of cluster.topics) if (compiled?.test(name) === true) ids.add(topicId)
  return ids
}

/** How many partitions the topics of all of them have, in the order of their names. */
export function partitionCountsOf(members: Iterable<ConsumerMember>, cluster: ClusterState): ReadonlyMap<Uuid, number> {
  const ids = new Set<Uuid>()
  for (const member of members) for (const topicId of topicIdsOf(member, cluster)) ids.add(topicId)
  const topics = [...ids].map((topicId) => cluster.topicById(topicId)!)
  topics.sort((a, b) => (a.name < b.name ? -1 : 1))
  return new Map(topics.map(({ topicId, partitions }) => [topicId, partitions.length]))
}

/** The assignor that most members ask for, or the broker's first. */
export function preferredAssignor(members: Iterable<ConsumerMember>, cluster: ClusterState): string {
  const votes = new Map<string, number>()
  for (const { facts } of members) {
    if (facts.serverAssignor !== null) votes.set(facts.serverAssignor, (votes.get(facts.serverAssignor) ?? 0) + 1)
  }
  const [winner] = [...votes].sort(([, a], [, b]) => b - a)
  return winner?.[0] ?? assignorNames(cluster)[0] ?? 'uniform'
}

export function assignorNames(cluster: ClusterState): readonly string[] {
  const value = cluster.brokerConfig.get('group.consumer.assignors')?.value ?? ''
  return value
    .split(',')
    .map((name) => name.trim().replace(/^.*\.(Uniform|Range)Assignor$/, (_, kind: string) => kind.toLowerCase()))
}

/** @param targets What they were to have until now, by member id. */
export function computeTarget(
  members: ReadonlyMap<string, ConsumerMember>,
  targets: ReadonlyMap<string, PartitionSet>,
  cluster: ClusterState,
): Map<string, PartitionSet> {
  const assign = assignorNamed(preferredAssignor(members.values(), cluster)) ?? assignorNamed('uniform')!
  const assignable = [...members.values()].map((member) => ({
    memberId: member.memberId,
    instanceId: member.facts.instanceId,
    topicIds: topicIdsOf(member, cluster),
    target: targets.get(member.memberId) ?? noPartitions,
  }))
  return assign(assignable, partitionCountsOf(members.values(), cluster))
}
