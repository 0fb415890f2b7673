/**
 * The public consumer: reads partitions, from where it is told to, and keeps its place in each.
 *
 * It owns the fetch engine and the offset look-ups and borrows the rest. Making it does no I/O: the first read connects.
 * Everything but reading and closing is synchronous; reading is `prepare`, wait, look again, so that whatever happens
 * during a wait (a seek, a pause, a close) is seen after it.
 */
import { ConfigError, StateError } from '../errors/client-errors.ts'
import type { Cursor } from '../fetch/cursor.ts'
import type { FetchSettings, PositionKeeper } from '../fetch/fetch-context.ts'
import { Fetcher } from '../fetch/fetcher.ts'
import type { ConsumedRecord, TopicPartition } from '../record/record.ts'
import type { CallOptions } from '../support/deadline.ts'
import { type ConsumerBatch, FetchedConsumerBatch } from './consumer-batch.ts'
import type { ConsumerContext } from './consumer-context.ts'
import {
  type ConsumerOptions,
  checkStartOffset,
  describe,
  type ResolvedConsumerOptions,
  resolveConsumerOptions,
  type StartOffset,
} from './consumer-options.ts'
import type { Coordination } from './coordination.ts'
import { checkAssignments } from './direct-assignment.ts'
import type { Hand } from './hand.ts'
import { OffsetReset } from './offset-reset.ts'
import { Positions } from './positions.ts'
import { type ReaderHost, StreamIterator } from './reader.ts'

export interface PollOptions extends CallOptions {
  /** The most that one call gives. Kafka's `max.poll.records`; default 500. */
  readonly maxRecords?: number
  /** How long to wait when nothing is there. Then the call gives an empty list. Default 1000; 0 does not wait. */
  readonly timeoutMs?: number
}

const defaultMaxPollRecords = 500
const defaultPollTimeoutMs = 1000
/** Batches of one answer are given together until they have so many bytes. */
const batchTargetBytes = 1024 * 1024
/** No batch that Kafka accepts by default comes near it; more is an attack on our memory. */
const inflateLimitBytes = 128 * 1024 * 1024
/**
 * The longest that reading goes on before timers and I/O get their turn. Receiving an answer is part of a turn too, so
 * that a turn under full load takes about twice as long.
 */
const sliceMs = 3

export class Consumer implements AsyncIterable<ConsumedRecord>, AsyncDisposable {
  readonly #context: ConsumerContext
  readonly #options: ResolvedConsumerOptions
  readonly #fetcher: Fetcher
  readonly #reset: OffsetReset
  readonly #positions: Positions
  /** The group that assigns the partitions; undefined for a consumer that was told which. */
  readonly #coordination: Coordination | undefined
  readonly #pollHand: Hand | undefined
  #isStarted = false
  #closing: Promise<void> | undefined

  constructor(context: ConsumerContext, options: ConsumerOptions, coordination?: Coordination) {
    this.#context = context
    this.#options = resolveConsumerOptions(options)
    this.#coordination = coordination
    const assignments = coordination === undefined ? checkAssignments(this.#options.assignments) : []
    const { platform, refresher, codecs } = context
    this.#fetcher = new Fetcher({
      platform,
      codecs,
      brokers: { node: (nodeId) => context.node(nodeId) },
      ...(context.fetchPurpose === undefined ? {} : { connectionPurpose: context.fetchPurpose }),
      metadata: refresher,
      // The engine asks only when there is news from a broker, and none comes before `start()`.
      positions: this.#positionUpcalls(),
      settings: fetchSettings(this.#options, context),
    })
    this.#reset = new OffsetReset({
      platform,
      findOffsets: context.findOffsets,
      isolationLevel: this.#options.isolationLevel,
      backoff: context.retryBackoff,
      positions: this.#fetcher,
    })
    this.#positions = new Positions(this.#fetcher, this.#reset, this.#options.autoOffsetReset, platform.log)
    for (const { topic, partition, offset } of assignments) {
      this.#positions.set(this.#fetcher.assign(topic, partition), offset)
    }
    coordination?.attach({ fetcher: this.#fetcher, positions: this.#positions })
    this.#pollHand = coordination?.openHand()
  }

  /** The partitions that are read. */
  get assignment(): readonly TopicPartition[] {
    return [...this.#fetcher.cursors()].map(({ topic, partition }) => ({ topic, partition }))
  }

  /** The partitions that are paused. */
  get paused(): readonly TopicPartition[] {
    const paused = [...this.#fetcher.cursors()].filter((cursor) => cursor.isPaused)
    return paused.map(({ topic, partition }) => ({ topic, partition }))
  }

  /** Bytes of fetched records that were not taken yet, and of fetches on their way. */
  get bufferedBytes(): number {
    return this.#fetcher.buffer.heldBytes
  }

  /**
   * One record after the other, of all partitions: in order within each, in turns between them. The position moves when
   * a record is given. Ends when the consumer is closed; leaving the loop closes nothing and loses nothing.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<ConsumedRecord, void, void> {
    this.#start('read')
    const { stream } = this.#fetcher
    if (this.#coordination === undefined) return new StreamIterator(this.#readerHost(), () => stream.takeRecord())
    return this.#handedOut(this.#coordination, () => stream.takeRecord())
  }

  /**
   * The same in batches, each of one partition: the fastest way to read. The position moves behind a batch when it is
   * given.
   */
  batches(): AsyncIterableIterator<ConsumerBatch, void, void> {
    this.#start('read')
    if (this.#coordination === undefined) return new StreamIterator(this.#readerHost(), () => this.#takeBatch())
    return this.#handedOut(this.#coordination, () => this.#takeBatch())
  }

  /**
   * What is there, up to `maxRecords`; waits only while nothing is. An empty list means that the time is over or that
   * the consumer was closed meanwhile. Rejects with a partition's error, or with the signal's reason; no record is lost
   * by either.
   */
  async poll(options: PollOptions = {}): Promise<ConsumedRecord[]> {
    const { maxRecords = defaultMaxPollRecords, timeoutMs = defaultPollTimeoutMs, signal } = options
    if (!Number.isInteger(maxRecords) || maxRecords < 1) {
      throw new ConfigError(`maxRecords must be a whole number from 1 on: ${describe(maxRecords)}`)
    }
    if (typeof timeoutMs !== 'number' || !(timeoutMs >= 0)) {
      throw new ConfigError(`timeoutMs must be a number of milliseconds that is not negative: ${describe(timeoutMs)}`)
    }
    signal?.throwIfAborted()
    this.#start('poll')
    const { stream } = this.#fetcher
    const { clock } = this.#context.platform
    const expiresAtMs = clock.now() + timeoutMs
    this.#pollHand?.finish()
    for (;;) {
      if (this.#closing !== undefined) return []
      this.#coordination?.throwFailure()
      const wait = stream.prepare()
      const records = wait === undefined ? this.#takeRecords(maxRecords) : []
      if (records.length > 0) {
        this.#pollHand?.hold(records)
        return records
      }
      if (wait === undefined) continue
      const remainingMs = expiresAtMs - clock.now()
      // What only waits for its turn of the event loop is there, and given even without time to wait.
      if (remainingMs <= 0 && !stream.isYielding) return []
      await this.#waitWithin(wait, stream.isYielding ? Number.POSITIVE_INFINITY : remainingMs, signal)
    }
  }

  /**
   * Goes on at another offset: from the next record that is given. What was fetched before is dropped, and so is the
   * result of a look-up that was under way.
   */
  seek(topic: string, partition: number, offset: StartOffset): void {
    checkStartOffset('offset', offset)
    this.#positions.set(this.#cursor('seek', topic, partition), offset)
  }

  /** The offset of the next record that will be given; undefined while it is being looked up. */
  position(topic: string, partition: number): bigint | undefined {
    return this.#cursor('tell the position', topic, partition).position
  }

  /**
   * How many offsets lie between the position and the end that this consumer may read to; undefined until the partition
   * was fetched. Offsets, not records: markers and compacted records count.
   */
  lag(topic: string, partition: number): bigint | undefined {
    const { position, highWatermark, lastStableOffset } = this.#cursor('tell the lag', topic, partition)
    const isCommitted = this.#options.isolationLevel === 'read_committed'
    const end = isCommitted && lastStableOffset >= 0n ? lastStableOffset : highWatermark
    if (position === undefined || end < 0n) return undefined
    return end > position ? end - position : 0n
  }

  /** Gives and fetches no more of these partitions until `resume`. What is buffered is kept for then. */
  pause(partitions: Iterable<TopicPartition>): void {
    for (const cursor of this.#cursorsOf('pause', partitions)) this.#fetcher.pause(cursor)
  }

  /** Goes on with paused partitions; others are left as they are. */
  resume(partitions: Iterable<TopicPartition>): void {
    for (const cursor of this.#cursorsOf('resume', partitions)) if (cursor.isPaused) this.#fetcher.resume(cursor)
  }

  /**
   * Ends all loops over the consumer, drops what is buffered and gives up on fetches without waiting for their answers.
   * Idempotent.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** The cursors of what is assigned, for subclasses. */
  protected assignedCursors(): readonly Cursor[] {
    return [...this.#fetcher.cursors()]
  }

  async #close(): Promise<void> {
    // Readers that wait end now: leaving a group may take a while.
    this.#fetcher.stream.wake()
    await this.#coordination?.close()
    this.#reset.close()
    try {
      await this.#fetcher.close()
    } finally {
      this.#context.onClosed()
    }
  }

  /** The engine is made before what decides about positions, which needs it. */
  #positionUpcalls(): PositionKeeper {
    return {
      onLeaderFound: () => this.#positions.onLeaderFound(),
      onOffsetOutOfRange: (cursor, bounds) => this.#positions.onOffsetOutOfRange(cursor, bounds),
      onLogTruncated: (cursor, divergingOffset) => this.#positions.onLogTruncated(cursor, divergingOffset),
      onTopicRecreated: (cursor) => this.#positions.onTopicRecreated(cursor),
      onOffsetStillNeeded: (cursor) => this.#positions.onOffsetStillNeeded(cursor),
    }
  }

  #start(operation: string): void {
    if (this.#closing !== undefined) throw new StateError('CLOSED', `Cannot ${operation}: the consumer is closed`)
    if (this.#isStarted) return
    this.#isStarted = true
    this.#fetcher.start()
    this.#reset.start()
    this.#coordination?.start()
  }

  #readerHost(): ReaderHost {
    const isClosed = (): boolean => this.#closing !== undefined
    const { stream } = this.#fetcher
    const coordination = this.#coordination
    return {
      stream:
        coordination === undefined
          ? stream
          : {
              get isReady() {
                return stream.isReady
              },
              prepare: () => {
                coordination.throwFailure()
                return stream.prepare()
              },
            },
      get isClosed() {
        return isClosed()
      },
    }
  }

  /** Whoever asks for the next item has finished the one before. */
  #handedOut<Item extends ConsumedRecord | ConsumerBatch>(
    coordination: Coordination,
    take: () => Item | undefined,
  ): StreamIterator<Item> {
    const hand = coordination.openHand()
    const takeNext = (): Item | undefined => {
      hand.finish()
      // While the group is being left there is still data, which belongs to the next owner.
      return this.#closing === undefined ? hand.hold(take()) : undefined
    }
    return new StreamIterator<Item>(this.#readerHost(), takeNext, () => hand.abandon())
  }

  #takeRecords(maxRecords: number): ConsumedRecord[] {
    const { stream } = this.#fetcher
    const records: ConsumedRecord[] = []
    while (records.length < maxRecords) {
      const record = stream.takeRecord()
      if (record !== undefined) records.push(record)
      else if (!stream.isReady) break
    }
    return records
  }

  #takeBatch(): ConsumerBatch | undefined {
    const taken = this.#fetcher.stream.takeBatches(batchTargetBytes)
    if (taken === undefined) return undefined
    const { cursor, positionEpoch, batches, fromOffset, nextOffset, highWatermark } = taken
    const { topic, partition } = cursor
    const onUndecodable = (offset: bigint): void => {
      // Unless the user has gone elsewhere since: then that counts.
      if (cursor.positionEpoch === positionEpoch) this.#fetcher.moveTo(cursor, offset)
    }
    return new FetchedConsumerBatch({
      topic,
      partition,
      batches,
      fromOffset,
      nextOffset,
      highWatermark,
      onUndecodable,
    })
  }

  #waitWithin(wait: Promise<void>, maxMs: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const { clock } = this.#context.platform
      const timer = Number.isFinite(maxMs) ? clock.setTimer(maxMs, 'consumer.poll', () => end(resolve)) : undefined
      const end = (settle: () => void): void => {
        timer?.cancel()
        signal?.removeEventListener('abort', onAbort)
        settle()
      }
      const onAbort = (): void => end(() => reject(signal?.reason))
      signal?.addEventListener('abort', onAbort, { once: true })
      void wait.then(() => end(resolve))
    })
  }

  *#cursorsOf(operation: string, partitions: Iterable<TopicPartition>): Generator<Cursor, void, undefined> {
    // All are checked before the first is touched.
    yield* [...partitions].map(({ topic, partition }) => this.#cursor(operation, topic, partition))
  }

  #cursor(operation: string, topic: string, partition: number): Cursor {
    if (this.#closing !== undefined) throw new StateError('CLOSED', `Cannot ${operation}: the consumer is closed`)
    const cursor = this.#fetcher.cursor(topic, partition)
    if (cursor !== undefined) return cursor
    throw new StateError('ILLEGAL_STATE', `Cannot ${operation}: ${topic}-${partition} is not assigned to this consumer`)
  }
}

function fetchSettings(options: ResolvedConsumerOptions, context: ConsumerContext): FetchSettings {
  return {
    minBytes: options.fetchMinBytes,
    maxBytes: options.fetchMaxBytes,
    maxPartitionBytes: options.maxPartitionFetchBytes,
    maxWaitMs: options.fetchMaxWaitMs,
    maxBufferedBytes: options.maxBufferedBytes,
    isolationLevel: options.isolationLevel,
    clientRack: options.clientRack,
    checkCrcs: options.checkCrcs,
    requestTimeoutMs: context.requestTimeoutMs,
    backoff: context.retryBackoff,
    preferredReplicaMs: context.metadataMaxAgeMs,
    inflateLimitBytes,
    sliceMs,
  }
}
