import type { AssignmentInput, MemberSubscription } from './assignor.ts'

/** Tells whether a member is near a partition: whether one of its replicas is in the member's rack (KIP-881). */
export interface RackView {
  isNear(memberId: string, topic: string, partition: number): boolean
  /** Partitions of the same class have replicas in the same racks. */
  classOf(topic: string, partition: number): string
}

/**
 * The racks of a group, or undefined where they are no reason to assign one way or another: nobody says where it is, no
 * replica is where anybody is, or every partition has a replica in every rack. A member without a rack is near everything.
 */
export function rackView(input: AssignmentInput, topics: readonly string[]): RackView | undefined {
  const { members, partitionRacks } = input
  if (partitionRacks === undefined) return undefined
  const rackOf = memberRacks(members)
  const racksOf = (topic: string, partition: number): readonly string[] => partitionRacks.get(topic)?.[partition] ?? []
  const classes = topics.flatMap((topic) =>
    Array.from({ length: input.partitionCounts.get(topic) ?? 0 }, (_, partition) =>
      classKey(racksOf(topic, partition)),
    ),
  )
  const replicaRacks = new Set(topics.flatMap((topic) => partitionRacks.get(topic)?.flat() ?? []))
  const everywhere = classKey([...replicaRacks])
  const isShared = [...rackOf.values()].some((rack) => replicaRacks.has(rack))
  if (!isShared || classes.every((each) => each === everywhere)) return undefined
  return {
    isNear(memberId, topic, partition) {
      const rack = rackOf.get(memberId)
      return rack === undefined || racksOf(topic, partition).includes(rack)
    },
    classOf: (topic, partition) => classKey(racksOf(topic, partition)),
  }
}

function memberRacks(members: readonly MemberSubscription[]): ReadonlyMap<string, string> {
  return new Map(
    members.flatMap(({ memberId, rackId }) => (rackId === null || rackId === '' ? [] : [[memberId, rackId] as const])),
  )
}

function classKey(racks: readonly string[]): string {
  return [...new Set(racks)].sort().join('\n')
}
