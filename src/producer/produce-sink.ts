/**
 * The outbox of one broker: assembles produce requests from the RecBufs whose partitions the broker leads, and takes the
 * answers back to them.
 *
 * Owned by the accumulator. Its state belongs to synchronous sections, with one exception: between staging a request
 * and committing it lies the sealing of its batches, which may await a compressor. For that time it holds the batches'
 * locks. Requests are committed in the order in which they were staged, whichever is sealed first, because a
 * partition's batches must leave in order; batches of one request, and of several, are sealed side by side.
 */

import { asKafkaError } from '../errors/as-kafka-error.ts'
import type { KafkaError } from '../errors/kafka-error.ts'
import type { BrokerNode, OpenConnection } from '../network/request-sender.ts'
import { produceApi } from '../protocol/apis.ts'
import type { ProduceResponse } from '../protocol/messages/produce-response.ts'
import type { Uuid } from '../protocol/uuid.ts'
import { type BackoffPolicy, backoffDelayMs } from '../support/backoff.ts'
import type { Clock, Timer } from '../support/clock.ts'
import type { Random } from '../support/random.ts'
import { allHaveTopicIds, buildProduceRequest, firstTopicIdVersion } from './build-produce-request.ts'
import { answersByPartition, judgeAnswer, judgeFailure, type ProduceVerdict } from './handle-produce-response.ts'
import type { ProducerIdSource } from './producer-id.ts'
import type { RecBatch, SealingOptions } from './rec-batch.ts'
import type { RecBuf, RecBufSink } from './rec-buf.ts'

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
}

interface StagedBatch {
  readonly recBuf: RecBuf
  readonly batch: RecBatch
  isLocked: boolean
}

/** One request from staging to its answer. Identity is what a batch's `stagedIn` refers to. */
interface StagedRequest {
  readonly batches: StagedBatch[]
  readonly connection: OpenConnection
}

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
  #inFlight = 0
  #inFlightLimit = unprovenInFlightLimit
  #failuresInARow = 0
  #resumeAtMs = 0
  #wakeUp: Timer | undefined
  #wakeUpAtMs = Number.POSITIVE_INFINITY
  /** Ends when the last staged request was committed or dropped; undefined when none waits. */
  #commits: Promise<void> | undefined

  constructor(nodeId: number, owner: SinkOwner) {
    this.nodeId = nodeId
    this.#owner = owner
    this.#random = owner.random.fork(`sink ${nodeId}`)
  }

  activate(recBuf: RecBuf): void {
    this.#active.add(recBuf)
    this.scheduleDrain()
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
    this.#cancelWakeUp()
  }

  #drain(): void {
    if (this.#isClosed || this.#active.size === 0) return
    const nowMs = this.#owner.clock.now()
    const connection = this.#connection
    if (nowMs < this.#resumeAtMs) this.#wakeUpAt(this.#resumeAtMs)
    else if (this.#owner.producerIds.current === undefined) this.#owner.loadProducerId()
    else if (connection === undefined || !connection.isOpen) this.#connect()
    else this.#sendWhatIsReady(connection, nowMs)
  }

  #sendWhatIsReady(connection: OpenConnection, nowMs: number): void {
    while (this.#inFlight < this.#inFlightLimit) {
      const request = this.#stage(connection, nowMs)
      if (request === undefined) return
      this.#inFlight += 1
      this.#dispatch(request)
    }
  }

  #connect(): void {
    if (this.#isConnecting) return
    const node = this.#owner.node(this.nodeId)
    if (node === undefined) {
      this.#owner.requestMetadata(`broker ${this.nodeId} is not known`)
      this.#backOff()
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
        this.#backOff()
      },
    )
  }

  /** Gathers at most one batch of each RecBuf, as many as fit. Those that got their turn go to the end of the line. */
  #stage(connection: OpenConnection, nowMs: number): StagedRequest | undefined {
    const request: StagedRequest = { batches: [], connection }
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
      if (request.batches.length > 0 && sizeBytes + recBuf.nextBatchBytes > this.#owner.maxRequestBytes) break
      sizeBytes += recBuf.nextBatchBytes
      const batch = recBuf.stage(this, request)
      if (batch === undefined) {
        this.#owner.loadProducerId()
        break
      }
      request.batches.push({ recBuf, batch, isLocked: false })
    }
    for (const { recBuf } of request.batches) {
      this.#active.delete(recBuf)
      this.#active.add(recBuf)
    }
    if (nextAtMs < Number.POSITIVE_INFINITY) this.#wakeUpAt(nextAtMs)
    return request.batches.length === 0 ? undefined : request
  }

  /** Seals and commits: at once where nothing has to be awaited and nothing is ahead, else in its turn. */
  #dispatch(request: StagedRequest): void {
    const sealing: Promise<void>[] = []
    for (const staged of request.batches) {
      const pending = this.#seal(staged, request)
      if (pending !== undefined) sealing.push(pending)
    }
    if (sealing.length === 0 && this.#commits === undefined) {
      this.#commit(request)
      return
    }
    const commits = this.#commitAfter(this.#commits, sealing, request).finally(() => {
      if (this.#commits === commits) this.#commits = undefined
    })
    this.#commits = commits
  }

  async #commitAfter(
    ahead: Promise<void> | undefined,
    sealing: Promise<void>[],
    request: StagedRequest,
  ): Promise<void> {
    await Promise.all(sealing)
    await ahead
    this.#commit(request)
  }

  /**
   * Takes the batch's lock and seals it. The lock stays held until `#commit`, whatever happens in between: a batch whose
   * compressor failed is not staged any more, and `#commit` only lets go of it. Never rejects.
   */
  #seal(staged: StagedBatch, request: StagedRequest): Promise<void> | undefined {
    const { batch } = staged
    if (!batch.lock.tryAcquire('sink')) {
      return batch.lock.acquire('sink').then(() => {
        staged.isLocked = true
        return this.#sealLocked(staged, request)
      })
    }
    staged.isLocked = true
    return this.#sealLocked(staged, request)
  }

  #sealLocked(staged: StagedBatch, request: StagedRequest): Promise<void> | undefined {
    // Failed or un-staged while we waited for the lock: whoever did that owns it now.
    if (!this.#isStillStaged(staged, request)) return undefined
    try {
      return staged.batch
        .seal(this.#owner.sealing)
        ?.catch((error: unknown) => this.#failSealing(staged, request, error))
    } catch (error) {
      this.#failSealing(staged, request, error)
      return undefined
    }
  }

  #failSealing(staged: StagedBatch, request: StagedRequest, error: unknown): void {
    const { recBuf, batch } = staged
    if (!this.#isStillStaged(staged, request)) return
    recBuf.endSealing(batch, asKafkaError(error), this.#backoffDelayMs(batch.sealingFailures))
  }

  #isStillStaged({ batch }: StagedBatch, request: StagedRequest): boolean {
    return batch.stagedIn === request && !batch.isFailingFromLoadErr && !batch.isEnded
  }

  /**
   * The commit point, without an `await` in it: after it the bytes may reach the broker. What the locks do not guard is
   * looked at again here, because sealing may have taken long: the connection, the leader, the deadline.
   */
  #commit(request: StagedRequest): void {
    const { connection } = request
    const leaving: StagedBatch[] = []
    try {
      const nowMs = this.#owner.clock.now()
      for (const staged of request.batches) {
        const { recBuf, batch } = staged
        const mayLeave = this.#isStillStaged(staged, request) && recBuf.sink === this && nowMs < recBuf.expiresAtMs
        if (mayLeave && connection.isOpen && !this.#isClosed) leaving.push(staged)
        else recBuf.unstage(batch, request)
      }
      if (leaving.length > 0) this.#send(request, leaving)
      else this.#endRequest()
    } finally {
      for (const staged of request.batches) if (staged.isLocked) staged.batch.lock.release()
    }
  }

  #send(request: StagedRequest, leaving: readonly StagedBatch[]): void {
    const { acks, requestTimeoutMs } = this.#owner
    const topicId = (topic: string): Uuid => this.#owner.topicId(topic)
    let answer: Promise<ProduceResponse | undefined>
    const topicNamesById = new Map<Uuid, string>()
    try {
      const topics = leaving.map(({ recBuf }) => recBuf.topic)
      const maxVersion = allHaveTopicIds(topics, topicId) ? produceApi.maxVersion : firstTopicIdVersion - 1
      const version = request.connection.versionOf(produceApi, { maxVersion })
      for (const topic of topics) topicNamesById.set(topicId(topic), topic)
      const batches = leaving.map(({ recBuf, batch }) => ({
        topic: recBuf.topic,
        partition: recBuf.partition,
        bytes: batch.commit(recBuf.leaderEpoch),
      }))
      const body = buildProduceRequest(batches, version, {
        acks,
        timeoutMs: requestTimeoutMs,
        transactionalId: null,
        topicId,
      })
      answer =
        acks === 0
          ? request.connection.requestWithoutResponse(produceApi, version, body).then(() => undefined)
          : request.connection.request(produceApi, version, body, { timeoutMs: requestTimeoutMs })
    } catch (error) {
      answer = Promise.reject(error)
    }
    answer.then(
      (response) => this.#onAnswer(request, leaving, response, topicNamesById),
      (error: unknown) => this.#onFailure(request, leaving, asKafkaError(error)),
    )
  }

  #onAnswer(
    request: StagedRequest,
    batches: readonly StagedBatch[],
    response: ProduceResponse | undefined,
    topicNamesById: ReadonlyMap<Uuid, string>,
  ): void {
    if (response === undefined) {
      const verdict: ProduceVerdict = { certainty: 'appended', baseOffset: -1n, logAppendTimeMs: -1 }
      this.#settle(request, batches, () => verdict)
      return
    }
    this.#failuresInARow = 0
    this.#inFlightLimit = this.#owner.maxInFlightRequests
    const answers = answersByPartition(response, topicNamesById)
    this.#settle(request, batches, ({ recBuf }) =>
      judgeAnswer(recBuf.topic, recBuf.partition, answers.get(`${recBuf.topic}-${recBuf.partition}`), this.nodeId),
    )
    // After the verdicts: a hint moves partitions, and a partition that has moved starts without a doubt of its own.
    this.#owner.applyLeaderHints(response)
  }

  #onFailure(request: StagedRequest, batches: readonly StagedBatch[], error: KafkaError): void {
    this.#backOff()
    const verdict = judgeFailure(error)
    this.#settle(request, batches, () => verdict)
  }

  #settle(
    request: StagedRequest,
    batches: readonly StagedBatch[],
    verdictOf: (staged: StagedBatch) => ProduceVerdict,
  ): void {
    for (const staged of batches) {
      const { recBuf, batch } = staged
      const verdict = verdictOf(staged)
      const backoffMs = verdict.certainty === 'appended' ? 0 : this.#backoffDelayMs(batch.tries)
      const settle = (): void => {
        try {
          recBuf.endAttempt(batch, request, this, verdict, backoffMs)
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
    this.#inFlight -= 1
    this.scheduleDrain()
  }

  #backoffDelayMs(attempt: number): number {
    return backoffDelayMs(this.#owner.retryBackoff, attempt, this.#random)
  }

  /** Pauses the whole sink. Several failures of one moment (all requests of a dead connection) make one pause. */
  #backOff(): void {
    const nowMs = this.#owner.clock.now()
    if (nowMs < this.#resumeAtMs) return
    this.#resumeAtMs = nowMs + this.#backoffDelayMs(this.#failuresInARow)
    this.#failuresInARow += 1
    this.#wakeUpAt(this.#resumeAtMs)
  }

  #wakeUpAt(atMs: number): void {
    if (this.#isClosed || atMs >= this.#wakeUpAtMs) return
    this.#cancelWakeUp()
    this.#wakeUpAtMs = atMs
    this.#wakeUp = this.#owner.clock.setTimer(Math.max(0, atMs - this.#owner.clock.now()), 'sink wake-up', () => {
      this.#wakeUpAtMs = Number.POSITIVE_INFINITY
      this.#drain()
    })
  }

  #cancelWakeUp(): void {
    this.#wakeUp?.cancel()
    this.#wakeUpAtMs = Number.POSITIVE_INFINITY
  }
}
