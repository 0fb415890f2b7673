import { CodecError } from '../errors/codec-error.ts'
import { attributeBits, batchHeaderBytes, batchLayout, type TimestampType } from './batch-layout.ts'
import { crc32c } from './crc32c.ts'

/**
 * One batch as it lies in a fetched buffer: its header, read when asked for, and nothing inflated.
 *
 * Message sets of before Kafka 0.11 (magic 0 and 1) have no batches: there each message counts as one, and a compressed
 * message holds others.
 */
export interface RecordBatch {
  readonly magic: 0 | 1 | 2
  /** The bytes of the batch, header included. A view on the fetched buffer. */
  readonly bytes: Buffer
  readonly sizeBytes: number
  /**
   * The offset of the first record, or of one before it that compaction removed. Of a compressed legacy message, whose
   * first offset only inflating shows, it is the last one.
   */
  readonly baseOffset: bigint
  /** The offset of the last record, or of one behind it that compaction removed: what follows the batch is one more. */
  readonly lastOffset: bigint
  readonly lastOffsetDelta: number
  readonly partitionLeaderEpoch: number
  /** The id of the codec of the records section; 0 when it is not compressed. */
  readonly compressionId: number
  readonly timestampType: TimestampType
  readonly isTransactional: boolean
  /** True when the records are markers for clients (a transaction's commit or abort), not an application's. */
  readonly isControl: boolean
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly baseSequence: number
  /** How many records the header announces, or -1 for a compressed legacy message. 0 when compaction removed them all. */
  readonly recordCount: number
  readonly baseTimestamp: number
  readonly maxTimestamp: number
  /** Throws a `CodecError` when the checksum does not match the bytes. */
  verifyChecksum(): void
}

/** A batch of magic 2, Kafka 0.11 and later. */
export class DefaultRecordBatch implements RecordBatch {
  readonly magic = 2
  readonly bytes: Buffer

  /** @param bytes The whole batch and nothing else. `BatchReader` has checked its length. */
  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  get sizeBytes(): number {
    return this.bytes.length
  }

  get baseOffset(): bigint {
    return this.bytes.readBigInt64BE(batchLayout.baseOffset)
  }

  get lastOffset(): bigint {
    return this.baseOffset + BigInt(this.lastOffsetDelta)
  }

  get lastOffsetDelta(): number {
    return this.bytes.readInt32BE(batchLayout.lastOffsetDelta)
  }

  get partitionLeaderEpoch(): number {
    return this.bytes.readInt32BE(batchLayout.partitionLeaderEpoch)
  }

  get compressionId(): number {
    return this.#attributes & attributeBits.compressionMask
  }

  get timestampType(): TimestampType {
    return (this.#attributes & attributeBits.logAppendTime) === 0 ? 'createTime' : 'logAppendTime'
  }

  get isTransactional(): boolean {
    return (this.#attributes & attributeBits.transactional) !== 0
  }

  get isControl(): boolean {
    return (this.#attributes & attributeBits.control) !== 0
  }

  get producerId(): bigint {
    return this.bytes.readBigInt64BE(batchLayout.producerId)
  }

  get producerEpoch(): number {
    return this.bytes.readInt16BE(batchLayout.producerEpoch)
  }

  get baseSequence(): number {
    return this.bytes.readInt32BE(batchLayout.baseSequence)
  }

  get recordCount(): number {
    return this.bytes.readInt32BE(batchLayout.recordCount)
  }

  /** With the delete horizon set (KIP-534) the field holds that, and record deltas still count from it. */
  get baseTimestamp(): number {
    return Number(this.bytes.readBigInt64BE(batchLayout.baseTimestamp))
  }

  get maxTimestamp(): number {
    return Number(this.bytes.readBigInt64BE(batchLayout.maxTimestamp))
  }

  /** The records as they were sent: compressed when `compressionId` is not 0. */
  get recordsSection(): Buffer {
    return this.bytes.subarray(batchHeaderBytes)
  }

  verifyChecksum(): void {
    const stated = this.bytes.readUInt32BE(batchLayout.crc)
    const actual = crc32c(this.bytes.subarray(batchLayout.attributes))
    if (stated === actual) return
    const numbers = `it says ${stated.toString(16)} and its bytes give ${actual.toString(16)}`
    throw new CodecError(`The checksum of the batch at offset ${this.baseOffset} is wrong: ${numbers}`)
  }

  get #attributes(): number {
    return this.bytes.readInt16BE(batchLayout.attributes)
  }
}
