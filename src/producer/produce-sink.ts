/**
 * The outbox of one broker: assembles produce requests from the RecBufs whose partitions the broker leads, and takes the
 * answers back to them.
 *
 * Owned by the accumulator. Its state belongs to synchronous sections, with one exception: between staging a batch and
 * committing it lies its sealing, which may await a compressor. For that time the sink holds the batch's lock. Batches are
 * sealed side by side; each leaves as soon as it is sealed, together with all that are, but never ahead of an earlier one
 * of its partition. So a slow compressor holds back one partition and no other.
 */

import { asKafkaError } from '../errors/as-kafka-error.ts'
import type { KafkaError } from '../errors/kafka-error.ts'
import type { BrokerNode, OpenConnection } from '../network/request-sender.ts'
import { produceApi } from '../protocol/apis/produce.ts'
import type { ProduceResponse } from '../protocol/messages/produce-response.ts'
import type { Uuid } from '../protocol/uuid.ts'
import { type BackoffPolicy, backoffDelayMs } from '../support/backoff.ts'
import type { Clock } from '../support/clock.ts'
import type { Random } from '../support/random.ts'
import { allHaveTopicIds, buildProduceRequest, firstTopicIdVersion } from './build-produce-request.ts'
import { answersByPartition, judgeAnswer, judgeFailure, type ProduceVerdict } from './handle-produce-response.ts'
import type { ProducerIdSource } from './producer-id.ts'
import type { RecBatch, SealingOptions } from './rec-batch.ts'
import type { RecBuf, RecBufSink } from './rec-buf.ts'
import { SinkPause } from './sink-pause.ts'

/** What a sink needs of its producer. */
export interface SinkOwner {
  readonly clock: Clock
  readonly random: Random
  readonly producerIds: ProducerIdSource
  readonly sealing: SealingOptions
  readonly acks: number
  readonly requestTimeoutMs: number
  readonly maxRequestBytes: number
  readonly maxInFlightRequests: number
  readonly retryBackoff: BackoffPolicy
  node(nodeId: number): BrokerNode | undefined
  topicId(topic: string): Uuid
  /** Loads the producer id; drains every sink afterwards. */
  loadProducerId(): void
  requestMetadata(reason: string): void
  applyLeaderHints(response: ProduceResponse): void
  /** Something threw that cannot. Delivery goes on. */
  readonly onDefect: (error: unknown) => void
}

/** The batches that were staged at one moment, at most one of each partition: what a batch's `stagedIn` refers to. */
interface Round {
  readonly connection: OpenConnection
  /** Until its first request leaves, which takes the slot over. */
  holdsSlot: boolean
}

interface StagedBatch {
  readonly recBuf: RecBuf
  readonly batch: RecBatch
  readonly round: Round
  readonly sizeBytes: number
  isLocked: boolean
  isSealed: boolean
}

/**
 * Callers that await one request all send again when it is answered, and would await one request again: the broker idles
 * while they send, and they while it writes. So when nothing is on its way, this share of what the last request took leaves
 * as soon as it is there, and from then on two requests take turns. Concurrent sends are a third faster in `npm run bench`.
 */
const earlyShare = 0.65
const leastEarlyBytes = 4096

/** Before the first acknowledgement one request at a time; see `RecBuf.#isSinkProven`. */
const unprovenInFlightLimit = 1

export class ProduceSink implements RecBufSink {
  readonly nodeId: number
  readonly #owner: SinkOwner
  readonly #random: Random
  /** RecBufs that have batches to stage, in the order in which they get their turn. */
  readonly #active = new Set<RecBuf>()
  #connection: OpenConnection | undefined
  #isConnecting = false
  #isDrainScheduled = false
  #isClosed = false
  /** Requests on their way, and rounds of which nothing has left yet. */
  #slotsTaken = 0
  #inFlightLimit = unprovenInFlightLimit
  readonly #pause: SinkPause
  /** What is being sealed, or waits behind such a one, in the order of staging. Empty where nothing has to be awaited. */
  #line: StagedBatch[] = []
  #isCommitScheduled = false
  /** Infinity while a request is on its way. */
  #earlyBytes = Number.POSITIVE_INFINITY
  #lastRequestBytes = 0

  constructor(nodeId: number, owner: SinkOwner) {
    this.nodeId = nodeId
    this.#owner = owner
    this.#random = owner.random.fork(`sink ${nodeId}`)
    const delayMs = (failuresInARow: number): number => this.#backoffDelayMs(failuresInARow)
    this.#pause = new SinkPause(owner.clock, delayMs, () => this.#drain())
  }

  activate(recBuf: RecBuf): void {
    this.#active.add(recBuf)
    this.scheduleDrain()
  }

  get earlyBytes(): number {
    return this.#earlyBytes
  }

  drainEarly(): void {
    // Once: what lingers, or waits for something else, does so whatever its size.
    this.#earlyBytes = Number.POSITIVE_INFINITY
    this.#drain()
  }

  /** Drains in a later turn, so that all sends of this one go out together. */
  scheduleDrain(): void {
    if (this.#isDrainScheduled || this.#isClosed) return
    this.#isDrainScheduled = true
    this.#owner.clock.defer('drain', () => {
      this.#isDrainScheduled = false
      this.#drain()
    })
  }

  /** No further request is made. What is on its way still ends as it ends. */
  close(): void {
    this.#isClosed = true
    this.#active.clear()
    this.#pause.close()
  }

  #drain(): void {
    if (this.#isClosed || this.#active.size === 0) return
    const nowMs = this.#owner.clock.now()
    const connection = this.#connection
    if (nowMs < this.#pause.endsAtMs) this.#pause.wakeUpAt(this.#pause.endsAtMs)
    else if (this.#owner.producerIds.current === undefined) this.#owner.loadProducerId()
    else if (connection === undefined || !connection.isOpen) this.#connect()
    else this.#sendWhatIsReady(connection, nowMs)
  }

  #sendWhatIsReady(connection: OpenConnection, nowMs: number): void {
    while (this.#slotsTaken < this.#inFlightLimit) {
      const staged = this.#stage(connection, nowMs)
      if (staged.length === 0) return
      this.#slotsTaken += 1
      this.#dispatch(staged)
    }
  }

  #connect(): void {
    if (this.#isConnecting) return
    const node = this.#owner.node(this.nodeId)
    if (node === undefined) {
      this.#owner.requestMetadata(`broker ${this.nodeId} is not known`)
      this.#pause.begin()
      return
    }
    this.#isConnecting = true
    node.connection('produce').then(
      (connection) => {
        this.#isConnecting = false
        this.#connection = connection
        this.scheduleDrain()
      },
      (error: unknown) => {
        this.#isConnecting = false
        this.#owner.requestMetadata(`cannot connect to broker ${this.nodeId}: ${String((error as Error).message)}`)
        this.#pause.begin()
      },
    )
  }

  /** Gathers at most one batch of each RecBuf, as many as fit. Those that got their turn go to the end of the line. */
  #stage(connection: OpenConnection, nowMs: number): readonly StagedBatch[] {
    const round: Round = { connection, holdsSlot: true }
    const staged: StagedBatch[] = []
    let sizeBytes = 0
    let nextAtMs = Number.POSITIVE_INFINITY
    for (const recBuf of this.#active) {
      const readyAtMs = recBuf.readyAtMs(this)
      if (readyAtMs > nowMs) {
        nextAtMs = Math.min(nextAtMs, readyAtMs)
        // It comes back by itself (`activate`) when what it waits for has happened.
        if (readyAtMs === Number.POSITIVE_INFINITY) this.#active.delete(recBuf)
        continue
      }
      const batchBytes = recBuf.nextBatchBytes
      if (staged.length > 0 && sizeBytes + batchBytes > this.#owner.maxRequestBytes) break
      sizeBytes += batchBytes
      const batch = recBuf.stage(this, round)
      if (batch === undefined) {
        this.#owner.loadProducerId()
        break
      }
      staged.push({ recBuf, batch, round, sizeBytes: batchBytes, isLocked: false, isSealed: false })
    }
    for (const { recBuf } of staged) {
      this.#active.delete(recBuf)
      this.#active.add(recBuf)
    }
    if (nextAtMs < Number.POSITIVE_INFINITY) this.#pause.wakeUpAt(nextAtMs)
    return staged
  }

  /** Seals and commits: at once where nothing has to be awaited and nothing is ahead, else each when its turn comes. */
  #dispatch(round: readonly StagedBatch[]): void {
    let isSealed = true
    for (const staged of round) {
      const pending = this.#seal(staged)
      staged.isSealed = pending === undefined
      isSealed &&= staged.isSealed
      void pending
        ?.catch(this.#owner.onDefect)
        .then(() => this.#onSealed(staged))
        .catch(this.#owner.onDefect)
    }
    if (isSealed && this.#line.length === 0) {
      this.#commit(round)
      return
    }
    this.#line.push(...round)
    this.#commitSealed()
  }

  /** The last one that was awaited takes along what is ready; the others wait a turn, in case more become ready in it. */
  #onSealed(staged: StagedBatch): void {
    staged.isSealed = true
    if (this.#line.every(({ isSealed }) => isSealed)) this.#commitSealed()
    else if (!this.#isCommitScheduled) {
      this.#isCommitScheduled = true
      this.#owner.clock.defer('commit', () => {
        this.#isCommitScheduled = false
        this.#commitSealed()
      })
    }
  }

  #commitSealed(): void {
    for (let ready = this.#takeSealed(); ready.length > 0; ready = this.#takeSealed()) this.#commit(ready)
  }

  /** As many as fit into a request, at most one of each partition, none ahead of an earlier one of its partition. */
  #takeSealed(): readonly StagedBatch[] {
    const ready: StagedBatch[] = []
    const seen = new Set<RecBuf>()
    let sizeBytes = 0
    this.#line = this.#line.filter((staged) => {
      const { recBuf, round } = staged
      const isNext = staged.isSealed && !seen.has(recBuf)
      seen.add(recBuf)
      if (!isNext) return true
      const fits = sizeBytes + staged.sizeBytes <= this.#owner.maxRequestBytes
      if (ready.length > 0 && !(fits && ready[0]!.round.connection === round.connection)) return true
      sizeBytes += staged.sizeBytes
      ready.push(staged)
      return false
    })
    return ready
  }

  /**
   * Takes the batch's lock and seals it. The lock stays held until `#commit`, whatever happens in between: a batch whose
   * compressor failed is not staged any more, and `#commit` only lets go of it. Never rejects.
   */
  #seal(staged: StagedBatch): Promise<void> | undefined {
    const { lock } = staged.batch
    if (!lock.tryAcquire('sink')) {
      return lock.acquire('sink').then(() => {
        staged.isLocked = true
        return this.#sealLocked(staged)
      })
    }
    staged.isLocked = true
    return this.#sealLocked(staged)
  }

  #sealLocked(staged: StagedBatch): Promise<void> | undefined {
    // Failed or un-staged while we waited for the lock: whoever did that owns it now.
    if (!this.#isStillStaged(staged)) return undefined
    try {
      return staged.batch.seal(this.#owner.sealing)?.catch((error: unknown) => this.#failSealing(staged, error))
    } catch (error) {
      this.#failSealing(staged, error)
      return undefined
    }
  }

  #failSealing(staged: StagedBatch, error: unknown): void {
    const { recBuf, batch } = staged
    if (!this.#isStillStaged(staged)) return
    recBuf.endSealing(batch, asKafkaError(error), this.#backoffDelayMs(batch.sealingFailures))
  }

  #isStillStaged({ batch, round }: StagedBatch): boolean {
    return batch.stagedIn === round && !batch.isFailingFromLoadErr && !batch.isEnded
  }

  /**
   * The commit point, without an `await` in it: after it the bytes may reach the broker. What the locks do not guard is
   * looked at again here, because sealing may have taken long: the connection, the leader, the deadline.
   */
  #commit(ready: readonly StagedBatch[]): void {
    try {
      const leaving = this.#takeLeaving(ready)
      if (leaving.length > 0) this.#send(leaving)
    } finally {
      for (const staged of ready) if (staged.isLocked) staged.batch.lock.release()
    }
  }

  /** Those that may leave, with a slot for their request; the others are taken back. */
  #takeLeaving(ready: readonly StagedBatch[]): readonly StagedBatch[] {
    const leaving: StagedBatch[] = []
    const hasSlot = this.#takeSlot(ready)
    let lookedAt = 0
    try {
      const nowMs = this.#owner.clock.now()
      for (const staged of ready) {
        const mayLeave = hasSlot && this.#mayLeave(staged, nowMs)
        lookedAt += 1
        if (mayLeave) leaving.push(staged)
        else staged.recBuf.unstage(staged.batch, staged.round)
      }
    } catch (error) {
      // What is not accounted for would hold up its partition, and the sink, for ever.
      this.#owner.onDefect(error)
      this.#pause.begin()
      for (const staged of [...leaving.splice(0), ...ready.slice(lookedAt)]) {
        staged.recBuf.unstage(staged.batch, staged.round)
      }
    }
    if (hasSlot && leaving.length === 0) this.#endRequest()
    return leaving
  }

  #mayLeave(staged: StagedBatch, nowMs: number): boolean {
    const { recBuf, round } = staged
    if (!this.#isStillStaged(staged) || recBuf.sink !== this || this.#isClosed) return false
    return nowMs < recBuf.expiresAtMs && round.connection.isOpen
  }

  /** The first request of a round has the round's slot; what a slow compressor has divided from it needs one of its own. */
  #takeSlot(ready: readonly StagedBatch[]): boolean {
    let hasSlot = false
    for (const { round } of ready) {
      if (!round.holdsSlot) continue
      round.holdsSlot = false
      if (hasSlot) this.#slotsTaken -= 1
      hasSlot = true
    }
    if (hasSlot) return true
    // Not to wait for one with the locks held: what was sealed is kept, and staged again when there is one.
    if (this.#slotsTaken >= this.#inFlightLimit) return false
    this.#slotsTaken += 1
    return true
  }

  #send(leaving: readonly StagedBatch[]): void {
    this.#earlyBytes = Number.POSITIVE_INFINITY
    this.#lastRequestBytes = leaving.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    const { acks, requestTimeoutMs } = this.#owner
    const { connection } = leaving[0]!.round
    const topicId = (topic: string): Uuid => this.#owner.topicId(topic)
    let answer: Promise<ProduceResponse | undefined>
    const topicNamesById = new Map<Uuid, string>()
    try {
      const topics = leaving.map(({ recBuf }) => recBuf.topic)
      const maxVersion = allHaveTopicIds(topics, topicId) ? produceApi.maxVersion : firstTopicIdVersion - 1
      const version = connection.versionOf(produceApi, { maxVersion })
      for (const topic of topics) topicNamesById.set(topicId(topic), topic)
      const batches = leaving.map(({ recBuf, batch }) => ({
        topic: recBuf.topic,
        partition: recBuf.partition,
        bytes: batch.commit(recBuf.leaderEpoch),
      }))
      const options = { acks, timeoutMs: requestTimeoutMs, transactionalId: null, topicId }
      const body = buildProduceRequest(batches, version, options)
      answer =
        acks === 0
          ? connection.requestWithoutResponse(produceApi, version, body).then(() => undefined)
          : connection.request(produceApi, version, body, { timeoutMs: requestTimeoutMs })
    } catch (error) {
      answer = Promise.reject(error)
    }
    answer.then(
      (response) => this.#onAnswer(leaving, response, topicNamesById),
      (error: unknown) => this.#onFailure(leaving, asKafkaError(error)),
    )
  }

  #onAnswer(
    batches: readonly StagedBatch[],
    response: ProduceResponse | undefined,
    topicNamesById: ReadonlyMap<Uuid, string>,
  ): void {
    if (response === undefined) {
      const verdict: ProduceVerdict = { certainty: 'appended', baseOffset: -1n, logAppendTimeMs: -1 }
      this.#settle(batches, () => verdict)
      return
    }
    this.#pause.noteAnswer()
    this.#inFlightLimit = this.#owner.maxInFlightRequests
    const answers = answersByPartition(response, topicNamesById)
    this.#settle(batches, ({ recBuf }) =>
      judgeAnswer(recBuf.topic, recBuf.partition, answers.get(`${recBuf.topic}-${recBuf.partition}`), this.nodeId),
    )
    // After the verdicts: a hint moves partitions, and a partition that has moved starts without a doubt of its own.
    this.#owner.applyLeaderHints(response)
  }

  #onFailure(batches: readonly StagedBatch[], error: KafkaError): void {
    this.#pause.begin()
    const verdict = judgeFailure(error)
    this.#settle(batches, () => verdict)
  }

  #settle(batches: readonly StagedBatch[], verdictOf: (staged: StagedBatch) => ProduceVerdict): void {
    for (const staged of batches) {
      const { recBuf, batch, round } = staged
      const verdict = verdictOf(staged)
      const backoffMs = verdict.certainty === 'appended' ? 0 : this.#backoffDelayMs(batch.tries)
      const settle = (): void => {
        try {
          recBuf.endAttempt(batch, round, this, verdict, backoffMs)
        } finally {
          batch.lock.release()
        }
      }
      // Free in all but the rarest turn: nobody seals a batch that is on its way, and who decides about it does not wait.
      if (batch.lock.tryAcquire('answer')) settle()
      else void batch.lock.acquire('answer').then(settle)
    }
    this.#endRequest()
  }

  #endRequest(): void {
    this.#slotsTaken -= 1
    if (this.#slotsTaken === 0) this.#earlyBytes = Math.max(leastEarlyBytes, this.#lastRequestBytes * earlyShare)
    this.scheduleDrain()
  }

  #backoffDelayMs(attempt: number): number {
    return backoffDelayMs(this.#owner.retryBackoff, attempt, this.#random)
  }
}
