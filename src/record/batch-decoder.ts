/** Finds the batches in the `records` of a Fetch answer, a Produce request, or a log segment. */
import { CodecError } from '../errors/codec-error.ts'
import { batchHeaderBytes, batchLayout, logOverheadBytes } from './batch-layout.ts'
import { LegacyRecordBatch, smallestLegacyMessageBytes } from './legacy-message-set.ts'
import { DefaultRecordBatch, type RecordBatch } from './record-batch.ts'

/** Through the magic byte, which says what the rest is. */
const smallestReadableBytes = batchLayout.magic + 1

/** Iterates the batches of `records`, one view at a time. */
export function readBatches(records: Buffer): BatchReader {
  return new BatchReader(records)
}

/**
 * Walks from batch to batch by their headers alone.
 *
 * Brokers cut an answer at its size limit wherever that falls, so a last batch that is not whole is no error: it ends the
 * walk, and `truncatedBatchBytes` tells how large it would be. A batch that no further bytes could make valid is a
 * `CodecError`, thrown once by `next()`; the batches before it have been given.
 */
export class BatchReader implements Iterable<RecordBatch> {
  readonly #records: Buffer
  #position = 0
  #truncatedBatchBytes = 0

  constructor(records: Buffer) {
    this.#records = records
  }

  /** How far the walk has come, in bytes. */
  get position(): number {
    return this.#position
  }

  /** The bytes behind the last whole batch that was given. When the walk has ended, those of a batch that was cut. */
  get remainingBytes(): number {
    return this.#records.length - this.#position
  }

  /**
   * The full size of the cut batch that ended the walk; 0 when there is none, and when not even its length has arrived.
   * A fetch that brought nothing else must ask for at least this much.
   */
  get truncatedBatchBytes(): number {
    return this.#truncatedBatchBytes
  }

  /** The next whole batch, or undefined at the end. */
  next(): RecordBatch | undefined {
    const start = this.#position
    const remaining = this.#records.length - start
    if (remaining < logOverheadBytes) return undefined
    const sizeBytes = logOverheadBytes + this.#records.readInt32BE(start + batchLayout.batchLength)
    if (sizeBytes < smallestLegacyMessageBytes) throw this.#invalid(`a batch of ${sizeBytes} bytes cannot be`)
    const magic = remaining < smallestReadableBytes ? -1 : this.#records.readInt8(start + batchLayout.magic)
    if (remaining >= smallestReadableBytes) this.#check(magic, sizeBytes)
    if (sizeBytes > remaining) {
      this.#truncatedBatchBytes = sizeBytes
      return undefined
    }
    const bytes = this.#records.subarray(start, start + sizeBytes)
    const batch = magic === 2 ? checkHeader(new DefaultRecordBatch(bytes), start) : new LegacyRecordBatch(bytes)
    this.#position = start + sizeBytes
    return batch
  }

  *[Symbol.iterator](): Generator<RecordBatch, void, undefined> {
    for (let batch = this.next(); batch !== undefined; batch = this.next()) yield batch
  }

  #check(magic: number, sizeBytes: number): void {
    if (magic < 0 || magic > 2) throw this.#invalid(`magic ${magic} is not known`)
    const smallestBytes = magic === 2 ? batchHeaderBytes : smallestLegacyMessageBytes + (magic === 1 ? 8 : 0)
    if (sizeBytes < smallestBytes) throw this.#invalid(`a batch of magic ${magic} has at least ${smallestBytes} bytes`)
  }

  #invalid(reason: string): CodecError {
    return invalidBatchError(reason, this.#position)
  }
}

function checkHeader(batch: DefaultRecordBatch, byteOffset: number): DefaultRecordBatch {
  if (batch.recordCount < 0) throw invalidBatchError(`it announces ${batch.recordCount} records`, byteOffset)
  if (batch.lastOffsetDelta < 0) throw invalidBatchError('its last offset is before its first', byteOffset)
  if (batch.baseOffset < 0n) throw invalidBatchError(`its offset is ${batch.baseOffset}`, byteOffset)
  return batch
}

function invalidBatchError(reason: string, byteOffset: number): CodecError {
  return new CodecError(`The record batch is not valid: ${reason}`, { byteOffset })
}
