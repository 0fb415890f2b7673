/**
 * The fetch engine of one consumer: its cursors, the sources that fetch for them, and the stream that gives the records.
 *
 * Owned by the consumer. Cursors, placement and sources change in synchronous sections only: calls from the consumer,
 * news from the metadata refresher, and answers in the sources' loops. A change for a cursor that was released is a
 * no-op, and so is everything after `close()`.
 */

import type { CodecRegistry } from '../compression/codec-registry.ts'
import { BrokerError } from '../errors/broker-error.ts'
import { StateError } from '../errors/client-errors.ts'
import { ErrorCodes } from '../errors/error-codes.ts'
import type { PartitionSnapshot, TopicSnapshot } from '../metadata/cluster-snapshot.ts'
import type { LoadFailure, PartitionListener, TopicChange } from '../metadata/partition-listener.ts'
import type { ConnectionPurpose } from '../network/request-sender.ts'
import type { Platform } from '../platform/platform.ts'
import { zeroUuid } from '../protocol/uuid.ts'
import { Cursor } from './cursor.ts'
import { FetchBuffer } from './fetch-buffer.ts'
import type { FetchBrokers, FetchContext, FetchMetadata, FetchSettings, PositionKeeper } from './fetch-context.ts'
import { FetchSource } from './fetch-source.ts'
import { retryLater, toleratedUnknownAnswers } from './partition-outcomes.ts'
import { RecordStream } from './record-stream.ts'

/** The metadata refresher as the engine uses it. */
export interface FetchMetadataSource extends FetchMetadata {
  addListener(listener: PartitionListener): () => void
  /** Tells listeners what is known of topics in which they have newly taken an interest. */
  catchUpListeners(): void
}

export interface FetcherOptions {
  readonly platform: Platform
  readonly codecs: CodecRegistry
  readonly brokers: FetchBrokers
  readonly metadata: FetchMetadataSource
  readonly positions: PositionKeeper
  /** Default `fetch`. */
  readonly connectionPurpose?: ConnectionPurpose
  readonly settings: FetchSettings
}

export class Fetcher implements PartitionListener {
  readonly buffer: FetchBuffer
  readonly stream: RecordStream
  readonly #options: FetcherOptions
  readonly #context: FetchContext
  readonly #topics = new Map<string, Map<number, Cursor>>()
  readonly #sources = new Map<number, FetchSource>()
  readonly #placedAt = new Map<Cursor, FetchSource>()
  /** Load failures in a row that say that the topic or the partition is not there. */
  readonly #unknownCounts = new Map<Cursor, number>()
  /** What was told last: a partition that is assigned later is told nothing of a topic that has not changed. */
  readonly #knownTopics = new Map<string, TopicSnapshot>()
  #removeListener: (() => void) | undefined
  #isClosed = false

  constructor(options: FetcherOptions) {
    this.#options = options
    const { platform, settings, codecs } = options
    const { clock, log, offload } = platform
    this.buffer = new FetchBuffer(settings.maxBufferedBytes, () => this.#wakeAll())
    this.stream = new RecordStream({
      clock,
      sliceMs: settings.sliceMs,
      onPartTaken: (cursor) => this.#placedAt.get(cursor)?.wake(),
      onFailureTaken: (cursor) => this.#onFailureTaken(cursor),
    })
    this.#context = {
      connectionPurpose: options.connectionPurpose ?? 'fetch',
      clock,
      random: platform.random.fork('fetch'),
      log,
      settings,
      brokers: options.brokers,
      metadata: options.metadata,
      positions: options.positions,
      buffer: this.buffer,
      stream: this.stream,
      opener: {
        codecs,
        offload,
        buffer: this.buffer,
        verifiesChecksum: settings.checkCrcs,
        inflateLimitBytes: settings.inflateLimitBytes,
      },
      sourceCount: () => Math.max(1, this.#sources.size),
      place: (cursor) => this.#place(cursor),
      fail: (cursor, error) => this.fail(cursor, error),
    }
  }

  /** Takes an interest in metadata from now on. No-op when it was called before. */
  start(): void {
    if (this.#isClosed || this.#removeListener !== undefined) return
    this.#removeListener = this.#options.metadata.addListener(this)
    this.#learnLeaders()
  }

  /** Fetches that wait for their answers. */
  get inFlightCount(): number {
    let count = 0
    for (const source of this.#sources.values()) if (source.isFetching) count += 1
    return count
  }

  /** Every partition that is assigned. */
  *cursors(): Generator<Cursor, void, undefined> {
    for (const partitions of this.#topics.values()) yield* partitions.values()
  }

  cursor(topic: string, partition: number): Cursor | undefined {
    return this.#topics.get(topic)?.get(partition)
  }

  /** A new cursor without a position. Throws when there is one for the partition. */
  assign(topic: string, partition: number): Cursor {
    if (this.#isClosed) throw new StateError('CLOSED', `Cannot assign ${topic}-${partition}: the consumer is closed`)
    const partitions = this.#topics.get(topic) ?? new Map<number, Cursor>()
    if (partitions.has(partition)) throw new StateError('ILLEGAL_STATE', `${topic}-${partition} is assigned already`)
    const cursor = new Cursor(topic, partition)
    partitions.set(partition, cursor)
    this.#topics.set(topic, partitions)
    this.#takeKnownLeader(cursor)
    if (this.#removeListener !== undefined) this.#learnLeaders()
    return cursor
  }

  /** Ends the interest in a partition: what is buffered goes, what is on its way is dropped when it comes. */
  release(cursor: Cursor): void {
    if (cursor.state === 'released') return
    this.stream.drop(cursor)
    cursor.release()
    this.#unknownCounts.delete(cursor)
    this.#unplace(cursor)
    const partitions = this.#topics.get(cursor.topic)
    if (partitions?.delete(cursor.partition) === true && partitions.size === 0) this.#topics.delete(cursor.topic)
  }

  /** Sets the position. `leaderEpoch` is that of the record before it, where it is known. */
  moveTo(cursor: Cursor, offset: bigint, leaderEpoch?: number): void {
    if (cursor.state === 'released') return
    this.stream.drop(cursor)
    cursor.moveTo(offset, leaderEpoch)
    this.#placedAt.get(cursor)?.wake()
  }

  /** Forgets the position; returns the position epoch that the result of a look-up has to find. */
  awaitOffset(cursor: Cursor): number {
    if (cursor.state === 'released') return cursor.positionEpoch
    this.stream.drop(cursor)
    return cursor.awaitOffset()
  }

  /**
   * The reader is given `error` next for this partition. Errors come in the order of the log: while there is data from
   * before the error, the fetch is tried again instead, and fails where reading has got to.
   */
  fail(cursor: Cursor, error: Error): void {
    if (cursor.state === 'released' || cursor.state === 'failed') return
    if (cursor.buffered.length > 0) {
      retryLater(this.#context, cursor)
      return
    }
    this.stream.drop(cursor)
    cursor.fail(error)
    this.stream.offer(cursor)
  }

  /** Nothing more is given or fetched for this partition; what is buffered is kept. */
  pause(cursor: Cursor): void {
    cursor.isPaused = true
    this.stream.setAside(cursor)
    // Those beside it need not be held back for it any more.
    this.#placedAt.get(cursor)?.wake()
  }

  resume(cursor: Cursor): void {
    cursor.isPaused = false
    this.stream.offer(cursor)
    this.#placedAt.get(cursor)?.wake()
  }

  /** While the reader is busy with what it has of this partition, it is given no more of it. Fetching goes on. */
  setBusy(cursor: Cursor, isBusy: boolean): void {
    if (cursor.isBusy === isBusy) return
    cursor.isBusy = isBusy
    if (isBusy) this.stream.setAside(cursor)
    else this.stream.offer(cursor)
  }

  /** Drops everything and ends all loops, without waiting for a broker. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#removeListener?.()
    const sources = [...this.#sources.values()]
    for (const cursor of [...this.cursors()]) this.release(cursor)
    this.stream.wake()
    await Promise.all(sources.map((source) => source.close()))
  }

  topicsOfInterest(): Iterable<string> {
    return this.#topics.keys()
  }

  onTopicChanged(topic: TopicSnapshot, change: TopicChange): void {
    this.#knownTopics.set(topic.name, topic)
    for (const cursor of this.#topics.get(topic.name)?.values() ?? []) {
      const isRecreated = change.isNewTopicId && cursor.topicId !== zeroUuid && cursor.topicId !== topic.topicId
      cursor.topicId = topic.topicId
      if (isRecreated) {
        cursor.forgetEpochs()
        this.#options.positions.onTopicRecreated(cursor)
      }
      const partition = topic.partitions[cursor.partition]
      if (partition === undefined) this.#onPartitionMissing(cursor, topic)
      else this.#takeLeader(cursor, partition)
    }
  }

  onTopicGone(topic: string): void {
    this.#knownTopics.delete(topic)
    for (const cursor of this.#topics.get(topic)?.values() ?? []) this.#takeLeader(cursor, undefined)
  }

  onLoadError({ topic, partition, error }: LoadFailure): Promise<void> {
    const isUnknown =
      error.code === 'UNKNOWN_TOPIC_OR_PARTITION' || error.code === 'UNKNOWN_TOPIC_ID' || error.code === 'UNKNOWN_TOPIC'
    for (const cursor of this.#topics.get(topic)?.values() ?? []) {
      if (partition !== undefined && cursor.partition !== partition) continue
      if (isUnknown) this.#countUnknown(cursor, error)
      // The cluster may be unreachable for a while; what no repetition changes is for the reader to know.
      else if (!error.retriable) this.fail(cursor, error)
    }
    return Promise.resolve()
  }

  /** From what is known already, or from the next refresh when it is not. */
  #learnLeaders(): void {
    const { metadata } = this.#options
    metadata.catchUpListeners()
    if ([...this.cursors()].some((cursor) => cursor.leader < 0)) metadata.requestRefresh('partitions were assigned')
  }

  #takeKnownLeader(cursor: Cursor): void {
    const topic = this.#knownTopics.get(cursor.topic)
    const partition = topic?.partitions[cursor.partition]
    if (topic === undefined || partition === undefined) return
    cursor.topicId = topic.topicId
    this.#takeLeader(cursor, partition)
  }

  #onPartitionMissing(cursor: Cursor, topic: TopicSnapshot): void {
    this.#takeLeader(cursor, undefined)
    const operation = `Cannot fetch from ${cursor.name}: the topic has ${topic.partitions.length} partitions`
    const context = { topic: cursor.topic, partition: cursor.partition }
    this.fail(cursor, new BrokerError(operation, ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION, context))
  }

  /** A topic that is about to be created is waited for; one that never comes would be waited for in silence. */
  #countUnknown(cursor: Cursor, error: Error): void {
    const count = (this.#unknownCounts.get(cursor) ?? 0) + 1
    this.#unknownCounts.set(cursor, count % toleratedUnknownAnswers)
    if (count === toleratedUnknownAnswers) this.fail(cursor, error)
  }

  #takeLeader(cursor: Cursor, partition: PartitionSnapshot | undefined): void {
    const leader = partition?.leader ?? -1
    const leaderEpoch = partition?.leaderEpoch ?? cursor.leaderEpoch
    if (leader >= 0) this.#unknownCounts.delete(cursor)
    if (leader !== cursor.leader || leaderEpoch !== cursor.leaderEpoch) {
      cursor.leader = leader
      cursor.leaderEpoch = leaderEpoch
      // The new leader may know a nearer replica, and the old one's may not follow it.
      cursor.preferredReplica = -1
      cursor.retryAtMs = 0
    }
    this.#place(cursor)
    if (leader >= 0) this.#options.positions.onLeaderFound(cursor)
  }

  /** Puts the cursor where it is to be fetched from now. What is on its way from elsewhere is dropped when it comes. */
  #place(cursor: Cursor): void {
    if (this.#isClosed || cursor.state === 'released') return
    const nodeId = cursor.preferredReplica >= 0 ? cursor.preferredReplica : cursor.leader
    const current = this.#placedAt.get(cursor)
    if (current?.nodeId === nodeId) {
      current.wake()
      return
    }
    this.#unplace(cursor)
    if (nodeId < 0) return
    const source = this.#source(nodeId)
    this.#placedAt.set(cursor, source)
    source.add(cursor)
  }

  #unplace(cursor: Cursor): void {
    const source = this.#placedAt.get(cursor)
    if (source === undefined) return
    cursor.abandonInFlight()
    this.#placedAt.delete(cursor)
    source.remove(cursor)
    if (!source.isIdle) return
    this.#sources.delete(source.nodeId)
    void source.close()
  }

  #source(nodeId: number): FetchSource {
    const known = this.#sources.get(nodeId)
    if (known !== undefined) return known
    const source = new FetchSource(nodeId, this.#context)
    this.#sources.set(nodeId, source)
    return source
  }

  #onFailureTaken(cursor: Cursor): void {
    if (cursor.state === 'awaitingOffset') this.#options.positions.onOffsetStillNeeded(cursor)
    else retryLater(this.#context, cursor)
    this.#placedAt.get(cursor)?.wake()
  }

  #wakeAll(): void {
    for (const source of this.#sources.values()) source.wake()
  }
}
