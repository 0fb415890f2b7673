/** The header of a record batch: writing it, and changing it in place. The records behind it are never touched. */
import { attributeBits, batchHeaderBytes, batchLayout, logOverheadBytes } from './batch-layout.ts'
import { crc32c } from './crc32c.ts'

/** Who sent a batch, and where it belongs in the sender's sequence. Without an id: -1 in all three. */
export interface ProducerIdentity {
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly baseSequence: number
}

/** The header fields that are known only when a batch is about to leave. */
export interface BatchIds extends Partial<ProducerIdentity> {
  readonly baseOffset?: bigint
  readonly partitionLeaderEpoch?: number
}

/** All that a batch header says. What `BatchBuilder.seal()` gives is most of it. */
export interface BatchHeaderFields extends BatchIds {
  readonly recordCount: number
  /** Default: `recordCount - 1`. */
  readonly lastOffsetDelta?: number
  readonly baseTimestamp: number
  readonly maxTimestamp: number
  /** The id of the codec that the records section went through. Default 0, none. */
  readonly compressionId?: number
  readonly isLogAppendTime?: boolean
  readonly isTransactional?: boolean
  readonly isControl?: boolean
}

/** Header and records in one new buffer. `recordsSection` is compressed when `compressionId` says so. */
export function assembleBatch(fields: BatchHeaderFields & { readonly recordsSection: Uint8Array }): Buffer {
  const batch = Buffer.allocUnsafe(batchHeaderBytes + fields.recordsSection.length)
  batch.set(fields.recordsSection, batchHeaderBytes)
  writeBatchHeader(batch, fields)
  return batch
}

/** Writes the first 61 bytes of `batch`, whose records are in place, and the checksum over both. */
export function writeBatchHeader(batch: Buffer, fields: BatchHeaderFields): void {
  batch.writeBigInt64BE(fields.baseOffset ?? 0n, batchLayout.baseOffset)
  batch.writeInt32BE(batch.length - logOverheadBytes, batchLayout.batchLength)
  batch.writeInt32BE(fields.partitionLeaderEpoch ?? -1, batchLayout.partitionLeaderEpoch)
  batch.writeInt8(2, batchLayout.magic)
  batch.writeInt16BE(attributesOf(fields), batchLayout.attributes)
  batch.writeInt32BE(fields.lastOffsetDelta ?? Math.max(fields.recordCount - 1, 0), batchLayout.lastOffsetDelta)
  batch.writeBigInt64BE(BigInt(fields.baseTimestamp), batchLayout.baseTimestamp)
  batch.writeBigInt64BE(BigInt(fields.maxTimestamp), batchLayout.maxTimestamp)
  batch.writeBigInt64BE(fields.producerId ?? -1n, batchLayout.producerId)
  batch.writeInt16BE(fields.producerEpoch ?? -1, batchLayout.producerEpoch)
  batch.writeInt32BE(fields.baseSequence ?? -1, batchLayout.baseSequence)
  batch.writeInt32BE(fields.recordCount, batchLayout.recordCount)
  writeChecksum(batch)
}

/** What a retry may change. Fields that are not given stay as they are. */
export interface BatchHeaderPatch extends BatchIds {
  readonly isTransactional?: boolean
}

/** Changes header fields of a whole batch in place and renews its checksum: what a retry does instead of encoding again. */
export function patchBatchHeader(batch: Buffer, patch: BatchHeaderPatch): void {
  if (patch.baseOffset !== undefined) setBaseOffset(batch, patch.baseOffset)
  if (patch.partitionLeaderEpoch !== undefined) setPartitionLeaderEpoch(batch, patch.partitionLeaderEpoch)
  if (patch.producerId !== undefined) batch.writeBigInt64BE(patch.producerId, batchLayout.producerId)
  if (patch.producerEpoch !== undefined) batch.writeInt16BE(patch.producerEpoch, batchLayout.producerEpoch)
  if (patch.baseSequence !== undefined) batch.writeInt32BE(patch.baseSequence, batchLayout.baseSequence)
  if (patch.isTransactional !== undefined) setAttribute(batch, attributeBits.transactional, patch.isTransactional)
  writeChecksum(batch)
}

/** Gives a batch its place in the log. The checksum does not cover it. */
export function setBaseOffset(batch: Buffer, baseOffset: bigint): void {
  batch.writeBigInt64BE(baseOffset, batchLayout.baseOffset)
}

/** Says under which leader a batch was appended. The checksum does not cover it, so that followers can check the rest. */
export function setPartitionLeaderEpoch(batch: Buffer, partitionLeaderEpoch: number): void {
  batch.writeInt32BE(partitionLeaderEpoch, batchLayout.partitionLeaderEpoch)
}

/** Sets the latest timestamp, as a broker does that has looked at the records, and renews the checksum. */
export function setMaxTimestamp(batch: Buffer, maxTimestamp: number): void {
  setAttribute(batch, attributeBits.logAppendTime, false)
  batch.writeBigInt64BE(BigInt(maxTimestamp), batchLayout.maxTimestamp)
  writeChecksum(batch)
}

/** Gives all records of a batch the broker's time (`message.timestamp.type=LogAppendTime`), and renews the checksum. */
export function setLogAppendTime(batch: Buffer, timestamp: number): void {
  setAttribute(batch, attributeBits.logAppendTime, true)
  batch.writeBigInt64BE(BigInt(timestamp), batchLayout.maxTimestamp)
  writeChecksum(batch)
}

function setAttribute(batch: Buffer, bit: number, isSet: boolean): void {
  const attributes = batch.readInt16BE(batchLayout.attributes)
  batch.writeInt16BE(isSet ? attributes | bit : attributes & ~bit, batchLayout.attributes)
}

function attributesOf(fields: BatchHeaderFields): number {
  return (
    ((fields.compressionId ?? 0) & attributeBits.compressionMask) |
    (fields.isLogAppendTime === true ? attributeBits.logAppendTime : 0) |
    (fields.isTransactional === true ? attributeBits.transactional : 0) |
    (fields.isControl === true ? attributeBits.control : 0)
  )
}

function writeChecksum(batch: Buffer): void {
  batch.writeUInt32BE(crc32c(batch.subarray(batchLayout.attributes)), batchLayout.crc)
}
