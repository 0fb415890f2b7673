import { UnsupportedVersionError } from '../errors/client-errors.ts'
import { noTaggedFields, type TaggedField } from './tagged-field.ts'
import { type Uuid, uuidSizeBytes, writeUuid } from './uuid.ts'

/** Byte runs from this size on are referenced instead of copied: record batches go from the producer to the socket as they are. */
const referenceFromBytes = 2048

/**
 * A growing list of byte chunks. `finish()` gives them for one vectored write.
 *
 * Large byte fields are appended by reference: their owner must not change them until the frame was written.
 */
export class Writer {
  #chunks: Uint8Array[] = []
  #finishedBytes = 0
  #buffer: Buffer
  #start = 0
  #offset = 0

  constructor(initialSizeBytes = 256) {
    this.#buffer = Buffer.allocUnsafe(initialSizeBytes)
  }

  get sizeBytes(): number {
    return this.#finishedBytes + this.#offset - this.#start
  }

  /** Everything written, in order. The writer must not be used afterwards. */
  finish(): Uint8Array[] {
    this.#cut()
    return this.#chunks
  }

  bool(value: boolean): void {
    this.int8(value ? 1 : 0)
  }

  int8(value: number): void {
    const at = this.#reserve(1)
    this.#buffer[at] = value
  }

  int16(value: number): void {
    const at = this.#reserve(2)
    this.#buffer.writeInt16BE(value, at)
  }

  uint16(value: number): void {
    const at = this.#reserve(2)
    this.#buffer.writeUInt16BE(value, at)
  }

  int32(value: number): void {
    const at = this.#reserve(4)
    this.#buffer.writeInt32BE(value, at)
  }

  int64(value: bigint): void {
    const at = this.#reserve(8)
    this.#buffer.writeBigInt64BE(value, at)
  }

  float64(value: number): void {
    const at = this.#reserve(8)
    this.#buffer.writeDoubleBE(value, at)
  }

  uuid(value: Uuid): void {
    const at = this.#reserve(uuidSizeBytes)
    writeUuid(this.#buffer, at, value)
  }

  unsignedVarint(value: number): void {
    let at = this.#reserve(5)
    let rest = value >>> 0
    while (rest > 0x7f) {
      this.#buffer[at++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    this.#buffer[at++] = rest
    this.#offset = at
  }

  string(value: string, isFlexible: boolean): void {
    const sizeBytes = Buffer.byteLength(value)
    if (isFlexible) this.unsignedVarint(sizeBytes + 1)
    else if (sizeBytes > 0x7fff) throw new RangeError(`String of ${sizeBytes} bytes where at most 32767 fit`)
    else this.int16(sizeBytes)
    const at = this.#reserve(sizeBytes)
    this.#buffer.write(value, at, sizeBytes, 'utf8')
  }

  nullableString(value: string | null, isFlexible: boolean): void {
    if (value !== null) this.string(value, isFlexible)
    else if (isFlexible) this.unsignedVarint(0)
    else this.int16(-1)
  }

  bytes(value: Uint8Array, isFlexible: boolean): void {
    if (isFlexible) this.unsignedVarint(value.length + 1)
    else this.int32(value.length)
    this.raw(value)
  }

  nullableBytes(value: Uint8Array | null, isFlexible: boolean): void {
    if (value !== null) this.bytes(value, isFlexible)
    else if (isFlexible) this.unsignedVarint(0)
    else this.int32(-1)
  }

  /** Bytes without a length: a whole encoded batch, a nested message. */
  raw(value: Uint8Array): void {
    if (value.length < referenceFromBytes) {
      const at = this.#reserve(value.length)
      this.#buffer.set(value, at)
      return
    }
    this.#cut()
    this.#chunks.push(value)
    this.#finishedBytes += value.length
  }

  arrayLength(count: number, isFlexible: boolean): void {
    if (isFlexible) this.unsignedVarint(count + 1)
    else this.int32(count)
  }

  nullArray(isFlexible: boolean): void {
    if (isFlexible) this.unsignedVarint(0)
    else this.int32(-1)
  }

  /** A structure's tagged fields: those with a known tag, already encoded, merged in tag order with the kept unknown ones. */
  taggedFields(unknown: readonly TaggedField[] = noTaggedFields, known: readonly TaggedField[] = noTaggedFields): void {
    const fields = known.length === 0 ? unknown : unknown.length === 0 ? known : [...known, ...unknown].sort((a, b) => a.tag - b.tag)
    this.unsignedVarint(fields.length)
    for (const field of fields) {
      this.unsignedVarint(field.tag)
      this.unsignedVarint(field.data.length)
      this.raw(field.data)
    }
  }

  #reserve(sizeBytes: number): number {
    if (this.#offset + sizeBytes > this.#buffer.length) this.#grow(sizeBytes)
    const at = this.#offset
    this.#offset = at + sizeBytes
    return at
  }

  #grow(sizeBytes: number): void {
    this.#cut()
    this.#buffer = Buffer.allocUnsafe(Math.max(sizeBytes, Math.min(this.#buffer.length * 2, 65536)))
    this.#start = 0
    this.#offset = 0
  }

  /** Closes the run of bytes written so far, so that a referenced chunk can follow it. */
  #cut(): void {
    if (this.#offset === this.#start) return
    this.#chunks.push(this.#buffer.subarray(this.#start, this.#offset))
    this.#finishedBytes += this.#offset - this.#start
    this.#start = this.#offset
  }
}

/** Encodes one tagged field's value on its own, since its size precedes it. */
export function encodeTaggedField(tag: number, encode: (writer: Writer) => void): TaggedField {
  const writer = new Writer(64)
  encode(writer)
  const chunks = writer.finish()
  return { tag, data: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks) }
}

/** For a field that is set although the chosen version cannot carry it, and whose loss would change the meaning. */
export function refuseField(message: string, field: string, version: number): never {
  throw new UnsupportedVersionError(`Cannot send ${field}: ${message} v${version} does not carry it`)
}
