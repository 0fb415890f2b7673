/**
 * The members of one classic group, its pending and its static ones, its leader and its vote for a protocol.
 *
 * Owned by the group. Whatever takes a member away goes through `remove`, so that no timer and no instance id of it stays.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import type { Timer } from '../../support/clock.ts'
import { ClassicMember, type ClassicProtocol } from './classic-member.ts'

export class ClassicMembers {
  readonly #members = new Map<string, ClassicMember>()
  /** Member ids by group.instance.id. */
  readonly #staticIds = new Map<string, string>()
  /** Ids that were given with MEMBER_ID_REQUIRED and have not joined yet, each with the timer that ends it. */
  readonly #pending = new Map<string, Timer>()
  #leaderId: string | undefined

  get size(): number {
    return this.#members.size
  }

  get all(): readonly ClassicMember[] {
    return [...this.#members.values()]
  }

  get leaderId(): string | undefined {
    return this.#leaderId
  }

  set leaderId(memberId: string | undefined) {
    this.#leaderId = memberId
  }

  get awaitingJoinCount(): number {
    return this.all.filter(({ isAwaitingJoin }) => isAwaitingJoin).length
  }

  /** Nobody is missing for the next generation, nor about to come. */
  get haveAllJoined(): boolean {
    return this.#pending.size === 0 && this.all.every(({ isAwaitingJoin }) => isAwaitingJoin)
  }

  /** The longest of all. */
  get rebalanceTimeoutMs(): number {
    return Math.max(0, ...this.all.map(({ rebalanceTimeoutMs }) => rebalanceTimeoutMs))
  }

  get(memberId: string): ClassicMember | undefined {
    return this.#members.get(memberId)
  }

  isPending(memberId: string): boolean {
    return this.#pending.has(memberId)
  }

  addPending(memberId: string, timer: Timer): void {
    this.#pending.set(memberId, timer)
  }

  staticIdOf(groupInstanceId: string): string | undefined {
    return this.#staticIds.get(groupInstanceId)
  }

  add(member: ClassicMember): void {
    this.#removePending(member.memberId)
    this.#members.set(member.memberId, member)
    if (member.groupInstanceId !== null) this.#staticIds.set(member.groupInstanceId, member.memberId)
    this.#leaderId ??= member.memberId
  }

  /** A member, or a pending id. Another member leads where the leader goes. */
  remove(memberId: string): void {
    this.#removePending(memberId)
    const member = this.#members.get(memberId)
    if (member === undefined) return
    member.heartbeatTimer?.cancel()
    this.#members.delete(memberId)
    if (member.groupInstanceId !== null) this.#staticIds.delete(member.groupInstanceId)
    if (this.#leaderId === memberId) this.#leaderId = this.#members.keys().next().value
  }

  /** A static member came back: it keeps its place and its assignment under another member id (KIP-345). */
  replaceStatic(old: ClassicMember, newMemberId: string): ClassicMember {
    const wasLeader = this.#leaderId === old.memberId
    const fenced = { memberId: old.memberId, errorCode: ErrorCodes.FENCED_INSTANCE_ID, generationId: -1 }
    old.answerJoin(fenced)
    old.answerSync({ errorCode: ErrorCodes.FENCED_INSTANCE_ID })
    this.remove(old.memberId)
    const member = new ClassicMember({ ...optionsOf(old), memberId: newMemberId })
    member.assignment = old.assignment
    member.isNew = old.isNew
    this.add(member)
    if (wasLeader) this.#leaderId = newMemberId
    return member
  }

  /** UNKNOWN_MEMBER_ID, or FENCED_INSTANCE_ID where another member has taken its instance id. */
  check(memberId: string, groupInstanceId: string | null): number {
    if (groupInstanceId !== null) {
      const present = this.#staticIds.get(groupInstanceId)
      if (present === undefined) return ErrorCodes.UNKNOWN_MEMBER_ID
      if (present !== memberId) return ErrorCodes.FENCED_INSTANCE_ID
    }
    return this.#members.has(memberId) ? ErrorCodes.NONE : ErrorCodes.UNKNOWN_MEMBER_ID
  }

  /** The leader leads on if it came back, otherwise somebody who did. False where nobody did. */
  electJoined(): boolean {
    const leader = this.#leaderId === undefined ? undefined : this.#members.get(this.#leaderId)
    if (leader?.isAwaitingJoin === true) return true
    const joined = this.all.find(({ isAwaitingJoin }) => isAwaitingJoin)
    if (joined !== undefined) this.#leaderId = joined.memberId
    return joined !== undefined
  }

  /** Whether all members know one of these. */
  knowOneOf(protocols: readonly ClassicProtocol[]): boolean {
    return protocols.some(({ name }) => this.#doAllKnow(name))
  }

  /** What most of them name first, of what all of them know. */
  electProtocol(): string | undefined {
    const votes = new Map<string, number>()
    for (const { protocols } of this.all) {
      const vote = protocols.find(({ name }) => this.#doAllKnow(name))?.name
      if (vote !== undefined) votes.set(vote, (votes.get(vote) ?? 0) + 1)
    }
    let winner: string | undefined
    for (const [name, count] of votes) if (winner === undefined || count > votes.get(winner)!) winner = name
    return winner
  }

  endTimers(): void {
    for (const timer of this.#pending.values()) timer.cancel()
    for (const { heartbeatTimer } of this.all) heartbeatTimer?.cancel()
  }

  #doAllKnow(protocolName: string): boolean {
    return this.all.every(({ protocols }) => protocols.some(({ name }) => name === protocolName))
  }

  #removePending(memberId: string): void {
    this.#pending.get(memberId)?.cancel()
    this.#pending.delete(memberId)
  }
}

function optionsOf(member: ClassicMember): ConstructorParameters<typeof ClassicMember>[0] {
  const { memberId, groupInstanceId, clientId, clientHost, sessionTimeoutMs, rebalanceTimeoutMs, protocols } = member
  return { memberId, groupInstanceId, clientId, clientHost, sessionTimeoutMs, rebalanceTimeoutMs, protocols }
}
