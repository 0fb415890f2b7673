/**
 * A member of a group under the consumer protocol (KIP-848): one request, ConsumerGroupHeartbeat, and a coordinator that
 * divides the partitions.
 *
 * One loop sends the heartbeats, one at a time, and is the only one that moves the state, but for the reconciliation
 * beside it (which moves from `reconciling` to `acknowledging`, in one turn) and for `close()`. The host's callbacks
 * never overlap: whoever needs one waits for the reconciliation (`#work`) first, which ends early when its session is
 * over. What is assigned is published before the epoch that goes with it, in one turn: whoever repeats a commit under a
 * new epoch finds what is owned in it.
 */
import type { ClientCore } from '../client/client-core.ts'
import { BrokerError } from '../errors/broker-error.ts'
import { ErrorCodes } from '../errors/error-codes.ts'
import type { ConsumerGroupHeartbeatResponse } from '../protocol/messages/consumer-group-heartbeat-response.ts'
import { backoffDelayMs } from '../support/backoff.ts'
import { createDeferred, type Deferred } from '../support/deferred.ts'
import { delay } from '../support/delay.ts'
import { type ConsumerMemberState, checkConsumerMemberMove, takesAssignments } from './consumer-member-state.ts'
import { ConsumerRequests, joiningEpoch } from './consumer-requests.ts'
import { CoordinatorLink } from './coordinator-link.ts'
import { HeartbeatSchedule } from './heartbeat-schedule.ts'
import { leaveTimeoutMs, withinLastMoments } from './last-moments.ts'
import { makeMemberId } from './member-id.ts'
import type { GroupMembership, GroupMetadata, MembershipHost } from './membership.ts'
import { compareOwnership, type OwnedPartition, sanitize, type TopicIdPartitions } from './owned-partitions.ts'
import { mayPass } from './passing-failure.ts'
import { TopicNames } from './topic-names.ts'
import { type TopicChoice, TopicSubscription } from './topic-subscription.ts'

export interface ConsumerMembershipOptions {
  readonly core: ClientCore
  readonly host: MembershipHost
  readonly groupId: string
  readonly groupInstanceId: string | null
  readonly topics: TopicChoice
  readonly rackId: string | null
  /** Who divides, at the coordinator. Null leaves it to the group. */
  readonly remoteAssignor: string | null
  readonly rebalanceTimeoutMs: number
}

/** What the coordinator wants this member to own. */
interface Target {
  readonly topics: readonly TopicIdPartitions[]
  /** Counts the changes of what is wanted, so that only the last one is acknowledged as reconciled. */
  readonly version: number
}

const leaveRetryMs = 200
/** Until the coordinator has said what it wants. Kafka's default. */
const firstHeartbeatIntervalMs = 5_000
const noGeneration = -1

export class ConsumerMembership implements GroupMembership {
  readonly #options: ConsumerMembershipOptions
  readonly #requests: ConsumerRequests
  readonly #schedule: HeartbeatSchedule
  readonly #subscription: TopicSubscription
  readonly #names: TopicNames
  /** Fires when `close()` is called. */
  readonly #closing = new AbortController()
  /** Fires when the last heartbeat but the one that leaves was sent. */
  readonly #ending = new AbortController()
  #state: ConsumerMemberState = 'unsubscribed'
  #metadata: GroupMetadata
  #epoch = joiningEpoch
  #intervalMs = firstHeartbeatIntervalMs
  #owned: readonly OwnedPartition[] = []
  #target: Target | undefined
  #reconciledVersion = 0
  #versionCount = 0
  /** The reconciliation that is under way. Never rejects. */
  #work: Promise<void> | undefined
  /** Fires when the epoch is lost, or the member leaves: what is done for its sake is pointless then. */
  #session = new AbortController()
  /** Whether the coordinator may know of this member. */
  #hasAsked = false
  #isReaderStuck = false
  #readAgain: Deferred<void> | undefined
  #attempt = 0
  #unreleasedSinceMs: number | undefined
  #loop: Promise<void> | undefined
  #closed: Promise<void> | undefined

  constructor(options: ConsumerMembershipOptions) {
    this.#options = options
    const { core, groupId, groupInstanceId, topics } = options
    const memberId = makeMemberId(core.platform.clock, core.platform.random)
    this.#metadata = { groupId, memberId, generationId: noGeneration, groupInstanceId }
    this.#requests = new ConsumerRequests(new CoordinatorLink(core, groupId), {
      ...options,
      memberId,
      requestTimeoutMs: core.options.network.requestTimeoutMs,
    })
    this.#schedule = new HeartbeatSchedule(core.platform.clock)
    this.#subscription = new TopicSubscription(core, topics, (reason) => this.requestRejoin(reason))
    this.#names = new TopicNames(core, groupId, this.#closing.signal)
  }

  get state(): ConsumerMemberState {
    return this.#state
  }

  get metadata(): GroupMetadata {
    return this.#metadata
  }

  get canCommit(): boolean {
    return takesAssignments(this.#state) && this.#metadata.generationId !== noGeneration
  }

  start(): void {
    if (this.#loop !== undefined || this.#closed !== undefined) return
    this.#loop = this.#run()
  }

  /** What is subscribed to has changed: the next heartbeat, due at once, says so. */
  requestRejoin(reason: string): void {
    this.#log('debug', 'group.heartbeat_requested', { reason })
    if (this.#loop !== undefined) this.#schedule.ring()
  }

  /** Whether the member is still one, and in which epoch, only its heartbeats decide: one is due at once. */
  onFenced(error: Error, of: GroupMetadata): void {
    if (of.generationId === this.#metadata.generationId) this.requestRejoin(error.message)
  }

  onReaderStuck(): void {
    if (!takesAssignments(this.#state) || this.#isClosing) return
    this.#isReaderStuck = true
    this.#readAgain ??= createDeferred<void>()
    this.#session.abort()
    this.#schedule.ring()
  }

  onRead(): void {
    this.#readAgain?.resolve()
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  get #isClosing(): boolean {
    return this.#closing.signal.aborted
  }

  /** Never rejects, and ends only with `close()`. */
  async #run(): Promise<void> {
    this.#startJoining()
    while (!this.#ending.signal.aborted) {
      await this.#schedule.due()
      if (this.#ending.signal.aborted) return
      try {
        if (this.#isReaderStuck) await this.#leaveUntilRead()
        else await this.#beat()
      } catch (error) {
        await this.#recover(error)
      }
    }
  }

  async #beat(): Promise<void> {
    if (this.#state === 'joining') {
      await this.#subscription.load(this.#closing.signal)
      // Nothing matches the pattern: a topic that does rings.
      if (this.#subscription.isEmpty) return this.#schedule.setNext(Number.POSITIVE_INFINITY)
      this.#hasAsked = true
    }
    this.#schedule.setNext(this.#intervalMs)
    const report = {
      epoch: this.#epoch,
      topics: this.#subscription.names,
      topicRegex: this.#subscription.remotePattern,
      owned: this.#owned,
      reconciledVersion: this.#reconciledVersion,
    }
    if (this.#state === 'acknowledging') this.#become(this.#isReconciled ? 'stable' : 'reconciling')
    const response = await this.#requests.heartbeat(report, this.#ending.signal)
    this.#attempt = 0
    this.#unreleasedSinceMs = undefined
    this.#take(response)
  }

  #take({ memberEpoch, heartbeatIntervalMs, assignment }: ConsumerGroupHeartbeatResponse): void {
    // Only leaving is answered like that. Taken for an epoch, the next heartbeat would leave.
    if (memberEpoch <= joiningEpoch) {
      this.#log('warn', 'group.epoch_ignored', { memberEpoch })
      return
    }
    const isFirst = this.#epoch === joiningEpoch
    if (heartbeatIntervalMs > 0) this.#intervalMs = heartbeatIntervalMs
    this.#schedule.bringForward(this.#intervalMs)
    const isTaking = takesAssignments(this.#state)
    if (isTaking && assignment !== null) this.#setTarget(sanitize(assignment.topicPartitions))
    this.#epoch = memberEpoch
    if (takesAssignments(this.#state) || this.#state === 'prepareLeaving') {
      this.#metadata = { ...this.#metadata, generationId: memberEpoch }
    }
    if (isFirst) this.#log('info', 'group.joined', { generationId: memberEpoch })
    if (isTaking) this.#reconcileIfNeeded()
  }

  #setTarget(topics: readonly TopicIdPartitions[]): void {
    if (this.#target !== undefined && JSON.stringify(this.#target.topics) === JSON.stringify(topics)) return
    this.#versionCount += 1
    this.#target = { topics, version: this.#versionCount }
  }

  get #isReconciled(): boolean {
    return this.#target?.version === this.#reconciledVersion
  }

  #reconcileIfNeeded(): void {
    if (this.#isReconciled || this.#work !== undefined || this.#target === undefined) return
    // The acknowledgement of what came before goes first.
    if (this.#state === 'acknowledging') return
    if (this.#state !== 'reconciling') this.#become('reconciling')
    this.#work = this.#reconcile(this.#target, this.#session.signal).finally(() => {
      this.#work = undefined
    })
  }

  /** Gives up what is not ours any more, then takes what is new. What stays is read on all the while. Never rejects. */
  async #reconcile(target: Target, session: AbortSignal): Promise<void> {
    const { host } = this.#options
    const { known, unknownIds } = this.#names.name(target.topics, this.#owned)
    if (unknownIds.length > 0) this.#names.lookUp(unknownIds, () => this.#onNamesFound())
    const { revoked, assigned, kept } = compareOwnership(this.#owned, known)
    // There is nothing to acknowledge while the name of everything that is new is looked up.
    if (unknownIds.length > 0 && revoked.length + assigned.length === 0) return
    this.#log('info', 'group.assigned', {
      kept: kept.length,
      assigned: assigned.length,
      revoked: revoked.length,
      unknownTopics: unknownIds.length,
    })
    if (revoked.length > 0) {
      await this.#tell(() => host.onRevoked(revoked, session))
      this.#owned = kept
    }
    if (session.aborted) return
    this.#owned = [...kept, ...assigned]
    await this.#tell(() => host.onAssigned(assigned, session))
    if (session.aborted) return
    if (unknownIds.length === 0) this.#reconciledVersion = target.version
    this.#become('acknowledging')
    this.#schedule.ring()
  }

  #onNamesFound(): void {
    if (takesAssignments(this.#state)) this.#reconcileIfNeeded()
  }

  /** What a failure means for the next heartbeat. */
  async #recover(error: unknown): Promise<void> {
    if (this.#ending.signal.aborted) return
    const code = error instanceof BrokerError ? error.errorCode : ErrorCodes.NONE
    const isFenced = code === ErrorCodes.UNKNOWN_MEMBER_ID || code === ErrorCodes.FENCED_MEMBER_EPOCH
    this.#log(isFenced ? 'info' : 'warn', 'group.heartbeat_failed', { state: this.#state, error })
    if (this.#isClosing) return this.#onFailedWhileLeaving(isFenced)
    if (isFenced) return this.#fence()
    if (mayPass(error) || this.#isSoonReleased(code)) return this.#tryAgainLater()
    await this.#fail(error instanceof Error ? error : new Error(String(error)))
  }

  #tryAgainLater(): void {
    const { retryBackoff, random } = this.#options.core
    this.#schedule.setNext(backoffDelayMs(retryBackoff, this.#attempt, random))
    this.#attempt += 1
  }

  /** The last heartbeats only keep the member in its group until the last commit is done. */
  #onFailedWhileLeaving(isFenced: boolean): void {
    if (isFenced) {
      this.#hasAsked = false
      this.#metadata = { ...this.#metadata, generationId: noGeneration }
      this.#schedule.setNext(Number.POSITIVE_INFINITY)
    } else this.#tryAgainLater()
  }

  /**
   * A static member that died is known to the coordinator until its session ends: whoever takes its place waits for
   * that. Where somebody else lives under the name, waiting does not help, and the application has to know.
   */
  #isSoonReleased(code: number): boolean {
    if (code !== ErrorCodes.UNRELEASED_INSTANCE_ID) return false
    const nowMs = this.#options.core.platform.clock.now()
    this.#unreleasedSinceMs ??= nowMs
    return nowMs - this.#unreleasedSinceMs < this.#options.rebalanceTimeoutMs
  }

  /** The group went on without this member, which joins again as a new one under the same id. */
  async #fence(): Promise<void> {
    this.#become('fenced')
    this.#schedule.setNext(Number.POSITIVE_INFINITY)
    await this.#lose()
    if (this.#isClosing) return
    this.#startJoining()
    // The first time there is nothing to wait for; a coordinator that always says so must not be asked in a busy loop.
    if (this.#attempt > 0) this.#tryAgainLater()
    else this.#attempt = 1
  }

  async #fail(error: Error): Promise<void> {
    const { host } = this.#options
    this.#become('fatal')
    this.#schedule.setNext(Number.POSITIVE_INFINITY)
    await this.#lose()
    const isReplaced = error instanceof BrokerError && error.errorCode === ErrorCodes.FENCED_INSTANCE_ID
    do {
      if (this.#isClosing) return
      await this.#tell(() => host.onFailed(error, this.#closing.signal))
      // Somebody else has this instance id now. Joining again would only throw that member out in turn.
    } while (isReplaced)
    if (this.#isClosing) return
    this.#unreleasedSinceMs = undefined
    this.#startJoining()
    this.#tryAgainLater()
  }

  /** The group must not wait for an application that does not read: others take over, until it does. */
  async #leaveUntilRead(): Promise<void> {
    this.#isReaderStuck = false
    if (!takesAssignments(this.#state)) return
    this.#log('warn', 'group.reader_stuck', {})
    this.#become('prepareLeaving')
    this.#become('leaving')
    await this.#leave()
    this.#become('stale')
    await this.#lose()
    await this.#readAgain?.promise
    this.#readAgain = undefined
    if (!this.#isClosing) this.#startJoining()
  }

  #startJoining(): void {
    this.#become('joining')
    this.#epoch = joiningEpoch
    this.#target = undefined
    this.#session = new AbortController()
    this.#requests.tellAll()
    this.#schedule.ring()
  }

  async #lose(): Promise<void> {
    this.#session.abort()
    this.#metadata = { ...this.#metadata, generationId: noGeneration }
    await this.#work
    const lost = this.#owned
    this.#owned = []
    if (lost.length > 0) await this.#tell(() => this.#options.host.onLost(lost))
  }

  async #close(): Promise<void> {
    this.#closing.abort()
    this.#session.abort()
    this.#readAgain?.resolve()
    this.#subscription.stop()
    if (this.#loop === undefined) return
    await this.#withinLastMoments(this.#work ?? Promise.resolve())
    if (takesAssignments(this.#state)) {
      this.#become('prepareLeaving')
      const owned = this.#owned
      if (owned.length > 0) await this.#withinLastMoments(this.#tell(() => this.#giveUp(owned)))
      // Not before: a heartbeat that names no partitions lets the coordinator give them away under the last commit.
      this.#owned = []
    }
    this.#ending.abort()
    this.#schedule.ring()
    await this.#withinLastMoments(this.#loop)
    if (this.#state === 'prepareLeaving') this.#become('leaving')
    if (this.#state === 'leaving') await this.#leave()
    this.#metadata = { ...this.#metadata, generationId: noGeneration }
    this.#become('unsubscribed')
  }

  /** Heartbeats go on meanwhile: the last commit needs a member. */
  #giveUp(owned: readonly OwnedPartition[]): Promise<void> {
    const { host } = this.#options
    const isMember = this.#metadata.generationId !== noGeneration
    return isMember ? host.onRevoked(owned, this.#closing.signal) : host.onLost(owned)
  }

  /** Never rejects. */
  async #leave(): Promise<void> {
    if (!this.#hasAsked) return
    this.#hasAsked = false
    const { clock } = this.#options.core.platform
    const expiresAtMs = clock.now() + leaveTimeoutMs
    for (;;) {
      try {
        return await this.#requests.leave(Math.max(1, expiresAtMs - clock.now()))
      } catch (error) {
        this.#log('warn', 'group.not_left', { error })
        if (!mayPass(error) || clock.now() + leaveRetryMs >= expiresAtMs) return
      }
      await delay(clock, leaveRetryMs, 'group leave')
    }
  }

  #withinLastMoments(work: Promise<void>): Promise<void> {
    const { core, groupId } = this.#options
    return withinLastMoments(core.platform.clock, groupId, work, (error) =>
      this.#log('warn', 'group.close_hurried', { error }),
    )
  }

  /** The host's callbacks do not reject; if one does all the same, the member goes on. */
  async #tell(callback: () => Promise<void>): Promise<void> {
    try {
      await callback()
    } catch (error) {
      this.#log('error', 'group.callback_failed', { error })
    }
  }

  #become(state: ConsumerMemberState): void {
    checkConsumerMemberMove(this.#state, state)
    this.#state = state
  }

  #log(level: 'debug' | 'info' | 'warn' | 'error', name: string, fields: Record<string, unknown>): void {
    const { groupId, memberId } = this.#metadata
    this.#options.core.platform.log.event(level, name, { groupId, memberId, ...fields })
  }
}
