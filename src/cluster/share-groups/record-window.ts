/**
 * The records of a share partition between its start offset and its end offset, one state for each: Kafka's
 * `SharePartition.cachedState`.
 *
 * Owned by its share partition. Records follow each other without a gap: offsets without a record are here as archived
 * ones. Those at the start that nobody will get any more leave, so the window never begins with one of these.
 */

export type RecordState = 'available' | 'acquired' | 'acknowledged' | 'archived'

/** The records that were given to a member together: they fall back together when its time is over. */
export interface AcquisitionLock {
  readonly memberId: string
  heldCount: number
  cancel(): void
}

export interface InFlightRecord {
  state: RecordState
  deliveryCount: number
  lock: AcquisitionLock | undefined
  /** Where the records begin that were given out together the first time: they stay together. */
  rangeStart: bigint
}

/** Records in the same state, as they are written down. */
export interface StateRun {
  readonly firstOffset: bigint
  readonly lastOffset: bigint
  readonly state: Exclude<RecordState, 'acquired'>
  readonly deliveryCount: number
}

export class RecordWindow {
  #startOffset: bigint
  #records: InFlightRecord[] = []

  constructor(startOffset: bigint) {
    this.#startOffset = startOffset
  }

  /** The first offset that somebody may still get. */
  get startOffset(): bigint {
    return this.#startOffset
  }

  /** The first offset that nobody has got yet. */
  get endOffset(): bigint {
    return this.#startOffset + BigInt(this.#records.length)
  }

  get size(): number {
    return this.#records.length
  }

  /** The first offset to be given out. */
  get nextOffset(): bigint {
    const index = this.#records.findIndex(({ state }) => state === 'available')
    return index < 0 ? this.endOffset : this.#startOffset + BigInt(index)
  }

  at(offset: bigint): InFlightRecord | undefined {
    return this.#records[Number(offset - this.#startOffset)]
  }

  /** How many records were given out together with that one, and are still here. */
  rangeSizeAt(offset: bigint): number {
    const rangeStart = this.at(offset)?.rangeStart
    return this.#records.filter((record) => record.rangeStart === rangeStart).length
  }

  /** Every record that is in some member's hands. */
  get acquired(): readonly InFlightRecord[] {
    return this.#records.filter(({ state }) => state === 'acquired')
  }

  /** Makes room up to an offset: what is new is archived until somebody gets it. */
  extendTo(endOffset: bigint): void {
    const rangeStart = this.endOffset
    while (this.endOffset < endOffset) {
      this.#records.push({ state: 'archived', deliveryCount: 0, lock: undefined, rangeStart })
    }
  }

  /** What is finished at the start leaves. */
  advance(): void {
    const index = this.#records.findIndex(({ state }) => state === 'available' || state === 'acquired')
    this.#drop(index < 0 ? this.#records.length : index)
  }

  /** Records before the offset are gone, whoever has them. */
  truncateFromStart(offset: bigint): void {
    if (offset <= this.#startOffset) return
    if (offset >= this.endOffset) this.reset(offset)
    else this.#drop(Number(offset - this.#startOffset))
    this.advance()
  }

  /** Records from the offset on were lost. */
  truncateFromEnd(offset: bigint): void {
    if (offset >= this.endOffset) return
    if (offset <= this.#startOffset) {
      this.reset(offset)
      return
    }
    for (const record of this.#records.splice(Number(offset - this.#startOffset))) unlock(record)
  }

  reset(startOffset: bigint): void {
    for (const record of this.#records.splice(0)) unlock(record)
    this.#startOffset = startOffset
  }

  /** What is written down: what a member has is not, so others get it when the leader is gone. */
  toRuns(): StateRun[] {
    const runs: { firstOffset: bigint; lastOffset: bigint; state: StateRun['state']; deliveryCount: number }[] = []
    for (const [index, { state, deliveryCount }] of this.#records.entries()) {
      const offset = this.#startOffset + BigInt(index)
      const stored = state === 'acquired' ? 'available' : state
      const count = state === 'acquired' ? deliveryCount - 1 : deliveryCount
      const last = runs.at(-1)
      if (last?.state === stored && last.deliveryCount === count) last.lastOffset = offset
      else runs.push({ firstOffset: offset, lastOffset: offset, state: stored, deliveryCount: count })
    }
    return runs
  }

  static fromRuns(startOffset: bigint, runs: readonly StateRun[]): RecordWindow {
    const window = new RecordWindow(startOffset)
    for (const { lastOffset, state, deliveryCount } of runs) {
      const first = window.endOffset
      window.extendTo(lastOffset + 1n)
      for (let offset = first; offset <= lastOffset; offset++)
        Object.assign(window.at(offset)!, { state, deliveryCount })
    }
    return window
  }

  #drop(count: number): void {
    if (count === 0) return
    for (const record of this.#records.splice(0, count)) unlock(record)
    this.#startOffset += BigInt(count)
  }
}

/** The record is in nobody's hands any more. The last one ends its lock's timer. */
export function unlock(record: InFlightRecord): void {
  const { lock } = record
  if (lock === undefined) return
  record.lock = undefined
  lock.heldCount--
  if (lock.heldCount === 0) lock.cancel()
}
