/**
 * From fetched answers to records, in slices that never hold the event loop for long.
 *
 * Owned by the `Fetcher`, read by one reader at a time. Partitions with buffered data take turns, an answer's part each.
 * Everything here is synchronous: `prepare()` either makes a batch current or returns what to wait for, and after the
 * wait all is looked at anew, so that a seek, a pause or a close in between needs no special care.
 */
import { UndecodableBatchError } from '../errors/fetch-errors.ts'
import type { BatchRecords, RecordCursor, RecordView } from '../record/batch-records.ts'
import type { Clock } from '../support/clock.ts'
import { createDeferred, type Deferred } from '../support/deferred.ts'
import type { Cursor } from './cursor.ts'
import type { FetchedPartition, OpenedBatch } from './fetched-partition.ts'
import { TurnOrder } from './turn-order.ts'

/** The batch whose records are being given. */
interface CurrentBatch extends OpenedBatch {
  readonly part: FetchedPartition
  readonly cursor: Cursor
  readonly reader: RecordCursor
  readonly baseOffset: bigint
  readonly nextOffset: bigint
  readonly leaderEpoch: number
}

/** Batches of one partition, one behind the other, that the reader took whole. */
export interface TakenBatches {
  readonly cursor: Cursor
  /** The cursor's when they were taken: as long as it is the same, the position can be put back. */
  readonly positionEpoch: number
  readonly batches: readonly BatchRecords[]
  readonly highWatermark: bigint
  /** The first offset that belongs to the reader: a seek may have led into the middle of the first batch. */
  readonly fromOffset: bigint
  /** The position now. */
  readonly nextOffset: bigint
}

export interface RecordStreamOptions {
  readonly clock: Clock
  /** The longest that reading may go on before timers and I/O get their turn. */
  readonly sliceMs: number
  /** The reader is done with a part, and the cursor's source may fetch more. Must not throw. */
  onPartTaken(cursor: Cursor): void
  /** The reader was given the cursor's error. Must not throw. */
  onFailureTaken(cursor: Cursor): void
}

/** The clock is read once in so many records at most: reading it costs about as much as giving a record. */
const mostRecordsPerClockRead = 32
const clockReadEveryMs = 0.5

export class RecordStream {
  readonly #options: RecordStreamOptions
  /** Cursors that have something to give, in the order of their turns. */
  readonly #turns = new TurnOrder<Cursor>()
  /** Batches in the middle of which their partition was paused, or its reader became busy. */
  readonly #setAside = new Map<Cursor, CurrentBatch | undefined>()
  #current: CurrentBatch | undefined
  /** What was passed over and holds no record, for a reader that wants to know of it. */
  #empty: TakenBatches | undefined
  #reportsEmpty = false
  #arrival: Deferred<void> | undefined
  #nextSlice: Promise<void> | undefined
  /** Whether the end of this turn of the event loop will be noticed, as the reader waits for data. */
  #isWatchingTurn = false
  /** A turn of the event loop ended while the reader waited for data. */
  #hasIdled = false
  #sliceStartMs = 0
  #isSliceOver = false
  #recordsUntilClockRead = 1
  #recordsPerClockRead = 1
  #clockReadMs = 0

  constructor(options: RecordStreamOptions) {
    this.#options = options
  }

  /** Data or an error came for the cursor, or it was resumed, or its reader is done with what it had. */
  offer(cursor: Cursor): void {
    if (cursor.isPaused || cursor.isBusy || (cursor.buffered.length === 0 && cursor.failure === undefined)) return
    this.#turns.add(cursor)
    this.wake()
  }

  /** Ends the wait of a reader that waits for data, for whatever reason: it looks again. */
  wake(): void {
    if (this.#arrival === undefined) return
    this.#arrival.resolve()
    this.#arrival = undefined
    if (this.#hasIdled) this.#startSlice()
  }

  /** Gives nothing more of this partition until it is offered again; what was begun is kept. */
  setAside(cursor: Cursor): void {
    this.#turns.delete(cursor)
    if (this.#empty?.cursor === cursor) this.#empty = undefined
    if (this.#current?.cursor !== cursor) return
    this.#setAside.set(cursor, this.#current)
    this.#current = undefined
  }

  /** The cursor's buffer is about to be discarded, or was: what was begun of it is dropped. */
  drop(cursor: Cursor): void {
    this.#turns.delete(cursor)
    if (this.#empty?.cursor === cursor) this.#empty = undefined
    this.#setAside.get(cursor)?.lease?.release()
    this.#setAside.delete(cursor)
    if (this.#current?.cursor !== cursor) return
    this.#current.lease?.release()
    this.#current = undefined
  }

  /** The next record, or undefined when `prepare()` has to be called first. The position moves behind it. */
  takeRecord(): RecordView | undefined {
    const current = this.#current
    if (current === undefined) {
      this.#reportsEmpty = false
      this.#empty = undefined
      return undefined
    }
    if (--this.#recordsUntilClockRead <= 0 && this.#readClock()) return undefined
    const { reader, cursor } = current
    try {
      if (!reader.advance()) {
        this.#finish(current)
        return undefined
      }
    } catch (error) {
      this.#failAtRecord(current, error)
      return undefined
    }
    if (reader.remainingCount > 0) {
      cursor.advance(current.baseOffset, reader.offsetDelta + 1, current.leaderEpoch)
      return reader.current()
    }
    const last = reader.current()
    cursor.advance(current.nextOffset, 0, current.leaderEpoch)
    this.#endBatch(current)
    return last
  }

  /** Its last record is given: what it holds is given back now, and not only when somebody asks for more. */
  #endBatch(current: CurrentBatch): void {
    try {
      // There must be nothing behind it.
      current.reader.advance()
      this.#finish(current)
    } catch (error) {
      this.#failAtRecord(current, error)
    }
  }

  /**
   * What is left of the current batch, and the ones behind it in the same answer as long as they can be had at once,
   * until they have `targetBytes`. Undefined when `prepare()` has to be called first. The position moves behind them.
   * With `includesEmpty`, an answer that held nothing but markers and aborted records is given too, without batches.
   */
  takeBatches(targetBytes: number, includesEmpty = false): TakenBatches | undefined {
    const current = this.#current
    const empty = this.#empty
    this.#reportsEmpty = includesEmpty
    this.#empty = undefined
    if (empty !== undefined && includesEmpty) return empty
    if (current === undefined) return undefined
    const { cursor, part } = current
    const fromOffset = cursor.position ?? part.fetchOffset
    const batches = [current.records]
    this.#finish(current)
    let sizeBytes = current.records.heldBytes
    while (!part.isReleased && sizeBytes < targetBytes && !this.#readClock()) {
      const opened = this.#openNow(part)
      if (opened === undefined) break
      batches.push(opened.records)
      sizeBytes += opened.records.heldBytes
      opened.lease?.release()
      cursor.advance(opened.records.nextOffset, 0, opened.records.leaderEpoch)
      this.#passOver(cursor, part)
    }
    if (!part.isReleased) part.openAhead()
    const nextOffset = cursor.position ?? fromOffset
    return {
      cursor,
      positionEpoch: cursor.positionEpoch,
      batches,
      highWatermark: part.highWatermark,
      fromOffset,
      nextOffset,
    }
  }

  /**
   * Makes a batch current, if none is. Undefined: there is one. Otherwise the promise, which never rejects, of when to
   * call again: data came, a batch was inflated, or the event loop has had its turn. Throws the error of a partition,
   * once: the partition is retried afterwards.
   */
  prepare(): Promise<void> | undefined {
    const state = this.#goOn()
    if (state === 'ready') return undefined
    if (state instanceof Promise) return state
    const failure = state.takeFailure()
    this.#turns.delete(state)
    this.#options.onFailureTaken(state)
    throw failure
  }

  /** Makes a batch current if that takes neither a wait nor an error, and says whether there is one. */
  get isReady(): boolean {
    return this.#goOn() === 'ready'
  }

  /** True when the last `prepare()` waits only for the event loop's next turn, and not for data. */
  get isYielding(): boolean {
    return this.#nextSlice !== undefined
  }

  /** The cursor is one whose error is next. */
  #goOn(): 'ready' | Cursor | Promise<void> {
    for (;;) {
      if (this.#readClock()) return this.#yieldTurn()
      if (this.#current !== undefined || this.#empty !== undefined) return 'ready'
      const cursor = this.#nextTurn()
      if (cursor === undefined) return this.#waitForArrival()
      if (cursor.failure !== undefined) return cursor
      const wait = this.#open(cursor)
      if (wait !== undefined) return wait
    }
  }

  #nextTurn(): Cursor | undefined {
    for (let cursor = this.#turns.first; cursor !== undefined; cursor = this.#turns.first) {
      if (!cursor.isPaused && !cursor.isBusy && (cursor.buffered.length > 0 || cursor.failure !== undefined))
        return cursor
      this.#turns.delete(cursor)
    }
    return undefined
  }

  /** Opens the next batch of the cursor's oldest part, or finishes the part. */
  #open(cursor: Cursor): Promise<void> | undefined {
    const begun = this.#setAside.get(cursor)
    if (begun !== undefined) {
      // Not deleted: it will be needed again, with a reader of many partitions once for each record.
      this.#setAside.set(cursor, undefined)
      this.#current = begun
      return undefined
    }
    const part = cursor.buffered[0]!
    let opened: OpenedBatch | Promise<void> | undefined
    try {
      opened = part.open()
    } catch (error) {
      this.#fail(cursor, part.reachedOffset(), part.offsetBehindDamage(), error)
      return undefined
    }
    if (opened instanceof Promise) {
      part.openAhead()
      return opened
    }
    if (opened === undefined) this.#passOverEmpty(cursor, part)
    else this.#begin(cursor, part, opened)
    return undefined
  }

  /** The next batch if it can be had in this turn. What is wrong with it is said when it is the first to be taken. */
  #openNow(part: FetchedPartition): OpenedBatch | undefined {
    try {
      const opened = part.open()
      return opened instanceof Promise ? undefined : opened
    } catch {
      return undefined
    }
  }

  #begin(cursor: Cursor, part: FetchedPartition, opened: OpenedBatch): void {
    const { records } = opened
    this.#current = {
      ...opened,
      part,
      cursor,
      reader: records.cursor(cursor.position ?? part.fetchOffset),
      baseOffset: records.baseOffset,
      nextOffset: records.nextOffset,
      leaderEpoch: records.leaderEpoch,
    }
    if (!part.isDrained) part.openAhead()
    else this.#partAfter(cursor)?.openAhead()
  }

  /** The part that will be read when the present one has ended. */
  #partAfter(cursor: Cursor): FetchedPartition | undefined {
    const { first } = this.#turns
    const next = first === cursor ? cursor.turn.next : first
    return next === undefined ? cursor.buffered[1] : next.buffered[0]
  }

  /** All records of the batch were given. */
  #finish(current: CurrentBatch): void {
    this.#current = undefined
    current.lease?.release()
    current.cursor.advance(current.nextOffset, 0, current.leaderEpoch)
    this.#passOver(current.cursor, current.part)
  }

  #passOverEmpty(cursor: Cursor, part: FetchedPartition): void {
    const fromOffset = cursor.position ?? part.fetchOffset
    this.#passOver(cursor, part)
    const { position: nextOffset = fromOffset, positionEpoch } = cursor
    if (!this.#reportsEmpty || nextOffset === fromOffset) return
    this.#empty = { cursor, positionEpoch, batches: [], highWatermark: part.highWatermark, fromOffset, nextOffset }
  }

  /** Moves the position over what has nothing to give, and ends the part with its last batch. */
  #passOver(cursor: Cursor, part: FetchedPartition): void {
    const reached = part.reachedOffset()
    if (cursor.position === undefined || reached > cursor.position) cursor.advance(reached, 0, -1)
    if (!part.isDrained) return
    cursor.buffered.shift()
    part.release()
    // To the end of the queue: every partition gets its turn.
    this.#turns.delete(cursor)
    if (cursor.buffered.length > 0) this.#turns.add(cursor)
    this.#options.onPartTaken(cursor)
  }

  #failAtRecord(current: CurrentBatch, error: unknown): void {
    const { cursor } = current
    this.#fail(cursor, cursor.position ?? current.baseOffset, current.nextOffset, error)
  }

  /** The position stays where it is; the reader is given the error when it asks for more. */
  #fail(cursor: Cursor, offset: bigint, nextOffset: bigint, error: unknown): void {
    this.drop(cursor)
    cursor.fail(new UndecodableBatchError(cursor.topic, cursor.partition, offset, nextOffset, error))
    this.offer(cursor)
  }

  #waitForArrival(): Promise<void> {
    this.#arrival ??= createDeferred<void>()
    this.#watchTurn()
    return this.#arrival.promise
  }

  /**
   * A reader that waits is often woken in the same turn: by a handler that ends and frees its partition. Its slice goes
   * on, then. It begins anew only when the event loop had a turn meanwhile, or handlers could hold it for ever.
   */
  #watchTurn(): void {
    if (this.#isWatchingTurn) return
    this.#isWatchingTurn = true
    this.#options.clock.defer('fetch.idle', () => {
      this.#isWatchingTurn = false
      if (this.#arrival !== undefined) this.#hasIdled = true
    })
  }

  /** True when this slice of the event loop is used up. */
  #readClock(): boolean {
    if (this.#isSliceOver) return true
    const nowMs = this.#options.clock.now()
    this.#adaptClockReads(nowMs)
    if (nowMs - this.#sliceStartMs < this.#options.sliceMs) return false
    this.#isSliceOver = true
    return true
  }

  /** A handler that takes its time must not be given 32 records between two looks at the clock. */
  #adaptClockReads(nowMs: number): void {
    const sinceReadMs = nowMs - this.#clockReadMs
    this.#clockReadMs = nowMs
    if (sinceReadMs < clockReadEveryMs) {
      this.#recordsPerClockRead = Math.min(mostRecordsPerClockRead, this.#recordsPerClockRead * 2)
    } else if (sinceReadMs > 2 * clockReadEveryMs) this.#recordsPerClockRead = 1
    this.#recordsUntilClockRead = this.#recordsPerClockRead
  }

  /** A loop over settled promises alone would keep timers and I/O waiting for ever. */
  #yieldTurn(): Promise<void> {
    this.#nextSlice ??= new Promise((resolve) => {
      this.#options.clock.defer('fetch.slice', () => {
        this.#nextSlice = undefined
        this.#startSlice()
        resolve()
      })
    })
    return this.#nextSlice
  }

  #startSlice(): void {
    this.#hasIdled = false
    this.#isSliceOver = false
    this.#sliceStartMs = this.#options.clock.now()
    this.#clockReadMs = this.#sliceStartMs
  }
}
