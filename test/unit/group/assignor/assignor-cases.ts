import type { AssignmentInput, GroupAssignment, MemberSubscription } from '../../../../src/group/assignor/assignor.ts'
import { partitionKey } from '../../../../src/group/topic-partitions.ts'
import { type Random, randomInt } from '../../../../src/support/random.ts'

export function member(memberId: string, topics: readonly string[], fields: Partial<MemberSubscription> = {}) {
  return {
    memberId,
    groupInstanceId: null,
    topics,
    ownedPartitions: [],
    generationId: -1,
    rackId: null,
    userData: null,
    ...fields,
  } satisfies MemberSubscription
}

/** A group of a few members and topics, with equal subscriptions in half of the cases. */
export function randomInput(random: Random): AssignmentInput {
  const topics = Array.from({ length: 1 + randomInt(random, 4) }, (_, index) => `topic-${index}`)
  const partitionCounts = new Map(topics.map((topic) => [topic, randomInt(random, 9)]))
  const isUniform = random.next() < 0.5
  const members = Array.from({ length: 1 + randomInt(random, 6) }, (_, index) => {
    const chosen = isUniform ? topics : topics.filter(() => random.next() < 0.6)
    const groupInstanceId = random.next() < 0.3 ? `instance-${randomInt(random, 1000)}-${index}` : null
    return member(`member-${randomInt(random, 1000)}-${index}`, [...chosen, 'no-such-topic'], { groupInstanceId })
  })
  return { members, partitionCounts }
}

/** The same group later: some left, some came, a topic may have grown, and the rest own what they were given. */
export function laterInput(
  before: AssignmentInput,
  assignment: GroupAssignment,
  random: Random,
  claim: (member: MemberSubscription, owned: readonly { topic: string; partition: number }[]) => MemberSubscription,
): AssignmentInput {
  const stayed = before.members.filter(() => random.next() < 0.75)
  const members = stayed.map((each) => claim(each, assignment.get(each.memberId) ?? []))
  const topics = [...before.partitionCounts.keys()]
  const newcomers = Array.from({ length: randomInt(random, 3) }, (_, index) => {
    const like = before.members[randomInt(random, before.members.length)]?.topics ?? topics
    return member(`new-${randomInt(random, 1000)}-${index}`, like)
  })
  const grown = topics[randomInt(random, topics.length)]
  const partitionCounts = new Map(
    [...before.partitionCounts].map(([topic, count]) => [topic, topic === grown ? count + 1 : count]),
  )
  const all = [...members, ...newcomers]
  return { members: all.length > 0 ? all : [member('alone', topics)], partitionCounts }
}

/** Kafka's balance score: how far apart all pairs of members are. 0 is perfect. */
export function balanceScore(assignment: GroupAssignment): number {
  const loads = [...assignment.values()].map((partitions) => partitions.length)
  return loads.reduce((sum, a, i) => sum + loads.slice(i + 1).reduce((inner, b) => inner + Math.abs(a - b), 0), 0)
}

/** How many partitions stay with who had them. */
export function keptCount(members: readonly MemberSubscription[], assignment: GroupAssignment): number {
  return members.reduce((sum, { memberId, ownedPartitions }) => {
    const now = new Set(assignment.get(memberId)?.map(partitionKey))
    return sum + ownedPartitions.filter((owned) => now.has(partitionKey(owned))).length
  }, 0)
}

/** Every partition that somebody subscribes to, sorted. */
export function wantedPartitions({ members, partitionCounts }: AssignmentInput): string[] {
  const topics = new Set(members.flatMap((each) => each.topics))
  return [...partitionCounts]
    .filter(([topic]) => topics.has(topic))
    .flatMap(([topic, count]) => Array.from({ length: count }, (_, partition) => partitionKey({ topic, partition })))
    .sort()
}

export function assignedPartitions(assignment: GroupAssignment): string[] {
  return [...assignment.values()].flat().map(partitionKey).sort()
}

/** Most members in one of three racks, and every partition with replicas in one or two of them. */
export function withRandomRacks(input: AssignmentInput, random: Random): AssignmentInput {
  const racks = ['a', 'b', 'c']
  const anyRack = (): string => racks[randomInt(random, racks.length)]!
  return {
    ...input,
    members: input.members.map((each) => ({ ...each, rackId: random.next() < 0.85 ? anyRack() : null })),
    partitionRacks: new Map(
      [...input.partitionCounts].map(([topic, count]) => [
        topic,
        Array.from({ length: count }, () => [...new Set(random.next() < 0.6 ? [anyRack()] : [anyRack(), anyRack()])]),
      ]),
    ),
  }
}

/** How many partitions went to a member in whose rack they have a replica; a member without a rack is near everything. */
export function nearCount({ members, partitionRacks }: AssignmentInput, assignment: GroupAssignment): number {
  return members.reduce((sum, { memberId, rackId }) => {
    const isNear = ({ topic, partition }: { topic: string; partition: number }): boolean =>
      rackId === null || partitionRacks?.get(topic)?.[partition]?.includes(rackId) === true
    return sum + (assignment.get(memberId) ?? []).filter(isNear).length
  }, 0)
}
