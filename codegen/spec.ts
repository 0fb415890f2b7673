/** A Kafka message schema, reduced to facts. This is the form of the files under `schemas/`. */

export interface MessageSpec {
  readonly name: string
  readonly type: 'request' | 'response' | 'header' | 'data'
  readonly apiKey?: number
  readonly validVersions: string
  readonly flexibleVersions: string
  readonly latestVersionUnstable?: boolean
  readonly listeners?: readonly string[]
  readonly fields: readonly FieldSpec[]
  readonly commonStructs?: readonly StructSpec[]
}

export interface StructSpec {
  readonly name: string
  readonly versions: string
  readonly fields: readonly FieldSpec[]
}

export interface FieldSpec {
  readonly name: string
  /** A primitive, a structure's name, or either with `[]` before it. */
  readonly type: string
  readonly versions: string
  readonly nullableVersions?: string
  readonly taggedVersions?: string
  readonly flexibleVersions?: string
  readonly tag?: number
  readonly default?: string
  readonly ignorable?: boolean
  readonly fields?: readonly FieldSpec[]
}

export interface ErrorSpec {
  readonly code: number
  readonly name: string
  readonly retriable: boolean
  /** Kafka's client refreshes its metadata on this error (`InvalidMetadataException`). */
  readonly refreshesMetadata: boolean
}
