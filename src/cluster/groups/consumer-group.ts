/**
 * A group in which the broker assigns (KIP-848): ConsumerGroupHeartbeat.
 *
 * The coordinator's part owns it. Three kinds of epochs say where it stands: the group's goes up with every change of members
 * or of their topics, the target's is that of the group for which the last assignment was made, and a member's is that of the
 * target which it has. Members live on their session timers, and must give up partitions before their rebalance timer ends.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import type { ClusterState } from '../cluster-state.ts'
import { consumerGroupConfig } from './consumer-group-config.ts'
import { type ConsumerGroupImage, consumerOfImage, imageOfConsumer } from './consumer-group-image.ts'
import { ConsumerMember, type ConsumerMemberFacts, leftStaticEpoch, updatedFacts } from './consumer-member.ts'
import { type Beat, type BeatAnswer, refusalOfBeat, refusedBeat } from './consumer-requests.ts'
import { computeTarget, partitionCountsOf, topicIdsOf } from './consumer-target.ts'
import type { CommitCheck, CommittingMember, Group } from './group.ts'
import { reconcileMember } from './reconcile-member.ts'
import {
  difference,
  isSameSet,
  noPartitions,
  type PartitionKey,
  type PartitionSet,
  toPartitionSet,
  toTopicPartitions,
} from './topic-partition-set.ts'

export type ConsumerGroupState = 'Empty' | 'Assigning' | 'Reconciling' | 'Stable'

const firstCommitVersion = 9

const newcomerFacts: ConsumerMemberFacts = {
  ...{ instanceId: null, rackId: null, clientId: '', clientHost: '', rebalanceTimeoutMs: 300_000 },
  ...{ topicNames: [], topicRegex: null, serverAssignor: null, classic: null },
}

export interface ConsumerGroupOptions {
  /** What was written down of it before. */
  readonly image?: ConsumerGroupImage
  readonly onMemberGone?: (group: ConsumerGroup) => void
}

export class ConsumerGroup implements Group {
  readonly groupId: string
  readonly type = 'consumer'
  readonly protocolType = 'consumer'
  readonly #cluster: ClusterState
  readonly #members = new Map<string, ConsumerMember>()
  /** A member has gone: it may have been the last that needs a group of this kind. */
  readonly #onMemberGone: (group: ConsumerGroup) => void
  #targets: Map<string, PartitionSet> = new Map()
  // As Kafka begins since 4.x: the first member is in epoch 2.
  #epoch = 1
  #targetEpoch = 1
  #assignedAtMs = -Infinity
  /** The topics for which the group has its epoch, with their partitions. */
  #knownTopics = ''
  #stateSinceMs: number

  constructor(cluster: ClusterState, groupId: string, { image, onMemberGone = () => {} }: ConsumerGroupOptions = {}) {
    this.#cluster = cluster
    this.#onMemberGone = onMemberGone
    this.groupId = groupId
    this.#stateSinceMs = cluster.clock.wallNow()
    if (image !== undefined) this.#load(image)
  }

  get state(): ConsumerGroupState {
    if (this.#members.size === 0) return 'Empty'
    if (this.#epoch > this.#targetEpoch) return 'Assigning'
    const isSettled = ({ standing }: ConsumerMember): boolean =>
      standing.state === 'stable' && standing.epoch === this.#targetEpoch
    return [...this.#members.values()].every(isSettled) ? 'Stable' : 'Reconciling'
  }

  get isEmpty(): boolean {
    return this.#members.size === 0
  }

  get stateSinceMs(): number {
    return this.#stateSinceMs
  }

  get epoch(): number {
    return this.#epoch
  }

  get targetEpoch(): number {
    return this.#targetEpoch
  }

  get image(): ConsumerGroupImage {
    return {
      ...{ groupId: this.groupId, epoch: this.#epoch, targetEpoch: this.#targetEpoch, knownTopics: this.#knownTopics },
      members: this.members.map((member) => imageOfConsumer(member, this.targetOf(member.memberId))),
    }
  }

  get members(): readonly ConsumerMember[] {
    return [...this.#members.values()]
  }

  member(memberId: string): ConsumerMember | undefined {
    return this.#members.get(memberId)
  }

  targetOf(memberId: string): PartitionSet {
    return this.#targets.get(memberId) ?? noPartitions
  }

  hasRoomFor(memberId: string): boolean {
    const mostMembers = this.#cluster.brokerConfig.number('group.consumer.max.size')
    return this.#members.size < mostMembers || this.#members.has(memberId)
  }

  /** Whether others still have what the member is to get. */
  isWaiting({ memberId, standing }: ConsumerMember): boolean {
    const missing = difference(this.targetOf(memberId), standing.assigned)
    return [...missing].some((key) => this.#isHeld(key))
  }

  /** One heartbeat of a member that stays, or that comes (epoch 0). */
  heartbeat(beat: Beat): BeatAnswer {
    if (!this.hasRoomFor(beat.memberId)) {
      return refusedBeat(ErrorCodes.GROUP_MAX_SIZE_REACHED, 'The consumer group has reached its maximum capacity.')
    }
    const found = this.#memberOf(beat)
    if (!(found instanceof ConsumerMember)) return found
    const assignedBefore = found.standing.assigned
    this.hear(found, updatedFacts(found.facts, beat), beat.owned === null ? undefined : toPartitionSet(beat.owned))
    const saysAll = beat.rebalanceTimeoutMs >= 0 && beat.owned !== null && (beat.topicNames ?? beat.topicRegex) !== null
    const mustTell = beat.memberEpoch === 0 || saysAll || !isSameSet(assignedBefore, found.standing.assigned)
    return {
      errorCode: ErrorCodes.NONE,
      memberId: found.memberId,
      memberEpoch: found.epoch,
      heartbeatIntervalMs: consumerGroupConfig(this.#cluster, this.groupId, 'consumer.heartbeat.interval.ms'),
      assignment: mustTell ? { topicPartitions: toTopicPartitions(found.standing.assigned) } : null,
    }
  }

  /** A heartbeat with epoch -1, or -2 of a static member that will be back. */
  leave({ memberId, memberEpoch, instanceId }: Beat): BeatAnswer {
    const member = instanceId === null ? this.#members.get(memberId) : this.staticMember(instanceId)
    if (member === undefined) return refusalOfBeat('unknownMember', { groupId: this.groupId, memberId, instanceId })
    if (member.memberId !== memberId)
      return refusalOfBeat('fencedInstance', { groupId: this.groupId, memberId, instanceId })
    if (instanceId !== null && memberEpoch === leftStaticEpoch) {
      member.standing = { ...member.standing, epoch: leftStaticEpoch, pendingRevocation: noPartitions }
    } else this.expire(memberId)
    return { errorCode: ErrorCodes.NONE, memberId, memberEpoch }
  }

  /** A member is gone: others get what it had. False where there is no such member. */
  expire(memberId: string): boolean {
    const member = this.#members.get(memberId)
    if (member === undefined) return false
    member.endTimers()
    this.#members.delete(memberId)
    this.#targets.delete(memberId)
    // Before the next epoch: for members that go on as a classic group, this one is their generation.
    this.#onMemberGone(this)
    this.#epoch++
    this.#knownTopics = this.#topicsNow()
    this.#stateSinceMs = this.#cluster.clock.wallNow()
    return true
  }

  /** Makes another assignment at the next heartbeat, whether there is a reason or not. */
  rebalance(): void {
    if (!this.isEmpty) this.#epoch++
  }

  staticMember(instanceId: string): ConsumerMember | undefined {
    return this.members.find(({ facts }) => facts.instanceId === instanceId)
  }

  checkCommit(committing: CommittingMember, { version, isTransactional }: CommitCheck): number {
    const { memberId, generationIdOrMemberEpoch } = committing
    if (generationIdOrMemberEpoch < 0 && this.isEmpty) return ErrorCodes.NONE
    const member = this.#members.get(memberId)
    if (member === undefined) return ErrorCodes.UNKNOWN_MEMBER_ID
    if (!isTransactional && !member.isClassic && version < firstCommitVersion) return ErrorCodes.UNSUPPORTED_VERSION
    return checkEpoch(member, generationIdOrMemberEpoch)
  }

  checkFetch(memberId: string | null, memberEpoch: number): number {
    if (memberId === null && memberEpoch < 0) return ErrorCodes.NONE
    const member = this.#members.get(memberId ?? '')
    return member === undefined ? ErrorCodes.UNKNOWN_MEMBER_ID : checkEpoch(member, memberEpoch)
  }

  checkOffsetDelete(): number {
    return ErrorCodes.NONE
  }

  isSubscribedTo(topic: string): boolean {
    const topicId = this.#cluster.topic(topic)?.topicId
    return this.members.some(
      (member) =>
        member.facts.topicNames.includes(topic) ||
        (topicId !== undefined && topicIdsOf(member, this.#cluster).has(topicId)),
    )
  }

  onCommitted(): void {
    // Only heartbeats keep a member of such a group alive.
  }

  unload(): void {
    for (const member of this.#members.values()) member.endTimers()
  }

  /** Another broker coordinates it: it knows all that was known, and gives everybody time. */
  resume(): void {
    for (const member of this.#members.values()) {
      this.startSession(member)
      this.#watchRevocation(member)
    }
  }

  startSession(member: ConsumerMember): void {
    const timeoutMs =
      member.facts.classic?.sessionTimeoutMs ??
      consumerGroupConfig(this.#cluster, this.groupId, 'consumer.session.timeout.ms')
    const onDue = (): void => {
      this.expire(member.memberId)
    }
    member.sessionTimer = this.#cluster.clock.setTimer(timeoutMs, 'group session', onDue, { background: true })
  }

  /** The member that the heartbeat comes from, made or replaced where it joins; or the answer that refuses it. */
  #memberOf(beat: Beat): ConsumerMember | BeatAnswer {
    const { memberId, memberEpoch, instanceId } = beat
    const names = { groupId: this.groupId, memberId, instanceId }
    const present = instanceId === null ? this.#members.get(memberId) : this.staticMember(instanceId)
    if (memberEpoch === 0 && present === undefined) return this.create(memberId)
    if (present === undefined) return refusalOfBeat('unknownMember', names)
    if (memberEpoch === 0 && instanceId !== null) {
      return present.epoch === leftStaticEpoch || present.isClassic
        ? this.replace(present, memberId)
        : refusalOfBeat('unreleasedInstance', names)
    }
    if (present.memberId !== memberId) return refusalOfBeat('fencedInstance', names)
    return isEpochCurrent(present, beat) ? present : refusalOfBeat('fencedEpoch', names)
  }

  /** A new one, of which nothing is known yet. */
  create(memberId: string): ConsumerMember {
    return this.#add(new ConsumerMember(memberId, newcomerFacts))
  }

  #add(member: ConsumerMember): ConsumerMember {
    this.#members.set(member.memberId, member)
    return member
  }

  /** A static member is back under another id: it has what the one before had. */
  replace(old: ConsumerMember, memberId: string): ConsumerMember {
    const target = this.targetOf(old.memberId)
    old.endTimers()
    this.#members.delete(old.memberId)
    this.#targets.delete(old.memberId)
    this.#targets.set(memberId, target)
    const facts = { ...old.facts, classic: null }
    return this.#add(new ConsumerMember(memberId, facts, { ...old.standing, epoch: 0, previousEpoch: 0 }))
  }

  /** Takes what the member says, makes an assignment where something has changed, and leads the member towards it. */
  hear(member: ConsumerMember, facts: ConsumerMemberFacts, owned: PartitionSet | undefined): void {
    const { topicNames, topicRegex } = member.facts
    member.facts = facts
    const wantsOthers =
      topicNames.length !== member.facts.topicNames.length ||
      topicNames.some((name) => !member.facts.topicNames.includes(name)) ||
      topicRegex !== member.facts.topicRegex
    const topics = this.#topicsNow()
    if (wantsOthers || topics !== this.#knownTopics) this.#epoch++
    this.#knownTopics = topics
    this.#assign()
    this.#advance(member, owned)
    this.startSession(member)
  }

  /** An assignment for the group as it is, unless there is one. */
  #assign(): void {
    const { clock, brokerConfig } = this.#cluster
    if (this.#epoch === this.#targetEpoch) return
    // Kafka lets changes gather before it assigns again.
    if (clock.now() - this.#assignedAtMs < brokerConfig.number('group.consumer.assignment.interval.ms')) return
    this.#assignedAtMs = clock.now()
    this.#targets = computeTarget(this.#members, this.#targets, this.#cluster)
    this.#targetEpoch = this.#epoch
  }

  #advance(member: ConsumerMember, owned: PartitionSet | undefined): void {
    const before = member.standing
    member.standing = reconcileMember(before, {
      targetEpoch: this.#targetEpoch,
      target: this.targetOf(member.memberId),
      owned,
      isHeld: (key) => this.#isHeld(key),
    })
    if (member.standing !== before && !member.isClassic) this.#watchRevocation(member)
  }

  /** Who does not give up partitions in time is put out of the group. */
  #watchRevocation(member: ConsumerMember): void {
    if (member.standing.state === 'unrevoked') this.expectWithin(member, member.facts.rebalanceTimeoutMs)
    else member.rebalanceTimer = undefined
  }

  /** The member has so long for its next step, or goes. */
  expectWithin(member: ConsumerMember, timeoutMs: number): void {
    const onDue = (): void => {
      this.expire(member.memberId)
    }
    member.rebalanceTimer = this.#cluster.clock.setTimer(timeoutMs, 'member rebalance', onDue)
  }

  #load({ epoch, targetEpoch, knownTopics, members }: ConsumerGroupImage): void {
    this.#epoch = epoch
    this.#targetEpoch = targetEpoch
    this.#knownTopics = knownTopics
    for (const saved of members) {
      this.#members.set(saved.memberId, consumerOfImage(saved))
      this.#targets.set(saved.memberId, new Set(saved.target))
    }
    this.resume()
  }

  #isHeld(key: PartitionKey): boolean {
    return this.members.some(({ standing }) => standing.assigned.has(key) || standing.pendingRevocation.has(key))
  }

  #topicsNow(): string {
    return JSON.stringify([...partitionCountsOf(this.#members.values(), this.#cluster)])
  }
}

function checkEpoch(member: ConsumerMember, epoch: number): number {
  if (epoch === member.epoch) return ErrorCodes.NONE
  return member.isClassic ? ErrorCodes.ILLEGAL_GENERATION : ErrorCodes.STALE_MEMBER_EPOCH
}

/** Its own, or the one before where the answer that told it of the next was lost. */
function isEpochCurrent({ standing }: ConsumerMember, { memberEpoch, owned }: Beat): boolean {
  // With 0 it joins again, and has lost what it knew.
  if (memberEpoch === standing.epoch || memberEpoch === 0) return true
  const hasNothingElse = owned !== null && difference(toPartitionSet(owned), standing.assigned).size === 0
  return memberEpoch < standing.epoch && memberEpoch === standing.previousEpoch && hasNothingElse
}
