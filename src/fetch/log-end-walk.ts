import { batchLayout, logOverheadBytes } from '../record/batch-layout.ts'

/**
 * Finds where the next fetch begins, behind the last whole batch of an answer, and how large its batches are. Reads two
 * numbers a batch and makes no object, so that the next fetch can leave before any record of this one was looked at.
 *
 * It goes in portions, because an answer may hold a hundred thousand batches. What it cannot make sense of ends the
 * walk; who reads the records finds out what is wrong there.
 */
export class LogEndWalk {
  readonly #records: Buffer
  #position = 0
  #nextOffset: bigint
  #lastBatchAt = -1
  #largestBatchBytes = 0

  /** @param fetchOffset What was fetched from: the result is never before it. */
  constructor(records: Buffer, fetchOffset: bigint) {
    this.#records = records
    this.#nextOffset = fetchOffset
  }

  /** Goes on for at most `maxBatches`. True when the end is reached. */
  walk(maxBatches: number): boolean {
    const records = this.#records
    for (let count = 0; count < maxBatches; count++) {
      const start = this.#position
      if (records.length - start < batchLayout.magic + 1) return this.#finish()
      const sizeBytes = logOverheadBytes + records.readInt32BE(start + batchLayout.batchLength)
      const isWhole = sizeBytes > batchLayout.magic && sizeBytes <= records.length - start
      if (!isWhole || (this.#isBatch(start) && sizeBytes < batchLayout.records)) return this.#finish()
      this.#lastBatchAt = start
      this.#position = start + sizeBytes
      if (sizeBytes > this.#largestBatchBytes) this.#largestBatchBytes = sizeBytes
    }
    return false
  }

  /** The offset behind the last whole batch. */
  get nextOffset(): bigint {
    return this.#nextOffset
  }

  /** The epoch under which the last whole batch was appended; -1 when it does not say. */
  get leaderEpoch(): number {
    const at = this.#lastBatchAt
    return at < 0 || !this.#isBatch(at) ? -1 : this.#records.readInt32BE(at + batchLayout.partitionLeaderEpoch)
  }

  /** No whole batch was there. */
  get isEmpty(): boolean {
    return this.#lastBatchAt < 0
  }

  /** Of the whole batches. */
  get largestBatchBytes(): number {
    return this.#largestBatchBytes
  }

  /** How large the cut batch at the end would be, if that much of it has arrived; else 0. */
  get cutBatchBytes(): number {
    const leftBytes = this.#records.length - this.#position
    if (leftBytes < logOverheadBytes) return 0
    const sizeBytes = logOverheadBytes + this.#records.readInt32BE(this.#position + batchLayout.batchLength)
    return sizeBytes > leftBytes ? sizeBytes : 0
  }

  #isBatch(start: number): boolean {
    return this.#records[start + batchLayout.magic] === 2
  }

  #finish(): true {
    const at = this.#lastBatchAt
    if (at < 0) return true
    const baseOffset = this.#records.readBigInt64BE(at + batchLayout.baseOffset)
    const lastOffsetDelta = this.#isBatch(at) ? this.#records.readInt32BE(at + batchLayout.lastOffsetDelta) : 0
    const nextOffset = baseOffset + BigInt(lastOffsetDelta) + 1n
    if (nextOffset > this.#nextOffset) this.#nextOffset = nextOffset
    return true
  }
}
