/**
 * The queue of one partition: its batches in order, and its place in the sequence of idempotent producing.
 *
 * Owned by the accumulator; the metadata refresher moves it between sinks. Every method is a synchronous section: no
 * `await` lies between reading and writing its state. Where a batch's own fate is decided, that batch's lock is taken
 * first and everything known before is checked again (`bumpRepeatedLoadErr`, `expireHead`, `failAll`).
 *
 *   batches   [ 0  1  2 | 3  4 ]      before drainIndex: staged or on their way, one request each
 *                       ^ drainIndex  after it: not taken yet; the last one may still be open
 *
 * Only the outcome for batch 0 moves anything. A failed attempt rewinds drainIndex to 0; the same batches go out again
 * with the same sequences, so that the broker recognises those that it had appended.
 */
import { TimeoutError } from '../errors/client-errors.ts'
import { ConnectionError, RequestTimeoutError } from '../errors/connection-errors.ts'
import type { KafkaError } from '../errors/kafka-error.ts'
import type { ProduceVerdict } from './handle-produce-response.ts'
import { PartitionSequence } from './partition-sequence.ts'
import type { ProducerRecord } from './producer-record.ts'
import { RecBatch } from './rec-batch.ts'
import type { RecBufOwner } from './rec-buf-owner.ts'
import type { Sender } from './send-settler.ts'

/** What a RecBuf needs of the sink that it is on. */
export interface RecBufSink {
  readonly nodeId: number
  /** The RecBuf has batches that were not staged yet. */
  activate(recBuf: RecBuf): void
  /** An open batch of this size is not to wait for the end of the turn. */
  readonly earlyBytes: number
  /** There is such a batch. */
  drainEarly(): void
}

/** How often in a row a broker or the metadata may not know the partition before its records are failed. As franz-go. */
const unknownTopicLimit = 4

/** How often a batch's compressor may fail before the batch does. */
const sealingLimit = 3

export class RecBuf {
  readonly topic: string
  readonly partition: number
  leaderEpoch = -1
  readonly #owner: RecBufOwner
  #sink: RecBufSink | undefined
  readonly #batches: RecBatch[] = []
  /** Detached by `failAll`, each until it has been settled under its lock. */
  readonly #givenUp = new Set<RecBatch>()
  #drainIndex = 0

  /** Requests that hold one of the batches, and the sink they were made on: another sink stays idle until they end. */
  #inFlight = 0
  #inFlightSink: RecBufSink | undefined
  /**
   * The present leader has acknowledged a batch. Before that at most one request is in flight: a broker without state for
   * the producer accepts any first sequence, so that two could be appended in the wrong order.
   */
  #isSinkProven = false
  /** Not staged until the metadata says where the partition lives. */
  #isAwaitingMetadata = false
  #retryAtMs = 0
  #loadedGeneration = 0
  #unknownTopicFailures = 0
  #lastAckedOffset = -1n

  readonly #sequence: PartitionSequence
  /** A batch is full at this size: as configured, or less where a broker has found a batch too large. */
  #batchLimitBytes: number
  #bufferedBytes = 0
  #lastBatchBytes = 0

  constructor(topic: string, partition: number, owner: RecBufOwner) {
    this.topic = topic
    this.partition = partition
    this.#owner = owner
    this.#sequence = new PartitionSequence(owner)
    this.#batchLimitBytes = owner.batchSizeBytes
  }

  get sink(): RecBufSink | undefined {
    return this.#sink
  }

  get hasLeader(): boolean {
    return this.#sink !== undefined && !this.#isAwaitingMetadata
  }

  get isEmpty(): boolean {
    return this.#batches.length === 0
  }

  get bufferedBytes(): number {
    return this.#bufferedBytes
  }

  /** When the oldest record must have been settled, or Infinity. */
  get expiresAtMs(): number {
    const head = this.#batches[0]
    return head === undefined ? Number.POSITIVE_INFINITY : head.createdAtMs + this.#owner.deliveryTimeoutMs
  }

  /** The batches that are still to be delivered, oldest first. */
  get batches(): readonly RecBatch[] {
    return this.#batches
  }

  /** Every batch that is not settled yet: also those that were given up and wait for whoever seals them. */
  get unsettledBatches(): readonly RecBatch[] {
    return [...this.#givenUp, ...this.#batches]
  }

  /**
   * Encodes a record into the open batch, or a new one, and returns the bytes that it took. Throws what the record is
   * guilty of. `acceptedAtMs` is earlier than now for a record that waited for its topic to be known.
   */
  append(record: ProducerRecord, timestamp: number, sender: Sender, slot: number, acceptedAtMs?: number): number {
    const limitBytes = this.#batchLimitBytes
    const batch = this.#batches.length > this.#drainIndex ? this.#batches[this.#batches.length - 1] : undefined
    const before = batch?.reservedBytes ?? 0
    if (batch?.tryAppend(record, timestamp, limitBytes, sender, slot) !== true) {
      const fresh = new RecBatch(
        this,
        acceptedAtMs ?? this.#owner.now(),
        this.#owner.bufferSource,
        this.#lastBatchBytes,
      )
      try {
        fresh.tryAppend(record, timestamp, limitBytes, sender, slot)
      } catch (error) {
        fresh.discard()
        throw error
      }
      batch?.freeze()
      this.#batches.push(fresh)
      this.#bufferedBytes += fresh.reservedBytes
      if (this.#isAwaitingMetadata) this.#owner.requestMetadata(`${this.topic}-${this.partition} has no leader`)
      else this.#sink?.activate(this)
      return fresh.reservedBytes
    }
    const addedBytes = batch.reservedBytes - before
    this.#bufferedBytes += addedBytes
    const sink = this.#sink
    if (sink !== undefined && batch.sizeBytes >= limitBytes) sink.activate(this)
    if (sink !== undefined && batch.sizeBytes >= sink.earlyBytes) sink.drainEarly()
    return addedBytes
  }

  /** Puts the partition on the sink of its leader, as the metadata says. `generation` is that metadata's. */
  moveTo(sink: RecBufSink | undefined, leaderEpoch: number, generation: number): void {
    this.leaderEpoch = leaderEpoch
    this.#loadedGeneration = generation
    this.#isAwaitingMetadata = sink === undefined
    if (sink !== undefined && sink !== this.#sink) {
      this.#sink = sink
      this.#isSinkProven = false
    }
    if (this.#batches.length > this.#drainIndex) this.#sink?.activate(this)
  }

  /** When a sink may next take a batch: 0 for now, Infinity when something else must happen first. */
  readyAtMs(sink: RecBufSink): number {
    const batch = this.#batches[this.#drainIndex]
    if (batch === undefined || sink !== this.#sink || this.#isAwaitingMetadata) return Number.POSITIVE_INFINITY
    // Nothing leaves any more until `expireHead` has given up what is overdue.
    if (this.#owner.now() >= this.expiresAtMs) return Number.POSITIVE_INFINITY
    if (this.#inFlight > 0) {
      if (this.#inFlightSink !== sink || !this.#isSinkProven || this.#sequence.needsNewStamp)
        return Number.POSITIVE_INFINITY
    }
    const isLingering = !batch.isFrozen && !this.#owner.isLingerOff && batch.sizeBytes < this.#batchLimitBytes
    return Math.max(this.#retryAtMs, isLingering ? batch.createdAtMs + this.#owner.lingerMs : 0)
  }

  get nextBatchBytes(): number {
    return this.#batches[this.#drainIndex]?.sizeBytes ?? 0
  }

  /**
   * Takes the next batch into `request`, numbered. Undefined when its producer id must be loaded first; otherwise the
   * caller has checked `readyAtMs`, and must end with `unstage` or `endAttempt`.
   */
  stage(sink: RecBufSink, request: object): RecBatch | undefined {
    const batch = this.#batches[this.#drainIndex]!
    const numbering = this.#sequence.number(batch, this.#batches)
    if (numbering === undefined) return undefined
    // What the leader has acknowledged was somebody else's: it knows nothing of a new producer id.
    if (numbering === 'restarted') this.#isSinkProven = false
    batch.freeze()
    batch.stagedIn = request
    this.#drainIndex += 1
    this.#inFlight += 1
    this.#inFlightSink = sink
    return batch
  }

  /** Takes back a batch that a request staged and could not commit, and with it all that were staged after it. */
  unstage(batch: RecBatch, request: object): void {
    this.#endRequest()
    if (batch.stagedIn !== request) return
    this.#takeBack(this.#batches.indexOf(batch))
    this.#sink?.activate(this)
  }

  /** Nothing from that batch on is staged any more; a request that still has one of them drops it. */
  #takeBack(index: number): void {
    for (let later = index; later < this.#drainIndex; later++) this.#batches[later]!.stagedIn = undefined
    this.#sequence.takeBack(this.#batches, index)
    this.#drainIndex = index
  }

  #endRequest(): void {
    this.#inFlight -= 1
    if (this.#inFlight > 0) return
    this.#inFlightSink = undefined
    if (this.#batches.length > this.#drainIndex) this.#sink?.activate(this)
  }

  /** What came of an attempt. The caller holds the batch's lock. */
  endAttempt(batch: RecBatch, request: object, sink: RecBufSink, verdict: ProduceVerdict, backoffMs: number): void {
    const isStaged = batch.stagedIn === request
    const isCurrent = isStaged && batch === this.#batches[0]
    this.#endRequest()
    if (batch.isEnded) {
      batch.endLastAttempt()
      return
    }
    // Without sequences nothing would tell a second copy from the first one: every acknowledgement counts.
    if (verdict.certainty === 'appended' && (isCurrent || !this.#owner.isIdempotent)) {
      // After a rewind the other requests of before are still on their way: their batches must not go out a second time.
      if (isCurrent && sink === this.#sink) this.#isSinkProven = true
      this.#acknowledge(batch, verdict.baseOffset, verdict.logAppendTimeMs)
      return
    }
    // An outcome that does not count is remembered as a doubt: the batch goes out again under the same sequence.
    batch.endAttempt(verdict.certainty !== 'refused', verdict.certainty === 'appended' ? undefined : verdict.error)
    if (isCurrent && verdict.certainty !== 'appended') {
      this.#rewind(0)
      this.#decide(batch, verdict, backoffMs)
    } else if (isStaged) {
      // Its request ended before that of a batch ahead of it, and will not end again.
      this.#rewind(this.#batches.indexOf(batch))
      this.#retryAtMs = this.#owner.now() + backoffMs
    }
  }

  #acknowledge(batch: RecBatch, baseOffset: bigint, logAppendTimeMs: number): void {
    this.#remove(batch)
    this.#unknownTopicFailures = 0
    if (baseOffset >= 0n) this.#lastAckedOffset = baseOffset + BigInt(batch.recordCount - 1)
    batch.acknowledge(baseOffset, logAppendTimeMs)
    this.#owner.onBatchEnded(batch)
  }

  #decide(batch: RecBatch, verdict: Exclude<ProduceVerdict, { certainty: 'appended' }>, backoffMs: number): void {
    const { error, action } = verdict
    if (action === 'split' && this.#splitHead(batch)) return
    this.#retryAtMs = this.#owner.now() + backoffMs
    if (action === 'fail' || action === 'split' || batch.tries > this.#owner.retries) this.#dropHead(error)
    else if (action === 'sequenceLost') this.#recoverSequence(batch, verdict)
    else if (action === 'relocate') {
      this.#isAwaitingMetadata = true
      if (isUnknownTopic(error) && ++this.#unknownTopicFailures > unknownTopicLimit) this.#dropHead(error)
      this.#owner.requestMetadata(error.message)
    }
  }

  /**
   * Too large for the leader: the batch's records go out again as smaller batches, in its place. They keep their numbers,
   * which no broker has used, so that what is behind keeps its own. Not after an attempt in doubt: that one may have been
   * appended, under a limit that was higher then, and only the very same batch would be recognised.
   */
  #splitHead(head: RecBatch): boolean {
    if (head.unsureIfProduced || head.recordCount === 1) return false
    // More than half of what the leader takes, however often this happens.
    this.#batchLimitBytes = Math.min(this.#batchLimitBytes, Math.ceil(head.sizeBytes / 2))
    this.#batches.splice(0, 1, ...head.split())
    return true
  }

  /**
   * The leader's memory of our sequences and ours differ. If an attempt in doubt may have been appended before that memory
   * was lost, sending it again under another number could double it: then, and only then, it is given up.
   */
  #recoverSequence(batch: RecBatch, verdict: Exclude<ProduceVerdict, { certainty: 'appended' }>): void {
    // After a gap of our own making the refusal is the proof that this batch had not been appended before.
    const isOwnGap = this.#sequence.needsNewStamp
    const isRetention = verdict.logStartOffset > this.#lastAckedOffset && this.#lastAckedOffset >= 0n
    if (batch.unsureIfProduced && !isOwnGap && !isRetention) {
      this.#dropHead(verdict.error)
      return
    }
    // Batches behind a refused one cannot have been appended: their sequence did not follow.
    for (const later of this.#batches) later.clearDoubt()
    this.#sequence.requireNewStamp()
  }

  /** All attempts start again from that batch. Outcomes of requests still on their way do not count any more. */
  #rewind(index: number): void {
    for (let later = index; later < this.#drainIndex; later++) this.#batches[later]!.stagedIn = undefined
    this.#drainIndex = Math.min(this.#drainIndex, index)
    this.#isSinkProven = false
    this.#sink?.activate(this)
  }

  /**
   * Counts one more failed attempt to load this partition, and fails its records when that is both final and safe. Waits
   * for the first batch's lock, which a sink holds while it seals; what was true before the wait is checked after it.
   */
  async bumpRepeatedLoadErr(error: KafkaError, generation: number): Promise<void> {
    const head = this.#batches[0]
    if (head === undefined) return
    if (!head.lock.tryAcquire('metadata refresher')) await head.lock.acquire('metadata refresher')
    try {
      // Settled, or overtaken by newer metadata, while we waited: this failure is not about what is there now.
      if (head.isEnded || head !== this.#batches[0] || generation < this.#loadedGeneration) return
      head.loadFailures += 1
      head.lastFailure = error
      head.isFailingFromLoadErr = head.isCertainlyNotProduced && this.#isFinal(error)
      if (head.isFailingFromLoadErr) this.failAll(error, head)
    } finally {
      head.lock.release()
    }
  }

  /** As in Java, `retries` counts attempts to produce alone: a partition may be looked for until its records expire. */
  #isFinal(error: KafkaError): boolean {
    if (isUnknownTopic(error)) this.#unknownTopicFailures += 1
    if (error instanceof ConnectionError || error instanceof RequestTimeoutError) return false
    return !error.retriable || this.#unknownTopicFailures > unknownTopicLimit
  }

  /**
   * The batch's compressor failed. It is staged again after a pause, a few times: a worker may die, a codec may be
   * broken. The caller holds its lock and has it staged.
   */
  endSealing(batch: RecBatch, error: KafkaError, backoffMs: number): void {
    const index = this.#batches.indexOf(batch)
    this.#takeBack(index)
    batch.sealingFailures += 1
    this.#retryAtMs = this.#owner.now() + backoffMs
    if (batch.sealingFailures >= sealingLimit) {
      this.#remove(batch)
      this.#failBatch(batch, error)
    }
    this.#sink?.activate(this)
  }

  /** Fails the batches whose time is over, each under its lock. */
  async expireHead(): Promise<void> {
    while (this.#owner.now() >= this.expiresAtMs) {
      const head = this.#batches[0]!
      if (!head.lock.tryAcquire('delivery deadline')) await head.lock.acquire('delivery deadline')
      try {
        if (head === this.#batches[0] && !head.isEnded) {
          this.#dropHead(this.#timeoutError(head))
        }
      } finally {
        head.lock.release()
      }
    }
    if (this.#batches.length > this.#drainIndex) this.#sink?.activate(this)
  }

  #timeoutError({ lastFailure }: RecBatch): TimeoutError {
    const why = lastFailure === undefined ? '' : `; last: ${lastFailure.message}`
    const reason = `no acknowledgement within deliveryTimeoutMs (${this.#owner.deliveryTimeoutMs} ms)${why}`
    return new TimeoutError(reason, { cause: lastFailure })
  }

  /**
   * Fails every batch. They are detached first, whole, so that no request can commit one of them any more; then each is
   * settled under its own lock, which a sink may hold for as long as it seals. `locked` is the one that the caller holds.
   */
  failAll(error: KafkaError, locked?: RecBatch): void {
    const batches = this.#batches.splice(0)
    this.#drainIndex = 0
    this.#bufferedBytes = 0
    this.#sequence.takeBack(batches, 0)
    for (const batch of batches) {
      batch.stagedIn = undefined
      batch.isFailingFromLoadErr = true
      if (batch === locked) this.#failBatch(batch, error)
      else if (batch.lock.tryAcquire('fail all')) this.#failUnderLock(batch, error)
      else {
        this.#givenUp.add(batch)
        void batch.lock.acquire('fail all').then(() => this.#failUnderLock(batch, error))
      }
    }
  }

  /**
   * Drops batches that nobody waits for any more: those of which no byte has left, that no sink has taken, and whose lock
   * is free. The others go their way.
   */
  dropAbandoned(error: KafkaError): void {
    for (const batch of this.#batches.slice(this.#drainIndex)) {
      if (batch.wasCommitted || !batch.isAbandoned || !batch.lock.tryAcquire('abandoned')) continue
      try {
        this.#sequence.takeBack(this.#batches, this.#batches.indexOf(batch))
        this.#remove(batch)
        this.#failBatch(batch, error)
      } finally {
        batch.lock.release()
      }
    }
  }

  #failUnderLock(batch: RecBatch, error: KafkaError): void {
    try {
      if (!batch.isEnded) this.#failBatch(batch, error)
    } finally {
      this.#givenUp.delete(batch)
      batch.lock.release()
    }
  }

  #dropHead(error: KafkaError): void {
    const head = this.#batches[0]!
    this.#sequence.takeBack(this.#batches, 0)
    this.#remove(head)
    this.#failBatch(head, error)
  }

  #failBatch(batch: RecBatch, error: KafkaError): void {
    // Its sequence was used and will never be answered for: whatever follows starts under a new epoch.
    if (batch.wasCommitted) this.#sequence.requireNewStamp()
    batch.fail(error)
    this.#owner.onBatchEnded(batch)
  }

  #remove(batch: RecBatch): void {
    const index = this.#batches.indexOf(batch)
    this.#batches.splice(index, 1)
    batch.stagedIn = undefined
    if (index < this.#drainIndex) this.#drainIndex -= 1
    this.#bufferedBytes -= batch.reservedBytes
    this.#lastBatchBytes = batch.sizeBytes
  }
}

function isUnknownTopic(error: KafkaError): boolean {
  return (
    error.code === 'UNKNOWN_TOPIC_OR_PARTITION' ||
    error.code === 'UNKNOWN_TOPIC_ID' ||
    error.code === 'PARTITION_MISSING'
  )
}
