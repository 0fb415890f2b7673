/**
 * Fetches from one broker for the cursors that are placed there.
 *
 * One loop, which begins with the first cursor and ends with `close()` and nothing else: whatever an answer, a decoder or
 * a callback throws is reported, and the loop goes on after a pause. At most one fetch is under way; the next one leaves
 * as soon as its cursors' buffers have room, while the answer before it is still being read. After each `await` all is
 * looked at anew: the request is built from the state of that moment, and an answer is taken only by cursors whose
 * fetch epoch is still the one of the request.
 */
import { ErrorCodes } from '../errors/error-codes.ts'
import { KafkaError } from '../errors/kafka-error.ts'
import type { OpenConnection } from '../network/request-sender.ts'
import { fetchApi } from '../protocol/apis/fetch.ts'
import type { FetchResponse } from '../protocol/messages/fetch-response.ts'
import { backoffDelayMs } from '../support/backoff.ts'
import { AnswerIntake, type FetchTarget } from './answer-intake.ts'
import { AnswerSize } from './answer-size.ts'
import { buildFetchRequest, maxFetchVersionFor, rotate, usesTopicIds } from './build-fetch-request.ts'
import type { Cursor } from './cursor.ts'
import { EpochValidation } from './epoch-validation.ts'
import type { BufferLease } from './fetch-buffer.ts'
import type { FetchContext } from './fetch-context.ts'
import { FetchSession, type PartitionRequest, type SessionPlan } from './fetch-session.ts'
import { Wakeup } from './wakeup.ts'

/** One fetch under way. */
interface Fetch {
  readonly connection: OpenConnection
  readonly version: number
  readonly plan: SessionPlan
  readonly targets: ReadonlyMap<string, FetchTarget>
  readonly lease: BufferLease
  readonly maxWaitMs: number
  readonly sentAtMs: number
}

/** What the cursors of the source are up to at one moment. */
interface Lookout {
  readonly ready: readonly Cursor[]
  /** How much is asked for of one that has a backlog. */
  readonly partBytes: number
  /** Cursors that have as much buffered as they may. */
  readonly fullCount: number
  /** Some of them are being drained. */
  readonly hasFull: boolean
  readonly nextRetryMs: number
}

/**
 * When all that could be fetched has reached the end of its log while other partitions are being drained, a fetch would
 * wait at the broker and keep those waiting too. It is held back for so long, or until one of them has room.
 */
const holdForDrainingMs = 50
/** And then it waits no longer than this at the broker. */
const waitBesideDrainingMs = 100
/** Of one of many partitions no less than this is asked for at a time. */
const leastPartBytes = 64 * 1024
/** A broker that answers at once and with nothing, again and again, must not be asked without pause. */
const emptyAnswerPause = { initialMs: 2, maxMs: 100 }

export class FetchSource {
  readonly nodeId: number
  readonly #context: FetchContext
  readonly #cursors = new Set<Cursor>()
  readonly #session = new FetchSession()
  readonly #intake: AnswerIntake
  readonly #answerSize: AnswerSize
  readonly #validation: EpochValidation
  readonly #wakeup: Wakeup
  readonly #closing = new AbortController()
  #loop: Promise<void> | undefined
  #lastConnection: { readonly connection: OpenConnection; readonly version: number } | undefined
  #rotation = 0
  #isFetching = false
  #notBeforeMs = 0
  #failureCount = 0
  #emptyAnswerCount = 0
  #holdUntilMs: number | undefined
  /** Since then nothing is there to be read; undefined before the first answer, and while something is. */
  #emptySinceMs: number | undefined

  constructor(nodeId: number, context: FetchContext) {
    this.nodeId = nodeId
    this.#context = context
    this.#intake = new AnswerIntake(nodeId, context)
    this.#answerSize = new AnswerSize(context.settings.maxBytes)
    this.#validation = new EpochValidation(nodeId, context)
    this.#wakeup = new Wakeup(context.clock)
  }

  get isIdle(): boolean {
    return this.#cursors.size === 0
  }

  /** A fetch of this source waits for its answer. */
  get isFetching(): boolean {
    return this.#isFetching
  }

  get #isClosed(): boolean {
    return this.#closing.signal.aborted
  }

  add(cursor: Cursor): void {
    this.#cursors.add(cursor)
    this.#loop ??= this.#run()
    this.wake()
  }

  remove(cursor: Cursor): void {
    this.#cursors.delete(cursor)
    this.wake()
  }

  /** Something may have changed that lets a fetch leave. */
  wake(): void {
    if (this.#isFetching) this.#noteIfEmpty()
    this.#wakeup.wake()
  }

  /** Ends the loop without waiting for the answer that is under way. Idempotent, never rejects. */
  async close(): Promise<void> {
    this.#closing.abort()
    this.wake()
    await this.#loop
    this.#endSession()
  }

  async #run(): Promise<void> {
    // The first turn must not run within `add`.
    await Promise.resolve()
    while (!this.#isClosed) {
      try {
        await this.#turn()
      } catch (error) {
        if (!this.#isClosed) this.#onFailure(error)
      }
    }
  }

  async #turn(): Promise<void> {
    const waitMs = this.#msUntilFetch()
    if (waitMs > 0) return await this.#wakeup.wait(waitMs, 'fetch.wait')
    const connection = await this.#connect()
    if (this.#isClosed) return
    const nowMs = this.#context.clock.now()
    const lookout = this.#lookOut(nowMs)
    if (lookout.ready.length === 0) return
    const unvalidated = this.#validation.due(connection, lookout.ready)
    if (unvalidated.length > 0) return await this.#validation.ask(connection, unvalidated, this.#closing.signal)
    const fetch = this.#begin(connection, lookout, nowMs)
    // No room: whoever gives some back wakes us.
    if (fetch === undefined) return await this.#wakeup.wait(Number.POSITIVE_INFINITY, 'fetch.room')
    const response = await this.#exchange(fetch)
    await this.#take(fetch, response)
  }

  /** 0 when a fetch should leave now. */
  #msUntilFetch(): number {
    const nowMs = this.#context.clock.now()
    if (this.#notBeforeMs > nowMs) return this.#notBeforeMs - nowMs
    const lookout = this.#lookOut(nowMs)
    const { ready, hasFull, nextRetryMs } = lookout
    if (!this.#isWorthAsking(lookout)) return nextRetryMs - nowMs
    if (!hasFull || ready.some((cursor) => !this.#isAtEnd(cursor))) {
      this.#holdUntilMs = undefined
      return 0
    }
    this.#holdUntilMs ??= nowMs + holdForDrainingMs
    return Math.max(0, this.#holdUntilMs - nowMs)
  }

  /**
   * Not for the room that one partition has beside many that are full: when half of them have room, or one has nothing left.
   * Whoever takes a part wakes us.
   */
  #isWorthAsking({ ready, fullCount }: Lookout): boolean {
    return (ready.length > 0 && ready.length >= fullCount) || ready.some(({ bufferedBytes }) => bufferedBytes === 0)
  }

  /**
   * How much of a partition is asked for at a time that has a backlog: so little that an answer has room for all of these,
   * unless their batches are larger. What is fetched ahead is twice an answer, then, and not twice as much of each partition:
   * what outlives two collections of the young generation waits for one of the whole heap, and with 12 MiB ahead of six
   * partitions these were four a second and a run's memory twice as large. A power of two, because the session names a
   * partition again whose limit has changed; that is also why those at their end are asked for as much as they may give.
   */
  #partBytes(): number {
    let backlogCount = 0
    for (const cursor of this.#cursors) if (!this.#isAtEnd(cursor)) backlogCount += 1
    const shareBytes = 2 ** Math.floor(Math.log2(this.#answerSize.bytes / Math.max(1, backlogCount)))
    return Math.min(this.#context.settings.maxPartitionBytes, Math.max(leastPartBytes, shareBytes))
  }

  /** From the moment when nothing is left to be read, a reader waits for the answer that is on its way. */
  #noteIfEmpty(): void {
    for (const { bufferedBytes } of this.#cursors) if (bufferedBytes > 0) return
    this.#emptySinceMs ??= this.#context.clock.now()
  }

  /** Only between fetches: see `#movesBackToLeader`. */
  #lookOut(nowMs: number): Lookout {
    const partBytes = this.#partBytes()
    const ready: Cursor[] = []
    let fullCount = 0
    let hasFull = false
    let nextRetryMs = Number.POSITIVE_INFINITY
    for (const cursor of [...this.#cursors]) {
      if (cursor.state !== 'fetchable' || cursor.isPaused || this.#movesBackToLeader(cursor, nowMs)) continue
      // One whose reader is busy is not being drained: the others must not be held back for it.
      if (cursor.bufferedBytes > partBytes) {
        fullCount += 1
        hasFull ||= !cursor.isBusy
      } else if (cursor.retryAtMs > nowMs) nextRetryMs = Math.min(nextRetryMs, cursor.retryAtMs)
      else ready.push(cursor)
    }
    return { ready, partBytes, fullCount, hasFull, nextRetryMs }
  }

  /**
   * The time with a preferred replica is over: the leader is asked again whether it is still the one to read from. Looked
   * at only between fetches: moving a cursor whose answer is under way would fetch the same records twice.
   */
  #movesBackToLeader(cursor: Cursor, nowMs: number): boolean {
    if (cursor.preferredReplica !== this.nodeId || nowMs < cursor.preferredReplicaUntilMs) return false
    cursor.preferredReplica = -1
    this.#context.place(cursor)
    return !this.#cursors.has(cursor)
  }

  #isAtEnd(cursor: Cursor): boolean {
    const isCommitted = this.#context.settings.isolationLevel === 'read_committed'
    const end = isCommitted && cursor.lastStableOffset >= 0n ? cursor.lastStableOffset : cursor.highWatermark
    return cursor.fetchOffset >= end
  }

  #connect(): Promise<OpenConnection> {
    const node = this.#context.brokers.node(this.nodeId)
    if (node === undefined) throw new UnknownBrokerError(this.nodeId)
    return node.connection(this.#context.connectionPurpose, { signal: this.#closing.signal })
  }

  /** Builds the request and reserves room for its answer. Undefined: there is none. */
  #begin(connection: OpenConnection, lookout: Lookout, nowMs: number): Fetch | undefined {
    const lease = this.#reserve(lookout)
    if (lease === undefined) return undefined
    try {
      const ready = rotate(lookout.ready, this.#rotation++)
      const maxVersion = maxFetchVersionFor(ready)
      const version = connection.versionOf(fetchApi, maxVersion === undefined ? {} : { maxVersion })
      const requests = ready.map((cursor) => this.#request(cursor, lookout.partBytes))
      const plan = this.#session.plan(requests, usesTopicIds(version))
      const targets = new Map<string, FetchTarget>()
      for (const [index, request] of requests.entries()) {
        const cursor = ready[index]!
        const topic = plan.usesTopicIds ? request.topicId : request.topic
        targets.set(`${topic}/${request.partition}`, { cursor, fetchEpoch: cursor.fetchEpoch, request })
      }
      const { maxWaitMs } = this.#context.settings
      const waitMs = lookout.hasFull ? Math.min(maxWaitMs, waitBesideDrainingMs) : maxWaitMs
      this.#holdUntilMs = undefined
      this.#noteIfEmpty()
      return { connection, version, plan, targets, lease, maxWaitMs: waitMs, sentAtMs: nowMs }
    } catch (error) {
      lease.release()
      throw error
    }
  }

  /**
   * Half of the broker's share at most: the other half is for what was fetched before and is being read. A broker whose
   * records nobody takes thus leaves the others their shares.
   */
  #reserve({ ready }: Lookout): BufferLease | undefined {
    const { minBytes, maxPartitionBytes, maxBufferedBytes } = this.#context.settings
    const maxBytes = Math.max(this.#answerSize.bytes, minBytes)
    let bufferedBytes = 0
    for (const cursor of this.#cursors) bufferedBytes += cursor.bufferedBytes
    const shareBytes = maxBufferedBytes / this.#context.sourceCount()
    const neededBytes = ready.reduce((sum, cursor) => sum + Math.max(maxPartitionBytes, cursor.neededBytes), 0)
    const leastBytes = Math.min(maxPartitionBytes, maxBytes, Math.max(1, Math.floor(shareBytes / 2)))
    const allowedBytes = Math.floor(Math.min(shareBytes / 2, shareBytes - bufferedBytes))
    if (allowedBytes < leastBytes && bufferedBytes > 0) return undefined
    const wantedBytes = Math.max(leastBytes, Math.min(maxBytes, neededBytes, allowedBytes))
    return this.#context.buffer.tryReserve(wantedBytes, leastBytes)
  }

  #request(cursor: Cursor, partBytes: number): PartitionRequest {
    const { topic, topicId, partition, fetchOffset, leaderEpoch, lastFetchedEpoch, neededBytes } = cursor
    // Not cut to what is reserved: it would change with every request, and the session name every partition each time.
    const usualBytes = this.#isAtEnd(cursor) ? this.#context.settings.maxPartitionBytes : partBytes
    const maxBytes = Math.max(usualBytes, neededBytes)
    return { topic, topicId, partition, fetchOffset, leaderEpoch, lastFetchedEpoch, maxBytes }
  }

  async #exchange({ connection, version, plan, lease, maxWaitMs }: Fetch): Promise<FetchResponse> {
    const { settings } = this.#context
    const body = buildFetchRequest(
      plan,
      {
        maxWaitMs,
        minBytes: settings.minBytes,
        maxBytes: lease.sizeBytes,
        isolationLevel: settings.isolationLevel,
        rackId: settings.clientRack,
      },
      version,
    )
    this.#lastConnection = { connection, version }
    this.#isFetching = true
    try {
      return await connection.request(fetchApi, version, body, {
        signal: this.#closing.signal,
        timeoutMs: maxWaitMs + settings.requestTimeoutMs,
      })
    } catch (error) {
      lease.release()
      this.#session.interrupted()
      throw error
    } finally {
      this.#isFetching = false
    }
  }

  async #take(fetch: Fetch, response: FetchResponse): Promise<void> {
    const { lease, plan } = fetch
    const nowMs = this.#context.clock.now()
    if (response.throttleTimeMs > 0) this.#notBeforeMs = nowMs + response.throttleTimeMs
    if (response.errorCode !== ErrorCodes.NONE || this.#isClosed) {
      lease.release()
      if (!this.#isClosed) this.#onSessionError(response.errorCode)
      return
    }
    this.#failureCount = 0
    this.#session.accepted(plan, response.sessionId)
    const answerBytes = recordBytesOf(response)
    this.#answerSize.note(answerBytes, this.#emptySinceMs === undefined ? 0 : nowMs - this.#emptySinceMs)
    this.#emptySinceMs = undefined
    lease.resize(answerBytes)
    const answer = this.#context.buffer.hold(lease)
    let hasNews = false
    try {
      for (const topic of response.responses) {
        for (const data of topic.partitions) {
          const key = `${plan.usesTopicIds ? topic.topicId : topic.topic}/${data.partitionIndex}`
          const target = fetch.targets.get(key)
          if (target !== undefined && (await this.#intake.take(target, data, response, answer))) hasNews = true
        }
      }
    } finally {
      answer.seal()
    }
    this.#paceEmptyAnswers(fetch, hasNews)
  }

  /** Brokers may answer before `minBytes` and with nothing: throttled, or at an internal limit. */
  #paceEmptyAnswers({ sentAtMs, maxWaitMs }: Fetch, hasNews: boolean): void {
    const nowMs = this.#context.clock.now()
    const isEarly = nowMs - sentAtMs < maxWaitMs / 2
    this.#emptyAnswerCount = hasNews || !isEarly ? 0 : this.#emptyAnswerCount + 1
    if (this.#emptyAnswerCount === 0) return
    const pauseMs = backoffDelayMs(emptyAnswerPause, this.#emptyAnswerCount - 1, this.#context.random)
    this.#notBeforeMs = Math.max(this.#notBeforeMs, nowMs + Math.min(pauseMs, maxWaitMs))
  }

  #onSessionError(errorCode: number): void {
    const { log, metadata } = this.#context
    log.event('debug', 'fetch.session_lost', { nodeId: this.nodeId, errorCode })
    const mayRepeatAtOnce = this.#session.lost(errorCode)
    const isLost =
      errorCode === ErrorCodes.FETCH_SESSION_ID_NOT_FOUND || errorCode === ErrorCodes.INVALID_FETCH_SESSION_EPOCH
    if (isLost && mayRepeatAtOnce) return
    // Topic ids in a session that the broker does not agree with, or an error of the broker as a whole.
    if (!isLost) metadata.requestRefresh(`broker ${this.nodeId} refused a fetch with ${errorCode}`)
    this.#backOff()
  }

  #onFailure(error: unknown): void {
    const { log, metadata } = this.#context
    const delayMs = this.#backOff()
    log.event('warn', 'fetch.failed', { nodeId: this.nodeId, error, delayMs })
    if (error instanceof KafkaError && error.retriable) {
      metadata.requestRefresh(`fetching from broker ${this.nodeId} failed`)
      return
    }
    // Repeating it will hardly help, and nobody else would tell: the readers of these partitions wait for an answer.
    const reason = error instanceof Error ? error : new Error(String(error))
    for (const cursor of [...this.#cursors]) this.#context.fail(cursor, reason)
  }

  /** One time for the whole source: failures that come together do not add up. */
  #backOff(): number {
    const delayMs = backoffDelayMs(this.#context.settings.backoff, this.#failureCount, this.#context.random)
    this.#failureCount += 1
    this.#notBeforeMs = Math.max(this.#notBeforeMs, this.#context.clock.now() + delayMs)
    return delayMs
  }

  /** Lets the broker free the session's memory. Nobody waits for it: without it the session expires by itself. */
  #endSession(): void {
    const ids = this.#session.end()
    const last = this.#lastConnection
    if (ids === undefined || last === undefined || !last.connection.isOpen) return
    const { settings } = this.#context
    const body = { ...ids, maxWaitMs: 0, minBytes: 0, maxBytes: settings.maxBytes }
    last.connection.request(fetchApi, last.version, body, { timeoutMs: settings.requestTimeoutMs }).catch((error) => {
      this.#context.log.event('debug', 'fetch.session_not_ended', { nodeId: this.nodeId, error })
    })
  }
}

/** The pool has dropped a broker that the last metadata named. */
class UnknownBrokerError extends KafkaError {
  readonly code = 'UNKNOWN_BROKER'

  constructor(nodeId: number) {
    super(`Cannot fetch from broker ${nodeId}: its address is not known`, { retriable: true, context: { nodeId } })
  }
}

function recordBytesOf(response: FetchResponse): number {
  let sizeBytes = 0
  for (const { partitions } of response.responses)
    for (const { records } of partitions) sizeBytes += records?.length ?? 0
  return sizeBytes
}
