/**
 * Writes records into a batch while it is open.
 *
 * A `BatchBuilder` is owned by one producer batch and used from synchronous code only. It owns its buffer until
 * `release()`; what `seal()` gave is a view on that buffer and dies with it.
 */
import { ConfigError, StateError } from '../errors/client-errors.ts'
import { type BatchIds, writeBatchHeader } from './batch-header.ts'
import { batchHeaderBytes, largestBatchBytes } from './batch-layout.ts'
import { type BufferSource, unpooledBufferSource } from './buffer-source.ts'
import { byteLengthOf, MeasuredHeaders } from './header-input.ts'
import type { HeadersInput, RecordBytes } from './record.ts'
import { recordBodySize, recordSize, recordSizeUpperBound } from './record-size.ts'
import { sizeOfVarint, writeVarint, writeVarlong } from './record-varint.ts'

const defaultInitialSizeBytes = 16 * 1024

/**
 * Strings up to this long are written on the guess that they are ASCII, and measured only when the guess was wrong. The
 * guess needs room for three bytes a character, which for long strings would be wasted.
 */
const guessedStringChars = 1024

/** Up to this many characters a loop is faster than a call into native code. */
const shortStringChars = 12

export interface BatchBuilderOptions {
  readonly bufferSource?: BufferSource
  /** The size of the first buffer. It doubles when it is full. Default 16 KiB. */
  readonly initialSizeBytes?: number
  readonly isTransactional?: boolean
  readonly isControl?: boolean
}

/** What a sealed batch holds, ready for `assembleBatch` or for a compressor. */
export interface SealedRecords {
  /** The records one behind the other, uncompressed. A view: valid until the builder's `release()`. */
  readonly recordsSection: Buffer
  readonly recordCount: number
  readonly lastOffsetDelta: number
  readonly baseTimestamp: number
  readonly maxTimestamp: number
  readonly isTransactional: boolean
  readonly isControl: boolean
}

/** An open batch: records are encoded when they are appended, and nothing else is kept of them. */
export class BatchBuilder {
  readonly #bufferSource: BufferSource
  readonly #isTransactional: boolean
  readonly #isControl: boolean
  readonly #headers = new MeasuredHeaders()
  #buffer: Buffer | undefined
  // The first record starts behind the room for the header, so that an uncompressed batch needs no copy.
  #position = batchHeaderBytes
  #recordCount = 0
  #lastOffsetDelta = -1
  #baseTimestamp = -1
  #maxTimestamp = -1
  #isSealed = false

  constructor(options: BatchBuilderOptions = {}) {
    this.#bufferSource = options.bufferSource ?? unpooledBufferSource
    this.#isTransactional = options.isTransactional ?? false
    this.#isControl = options.isControl ?? false
    const initialSizeBytes = Math.max(options.initialSizeBytes ?? defaultInitialSizeBytes, batchHeaderBytes)
    this.#buffer = this.#bufferSource.take(initialSizeBytes)
  }

  get recordCount(): number {
    return this.#recordCount
  }

  /** The size of the batch as it is now, uncompressed, header included. */
  get sizeBytes(): number {
    return this.#position
  }

  /** The timestamp of the first record; -1 while there is none. */
  get baseTimestamp(): number {
    return this.#baseTimestamp
  }

  /** The latest timestamp of any record; -1 while there is none. */
  get maxTimestamp(): number {
    return this.#maxTimestamp
  }

  get isSealed(): boolean {
    return this.#isSealed
  }

  /** The size of the buffer that the builder holds; 0 after `release()`. */
  get heldBytes(): number {
    return this.#buffer?.length ?? 0
  }

  /** The bytes that `append` would add: exact. */
  sizeOfRecord(timestamp: number, key: RecordBytes, value: RecordBytes, headers?: HeadersInput): number {
    const timestampDelta = this.#recordCount === 0 ? 0 : timestamp - this.#baseTimestamp
    return recordSize(timestampDelta, this.#lastOffsetDelta + 1, key, value, headers)
  }

  /** True when the batch would not be larger than `limitBytes` with this record. Measures strings only near the limit. */
  wouldFit(
    limitBytes: number,
    timestamp: number,
    key: RecordBytes,
    value: RecordBytes,
    headers?: HeadersInput,
  ): boolean {
    const roomBytes = Math.min(limitBytes, largestBatchBytes) - this.#position
    if (recordSizeUpperBound(key, value, headers) <= roomBytes) return true
    return this.sizeOfRecord(timestamp, key, value, headers) <= roomBytes
  }

  /**
   * Writes a record behind the last one. When it throws (`ConfigError`: what was passed is not a record; `StateError`:
   * the batch is sealed) the batch is as it was before.
   *
   * @param timestamp Milliseconds since the epoch; a whole number.
   */
  append(timestamp: number, key: RecordBytes, value: RecordBytes, headers?: HeadersInput): void {
    this.appendAt(this.#lastOffsetDelta + 1, timestamp, key, value, headers)
  }

  /**
   * The same at an offset of the caller's choice, for batches that have gaps as compaction leaves them.
   *
   * @param offsetDelta Offset from the start of the batch; greater than that of the record before.
   */
  appendAt(offsetDelta: number, timestamp: number, key: RecordBytes, value: RecordBytes, headers?: HeadersInput): void {
    if (this.#isSealed) throw new StateError('ILLEGAL_STATE', 'Cannot append to a batch that is sealed')
    if (!Number.isSafeInteger(timestamp)) {
      throw new ConfigError(`A record's timestamp must be whole milliseconds since the epoch, not ${timestamp}`)
    }
    if (!(offsetDelta > this.#lastOffsetDelta && offsetDelta < largestBatchBytes)) {
      throw new ConfigError(`Offset delta ${offsetDelta} cannot follow ${this.#lastOffsetDelta}`)
    }
    this.#headers.load(headers)
    const timestampDelta = this.#recordCount === 0 ? 0 : timestamp - this.#baseTimestamp

    let end = -1
    if (isWorthGuessing(key) && isWorthGuessing(value)) {
      end = this.#write(offsetDelta, timestampDelta, key, guessLength(key), value, guessLength(value))
    }
    if (end < 0) {
      end = this.#write(offsetDelta, timestampDelta, key, byteLengthOf(key), value, byteLengthOf(value))
    }
    this.#position = end
    this.#lastOffsetDelta = offsetDelta
    if (this.#recordCount === 0) this.#baseTimestamp = timestamp
    if (this.#recordCount === 0 || timestamp > this.#maxTimestamp) this.#maxTimestamp = timestamp
    this.#recordCount++
  }

  /** Ends the batch: no record can follow. Sealing again gives the same. */
  seal(): SealedRecords {
    this.#isSealed = true
    return {
      recordsSection: this.#held().subarray(batchHeaderBytes, this.#position),
      recordCount: this.#recordCount,
      lastOffsetDelta: Math.max(this.#lastOffsetDelta, 0),
      baseTimestamp: this.#baseTimestamp,
      maxTimestamp: this.#maxTimestamp,
      isTransactional: this.#isTransactional,
      isControl: this.#isControl,
    }
  }

  /** Seals, and gives the uncompressed batch without copying a record. A view: valid until `release()`. */
  sealUncompressed(ids: BatchIds = {}): Buffer {
    const sealed = this.seal()
    const batch = this.#held().subarray(0, this.#position)
    writeBatchHeader(batch, { ...sealed, ...ids, compressionId: 0 })
    return batch
  }

  /** Gives the buffer back. Nothing that the builder gave may be read from now on. Releasing twice does nothing. */
  release(): void {
    const buffer = this.#buffer
    this.#isSealed = true
    this.#buffer = undefined
    this.#headers.clear()
    if (buffer !== undefined) this.#bufferSource.giveBack(buffer)
  }

  /** Gives the position behind the record, or -1 when a string turned out not to have the length that was passed. */
  #write(
    offsetDelta: number,
    timestampDelta: number,
    key: RecordBytes,
    keyLength: number,
    value: RecordBytes,
    valueLength: number,
  ): number {
    const headers = this.#headers
    const bodySize = recordBodySize(timestampDelta, offsetDelta, keyLength, valueLength, headers.sizeBytes)
    const recordEnd = this.#position + sizeOfVarint(bodySize) + bodySize
    const buffer = this.#ensureRoom(recordEnd)
    let at = writeVarint(buffer, this.#position, bodySize)
    buffer[at++] = 0
    at = writeVarlong(buffer, at, timestampDelta)
    at = writeVarint(buffer, at, offsetDelta)
    at = writeVarint(buffer, at, keyLength)
    if (keyLength > 0) at = writeBytes(buffer, at, key!, keyLength)
    if (at < 0) return -1
    at = writeVarint(buffer, at, valueLength)
    if (valueLength > 0) at = writeBytes(buffer, at, value!, valueLength)
    if (at < 0) return -1
    return writeHeaders(buffer, at, headers)
  }

  #ensureRoom(end: number): Buffer {
    const buffer = this.#held()
    return end <= buffer.length ? buffer : this.#grow(buffer, end)
  }

  #grow(old: Buffer, end: number): Buffer {
    if (end > largestBatchBytes)
      throw new ConfigError(`A batch cannot hold ${end} bytes: ${largestBatchBytes} is the most`)
    const grown = this.#bufferSource.take(Math.min(Math.max(end, old.length * 2), largestBatchBytes))
    old.copy(grown, 0, 0, this.#position)
    this.#buffer = grown
    this.#bufferSource.giveBack(old)
    return grown
  }

  #held(): Buffer {
    if (this.#buffer === undefined) throw new StateError('ILLEGAL_STATE', 'Cannot use a batch that was released')
    return this.#buffer
  }
}

function isWorthGuessing(bytes: RecordBytes): boolean {
  return typeof bytes !== 'string' || bytes.length <= guessedStringChars
}

function guessLength(bytes: RecordBytes): number {
  return typeof bytes === 'string' ? bytes.length : byteLengthOf(bytes)
}

/**
 * Writes exactly `length` bytes and gives the position behind them, or -1 when the string has another length in UTF-8.
 *
 * A string longer than `length` may scribble beyond it, into room that is still free. It can be cut at the end of the
 * buffer and come out at `length` by accident, so a guess is only trusted where three bytes a character have room.
 */
function writeBytes(buffer: Buffer, position: number, bytes: string | Uint8Array, length: number): number {
  if (typeof bytes !== 'string') {
    buffer.set(bytes, position)
    return position + length
  }
  const chars = bytes.length
  if (chars === length) {
    if (chars <= shortStringChars) return writeShortAscii(buffer, position, bytes)
    if (position + chars * 3 > buffer.length && Buffer.byteLength(bytes) !== length) return -1
  }
  return buffer.write(bytes, position) === length ? position + length : -1
}

function writeShortAscii(buffer: Buffer, position: number, text: string): number {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code > 0x7f) return -1
    buffer[position + index] = code
  }
  return position + text.length
}

function writeHeaders(buffer: Buffer, position: number, headers: MeasuredHeaders): number {
  let at = writeVarint(buffer, position, headers.count)
  for (let index = 0; index < headers.count; index++) {
    at = writeMeasured(buffer, at, headers.keys[index]!, headers.keyLengths[index]!)
    at = writeMeasured(buffer, at, headers.values[index]!, headers.valueLengths[index]!)
  }
  return at
}

function writeMeasured(buffer: Buffer, position: number, bytes: RecordBytes, length: number): number {
  const at = writeVarint(buffer, position, length)
  return length > 0 ? writeBytes(buffer, at, bytes!, length) : at
}
