import type { TopicPartition } from '../../record/record.ts'
import {
  type AssignmentInput,
  compareMembers,
  compareText,
  emptyAssignment,
  type MemberSubscription,
  type PartitionAssignor,
  subscribedTopics,
} from './assignor.ts'
import { type RackView, rackView } from './racks.ts'

/**
 * Kafka's `RangeAssignor`: topic by topic, each subscriber takes a run of neighbouring partitions, the first ones one
 * more where it does not divide evenly. Topics with equal partition counts and subscribers are divided alike, which is
 * what joins by key rely on; members that come first get more when there are many topics.
 *
 * Where racks are known (KIP-881), partitions go first to members that are near to them, as many as are due to each; those
 * of topics that are divided alike go together, to a member that is near to all of them.
 */
export function rangeAssignor(): PartitionAssignor {
  return {
    name: 'range',
    assign(input) {
      const assignment = emptyAssignment(input.members)
      const topics = subscribedTopics(input)
      const shares = topics
        .map((topic) => new TopicShare(topic, input))
        .filter(({ partitionCount }) => partitionCount > 0)
      const needy = new Set(
        shares.filter((share) => rackView({ ...input, members: share.members }, [share.topic]) !== undefined),
      )
      const racks = needy.size === 0 ? undefined : rackView(input, topics)
      if (racks !== undefined) {
        for (const alike of groupAlike(shares)) {
          if (alike.length > 1) divideTogether(alike, racks)
          else if (needy.has(alike[0]!))
            alike[0]!.divide((memberId, share, partition) => racks.isNear(memberId, share, partition))
        }
      }
      for (const share of shares) {
        share.divide(() => true)
        for (const [memberId, partitions] of share.given) assignment.get(memberId)?.push(...partitions)
      }
      const byName = (a: TopicPartition, b: TopicPartition): number =>
        compareText(a.topic, b.topic) || a.partition - b.partition
      for (const partitions of assignment.values()) partitions.sort(byName)
      return assignment
    },
  }
}

/** One topic while it is divided. */
class TopicShare {
  readonly topic: string
  readonly partitionCount: number
  /** In Kafka's order: those that come first take what does not divide evenly. */
  readonly members: readonly MemberSubscription[]
  readonly memberIds: readonly string[]
  readonly given: ReadonlyMap<string, TopicPartition[]>
  readonly #open: Set<number>
  readonly #each: number
  #extra: number

  constructor(topic: string, { members, partitionCounts }: AssignmentInput) {
    this.topic = topic
    this.partitionCount = partitionCounts.get(topic) ?? 0
    this.members = members.filter(({ topics }) => topics.includes(topic)).sort(compareMembers)
    this.memberIds = this.members.map(({ memberId }) => memberId)
    this.given = new Map(this.memberIds.map((memberId) => [memberId, []]))
    this.#open = new Set(Array.from({ length: this.partitionCount }, (_, partition) => partition))
    this.#each = Math.floor(this.partitionCount / this.memberIds.length)
    this.#extra = this.partitionCount % this.memberIds.length
  }

  /** How many more the member may take. */
  dueTo(memberId: string): number {
    return Math.max(0, this.#each + (this.#extra > 0 ? 1 : 0) - (this.given.get(memberId)?.length ?? 0))
  }

  give(memberId: string, partition: number): void {
    const list = this.given.get(memberId)!
    list.push({ topic: this.topic, partition })
    if (list.length > this.#each) this.#extra -= 1
    this.#open.delete(partition)
  }

  /** Member by member, what is open, in order, and may be given. */
  divide(mayGive: (memberId: string, topic: string, partition: number) => boolean): void {
    for (const memberId of this.memberIds) {
      const fitting = [...this.#open].filter((partition) => mayGive(memberId, this.topic, partition))
      for (const partition of fitting.slice(0, this.dueTo(memberId))) this.give(memberId, partition)
    }
  }
}

/** Topics with the same subscribers and as many partitions: records of one key have one number in all of them. */
function groupAlike(shares: readonly TopicShare[]): readonly (readonly TopicShare[])[] {
  const groups = new Map<string, TopicShare[]>()
  for (const share of shares) {
    const key = JSON.stringify([share.partitionCount, share.memberIds])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [share])
    else group.push(share)
  }
  return [...groups.values()]
}

function divideTogether(shares: readonly TopicShare[], racks: RackView): void {
  const [first] = shares
  for (let partition = 0; partition < (first?.partitionCount ?? 0); partition++) {
    const nearest = first?.memberIds.find((memberId) =>
      shares.every((share) => racks.isNear(memberId, share.topic, partition) && share.dueTo(memberId) > 0),
    )
    if (nearest === undefined) continue
    for (const share of shares) share.give(nearest, partition)
  }
}
