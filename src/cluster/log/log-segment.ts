/**
 * A run of batches in one buffer, as they will be fetched.
 *
 * Owned by one partition's log. Bytes that were appended never change: a fetch hands out views, and a socket may still
 * be sending one long after.
 */
import { DefaultRecordBatch } from '../../record/record-batch.ts'

/** Where a batch lies in its segment. */
export interface StoredBatch {
  readonly baseOffset: bigint
  readonly lastOffset: bigint
  readonly maxTimestamp: number
  readonly position: number
  readonly sizeBytes: number
}

const firstCapacityBytes = 4 * 1024

export class LogSegment {
  readonly baseOffset: bigint
  /** When the first batch came, for `segment.ms`. */
  readonly createdAtMs: number
  readonly #batches: StoredBatch[] = []
  #bytes: Buffer
  #sizeBytes = 0
  #maxTimestamp = -1

  constructor(baseOffset: bigint, createdAtMs: number) {
    this.baseOffset = baseOffset
    this.createdAtMs = createdAtMs
    this.#bytes = Buffer.allocUnsafeSlow(firstCapacityBytes)
  }

  get sizeBytes(): number {
    return this.#sizeBytes
  }

  get batches(): readonly StoredBatch[] {
    return this.#batches
  }

  /** -1 while there is no batch. */
  get maxTimestamp(): number {
    return this.#maxTimestamp
  }

  /** The offset behind the last batch. */
  get endOffset(): bigint {
    const last = this.#batches.at(-1)
    return last === undefined ? this.baseOffset : last.lastOffset + 1n
  }

  /** Copies a batch whose base offset and epoch are set. */
  append(bytes: Buffer): StoredBatch {
    const position = this.#sizeBytes
    this.#makeRoom(position + bytes.length)
    bytes.copy(this.#bytes, position)
    this.#sizeBytes = position + bytes.length
    const { baseOffset, lastOffset, maxTimestamp } = new DefaultRecordBatch(bytes)
    const stored: StoredBatch = { baseOffset, lastOffset, maxTimestamp, position, sizeBytes: bytes.length }
    this.#batches.push(stored)
    if (maxTimestamp > this.#maxTimestamp) this.#maxTimestamp = maxTimestamp
    return stored
  }

  /** A view, immutable. */
  bytesOf(batch: StoredBatch): Buffer {
    return this.#bytes.subarray(batch.position, batch.position + batch.sizeBytes)
  }

  /** The bytes between two positions: a view, immutable. */
  slice(start: number, end: number): Buffer {
    return this.#bytes.subarray(start, Math.min(end, this.#sizeBytes))
  }

  /** The index of the first batch that ends at `offset` or behind it; the count of batches when there is none. */
  indexOf(offset: bigint): number {
    let low = 0
    let high = this.#batches.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#batches[middle]!.lastOffset < offset) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The offset of the first batch that is not whole before `position`. */
  offsetBehind(position: number): bigint {
    let low = 0
    let high = this.#batches.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const { position: start, sizeBytes } = this.#batches[middle]!
      if (start + sizeBytes <= position) low = middle + 1
      else high = middle
    }
    return this.#batches[low]?.baseOffset ?? this.endOffset
  }

  /** The old buffer stays as it is: views on it may be on their way. */
  #makeRoom(sizeBytes: number): void {
    if (sizeBytes <= this.#bytes.length) return
    const grown = Buffer.allocUnsafeSlow(Math.max(sizeBytes, this.#bytes.length * 2))
    this.#bytes.copy(grown, 0, 0, this.#sizeBytes)
    this.#bytes = grown
  }
}
