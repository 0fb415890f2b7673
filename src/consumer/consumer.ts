/**
 * The public consumer: reads partitions, from where it is told to, and keeps its place in each.
 *
 * It owns the fetch engine and the offset look-ups and borrows the rest. Making it does no I/O: the first read connects.
 * Everything but reading and closing is synchronous; reading is `prepare`, wait, look again, so that whatever happens
 * during a wait (a seek, a pause, a close) is seen after it.
 */
import { ConfigError, StateError, TimeoutError } from '../errors/client-errors.ts'
import type { Cursor } from '../fetch/cursor.ts'
import type { FetchSettings, PositionKeeper } from '../fetch/fetch-context.ts'
import { Fetcher } from '../fetch/fetcher.ts'
import type { ConsumedRecord, TopicPartition } from '../record/record.ts'
import type { CallOptions } from '../support/deadline.ts'
import { settleWithin } from '../support/settle-within.ts'
import type { ConsumerBatch } from './consumer-batch.ts'
import type { ConsumerContext } from './consumer-context.ts'
import {
  type ConsumerOptions,
  checkStartOffset,
  describe,
  type ResolvedConsumerOptions,
  resolveConsumerOptions,
  type StartOffset,
} from './consumer-options.ts'
import type { Run } from './consumer-run.ts'
import type { Coordination } from './coordination.ts'
import { checkAssignments } from './direct-assignment.ts'
import { type OffsetForTime, OffsetQueries, type PartitionOffset, type TimeQuery } from './offset-queries.ts'
import { OffsetReset } from './offset-reset.ts'
import { Positions } from './positions.ts'
import { Reading } from './reading.ts'
import { RecordReader } from './record-reader.ts'
import { checkRunOptions, type RunOptions } from './run-options.ts'
import { startRun } from './start-run.ts'

export interface PollOptions extends CallOptions {
  /** The most that one call gives. Kafka's `max.poll.records`; default 500. */
  readonly maxRecords?: number
  /** How long to wait when nothing is there. Then the call gives an empty list. Default 1000; 0 does not wait. */
  readonly timeoutMs?: number
}

const defaultMaxPollRecords = 500
const defaultPollTimeoutMs = 1000
/** How long `close` waits for the handlers of a run unless it is told otherwise. */
const defaultCloseTimeoutMs = 30_000
/** No batch that Kafka accepts by default comes near it; more is an attack on our memory. */
const inflateLimitBytes = 128 * 1024 * 1024
/**
 * The longest that reading goes on before timers and I/O get their turn. Receiving an answer is part of a turn too, so
 * that a turn under full load takes about twice as long.
 */
const sliceMs = 3

export interface CloseOptions {
  /** How long to wait for handlers of `run` that are still busy, before their records are left unfinished. Default 30 s. */
  readonly timeoutMs?: number
}

/** Where the ends of a partition are, as the last answer said. -1n where the broker did not tell. */
export interface Watermarks {
  /** The first offset that can be read. */
  readonly logStartOffset: bigint
  /** The offset behind the last record that all replicas have. */
  readonly highWatermark: bigint
  /** Where the first open transaction begins: `read_committed` reads up to here. */
  readonly lastStableOffset: bigint
}

export class Consumer<K = Buffer | null, V = Buffer | null>
  implements AsyncIterable<ConsumedRecord<K, V>>, AsyncDisposable
{
  readonly #context: ConsumerContext
  readonly #options: ResolvedConsumerOptions<K, V>
  readonly #fetcher: Fetcher
  readonly #reset: OffsetReset
  readonly #positions: Positions
  /** The group that assigns the partitions; undefined for a consumer that was told which. */
  readonly #coordination: Coordination | undefined
  readonly #reader: RecordReader<K, V> | undefined
  readonly #reading: Reading<K, V>
  readonly #queries: OffsetQueries
  #run: { readonly run: Run; readonly ended: Promise<void> } | undefined
  #isStarted = false
  #closing: Promise<void> | undefined

  constructor(context: ConsumerContext, options: ConsumerOptions<K, V>, coordination?: Coordination) {
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
    this.#queries = new OffsetQueries(context.findOffsets, this.#options.isolationLevel)
    this.#reader = recordReader(this.#options, context)
    this.#reading = new Reading({
      fetcher: this.#fetcher,
      clock: platform.clock,
      reader: this.#reader,
      coordination,
      isClosed: () => this.#closing !== undefined,
    })
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

  /** Fetches that wait for a broker's answer at the moment. */
  get inFlightFetchCount(): number {
    return this.#fetcher.inFlightCount
  }

  /**
   * One record after the other, of all partitions: in order within each, in turns between them. The position moves when
   * a record is given. Ends when the consumer is closed; leaving the loop closes nothing and loses nothing.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<ConsumedRecord<K, V>, void, void> {
    this.#start('read')
    return this.#reading.records()
  }

  /**
   * The same in batches, each of one partition: the fastest way to read. The position moves behind a batch when it is
   * given. With `includesEmpty`, what was fetched and held only markers and aborted records is given as a batch without
   * records.
   */
  batches(options: { readonly includesEmpty?: boolean } = {}): AsyncIterableIterator<ConsumerBatch<K, V>, void, void> {
    this.#start('read')
    return this.#reading.batches(options.includesEmpty ?? false)
  }

  /**
   * Hands every record (or batch) to a handler, several at a time if wanted: those of one partition, or of one key
   * within it, strictly one after the other. Resolves when the consumer is closed or the signal fires, once what was
   * being handled has ended; rejects, then, with what a handler threw, unless `onError` says otherwise. What is not
   * finished is given again by the next read. A handler must not wait for `close()`, which waits for it: let it abort
   * the signal.
   */
  async run(options: RunOptions<K, V>): Promise<void> {
    checkRunOptions(options as RunOptions<unknown, unknown>)
    this.#start('run')
    const hands = this.#coordination?.hands
    const run = startRun(options, {
      fetcher: this.#fetcher,
      reading: this.#reading,
      reader: this.#reader,
      isClosed: () => this.#closing !== undefined,
      resume: (cursor) => this.#resume(cursor),
      onFree: () => hands?.noteFree(),
    })
    const remove = hands?.add(run)
    const ended = run.run().finally(() => {
      this.#run = undefined
      remove?.()
    })
    this.#run = { run, ended }
    await ended
  }

  /**
   * What is there, up to `maxRecords`; waits only while nothing is. An empty list means that the time is over or that
   * the consumer was closed meanwhile. Rejects with a partition's error, or with the signal's reason; no record is lost
   * by either.
   */
  async poll(options: PollOptions = {}): Promise<ConsumedRecord<K, V>[]> {
    const { maxRecords = defaultMaxPollRecords, timeoutMs = defaultPollTimeoutMs, signal } = options
    if (!Number.isInteger(maxRecords) || maxRecords < 1) {
      throw new ConfigError(`maxRecords must be a whole number from 1 on: ${describe(maxRecords)}`)
    }
    if (typeof timeoutMs !== 'number' || !(timeoutMs >= 0)) {
      throw new ConfigError(`timeoutMs must be a number of milliseconds that is not negative: ${describe(timeoutMs)}`)
    }
    signal?.throwIfAborted()
    this.#start('poll')
    return await this.#reading.poll({ maxRecords, timeoutMs, signal })
  }

  /**
   * Goes on at another offset: from the next record that is given. What was fetched before is dropped, and so is the
   * result of a look-up that was under way.
   */
  seek(topic: string, partition: number, offset: StartOffset): void {
    checkStartOffset('offset', offset)
    this.#positions.set(this.#cursor('seek', topic, partition), offset)
    this.#run?.run.wake()
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

  /** The ends of an assigned partition, as the last answer said; undefined until it was fetched. */
  watermarks(topic: string, partition: number): Watermarks | undefined {
    const { logStartOffset, highWatermark, lastStableOffset } = this.#cursor('tell the watermarks', topic, partition)
    return highWatermark < 0n ? undefined : { logStartOffset, highWatermark, lastStableOffset }
  }

  /** The first offsets that can be read. The partitions need not be assigned. */
  async beginningOffsets(partitions: readonly TopicPartition[], options: CallOptions = {}): Promise<PartitionOffset[]> {
    return await this.#queries.ends('earliest', partitions, options)
  }

  /** The offsets behind what this consumer could read: under `read_committed`, before any open transaction. */
  async endOffsets(partitions: readonly TopicPartition[], options: CallOptions = {}): Promise<PartitionOffset[]> {
    return await this.#queries.ends('latest', partitions, options)
  }

  /** For each partition the first record that is not older than the time given with it. */
  async offsetsForTimes(times: readonly TimeQuery[], options: CallOptions = {}): Promise<OffsetForTime[]> {
    return await this.#queries.forTimes(times, options)
  }

  /** Gives and fetches no more of these partitions until `resume`. What is buffered is kept for then. */
  pause(partitions: Iterable<TopicPartition>): void {
    for (const cursor of this.#cursorsOf('pause', partitions)) this.#fetcher.pause(cursor)
  }

  /** Goes on with paused partitions; others are left as they are. */
  resume(partitions: Iterable<TopicPartition>): void {
    for (const cursor of this.#cursorsOf('resume', partitions)) if (cursor.isPaused) this.#resume(cursor)
  }

  /**
   * Ends all loops over the consumer, waits for handlers of `run` that are busy, drops what is buffered and gives up on
   * fetches without waiting for their answers. Idempotent.
   */
  close(options: CloseOptions = {}): Promise<void> {
    this.#closing ??= this.#close(options)
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** The cursor of an assigned partition, for subclasses. */
  protected assignedCursor(topic: string, partition: number): Cursor | undefined {
    return this.#fetcher.cursor(topic, partition)
  }

  /** The cursors of what is assigned, for subclasses. */
  protected assignedCursors(): readonly Cursor[] {
    return [...this.#fetcher.cursors()]
  }

  async #close({ timeoutMs = defaultCloseTimeoutMs }: CloseOptions): Promise<void> {
    // Readers that wait end now: leaving a group may take a while.
    this.#fetcher.stream.wake()
    await this.#endRun(timeoutMs)
    await this.#coordination?.close()
    this.#reset.close()
    try {
      await this.#fetcher.close()
    } finally {
      this.#context.onClosed()
    }
  }

  /** Never rejects: who called `run` is told what went wrong in it. */
  async #endRun(timeoutMs: number): Promise<void> {
    if (this.#run === undefined) return
    const { run, ended } = this.#run
    run.stop()
    const { clock, log } = this.#context.platform
    const onTimeout = (): Error => new TimeoutError(`Handlers were still busy after ${timeoutMs} ms`)
    await settleWithin(
      clock,
      ended.catch(() => {}),
      { timeoutMs, label: 'consumer close', onTimeout },
    ).catch((error: unknown) => log.event('warn', 'consumer.close_hurried', { error }))
  }

  #resume(cursor: Cursor): void {
    this.#fetcher.resume(cursor)
    this.#run?.run.wake()
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
    if (this.#run !== undefined) {
      throw new StateError('ILLEGAL_STATE', `Cannot ${operation}: a run reads this consumer already`)
    }
    if (this.#isStarted) return
    this.#isStarted = true
    this.#fetcher.start()
    this.#reset.start()
    this.#coordination?.start()
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

/** Undefined without deserializers: then nothing stands between what is fetched and what is given. */
function recordReader<K, V>(
  { deserializers, onUnreadable }: ResolvedConsumerOptions<K, V>,
  { platform: { clock, log } }: ConsumerContext,
): RecordReader<K, V> | undefined {
  if (deserializers.key === undefined && deserializers.value === undefined) return undefined
  return new RecordReader({ deserializers, onUnreadable, clock, log, sliceMs })
}

function fetchSettings<K, V>(options: ResolvedConsumerOptions<K, V>, context: ConsumerContext): FetchSettings {
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
