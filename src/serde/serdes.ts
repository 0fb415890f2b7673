/** The serializers and deserializers that come with Kafka, byte for byte as its own (`org.apache.kafka.common.serialization`). */

import { ConfigError } from '../errors/client-errors.ts'
import { CodecError } from '../errors/codec-error.ts'
import type { Deserializer, Serde, Serializer } from './serde.ts'

/** The serdes that need nothing but the bytes. All of them turn null into Kafka's null, and back. */
export interface Serdes {
  /** UTF-8. */
  readonly string: Serde<string | null>
  /** The bytes as they are. */
  readonly bytes: Serializer<Uint8Array | null> & Deserializer<Buffer | null>
  /** Four bytes, big-endian, as Java's `IntegerSerializer`. */
  readonly int32: Serde<number | null>
  /** Eight bytes, big-endian, as Java's `LongSerializer`. Takes numbers too, as long as they are exact. */
  readonly int64: Serializer<bigint | number | null> & Deserializer<bigint | null>
  /** Eight bytes of IEEE 754, big-endian, as Java's `DoubleSerializer`. */
  readonly double: Serde<number | null>
  /** The 36 characters, as Java's `UUIDSerializer`. */
  readonly uuid: Serde<string | null>
  /**
   * JSON in UTF-8. `T` is what the application says it is: nothing checks what was received, unless `check` does, which is
   * given what was parsed and throws or returns it. Kafka's null is null, not the text `null`.
   */
  json<T = unknown>(check?: (parsed: unknown) => T): Serde<T | null>
}

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export const serdes: Serdes = {
  string: {
    serialize: (text) => nullOr(text, (given) => (typeof given === 'string' ? given : refuse(given, 'a string'))),
    deserialize: (bytes) => (bytes === null ? null : bytes.toString()),
  },

  bytes: {
    serialize: (bytes) => nullOr(bytes, (given) => (given instanceof Uint8Array ? given : refuse(given, 'bytes'))),
    deserialize: (bytes) => bytes,
  },

  int32: {
    serialize: (number) =>
      nullOr(number, (given) => {
        if (!Number.isInteger(given) || given !== (given | 0)) refuse(given, 'a whole number of 32 bits')
        const bytes = Buffer.allocUnsafe(4)
        bytes.writeInt32BE(given)
        return bytes
      }),
    deserialize: (bytes) => (bytes === null ? null : exactly(bytes, 4).readInt32BE()),
  },

  int64: {
    serialize: (number) =>
      nullOr(number, (given) => {
        const isExact = typeof given === 'bigint' ? BigInt.asIntN(64, given) === given : Number.isSafeInteger(given)
        if (!isExact) refuse(given, 'a bigint of 64 bits, or a safe integer')
        const bytes = Buffer.allocUnsafe(8)
        bytes.writeBigInt64BE(BigInt(given))
        return bytes
      }),
    deserialize: (bytes) => (bytes === null ? null : exactly(bytes, 8).readBigInt64BE()),
  },

  double: {
    serialize: (number) =>
      nullOr(number, (given) => {
        if (typeof given !== 'number') refuse(given, 'a number')
        const bytes = Buffer.allocUnsafe(8)
        bytes.writeDoubleBE(given)
        return bytes
      }),
    deserialize: (bytes) => (bytes === null ? null : exactly(bytes, 8).readDoubleBE()),
  },

  uuid: {
    serialize: (uuid) => nullOr(uuid, (given) => checkUuid(given, () => refuse(given, 'a UUID')).toLowerCase()),
    deserialize: (bytes) => (bytes === null ? null : checkUuid(bytes.toString(), () => notA('UUID', bytes))),
  },

  json: <T>(check?: (parsed: unknown) => T): Serde<T | null> => ({
    serialize: (value) =>
      nullOr(value, (given) => {
        const text: string | undefined = JSON.stringify(given)
        return text ?? refuse(given, 'something that JSON can say')
      }),
    deserialize(bytes) {
      if (bytes === null) return null
      const parsed: unknown = JSON.parse(bytes.toString())
      return check === undefined ? (parsed as T) : check(parsed)
    },
  }),
}

function nullOr<T, Out>(value: T | null, serialize: (value: T) => Out): Out | null {
  return value === null ? null : serialize(value)
}

function refuse(value: unknown, wanted: string): never {
  const given = typeof value === 'string' ? JSON.stringify(value) : describe(value)
  throw new ConfigError(`${given} is not ${wanted}`)
}

function describe(value: unknown): string {
  if (typeof value === 'object' && value !== null) return `a ${value.constructor?.name ?? 'object'}`
  return typeof value === 'function' ? 'a function' : String(value)
}

function exactly(bytes: Buffer, sizeBytes: number): Buffer {
  if (bytes.length === sizeBytes) return bytes
  throw new CodecError(`${bytes.length} bytes are not the ${sizeBytes} of a number`)
}

function checkUuid(text: unknown, refuseIt: () => never): string {
  return typeof text === 'string' && uuidPattern.test(text) ? text : refuseIt()
}

function notA(kind: string, bytes: Buffer): never {
  throw new CodecError(`${bytes.length} bytes are no ${kind}`)
}
