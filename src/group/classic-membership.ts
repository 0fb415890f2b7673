/**
 * A member of a group under the classic protocol: JoinGroup, SyncGroup, Heartbeat, LeaveGroup.
 *
 * One loop owns the state and is the only one that moves it, but for `close()`. Heartbeats run beside it and only leave
 * word (`#ask`): the loop reads it when it comes round, so that callbacks of the application never overlap. A word about
 * an earlier generation, or for a member that is closing, is dropped.
 */
import type { ClientCore } from '../client/client-core.ts'
import { BrokerError } from '../errors/broker-error.ts'
import { classifyError } from '../errors/classify.ts'
import { ErrorCodes } from '../errors/error-codes.ts'
import { GroupError } from '../errors/group-error.ts'
import type { JoinGroupResponse } from '../protocol/messages/join-group-response.ts'
import type { TopicPartition } from '../record/record.ts'
import { backoffDelayMs } from '../support/backoff.ts'
import { Deadline } from '../support/deadline.ts'
import { createDeferred, type Deferred } from '../support/deferred.ts'
import { delay } from '../support/delay.ts'
import type { PartitionAssignor } from './assignor/assignor.ts'
import { ClassicRequests } from './classic-requests.ts'
import { decodeAssignment, encodeAssignment, encodeSubscription, toTopics } from './consumer-protocol.ts'
import { CoordinatorLink } from './coordinator-link.ts'
import { dividePartitions } from './divide-partitions.ts'
import { HeartbeatLoop } from './heartbeat-loop.ts'
import { leaveTimeoutMs, withinLastMoments } from './last-moments.ts'
import { checkMemberMove, type MemberState } from './member-state.ts'
import type { GroupMembership, GroupMetadata, MembershipHost } from './membership.ts'
import { PartitionCountWatch } from './partition-count-watch.ts'
import { mayPass } from './passing-failure.ts'
import { reconcile } from './reconcile.ts'
import { TopicSubscription } from './topic-subscription.ts'

export interface ClassicMembershipOptions {
  readonly core: ClientCore
  readonly host: MembershipHost
  readonly groupId: string
  readonly groupInstanceId: string | null
  readonly topics: readonly string[] | RegExp
  readonly rackId: string | null
  /** In the order of preference. Cooperative only if all of them are (KIP-429). */
  readonly assignors: readonly PartitionAssignor[]
  readonly sessionTimeoutMs: number
  readonly heartbeatIntervalMs: number
  readonly rebalanceTimeoutMs: number
  /** Tells the joins of one client's members apart: each needs a connection of its own. */
  readonly connectionNumber: number
}

const noGeneration = -1
/** The word of `onReaderStuck`: ends the generation as an error of the coordinator does. */
const readerStuck = new GroupError('The application did not read within maxPollIntervalMs', '')

export class ClassicMembership implements GroupMembership {
  readonly #options: ClassicMembershipOptions
  readonly #requests: ClassicRequests
  readonly #heartbeats: HeartbeatLoop
  readonly #watch: PartitionCountWatch
  readonly #subscription: TopicSubscription
  readonly #isCooperative: boolean
  /** Fires when `close()` is called: no callback begins after it but the last one. */
  readonly #closing = new AbortController()
  /** Fires when the last commit is done. Until then a join goes on: who is between two generations cannot commit. */
  readonly #ending = new AbortController()
  #state: MemberState = 'idle'
  #metadata: GroupMetadata
  #owned: readonly TopicPartition[] = []
  /** The generation of `#owned`: what a later assignor may believe. */
  #ownedGeneration = noGeneration
  /** Why to join again, until the loop has read it. An error ends the generation. */
  #ask: { readonly reason: string; readonly error?: unknown } | undefined
  #asked: Deferred<void> | undefined
  #readAgain: Deferred<void> | undefined
  /** The host's callback that is under way. Never rejects. */
  #callback: Promise<void> | undefined
  /** Fires when the generation is lost. */
  #session = new AbortController()
  #loop: Promise<void> | undefined
  #closed: Promise<void> | undefined

  constructor(options: ClassicMembershipOptions) {
    this.#options = options
    const { core, groupId, groupInstanceId, sessionTimeoutMs, rebalanceTimeoutMs } = options
    this.#metadata = { groupId, memberId: '', generationId: noGeneration, groupInstanceId }
    this.#isCooperative = options.assignors.every(({ rebalanceProtocol }) => rebalanceProtocol === 'cooperative')
    this.#requests = new ClassicRequests(new CoordinatorLink(core, groupId), {
      sessionTimeoutMs,
      rebalanceTimeoutMs,
      requestTimeoutMs: core.options.network.requestTimeoutMs,
      joinPurpose: `group-${options.connectionNumber}`,
    })
    this.#heartbeats = new HeartbeatLoop({
      clock: core.platform.clock,
      intervalMs: options.heartbeatIntervalMs,
      retryMs: Math.min(options.heartbeatIntervalMs, core.options.retryBackoffMs),
      send: (signal) => this.#requests.heartbeat(this.#metadata, signal),
      onAnswer: (error) => this.#onHeartbeatAnswer(error),
    })
    this.#subscription = new TopicSubscription(core, options.topics, (reason) => this.requestRejoin(reason))
    this.#watch = new PartitionCountWatch(core, (topic) => this.requestRejoin(`the partitions of ${topic} changed`))
  }

  get state(): MemberState {
    return this.#state
  }

  get metadata(): GroupMetadata {
    return this.#metadata
  }

  /** Between JoinGroup and SyncGroup a commit would be refused. */
  get canCommit(): boolean {
    return this.#state === 'stable'
  }

  start(): void {
    if (this.#loop !== undefined || this.#closed !== undefined) return
    this.#loop = this.#run()
  }

  requestRejoin(reason: string): void {
    this.#leaveWord({ reason })
  }

  onFenced(error: Error, of: GroupMetadata): void {
    const { memberId, generationId } = this.#metadata
    if (of.memberId !== memberId || of.generationId !== generationId || generationId === noGeneration) return
    this.#leaveWord({ reason: 'a request was refused', error })
  }

  onReaderStuck(): void {
    if (this.#isClosing) return
    this.#readAgain ??= createDeferred<void>()
    this.#leaveWord({ reason: readerStuck.message, error: readerStuck })
  }

  onRead(): void {
    this.#readAgain?.resolve()
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  /** Never rejects, and ends only with `close()`. */
  async #run(): Promise<void> {
    for (let attempt = 0; !this.#isClosing; attempt += 1) {
      try {
        const { reason } = this.#takeWord() ?? { reason: 'the member is new' }
        this.#readAgain = undefined
        const target = await this.#join(reason)
        await this.#takeAssignment(target)
        attempt = 0
        await this.#waitForWord()
        await this.#giveUpBeforeJoining()
      } catch (error) {
        if (this.#isClosing) return
        await this.#recover(error, attempt)
      }
    }
  }

  get #isClosing(): boolean {
    return this.#closing.signal.aborted
  }

  /** One generation: joins it and returns what it gives to this member. */
  async #join(reason: string): Promise<readonly TopicPartition[]> {
    const { signal } = this.#ending
    this.#become('joining')
    this.#heartbeats.stop()
    this.#watch.stop()
    await this.#subscription.load(signal)
    const joined = await this.#requests.join(
      this.#metadata,
      this.#protocols(),
      reason,
      (memberId) => {
        this.#metadata = { ...this.#metadata, memberId }
      },
      signal,
    )
    signal.throwIfAborted()
    this.#metadata = { ...this.#metadata, memberId: joined.memberId, generationId: joined.generationId }
    this.#session = new AbortController()
    this.#become('syncing')
    this.#log('info', 'group.joined', { generationId: joined.generationId, members: joined.members.length })
    // The leader's look at the topics, and its assignor, may outlast the session otherwise.
    this.#heartbeats.start()
    const assignments = await this.#assignments(joined)
    const protocolName = joined.protocolName ?? ''
    const target = decodeAssignment(await this.#requests.sync(this.#metadata, protocolName, assignments, signal))
    signal.throwIfAborted()
    return target
  }

  #protocols(): { name: string; metadata: Uint8Array }[] {
    const { assignors, rackId } = this.#options
    const { names: topics } = this.#subscription
    const generationId = this.#ownedGeneration
    // An eager member has given up everything by now; what it had is for the sticky assignor's own data.
    const owned = this.#isCooperative ? this.#owned : []
    return assignors.map((assignor) => {
      const claim = { topics, ownedPartitions: this.#isCooperative ? owned : this.#lastOwned, generationId }
      const userData = assignor.userData?.(claim) ?? null
      return {
        name: assignor.name,
        metadata: encodeSubscription({ topics, userData, ownedPartitions: toTopics(owned), generationId, rackId }),
      }
    })
  }

  #lastOwned: readonly TopicPartition[] = []

  async #assignments(joined: JoinGroupResponse): Promise<{ memberId: string; assignment: Uint8Array }[]> {
    // KIP-814: a static leader that came back is told that the group's assignment stands.
    if (joined.leader !== joined.memberId || joined.skipAssignment) return []
    const { core, assignors, groupId, rebalanceTimeoutMs } = this.#options
    const assignor = assignors.find(({ name }) => name === joined.protocolName)
    if (assignor === undefined) {
      const given = joined.protocolName ?? 'none'
      throw new GroupError(
        `Cannot divide the partitions of group ${groupId}: there is no assignor '${given}' here`,
        groupId,
      )
    }
    const operation = `Cannot divide the partitions of group ${groupId}`
    const deadline = new Deadline(core.platform.clock, operation, rebalanceTimeoutMs, this.#ending.signal)
    const division = await dividePartitions(core, assignor, joined.members, deadline)
    this.#watch.watch(division)
    return joined.members.map(({ memberId }) => ({
      memberId,
      assignment: encodeAssignment(division.assignment.get(memberId) ?? []),
    }))
  }

  /** Gives up what is not ours any more, then takes what is new. What stays is read on all the while. */
  async #takeAssignment(target: readonly TopicPartition[]): Promise<void> {
    this.#become('stable')
    // The last callback is under way, or done: the generation is only for its commit.
    if (this.#isClosing) return
    const { revoked, assigned, kept } = reconcile(this.#owned, target)
    this.#log('info', 'group.assigned', { kept: kept.length, assigned: assigned.length, revoked: revoked.length })
    const { host } = this.#options
    const { generationId } = this.#metadata
    if (revoked.length > 0) {
      await this.#tell(() => host.onRevoked(revoked, this.#session.signal))
      this.requestRejoin('partitions were given up')
    }
    if (this.#isClosing) {
      this.#owned = kept
      return
    }
    this.#owned = [...kept, ...assigned]
    this.#lastOwned = this.#owned
    this.#ownedGeneration = generationId
    await this.#tell(() => host.onAssigned(assigned, this.#session.signal))
  }

  async #giveUpBeforeJoining(): Promise<void> {
    if (this.#isClosing || this.#isCooperative || this.#owned.length === 0) return
    this.#become('revoking')
    const owned = this.#owned
    await this.#tell(() => this.#options.host.onRevoked(owned, this.#session.signal))
    this.#owned = []
    // Lost in the meantime: the word that was left says how, and must not wait for JoinGroup to find out.
    if (this.#ask?.error !== undefined) await this.#waitForWord()
  }

  async #lose(): Promise<void> {
    this.#heartbeats.stop()
    this.#watch.stop()
    this.#session.abort()
    this.#metadata = { ...this.#metadata, generationId: noGeneration }
    const lost = this.#owned
    this.#owned = []
    if (lost.length > 0 && !this.#isClosing) await this.#tell(() => this.#options.host.onLost(lost))
  }

  /** What a failure means for the next attempt, and the pause before it. */
  async #recover(error: unknown, attempt: number): Promise<void> {
    const isRejoin = classifyError(error) === 'rejoinGroup'
    // Rebalances overtake each other all the time; anything else is worth a look.
    this.#log(isRejoin ? 'info' : 'warn', 'group.join_again', { state: this.#state, error })
    if (error === readerStuck) return this.#leaveUntilRead()
    if (isRejoin) {
      const { errorCode } = error as BrokerError
      if (errorCode !== ErrorCodes.REBALANCE_IN_PROGRESS) await this.#lose()
      if (errorCode === ErrorCodes.UNKNOWN_MEMBER_ID) this.#metadata = { ...this.#metadata, memberId: '' }
      this.#ask ??= { reason: `rejoining after ${(error as BrokerError).code}` }
      // The first time there is nothing to wait for; a group that always says so must not be asked in a busy loop.
      if (attempt > 0) await this.#pause(attempt)
      return
    }
    if (!mayPass(error)) {
      await this.#lose()
      // Closed while the application heard of its loss.
      if (this.#isClosing) return
      this.#become('failed')
      const failure = error instanceof Error ? error : new Error(String(error))
      const isFenced = error instanceof BrokerError && error.errorCode === ErrorCodes.FENCED_INSTANCE_ID
      do {
        await this.#tell(() => this.#options.host.onFailed(failure, this.#closing.signal))
        // Somebody else has this instance id now. Joining again would only throw that member out in turn.
      } while (isFenced && !this.#isClosing)
    }
    this.#ask ??= { reason: 'the last attempt failed' }
    await this.#pause(attempt)
  }

  /** The group must not wait for an application that does not read: others take over, until it does. */
  async #leaveUntilRead(): Promise<void> {
    this.#heartbeats.stop()
    this.#become('stale')
    await this.#leave('the application did not read for too long')
    await this.#lose()
    await this.#readAgain?.promise
    const { groupInstanceId } = this.#options
    if (groupInstanceId === null) this.#metadata = { ...this.#metadata, memberId: '' }
    this.#ask ??= { reason: 'the application reads again' }
  }

  async #pause(attempt: number): Promise<void> {
    const { clock } = this.#options.core.platform
    const { retryBackoff, random } = this.#options.core
    // Rejects only when the member closes, which the loop sees.
    const delayMs = backoffDelayMs(retryBackoff, attempt, random)
    await delay(clock, delayMs, 'group retry', { signal: this.#closing.signal }).catch(() => {})
  }

  #onHeartbeatAnswer(error: unknown): 'goOn' | 'stop' {
    if (error instanceof BrokerError && error.errorCode === ErrorCodes.REBALANCE_IN_PROGRESS) {
      // The session is extended all the same: it has to last until this member has given up what it must.
      this.requestRejoin('the group is rebalancing')
      return 'goOn'
    }
    this.#leaveWord({ reason: 'a heartbeat was refused', error })
    return 'stop'
  }

  #leaveWord(word: { readonly reason: string; readonly error?: unknown }): void {
    if (this.#isClosing) return
    // An error says more than a wish to join again, and the first one is the cause of those behind it.
    if (this.#ask === undefined || (this.#ask.error === undefined && word.error !== undefined)) this.#ask = word
    // What goes on for the sake of this generation is pointless now.
    if (word.error !== undefined) this.#session.abort(word.error)
    this.#asked?.resolve()
  }

  #takeWord(): { readonly reason: string } | undefined {
    const word = this.#ask
    this.#ask = undefined
    return word
  }

  /** Throws the error that ended the generation; a wish to join again is left for the next join to name. */
  async #waitForWord(): Promise<void> {
    while (this.#ask === undefined && !this.#isClosing) {
      this.#asked = createDeferred<void>()
      await this.#asked.promise
    }
    this.#asked = undefined
    if (this.#ask?.error === undefined) return
    const { error } = this.#ask
    this.#ask = undefined
    throw error
  }

  async #close(): Promise<void> {
    const wasIdle = this.#state === 'idle'
    this.#closing.abort()
    this.#session.abort()
    this.#asked?.resolve()
    this.#readAgain?.resolve()
    this.#watch.stop()
    this.#subscription.stop()
    await this.#withinLastMoments(this.#callback ?? Promise.resolve())
    const owned = this.#owned
    this.#owned = []
    // Heartbeats, or the join, go on: the last commit needs a member.
    if (owned.length > 0) {
      await this.#withinLastMoments(this.#tell(() => this.#options.host.onRevoked(owned, this.#closing.signal)))
    }
    this.#ending.abort()
    await this.#withinLastMoments(this.#loop ?? Promise.resolve())
    this.#become('closing')
    this.#heartbeats.stop()
    if (!wasIdle) await this.#leave('the consumer was closed')
    this.#metadata = { ...this.#metadata, generationId: noGeneration }
    this.#become('closed')
  }

  /** A static member stays in the group when it closes (KIP-345): it is expected back before its session ends. */
  async #leave(reason: string): Promise<void> {
    const { memberId, groupInstanceId } = this.#metadata
    if (memberId === '' || groupInstanceId !== null) return
    try {
      await this.#requests.leave(this.#metadata, reason, leaveTimeoutMs)
    } catch (error) {
      this.#log('warn', 'group.not_left', { memberId, error })
    }
  }

  #withinLastMoments(work: Promise<void>): Promise<void> {
    const { core, groupId } = this.#options
    return withinLastMoments(core.platform.clock, groupId, work, (error) =>
      this.#log('warn', 'group.close_hurried', { error }),
    )
  }

  /** The host's callbacks do not reject; if one does all the same, the loop goes on. */
  #tell(callback: () => Promise<void>): Promise<void> {
    const told = callback().catch((error: unknown) => this.#log('error', 'group.callback_failed', { error }))
    this.#callback = told
    return told
  }

  #become(state: MemberState): void {
    checkMemberMove(this.#state, state)
    this.#state = state
  }

  #log(level: 'debug' | 'info' | 'warn' | 'error', name: string, fields: Record<string, unknown>): void {
    const { groupId, memberId } = this.#metadata
    this.#options.core.platform.log.event(level, name, { groupId, memberId, ...fields })
  }
}
