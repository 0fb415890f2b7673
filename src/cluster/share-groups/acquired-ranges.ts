/** What a member was given, as ShareFetch tells it: in ranges of records that were delivered equally often. */
import type { InFlightRecord } from './record-window.ts'

export interface AcquiredRange {
  readonly firstOffset: bigint
  lastOffset: bigint
  readonly deliveryCount: number
}

export class AcquiredRanges {
  readonly all: AcquiredRange[] = []
  readonly #batchSize: number
  #rangeStart = -1n
  #mustCut = false

  /** @param batchSize A range ends behind the batch with which it gets so large. 0 for any size. */
  constructor(batchSize: number) {
    this.#batchSize = batchSize
  }

  /** Offsets come in ascending order. New records begin a range of their own, which they keep when they come again. */
  add(offset: bigint, record: InFlightRecord, isNew: boolean): void {
    const { deliveryCount, rangeStart } = record
    const last = this.all.at(-1)
    const isTogether = isNew || rangeStart === this.#rangeStart
    const goesOn = last?.lastOffset === offset - 1n && last.deliveryCount === deliveryCount && isTogether
    if (goesOn && !this.#mustCut) last.lastOffset = offset
    else {
      this.all.push({ firstOffset: offset, lastOffset: offset, deliveryCount })
      this.#rangeStart = isNew ? offset : rangeStart
      this.#mustCut = false
    }
    if (isNew) record.rangeStart = this.#rangeStart
  }

  /** @param wasBegun A part of the batch was given out before. */
  onBatchEnd(wasBegun: boolean): void {
    const last = this.all.at(-1)
    if (last === undefined) return
    const isLarge = this.#batchSize > 0 && last.lastOffset - last.firstOffset + 1n >= BigInt(this.#batchSize)
    const isNewRange = last.firstOffset === this.#rangeStart
    this.#mustCut = isLarge && isNewRange ? true : wasBegun && last.deliveryCount === 1
  }
}
