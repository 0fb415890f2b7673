/**
 * Message sets of magic 0 (Kafka 0.8, 0.9) and 1 (0.10), read only: brokers still serve what was written then.
 *
 * A message counts as a batch of one. A compressed message wraps a message set; its records are rewritten into a records
 * section of magic 2 when it is opened, so that everything behind knows one format.
 */
import { crc32 } from '../compression/crc32.ts'
import { CodecError } from '../errors/codec-error.ts'
import { BatchBuilder, type SealedRecords } from './batch-encoder.ts'
import { largestBatchBytes, logOverheadBytes, type TimestampType } from './batch-layout.ts'
import type { RecordBatch } from './record-batch.ts'

const layout = { offset: 0, size: 8, crc: 12, magic: 16, attributes: 17, timestamp: 18 } as const
const bodyOffset = { 0: 18, 1: 26 } as const
const compressionMask = 0x07
const logAppendTimeBit = 0x08
const zstdId = 4

/** Offset, size, checksum, magic, attributes, and the lengths of key and value, without timestamp: magic 0. */
export const smallestLegacyMessageBytes: number = bodyOffset[0] + 8

/** A message of magic 0 or 1. */
export class LegacyRecordBatch implements RecordBatch {
  readonly bytes: Buffer
  readonly partitionLeaderEpoch = -1
  readonly isTransactional = false
  readonly isControl = false
  readonly producerId = -1n
  readonly producerEpoch = -1
  readonly baseSequence = -1
  readonly lastOffsetDelta = 0

  /** @param bytes The whole message with its offset and size, and nothing else. */
  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  get magic(): 0 | 1 {
    return this.bytes[layout.magic] === 0 ? 0 : 1
  }

  get sizeBytes(): number {
    return this.bytes.length
  }

  get baseOffset(): bigint {
    return this.bytes.readBigInt64BE(layout.offset)
  }

  get lastOffset(): bigint {
    return this.baseOffset
  }

  get compressionId(): number {
    return this.bytes[layout.attributes]! & compressionMask
  }

  get timestampType(): TimestampType {
    if (this.magic === 0) return 'noTimestamp'
    return (this.bytes[layout.attributes]! & logAppendTimeBit) === 0 ? 'createTime' : 'logAppendTime'
  }

  get recordCount(): number {
    return this.compressionId === 0 ? 1 : -1
  }

  get baseTimestamp(): number {
    return this.maxTimestamp
  }

  get maxTimestamp(): number {
    return this.magic === 0 ? -1 : Number(this.bytes.readBigInt64BE(layout.timestamp))
  }

  get key(): Buffer | null {
    return readBytes(this.bytes, bodyOffset[this.magic])
  }

  get value(): Buffer | null {
    const keyPosition = bodyOffset[this.magic]
    const key = readBytes(this.bytes, keyPosition)
    return readBytes(this.bytes, keyPosition + 4 + (key === null ? 0 : key.length))
  }

  verifyChecksum(): void {
    const stated = this.bytes.readUInt32BE(layout.crc)
    const actual = crc32(this.bytes.subarray(layout.magic))
    if (stated === actual) return
    const numbers = `it says ${stated.toString(16)} and its bytes give ${actual.toString(16)}`
    throw new CodecError(`The checksum of the message at offset ${this.baseOffset} is wrong: ${numbers}`)
  }

  /** The compressed message set that this message wraps. Throws for one that cannot be: null, or by a codec of later. */
  wrappedBytes(): Buffer {
    const value = this.value
    if (value === null) throw this.#invalid('it is compressed and has no value')
    if (this.compressionId >= zstdId) throw this.#invalid(`codec ${this.compressionId} is younger than its format`)
    return value
  }

  /** The message itself as a records section of magic 2. */
  convert(): LegacyRecords {
    return convertMessages([this], [this.baseOffset])
  }

  /** The messages in the inflated `wrapped` as a records section of magic 2. */
  convertWrapped(wrapped: Buffer): LegacyRecords {
    const messages = readMessages(wrapped)
    const last = messages.at(-1)
    if (last === undefined) throw this.#invalid('it wraps no messages')
    const firstOffset = this.#offsetOfRelativeZero(last.baseOffset)
    const offsets = messages.map((message) => firstOffset + message.baseOffset)
    return convertMessages(messages, offsets)
  }

  /**
   * Within magic 1 offsets count from the first inner message and the wrapper has the offset of the last (KIP-31);
   * compaction leaves gaps, so only the last one says where zero is. Within magic 0 they are absolute.
   */
  #offsetOfRelativeZero(lastInnerOffset: bigint): bigint {
    // Some versions of librdkafka left the wrapper at 0 and the offsets relative to it.
    if (this.magic === 0 || this.baseOffset === 0n) return 0n
    if (this.baseOffset < lastInnerOffset) throw this.#invalid(`its last inner offset ${lastInnerOffset} is behind it`)
    return this.baseOffset - lastInnerOffset
  }

  #invalid(reason: string): CodecError {
    return new CodecError(`The message at offset ${this.baseOffset} is not valid: ${reason}`)
  }
}

/** Messages rewritten as a records section of magic 2. */
export interface LegacyRecords extends SealedRecords {
  readonly baseOffset: bigint
  readonly lastOffset: bigint
}

/** Reads to the end, or to a last message that is cut: producers of that time cut there too. */
function readMessages(messageSet: Buffer): LegacyRecordBatch[] {
  const messages: LegacyRecordBatch[] = []
  let position = 0
  while (messageSet.length - position >= smallestLegacyMessageBytes) {
    const sizeBytes = logOverheadBytes + messageSet.readInt32BE(position + layout.size)
    const magic = messageSet[position + layout.magic]!
    if (magic > 1) throw new CodecError(`A message within a message has magic ${magic}`, { byteOffset: position })
    if (sizeBytes < bodyOffset[magic === 0 ? 0 : 1] + 8) {
      throw new CodecError(`A message within a message has ${sizeBytes} bytes`, { byteOffset: position })
    }
    if (sizeBytes > messageSet.length - position) break
    const message = new LegacyRecordBatch(messageSet.subarray(position, position + sizeBytes))
    if (message.compressionId !== 0) throw new CodecError('A message within a message is compressed again')
    messages.push(message)
    position += sizeBytes
  }
  return messages
}

function convertMessages(messages: readonly LegacyRecordBatch[], offsets: readonly bigint[]): LegacyRecords {
  const baseOffset = offsets[0]!
  const builder = new BatchBuilder()
  let lastDelta = -1
  for (let index = 0; index < messages.length; index++) {
    const message = messages[index]!
    const delta = Number(offsets[index]! - baseOffset)
    if (delta <= lastDelta || delta >= largestBatchBytes) {
      throw new CodecError(`Offset ${offsets[index]} cannot follow in the message set that starts at ${baseOffset}`)
    }
    lastDelta = delta
    const timestamp = message.maxTimestamp
    builder.appendAt(delta, Number.isSafeInteger(timestamp) ? timestamp : -1, message.key, message.value)
  }
  return { ...builder.seal(), baseOffset, lastOffset: offsets.at(-1)! }
}

function readBytes(message: Buffer, position: number): Buffer | null {
  if (position + 4 > message.length) throw new CodecError('A message ends within a length', { byteOffset: position })
  const length = message.readInt32BE(position)
  if (length === -1) return null
  const start = position + 4
  if (length < 0 || length > message.length - start) {
    const reason = `A length of ${length} in a message where ${message.length - start} bytes are left`
    throw new CodecError(reason, { byteOffset: position })
  }
  return message.subarray(start, start + length)
}
