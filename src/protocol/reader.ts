import { CodecError } from '../errors/codec-error.ts'
import { noTaggedFields, type TaggedField } from './tagged-field.ts'
import { readUuid, type Uuid, uuidSizeBytes } from './uuid.ts'

/**
 * A bounds-checked cursor over the bytes of one message.
 *
 * Every read names its field, so that an error can say where the bytes were wrong. Declared lengths are checked against
 * the bytes that are left before anything is allocated: hostile input costs no more memory than it has bytes.
 * `bytes` and `records` return views into the frame, not copies.
 */
export class Reader {
  readonly #buffer: Buffer
  readonly #view: DataView
  #offset: number
  #end: number

  constructor(buffer: Buffer, offset = 0, end: number = buffer.length) {
    this.#buffer = buffer
    this.#view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength)
    this.#offset = offset
    this.#end = end
  }

  get offset(): number {
    return this.#offset
  }

  get remaining(): number {
    return this.#end - this.#offset
  }

  bool(field: string): boolean {
    return this.#buffer[this.#take(1, field)] !== 0
  }

  int8(field: string): number {
    return (this.#buffer[this.#take(1, field)]! << 24) >> 24
  }

  int16(field: string): number {
    return this.#view.getInt16(this.#take(2, field))
  }

  uint16(field: string): number {
    return this.#view.getUint16(this.#take(2, field))
  }

  int32(field: string): number {
    return this.#view.getInt32(this.#take(4, field))
  }

  int64(field: string): bigint {
    return this.#view.getBigInt64(this.#take(8, field))
  }

  float64(field: string): number {
    return this.#view.getFloat64(this.#take(8, field))
  }

  uuid(field: string): Uuid {
    return readUuid(this.#buffer, this.#take(uuidSizeBytes, field))
  }

  /** At most five bytes, as an unsigned 32-bit number. */
  unsignedVarint(field: string): number {
    let value = 0
    for (let shift = 0; shift <= 28; shift += 7) {
      const byte = this.#buffer[this.#take(1, field)]!
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value >>> 0
    }
    throw this.#error('Varint longer than 5 bytes', field)
  }

  string(field: string, isFlexible: boolean): string {
    return this.nullableString(field, isFlexible) ?? this.#notNullable(field)
  }

  nullableString(field: string, isFlexible: boolean): string | null {
    const length = isFlexible ? this.unsignedVarint(field) - 1 : this.int16(field)
    if (length < 0) return this.#nullLength(length, field)
    const start = this.#take(length, field)
    return this.#buffer.toString('utf8', start, start + length)
  }

  bytes(field: string, isFlexible: boolean): Buffer {
    return this.nullableBytes(field, isFlexible) ?? this.#notNullable(field)
  }

  nullableBytes(field: string, isFlexible: boolean): Buffer | null {
    const length = isFlexible ? this.unsignedVarint(field) - 1 : this.int32(field)
    if (length < 0) return this.#nullLength(length, field)
    const start = this.#take(length, field)
    return this.#buffer.subarray(start, start + length)
  }

  array<T>(field: string, isFlexible: boolean, version: number, decodeItem: (r: Reader, version: number) => T): T[] {
    return this.nullableArray(field, isFlexible, version, decodeItem) ?? this.#notNullable(field)
  }

  nullableArray<T>(
    field: string,
    isFlexible: boolean,
    version: number,
    decodeItem: (reader: Reader, version: number) => T,
  ): T[] | null {
    const count = isFlexible ? this.unsignedVarint(field) - 1 : this.int32(field)
    if (count < 0) return this.#nullLength(count, field)
    // Every item takes a byte at least, so a count beyond what is left is a lie; believing it would allocate for it.
    if (count > this.remaining) throw this.#error(`${count} items declared, ${this.remaining} bytes left`, field)
    const items: T[] = []
    try {
      while (items.length < count) items.push(decodeItem(this, version))
    } catch (error) {
      throw error instanceof CodecError ? error.within(`${field}[${items.length}]`) : error
    }
    return items
  }

  struct<T>(field: string, version: number, decodeStruct: (reader: Reader, version: number) => T): T {
    try {
      return decodeStruct(this, version)
    } catch (error) {
      throw error instanceof CodecError ? error.within(field) : error
    }
  }

  nullableStruct<T>(field: string, version: number, decodeStruct: (reader: Reader, version: number) => T): T | null {
    return this.int8(field) < 0 ? null : this.struct(field, version, decodeStruct)
  }

  /**
   * Reads a structure's tagged fields. `readKnown` is called with the reader limited to one field's bytes and returns
   * whether it knew the tag; the others are returned, to be kept.
   */
  taggedFields(readKnown?: (tag: number) => boolean): readonly TaggedField[] {
    const count = this.unsignedVarint('taggedFields')
    if (count === 0) return noTaggedFields
    if (count > this.remaining)
      throw this.#error(`${count} tagged fields declared, ${this.remaining} bytes left`, 'taggedFields')
    const outerEnd = this.#end
    const unknown: TaggedField[] = []
    for (let index = 0; index < count; index++) {
      const tag = this.unsignedVarint('tag')
      const sizeBytes = this.unsignedVarint('tagSize')
      const start = this.#take(sizeBytes, `tag ${tag}`)
      const end = this.#offset
      this.#offset = start
      this.#end = end
      if (readKnown?.(tag) !== true) {
        unknown.push({ tag, data: this.#buffer.subarray(start, end) })
      } else if (this.#offset !== end) {
        throw this.#error(`${end - this.#offset} bytes left over`, `tag ${tag}`)
      }
      this.#offset = end
      this.#end = outerEnd
    }
    return unknown
  }

  /** Fails when bytes are left over: a frame that is longer than its message was cut or read wrongly. */
  expectEnd(): void {
    if (this.remaining !== 0) throw this.#error(`${this.remaining} bytes left over`, '')
  }

  #take(length: number, field: string): number {
    const start = this.#offset
    if (length > this.#end - start) throw this.#error(`${length} bytes needed, ${this.#end - start} left`, field)
    this.#offset = start + length
    return start
  }

  #nullLength(length: number, field: string): null {
    if (length !== -1) throw this.#error(`Negative length ${length}`, field)
    return null
  }

  #notNullable(field: string): never {
    throw this.#error('Null where a value is required', field)
  }

  #error(reason: string, field: string): CodecError {
    return new CodecError(reason, { path: field, byteOffset: this.#offset })
  }
}

export const readInt8 = (reader: Reader): number => reader.int8('item')
export const readInt16 = (reader: Reader): number => reader.int16('item')
export const readInt32 = (reader: Reader): number => reader.int32('item')
export const readInt64 = (reader: Reader): bigint => reader.int64('item')
export const readUuidItem = (reader: Reader): Uuid => reader.uuid('item')
export const readString = (reader: Reader): string => reader.string('item', false)
export const readCompactString = (reader: Reader): string => reader.string('item', true)
