import type { TopicPartition } from '../../record/record.ts'

/** How members hand partitions over: all at once with a pause for everybody, or only what moves (KIP-429). */
export type RebalanceProtocol = 'eager' | 'cooperative'

/** What one member tells the group about itself. */
export interface MemberSubscription {
  readonly memberId: string
  /** Its `groupInstanceId` (KIP-345); null for a dynamic member. */
  readonly groupInstanceId: string | null
  readonly topics: readonly string[]
  /** What it owned when it joined. Eager members of Java give up everything first, and say nothing here. */
  readonly ownedPartitions: readonly TopicPartition[]
  /** The generation in which it owned them; -1 where it does not tell. */
  readonly generationId: number
  readonly rackId: string | null
  /** What the assignor put into the member's subscription; null for nothing. */
  readonly userData: Buffer | null
}

/** What the leader hands to its assignor. */
export interface AssignmentInput {
  readonly members: readonly MemberSubscription[]
  /** Of every subscribed topic that exists. */
  readonly partitionCounts: ReadonlyMap<string, number>
  /** The racks of each partition's replicas, by topic and partition, as far as brokers say where they are. */
  readonly partitionRacks?: ReadonlyMap<string, readonly (readonly string[])[]>
}

/** Partitions by member id. Every member has an entry. */
export type GroupAssignment = ReadonlyMap<string, readonly TopicPartition[]>

/** What this member has at the moment, for what an assignor puts into its subscription. */
export interface OwnClaim {
  readonly topics: readonly string[]
  readonly ownedPartitions: readonly TopicPartition[]
  /** The generation of the last assignment; -1 before the first. */
  readonly generationId: number
}

/**
 * Divides the partitions of a group among its members. The member that the broker makes leader calls `assign`, with
 * everybody's subscription; members of other clients (Java's among them) may take part under the same name.
 *
 * An own assignor is any object of this shape. It must give every partition to at most one member, and only to members
 * that subscribe to its topic.
 */
export interface PartitionAssignor {
  /** The protocol name that all members have to share. */
  readonly name: string
  /** Default `eager`. */
  readonly rebalanceProtocol?: RebalanceProtocol
  assign(input: AssignmentInput): GroupAssignment
  /** Bytes for this member's subscription, which `assign` of the leader gets back. Default: none. */
  userData?(claim: OwnClaim): Uint8Array | null
}

/**
 * The order in which Java's assignors go through members: static members by instance id before dynamic ones by member
 * id, so that a static member keeps its place through a restart.
 */
export function compareMembers(a: MemberSubscription, b: MemberSubscription): number {
  if (a.groupInstanceId !== null && b.groupInstanceId !== null) return compareText(a.groupInstanceId, b.groupInstanceId)
  if (a.groupInstanceId !== null) return -1
  if (b.groupInstanceId !== null) return 1
  return compareText(a.memberId, b.memberId)
}

/** By UTF-16 units, as Java's `String.compareTo`. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** An empty list for every member, to fill. */
export function emptyAssignment(members: readonly MemberSubscription[]): Map<string, TopicPartition[]> {
  return new Map(members.map(({ memberId }) => [memberId, []]))
}

/** The topics that exist and that somebody subscribes to, in order. */
export function subscribedTopics({ members, partitionCounts }: AssignmentInput): string[] {
  const topics = new Set(members.flatMap((member) => member.topics))
  return [...topics].filter((topic) => partitionCounts.has(topic)).sort(compareText)
}
