import { ConfigError } from '../errors/client-errors.ts'
import { defaultMaxFrameBytes } from '../protocol/frame-decoder.ts'
import type { TlsOptions } from '../transport/transport.ts'
import { parseBootstrapServers, type ServerAddress } from './bootstrap-servers.ts'

/** How the client reaches the cluster. Names follow Kafka's configuration keys. */
export interface NetworkConfig {
  /**
   * Brokers to ask first about the cluster: "a:9092,b:9092", or a list. IPv6 addresses stand in brackets; without a port,
   * 9092. They need not be all brokers; more than one keeps the client able to start while one is down.
   */
  readonly bootstrapServers: string | readonly string[]
  /** Names the client in the brokers' logs, metrics and quotas. Sent as it is, on every connection. Default `ottla`. */
  readonly clientId?: string
  /** TLS with the broker's certificate verified; options, or true for the system's trust and defaults. Default: none. */
  readonly tls?: boolean | TlsOptions
  /** How long a request waits for its answer. A request that waits longer ends its connection. Default 30 000 ms. */
  readonly requestTimeoutMs?: number
  /** How long opening a socket may take, TLS included. Default 10 000 ms. */
  readonly connectTimeoutMs?: number
  /** The first pause after a failed connection; doubles each time, with a fifth of chance either way. Default 50 ms. */
  readonly reconnectBackoffMs?: number
  /** The longest pause between attempts to connect to one broker. Default 1 000 ms. */
  readonly reconnectBackoffMaxMs?: number
  /**
   * Connections that nobody has used for this long are closed. Below what brokers (10 minutes), load balancers and Azure
   * Event Hubs (4 minutes) allow, no request ever meets a connection that has just died. `Infinity`: never.
   * Default 540 000 ms.
   */
  readonly connectionsMaxIdleMs?: number
  /** The largest answer that is taken. It must leave room for the largest answer to a fetch. Default 100 MiB. */
  readonly maxFrameBytes?: number
}

/** `NetworkConfig` with everything decided. */
export interface NetworkOptions {
  readonly bootstrapServers: readonly ServerAddress[]
  readonly clientId: string
  readonly tls: TlsOptions | undefined
  readonly requestTimeoutMs: number
  readonly connectTimeoutMs: number
  readonly reconnectBackoffMs: number
  readonly reconnectBackoffMaxMs: number
  readonly connectionsMaxIdleMs: number
  readonly maxFrameBytes: number
}

/** Kafka's length field for a client id. */
const maxClientIdBytes = 0x7fff

/** Fills in the defaults. Throws `ConfigError` for a value that cannot work. */
export function resolveNetworkOptions(config: NetworkConfig): NetworkOptions {
  const reconnectBackoffMs = duration('reconnectBackoffMs', config.reconnectBackoffMs, 50, { min: 0 })
  const reconnectBackoffMaxMs = duration('reconnectBackoffMaxMs', config.reconnectBackoffMaxMs, 1_000, { min: 0 })
  return {
    bootstrapServers: parseBootstrapServers(config.bootstrapServers),
    clientId: checkedClientId(config.clientId ?? 'ottla'),
    tls: config.tls === true ? {} : config.tls === false ? undefined : config.tls,
    requestTimeoutMs: duration('requestTimeoutMs', config.requestTimeoutMs, 30_000),
    connectTimeoutMs: duration('connectTimeoutMs', config.connectTimeoutMs, 10_000),
    reconnectBackoffMs,
    // As in Kafka's client: a first pause above the longest one is the longest one.
    reconnectBackoffMaxMs: Math.max(reconnectBackoffMs, reconnectBackoffMaxMs),
    connectionsMaxIdleMs: duration('connectionsMaxIdleMs', config.connectionsMaxIdleMs, 540_000, { isEndless: true }),
    maxFrameBytes: frameLimit(config.maxFrameBytes ?? defaultMaxFrameBytes),
  }
}

function duration(
  name: string,
  value: number | undefined,
  defaultMs: number,
  { min = 1, isEndless = false }: { readonly min?: number; readonly isEndless?: boolean } = {},
): number {
  const durationMs = value ?? defaultMs
  if (isEndless && durationMs === Number.POSITIVE_INFINITY) return durationMs
  if (Number.isFinite(durationMs) && durationMs >= min) return durationMs
  const endless = isEndless ? ', or Infinity' : ''
  throw new ConfigError(`${name} is ${durationMs}: it must be ${min} or more milliseconds${endless}`)
}

function checkedClientId(clientId: string): string {
  if (Buffer.byteLength(clientId) <= maxClientIdBytes) return clientId
  throw new ConfigError(`clientId is longer than ${maxClientIdBytes} bytes`)
}

function frameLimit(maxFrameBytes: number): number {
  if (Number.isInteger(maxFrameBytes) && maxFrameBytes >= 1024 && maxFrameBytes <= 0x7fff_ffff) return maxFrameBytes
  throw new ConfigError(`maxFrameBytes is ${maxFrameBytes}: it must be a whole number from 1024 to 2147483647`)
}
