/**
 * The transactions of one partition: those that are open, which hold the last stable offset back, and those that were
 * aborted, which readers of committed records must leave out.
 *
 * Owned by the partition's log, fed with every batch that is appended.
 */

import type { RecordView } from '../../record/batch-records.ts'
import { readControlRecord } from '../../record/control-record.ts'

export interface AbortedTransaction {
  readonly producerId: bigint
  readonly firstOffset: bigint
  /** Where its marker is. */
  readonly lastOffset: bigint
  /** The last stable offset when it was aborted. */
  readonly lastStableOffset: bigint
}

export class TransactionIndex {
  /** By producer, in the order of their first offsets. */
  readonly #ongoing = new Map<bigint, bigint>()
  /** Transactions that ended, whose markers followers may lack: another leader would have them open still. */
  #unreplicated: { readonly firstOffset: bigint; readonly lastOffset: bigint }[] = []
  #aborted: AbortedTransaction[] = []

  /** The first offset of the oldest transaction that is open, or not ended on every replica; undefined when there is none. */
  firstUnstableOffset(highWatermark: bigint): bigint | undefined {
    let first: bigint | undefined
    for (const offset of this.#ongoing.values()) if (first === undefined || offset < first) first = offset
    this.#unreplicated = this.#unreplicated.filter(({ lastOffset }) => lastOffset >= highWatermark)
    for (const { firstOffset } of this.#unreplicated)
      if (first === undefined || firstOffset < first) first = firstOffset
    return first
  }

  /** Producers with an open transaction, and where it began. */
  get ongoing(): ReadonlyMap<bigint, bigint> {
    return this.#ongoing
  }

  onRecords(producerId: bigint, baseOffset: bigint): void {
    if (!this.#ongoing.has(producerId)) this.#ongoing.set(producerId, baseOffset)
  }

  onMarker(producerId: bigint, record: RecordView, highWatermark: bigint): void {
    const firstOffset = this.#ongoing.get(producerId)
    this.#ongoing.delete(producerId)
    const { type } = readControlRecord(record)
    if (firstOffset === undefined) return
    if (type === 'abort')
      this.#aborted.push(this.#describeAborted(producerId, firstOffset, record.offset, highWatermark))
    if (type !== 'other') this.#unreplicated.push({ firstOffset, lastOffset: record.offset })
  }

  #describeAborted(
    producerId: bigint,
    firstOffset: bigint,
    lastOffset: bigint,
    highWatermark: bigint,
  ): AbortedTransaction {
    const lastStableOffset = this.firstUnstableOffset(highWatermark) ?? highWatermark
    return { producerId, firstOffset, lastOffset, lastStableOffset }
  }

  /** Transactions whose records may be among those from `fromOffset` up to, not including, `upToOffset`. */
  abortedBetween(fromOffset: bigint, upToOffset: bigint): readonly AbortedTransaction[] {
    return this.#aborted.filter((txn) => txn.lastOffset >= fromOffset && txn.firstOffset < upToOffset)
  }

  /** Forgets everything; the log feeds what is left of it again. */
  clear(): void {
    this.#ongoing.clear()
    this.#unreplicated = []
    this.#aborted = []
  }

  truncateFromStart(offset: bigint): void {
    this.#aborted = this.#aborted.filter((txn) => txn.lastOffset >= offset)
  }
}
