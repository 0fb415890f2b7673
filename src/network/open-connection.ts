import { ConnectionError } from '../errors/connection-errors.ts'
import type { Platform } from '../platform/platform.ts'
import type { AuthenticationExchange, Authenticator } from './authenticator.ts'
import { Connection } from './connection.ts'
import type { CloseReason } from './connection-failures.ts'
import { type ApiVersionsMemory, lowerApiVersionsVersion, negotiateVersions } from './negotiate-versions.ts'
import type { NetworkOptions } from './network-options.ts'
import type { BrokerEndpoint } from './request-sender.ts'

/** What all connections of one client share. */
export interface NetworkContext {
  readonly platform: Platform
  readonly options: NetworkOptions
  readonly apiVersionsMemory: ApiVersionsMemory
  readonly authenticator?: Authenticator | undefined
}

export interface ConnectionListener {
  /** A connection exists from here on, until its `closed` resolves. */
  onCreated(connection: Connection): void
  onClosed(connection: Connection, reason: CloseReason): void
}

export interface OpenedConnection {
  readonly connection: Connection
  /** 0: credentials never have to be renewed. */
  readonly sessionLifetimeMs: number
}

/** Connections that a broker may close on ApiVersions before it is taken to be unreachable. */
const maxResets = 2

/**
 * Connects, negotiates versions and authenticates. Leaves nothing open when it fails.
 *
 * A broker that closes the connection on ApiVersions may only be too old for its version (some services close instead of
 * answering error 35), so a lower one is tried at once on a new connection.
 */
export async function openConnection(
  context: NetworkContext,
  endpoint: BrokerEndpoint,
  listener: ConnectionListener,
  signal: AbortSignal,
): Promise<OpenedConnection> {
  const { apiVersionsMemory } = context
  let version = apiVersionsMemory.version
  for (let resets = 0; ; resets++) {
    const connection = await connect(context, endpoint, listener, signal)
    try {
      const negotiation = await negotiateVersions(connection, version, { signal })
      // A broker that lists the version it was asked in before did not close because of it.
      const isTrulyLower = negotiation.listedVersion < apiVersionsMemory.version
      if (isTrulyLower) apiVersionsMemory.version = negotiation.version
      const sessionLifetimeMs = await authenticate(context, connection, endpoint, { signal, isRenewal: false })
      connection.becomeOpen()
      return { connection, sessionLifetimeMs }
    } catch (error) {
      const lowerVersion = lowerApiVersionsVersion(version)
      const mayBeTooOld = connection.features === undefined && connection.closeReason?.isByBroker === true
      connection.close({ text: 'its handshake failed', cause: error, isOrderly: true })
      if (!mayBeTooOld || lowerVersion === undefined || resets >= maxResets || signal.aborted) throw error
      version = lowerVersion
    }
  }
}

async function connect(
  context: NetworkContext,
  endpoint: BrokerEndpoint,
  listener: ConnectionListener,
  signal: AbortSignal,
): Promise<Connection> {
  const { platform, options } = context
  const { nodeId, host, port } = endpoint
  const connection = new Connection({
    nodeId,
    address: formatAddress(endpoint),
    clientId: options.clientId,
    clock: platform.clock,
    requestTimeoutMs: options.requestTimeoutMs,
    maxFrameBytes: options.maxFrameBytes,
    earlyCloseHint: earlyCloseHint(options.tls !== undefined, context.authenticator !== undefined),
    onClosed: (closed, reason) => listener.onClosed(closed, reason),
    onThrottled: ({ address }, throttleTimeMs) =>
      platform.log.event('debug', 'connection throttled', { nodeId, address, throttleTimeMs }),
  })
  listener.onCreated(connection)
  const tls = options.tls === undefined ? {} : { tls: options.tls }
  try {
    const target = { host, port, timeoutMs: options.connectTimeoutMs, signal, ...tls }
    connection.attach(await platform.transport.connect(target, connection.handlers))
  } catch (error) {
    connection.abandon()
    throw error
  }
  if (signal.aborted) {
    connection.close({ text: 'it is not wanted any more', isOrderly: true })
    throw signal.reason
  }
  if (connection.state === 'closed') {
    const text = connection.closeReason?.text ?? 'it closed at once'
    throw new ConnectionError('CONNECTION_CLOSED', `Cannot connect to ${connection.address}: ${text}`, {
      context: { nodeId, address: connection.address },
    })
  }
  return connection
}

/** Proves who the client is, if it has to. Returns for how long that holds; 0 for ever. */
export async function authenticate(
  context: NetworkContext,
  connection: Connection,
  endpoint: BrokerEndpoint,
  { signal, isRenewal }: { readonly signal: AbortSignal; readonly isRenewal: boolean },
): Promise<number> {
  if (context.authenticator === undefined) return 0
  const exchange: AuthenticationExchange = {
    nodeId: connection.nodeId,
    host: endpoint.host,
    port: endpoint.port,
    isTls: context.options.tls !== undefined,
    isRenewal,
    signal,
    versionOf: (api, limits) => connection.versionOf(api, limits),
    supports: (api) => connection.supports(api),
    request: (api, version, body) => connection.requestInHandshake(api, version, body, { signal }),
    exchangeRaw: (bytes) => connection.exchangeRaw(bytes, { signal }),
  }
  const { sessionLifetimeMs } = await context.authenticator.authenticate(exchange)
  return sessionLifetimeMs
}

export function formatAddress({ host, port }: Pick<BrokerEndpoint, 'host' | 'port'>): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

/** A listener of another kind closes without a word. This is what it would have said. */
function earlyCloseHint(isTls: boolean, isSasl: boolean): string {
  if (isTls && isSasl) return 'Is this a Kafka listener with TLS and SASL, and are the credentials right?'
  if (isTls) return 'Does this listener expect SASL (option `sasl`)?'
  if (isSasl) return 'Does this listener expect TLS (option `tls`), or another SASL mechanism?'
  return 'Does this listener expect TLS (option `tls`) or SASL (option `sasl`)?'
}
