import { ConfigError } from '../errors/client-errors.ts'
import type { Log } from '../observe/log.ts'
import type { Storage } from '../platform/storage.ts'
import type { Clock } from '../support/clock.ts'
import type { Random } from '../support/random.ts'
import type { Listening } from '../transport/listener.ts'
import type { MemoryNetwork } from '../transport/memory-transport.ts'
import type { ListenerTls } from '../transport/tls-listener.ts'
import type { ClusterObserver } from './cluster-observer.ts'
import type { ClusterProfile, VersionRanges } from './profiles/profile.ts'
import { type KafkaVersion, profileOf, type ServiceName } from './profiles/profiles.ts'
import type { ClusterAuthorizerOptions, ClusterSaslOptions } from './security/security-options.ts'

/** A topic that is there from the start, or that a test makes without a client. */
export interface TopicSpec {
  /** Default 1. */
  readonly partitions?: number
  /** Default: three, or as many as there are brokers. */
  readonly replicationFactor?: number
  /** The replicas of each partition, the leader first. In place of the two above. */
  readonly assignments?: readonly (readonly number[])[]
  /** Kafka's topic configuration: `{ 'min.insync.replicas': 2 }`. */
  readonly configs?: Readonly<Record<string, string | number | boolean>>
  /** Where the logs begin, as if records had been there and were deleted. Default 0. */
  readonly startOffset?: bigint
}

/** One broker. */
export interface BrokerSpec {
  /** Default: counted from 1. */
  readonly nodeId?: number
  /** For reading from followers in the same rack, and for assignors. */
  readonly rack?: string
  /** Default: any that is free. */
  readonly port?: number
}

export interface FakeClusterOptions {
  /** How many brokers, or each of them. Default 1. */
  readonly brokers?: number | readonly BrokerSpec[]
  /** Topics that are there from the start: a number of partitions, or more. Those that a `dataDir` has stay as they are. */
  readonly topics?: Readonly<Record<string, number | TopicSpec>>
  /** The release of Kafka whose versions and defaults it has. Default `4.3`. */
  readonly version?: KafkaVersion
  /** Another broker or service than Apache Kafka: `redpanda`. Or a profile of one's own. In place of `version`. */
  readonly profile?: ServiceName | ClusterProfile
  /** As in a `server.properties`: `{ 'auto.create.topics.enable': false, 'message.max.bytes': 1000 }`. */
  readonly config?: Readonly<Record<string, string | number | boolean>>
  /**
   * `tcp`: real listeners, which any Kafka client can connect to. `memory`: no sockets; clients take `cluster.platform()`.
   * A `MemoryNetwork` of one's own brings latency and chance. Default `tcp`.
   */
  readonly network?: 'tcp' | 'memory' | MemoryNetwork
  /** Where brokers listen instead: another network, whose clients make their own platform. */
  readonly listening?: Listening
  /** Where brokers listen with `tcp`, and what they tell clients. Default 127.0.0.1. */
  readonly host?: string
  /** The first broker's port; the others follow it. Default: any that are free. */
  readonly port?: number
  /** Brokers listen with TLS, on `tcp` only. Default: without. */
  readonly tls?: ListenerTls
  /** Clients authenticate with SASL. Default: nobody has to say who they are. */
  readonly sasl?: ClusterSaslOptions
  /** What clients may do is decided by ACLs. Default: everybody may do everything. */
  readonly authorizer?: ClusterAuthorizerOptions
  /** Brokers ask clients for metrics of theirs and take them (KIP-714), as if they had a plugin for it. Default false. */
  readonly takesTelemetry?: boolean
  /** Consumers that name their rack are sent to a replica there (KIP-392). Default false, as in Kafka. */
  readonly prefersReplicasInRack?: boolean
  /** Default: made from `random`. */
  readonly clusterId?: string
  /**
   * A folder in which topics, records and all else is kept, and found again by the next cluster with that folder. One cluster
   * at a time. Default: in memory, and gone at the end.
   */
  readonly dataDir?: string
  /** Where it is kept instead of a folder: a `MemoryStorage`, for tests of what outlives a cluster. */
  readonly storage?: Storage
  /** Milliseconds that a broker takes for each request before it looks at it. Default 0. */
  readonly processingMs?: number | (() => number)
  /**
   * Compares every request with what the protocol's codec makes of its content, and reports a difference as a violation.
   * For tests of a client that uses the same codec. Default false.
   */
  readonly verifiesFrames?: boolean
  /** Default: the machine's. A `ManualClock` stands still until the test moves it. */
  readonly clock?: Clock
  /** Default: unforeseeable. */
  readonly random?: Random
  /** Where log events go. Default: nowhere. */
  readonly log?: Log
  /**
   * Whether `requests` tells what arrived. False spares the memory, and a quarter of the time that a small request takes.
   * Default true.
   */
  readonly remembersRequests?: boolean
  /** Hears of connections and requests. Default: nobody. */
  readonly observer?: ClusterObserver
}

export function resolveBrokers({ brokers = 1, port }: FakeClusterOptions): Required<Omit<BrokerSpec, 'rack'>>[] {
  const specs: readonly BrokerSpec[] =
    typeof brokers === 'number' ? Array.from({ length: brokers }, () => ({})) : brokers
  if (specs.length === 0 || (typeof brokers === 'number' && !(Number.isInteger(brokers) && brokers > 0))) {
    throw new ConfigError(`A cluster has one broker at least, not ${typeof brokers === 'number' ? brokers : 'none'}`)
  }
  const resolved = specs.map(({ nodeId = 0, port: own }, index) => ({
    nodeId: nodeId === 0 ? index + 1 : nodeId,
    port: own ?? (port === undefined || port === 0 ? 0 : port + index),
  }))
  if (new Set(resolved.map(({ nodeId }) => nodeId)).size < resolved.length) {
    throw new ConfigError('Two brokers of a cluster cannot have the same id')
  }
  return resolved
}

export function resolveProfile(options: FakeClusterOptions): ClusterProfile {
  const { version = '4.3', profile = version, takesTelemetry = false } = options
  const resolved = typeof profile === 'object' ? profile : profileOf(profile)
  return takesTelemetry ? { ...resolved, versions: { ...resolved.versions, ...telemetryVersions } } : resolved
}

/** As of Kafka 3.7. Brokers offer it when there is somewhere to send metrics to. */
const telemetryVersions: VersionRanges = { GetTelemetrySubscriptions: [0, 0], PushTelemetry: [0, 0] }

/** Values as configuration has them: text. */
export function asConfigText(
  values: Readonly<Record<string, string | number | boolean>> = {},
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))
}

/** Where there are no sockets there is nothing to encrypt, and no certificate to know a client by. */
export function refuseTlsWithoutSockets(options: FakeClusterOptions): void {
  if (options.tls !== undefined && !usesSockets(options)) {
    throw new ConfigError('Brokers listen with TLS on tcp only, not on a network inside the process')
  }
}

/** Brokers listen on the machine's own network. */
export function usesSockets({ network = 'tcp', listening }: FakeClusterOptions): boolean {
  return network === 'tcp' && listening === undefined
}
