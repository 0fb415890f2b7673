/**
 * A batch that has been checked and inflated, and the cursor that reads its records.
 *
 * Owned by whoever fetched the batch; immutable. Records are views on `recordsSection`, so it stays alive as long as any
 * of them.
 */
import { inspect } from 'node:util'
import { CodecError } from '../errors/codec-error.ts'
import type { TimestampType } from './batch-layout.ts'
import type { ConsumedRecord, RecordHeader, RecordHeaders, TopicPartition } from './record.ts'
import type { RecordBatch } from './record-batch.ts'
import { createRecordHeaders, emptyRecordHeaders } from './record-headers.ts'
import { VarintReader } from './record-varint.ts'

/** Length, attributes, two deltas, two lengths and the header count, one byte each. */
const smallestRecordBytes = 7
/** The lengths of a name and a value, one byte each. */
const smallestHeaderBytes = 2

/** What `BatchRecords` is made of. */
export interface BatchRecordsFields {
  readonly batch: RecordBatch
  readonly topicPartition: TopicPartition
  /** The records of magic 2, inflated. */
  readonly recordsSection: Buffer
  readonly recordCount: number
  readonly baseOffset: bigint
  /** The largest offset that a record may have. */
  readonly lastOffset: bigint
  readonly baseTimestamp: number
}

/** The records of one batch. Iterating reads them anew each time; `cursor()` reads them in slices. */
export class BatchRecords implements Iterable<RecordView> {
  readonly batch: RecordBatch
  readonly topic: string
  readonly partition: number
  readonly recordsSection: Buffer
  readonly recordCount: number
  readonly baseOffset: bigint
  /** The offset of the last record, or of one behind it that compaction removed. */
  readonly lastOffset: bigint
  readonly lastOffsetDelta: number
  readonly timestampType: TimestampType
  readonly leaderEpoch: number
  /** Added to a record's timestamp delta. */
  readonly baseTimestamp: number
  /** The timestamp of every record, when the broker set it. */
  readonly logAppendTime: number | undefined

  /** Throws a `CodecError` when the announced number of records cannot be in so few bytes. */
  constructor(fields: BatchRecordsFields) {
    const { batch, recordsSection, recordCount } = fields
    if (recordCount * smallestRecordBytes > recordsSection.length) {
      throw new CodecError(`${recordsSection.length} bytes cannot hold the ${recordCount} records that are announced`)
    }
    this.batch = batch
    this.topic = fields.topicPartition.topic
    this.partition = fields.topicPartition.partition
    this.recordsSection = recordsSection
    this.recordCount = recordCount
    this.baseOffset = fields.baseOffset
    this.lastOffset = fields.lastOffset
    this.lastOffsetDelta = Number(fields.lastOffset - fields.baseOffset)
    this.timestampType = batch.timestampType
    this.leaderEpoch = batch.partitionLeaderEpoch
    this.baseTimestamp = fields.baseTimestamp
    this.logAppendTime = batch.timestampType === 'logAppendTime' ? batch.maxTimestamp : undefined
  }

  /** The offset behind the batch: where reading goes on when all of it has been read, whatever compaction removed. */
  get nextOffset(): bigint {
    return this.lastOffset + 1n
  }

  /** The memory that a record of this batch keeps alive. */
  get heldBytes(): number {
    return this.recordsSection.length
  }

  /** A cursor before the first record, or before the first whose offset is `fromOffset` or later. */
  cursor(fromOffset?: bigint): RecordCursor {
    return new RecordCursor(this, fromOffset)
  }

  *[Symbol.iterator](): Generator<RecordView, void, undefined> {
    const cursor = this.cursor()
    for (let record = cursor.next(); record !== undefined; record = cursor.next()) yield record
  }
}

/**
 * Reads the records of a batch one after the other.
 *
 * Every length is checked against what is left before it is used; a record that is not what it should be is a
 * `CodecError`, after the records before it have been given. `advance()` makes no object at all.
 */
export class RecordCursor {
  readonly records: BatchRecords
  readonly #reader: VarintReader
  readonly #end: number
  #readCount = 0

  // The present record. Positions are in `records.recordsSection`; a length of -1 is a null.
  #offsetDelta = -1
  #timestampDelta = 0
  #keyStart = 0
  #keyLength = -1
  #valueStart = 0
  #valueLength = -1
  #headerCount = 0
  #headersStart = 0
  readonly #firstDelta: number

  constructor(records: BatchRecords, fromOffset?: bigint) {
    const section = records.recordsSection
    this.records = records
    this.#end = section.length
    this.#reader = new VarintReader(section, 0, section.length)
    this.#firstDelta = fromOffset === undefined ? 0 : clampedDelta(fromOffset - records.baseOffset)
  }

  /** Where the present record is, counted from the batch's base offset. */
  get offsetDelta(): number {
    return this.#offsetDelta
  }

  /** The offset of the present record. */
  get offset(): bigint {
    return this.records.baseOffset + BigInt(this.#offsetDelta)
  }

  /** How many records have been read or skipped. */
  get readCount(): number {
    return this.#readCount
  }

  /** How many records are left, counting those that `fromOffset` will skip. */
  get remainingCount(): number {
    return this.records.recordCount - this.#readCount
  }

  /** The length of the present record's key, -1 for null. */
  get keyLength(): number {
    return this.#keyLength
  }

  /** The length of the present record's value, -1 for null. */
  get valueLength(): number {
    return this.#valueLength
  }

  /** Goes to the next record and says whether there is one. */
  advance(): boolean {
    while (this.#readCount < this.records.recordCount) {
      this.#read()
      this.#readCount++
      if (this.#offsetDelta >= this.#firstDelta) return true
    }
    const leftBytes = this.#end - this.#reader.position
    if (leftBytes !== 0) throw this.#invalid(`${leftBytes} bytes follow the last record`)
    return false
  }

  /** The next record, or undefined at the end. */
  next(): RecordView | undefined {
    return this.advance() ? this.current() : undefined
  }

  /** The present record. Only after `advance()` has said that there is one. */
  current(): RecordView {
    return new RecordView(
      this.records,
      this.#offsetDelta,
      this.#timestampDelta,
      this.#keyStart,
      this.#keyLength,
      this.#valueStart,
      this.#valueLength,
      this.#headersStart,
      this.#headerCount,
    )
  }

  #read(): void {
    const reader = this.#reader
    reader.end = this.#end
    const length = reader.readVarint()
    const start = reader.position
    const end = start + length
    if (length < smallestRecordBytes - 1 || end > this.#end) {
      throw this.#invalid(`a length of ${length} where ${this.#end - start} bytes are left`)
    }
    reader.end = end
    // The attributes of a record mean nothing yet.
    reader.position = start + 1
    this.#timestampDelta = reader.readVarlong()
    const offsetDelta = reader.readVarint()
    if (offsetDelta < 0 || offsetDelta > this.records.lastOffsetDelta) {
      throw this.#invalid(`offset delta ${offsetDelta} is not within the batch`)
    }
    this.#offsetDelta = offsetDelta
    const keyLength = reader.readVarint()
    const keyStart = reader.position
    const valueLengthPosition = keyLength > 0 ? keyStart + keyLength : keyStart
    if (keyLength < -1 || valueLengthPosition > end) throw this.#badLength('key', keyLength)
    reader.position = valueLengthPosition
    const valueLength = reader.readVarint()
    const valueStart = reader.position
    const headerCountPosition = valueLength > 0 ? valueStart + valueLength : valueStart
    if (valueLength < -1 || headerCountPosition > end) throw this.#badLength('value', valueLength)
    reader.position = headerCountPosition
    this.#keyStart = keyStart
    this.#keyLength = keyLength
    this.#valueStart = valueStart
    this.#valueLength = valueLength
    this.#headerCount = reader.readVarint()
    this.#headersStart = reader.position
    if (this.#headerCount !== 0) this.#skipHeaders()
    if (reader.position !== end) throw this.#invalid(`${end - reader.position} bytes of it mean nothing`)
  }

  #skipHeaders(): void {
    const reader = this.#reader
    const count = this.#headerCount
    if (count < 0 || count * smallestHeaderBytes > reader.remaining) {
      throw this.#invalid(`${count} headers where ${reader.remaining} bytes are left`)
    }
    for (let index = 0; index < count; index++) {
      const keyLength = this.#readLength('header name')
      if (keyLength < 0) throw this.#invalid('a header has no name')
      reader.position += keyLength
      const valueLength = this.#readLength('header value')
      if (valueLength > 0) reader.position += valueLength
    }
  }

  #readLength(what: string): number {
    const length = this.#reader.readVarint()
    if (length < -1 || length > this.#reader.remaining) throw this.#badLength(what, length)
    return length
  }

  #badLength(what: string, length: number): CodecError {
    return this.#invalid(`a ${what} of ${length} bytes where ${this.#reader.remaining} are left`)
  }

  #invalid(reason: string): CodecError {
    const where = `Record ${this.#readCount} of the batch at offset ${this.records.baseOffset}`
    return new CodecError(`${where} is not valid: ${reason}`, { byteOffset: this.#reader.position })
  }
}

/** A record as a view: what it holds is made when it is first looked at, and then kept. */
export class RecordView implements ConsumedRecord {
  readonly #records: BatchRecords
  /** Counted from the batch's base offset. */
  readonly offsetDelta: number
  readonly #timestampDelta: number
  readonly #keyStart: number
  readonly #keyLength: number
  readonly #valueStart: number
  readonly #valueLength: number
  readonly #headersStart: number
  readonly #headerCount: number
  #key: Buffer | null | undefined
  #value: Buffer | null | undefined
  #headers: RecordHeaders | undefined

  static {
    // So that `console.log` shows what the getters give.
    const value = function (this: RecordView): ConsumedRecord {
      return this.toObject()
    }
    Object.defineProperty(RecordView.prototype, inspect.custom, { value })
  }

  /** Only `RecordCursor` makes records: it has checked the positions. */
  constructor(
    records: BatchRecords,
    offsetDelta: number,
    timestampDelta: number,
    keyStart: number,
    keyLength: number,
    valueStart: number,
    valueLength: number,
    headersStart: number,
    headerCount: number,
  ) {
    this.#records = records
    this.offsetDelta = offsetDelta
    this.#timestampDelta = timestampDelta
    this.#keyStart = keyStart
    this.#keyLength = keyLength
    this.#valueStart = valueStart
    this.#valueLength = valueLength
    this.#headersStart = headersStart
    this.#headerCount = headerCount
  }

  get topic(): string {
    return this.#records.topic
  }

  get partition(): number {
    return this.#records.partition
  }

  get offset(): bigint {
    return this.#records.baseOffset + BigInt(this.offsetDelta)
  }

  get timestamp(): number {
    return this.#records.logAppendTime ?? this.#records.baseTimestamp + this.#timestampDelta
  }

  get timestampType(): TimestampType {
    return this.#records.timestampType
  }

  get leaderEpoch(): number {
    return this.#records.leaderEpoch
  }

  get key(): Buffer | null {
    this.#key ??= this.#slice(this.#keyStart, this.#keyLength)
    return this.#key
  }

  get value(): Buffer | null {
    this.#value ??= this.#slice(this.#valueStart, this.#valueLength)
    return this.#value
  }

  get headers(): RecordHeaders {
    this.#headers ??= this.#headerCount === 0 ? emptyRecordHeaders : this.#readHeaders()
    return this.#headers
  }

  /** The bytes of key and value together, without making either. */
  get sizeBytes(): number {
    return Math.max(this.#keyLength, 0) + Math.max(this.#valueLength, 0)
  }

  /** A plain object with the same properties, for spreading and comparing. The views are shared, not copied. */
  toObject(): ConsumedRecord {
    const { topic, partition, offset, timestamp, timestampType, leaderEpoch, key, value, headers } = this
    return { topic, partition, offset, timestamp, timestampType, leaderEpoch, key, value, headers }
  }

  /** For `JSON.stringify`: the offset becomes a string, because JSON has no 64-bit numbers. */
  toJSON(): Omit<ConsumedRecord, 'offset'> & { readonly offset: string } {
    return { ...this.toObject(), offset: this.offset.toString() }
  }

  #slice(start: number, length: number): Buffer | null {
    return length < 0 ? null : this.#records.recordsSection.subarray(start, start + length)
  }

  #readHeaders(): RecordHeaders {
    const section = this.#records.recordsSection
    const reader = new VarintReader(section, this.#headersStart, section.length)
    const headers: RecordHeader[] = []
    for (let index = 0; index < this.#headerCount; index++) {
      const keyEnd = reader.readVarint() + reader.position
      const key = section.toString('utf8', reader.position, keyEnd)
      reader.position = keyEnd
      const valueLength = reader.readVarint()
      headers.push({ key, value: this.#slice(reader.position, valueLength) })
      if (valueLength > 0) reader.position += valueLength
    }
    return createRecordHeaders(headers)
  }
}

/** The batch may lie anywhere around the offset; what is beyond the range of deltas is clamped into it. */
function clampedDelta(delta: bigint): number {
  if (delta <= 0n) return 0
  return delta > 0x7fffffffn ? 0x80000000 : Number(delta)
}
