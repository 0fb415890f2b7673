import type { Reader } from './reader.ts'
import type { TaggedField } from './tagged-field.ts'
import type { Writer } from './writer.ts'

/**
 * What `encode` takes: the message with every field optional, at every depth. A field left out has its schema's default,
 * as in Kafka's own generated classes.
 */
export type Draft<T> = T extends readonly TaggedField[]
  ? T
  : T extends bigint | number | string | boolean | null | undefined | Uint8Array
    ? T extends Buffer
      ? Uint8Array
      : T
    : T extends readonly (infer Item)[]
      ? readonly Draft<Item>[]
      : { readonly [Key in keyof T]?: Draft<T[Key]> | undefined }

/** Straight-line code for one message, in both directions and all versions. */
export interface MessageCodec<T> {
  readonly name: string
  /** -1 for messages that are not part of an API, such as the headers. */
  readonly apiKey: number
  readonly minVersion: number
  readonly maxVersion: number
  /** First version with compact lengths and tagged fields (KIP-482), or -1. */
  readonly firstFlexibleVersion: number
  /** Throws `UnsupportedVersionError` when a field is set that `version` cannot carry and that must not be dropped. */
  encode(writer: Writer, message: Draft<T>, version: number): void
  /** Throws `CodecError` with the path of the field that could not be read. */
  decode(reader: Reader, version: number): T
}

/** One request with its response. */
export interface Api<Request, Response> {
  readonly name: string
  readonly key: number
  readonly minVersion: number
  readonly maxVersion: number
  /** Kafka has not released `maxVersion` yet; brokers offer it only when told to. */
  readonly isLatestUnstable?: boolean
  readonly request: MessageCodec<Request>
  readonly response: MessageCodec<Response>
}

/** Fields that every structure of a flexible version carries. */
export interface Tagged {
  readonly unknownTaggedFields: readonly TaggedField[]
}
