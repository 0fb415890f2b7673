/**
 * The groups of a cluster, and what their coordinators know of them.
 *
 * One part has the groups of all brokers. Each group remembers which of them coordinates it; when that is another one, the
 * group starts again from what was written down, and whoever waited for the former one gets NOT_COORDINATOR.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import type { Timer } from '../../support/clock.ts'
import { type Random, randomInt } from '../../support/random.ts'
import type { BrokerNode } from '../broker-node.ts'
import type { ClusterPart, ClusterState } from '../cluster-state.ts'
import { ClassicGroup } from './classic-group.ts'
import type { ClassicGroupImage } from './classic-group-image.ts'
import type { JoinAnswer, SyncAnswer } from './classic-member.ts'
import { type Beating, type JoinRequest, type Leaving, refusedJoin, type Syncing } from './classic-requests.ts'
import { ConsumerGroup } from './consumer-group.ts'
import type { ConsumerGroupImage } from './consumer-group-image.ts'
import { type Beat, type BeatAnswer, refusedBeat } from './consumer-requests.ts'
import { expiredOffsets } from './expired-offsets.ts'
import { type CommitCheck, type CommittingMember, checkEmpty, type Group } from './group.ts'
import { GroupOffsets } from './group-offsets.ts'
import { type GroupView, viewOfGroup } from './group-view.ts'
import { downgradedImage, mayDowngrade, mayUpgrade, upgradedImage } from './migrate-group.ts'
import { heartbeatMixed, joinMixed, leaveMixed, syncMixed } from './mixed-group.ts'

export type { CommittingMember } from './group.ts'

interface Coordinated {
  readonly group: Group
  readonly nodeId: number | undefined
}

interface GroupsSnapshot {
  readonly classic: readonly ClassicGroupImage[]
  readonly consumer: readonly ConsumerGroupImage[]
}

export class GroupCoordinator implements ClusterPart {
  readonly snapshotName = 'groups'
  readonly #cluster: ClusterState
  readonly #offsets: GroupOffsets
  readonly #random: Random
  readonly #groups = new Map<string, Coordinated>()
  /** Groups that a coordinator has taken over and not read yet, and until when. */
  readonly #loadingUntilMs = new Map<string, number>()
  #retentionTimer: Timer | undefined

  constructor(cluster: ClusterState) {
    this.#cluster = cluster
    this.#offsets = cluster.part(GroupOffsets)
    this.#random = cluster.random.fork('groups')
    this.#startRetention()
  }

  /** All groups, of whichever broker. */
  get groups(): readonly Group[] {
    return [...this.#groups.keys()].map((groupId) => this.find(groupId)!)
  }

  /** Whether requests for that group are answered by that broker: NONE, or why not. */
  check(groupId: string, node: BrokerNode): number {
    if (this.#cluster.coordinators.of('group', groupId) !== node) return ErrorCodes.NOT_COORDINATOR
    const loadingUntilMs = this.#loadingUntilMs.get(groupId)
    if (loadingUntilMs === undefined) return ErrorCodes.NONE
    if (this.#cluster.clock.now() < loadingUntilMs) return ErrorCodes.COORDINATOR_LOAD_IN_PROGRESS
    this.#loadingUntilMs.delete(groupId)
    return ErrorCodes.NONE
  }

  find(groupId: string): Group | undefined {
    const coordinated = this.#groups.get(groupId)
    if (coordinated === undefined) return undefined
    this.#settle(coordinated)
    return this.#groups.get(groupId)?.group
  }

  view(groupId: string): GroupView | undefined {
    const group = this.find(groupId)
    return group === undefined ? undefined : viewOfGroup(group, this.#cluster)
  }

  /** The group where it is a classic one. */
  classic(groupId: string): ClassicGroup | undefined {
    const group = this.find(groupId)
    return group instanceof ClassicGroup ? group : undefined
  }

  join(groupId: string, joining: JoinRequest): JoinAnswer | Promise<JoinAnswer> {
    const { memberId, groupInstanceId, clientId } = joining
    const newMemberId = `${groupInstanceId ?? clientId}-${this.#newUuid()}`
    const found = this.find(groupId)
    if (found instanceof ConsumerGroup && !found.isEmpty) {
      const answer = joinMixed(found, { ...joining, newMemberId }, this.#cluster)
      this.#maybeDowngrade(found)
      return answer
    }
    // Only who has no id yet can be the first.
    const group = this.classic(groupId) ?? (memberId === '' ? this.#createClassic(groupId) : undefined)
    if (group === undefined) return refusedJoin(memberId, ErrorCodes.UNKNOWN_MEMBER_ID)
    return group.join({ ...joining, newMemberId })
  }

  sync(groupId: string, syncing: Syncing): SyncAnswer | Promise<SyncAnswer> {
    const group = this.find(groupId)
    if (group instanceof ClassicGroup) return group.sync(syncing)
    if (group instanceof ConsumerGroup) return syncMixed(group, syncing, this.#cluster)
    return { errorCode: ErrorCodes.UNKNOWN_MEMBER_ID }
  }

  heartbeat(groupId: string, beating: Beating): number {
    const group = this.find(groupId)
    const { memberId, groupInstanceId, generationId } = beating
    if (group instanceof ClassicGroup) return group.heartbeat(memberId, groupInstanceId, generationId)
    return group instanceof ConsumerGroup ? heartbeatMixed(group, beating) : ErrorCodes.UNKNOWN_MEMBER_ID
  }

  /** One error code for each of those who leave. */
  leave(groupId: string, leaving: readonly Leaving[]): readonly number[] {
    const group = this.find(groupId)
    if (group instanceof ClassicGroup) return group.leave(leaving)
    const isMixed = group instanceof ConsumerGroup
    return leaving.map((member) => (isMixed ? leaveMixed(group, member) : ErrorCodes.UNKNOWN_MEMBER_ID))
  }

  /** One ConsumerGroupHeartbeat (KIP-848). */
  beat(groupId: string, beat: Beat): BeatAnswer {
    const group = this.#consumerGroup(groupId, beat.memberEpoch === 0)
    if (group === undefined) {
      const kind = this.find(groupId) === undefined ? 'found' : 'a consumer group'
      return refusedBeat(ErrorCodes.GROUP_ID_NOT_FOUND, `Group ${groupId} is not ${kind}.`)
    }
    if (beat.memberEpoch < 0) return group.leave(beat)
    return group.heartbeat(beat.memberId === '' ? { ...beat, memberId: this.#newBrokerMadeId() } : beat)
  }

  /** Whether that member may commit: NONE, or the error for OffsetCommit. A group of nobody is made on the way. */
  validateCommit(groupId: string, member: CommittingMember, version: number): number {
    const group = this.find(groupId)
    if (group !== undefined) return group.checkCommit(member, { version, isTransactional: false })
    if (member.generationIdOrMemberEpoch < 0) this.#createClassic(groupId)
    else return version >= 9 ? ErrorCodes.GROUP_ID_NOT_FOUND : ErrorCodes.ILLEGAL_GENERATION
    return ErrorCodes.NONE
  }

  /** Whether that member may commit within a transaction: NONE, or the error for TxnOffsetCommit. */
  validateTransactionalCommit(groupId: string, member: CommittingMember): number {
    const check: CommitCheck = { version: 0, isTransactional: true }
    const group = this.find(groupId)
    if (group === undefined) {
      if (member.generationIdOrMemberEpoch >= 0) return ErrorCodes.ILLEGAL_GENERATION
      this.#createClassic(groupId)
      return ErrorCodes.NONE
    }
    const errorCode = group.checkCommit(member, check)
    return errorCode === ErrorCodes.STALE_MEMBER_EPOCH ? ErrorCodes.ILLEGAL_GENERATION : errorCode
  }

  /** NONE when the group and its offsets are gone, or why not. */
  delete(groupId: string): number {
    const group = this.find(groupId)
    if (group === undefined) return ErrorCodes.GROUP_ID_NOT_FOUND
    const errorCode = checkEmpty(group)
    if (errorCode !== ErrorCodes.NONE) return errorCode
    this.#offsets.deleteGroup(groupId)
    this.#remove(group, ErrorCodes.UNKNOWN_MEMBER_ID)
    return ErrorCodes.NONE
  }

  /** The session of a member ends. False where there is no such member. */
  expireMember(groupId: string, memberId: string): boolean {
    return this.find(groupId)?.expire(memberId) ?? false
  }

  /** Requests for that group are answered with COORDINATOR_LOAD_IN_PROGRESS for so long. */
  load(groupId: string, durationMs: number): void {
    this.#loadingUntilMs.set(groupId, this.#cluster.clock.now() + durationMs)
  }

  /** Deletes the offsets that nobody needs any more, and the groups that nothing is left of. */
  expireOffsets(): void {
    const retentionMs = this.#cluster.brokerConfig.number('offsets.retention.minutes') * 60_000
    const nowMs = this.#cluster.clock.wallNow()
    for (const group of this.groups) {
      const { groupId } = group
      for (const { topic, partition } of expiredOffsets(group, this.#offsets, { retentionMs, nowMs })) {
        this.#offsets.delete(groupId, topic, partition)
      }
      const isLeftover = this.#offsets.of(groupId).length === 0 && !this.#offsets.hasPendingIn(groupId)
      if (isLeftover && group.isEmpty) this.#remove(group, ErrorCodes.UNKNOWN_MEMBER_ID)
    }
  }

  /** Other brokers coordinate groups than before: those that waited hear of it at once. */
  onCoordinatorsMoved(): void {
    for (const coordinated of [...this.#groups.values()]) this.#settle(coordinated)
  }

  onNodeStopped(): void {
    this.onCoordinatorsMoved()
  }

  /** It remembers nothing of before. */
  onNodeStarted(nodeId: number): void {
    for (const coordinated of [...this.#groups.values()]) {
      if (coordinated.nodeId === nodeId) this.#reload(coordinated)
    }
    this.onCoordinatorsMoved()
  }

  toSnapshot(): GroupsSnapshot {
    const classic: ClassicGroupImage[] = []
    const consumer: ConsumerGroupImage[] = []
    for (const group of this.groups) {
      if (group instanceof ClassicGroup) classic.push(group.image)
      if (group instanceof ConsumerGroup) consumer.push(group.image)
    }
    return { classic, consumer }
  }

  fromSnapshot(snapshot: unknown): void {
    const { classic, consumer } = snapshot as GroupsSnapshot
    for (const image of classic) this.#add(new ClassicGroup(this.#cluster, image.groupId, image))
    for (const image of consumer) this.#add(this.#newConsumerGroup(image.groupId, image))
  }

  close(): void {
    this.#retentionTimer?.cancel()
    for (const { group } of this.#groups.values()) group.unload(ErrorCodes.COORDINATOR_NOT_AVAILABLE)
    this.#groups.clear()
  }

  /** A classic group that nobody is in gives way to one of KIP-848, and the other way round. */
  #consumerGroup(groupId: string, isJoining: boolean): ConsumerGroup | undefined {
    const group = this.find(groupId)
    if (group instanceof ConsumerGroup) return group
    if (!isJoining) return undefined
    if (group === undefined || group.isEmpty) {
      // It may have promised ids that nobody has joined with.
      group?.unload(ErrorCodes.UNKNOWN_MEMBER_ID)
      return this.#add(this.#newConsumerGroup(groupId))
    }
    const isUpgradable = group instanceof ClassicGroup && mayUpgrade(group, this.#cluster)
    const image = isUpgradable ? upgradedImage(group, this.#cluster) : undefined
    if (image === undefined) return undefined
    group.unload(ErrorCodes.REBALANCE_IN_PROGRESS)
    return this.#add(this.#newConsumerGroup(groupId, image))
  }

  #newConsumerGroup(groupId: string, image?: ConsumerGroupImage): ConsumerGroup {
    const onMemberGone = (group: ConsumerGroup): void => this.#maybeDowngrade(group)
    return new ConsumerGroup(this.#cluster, groupId, { onMemberGone, ...(image === undefined ? {} : { image }) })
  }

  /** The last member of KIP-848 is gone: those that are left assign among themselves again. */
  #maybeDowngrade(group: ConsumerGroup): void {
    if (!mayDowngrade(group, this.#cluster)) return
    group.unload()
    this.#add(new ClassicGroup(this.#cluster, group.groupId, downgradedImage(group, this.#cluster))).rebalance()
  }

  #createClassic(groupId: string): ClassicGroup {
    return this.#add(new ClassicGroup(this.#cluster, groupId))
  }

  #settle(coordinated: Coordinated): void {
    if (coordinated.nodeId !== this.#nodeIdOf(coordinated.group.groupId)) this.#reload(coordinated)
  }

  #reload({ group }: Coordinated): void {
    group.unload(ErrorCodes.NOT_COORDINATOR)
    if (group instanceof ClassicGroup) this.#add(new ClassicGroup(this.#cluster, group.groupId, group.image))
    if (!(group instanceof ConsumerGroup)) return
    this.#add(group)
    group.resume()
  }

  #add<G extends Group>(group: G): G {
    this.#groups.set(group.groupId, { group, nodeId: this.#nodeIdOf(group.groupId) })
    return group
  }

  #remove(group: Group, errorCode: number): void {
    group.unload(errorCode)
    this.#groups.delete(group.groupId)
  }

  #nodeIdOf(groupId: string): number | undefined {
    return this.#cluster.coordinators.of('group', groupId)?.nodeId
  }

  #startRetention(): void {
    const { clock, brokerConfig } = this.#cluster
    const intervalMs = brokerConfig.number('offsets.retention.check.interval.ms')
    const onDue = (): void => {
      this.expireOffsets()
      this.#startRetention()
    }
    this.#retentionTimer = clock.setTimer(intervalMs, 'offsets retention', onDue, { background: true })
  }

  /** Kafka's own UUIDs are in base64. */
  #newBrokerMadeId(): string {
    return Buffer.from(this.#newUuid().replaceAll('-', ''), 'hex').toString('base64url')
  }

  #newUuid(): string {
    const digits = Array.from({ length: 32 }, () => randomInt(this.#random, 16).toString(16)).join('')
    return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5')
  }
}
