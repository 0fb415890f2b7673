/**
 * A second reading of the record batch format (magic 2), straight from KIP-98 and DefaultRecordBatch: it shares nothing
 * with `src/record`, so that a mistake there is not made here again.
 */
import { readStoredSnappy } from './sim-codec.ts'

export interface WireRecord {
  readonly offsetDelta: number
  readonly timestamp: number
  readonly key: string | null
  readonly value: string | null
}

export interface WireBatch {
  readonly crc: number
  readonly isTransactional: boolean
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly baseSequence: number
  readonly records: readonly WireRecord[]
}

const headerBytes = 61
const attributesAt = 21

/** Reads the one batch that a produce request holds for a partition. Throws an `Error` that says what is wrong with it. */
export function readWireBatch(bytes: Buffer): WireBatch {
  if (bytes.length < headerBytes) throw new Error(`${bytes.length} bytes are no record batch`)
  const lengthField = bytes.readInt32BE(8)
  if (lengthField !== bytes.length - 12)
    throw new Error(`its length says ${lengthField}, there are ${bytes.length - 12}`)
  if (bytes.readInt8(16) !== 2) throw new Error(`its magic is ${bytes.readInt8(16)}`)
  const crc = bytes.readUInt32BE(17)
  const actualCrc = castagnoli(bytes, attributesAt)
  if (crc !== actualCrc)
    throw new Error(`its checksum says ${crc.toString(16)}, its bytes give ${actualCrc.toString(16)}`)
  const attributes = bytes.readInt16BE(attributesAt)
  const section = inflated(bytes.subarray(headerBytes), attributes & 7)
  const baseTimestamp = Number(bytes.readBigInt64BE(27))
  const records = readRecords(section, bytes.readInt32BE(57), baseTimestamp)
  const lastOffsetDelta = bytes.readInt32BE(23)
  if (lastOffsetDelta !== records.length - 1) throw new Error(`its last offset delta is ${lastOffsetDelta}`)
  const maxTimestamp = Number(bytes.readBigInt64BE(35))
  const latest = records.reduce((max, { timestamp }) => Math.max(max, timestamp), Number.NEGATIVE_INFINITY)
  if (maxTimestamp !== latest) throw new Error(`its max timestamp is ${maxTimestamp}, that of its records ${latest}`)
  return {
    crc,
    isTransactional: (attributes & 0x10) !== 0,
    producerId: bytes.readBigInt64BE(43),
    producerEpoch: bytes.readInt16BE(51),
    baseSequence: bytes.readInt32BE(53),
    records,
  }
}

function inflated(section: Buffer, codecId: number): Buffer {
  if (codecId === 0) return section
  const stored = codecId === 2 ? readStoredSnappy(section) : undefined
  if (stored === undefined) throw new Error(`its records cannot be inflated with codec ${codecId}`)
  return stored
}

function readRecords(section: Buffer, count: number, baseTimestamp: number): WireRecord[] {
  const records: WireRecord[] = []
  const cursor = new Cursor(section)
  for (let index = 0; index < count; index++) {
    const sizeBytes = cursor.varint()
    const end = cursor.position + sizeBytes
    const attributes = cursor.byte()
    if (attributes !== 0) throw new Error(`record ${index} has attributes ${attributes}`)
    const timestamp = baseTimestamp + cursor.varint()
    const offsetDelta = cursor.varint()
    if (offsetDelta !== index) throw new Error(`record ${index} has offset delta ${offsetDelta}`)
    const key = cursor.text()
    const value = cursor.text()
    for (let headers = cursor.varint(); headers > 0; headers--) {
      cursor.text()
      cursor.text()
    }
    if (cursor.position !== end) throw new Error(`record ${index} says ${sizeBytes} bytes and ends elsewhere`)
    records.push({ offsetDelta, timestamp, key, value })
  }
  if (cursor.position !== section.length)
    throw new Error(`${section.length - cursor.position} bytes follow its records`)
  return records
}

class Cursor {
  position = 0
  readonly #bytes: Buffer

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  byte(): number {
    const byte = this.#bytes[this.position++]
    if (byte === undefined) throw new Error('its records end in the middle of one')
    return byte
  }

  /** Zigzag, up to ten bytes. By multiplication: timestamps' deltas may have more than 32 bits. */
  varint(): number {
    let value = 0
    let factor = 1
    for (;;) {
      const byte = this.byte()
      value += (byte & 0x7f) * factor
      if (byte < 0x80) break
      factor *= 128
    }
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }

  text(): string | null {
    const sizeBytes = this.varint()
    if (sizeBytes < 0) return null
    const text = this.#bytes.toString('utf8', this.position, this.position + sizeBytes)
    this.position += sizeBytes
    return text
  }
}

const castagnoliTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >>> 1 : (crc >>> 1) ^ 0x82f63b78
  return crc >>> 0
})

/** CRC-32C, one byte at a time. */
function castagnoli(bytes: Buffer, from: number): number {
  let crc = 0xffffffff
  for (let index = from; index < bytes.length; index++)
    crc = castagnoliTable[(crc ^ bytes[index]!) & 0xff]! ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}
