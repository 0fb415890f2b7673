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
import type { KafkaError } from '../errors/kafka-error.ts'
import { ProduceError } from '../errors/produce-error.ts'
import { PurgeError } from '../errors/purge-error.ts'
import type { MetadataRefresher } from '../metadata/metadata-refresher.ts'
import type { BrokerNode } from '../network/request-sender.ts'
import type { Platform } from '../platform/platform.ts'
import { zeroUuid } from '../protocol/uuid.ts'
import type { RecordBytes } from '../record/record.ts'
import type { Timer } from '../support/clock.ts'
import { type CallOptions, type Deadline, startDeadline } from '../support/deadline.ts'
import type { Random } from '../support/random.ts'
import { BatchBufferPool } from './batch-buffer-pool.ts'
import { BufferMemory } from './buffer-memory.ts'
import { leaderHintsOf } from './leader-hints.ts'
import { MetadataDemand } from './metadata-demand.ts'
import { defaultPartitioner } from './partitioner/default-partitioner.ts'
import type { Partitioner } from './partitioner/partitioner.ts'
import { IdempotentProducerId, type InitProducerId, withoutProducerId } from './producer-id.ts'
import { type ProducerOptions, type ResolvedProducerOptions, resolveProducerOptions } from './producer-options.ts'
import { checkRecord, measureRecord, type ProducerRecord, recordSizeBound } from './producer-record.ts'
import type { RecBatch } from './rec-batch.ts'
import { type AccumulatorOwner, RecordAccumulator } from './record-accumulator.ts'
import type { RecordMetadata } from './record-metadata.ts'
import { GroupSend, kept, OpenSend, type SendCall, SingleSend } from './send-settler.ts'
import { SerializationLine } from './serialization-line.ts'

/** What a producer takes from the client that made it. */
export interface ProducerContext {
  readonly platform: Platform
  readonly refresher: MetadataRefresher
  readonly codecs: CodecRegistry
  readonly requestTimeoutMs: number
  node(nodeId: number): BrokerNode | undefined
  readonly initProducerId: InitProducerId
  /** Tells the client that the producer is closed, so that it forgets it. */
  onClosed(): void
}

/** How often expired records are looked for, as a share of `deliveryTimeoutMs`. */
const expiryChecks = 20
const slowestExpiryCheckMs = 1000

/** Batch buffers of full size that are kept for the next batches. */
const keptBatchBuffers = 32

/** What `producer.purge` gives up. */
export interface PurgeOptions {
  /** The records that were sent to these topics. Default: all. */
  readonly topics?: readonly string[]
}

export class Producer<K = RecordBytes, V = RecordBytes> implements AsyncDisposable {
  readonly #context: ProducerContext
  readonly #options: ResolvedProducerOptions
  readonly #memory: BufferMemory
  readonly #accumulator: RecordAccumulator
  readonly #owner: AccumulatorOwner
  readonly #metadata: MetadataDemand
  readonly #removeListener: () => void
  /** Undefined where records are sent as they are given. */
  readonly #serialization: SerializationLine<K, V> | undefined
  #flushes = 0
  #isLoadingProducerId = false
  #isSweepScheduled = false
  #expiryTimer: Timer | undefined
  #retryTimer: Timer | undefined
  #closing: Promise<void> | undefined
  #isClosed = false

  constructor(context: ProducerContext, options: ProducerOptions<K, V> = {}) {
    this.#context = context
    this.#options = resolveProducerOptions(options, context.requestTimeoutMs)
    const { clock } = context.platform
    this.#memory = new BufferMemory(clock, this.#options.maxBufferedRecords, this.#options.maxBufferedBytes)
    this.#owner = this.#createOwner()
    this.#accumulator = new RecordAccumulator(this.#owner)
    const { allowAutoTopicCreation } = this.#options
    this.#metadata = new MetadataDemand(
      context.refresher,
      context.platform.log,
      this.#accumulator,
      allowAutoTopicCreation,
    )
    if (options.serializers !== undefined) {
      const { maxBufferedRecords, deliveryTimeoutMs } = this.#options
      const limits = { maxRecords: maxBufferedRecords, timeoutMs: deliveryTimeoutMs }
      this.#serialization = new SerializationLine(options.serializers, clock, limits, (record, call, slot) =>
        this.#admit(record, call, slot),
      )
    }
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
   * record may have been written all the same; a `ConfigError` for what is not a record; a `RecordSerializationError`; a
   * `StateError` after `close()`; a `TimeoutError` when there was no room within `maxBlockMs`.
   *
   * Cancellation: when the signal fires the call rejects with its reason, after `timeoutMs` with a `TimeoutError`. A
   * record that waits for room is taken back. One that is in a batch is dropped with it if no byte of the batch has left
   * and nobody waits for its other records either; otherwise it may still be written.
   */
  send(record: ProducerRecord<K, V>, options?: CallOptions): Promise<RecordMetadata> {
    const sentAtMs = this.#context.platform.clock.wallNow()
    if (options !== undefined) {
      const send = new SingleSend(sentAtMs, options)
      return this.#withinCall(options, send, () => this.#accept(record, send, 0))
    }
    const send = new OpenSend(sentAtMs)
    this.#accept(record, send, 0)
    return send.promise
  }

  /**
   * Sends many records, and resolves with their places in the same order. When some fail, it waits for the others and
   * rejects with a `SendAllError`, which has every record's outcome.
   */
  sendAll(records: readonly ProducerRecord<K, V>[], options?: CallOptions): Promise<RecordMetadata[]> {
    const group = new GroupSend(records.length, this.#context.platform.clock.wallNow(), options)
    const acceptAll = (): void => {
      for (let slot = 0; slot < records.length; slot++) this.#accept(records[slot]!, group, slot)
    }
    if (options !== undefined) return this.#withinCall(options, group, acceptAll)
    acceptAll()
    return group.promise
  }

  /** Resolves when every record that was sent before this call is settled. Ends lingering; it does not stop new sends. */
  async flush(options: CallOptions = {}): Promise<void> {
    this.#assertOpen('flush')
    const deadline = startDeadline(this.#context.platform.clock, 'Cannot flush', options, Number.POSITIVE_INFINITY)
    deadline.throwIfOver()
    await deadline.race(this.#drainAll())
  }

  /**
   * Fails everything that was sent before this call (to certain topics) and is not acknowledged, with a `ProduceError` of
   * code `PURGED` that says whether the record may have been written. Resolves when all of it is settled: at once, but for
   * batches that are being compressed. What is sent afterwards is not affected.
   */
  async purge(options: PurgeOptions = {}): Promise<void> {
    this.#assertOpen('purge')
    const topics = options.topics === undefined ? undefined : new Set(options.topics)
    const isIncluded = (topic: string): boolean => topics === undefined || topics.has(topic)
    this.#failUnbuffered('Cannot send: the producer was purged', new PurgeError('purged'), isIncluded)
    // Collected before they are failed: a batch that is being sealed can be settled only after that.
    const settled = this.#accumulator.settled(isIncluded)
    this.#accumulator.failAll(new PurgeError('the producer was purged before the record was acknowledged'), isIncluded)
    await settled
  }

  /** Fails the calls whose records have not been admitted yet. */
  #failUnbuffered(message: string, cause: KafkaError, isIncluded?: (topic: string) => boolean): void {
    const error = new ProduceError(message, 'no', { cause })
    this.#serialization?.fail(isIncluded ?? (() => true), () => error)
    this.#memory.failWaiters(error, isIncluded)
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
    this.#failUnbuffered('Cannot send: the producer is closed', error)
    // Collected before they are failed: a batch that is being sealed can be settled only after that.
    const settled = this.#accumulator.settled()
    this.#accumulator.close(error)
    await settled
    this.#isClosed = true
    this.#expiryTimer?.cancel()
    this.#retryTimer?.cancel()
    this.#removeListener()
    this.#context.onClosed()
  }

  #accept(record: ProducerRecord<K, V>, call: SendCall, slot: number): void {
    try {
      this.#assertOpen('send')
      call.options?.signal?.throwIfAborted()
      checkRecord(record)
      if (this.#serialization !== undefined) this.#serialization.add(record, call, slot)
      else this.#admit(record as ProducerRecord, call, slot)
    } catch (error) {
      call.fail(slot, error)
    }
  }

  /** Takes room for a record, or waits for it. A bound will do while there is plenty of room; near a limit it is measured. */
  #admit(record: ProducerRecord, call: SendCall, slot: number): void {
    try {
      call.options?.signal?.throwIfAborted()
      const boundBytes = recordSizeBound(record)
      if (boundBytes <= this.#largestRecordBytes && this.#memory.tryAcquire(boundBytes)) {
        this.#add(record, call, slot, boundBytes)
        return
      }
      const sizeBytes = measureRecord(record)
      this.#assertMayFit(record, sizeBytes)
      if (this.#memory.tryAcquire(sizeBytes)) this.#add(record, call, slot, sizeBytes)
      else this.#wait(record, call, slot, sizeBytes)
    } catch (error) {
      call.fail(slot, error)
    }
  }

  get #largestRecordBytes(): number {
    return Math.min(this.#options.maxRequestSize, this.#options.maxBufferedBytes)
  }

  #wait(record: ProducerRecord, call: SendCall, slot: number, sizeBytes: number): void {
    const { options } = call
    const { maxBlockMs } = this.#options
    if (maxBlockMs === 0) {
      const limit = `${this.#options.maxBufferedRecords} records or ${this.#options.maxBufferedBytes} bytes are buffered`
      const cause = new TimeoutError(limit)
      throw new ProduceError(`Cannot send to ${record.topic}: ${limit}, and maxBlockMs is 0`, 'no', { cause })
    }
    const waiting = kept(call)
    this.#memory.acquire(sizeBytes, {
      topic: record.topic,
      signal: options?.signal,
      timeoutMs: Math.min(maxBlockMs, options?.timeoutMs ?? maxBlockMs),
      onAcquired: () => this.#add(record, waiting, slot, sizeBytes),
      onFailed: (reason) => waiting.fail(slot, reason),
    })
    // Who waits for room waits for acknowledgements: nothing may linger meanwhile.
    this.#accumulator.drainAll()
  }

  #add(record: ProducerRecord, call: SendCall, slot: number, estimatedBytes: number): void {
    this.#expiryTimer ??= this.#scheduleExpiry()
    this.#accumulator.add(record, record.timestamp ?? call.sentAtMs, call, slot, estimatedBytes)
  }

  #assertMayFit(record: ProducerRecord, sizeBytes: number): void {
    const limitBytes = this.#largestRecordBytes
    if (sizeBytes <= limitBytes) return
    const cause = new ConfigError(`a record of about ${sizeBytes} bytes is larger than ${limitBytes}`)
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
  async #withinCall<T>(
    options: CallOptions,
    send: { readonly promise: Promise<T>; isAbandoned: boolean },
    accept: () => void,
  ): Promise<T> {
    const { clock } = this.#context.platform
    const deadline = startDeadline(clock, 'Cannot send: no acknowledgement', options, Number.POSITIVE_INFINITY)
    accept()
    try {
      return await deadline.race(send.promise)
    } catch (error) {
      send.isAbandoned = deadline.isOver
      if (send.isAbandoned && this.#memory.bufferedRecords > 0) this.#sweep()
      throw error
    }
  }

  /** Once for all calls that were taken back in one turn. */
  #sweep(): void {
    if (this.#isSweepScheduled) return
    this.#isSweepScheduled = true
    this.#context.platform.clock.defer('sweep', () => {
      this.#isSweepScheduled = false
      this.#accumulator.dropAbandoned(new StateError('ILLEGAL_STATE', 'nobody waits for the record any more'))
    })
  }

  async #drainAll(): Promise<void> {
    this.#flushes += 1
    try {
      this.#accumulator.drainAll()
      if (this.#serialization?.isEmpty === false) await this.#serialization.emptied()
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
    work.catch((error: unknown) => this.#onDefect(error))
  }

  #onDefect(error: unknown): void {
    this.#context.platform.log.event('error', 'producer.defect', { error })
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
    // A batch is sent whole, and must fit into a request.
    const batchSizeBytes = Math.min(options.batchSize, options.maxRequestSize)
    const memory = this.#memory
    const isLingerOff = (): boolean => this.#flushes > 0 || memory.waiterCount > 0 || this.#closing !== undefined
    return {
      clock,
      random,
      bufferSource: new BatchBufferPool(batchSizeBytes, batchSizeBytes * keptBatchBuffers),
      producerIds: options.enableIdempotence ? new IdempotentProducerId(context.initProducerId) : withoutProducerId,
      isIdempotent: options.enableIdempotence,
      sealing: { codec, compressionLevel: options.compressionLevel, offload, maxBatchBytes: options.maxRequestSize },
      partitioner: options.partitioner ?? this.#defaultPartitioner(random),
      acks: options.acks,
      batchSizeBytes,
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
      requestMetadata: (reason) => this.#metadata.request(reason),
      loadProducerId: () => this.#loadProducerId(),
      loadTopic: (topic) => this.#metadata.loadTopic(topic),
      applyLeaderHints: (response) => context.refresher.applyHints(leaderHintsOf(response, context.refresher.snapshot)),
      onDefect: (error) => this.#onDefect(error),
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
