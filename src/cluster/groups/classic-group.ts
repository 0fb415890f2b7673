/**
 * A group whose members assign among themselves: JoinGroup, SyncGroup, Heartbeat, LeaveGroup.
 *
 * The coordinator's part owns it; every change is synchronous, and each ends in a state in which somebody or a timer goes on:
 * a group that prepares a rebalance waits for its members or the join timer, one that completes it for its leader's
 * assignment or the sync timer. Members live on their heartbeat timers.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import type { Timer } from '../../support/clock.ts'
import type { ClusterState } from '../cluster-state.ts'
import { type ClassicGroupImage, imageOfGroup, memberOfImage } from './classic-group-image.ts'
import { ClassicMember, type JoinAnswer, type SyncAnswer } from './classic-member.ts'
import { ClassicMembers } from './classic-members.ts'
import { checkClassicCommit, type Joining, type Leaving, refusedJoin, type Syncing } from './classic-requests.ts'
import { consumerProtocolType, subscribedTopicsOf } from './consumer-protocol.ts'
import type { CommitCheck, CommittingMember, Group } from './group.ts'

export type ClassicGroupState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable'

/** A new member's first join may take as long as this, whatever its session timeout is. */
const newMemberJoinTimeoutMs = 300_000

export class ClassicGroup implements Group {
  readonly groupId: string
  readonly type = 'classic'
  readonly members: ClassicMembers = new ClassicMembers()
  readonly #cluster: ClusterState
  /** Members whose SyncGroup has not come yet in this generation. */
  readonly #pendingSync = new Set<string>()
  #state: ClassicGroupState = 'Empty'
  #stateSinceMs: number
  #wasEmpty = false
  #generationId = 0
  #protocolType: string | null = null
  #protocolName: string | null = null
  #subscribedTopics: ReadonlySet<string> | undefined
  #hasNewMember = false
  #joinTimer: Timer | undefined
  #syncTimer: Timer | undefined
  #image: ClassicGroupImage

  /** @param image What a coordinator before this one wrote down. */
  constructor(cluster: ClusterState, groupId: string, image?: ClassicGroupImage) {
    this.#cluster = cluster
    this.groupId = groupId
    this.#stateSinceMs = image?.stateSinceMs ?? cluster.clock.wallNow()
    this.#generationId = cluster.profile.groups?.generationBefore ?? 0
    this.#image = image ?? imageOfGroup(this, null)
    if (image !== undefined) this.#load(image)
  }

  get state(): ClassicGroupState {
    return this.#state
  }

  get stateSinceMs(): number {
    return this.#stateSinceMs
  }

  get isEmpty(): boolean {
    return this.#state === 'Empty'
  }

  get generationId(): number {
    return this.#generationId
  }

  get protocolType(): string {
    return this.#protocolType ?? ''
  }

  get protocolName(): string | null {
    return this.#protocolName
  }

  /** What another coordinator would find. */
  get image(): ClassicGroupImage {
    return this.#image
  }

  join(joining: Joining): JoinAnswer | Promise<JoinAnswer> {
    const { memberId, groupInstanceId, newMemberId } = joining
    if (!this.#isRoomFor(memberId)) {
      this.members.remove(memberId)
      return refusedJoin('', ErrorCodes.GROUP_MAX_SIZE_REACHED)
    }
    if (!this.#fits(joining)) return refusedJoin(memberId, ErrorCodes.INCONSISTENT_GROUP_PROTOCOL)
    if (memberId === '') {
      const staticId = groupInstanceId === null ? undefined : this.members.staticIdOf(groupInstanceId)
      if (staticId !== undefined) return this.#replaceStatic(this.members.get(staticId)!, joining)
      if (groupInstanceId === null && joining.needsKnownMemberId) return this.#promiseMemberId(joining)
      return this.#addMember(newMemberId, joining)
    }
    if (this.members.isPending(memberId)) return this.#addMember(memberId, joining)
    const errorCode = this.members.check(memberId, groupInstanceId)
    if (errorCode !== ErrorCodes.NONE) return refusedJoin(memberId, errorCode)
    return this.#rejoin(this.members.get(memberId)!, joining)
  }

  sync(syncing: Syncing): SyncAnswer | Promise<SyncAnswer> {
    const errorCode = this.#checkSync(syncing)
    if (errorCode !== ErrorCodes.NONE) return { errorCode }
    const member = this.members.get(syncing.memberId)!
    this.#pendingSync.delete(member.memberId)
    if (this.#pendingSync.size === 0) this.#syncTimer?.cancel()
    if (this.#state === 'Stable') return this.#assignmentOf(member)
    const answer = member.waitToSync()
    if (this.members.leaderId === member.memberId) this.#assign(syncing.assignments)
    return answer
  }

  heartbeat(memberId: string, groupInstanceId: string | null, generationId: number): number {
    const errorCode = this.members.check(memberId, groupInstanceId)
    if (errorCode !== ErrorCodes.NONE) return errorCode
    if (generationId !== this.#generationId) return ErrorCodes.ILLEGAL_GENERATION
    this.#startSession(this.members.get(memberId)!)
    return this.#state === 'PreparingRebalance' ? ErrorCodes.REBALANCE_IN_PROGRESS : ErrorCodes.NONE
  }

  /** One error code for each of those who leave. */
  leave(leaving: readonly Leaving[]): number[] {
    const codes = leaving.map((member) => this.#leaveOne(member))
    if (codes.includes(ErrorCodes.NONE)) this.#onMembersGone()
    return codes
  }

  /** As when the session of a member ends. False where there is no such member. */
  expire(memberId: string): boolean {
    const member = this.members.get(memberId)
    if (member === undefined && !this.members.isPending(memberId)) return false
    this.#remove(memberId)
    this.#onMembersGone()
    return true
  }

  /** Starts a rebalance, whether there is a reason or not. */
  rebalance(): void {
    if (this.#state === 'Stable' || this.#state === 'CompletingRebalance') this.#prepareRebalance()
  }

  checkCommit(member: CommittingMember, check: CommitCheck): number {
    return checkClassicCommit(this, member, check)
  }

  checkFetch(): number {
    return ErrorCodes.NONE
  }

  checkOffsetDelete(): number {
    return this.isEmpty || this.#protocolType === consumerProtocolType ? ErrorCodes.NONE : ErrorCodes.NON_EMPTY_GROUP
  }

  isSubscribedTo(topic: string): boolean {
    return this.#subscribedTopics?.has(topic) ?? this.#protocolType === consumerProtocolType
  }

  onCommitted(memberId: string): void {
    const member = this.members.get(memberId)
    if (member !== undefined && this.#state !== 'CompletingRebalance') this.#startSession(member)
  }

  unload(errorCode: number): void {
    this.#joinTimer?.cancel()
    this.#syncTimer?.cancel()
    this.members.endTimers()
    for (const member of this.members.all) {
      member.answerJoin(refusedJoin(member.memberId, errorCode))
      member.answerSync({ errorCode })
    }
  }

  #isRoomFor(memberId: string): boolean {
    const mostMembers = this.#cluster.brokerConfig.number('group.max.size')
    const member = this.members.get(memberId)
    if (this.#state === 'Empty') return true
    if (this.#state === 'PreparingRebalance') {
      return member?.isAwaitingJoin === true || this.members.awaitingJoinCount < mostMembers
    }
    return member !== undefined || this.members.size < mostMembers
  }

  #fits({ protocolType, protocols }: Joining): boolean {
    if (this.#state === 'Empty') return protocolType !== '' && protocols.length > 0
    return protocolType === this.#protocolType && this.members.knowOneOf(protocols)
  }

  #promiseMemberId({ newMemberId, sessionTimeoutMs }: Joining): JoinAnswer {
    this.members.addPending(newMemberId, this.#sessionTimer(newMemberId, sessionTimeoutMs))
    return refusedJoin(newMemberId, ErrorCodes.MEMBER_ID_REQUIRED)
  }

  #addMember(memberId: string, joining: Joining): Promise<JoinAnswer> {
    if (this.members.size === 0) this.#protocolType = joining.protocolType
    const member = new ClassicMember({ ...joining, memberId })
    member.isNew = true
    if (this.#state === 'PreparingRebalance' && this.#wasEmpty) this.#hasNewMember = true
    this.members.add(member)
    this.#startSession(member, newMemberJoinTimeoutMs)
    return this.#waitToJoin(member)
  }

  #rejoin(member: ClassicMember, joining: Joining): JoinAnswer | Promise<JoinAnswer> {
    const isLeader = this.members.leaderId === member.memberId
    const saysTheSame = member.hasProtocols(joining.protocols)
    // It lost the answer that completed its join. A leader of a stable group wants another assignment.
    const isSettled = this.#state === 'CompletingRebalance' || (this.#state === 'Stable' && !isLeader)
    if (isSettled && saysTheSame) return this.#joined(member)
    this.#update(member, joining)
    return this.#waitToJoin(member)
  }

  /** KIP-345: it keeps its assignment, and nobody is disturbed, unless it changed the vote. */
  #replaceStatic(old: ClassicMember, joining: Joining): JoinAnswer | Promise<JoinAnswer> {
    const formerLeaderId = this.members.leaderId
    const member = this.members.replaceStatic(old, joining.newMemberId)
    this.#update(member, joining)
    this.#startSession(member)
    this.#pendingSync.delete(old.memberId)
    if (this.#state === 'Stable' && this.members.electProtocol() === this.#protocolName) {
      this.#save()
      const answer = this.#joined(member)
      if (joining.canSkipAssignment) return { ...answer, skipAssignment: this.members.leaderId === member.memberId }
      // A leader that is to find nothing to assign must not take itself for the leader.
      return { ...answer, leader: formerLeaderId ?? '', members: [] }
    }
    return this.#waitToJoin(member)
  }

  #update(member: ClassicMember, { protocols, sessionTimeoutMs, rebalanceTimeoutMs }: Joining): void {
    member.protocols = protocols
    member.sessionTimeoutMs = sessionTimeoutMs
    member.rebalanceTimeoutMs = rebalanceTimeoutMs
  }

  #waitToJoin(member: ClassicMember): Promise<JoinAnswer> {
    const answer = member.waitToJoin()
    if (this.#state === 'PreparingRebalance') this.#tryCompleteJoin()
    else this.#prepareRebalance()
    return answer
  }

  #prepareRebalance(): void {
    if (this.#state === 'CompletingRebalance') this.#propagate(ErrorCodes.REBALANCE_IN_PROGRESS)
    this.#pendingSync.clear()
    this.#syncTimer?.cancel()
    this.#wasEmpty = this.#state === 'Empty'
    this.#become('PreparingRebalance')
    if (this.#wasEmpty) {
      // The first members of a group wait a moment for those who start with them.
      const delayMs = this.#cluster.brokerConfig.number('group.initial.rebalance.delay.ms')
      this.#waitForFirstMembers(delayMs, Math.max(0, this.members.rebalanceTimeoutMs - delayMs))
      return
    }
    this.#startJoinTimer()
    this.#tryCompleteJoin()
  }

  #waitForFirstMembers(delayMs: number, leftMs: number): void {
    this.#joinTimer?.cancel()
    this.#joinTimer = this.#cluster.clock.setTimer(delayMs, 'initial rebalance delay', () => {
      if (this.#hasNewMember && leftMs > 0) {
        this.#hasNewMember = false
        this.#waitForFirstMembers(Math.min(delayMs, leftMs), Math.max(0, leftMs - delayMs))
      } else this.#completeJoin()
    })
  }

  #startJoinTimer(): void {
    this.#joinTimer?.cancel()
    const timeoutMs = this.members.rebalanceTimeoutMs
    this.#joinTimer = this.#cluster.clock.setTimer(timeoutMs, 'group rebalance', () => this.#completeJoin())
  }

  /** The first rebalance of a group is completed by its delay only. */
  #tryCompleteJoin(): void {
    if (this.#state !== 'PreparingRebalance' || this.#wasEmpty) return
    if (this.members.haveAllJoined) this.#completeJoin()
  }

  #completeJoin(): void {
    this.#joinTimer?.cancel()
    this.#hasNewMember = false
    for (const { memberId, groupInstanceId, isAwaitingJoin } of this.members.all) {
      if (!isAwaitingJoin && groupInstanceId === null) this.members.remove(memberId)
    }
    if (this.members.size > 0 && !this.members.electJoined()) {
      // Only static members are left, and none of them has come back yet.
      this.#startJoinTimer()
      return
    }
    this.#beginGeneration()
  }

  #beginGeneration(): void {
    this.#generationId++
    this.#pendingSync.clear()
    this.#protocolName = this.members.size === 0 ? null : (this.members.electProtocol() ?? null)
    this.#subscribedTopics = this.#readSubscriptions()
    if (this.members.size === 0) {
      this.#become('Empty')
      this.#save()
      return
    }
    this.#become('CompletingRebalance')
    for (const member of this.members.all) {
      this.#pendingSync.add(member.memberId)
      member.answerJoin(this.#joined(member))
      member.isNew = false
      this.#startSession(member)
    }
    this.#startSyncTimer()
  }

  #startSyncTimer(): void {
    this.#syncTimer?.cancel()
    const timeoutMs = this.members.rebalanceTimeoutMs
    this.#syncTimer = this.#cluster.clock.setTimer(timeoutMs, 'group sync', () => {
      for (const memberId of this.#pendingSync) this.members.remove(memberId)
      this.#prepareRebalance()
    })
  }

  #joined(member: ClassicMember): JoinAnswer {
    const isLeader = this.members.leaderId === member.memberId
    return {
      errorCode: ErrorCodes.NONE,
      generationId: this.#generationId,
      protocolType: this.#protocolType,
      protocolName: this.#protocolName,
      leader: this.members.leaderId ?? '',
      memberId: member.memberId,
      members: isLeader ? this.#memberList() : [],
    }
  }

  #memberList(): JoinAnswer['members'] {
    return this.members.all.map((member) => ({
      memberId: member.memberId,
      groupInstanceId: member.groupInstanceId,
      metadata: member.metadataOf(this.#protocolName),
    }))
  }

  #checkSync({ memberId, groupInstanceId, generationId, protocolType, protocolName }: Syncing): number {
    if (this.isEmpty) return ErrorCodes.UNKNOWN_MEMBER_ID
    const errorCode = this.members.check(memberId, groupInstanceId)
    if (errorCode !== ErrorCodes.NONE) return errorCode
    if (generationId !== this.#generationId) return ErrorCodes.ILLEGAL_GENERATION
    const isOther = (asked: string | null, own: string | null): boolean =>
      asked !== null && own !== null && asked !== own
    if (isOther(protocolType, this.#protocolType) || isOther(protocolName, this.#protocolName)) {
      return ErrorCodes.INCONSISTENT_GROUP_PROTOCOL
    }
    return this.#state === 'PreparingRebalance' ? ErrorCodes.REBALANCE_IN_PROGRESS : ErrorCodes.NONE
  }

  /** The leader's assignment. Members that it left out have nothing. */
  #assign(assignments: Syncing['assignments']): void {
    const byMember = new Map(assignments.map(({ memberId, assignment }) => [memberId, Buffer.from(assignment)]))
    for (const member of this.members.all) member.assignment = byMember.get(member.memberId) ?? Buffer.alloc(0)
    this.#become('Stable')
    this.#save()
    this.#propagate(ErrorCodes.NONE)
  }

  #propagate(errorCode: number): void {
    for (const member of this.members.all) {
      if (errorCode !== ErrorCodes.NONE) member.assignment = Buffer.alloc(0)
      const answer = errorCode === ErrorCodes.NONE ? this.#assignmentOf(member) : { errorCode }
      if (member.answerSync(answer)) this.#startSession(member)
    }
  }

  #assignmentOf({ assignment }: ClassicMember): SyncAnswer {
    return {
      errorCode: ErrorCodes.NONE,
      protocolType: this.#protocolType,
      protocolName: this.#protocolName,
      assignment,
    }
  }

  #leaveOne({ memberId, groupInstanceId }: Leaving): number {
    if (memberId === '') {
      const staticId = groupInstanceId === null ? undefined : this.members.staticIdOf(groupInstanceId)
      if (staticId === undefined) return ErrorCodes.UNKNOWN_MEMBER_ID
      this.#remove(staticId)
      return ErrorCodes.NONE
    }
    const isPending = this.members.isPending(memberId)
    const errorCode = isPending ? ErrorCodes.NONE : this.members.check(memberId, groupInstanceId)
    if (errorCode === ErrorCodes.NONE) this.#remove(memberId)
    return errorCode
  }

  #remove(memberId: string): void {
    const member = this.members.get(memberId)
    this.members.remove(memberId)
    this.#pendingSync.delete(memberId)
    member?.answerJoin(refusedJoin('', ErrorCodes.UNKNOWN_MEMBER_ID))
    member?.answerSync({ errorCode: ErrorCodes.UNKNOWN_MEMBER_ID })
  }

  #onMembersGone(): void {
    if (this.#state === 'PreparingRebalance') this.#tryCompleteJoin()
    else if (this.#state !== 'Empty') this.#prepareRebalance()
  }

  #startSession(member: ClassicMember, timeoutMs: number = member.sessionTimeoutMs): void {
    member.heartbeatTimer?.cancel()
    member.heartbeatTimer = this.#sessionTimer(member.memberId, timeoutMs)
  }

  #sessionTimer(memberId: string, timeoutMs: number): Timer {
    const onDue = (): void => {
      if (this.members.get(memberId)?.isExcusedFromHeartbeats !== true) this.expire(memberId)
    }
    return this.#cluster.clock.setTimer(timeoutMs, 'group session', onDue, { background: true })
  }

  #become(state: ClassicGroupState): void {
    this.#state = state
    this.#stateSinceMs = this.#cluster.clock.wallNow()
  }

  #readSubscriptions(): ReadonlySet<string> | undefined {
    if (this.#protocolType !== consumerProtocolType) return undefined
    return subscribedTopicsOf(this.members.all.map((member) => member.metadataOf(this.#protocolName)))
  }

  #save(): void {
    this.#image = imageOfGroup(this, this.#protocolType)
  }

  #load(image: ClassicGroupImage): void {
    this.#generationId = image.generationId
    this.#protocolType = image.protocolType
    this.#protocolName = image.protocolName
    for (const saved of image.members) {
      const member = memberOfImage(saved, image.protocolName)
      this.members.add(member)
      this.#startSession(member)
    }
    this.members.leaderId = image.leaderId ?? undefined
    this.#state = image.members.length === 0 ? 'Empty' : 'Stable'
    this.#subscribedTopics = this.#readSubscriptions()
  }
}
