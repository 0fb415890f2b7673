/**
 * The members of one share group, and who of them reads what: Kafka's `ShareGroup`.
 *
 * Owned by `ShareGroups`. Nobody owns a partition, so nothing has to be given back before others get it: a new assignment
 * is in force at once, and each member hears of it with its next heartbeat. The epoch counts changes of members,
 * subscriptions and topics.
 */
import type { Timer } from '../../support/clock.ts'
import { assignShares, type ShareAssignment } from './simple-assignor.ts'

export const shareAssignorName = 'simple'

export interface ShareMember {
  readonly memberId: string
  readonly rackId: string | null
  readonly clientId: string
  readonly clientHost: string
  readonly topics: readonly string[]
  /** The epoch that it has heard of, and the one before. */
  memberEpoch: number
  previousEpoch: number
  /** The assignment that it has heard of, as text. */
  toldAssignment: string
  sessionTimer: Timer | undefined
}

export interface ShareGroupImage {
  readonly groupId: string
  readonly groupEpoch: number
  readonly knownTopics: readonly string[]
  readonly members: readonly Omit<ShareMember, 'sessionTimer' | 'toldAssignment' | 'previousEpoch'>[]
}

export type PartitionCounts = (topic: string) => number | undefined

export class ShareGroup {
  readonly groupId: string
  readonly members: Map<string, ShareMember> = new Map()
  /** Topics that somebody subscribed to while they were there: the group has offsets of them. */
  readonly knownTopics: Set<string> = new Set()
  #groupEpoch = 0
  #assignment: ShareAssignment = new Map()
  /** The topics for which the assignment was made, with their numbers of partitions. */
  #assignedFor = ''

  constructor(groupId: string) {
    this.groupId = groupId
  }

  get groupEpoch(): number {
    return this.#groupEpoch
  }

  get isEmpty(): boolean {
    return this.members.size === 0
  }

  get state(): 'Empty' | 'Stable' {
    return this.isEmpty ? 'Empty' : 'Stable'
  }

  get topics(): ReadonlySet<string> {
    return new Set([...this.members.values()].flatMap(({ topics }) => topics))
  }

  assignmentOf(memberId: string): ReadonlyMap<string, readonly number[]> {
    return this.#assignment.get(memberId) ?? new Map()
  }

  put(member: ShareMember): void {
    this.members.get(member.memberId)?.sessionTimer?.cancel()
    this.members.set(member.memberId, member)
  }

  remove(memberId: string): boolean {
    this.members.get(memberId)?.sessionTimer?.cancel()
    return this.members.delete(memberId)
  }

  /** Makes a new assignment, in a new epoch, where members, subscriptions or topics are others than for the last one. */
  update(partitionCounts: PartitionCounts): void {
    const topics = [...this.topics].sort().flatMap((topic) => {
      const partitionCount = partitionCounts(topic)
      return partitionCount === undefined ? [] : [{ topic, partitionCount }]
    })
    const members = [...this.members.values()].map(({ memberId, topics: names }) => ({
      memberId,
      topics: new Set(names),
    }))
    const assignedFor = JSON.stringify([topics, members.map(({ memberId, topics: names }) => [memberId, ...names])])
    if (assignedFor === this.#assignedFor) return
    this.#assignedFor = assignedFor
    for (const { topic } of topics) this.knownTopics.add(topic)
    this.#groupEpoch++
    this.#assignment = assignShares(members, topics)
  }

  close(): void {
    for (const { sessionTimer } of this.members.values()) sessionTimer?.cancel()
  }

  toImage(): ShareGroupImage {
    const members = [...this.members.values()].map(
      ({ memberId, rackId, clientId, clientHost, topics, memberEpoch }) => ({
        ...{ memberId, rackId, clientId, clientHost, topics, memberEpoch },
      }),
    )
    return { groupId: this.groupId, groupEpoch: this.#groupEpoch, knownTopics: [...this.knownTopics], members }
  }

  static fromImage({ groupId, groupEpoch, knownTopics, members }: ShareGroupImage): ShareGroup {
    const group = new ShareGroup(groupId)
    // The assignment is made anew, in the epoch that follows.
    group.#groupEpoch = groupEpoch
    for (const topic of knownTopics) group.knownTopics.add(topic)
    for (const member of members) {
      group.put({ ...member, previousEpoch: member.memberEpoch, toldAssignment: '', sessionTimer: undefined })
    }
    return group
  }
}
