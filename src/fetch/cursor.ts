/**
 * One assigned partition: where the application is, how far has been fetched, and who leads it.
 *
 * Owned by the `Fetcher`; its sources and the record stream change it. No section that does awaits between reading and
 * writing it. Whoever awaits anything on its behalf keeps a counter from before and compares it after: `fetchEpoch` for an
 * answer (raised by a seek, a discard, a move to another broker, a release), `positionEpoch` for an offset look-up and
 * whatever else depends on the position alone (raised by a seek, a reset, a release).
 *
 * Two offsets, on purpose: `position` advances only when the application takes a record, `fetchOffset` when data arrives.
 * What lies between is buffered, so discarding a buffer loses nothing.
 */
import { type Uuid, zeroUuid } from '../protocol/uuid.ts'
import type { FetchedPartition } from './fetched-partition.ts'
import type { Turn } from './turn-order.ts'

/**
 * - `awaitingOffset`: the position is not known, and somebody looks it up (initial offset, reset). Nothing is fetched.
 * - `fetchable`: the position is known.
 * - `failed`: an error waits for the reader, at the position where it happened. Nothing is fetched until it was taken.
 * - `released`: not assigned any more. Nothing leads out of it; whatever arrives for it is dropped.
 */
export type CursorState = 'awaitingOffset' | 'fetchable' | 'failed' | 'released'

const legalMoves: Readonly<Record<CursorState, readonly CursorState[]>> = {
  awaitingOffset: ['awaitingOffset', 'fetchable', 'failed', 'released'],
  fetchable: ['awaitingOffset', 'fetchable', 'failed', 'released'],
  failed: ['awaitingOffset', 'fetchable', 'failed', 'released'],
  released: ['released'],
}

/** No leader, no epoch, no replica: what the protocol says with -1. */
const none = -1

export class Cursor {
  readonly topic: string
  readonly partition: number
  /** `topic-partition`, for maps and messages. */
  readonly name: string
  topicId: Uuid = zeroUuid
  leader: number = none
  leaderEpoch: number = none
  /** The leader epoch under which the log was compared with what was read, or where there was nothing to compare. */
  validatedEpoch: number = none
  /** The replica to read from instead of the leader (KIP-392), and until when. */
  preferredReplica: number = none
  preferredReplicaUntilMs = 0
  /** Redirects in a row that brought no record: two brokers that send us to each other must not make a busy loop. */
  redirectCount = 0
  /** On the clock's scale: not fetched before this, because the last attempt failed. */
  retryAtMs = 0
  /** Errors in a row of this partition alone. */
  failureCount = 0
  /** How large its batches are, as far as is known: with a smaller limit they would come only one at a time, or cut. */
  neededBytes = 0
  /** The end of what non-transactional readers may see; -1 before the first answer. */
  highWatermark = -1n
  /** Up to where no transaction is open; -1 before the first answer. */
  lastStableOffset = -1n
  logStartOffset = -1n
  isPaused = false
  /** The reader has as much of it in hand as it may: nothing more is given until that is done. */
  isBusy = false
  /** Its place in the order of the record stream, which alone uses it. */
  readonly turn: Turn<Cursor> = { previous: undefined, next: undefined, isTaken: false }
  /** Buffered answers, the oldest first. Kept while the partition is paused. */
  readonly buffered: FetchedPartition[] = []
  bufferedBytes = 0
  /** The error that the reader is to be given, while `failed`. */
  failure: Error | undefined
  #state: CursorState = 'awaitingOffset'
  #fetchEpoch = 0
  #positionEpoch = 0
  // The position as base + delta: moving it by one record must not allocate a bigint.
  #positionBase = -1n
  #positionDelta = 0
  #consumedEpoch: number = none
  #fetchOffset = -1n
  #fetchedEpoch: number = none

  constructor(topic: string, partition: number) {
    this.topic = topic
    this.partition = partition
    this.name = `${topic}-${partition}`
  }

  get state(): CursorState {
    return this.#state
  }

  /** Changes whenever a fetch that is on its way for this partition has become worthless. */
  get fetchEpoch(): number {
    return this.#fetchEpoch
  }

  /** Changes whenever the position is set by anything but reading on. */
  get positionEpoch(): number {
    return this.#positionEpoch
  }

  /** The offset of the next record to give, or undefined while it is being looked up. */
  get position(): bigint | undefined {
    return this.#positionBase < 0n ? undefined : this.#positionBase + BigInt(this.#positionDelta)
  }

  /** The leader epoch of the record before the position; -1 when it is not known. */
  get consumedEpoch(): number {
    return this.#consumedEpoch
  }

  /** Where the next fetch begins: behind what is buffered. -1 while the position is not known. */
  get fetchOffset(): bigint {
    return this.#fetchOffset
  }

  /** The leader epoch of the record before `fetchOffset`: the broker tells when its log has another there (KIP-320). */
  get lastFetchedEpoch(): number {
    return this.#fetchedEpoch
  }

  /**
   * The application took records up to here: `base + delta` is the next one's offset, `leaderEpoch` the epoch of the one
   * before. Called per record; does nothing else.
   */
  advance(base: bigint, delta: number, leaderEpoch: number): void {
    this.#positionBase = base
    this.#positionDelta = delta
    if (leaderEpoch >= 0) this.#consumedEpoch = leaderEpoch
  }

  /** Everything before `nextOffset` is buffered or was skipped. */
  noteFetched(nextOffset: bigint, leaderEpoch: number): void {
    this.#fetchOffset = nextOffset
    if (leaderEpoch >= 0) this.#fetchedEpoch = leaderEpoch
  }

  /**
   * The next record to give is the one at `offset`: a seek, or the answer to a look-up. Drops what is buffered.
   * `leaderEpoch` is the epoch of the record before it where that is known, and keeps truncation detection going.
   */
  moveTo(offset: bigint, leaderEpoch: number = none): void {
    this.#become('fetchable')
    this.#positionEpoch += 1
    this.#positionBase = offset
    this.#positionDelta = 0
    this.#consumedEpoch = leaderEpoch
    this.validatedEpoch = none
    this.failure = undefined
    this.retryAtMs = 0
    this.failureCount = 0
    this.discardBuffered()
  }

  /** The position is not known until the next `moveTo`. Returns the position epoch for the look-up. */
  awaitOffset(): number {
    this.#become('awaitingOffset')
    this.#positionEpoch += 1
    this.#positionBase = -1n
    this.#positionDelta = 0
    this.#consumedEpoch = none
    this.failure = undefined
    this.discardBuffered()
    return this.#positionEpoch
  }

  /** `error` is what the reader is given next for this partition. The position stays, the buffer goes. */
  fail(error: Error): void {
    this.#become('failed')
    this.failure = error
    this.discardBuffered()
  }

  /** The reader was given the error: fetching goes on from the position, or the look-up is made again. */
  takeFailure(): Error | undefined {
    const { failure } = this
    this.failure = undefined
    if (this.#state === 'failed') this.#become(this.#positionBase < 0n ? 'awaitingOffset' : 'fetchable')
    return failure
  }

  /** Not assigned any more. */
  release(): void {
    this.#become('released')
    this.#positionEpoch += 1
    this.failure = undefined
    this.discardBuffered()
  }

  /** What is on its way is worthless; what is buffered stays. For a move to another broker. */
  abandonInFlight(): void {
    this.#fetchEpoch += 1
  }

  /** Drops what is buffered and on its way, and gives its bytes back: fetching starts over at the position. */
  discardBuffered(): void {
    this.#fetchEpoch += 1
    for (const fetched of this.buffered.splice(0)) fetched.release()
    this.bufferedBytes = 0
    this.#fetchOffset = this.position ?? -1n
    this.#fetchedEpoch = this.#consumedEpoch
  }

  /**
   * The broker has another epoch before `fetchOffset` than we have, but its log reaches at least as far: nothing that we
   * read is gone. Without taking its epoch over it would tell us the same for ever.
   */
  correctEpoch(leaderEpoch: number): void {
    this.#fetchedEpoch = leaderEpoch
    if (this.buffered.length === 0) this.#consumedEpoch = leaderEpoch
  }

  /** The topic was created anew: epochs of the old one mean nothing in it. */
  forgetEpochs(): void {
    this.#fetchedEpoch = none
    this.#consumedEpoch = none
    this.leaderEpoch = none
    this.validatedEpoch = none
  }

  #become(state: CursorState): void {
    if (!legalMoves[this.#state].includes(state)) {
      throw new Error(`${this.name} cannot go from ${this.#state} to ${state}`)
    }
    this.#state = state
  }
}
