/**
 * A run of batches in one buffer, as they will be fetched.
 *
 * Owned by one partition's log. Bytes that were appended never change: a fetch hands out views, and a socket may still
 * be sending one long after. Where batches lie is two numbers for each in flat arrays: with one record a batch an object
 * for each would outweigh the records, and every garbage collection would walk them all.
 */
import { DefaultRecordBatch } from '../../record/record-batch.ts'

const firstCapacityBytes = 4 * 1024
const firstCapacityBatches = 16

export class LogSegment {
  readonly baseOffset: bigint
  /** When the first batch came, for `segment.ms`. */
  readonly createdAtMs: number
  #bytes: Buffer
  #sizeBytes = 0
  #batchCount = 0
  #maxTimestamp = -1
  /** Of each batch: the last offset, counted from the segment's base offset. */
  #lastDeltas = new Float64Array(firstCapacityBatches)
  /** Of each batch: where it begins. */
  #positions = new Uint32Array(firstCapacityBatches)

  /** @param expectedBytes How large it will probably be: growing copies everything. */
  constructor(baseOffset: bigint, createdAtMs: number, expectedBytes = 0) {
    this.baseOffset = baseOffset
    this.createdAtMs = createdAtMs
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(firstCapacityBytes, expectedBytes))
  }

  get sizeBytes(): number {
    return this.#sizeBytes
  }

  get batchCount(): number {
    return this.#batchCount
  }

  /** -1 while there is no batch. */
  get maxTimestamp(): number {
    return this.#maxTimestamp
  }

  /** The offset behind the last batch. */
  get endOffset(): bigint {
    if (this.#batchCount === 0) return this.baseOffset
    return this.baseOffset + BigInt(this.#lastDeltas[this.#batchCount - 1]! + 1)
  }

  /** All bytes: a view, immutable. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#sizeBytes)
  }

  /** Copies a batch whose base offset and epoch are set. */
  append(bytes: Buffer): void {
    const position = this.#sizeBytes
    this.#makeRoom(position + bytes.length)
    bytes.copy(this.#bytes, position)
    this.#sizeBytes = position + bytes.length
    const { lastOffset, maxTimestamp } = new DefaultRecordBatch(bytes)
    this.#lastDeltas[this.#batchCount] = Number(lastOffset - this.baseOffset)
    this.#positions[this.#batchCount] = position
    this.#batchCount++
    if (maxTimestamp > this.#maxTimestamp) this.#maxTimestamp = maxTimestamp
  }

  /** A view, immutable. */
  batchAt(index: number): DefaultRecordBatch {
    return new DefaultRecordBatch(this.#bytes.subarray(this.positionOf(index), this.positionOf(index + 1)))
  }

  /** Where a batch begins; the segment's size for what is behind the last. */
  positionOf(index: number): number {
    return index < this.#batchCount ? this.#positions[index]! : this.#sizeBytes
  }

  /** The bytes between two positions: a view, immutable. */
  slice(start: number, end: number): Buffer {
    return this.#bytes.subarray(start, Math.min(end, this.#sizeBytes))
  }

  /** The index of the first batch that ends at `offset` or behind it; the count of batches when there is none. */
  indexOf(offset: bigint): number {
    const delta = Number(offset - this.baseOffset)
    let low = 0
    let high = this.#batchCount
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#lastDeltas[middle]! < delta) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The offset of the first batch that is not whole before `position`. */
  offsetBehind(position: number): bigint {
    let low = 0
    let high = this.#batchCount
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.positionOf(middle + 1) <= position) low = middle + 1
      else high = middle
    }
    return low < this.#batchCount ? this.batchAt(low).baseOffset : this.endOffset
  }

  /** The old buffers stay as they are: views on them may be on their way. */
  #makeRoom(sizeBytes: number): void {
    if (sizeBytes > this.#bytes.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(sizeBytes, this.#bytes.length * 2))
      this.#bytes.copy(grown, 0, 0, this.#sizeBytes)
      this.#bytes = grown
    }
    if (this.#batchCount < this.#positions.length) return
    const positions = new Uint32Array(this.#positions.length * 2)
    positions.set(this.#positions)
    this.#positions = positions
    const lastDeltas = new Float64Array(this.#lastDeltas.length * 2)
    lastDeltas.set(this.#lastDeltas)
    this.#lastDeltas = lastDeltas
  }
}
