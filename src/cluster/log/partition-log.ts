/**
 * The log of one partition, as its leader has it.
 *
 * Owned by the partition; only its leader's appends, truncations, retention and high watermark change it, all synchronous.
 * Invariants: startOffset <= highWatermark <= endOffset; batches follow each other without a gap, except where a test
 * made one; bytes that were handed out never change.
 */

import { setBaseOffset, setPartitionLeaderEpoch } from '../../record/batch-header.ts'
import { batchLayout } from '../../record/batch-layout.ts'
import { BatchRecords } from '../../record/batch-records.ts'
import { readControlRecord } from '../../record/control-record.ts'
import type { DefaultRecordBatch } from '../../record/record-batch.ts'
import { LeaderEpochs } from './leader-epochs.ts'
import { LogSegment } from './log-segment.ts'
import type { LogStore } from './log-store.ts'
import { type AppendedBatch, ProducerStates } from './producer-states.ts'
import { incrementSequence } from './sequence.ts'
import { TransactionIndex } from './transaction-index.ts'

/** Segments are not larger than this whatever `segment.bytes` says: memory comes in one piece for each. */
const largestSegmentBytes = 16 * 1024 * 1024

/** The part of a topic's configuration that its logs go by. */
export interface LogConfig {
  readonly segmentBytes: number
  readonly segmentMs: number
  readonly retentionBytes: number
  readonly retentionMs: number
}

/** What a read gave. */
export interface LogRead {
  readonly bytes: Buffer
  /** The offset behind the last whole batch. */
  readonly nextOffset: bigint
}

export class PartitionLog {
  readonly epochs: LeaderEpochs = new LeaderEpochs()
  readonly producers: ProducerStates = new ProducerStates()
  readonly transactions: TransactionIndex = new TransactionIndex()
  readonly #store: LogStore | undefined
  #segments: LogSegment[] = []
  #startOffset: bigint
  #endOffset: bigint
  #highWatermark: bigint

  /**
   * @param startOffset Where the log begins, as if what was before had been deleted.
   * @param store Keeps every change. Default: nobody does.
   */
  constructor(startOffset = 0n, store?: LogStore) {
    this.#store = store
    this.#startOffset = startOffset
    this.#endOffset = startOffset
    this.#highWatermark = startOffset
  }

  /** The first offset that can be read. Whole batches are kept, so the bytes may begin before it. */
  get startOffset(): bigint {
    return this.#startOffset
  }

  /** The offset that the next record gets. */
  get endOffset(): bigint {
    return this.#endOffset
  }

  /** What is before it is on every in-sync replica. */
  get highWatermark(): bigint {
    return this.#highWatermark
  }

  /** What is before it belongs to no open transaction. Of one whose first records were deleted the rest counts. */
  get lastStableOffset(): bigint {
    const unstable = this.transactions.firstUnstableOffset(this.#highWatermark)
    if (unstable === undefined || unstable >= this.#highWatermark) return this.#highWatermark
    return later(unstable, this.#startOffset)
  }

  get sizeBytes(): number {
    let sizeBytes = 0
    for (const segment of this.#segments) sizeBytes += segment.sizeBytes
    return sizeBytes
  }

  /** The batches from the first that ends at `fromOffset` or behind it, one view at a time. */
  *batches(fromOffset: bigint = this.#startOffset): Generator<DefaultRecordBatch, void, undefined> {
    for (const segment of this.#segments) {
      for (let index = segment.indexOf(fromOffset); index < segment.batchCount; index++) yield segment.batchAt(index)
    }
  }

  setHighWatermark(offset: bigint): void {
    this.#highWatermark = offset < this.#startOffset ? this.#startOffset : offset
  }

  /**
   * Appends a batch that was validated: gives it its offsets and the leader's epoch, and keeps a copy. Whoever calls has
   * asked `producers.check` first.
   *
   * @param batch Changed in place: base offset and leader epoch, which its checksum does not cover.
   */
  append(batch: DefaultRecordBatch, leaderEpoch: number, config: LogConfig, nowMs: number): AppendedBatch {
    const { bytes } = batch
    const baseOffset = this.#endOffset
    setBaseOffset(bytes, baseOffset)
    setPartitionLeaderEpoch(bytes, leaderEpoch)
    const { lastOffset } = batch
    const segment = this.#segmentFor(bytes.length, config, nowMs)
    this.#store?.append(segment.baseOffset, segment.sizeBytes, bytes)
    this.epochs.assign(leaderEpoch, baseOffset)
    segment.append(bytes)
    this.#endOffset = lastOffset + 1n
    const appended: AppendedBatch = {
      baseSequence: batch.baseSequence,
      lastSequence: incrementSequence(batch.baseSequence, batch.recordCount - 1),
      baseOffset,
      lastOffset,
      logAppendTimeMs: batch.timestampType === 'logAppendTime' ? batch.maxTimestamp : -1,
    }
    this.#observe(batch, appended)
    return appended
  }

  /**
   * Reads bytes from the batch that holds `fromOffset`, out of one segment, as Kafka does: a view.
   *
   * @param upToOffset Batches from here on are left out.
   * @param maxBytes Cut there, in the middle of a batch if it falls so. A first batch that does not fit is left out.
   * @param takesFirstWhole Gives a first batch whole whatever its size, so that a reader is never stuck on it.
   */
  read(fromOffset: bigint, upToOffset: bigint, maxBytes: number, takesFirstWhole: boolean): LogRead {
    const nothing: LogRead = { bytes: emptyBytes, nextOffset: fromOffset }
    if (fromOffset >= upToOffset) return nothing
    const segment = this.#segments.find(({ endOffset }) => endOffset > fromOffset)
    if (segment === undefined) return nothing
    const index = segment.indexOf(fromOffset)
    if (segment.batchAt(index).baseOffset >= upToOffset) return nothing
    const start = segment.positionOf(index)
    const firstBytes = segment.positionOf(index + 1) - start
    if (firstBytes > maxBytes && !takesFirstWhole) return nothing
    const end = segment.positionOf(segment.indexOf(upToOffset))
    const cut = Math.min(end, start + Math.max(maxBytes, firstBytes))
    return { bytes: segment.slice(start, cut), nextOffset: segment.offsetBehind(cut) }
  }

  /** How many bytes can be read between two offsets, over all segments. For `min.bytes`. */
  readableBytes(fromOffset: bigint, upToOffset: bigint): number {
    let sizeBytes = 0
    for (const segment of this.#segments) {
      if (segment.endOffset <= fromOffset || segment.baseOffset >= upToOffset) continue
      const start = segment.positionOf(segment.indexOf(fromOffset))
      const end = segment.positionOf(segment.indexOf(upToOffset))
      sizeBytes += Math.max(0, end - start)
    }
    return sizeBytes
  }

  /** Records before `offset` cannot be read any more; segments that hold nothing else are freed. */
  deleteBefore(offset: bigint): void {
    if (offset <= this.#startOffset) return
    this.#startOffset = offset > this.#endOffset ? this.#endOffset : offset
    if (this.#highWatermark < this.#startOffset) this.#highWatermark = this.#startOffset
    this.#store?.setStartOffset(this.#startOffset)
    for (const segment of this.#segments) {
      if (segment.endOffset <= this.#startOffset) this.#store?.remove(segment.baseOffset)
    }
    this.#segments = this.#segments.filter((segment) => segment.endOffset > this.#startOffset)
    this.epochs.truncateFromStart(this.#startOffset)
    this.transactions.truncateFromStart(this.#startOffset)
  }

  /** Frees the oldest segments without which `retention.bytes` is still kept. */
  limitSize({ retentionBytes }: LogConfig): void {
    if (retentionBytes < 0) return
    for (const oldest of [...this.#segments]) {
      if (this.sizeBytes - oldest.sizeBytes < retentionBytes || oldest.endOffset > this.#highWatermark) return
      this.deleteBefore(oldest.endOffset)
    }
  }

  /** Frees the oldest segments whose records are all older than `retention.ms`, the last one too. */
  limitAge({ retentionMs }: LogConfig, wallNowMs: number): void {
    if (retentionMs < 0) return
    for (const oldest of [...this.#segments]) {
      if (wallNowMs - oldest.maxTimestamp <= retentionMs || oldest.endOffset > this.#highWatermark) return
      this.deleteBefore(oldest.endOffset)
    }
  }

  /** Records from `offset` on are lost: a leader took over that did not have them. */
  truncateTo(offset: bigint): void {
    if (offset >= this.#endOffset) return
    const affected = new Set(this.producers.reaches(offset))
    for (const producerId of affected) this.producers.expire(producerId)
    this.transactions.clear()
    this.epochs.truncateFromEnd(offset)
    this.#dropBatchesFrom(offset)
    for (const batch of this.batches(0n)) this.#observe(batch, describeStored(batch), affected)
    this.#endOffset = later(this.#segments.at(-1)?.endOffset ?? offset, this.#startOffset)
    if (this.#highWatermark > this.#endOffset) this.#highWatermark = this.#endOffset
  }

  /** Replaces each batch by another of the same offsets, or by none. What producers and transactions did stays known. */
  rewrite(replace: (batch: DefaultRecordBatch) => DefaultRecordBatch | undefined): void {
    this.#segments = this.#segments.map((segment) => {
      const rewritten = new LogSegment(segment.baseOffset, segment.createdAtMs)
      for (let index = 0; index < segment.batchCount; index++) {
        const batch = replace(segment.batchAt(index))
        if (batch !== undefined) rewritten.append(batch.bytes)
      }
      this.#store?.replace(rewritten.baseOffset, rewritten.bytes)
      return rewritten
    })
  }

  /**
   * Takes over what a store has kept, into an empty log: its segments in their order, with whole batches in them. All of
   * it counts as replicated.
   */
  restore(segments: readonly LogSegment[]): void {
    this.#segments = segments.filter(({ batchCount }) => batchCount > 0)
    this.#endOffset = later(this.#segments.at(-1)?.endOffset ?? this.#startOffset, this.#startOffset)
    for (const batch of this.batches(0n)) {
      this.epochs.assign(batch.partitionLeaderEpoch, batch.baseOffset)
      // A marker's transaction was over when it was written, as far as the log reached then.
      this.#highWatermark = batch.baseOffset
      this.#observe(batch, describeStored(batch))
    }
    this.#highWatermark = this.#endOffset
    this.epochs.truncateFromStart(this.#startOffset)
    this.transactions.truncateFromStart(this.#startOffset)
  }

  /** The last segments go, and the one that holds `offset` is cut: from the end, so that a crash leaves no gap. */
  #dropBatchesFrom(offset: bigint): void {
    for (let last = this.#segments.at(-1); last !== undefined; last = this.#segments.at(-1)) {
      const keptCount = last.indexOf(offset)
      if (keptCount === last.batchCount) return
      this.#segments.pop()
      if (keptCount === 0) {
        this.#store?.remove(last.baseOffset)
        continue
      }
      const sizeBytes = last.positionOf(keptCount)
      this.#store?.truncate(last.baseOffset, sizeBytes)
      const cut = new LogSegment(last.baseOffset, last.createdAtMs, sizeBytes)
      for (let index = 0; index < keptCount; index++) cut.append(last.batchAt(index).bytes)
      this.#segments.push(cut)
      return
    }
  }

  #segmentFor(sizeBytes: number, config: LogConfig, nowMs: number): LogSegment {
    const last = this.#segments.at(-1)
    const limitBytes = Math.min(config.segmentBytes, largestSegmentBytes)
    const isFull = last !== undefined && last.sizeBytes > 0 && last.sizeBytes + sizeBytes > limitBytes
    const isOld = last !== undefined && nowMs - last.createdAtMs >= config.segmentMs
    if (last !== undefined && !isFull && !isOld) return last
    const segment = new LogSegment(this.#endOffset, nowMs, last?.sizeBytes)
    this.#segments.push(segment)
    return segment
  }

  /** Feeds producer states and transactions. `only`: producers whose sequences are learnt again. */
  #observe(batch: DefaultRecordBatch, appended: AppendedBatch, only?: ReadonlySet<bigint>): void {
    const { producerId } = batch
    if (producerId < 0n) return
    const learns = only === undefined || only.has(producerId)
    if (batch.isControl) {
      for (const record of controlRecords(batch)) {
        const { coordinatorEpoch } = readControlRecord(record)
        const { producerEpoch, maxTimestamp } = batch
        if (learns) this.producers.onMarker({ producerId, producerEpoch, coordinatorEpoch, maxTimestamp })
        this.transactions.onMarker(producerId, record, this.#highWatermark)
      }
      return
    }
    if (learns) this.producers.onAppended(batch, appended)
    if (batch.isTransactional) this.transactions.onRecords(producerId, appended.baseOffset)
  }
}

function later(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

const emptyBytes: Buffer = Buffer.alloc(0)

function describeStored(batch: DefaultRecordBatch): AppendedBatch {
  const { baseSequence, recordCount, baseOffset, lastOffset, timestampType, maxTimestamp } = batch
  const lastSequence = incrementSequence(baseSequence, recordCount - 1)
  const logAppendTimeMs = timestampType === 'logAppendTime' ? maxTimestamp : -1
  return { baseSequence, lastSequence, baseOffset, lastOffset, logAppendTimeMs }
}

/** The records of a control batch, which is never compressed. */
function controlRecords(batch: DefaultRecordBatch): BatchRecords {
  return new BatchRecords({
    batch,
    topicPartition: { topic: '', partition: -1 },
    recordsSection: batch.bytes.subarray(batchLayout.records),
    recordCount: batch.recordCount,
    baseOffset: batch.baseOffset,
    lastOffset: batch.lastOffset,
    baseTimestamp: batch.baseTimestamp,
  })
}
