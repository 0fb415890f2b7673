/**
 * One partition's part of one answer: its batches in the order of the log, inflated when they are needed.
 *
 * Owned by its cursor's `buffered` list, from arrival until all of it was taken or it was discarded; both end in
 * `release()`, which gives back the bytes of the answer and of what was inflated. The record stream reads it. All
 * sections are synchronous; an inflated batch that arrives after `release()` is dropped.
 */
import type { CodecRegistry } from '../compression/codec-registry.ts'
import { type BatchReader, readBatches } from '../record/batch-decoder.ts'
import type { BatchRecords } from '../record/batch-records.ts'
import { inflate, inflateTask, shouldOffloadInflate } from '../record/inflate-batch.ts'
import type { TopicPartition } from '../record/record.ts'
import type { RecordBatch } from '../record/record-batch.ts'
import type { Offload } from '../support/offload.ts'
import type { AbortedTransactions } from './aborted-transactions.ts'
import type { AnswerPart, BufferLease, FetchBuffer, FetchedAnswer } from './fetch-buffer.ts'

/** What reading batches takes. */
export interface BatchOpener {
  readonly codecs: CodecRegistry
  readonly offload: Offload
  readonly buffer: FetchBuffer
  readonly verifiesChecksum: boolean
  /** The most that one batch may inflate to. */
  readonly inflateLimitBytes: number
}

/** The cursor whose buffer the part is in. */
export interface PartOwner extends TopicPartition {
  bufferedBytes: number
}

export interface FetchedPartitionFields {
  readonly owner: PartOwner
  readonly records: Buffer
  /** Where the fetch began: records before it come only because batches are served whole. */
  readonly fetchOffset: bigint
  /** Behind the last whole batch. */
  readonly nextOffset: bigint
  readonly highWatermark: bigint
  /** Absent under `read_uncommitted`, where the list means nothing even if a broker sends it. */
  readonly aborted?: AbortedTransactions
  readonly answer: FetchedAnswer
  readonly opener: BatchOpener
}

/** The next thing to read. Without `batch`: only what is skipped, up to `skippedTo`. */
interface Upcoming {
  /** All before it has nothing to give: markers, aborted and empty batches, what the fetch began within. */
  readonly skippedTo: bigint
  readonly batch: RecordBatch | undefined
  /** What is wrong with the batch at `skippedTo`. */
  readonly damage?: unknown
  opened?: OpenedBatch
  /** Settles when `opened` or `failure` is set. Never rejects. */
  opening?: Promise<void>
  failure?: unknown
}

/** A batch whose records can be read. `lease` counts what inflating it allocated. */
export interface OpenedBatch {
  readonly records: BatchRecords
  readonly lease: BufferLease | undefined
}

/** So many batches may be inflated off-thread ahead of the one that is read. */
const inflateAhead = 2
/** Passing over batches is work too: in larger portions it would hold the event loop. */
const skipPortionBytes = 1024 * 1024

export class FetchedPartition implements AnswerPart {
  readonly #owner: PartOwner
  readonly fetchOffset: bigint
  readonly nextOffset: bigint
  readonly highWatermark: bigint
  readonly sizeBytes: number
  readonly #opener: BatchOpener
  readonly #answer: FetchedAnswer
  readonly #aborted: AbortedTransactions | undefined
  readonly #ahead: Upcoming[] = []
  #records: Buffer
  #reader: BatchReader
  #skippedTo: bigint
  #isEndReached = false
  #isReleased = false

  constructor(fields: FetchedPartitionFields) {
    this.#owner = fields.owner
    this.fetchOffset = fields.fetchOffset
    this.nextOffset = fields.nextOffset
    this.highWatermark = fields.highWatermark
    this.sizeBytes = fields.records.length
    this.#records = fields.records
    this.#reader = readBatches(fields.records)
    this.#aborted = fields.aborted
    this.#answer = fields.answer
    this.#opener = fields.opener
    this.#skippedTo = fields.fetchOffset
    fields.answer.add(this)
    fields.owner.bufferedBytes += this.sizeBytes
  }

  get isReleased(): boolean {
    return this.#isReleased
  }

  get remainingBytes(): number {
    return this.#isReleased ? 0 : this.#records.length - this.#reader.position
  }

  copyOut(): void {
    if (this.#isReleased) return
    this.#records = Buffer.from(this.#records.subarray(this.#reader.position))
    this.#reader = readBatches(this.#records)
  }

  /** Gives everything back. What is on its way from another thread is dropped when it comes. */
  release(): void {
    if (this.#isReleased) return
    this.#isReleased = true
    this.#owner.bufferedBytes -= this.sizeBytes
    for (const upcoming of this.#ahead.splice(0)) upcoming.opened?.lease?.release()
    this.#answer.partDone(this)
  }

  /** Where reading goes on when all that was opened so far has been read; `nextOffset` when nothing is left. */
  reachedOffset(): bigint {
    const upcoming = this.#peek(0)
    return upcoming === undefined ? this.nextOffset : upcoming.skippedTo
  }

  /** True when there is nothing more to open. */
  get isDrained(): boolean {
    return this.#peek(0) === undefined
  }

  /**
   * Opens the next batch: a promise when it is being inflated elsewhere (wait, then call again), undefined when there
   * was nothing but batches to skip, or nothing left. Throws what is wrong with it, and again each time.
   */
  open(): OpenedBatch | Promise<void> | undefined {
    const upcoming = this.#peek(0)
    if (upcoming === undefined) return undefined
    if (upcoming.damage !== undefined) throw upcoming.damage
    if (upcoming.batch === undefined) {
      this.#ahead.shift()
      return undefined
    }
    this.#startOpening(upcoming, upcoming.batch)
    if (upcoming.failure !== undefined) throw upcoming.failure
    if (upcoming.opened === undefined) return upcoming.opening
    this.#ahead.shift()
    return upcoming.opened
  }

  /** Has the batches that come next inflated off-thread, while the one before them is read. */
  openAhead(): void {
    for (let index = 0; index < inflateAhead; index++) {
      const upcoming = this.#peek(index)
      if (upcoming?.batch === undefined) return
      // What inflates quickly is inflated when it is needed: ahead of time it would only hold memory.
      if (!this.#isSlow(upcoming.batch)) return
      this.#startOpening(upcoming, upcoming.batch)
    }
  }

  /** The first offset behind the batch that `open()` threw for. */
  offsetBehindDamage(): bigint {
    const batch = this.#peek(0)?.batch
    if (batch !== undefined) return batch.lastOffset + 1n
    return this.#skippedTo > this.nextOffset ? this.#skippedTo : this.nextOffset + 1n
  }

  #peek(index: number): Upcoming | undefined {
    while (this.#ahead.length <= index) {
      if (this.#isEndReached || this.#isReleased) return undefined
      const upcoming = this.#readUpcoming()
      if (upcoming === undefined || upcoming.damage !== undefined) this.#isEndReached = true
      if (upcoming === undefined) return undefined
      this.#ahead.push(upcoming)
    }
    return this.#ahead[index]
  }

  /** Walks to the next batch that has records to give. */
  #readUpcoming(): Upcoming | undefined {
    const from = this.#reader.position
    for (;;) {
      let batch: RecordBatch | undefined
      try {
        batch = this.#reader.next()
        if (batch === undefined) return undefined
        if (!this.#isSkipped(batch)) {
          const skippedTo = this.#skippedTo
          this.#skippedTo = later(skippedTo, batch.lastOffset + 1n)
          return { skippedTo, batch }
        }
      } catch (damage) {
        return { skippedTo: this.#skippedTo, batch, damage }
      }
      this.#skippedTo = later(this.#skippedTo, batch.lastOffset + 1n)
      if (this.#reader.position - from >= skipPortionBytes) return { skippedTo: this.#skippedTo, batch: undefined }
    }
  }

  #isSkipped(batch: RecordBatch): boolean {
    if (batch.lastOffset < this.fetchOffset) {
      // A marker from before the fetch's start still ends its transaction.
      if (batch.isControl) this.#aborted?.passMarker(batch.producerId, batch.lastOffset)
      return true
    }
    const isPassedOver = batch.isControl || batch.recordCount === 0 || this.#aborted?.isAborted(batch) === true
    // A flipped bit in the attributes must not make records disappear.
    if (isPassedOver && this.#opener.verifiesChecksum) batch.verifyChecksum()
    if (batch.isControl) this.#aborted?.passMarker(batch.producerId, batch.lastOffset)
    return isPassedOver
  }

  #isSlow(batch: RecordBatch): boolean {
    try {
      return shouldOffloadInflate(batch, this.#opener.codecs)
    } catch {
      // An unknown codec: opening it here will say so.
      return false
    }
  }

  /** Sets `opened` or `failure` now, or later when the work goes to another thread. */
  #startOpening(upcoming: Upcoming, batch: RecordBatch): void {
    if (upcoming.opened !== undefined || upcoming.opening !== undefined || upcoming.failure !== undefined) return
    const { codecs, offload, verifiesChecksum, inflateLimitBytes: limitBytes } = this.#opener
    const options = { codecs, limitBytes, verifiesChecksum, topicPartition: this.#owner }
    if (!this.#isSlow(batch)) {
      try {
        upcoming.opened = this.#count(inflate(batch, options))
      } catch (error) {
        upcoming.failure = error
      }
      return
    }
    upcoming.opening = offload.run(inflateTask(batch, options)).then(
      (records) => {
        // Released in the meantime: nobody will ever take it, and its bytes must not be counted.
        if (!this.#isReleased) upcoming.opened = this.#count(records)
      },
      (error: unknown) => {
        upcoming.failure = error
      },
    )
  }

  #count(records: BatchRecords): OpenedBatch {
    // Uncompressed records are where they were fetched; those of old message sets are rewritten when they are opened.
    const isOwnMemory = records.batch.compressionId !== 0 || records.batch.magic < 2
    return { records, lease: isOwnMemory ? this.#opener.buffer.lease(records.heldBytes) : undefined }
  }
}

function later(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
