import type { FieldSpec, MessageSpec } from '../../../codegen/spec.ts'
import type { StructValue } from './expected-message.ts'
import { innerFields, isArray, isIn, itemTypeOf, liveFields, propertyOf } from './message-spec.ts'

/** Lengths at the borders of a varint's sizes, and of what the writer references instead of copying. */
const sizes: readonly number[] = [0, 1, 2, 5, 11, 40, 126, 127, 128, 300]
const rareSizes: readonly number[] = [2047, 2048, 5000, 16382, 16383, 16384, 32767]

/** Widths in bits, and whether there is a sign. */
const integers: Readonly<Record<string, { readonly min: number; readonly max: number }>> = {
  int8: { min: -0x80, max: 0x7f },
  int16: { min: -0x8000, max: 0x7fff },
  uint16: { min: 0, max: 0xffff },
  int32: { min: -0x80000000, max: 0x7fffffff },
}

export interface RandomMessageOptions {
  /**
   * 0 leaves every field out; 1 gives null wherever it is allowed; 2 and 3 take the smallest and the largest values; the
   * others choose at random, and leave fields out.
   */
  readonly style: number
  readonly seed: number
  /** Also fill fields that the version lacks, where dropping them is allowed. */
  readonly withIgnored?: boolean
  /** Keeps lengths and counts small, for tests that go through every byte. */
  readonly isSmall?: boolean
}

/** A draft that `version` of the message can carry. The same options give the same draft. */
export function randomMessage(spec: MessageSpec, version: number, options: RandomMessageOptions): StructValue {
  return new Filler(spec, version, options).struct(liveFields(spec, spec.fields), 0)
}

class Filler {
  readonly #spec: MessageSpec
  readonly #version: number
  readonly #options: RandomMessageOptions
  #state: number

  constructor(spec: MessageSpec, version: number, options: RandomMessageOptions) {
    this.#spec = spec
    this.#version = version
    this.#options = options
    this.#state = options.seed * 7919 + version * 104729
    for (const character of spec.name) this.#state = (this.#state * 31 + character.charCodeAt(0)) | 0
  }

  struct(fields: readonly FieldSpec[], depth: number): StructValue {
    const isRandom = this.#options.style > 3
    const result: Record<string, unknown> = {}
    for (const field of fields) {
      const isCarried = isIn(field.versions, this.#version)
      const isIgnored = field.ignorable === true && this.#options.withIgnored === true
      if (this.#options.style === 0 || !(isCarried || isIgnored)) continue
      if (isRandom && this.#below(8) === 0) continue
      result[propertyOf(field)] = this.#value(field, depth)
    }
    const hasTags = isRandom && isIn(this.#spec.flexibleVersions, this.#version) && this.#below(4) === 0
    if (hasTags) result.unknownTaggedFields = this.#unknownTags()
    return result
  }

  #value(field: FieldSpec, depth: number): unknown {
    const { style } = this.#options
    if (isIn(field.nullableVersions, this.#version) && (style === 1 || (style > 3 && this.#below(4) === 0))) return null
    const inner = innerFields(this.#spec, field)
    if (!isArray(field)) return inner === undefined ? this.#scalar(field.type) : this.struct(inner, depth)
    const items: unknown[] = []
    for (let count = this.#itemCount(inner !== undefined, depth); count > 0; count--) {
      items.push(inner === undefined ? this.#scalar(itemTypeOf(field)) : this.struct(inner, depth + 1))
    }
    return items
  }

  #itemCount(isStruct: boolean, depth: number): number {
    if (this.#options.style === 1) return 0
    if (this.#options.style < 4 || this.#options.isSmall === true) return 1
    if (!isStruct && this.#below(60) === 0) return 126 + this.#below(3)
    return depth > 2 ? this.#below(2) : this.#below(4)
  }

  #scalar(type: string): unknown {
    const { style } = this.#options
    const range = integers[type]
    if (range !== undefined) return this.#integer(range.min, range.max)
    switch (type) {
      case 'bool':
        return style === 3 || (style > 3 && this.#below(2) === 0)
      case 'int64':
        return this.#int64()
      case 'float64':
        return this.#float64()
      case 'string':
        return this.#text(this.#size())
      case 'uuid':
        return Buffer.from(this.#bytes(16)).toString('base64url')
      default:
        return this.#bytes(this.#size())
    }
  }

  #integer(min: number, max: number): number {
    if (this.#options.style === 2) return min
    if (this.#options.style === 3) return max
    const choices = [0, Math.max(min, -1), min, max, this.#below(128)]
    return choices[this.#below(8)] ?? min + this.#below(max - min + 1)
  }

  #int64(): bigint {
    const min = -(2n ** 63n)
    const max = 2n ** 63n - 1n
    if (this.#options.style === 2) return min
    if (this.#options.style === 3) return max
    const anything = BigInt.asIntN(64, (BigInt(this.#next()) << 32n) | BigInt(this.#next()))
    return [0n, -1n, min, max, BigInt(this.#below(128))][this.#below(8)] ?? anything
  }

  #float64(): number {
    if (this.#options.style === 2) return -Number.MAX_VALUE
    if (this.#options.style === 3) return Number.MAX_VALUE
    const choices = [Number.NaN, Number.NEGATIVE_INFINITY, Number.MIN_VALUE, -0]
    return choices[this.#below(6)] ?? (this.#next() - 2 ** 31) / 977
  }

  #size(): number {
    if (this.#options.style === 2) return 0
    if (this.#options.isSmall === true) return this.#below(6)
    if (this.#options.style === 3) return 128
    return this.#below(150) === 0 ? rareSizes[this.#below(rareSizes.length)]! : sizes[this.#below(sizes.length)]!
  }

  /** Text of `size` bytes, with characters of one to four bytes. */
  #text(size: number): string {
    const isAscii = this.#below(3) !== 0
    let text = ''
    for (let left = size; left > 0; ) {
      const isPlain = isAscii || left < 4
      const character = isPlain ? String.fromCharCode(32 + this.#below(95)) : ['é', '中', '😀', '\t'][this.#below(4)]!
      text += character
      left -= Buffer.byteLength(character)
    }
    return text
  }

  #bytes(size: number): Uint8Array {
    const bytes = this.#below(2) === 0 ? new Uint8Array(size) : Buffer.alloc(size)
    for (let index = 0; index < size; index++) bytes[index] = this.#below(256)
    return bytes
  }

  /** Tags that no version of any message knows, in the order that the protocol demands. */
  #unknownTags(): { tag: number; data: Uint8Array }[] {
    const tags: { tag: number; data: Uint8Array }[] = []
    let tag = 40 + this.#below(300)
    for (let count = 1 + this.#below(3); count > 0; count--) {
      tags.push({ tag, data: this.#bytes(this.#below(5) * (this.#options.isSmall === true ? 1 : this.#below(60))) })
      tag += 1 + this.#below(2 ** this.#below(25))
    }
    return tags
  }

  #below(bound: number): number {
    return Math.floor((this.#next() / 2 ** 32) * bound)
  }

  /** The next 32 bits of a small generator that is good enough to vary test data (mulberry32). */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}
