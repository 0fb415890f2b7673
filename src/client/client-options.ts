import { ConfigError } from '../errors/client-errors.ts'
import { type NetworkConfig, type NetworkOptions, resolveNetworkOptions } from '../network/network-options.ts'
import { checkSaslOptions, type SaslOptions } from '../security/sasl-options.ts'
import { refuseUnknownOptions } from './refuse-unknown-options.ts'

/** How the client finds its way in the cluster, and how long it keeps trying. Names follow Kafka's configuration keys. */
export interface RoutingConfig {
  /**
   * Metadata older than this is refreshed without a reason, which is how new partitions and brokers are found. Shorter
   * finds them sooner; longer saves requests. Default 300 000 ms.
   */
  readonly metadataMaxAgeMs?: number
  /**
   * What to do when no known broker can be reached, or the cluster asks for it: `rebootstrap` starts again from
   * `bootstrapServers` (KIP-899, KIP-1102), `none` keeps trying the brokers that are known. Default `rebootstrap`.
   */
  readonly metadataRecoveryStrategy?: 'rebootstrap' | 'none'
  /** The pause before a failed request is repeated; doubles each time, with a fifth of chance either way. Default 100 ms. */
  readonly retryBackoffMs?: number
  /** The longest pause between two attempts. Default 1 000 ms. */
  readonly retryBackoffMaxMs?: number
  /** The time of a call, retries included, whose caller names none with `timeoutMs`. Default 60 000 ms. */
  readonly defaultApiTimeoutMs?: number
}

/** Everything that the clients of one `Kafka` share. */
export interface ClientConfig extends NetworkConfig, RoutingConfig {
  /** Who the client is, where brokers want to know. Use it with `tls`, at PLAIN at least. Default: nobody in particular. */
  readonly sasl?: SaslOptions
}

/** `ClientConfig` with everything decided. */
export interface ClientOptions {
  readonly network: NetworkOptions
  readonly sasl: SaslOptions | undefined
  readonly metadataMaxAgeMs: number
  readonly metadataRecoveryStrategy: 'rebootstrap' | 'none'
  readonly retryBackoffMs: number
  readonly retryBackoffMaxMs: number
  readonly defaultApiTimeoutMs: number
}

/** One entry for every option, so that a new one cannot be forgotten here. */
const optionNames: Readonly<Record<keyof ClientConfig, true>> = {
  bootstrapServers: true,
  clientId: true,
  tls: true,
  sasl: true,
  requestTimeoutMs: true,
  connectTimeoutMs: true,
  reconnectBackoffMs: true,
  reconnectBackoffMaxMs: true,
  connectionsMaxIdleMs: true,
  maxFrameBytes: true,
  metadataMaxAgeMs: true,
  metadataRecoveryStrategy: true,
  retryBackoffMs: true,
  retryBackoffMaxMs: true,
  defaultApiTimeoutMs: true,
}

export const clientOptionNames: readonly string[] = Object.keys(optionNames)

/** What other clients call these options. */
const otherNames: Readonly<Record<string, string>> = {
  brokers: 'bootstrapServers',
  bootstrapBrokers: 'bootstrapServers',
  seedBrokers: 'bootstrapServers',
  'metadata.broker.list': 'bootstrapServers',
  ssl: 'tls',
  connectionTimeout: 'connectTimeoutMs',
  'socket.connection.setup.timeout.ms': 'connectTimeoutMs',
  requestTimeout: 'requestTimeoutMs',
  timeout: 'defaultApiTimeoutMs',
  metadataMaxAge: 'metadataMaxAgeMs',
  retry: 'retryBackoffMs',
}

/**
 * Checks the options and fills in the defaults. Pure. Throws `ConfigError` naming the option, the value and the rule.
 * `ownNames` are options that the caller handles itself and has taken care of.
 */
export function resolveClientOptions(config: ClientConfig, ownNames: readonly string[] = []): ClientOptions {
  if (config === null || typeof config !== 'object') {
    throw new ConfigError("Kafka takes an object of options, such as { bootstrapServers: 'localhost:9092' }")
  }
  refuseUnknownOptions(config, [...clientOptionNames, ...ownNames], 'Kafka', otherNames)
  if (config.bootstrapServers === undefined) {
    throw new ConfigError("bootstrapServers is missing: it takes 'host:port,host:port' or a list")
  }
  if (config.sasl !== undefined) checkSaslOptions(config.sasl)
  const retryBackoffMs = duration('retryBackoffMs', config.retryBackoffMs ?? 100)
  const strategy: string = config.metadataRecoveryStrategy ?? 'rebootstrap'
  if (strategy !== 'rebootstrap' && strategy !== 'none') {
    throw new ConfigError(`metadataRecoveryStrategy is '${strategy}': it must be 'rebootstrap' or 'none'`)
  }
  return Object.freeze({
    network: resolveNetworkOptions(config),
    sasl: config.sasl,
    metadataMaxAgeMs: duration('metadataMaxAgeMs', config.metadataMaxAgeMs ?? 300_000),
    metadataRecoveryStrategy: strategy,
    retryBackoffMs,
    // As in Kafka's client: a first pause above the longest one is the longest one.
    retryBackoffMaxMs: Math.max(retryBackoffMs, duration('retryBackoffMaxMs', config.retryBackoffMaxMs ?? 1_000)),
    defaultApiTimeoutMs: duration('defaultApiTimeoutMs', config.defaultApiTimeoutMs ?? 60_000),
  })
}

function duration(name: string, valueMs: number): number {
  if (Number.isFinite(valueMs) && valueMs >= 1) return valueMs
  throw new ConfigError(`${name} is ${String(valueMs)}: it must be 1 or more milliseconds`)
}
