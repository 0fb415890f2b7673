/**
 * One partition as one share group reads it: what was given to whom, how often, and what became of it. Kafka's
 * `SharePartition`.
 *
 * Owned by `SharePartitions`. Records go from available to acquired, and on to acknowledged, archived, or back. Where the
 * leader changes, what only the former one knew is forgotten: who has which record.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import type { DefaultRecordBatch } from '../../record/record-batch.ts'
import type { ClusterState } from '../cluster-state.ts'
import type { Watchable } from '../delayed-operations.ts'
import type { Partition } from '../topics/partition.ts'
import { type AcknowledgementBatch, AcknowledgeTypes, typeAt } from './acknowledgement.ts'
import { type AcquiredRange, AcquiredRanges } from './acquired-ranges.ts'
import { type AcquisitionLock, type InFlightRecord, type RecordWindow, unlock } from './record-window.ts'
import { shareConfigNumber } from './share-config.ts'

export interface AcquireTerms {
  readonly memberId: string
  readonly batches: readonly DefaultRecordBatch[]
  readonly maxRecords: number
  /** Never more than `maxRecords` (KIP-1206); else the batch that reaches it is given whole. */
  readonly isStrict: boolean
  /** Cut what is acquired behind the batch with which it gets so large. */
  readonly batchSize: number
  /** Batches of aborted transactions, which are nobody's. */
  readonly isAborted: (batch: DefaultRecordBatch) => boolean
}

export class SharePartition implements Watchable {
  readonly partition: Partition
  readonly #cluster: ClusterState
  readonly #groupId: string
  readonly #window: RecordWindow
  readonly #watchers = new Set<() => void>()
  #leaderEpoch: number
  #writtenStartOffset: bigint

  /** @param writtenStartOffset -1 for one that somebody only begins to read. */
  constructor(
    cluster: ClusterState,
    groupId: string,
    partition: Partition,
    window: RecordWindow,
    writtenStartOffset: bigint,
  ) {
    this.#cluster = cluster
    this.#groupId = groupId
    this.partition = partition
    this.#window = window
    this.#leaderEpoch = partition.leaderEpoch
    this.#writtenStartOffset = writtenStartOffset
  }

  /** The start offset that was written down last: before the records moved it on with which it was. -1 before that. */
  get writtenStartOffset(): bigint {
    return this.#writtenStartOffset
  }

  get window(): RecordWindow {
    return this.#settled
  }

  /** Where the next fetch reads. */
  get nextOffset(): bigint {
    return this.#settled.nextOffset
  }

  /** Whether it may give out more: again what came back always, new records while not too many are in flight. */
  get hasRoom(): boolean {
    const window = this.#settled
    return window.nextOffset < window.endOffset || !this.#isFull
  }

  get #isFull(): boolean {
    return this.#window.size >= this.#cluster.brokerConfig.number('group.share.partition.max.record.locks')
  }

  watch(onChange: () => void): () => void {
    this.#watchers.add(onChange)
    return () => this.#watchers.delete(onChange)
  }

  /** Gives a member what of these batches is to be had. They begin at or before `nextOffset`. */
  acquire(terms: AcquireTerms): AcquiredRange[] {
    const { memberId, batches, isAborted } = terms
    const window = this.#settled
    const [first] = batches
    if (first === undefined || terms.maxRecords <= 0) return []
    const lock = this.#newLock(memberId)
    const ranges = new AcquiredRanges(terms.batchSize)
    const firstNew = window.endOffset
    const limit = this.#limitOf(terms)
    let position = later(window.startOffset, first.baseOffset)
    // Compaction took what was before the first batch.
    if (position > firstNew) window.extendTo(position)
    for (const batch of batches) {
      if (lock.heldCount >= limit.maxRecords || (position >= window.endOffset && this.#isFull)) break
      const isHidden = isAborted(batch)
      for (; position <= batch.lastOffset; position++) {
        const isNew = position >= window.endOffset
        if (limit.isStrict && lock.heldCount >= limit.maxRecords) break
        if (isNew) window.extendTo(position + 1n)
        const record = window.at(position)!
        if ((isNew && isHidden) || (!isNew && record.state !== 'available')) continue
        if (!isNew && lock.heldCount > 0 && this.#isThrottled(record.deliveryCount) && !limit.isThrottled) break
        take(record, lock)
        ranges.add(position, record, isNew)
      }
      ranges.onBatchEnd(batch.baseOffset < firstNew)
    }
    window.advance()
    if (lock.heldCount === 0) lock.cancel()
    return ranges.all
  }

  /**
   * How much a member gets. Records that were delivered often are given in smaller and smaller numbers, and the last time
   * alone, so that one bad record does not take others with it.
   */
  #limitOf({ maxRecords, isStrict }: AcquireTerms): {
    readonly maxRecords: number
    readonly isStrict: boolean
    readonly isThrottled: boolean
  } {
    const window = this.#window
    const { nextOffset } = window
    const count = window.at(nextOffset)?.deliveryCount ?? 0
    if (!this.#isThrottled(count)) return { maxRecords, isStrict, isThrottled: false }
    const isLastTime = count >= this.#deliveryLimit - 1
    const fewer = isLastTime ? 1 : window.rangeSizeAt(nextOffset) >> (count - this.#throttledFrom + 1)
    return { maxRecords: Math.min(maxRecords, Math.max(1, fewer)), isStrict: true, isThrottled: true }
  }

  get #deliveryLimit(): number {
    return this.#cluster.brokerConfig.number('group.share.delivery.count.limit')
  }

  get #throttledFrom(): number {
    return Math.max(2, Math.ceil(this.#deliveryLimit / 2))
  }

  #isThrottled(deliveryCount: number): boolean {
    return this.#deliveryLimit > 2 && deliveryCount >= this.#throttledFrom
  }

  /** What a member says of records that it has: all of it takes effect, or nothing. NONE, or why not. */
  acknowledge(memberId: string, batches: readonly AcknowledgementBatch[]): number {
    const window = this.#settled
    for (const batch of batches) {
      const errorCode = this.#whyNot(memberId, batch)
      if (errorCode !== ErrorCodes.NONE) return errorCode
    }
    const renewed = this.#newLock(memberId)
    for (const batch of batches) {
      for (let offset = batch.firstOffset; offset <= batch.lastOffset; offset++) {
        const record = window.at(offset)
        if (record !== undefined) this.#settle(record, typeAt(batch, offset), renewed)
      }
    }
    if (renewed.heldCount === 0) renewed.cancel()
    this.#write()
    this.#notify()
    return ErrorCodes.NONE
  }

  /** What a member has goes back to the others: its session is over. */
  releaseMember(memberId: string): void {
    this.#release(({ lock }) => lock?.memberId === memberId)
  }

  /** An administrator moved the group here: what was in flight is forgotten. */
  reset(startOffset: bigint): void {
    this.#settled.reset(startOffset)
    this.#writtenStartOffset = startOffset
    this.#notify()
  }

  close(): void {
    for (const record of this.#window.acquired) unlock(record)
  }

  /** The window, after what has happened to the log and its leader meanwhile. */
  get #settled(): RecordWindow {
    const { log, leaderEpoch } = this.partition
    const window = this.#window
    if (leaderEpoch !== this.#leaderEpoch) {
      this.#leaderEpoch = leaderEpoch
      for (const record of window.acquired) {
        unlock(record)
        record.state = 'available'
        record.deliveryCount--
      }
    }
    window.truncateFromStart(log.startOffset)
    window.truncateFromEnd(log.endOffset)
    return window
  }

  #whyNot(memberId: string, { firstOffset, lastOffset }: AcknowledgementBatch): number {
    const window = this.#window
    // What left the window is settled; who comes too late is not told.
    if (lastOffset < window.startOffset) return ErrorCodes.NONE
    if (lastOffset >= window.endOffset) return ErrorCodes.INVALID_REQUEST
    for (let offset = later(firstOffset, window.startOffset); offset <= lastOffset; offset++) {
      const { state, lock } = window.at(offset)!
      if (state !== 'acquired' || lock?.memberId !== memberId) return ErrorCodes.INVALID_RECORD_STATE
    }
    return ErrorCodes.NONE
  }

  #settle(record: InFlightRecord, type: number, renewed: AcquisitionLock): void {
    unlock(record)
    switch (type) {
      case AcknowledgeTypes.accept:
        record.state = 'acknowledged'
        break
      case AcknowledgeTypes.release:
        this.#giveBack(record)
        break
      case AcknowledgeTypes.renew:
        record.lock = renewed
        renewed.heldCount++
        break
      default:
        record.state = 'archived'
    }
  }

  /** Records changed, which is written down with where the window begins; then what is finished leaves it. */
  #write(): void {
    this.#writtenStartOffset = this.#window.startOffset
    this.#window.advance()
  }

  /** Available again, unless it was delivered as often as it may be. */
  #giveBack(record: InFlightRecord): void {
    record.state = record.deliveryCount >= this.#deliveryLimit ? 'archived' : 'available'
  }

  #release(isMeant: (record: InFlightRecord) => boolean): void {
    const released = this.#settled.acquired.filter(isMeant)
    if (released.length === 0) return
    for (const record of released) {
      unlock(record)
      this.#giveBack(record)
    }
    this.#write()
    this.#notify()
  }

  #newLock(memberId: string): AcquisitionLock {
    const durationMs = shareConfigNumber(this.#cluster, this.#groupId, 'share.record.lock.duration.ms')
    const onDue = (): void => this.#release((record) => record.lock === lock)
    const timer = this.#cluster.clock.setTimer(durationMs, 'acquisition lock', onDue, { background: true })
    const lock: AcquisitionLock = { memberId, heldCount: 0, cancel: () => timer.cancel() }
    return lock
  }

  #notify(): void {
    for (const onChange of [...this.#watchers]) onChange()
  }
}

function later(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

function take(record: InFlightRecord, lock: AcquisitionLock): void {
  record.state = 'acquired'
  record.deliveryCount++
  record.lock = lock
  lock.heldCount++
}
