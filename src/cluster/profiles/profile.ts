import type { ErrorName } from '../../errors/error-codes.ts'
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
  /** A fetch session that nobody used for so long is gone: FETCH_SESSION_ID_NOT_FOUND. Default: only for want of room. */
  readonly fetchSessionExpiryMs?: number
  /** Keys that ApiVersions lists beside Kafka's own. Requests of theirs close the connection, as of any unknown key. */
  readonly privateApis?: readonly PrivateApi[]
  /** The broker configuration as the service sets it. `config` of a cluster goes before. */
  readonly brokerDefaults?: Readonly<Record<string, string>>
  /** Changes to Kafka 4's topic configuration; undefined takes a key out. */
  readonly topicConfig?: Readonly<Record<string, ConfigDefinition | undefined>>
  readonly leadership?: LeadershipQuirks
  readonly produce?: ProduceQuirks
  readonly transactions?: TransactionQuirks
  readonly topics?: TopicQuirks
  readonly groups?: GroupQuirks
  /** ListOffsets takes special times that it does not know for `earliest`, instead of refusing them. Default false. */
  readonly takesUnknownTimesForEarliest?: boolean
  /** OffsetForLeaderEpoch names the epoch that was asked for, whether there was one or not. Default false. */
  readonly echoesLeaderEpoch?: boolean
  /** A connection that was idle for too long is not closed: what is sent on it just never arrives. Default false. */
  readonly losesIdleConnections?: boolean
}

export interface PrivateApi {
  readonly apiKey: number
  readonly minVersion: number
  readonly maxVersion: number
}

/** Who leads, and what Metadata says of it. */
export interface LeadershipQuirks {
  /** Every broker serves every partition; Metadata names one for all of them, and another one each time. Default false. */
  readonly isEverywhere?: boolean
  /** How far the leader epoch goes up with a new leader: a Raft term also counts elections that failed. Default 1. */
  readonly epochStep?: number
  /**
   * What Metadata says of a partition that nobody leads: LEADER_NOT_AVAILABLE, leader -1 without an error, or some replica
   * in epoch 0. Default `error`.
   */
  readonly whenUnknown?: 'error' | 'silent' | 'guess'
  /** Metadata lists all replicas as in sync, and none as offline. Default false. */
  readonly hidesReplicaHealth?: boolean
}

/** What the service makes of Produce requests. */
export interface ProduceQuirks {
  /** Errors that it answers in place of Kafka's. REQUEST_TIMED_OUT: the batch may be there or not. */
  readonly errors?: Readonly<Partial<Record<ErrorName, ErrorName>>>
  /** The codecs that it takes, and what it answers to others. Default: all. */
  readonly compression?: { readonly allowed: readonly string[]; readonly error: ErrorName }
  /** How many producer ids it remembers: a further one gets POLICY_VIOLATION. Default: no limit. */
  readonly mostProducerIds?: number
}

/** How transactions look to those who read, and what is asked of those who write. */
export interface TransactionQuirks {
  /** The broker asks the coordinator before it takes a transactional write (KIP-890), since Kafka 3.6. Default true. */
  readonly verifiesWrites?: boolean
  /** Who is fenced hears INVALID_PRODUCER_EPOCH whatever the version, and never PRODUCER_FENCED. Default false. */
  readonly fencesWithInvalidEpoch?: boolean
  /** The aborted transactions of a Fetch answer are not in the order of their first offsets. Default `ascending`. */
  readonly abortedOrder?: 'ascending' | 'descending'
  /** They are listed for readers of uncommitted records too. Default false. */
  readonly listsAbortedAlways?: boolean
  /** Compaction takes away markers as well: offsets without a record, at the end of a log too. Default false. */
  readonly compactsMarkers?: boolean
  /**
   * There are no markers to be read; readers of committed records get no aborted ones either, nor a list of them.
   * Default false.
   */
  readonly hidesMarkers?: boolean
}

/** How classic groups look to their members. */
export interface GroupQuirks {
  /** A first JoinGroup makes a member, instead of being asked to come again with an id (KIP-394). Default false. */
  readonly takesMembersAtOnce?: boolean
  /** What the first generation counts on from. Default 0. */
  readonly generationBefore?: number
}

/** What topics may look like. */
export interface TopicQuirks {
  /** Default `any`. */
  readonly replicationFactors?: 'any' | 'odd'
  /** The most partitions in all, and the text behind POLICY_VIOLATION when there would be more. Default: no limit. */
  readonly partitionLimit?: { readonly count: number; readonly message: string }
}
