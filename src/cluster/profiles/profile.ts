import type { ConfigDefinition } from '../topics/config-definition.ts'

/** The lowest and highest version of each API, by the API's name. */
export type VersionRanges = Readonly<Record<string, readonly [min: number, max: number]>>

/** A feature flag as ApiVersions lists it (KIP-584). */
export interface FinalizedFeature {
  readonly name: string
  readonly level: number
  readonly supported: readonly [min: number, max: number]
  /** The APIs without which the flag would promise what is not there. */
  readonly needs: readonly string[]
}

/** How one kind of broker speaks and behaves: what differs between releases and services, as data. */
export interface ClusterProfile {
  /** `Apache Kafka 4.3`. */
  readonly name: string
  /**
   * What its brokers offer. An API that the embedded cluster does not have is left out of its answers; the range is cut to
   * what it can read.
   */
  readonly versions: VersionRanges
  readonly features: readonly FinalizedFeature[]
  /**
   * How an ApiVersions request of a version that is too new ends (KIP-511): with error 35 and the versions of ApiVersions,
   * with error 35 and no versions, or with the connection. Default `error35`.
   */
  readonly onUnknownApiVersions?: 'error35' | 'error35WithoutKeys' | 'close'
  /** Only the controller creates and changes topics; others answer NOT_CONTROLLER, as before KRaft. Default false. */
  readonly needsController?: boolean
  /** Requests to produce with acks 0 are answered all the same, as Azure Event Hubs does. Default false. */
  readonly answersAcks0?: boolean
  /** Metadata and others say -1 for every leader epoch, and zero for every topic id. Default false. */
  readonly hidesLeaderEpochs?: boolean
  readonly hidesTopicIds?: boolean
  /** A Fetch waits no longer than this whatever it asks for. Default: no limit. */
  readonly fetchWaitCapMs?: number
  /** Never opens a fetch session (KIP-227). Default false. */
  readonly refusesFetchSessions?: boolean
  /** Changes to Kafka 4's topic configuration; undefined takes a key out. */
  readonly topicConfig?: Readonly<Record<string, ConfigDefinition | undefined>>
}
