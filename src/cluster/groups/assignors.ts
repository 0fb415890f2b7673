/**
 * The assignors of a broker (KIP-848): who of a group's members gets which partitions.
 *
 * `uniform` gives everybody about the same number, and leaves what it can where it is. `range` gives each member a run of
 * neighbouring partitions of each topic, so that topics with as many partitions are divided in the same way.
 */
import type { Uuid } from '../../protocol/uuid.ts'
import { type PartitionKey, type PartitionSet, partitionKey, topicIdOf } from './topic-partition-set.ts'

export interface AssignableMember {
  readonly memberId: string
  readonly instanceId: string | null
  /** Ids of the topics that it wants and that there are. */
  readonly topicIds: ReadonlySet<Uuid>
  /** What it was to have until now. */
  readonly target: PartitionSet
}

/** @param partitionCounts By topic id, of all topics that somebody wants. */
export type Assign = (
  members: readonly AssignableMember[],
  partitionCounts: ReadonlyMap<Uuid, number>,
) => Map<string, Set<PartitionKey>>

const assignRange: Assign = (members, partitionCounts) => {
  const assignment = emptyAssignment(members)
  const ordered = [...members].sort(byInstanceThenMember)
  for (const [topicId, count] of partitionCounts) {
    const subscribed = ordered.filter(({ topicIds }) => topicIds.has(topicId))
    let next = 0
    for (const [index, { memberId }] of subscribed.entries()) {
      const share = Math.floor(count / subscribed.length) + (index < count % subscribed.length ? 1 : 0)
      const own = assignment.get(memberId)!
      for (const end = next + share; next < end; next++) own.add(partitionKey(topicId, next))
    }
  }
  return assignment
}

const assignUniform: Assign = (members, partitionCounts) => {
  const assignment = emptyAssignment(members)
  const free = new Set<PartitionKey>()
  for (const [topicId, count] of partitionCounts) {
    for (let index = 0; index < count; index++) free.add(partitionKey(topicId, index))
  }
  for (const { memberId, topicIds, target } of members) {
    for (const key of target) if (topicIds.has(topicIdOf(key)) && free.delete(key)) assignment.get(memberId)!.add(key)
  }
  const subscribersOf = new Map<Uuid, readonly AssignableMember[]>()
  for (const topicId of partitionCounts.keys()) {
    subscribersOf.set(
      topicId,
      members.filter(({ topicIds }) => topicIds.has(topicId)),
    )
  }
  for (const key of free) {
    const poorest = poorestOf(subscribersOf.get(topicIdOf(key))!, assignment)
    if (poorest !== undefined) assignment.get(poorest)!.add(key)
  }
  balance(assignment, subscribersOf)
  return assignment
}

/** What `server.assignor` can name. */
const assignors: ReadonlyMap<string, Assign> = new Map([
  ['uniform', assignUniform],
  ['range', assignRange],
])

/** Undefined for one that this broker does not have. */
export function assignorNamed(name: string): Assign | undefined {
  return assignors.get(name)
}

/** Moves one partition after another to who has at least two less, until nobody has. */
function balance(
  assignment: ReadonlyMap<string, Set<PartitionKey>>,
  subscribersOf: ReadonlyMap<Uuid, readonly AssignableMember[]>,
): void {
  for (let hasMoved = true; hasMoved; ) {
    hasMoved = false
    const byWealth = [...assignment.values()].sort((a, b) => b.size - a.size)
    for (const rich of byWealth) {
      for (const key of [...rich].reverse()) {
        const poorest = assignment.get(poorestOf(subscribersOf.get(topicIdOf(key))!, assignment) ?? '')
        if (poorest === undefined || rich.size - poorest.size < 2) continue
        rich.delete(key)
        poorest.add(key)
        hasMoved = true
      }
    }
  }
}

function poorestOf(
  subscribers: readonly AssignableMember[],
  assignment: ReadonlyMap<string, PartitionSet>,
): string | undefined {
  let poorest: string | undefined
  for (const { memberId } of subscribers) {
    if (poorest === undefined || assignment.get(memberId)!.size < assignment.get(poorest)!.size) poorest = memberId
  }
  return poorest
}

function emptyAssignment(members: readonly AssignableMember[]): Map<string, Set<PartitionKey>> {
  return new Map(members.map(({ memberId }) => [memberId, new Set<PartitionKey>()]))
}

/** Static members before the others, so that they keep their place when they come back under another member id. */
function byInstanceThenMember(a: AssignableMember, b: AssignableMember): number {
  if ((a.instanceId === null) !== (b.instanceId === null)) return a.instanceId === null ? 1 : -1
  const [left, right] = a.instanceId === null ? [a.memberId, b.memberId] : [a.instanceId, b.instanceId!]
  return left < right ? -1 : Number(left > right)
}
