import { UnsupportedVersionError } from '../errors/client-errors.ts'
import { noTaggedFields, type TaggedField } from './tagged-field.ts'
import { type Uuid, uuidSizeBytes, writeUuid } from './uuid.ts'

/** Byte runs from this size on are referenced instead of copied: record batches go from the producer to the socket as they are. */
const referenceFromBytes = 2048

/** Strings up to this length are tried as ASCII first. Its length takes one byte in either layout. */
const asciiMaxLength = 64

/**
 * A growing list of byte chunks. `finish()` gives them for one vectored write.
 *
 * Large byte fields are appended by reference: their owner must not change them until the frame was written.
 */
export class Writer {
  #chunks: Uint8Array[] = []
  #finishedBytes = 0
  #buffer: Buffer
  #view: DataView
  #start = 0
  #offset = 0

  constructor(initialSizeBytes = 256) {
    this.#buffer = Buffer.allocUnsafe(initialSizeBytes)
    this.#view = viewOf(this.#buffer)
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
    const at = this.#reserve(1)
    this.#buffer[at] = value ? 1 : 0
  }

  int8(value: number): void {
    if (!(value >= -0x80 && value <= 0x7f)) outOfRange(value, 'an int8')
    const at = this.#reserve(1)
    this.#buffer[at] = value
  }

  int16(value: number): void {
    if (!(value >= -0x8000 && value <= 0x7fff)) outOfRange(value, 'an int16')
    const at = this.#reserve(2)
    this.#view.setInt16(at, value)
  }

  uint16(value: number): void {
    if (!(value >= 0 && value <= 0xffff)) outOfRange(value, 'a uint16')
    const at = this.#reserve(2)
    this.#view.setUint16(at, value)
  }

  int32(value: number): void {
    if (!(value >= -0x80000000 && value <= 0x7fffffff)) outOfRange(value, 'an int32')
    const at = this.#reserve(4)
    this.#view.setInt32(at, value)
  }

  int64(value: bigint): void {
    if (value !== BigInt.asIntN(64, value)) outOfRange(value, 'an int64')
    const at = this.#reserve(8)
    this.#view.setBigInt64(at, value)
  }

  float64(value: number): void {
    const at = this.#reserve(8)
    this.#view.setFloat64(at, value)
  }

  uuid(value: Uuid): void {
    const at = this.#reserve(uuidSizeBytes)
    writeUuid(this.#buffer, at, value)
  }

  unsignedVarint(value: number): void {
    let rest = value >>> 0
    if (rest < 0x80) {
      const at = this.#reserve(1)
      this.#buffer[at] = rest
      return
    }
    let at = this.#reserve(5)
    while (rest > 0x7f) {
      this.#buffer[at++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    this.#buffer[at++] = rest
    this.#offset = at
  }

  string(value: string, isFlexible: boolean): void {
    if (value.length <= asciiMaxLength && this.#shortAscii(value, isFlexible)) return
    const sizeBytes = Buffer.byteLength(value)
    if (isFlexible) this.unsignedVarint(sizeBytes + 1)
    else if (sizeBytes > 0x7fff) throw new RangeError(`String of ${sizeBytes} bytes where at most 32767 fit`)
    else this.int16(sizeBytes)
    const at = this.#reserve(sizeBytes)
    this.#buffer.write(value, at, sizeBytes, 'utf8')
  }

  /** Writes a short string character by character, which beats two calls out of JavaScript, unless it is not ASCII. */
  #shortAscii(value: string, isFlexible: boolean): boolean {
    const lengthBytes = isFlexible ? 1 : 2
    if (this.#offset + lengthBytes + value.length > this.#buffer.length) this.#grow(lengthBytes + value.length)
    const buffer = this.#buffer
    let at = this.#offset
    if (!isFlexible) buffer[at++] = 0
    buffer[at++] = isFlexible ? value.length + 1 : value.length
    for (let index = 0; index < value.length; index++) {
      const code = value.charCodeAt(index)
      if (code > 0x7f) return false
      buffer[at++] = code
    }
    this.#offset = at
    return true
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

  /**
   * A structure's tagged fields: those with a known tag, already encoded, and the kept unknown ones. KIP-482 wants them in
   * the order of their tags.
   */
  taggedFields(unknown: readonly TaggedField[] = noTaggedFields, known: readonly TaggedField[] = noTaggedFields): void {
    const count = known.length + unknown.length
    this.unsignedVarint(count)
    if (count === 0) return
    for (const field of [...known, ...unknown].sort((a, b) => a.tag - b.tag)) {
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
    this.#view = viewOf(this.#buffer)
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

function outOfRange(value: number | bigint, type: string): never {
  throw new RangeError(`${value} does not fit into ${type}`)
}

function viewOf(buffer: Buffer): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength)
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
