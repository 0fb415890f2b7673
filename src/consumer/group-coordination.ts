/**
 * Between a group's membership and the fetch engine: partitions come with their committed offsets, and go when what was
 * in hand is finished and committed.
 *
 * Owned by the group consumer. Calls of the membership come one after the other; the reader runs beside them. After
 * every wait a cursor is looked at anew: the application may have sought, or the partition may be gone.
 */
import type { ClientCore } from '../client/client-core.ts'
import { BrokerError } from '../errors/broker-error.ts'
import { classifyError, isRepeatable } from '../errors/classify.ts'
import { TimeoutError } from '../errors/client-errors.ts'
import { ErrorCodes } from '../errors/error-codes.ts'
import { OffsetOutOfRangeError } from '../errors/fetch-errors.ts'
import type { Cursor } from '../fetch/cursor.ts'
import type { Fetcher } from '../fetch/fetcher.ts'
import { ClassicMembership } from '../group/classic-membership.ts'
import { ConsumerMembership } from '../group/consumer-membership.ts'
import { CoordinatorLink } from '../group/coordinator-link.ts'
import type { GroupMembership, GroupMetadata, MembershipHost } from '../group/membership.ts'
import { partitionKey } from '../group/topic-partitions.ts'
import type { TopicPartition } from '../record/record.ts'
import { backoffDelayMs } from '../support/backoff.ts'
import type { Timer } from '../support/clock.ts'
import { Deadline } from '../support/deadline.ts'
import { createDeferred, type Deferred } from '../support/deferred.ts'
import { delay } from '../support/delay.ts'
import { settleWithin } from '../support/settle-within.ts'
import { CommitManager, type OffsetCommit } from './commit-manager.ts'
import { type CommittedOffset, fetchCommittedOffsets, type OffsetReader } from './committed-offsets.ts'
import type { Coordination } from './coordination.ts'
import type { ResolvedGroupOptions } from './group-consumer-options.ts'
import { Hands } from './hand.ts'
import { Marks } from './marks.ts'
import type { OffsetResetPolicy } from './offset-reset.ts'
import type { Positions } from './positions.ts'
import { ReaderWatch } from './reader-watch.ts'

export interface GroupCoordinationOptions {
  readonly core: ClientCore
  readonly group: ResolvedGroupOptions
  readonly autoOffsetReset: OffsetResetPolicy
  readonly clientRack: string
}

/** On revoke and on close: a coordinator that does not answer must not keep the member from going on. */
const lastCommitMs = 10_000

export class GroupCoordination implements Coordination, MembershipHost {
  readonly membership: GroupMembership
  readonly commits: CommitManager
  readonly #options: GroupCoordinationOptions
  readonly #link: CoordinatorLink
  readonly hands: Hands = new Hands()
  readonly marks: Marks = new Marks()
  readonly #connectionNumber: number
  readonly #readerWatch: ReaderWatch
  #fetcher: Fetcher | undefined
  #positions: Positions | undefined
  /** What the reader has to be told, the oldest first. */
  readonly #failures: { readonly error: Error; readonly taken: Deferred<void> }[] = []
  readonly #closing = new AbortController()
  #commitTimer: Timer | undefined

  constructor(options: GroupCoordinationOptions) {
    this.#options = options
    const { core, group, clientRack } = options
    this.#link = new CoordinatorLink(core, group.groupId)
    this.#connectionNumber = core.nextConsumerNumber()
    this.membership = this.#makeMembership(clientRack === '' ? null : clientRack)
    this.#readerWatch = new ReaderWatch({
      clock: core.platform.clock,
      maxPollIntervalMs: group.maxPollIntervalMs,
      hands: this.hands,
      cursors: () => this.#fetcher?.cursors() ?? [],
      onStuck: () => this.membership.onReaderStuck(),
    })
    this.commits = new CommitManager({
      link: this.#link,
      random: core.random,
      retryBackoff: core.retryBackoff,
      requestTimeoutMs: core.options.network.requestTimeoutMs,
      identity: () => this.membership.metadata,
      isBetweenGenerations: () => ['joining', 'syncing'].includes(this.membership.state),
      onFenced: (error, of) => this.membership.onFenced(error, of),
    })
  }

  #makeMembership(rackId: string | null): GroupMembership {
    const { core, group } = this.#options
    const common = { core, host: this, rackId, ...group }
    const { topics } = group
    if (group.groupProtocol === 'consumer') return new ConsumerMembership(common)
    if (typeof topics === 'string') throw new Error('A classic member has no pattern in a string: options check that')
    return new ClassicMembership({ ...common, topics, connectionNumber: this.#connectionNumber })
  }

  attach(engine: { readonly fetcher: Fetcher; readonly positions: Positions }): void {
    this.#fetcher = engine.fetcher
    this.#positions = engine.positions
  }

  start(): void {
    this.membership.start()
    this.#readerWatch.start()
    if (this.#options.group.autoCommit) this.#scheduleCommit()
  }

  throwFailure(): void {
    this.membership.onRead()
    const failure = this.#failures.shift()
    if (failure === undefined) return
    failure.taken.resolve()
    throw failure.error
  }

  async close(): Promise<void> {
    this.#closing.abort()
    this.#readerWatch.stop()
    this.#commitTimer?.cancel()
    await this.membership.close()
    this.#options.core.brokers.release(`group-${this.#connectionNumber}`)
  }

  /** What was given and finished. A record whose reader has not asked for more is not; with marks, what is marked. */
  finished(cursors: Iterable<Cursor>): OffsetCommit[] {
    if (this.#options.group.autoCommit === 'marked') return this.#marked(cursors)
    return this.#toCommit(cursors, (cursor, position) => {
      const finished = this.hands.finishedOffset(cursor, position)
      const committed = this.commits.committedOffset(cursor) ?? -1n
      // What the application has committed itself is done, in hand or not. Only a seek goes back.
      return committed > finished && committed <= position ? committed : finished
    })
  }

  #marked(cursors: Iterable<Cursor>): OffsetCommit[] {
    return [...cursors].flatMap((cursor) => {
      const mark = this.marks.markOf(cursor)
      if (mark === undefined || cursor.state === 'released') return []
      const committed = this.commits.committedOffset(cursor) ?? -1n
      // A mark that comes after a commit of more must not take the group back; a seek may.
      const isBehind = committed >= mark.offset && committed <= (cursor.position ?? -1n)
      return isBehind ? [] : [{ cursor, ...mark }]
    })
  }

  /** All that was given, finished or not: the application says that it is. */
  given(cursors: Iterable<Cursor>): OffsetCommit[] {
    return this.#toCommit(cursors, (_cursor, position) => position)
  }

  /** What the group has committed, repeated while that may help. */
  async fetchCommitted(
    partitions: readonly TopicPartition[],
    deadline: Deadline,
    stillWanted: () => readonly TopicPartition[] = () => partitions,
  ): Promise<ReadonlyMap<string, CommittedOffset>> {
    const { core } = this.#options
    for (let attempt = 0; ; attempt += 1) {
      const wanted = stillWanted()
      if (wanted.length === 0) return new Map()
      try {
        const bounds = deadline.requestOptions(core.options.network.requestTimeoutMs)
        const topicIdOf = (topic: string) => core.metadata.snapshot.topics.get(topic)?.topicId
        return await fetchCommittedOffsets(this.#link, wanted, topicIdOf, this.#offsetReader, bounds)
      } catch (error) {
        const isStale = error instanceof BrokerError && error.errorCode === ErrorCodes.STALE_MEMBER_EPOCH
        if (!isRepeatable(classifyError(error)) && !isStale) throw error
        if (isStale) this.membership.onFenced(error, this.membership.metadata)
        deadline.throwIfOver(error)
        await deadline.sleep(backoffDelayMs(core.retryBackoff, attempt, core.random), 'offset fetch backoff', error)
      }
    }
  }

  get #offsetReader(): OffsetReader | undefined {
    const { memberId, generationId } = this.membership.metadata
    if (this.#options.group.groupProtocol !== 'consumer' || generationId < 0) return undefined
    return { memberId, memberEpoch: generationId }
  }

  async onAssigned(partitions: readonly TopicPartition[]): Promise<void> {
    const fetcher = this.#fetcher!
    const cursors = partitions.map(({ topic, partition }) => fetcher.assign(topic, partition))
    await this.#callBack('onAssigned', partitions)
    // Not waited for: an open transaction may hold offsets back for minutes, and the group must not wait with it.
    void this.#findPositions(cursors)
  }

  async onRevoked(partitions: readonly TopicPartition[], signal: AbortSignal): Promise<void> {
    const cursors = this.#cursorsOf(partitions)
    for (const cursor of cursors) this.#fetcher?.pause(cursor)
    await this.#waitForHands(partitions, signal)
    if (this.#options.group.autoCommit) await this.#commitQuietly(cursors, 'before partitions go')
    await this.#callBack('onRevoked', partitions)
    this.#release(cursors)
  }

  async onLost(partitions: readonly TopicPartition[]): Promise<void> {
    this.#release(this.#cursorsOf(partitions))
    // Whoever waits for records asks again: that somebody reads is what a member waits for that has left.
    this.#fetcher?.stream.wake()
    await this.#callBack('onLost', partitions)
  }

  async onFailed(error: Error, signal: AbortSignal): Promise<void> {
    const taken = this.#tellReader(error)
    const { clock } = this.#options.core.platform
    await settleWithin(clock, taken, { signal, label: 'group failure', onTimeout: () => error }).catch(() => {})
  }

  /** The reader is given `error` when it asks for more. Settles when it was. */
  #tellReader(error: Error): Promise<void> {
    const taken = createDeferred<void>()
    this.#failures.push({ error, taken })
    this.#fetcher?.stream.wake()
    return taken.promise
  }

  #toCommit(cursors: Iterable<Cursor>, offsetOf: (cursor: Cursor, position: bigint) => bigint): OffsetCommit[] {
    return [...cursors].flatMap((cursor) => {
      const { position } = cursor
      if (position === undefined || cursor.state === 'released') return []
      const offset = offsetOf(cursor, position)
      const isKnown = this.commits.committedOffset(cursor) === offset
      // The epoch is known of the last record given, which is not the one before an offset that is held back.
      const leaderEpoch = offset === position ? cursor.consumedEpoch : -1
      return isKnown ? [] : [{ cursor, offset, leaderEpoch, metadata: '' }]
    })
  }

  /** Never rejects. Ends when every partition has a position, whoever gave it one, or is gone. */
  async #findPositions(cursors: readonly Cursor[]): Promise<void> {
    const { platform, options } = this.#options.core
    const { signal } = this.#closing
    const epochs = new Map(cursors.map((cursor) => [cursor, cursor.positionEpoch]))
    // Where the application has sought, it knows better.
    const wanting = (): Cursor[] =>
      cursors.filter((cursor) => cursor.state === 'awaitingOffset' && cursor.positionEpoch === epochs.get(cursor))
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      const missing = wanting()
      if (missing.length === 0) return
      const identity = this.membership.metadata
      try {
        const operation = `Cannot find where to read in group ${this.#link.groupId}`
        const deadline = new Deadline(platform.clock, operation, options.defaultApiTimeoutMs, signal)
        const committed = await this.fetchCommitted(missing, deadline, wanting)
        for (const cursor of wanting()) this.#place(cursor, committed)
        return
      } catch (error) {
        if (!signal.aborted) await this.#onPositionsNotFound(error, identity, attempt)
      }
    }
  }

  /** Reading from a guessed place would lose or repeat records: the partitions wait. */
  async #onPositionsNotFound(error: unknown, identity: GroupMetadata, attempt: number): Promise<void> {
    const { core } = this.#options
    const { signal } = this.#closing
    core.platform.log.event('warn', 'group.offsets_not_found', { groupId: this.#link.groupId, error })
    const action = classifyError(error)
    const cause = error instanceof Error ? error : new Error(String(error))
    if (action === 'rejoinGroup') this.membership.onFenced(cause, identity)
    else if (!isRepeatable(action) && !(error instanceof TimeoutError)) await this.onFailed(cause, signal)
    const delayMs = backoffDelayMs(core.retryBackoff, attempt, core.random)
    await delay(core.platform.clock, delayMs, 'offset fetch retry', { signal }).catch(() => {})
  }

  #place(cursor: Cursor, committed: ReadonlyMap<string, CommittedOffset>): void {
    const found = committed.get(partitionKey(cursor))
    const { autoOffsetReset } = this.#options
    if (found !== undefined) {
      this.commits.noteCommitted(cursor, found.offset)
      this.#fetcher?.moveTo(cursor, found.offset, found.leaderEpoch)
    } else if (autoOffsetReset === 'none') {
      this.#fetcher?.fail(cursor, new OffsetOutOfRangeError(cursor.topic, cursor.partition, -1n))
    } else this.#positions?.set(cursor, autoOffsetReset)
  }

  /** A record that is being dealt with is finished here, and not again by the next owner. */
  async #waitForHands(partitions: readonly TopicPartition[], signal: AbortSignal): Promise<void> {
    const { core, group } = this.#options
    const onTimeout = (): Error => new Error('the reader is busy for too long')
    const expiresAtMs = core.platform.clock.now() + group.rebalanceTimeoutMs / 2
    try {
      for (let free = this.hands.whenFree(partitions); free !== undefined; free = this.hands.whenFree(partitions)) {
        const timeoutMs = Math.max(0, expiresAtMs - core.platform.clock.now())
        await settleWithin(core.platform.clock, free, { signal, timeoutMs, label: 'record in hand', onTimeout })
      }
    } catch (error) {
      core.platform.log.event('debug', 'group.record_in_hand', { groupId: this.#link.groupId, error })
    }
  }

  #scheduleCommit(): void {
    const { clock } = this.#options.core.platform
    const { autoCommitIntervalMs } = this.#options.group
    const tick = (): void => void this.#commitAndSchedule()
    this.#commitTimer = clock.setTimer(autoCommitIntervalMs, 'auto commit', tick, { background: true })
  }

  /** Never rejects. */
  async #commitAndSchedule(): Promise<void> {
    if (this.membership.canCommit) await this.#commitQuietly(this.#fetcher?.cursors() ?? [], 'on time')
    if (!this.#closing.signal.aborted) this.#scheduleCommit()
  }

  /** Not finished in time, or refused: the records are given again, which at-least-once allows. */
  async #commitQuietly(cursors: Iterable<Cursor>, when: string): Promise<void> {
    const operation = `Cannot commit ${when} in group ${this.#link.groupId}`
    const list = [...cursors]
    const { log, clock } = this.#options.core.platform
    try {
      await this.commits.commit(() => this.finished(list), new Deadline(clock, operation, lastCommitMs))
    } catch (error) {
      log.event('warn', 'group.not_committed', { groupId: this.#link.groupId, when, error })
    }
  }

  /** What the application's callback throws is told to the reader; the rebalance goes on. */
  async #callBack(name: 'onAssigned' | 'onRevoked' | 'onLost', partitions: readonly TopicPartition[]): Promise<void> {
    try {
      await this.#options.group.listener[name]?.(partitions)
    } catch (error) {
      this.#options.core.platform.log.event('error', 'group.callback_failed', { callback: name, error })
      void this.#tellReader(error instanceof Error ? error : new Error(String(error)))
    }
  }

  #release(cursors: readonly Cursor[]): void {
    for (const cursor of cursors) {
      this.#fetcher?.release(cursor)
      this.hands.forget(cursor)
    }
  }

  #cursorsOf(partitions: readonly TopicPartition[]): Cursor[] {
    return partitions.flatMap(({ topic, partition }) => this.#fetcher?.cursor(topic, partition) ?? [])
  }
}
