/**
 * The public producer: accepts records, bounds how many it holds, and settles each exactly once.
 *
 * It owns the memory's permits, the accumulator and the timers; everything it does is synchronous but for waiting. A
 * record's way: checked, admitted (`BufferMemory`), put into its partition's batch (`RecordAccumulator`, `RecBuf`), sent
 * by its leader's `ProduceSink`, settled by `RecBatch`.
 */
import type { CodecRegistry } from '../compression/codec-registry.ts'
import { asKafkaError } from '../errors/as-kafka-error.ts'
import { ConfigError, StateError, TimeoutError } from '../errors/client-errors.ts'
import { ProduceError } from '../errors/produce-error.ts'
import type { MetadataRefresher } from '../metadata/metadata-refresher.ts'
import type { BrokerNode } from '../network/request-sender.ts'
import type { Platform } from '../platform/platform.ts'
import { zeroUuid } from '../protocol/uuid.ts'
import { unpooledBufferSource } from '../record/buffer-source.ts'
import type { Timer } from '../support/clock.ts'
import { type CallOptions, type Deadline, startDeadline } from '../support/deadline.ts'
import type { Random } from '../support/random.ts'
import { BufferMemory } from './buffer-memory.ts'
import { leaderHintsOf } from './leader-hints.ts'
import { defaultPartitioner } from './partitioner/default-partitioner.ts'
import type { Partitioner } from './partitioner/partitioner.ts'
import { IdempotentProducerId, type InitProducerId, withoutProducerId } from './producer-id.ts'
import { type ProducerOptions, type ResolvedProducerOptions, resolveProducerOptions } from './producer-options.ts'
import { checkRecord, estimateRecordSize, type ProducerRecord } from './producer-record.ts'
import type { RecBatch } from './rec-batch.ts'
import { type AccumulatorOwner, RecordAccumulator } from './record-accumulator.ts'
import type { RecordMetadata } from './record-metadata.ts'
import { GroupSend, type SendSettler, SingleSend } from './send-settler.ts'

/** What a producer takes from the client that made it. */
export interface ProducerContext {
  readonly platform: Platform
  readonly refresher: MetadataRefresher
  readonly codecs: CodecRegistry
  readonly requestTimeoutMs: number
  node(nodeId: number): BrokerNode | undefined
  readonly initProducerId: InitProducerId
  /** Tells the client that the producer is closed, so that it forgets it. */
  onClosed(producer: Producer): void
}

/** How often expired records are looked for, as a share of `deliveryTimeoutMs`. */
const expiryChecks = 20
const slowestExpiryCheckMs = 1000

export class Producer implements AsyncDisposable {
  readonly #context: ProducerContext
  readonly #options: ResolvedProducerOptions
  readonly #memory: BufferMemory
  readonly #accumulator: RecordAccumulator
  readonly #owner: AccumulatorOwner
  readonly #removeListener: () => void
  #flushes = 0
  #isRefreshing = false
  #isLoadingProducerId = false
  #expiryTimer: Timer | undefined
  #retryTimer: Timer | undefined
  #closing: Promise<void> | undefined
  #isClosed = false

  constructor(context: ProducerContext, options: ProducerOptions = {}) {
    this.#context = context
    this.#options = resolveProducerOptions(options, context.requestTimeoutMs)
    const { clock } = context.platform
    this.#memory = new BufferMemory(clock, this.#options.maxBufferedRecords, this.#options.maxBufferedBytes)
    this.#owner = this.#createOwner()
    this.#accumulator = new RecordAccumulator(this.#owner)
    this.#removeListener = context.refresher.addListener(this.#accumulator)
  }

  /** Records accepted and not settled yet. */
  get bufferedRecords(): number {
    return this.#memory.bufferedRecords
  }

  /** About how many bytes these take. */
  get bufferedBytes(): number {
    return this.#memory.bufferedBytes
  }

  /**
   * Sends a record. Thousands of callers may each await one `send`: they share batches.
   *
   * Resolves when the record is acknowledged as `acks` demands. Rejects with a `ProduceError`, which says whether the
   * record may have been written all the same; a `ConfigError` for what is not a record; a `StateError` after `close()`;
   * a `TimeoutError` when there was no room within `maxBlockMs`.
   *
   * Cancellation: while the record waits for room, the signal takes it back. After that the wait ends with the signal's
   * reason (or a `TimeoutError` after `timeoutMs`), and the record may still be written.
   */
  send(record: ProducerRecord, options?: CallOptions): Promise<RecordMetadata> {
    const send = new SingleSend()
    if (options === undefined) {
      this.#accept(record, send, 0)
      return send.promise
    }
    return this.#withinCall(options, () => {
      this.#accept(record, send, 0, options)
      return send.promise
    })
  }

  /**
   * Sends many records, and resolves with their places in the same order. When some fail, it waits for the others and
   * rejects with a `SendAllError`, which has every record's outcome.
   */
  sendAll(records: readonly ProducerRecord[], options?: CallOptions): Promise<RecordMetadata[]> {
    const group = new GroupSend(records.length)
    const acceptAll = (): Promise<RecordMetadata[]> => {
      for (let slot = 0; slot < records.length; slot++) this.#accept(records[slot]!, group, slot, options)
      return group.promise
    }
    return options === undefined ? acceptAll() : this.#withinCall(options, acceptAll)
  }

  /** Resolves when every record that was sent before this call is settled. Ends lingering; it does not stop new sends. */
  async flush(options: CallOptions = {}): Promise<void> {
    this.#assertOpen('flush')
    const deadline = startDeadline(this.#context.platform.clock, 'Cannot flush', options, Number.POSITIVE_INFINITY)
    deadline.throwIfOver()
    await deadline.race(this.#drainAll())
  }

  /**
   * Stops accepting records, waits until those that were accepted are settled, and releases everything. After
   * `timeoutMs` (default: `deliveryTimeoutMs`), or when the signal fires, what is left is failed. Never rejects;
   * calling it again gives the same promise.
   */
  close(options: CallOptions = {}): Promise<void> {
    try {
      this.#closing ??= this.#close(this.#startClosing(options))
      return this.#closing
    } catch (error) {
      // A timeout that is no time: nothing was closed.
      return Promise.reject(error)
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #startClosing(options: CallOptions): Deadline {
    const { clock } = this.#context.platform
    return startDeadline(clock, 'Cannot close the producer', options, this.#options.deliveryTimeoutMs)
  }

  async #close(deadline: Deadline): Promise<void> {
    // Whatever cuts the wait short is no failure of close: it is what the timeout and the signal are for.
    await deadline.race(this.#drainAll()).catch(() => {})
    const error = new StateError('CLOSED', 'the producer was closed before the record was acknowledged')
    this.#memory.failWaiters(new ProduceError('Cannot send: the producer is closed', 'no', { cause: error }))
    // Collected before they are failed: a batch that is being sealed can be settled only after that.
    const settled = this.#accumulator.settled()
    this.#accumulator.close(error)
    await settled
    this.#isClosed = true
    this.#expiryTimer?.cancel()
    this.#retryTimer?.cancel()
    this.#removeListener()
    this.#context.onClosed(this)
  }

  #accept(record: ProducerRecord, settler: SendSettler, slot: number, options?: CallOptions): void {
    try {
      this.#assertOpen('send')
      options?.signal?.throwIfAborted()
      checkRecord(record)
      const estimatedBytes = estimateRecordSize(record)
      this.#assertMayFit(record, estimatedBytes)
      if (this.#memory.tryAcquire(estimatedBytes)) this.#add(record, settler, slot, estimatedBytes)
      else this.#wait(record, settler, slot, estimatedBytes, options)
    } catch (error) {
      settler.fail(slot, error)
    }
  }

  #wait(
    record: ProducerRecord,
    settler: SendSettler,
    slot: number,
    estimatedBytes: number,
    options?: CallOptions,
  ): void {
    const { maxBlockMs } = this.#options
    if (maxBlockMs === 0) {
      const limit = `${this.#options.maxBufferedRecords} records or ${this.#options.maxBufferedBytes} bytes are buffered`
      const cause = new TimeoutError(limit)
      throw new ProduceError(`Cannot send to ${record.topic}: ${limit}, and maxBlockMs is 0`, 'no', { cause })
    }
    this.#memory.acquire(estimatedBytes, {
      signal: options?.signal,
      timeoutMs: Math.min(maxBlockMs, options?.timeoutMs ?? maxBlockMs),
      onAcquired: () => this.#add(record, settler, slot, estimatedBytes),
      onFailed: (reason) => settler.fail(slot, reason),
    })
    // Who waits for room waits for acknowledgements: nothing may linger meanwhile.
    this.#accumulator.drainAll()
  }

  #add(record: ProducerRecord, settler: SendSettler, slot: number, estimatedBytes: number): void {
    const { clock } = this.#context.platform
    const acceptedAtMs = clock.now()
    const timestamp = record.timestamp ?? clock.wallNow()
    this.#expiryTimer ??= this.#scheduleExpiry()
    this.#accumulator.add({ record, timestamp, settler, slot, estimatedBytes, acceptedAtMs })
  }

  #assertMayFit(record: ProducerRecord, estimatedBytes: number): void {
    const limitBytes = Math.min(this.#options.maxRequestSize, this.#options.maxBufferedBytes)
    if (estimatedBytes <= limitBytes) return
    const cause = new ConfigError(`a record of about ${estimatedBytes} bytes is larger than ${limitBytes}`)
    throw new ProduceError(
      `Cannot send to ${record.topic}: ${cause.message} (maxRequestSize ${this.#options.maxRequestSize}, maxBufferedBytes ${this.#options.maxBufferedBytes})`,
      'no',
      { cause, context: { topic: record.topic } },
    )
  }

  #assertOpen(operation: string): void {
    if (this.#closing !== undefined) throw new StateError('CLOSED', `Cannot ${operation}: the producer is closed`)
  }

  /** Ends the caller's wait; the record goes its own way. A late failure of it is nobody's, and must not be unhandled. */
  async #withinCall<T>(options: CallOptions, accept: () => Promise<T>): Promise<T> {
    const { clock } = this.#context.platform
    const deadline = startDeadline(clock, 'Cannot send: no acknowledgement', options, Number.POSITIVE_INFINITY)
    return deadline.race(accept())
  }

  async #drainAll(): Promise<void> {
    this.#flushes += 1
    try {
      this.#accumulator.drainAll()
      if (this.#memory.waiterCount > 0) await this.#memory.admitted()
      await this.#accumulator.settled()
    } finally {
      this.#flushes -= 1
    }
  }

  /** One timer for all records; it runs only while there are any. */
  #scheduleExpiry(): Timer {
    const { deliveryTimeoutMs } = this.#options
    const delayMs = Math.min(slowestExpiryCheckMs, Math.max(1, deliveryTimeoutMs / expiryChecks))
    return this.#context.platform.clock.setTimer(delayMs, 'delivery deadline', () => {
      this.#expiryTimer = undefined
      const timeout = new TimeoutError(`no acknowledgement within deliveryTimeoutMs (${deliveryTimeoutMs} ms)`)
      this.#run(this.#accumulator.expire(this.#context.platform.clock.now(), deliveryTimeoutMs, timeout))
      if (this.#memory.bufferedRecords > 0) this.#expiryTimer ??= this.#scheduleExpiry()
    })
  }

  /** Background work that must not fail, and says so when it does. */
  #run(work: Promise<void>): void {
    work.catch((error: unknown) => this.#context.platform.log.event('error', 'producer.defect', { error }))
  }

  #requestMetadata(reason: string): void {
    if (this.#isRefreshing) return
    this.#isRefreshing = true
    const { platform, refresher } = this.#context
    platform.log.event('debug', 'producer.needs_metadata', { reason })
    refresher
      .refreshFor({})
      .then(({ snapshot }) => this.#accumulator.onRefreshed(snapshot))
      .catch((error: unknown) => platform.log.event('debug', 'producer.metadata_failed', { error }))
      .finally(() => {
        this.#isRefreshing = false
        // The refresher paces these: partitions without a leader are asked for until they have one or their records expire.
        if (this.#accumulator.isWaitingForMetadata && !refresher.isClosed)
          this.#requestMetadata('partitions still wait')
      })
  }

  #loadTopic(topic: string): void {
    const { platform, refresher } = this.#context
    refresher
      .refreshFor({ topics: [topic], allowAutoTopicCreation: this.#options.allowAutoTopicCreation })
      .then(({ snapshot }) => this.#accumulator.onRefreshed(snapshot))
      .catch((error: unknown) => platform.log.event('debug', 'producer.metadata_failed', { error }))
      .finally(() => {
        if (this.#accumulator.isWaitingForMetadata) this.#requestMetadata(`topic ${topic} is not known`)
      })
  }

  #loadProducerId(): void {
    if (this.#isLoadingProducerId) return
    this.#isLoadingProducerId = true
    this.#owner.producerIds
      .load()
      .then(
        () => this.#accumulator.drainAll(),
        (error: unknown) => this.#onProducerIdFailure(error),
      )
      .finally(() => {
        this.#isLoadingProducerId = false
      })
  }

  #onProducerIdFailure(thrown: unknown): void {
    const error = asKafkaError(thrown)
    this.#context.platform.log.event('warn', 'producer.no_producer_id', { error })
    if (!error.retriable) {
      this.#accumulator.failAll(error)
      return
    }
    if (this.#isClosed) return
    this.#retryTimer?.cancel()
    this.#retryTimer = this.#context.platform.clock.setTimer(this.#options.retryBackoffMs, 'producer id', () => {
      this.#accumulator.drainAll()
    })
  }

  #onBatchEnded(batch: RecBatch): void {
    this.#memory.release(batch.recordCount, batch.reservedBytes)
    if (this.#memory.bufferedRecords > 0) return
    this.#expiryTimer?.cancel()
    this.#expiryTimer = undefined
  }

  #createOwner(): AccumulatorOwner {
    const context = this.#context
    const options = this.#options
    const { clock, random: rootRandom, offload } = context.platform
    const random = rootRandom.fork('producer')
    const codec = context.codecs.byName(options.compressionType)
    codec.prepare(options.compressionLevel)
    const memory = this.#memory
    const isLingerOff = (): boolean => this.#flushes > 0 || memory.waiterCount > 0 || this.#closing !== undefined
    return {
      clock,
      random,
      bufferSource: unpooledBufferSource,
      producerIds: options.enableIdempotence ? new IdempotentProducerId(context.initProducerId) : withoutProducerId,
      isIdempotent: options.enableIdempotence,
      sealing: { codec, compressionLevel: options.compressionLevel, offload },
      partitioner: options.partitioner ?? this.#defaultPartitioner(random),
      acks: options.acks,
      batchSizeBytes: options.batchSize,
      maxRequestBytes: options.maxRequestSize,
      maxInFlightRequests: options.maxInFlightRequests,
      lingerMs: options.lingerMs,
      retries: options.retries,
      retryBackoff: { initialMs: options.retryBackoffMs, maxMs: options.retryBackoffMaxMs },
      requestTimeoutMs: options.requestTimeoutMs,
      deliveryTimeoutMs: options.deliveryTimeoutMs,
      get isLingerOff() {
        return isLingerOff()
      },
      now: () => clock.now(),
      node: (nodeId) => context.node(nodeId),
      topicId: (topic) => context.refresher.snapshot.topics.get(topic)?.topicId ?? zeroUuid,
      onBatchEnded: (batch) => this.#onBatchEnded(batch),
      requestMetadata: (reason) => this.#requestMetadata(reason),
      loadProducerId: () => this.#loadProducerId(),
      loadTopic: (topic) => this.#loadTopic(topic),
      applyLeaderHints: (response) => context.refresher.applyHints(leaderHintsOf(response, context.refresher.snapshot)),
      onRecordDropped: (estimatedBytes) => memory.release(1, estimatedBytes),
      onRecordEncoded: (estimatedBytes, actualBytes) => memory.adjust(actualBytes - estimatedBytes),
    }
  }

  #defaultPartitioner(random: Random): Partitioner {
    return defaultPartitioner({
      random,
      stickyBytes: Math.max(1, this.#options.batchSize),
      isAdaptive: this.#options.partitionerAdaptivePartitioning,
      ignoresKeys: this.#options.partitionerIgnoreKeys,
    })
  }
}
