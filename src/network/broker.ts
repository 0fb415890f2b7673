/**
 * One broker of the cluster, and the client's connections to it.
 *
 * The broker owns its connections: one a purpose in `#open`, and in `#live` also those that are being opened or drained.
 * An attempt to connect belongs to the broker too, not to who asked first: callers come and go, the attempt ends by
 * itself, or when the broker is closed or moves.
 */
import { ConnectionError, RequestTimeoutError } from '../errors/connection-errors.ts'
import type { Api } from '../protocol/message-codec.ts'
import { delay } from '../support/delay.ts'
import type { Random } from '../support/random.ts'
import { settleWithin } from '../support/settle-within.ts'
import type { Connection } from './connection.ts'
import type { CloseReason } from './connection-failures.ts'
import { ConnectionUpkeep } from './connection-upkeep.ts'
import {
  authenticate,
  formatAddress,
  type NetworkContext,
  type OpenedConnection,
  openConnection,
} from './open-connection.ts'
import { ReconnectBackoff } from './reconnect-backoff.ts'
import type {
  BrokerEndpoint,
  BrokerNode,
  ConnectionPurpose,
  OpenConnection,
  RequestBody,
  RequestOptions,
  RequestTarget,
} from './request-sender.ts'

interface Attempt {
  readonly promise: Promise<Connection>
  /** Ends the try that is under way; the attempt then tries again at the new address, or gives up. */
  controller: AbortController
}

interface OpenSlot {
  readonly connection: Connection
  readonly upkeep: ConnectionUpkeep
  /** Failures before this connection was made: they count on if it turns out to serve nothing. */
  readonly failuresBefore: number
}

export class Broker implements BrokerNode {
  readonly nodeId: number
  readonly #context: NetworkContext
  readonly #random: Random
  readonly #open = new Map<ConnectionPurpose, OpenSlot>()
  readonly #attempts = new Map<ConnectionPurpose, Attempt>()
  readonly #live = new Set<Connection>()
  readonly #backoff: ReconnectBackoff
  /** What the last attempt to connect to the present address failed with; undefined after one that did not. */
  #connectFailure: Error | undefined
  #endpoint: BrokerEndpoint
  /** Set when the broker takes no more requests, with the reason that callers are told. */
  #endReason: CloseReason | undefined

  constructor(context: NetworkContext, endpoint: BrokerEndpoint) {
    this.nodeId = endpoint.nodeId
    this.#context = context
    this.#endpoint = endpoint
    this.#random = context.platform.random.fork(`broker ${endpoint.nodeId}`)
    this.#backoff = new ReconnectBackoff({
      firstMs: context.options.reconnectBackoffMs,
      maxMs: context.options.reconnectBackoffMaxMs,
      random: this.#random,
    })
  }

  get host(): string {
    return this.#endpoint.host
  }

  get port(): number {
    return this.#endpoint.port
  }

  get rack(): string | null {
    return this.#endpoint.rack
  }

  get isConnected(): boolean {
    return this.#open.size > 0
  }

  /** The last attempt to connect failed, and no other has succeeded since. */
  get isFailing(): boolean {
    return this.#backoff.failureCount > 0
  }

  /** How long until the next attempt to connect may begin. */
  get backoffRemainingMs(): number {
    return this.#backoff.remainingMs(this.#context.platform.clock.now())
  }

  /** Requests that were sent or wait to be, on all connections. */
  get loadCount(): number {
    let count = 0
    for (const connection of this.#live) count += connection.loadCount
    return count
  }

  async connection(purpose: ConnectionPurpose, options: RequestOptions = {}): Promise<OpenConnection> {
    return this.#connection(purpose, options)
  }

  async request<Request, Response>(
    api: Api<Request, Response>,
    body: RequestBody<Request>,
    options: RequestTarget = {},
  ): Promise<Response> {
    const purpose = options.purpose ?? 'control'
    const open = this.#open.get(purpose)?.connection
    if (open !== undefined) return this.#send(open, api, body, options)
    const { clock } = this.#context.platform
    const timeoutMs = options.timeoutMs ?? this.#context.options.requestTimeoutMs
    const deadlineMs = clock.now() + timeoutMs
    const connection = await this.#connection(purpose, options, api.name)
    // Connecting is part of the request's time.
    return this.#send(connection, api, body, { ...options, timeoutMs: Math.max(1, deadlineMs - clock.now()) })
  }

  release(purpose: ConnectionPurpose): void {
    const slot = this.#open.get(purpose)
    if (slot !== undefined) this.#drain(purpose, slot.connection)
  }

  /** Another address for the same node: new connections go there, those that are open finish what they have. */
  update(endpoint: BrokerEndpoint): void {
    const { host, port } = this.#endpoint
    this.#endpoint = endpoint
    if (endpoint.host === host && endpoint.port === port) return
    this.#log('info', 'broker moved', { from: formatAddress({ host, port }) })
    this.#connectFailure = undefined
    this.#backoff.onSuccess()
    this.#drainAll()
    for (const attempt of this.#attempts.values()) attempt.controller.abort()
  }

  /** The cluster has this node no more: requests under way get their answers, others are refused. */
  retire(): void {
    this.#endReason ??= { text: 'the broker is no longer part of the cluster', isOrderly: true }
    this.#drainAll()
    for (const attempt of this.#attempts.values()) attempt.controller.abort()
  }

  /** Fails what is under way and resolves when all sockets are closed. */
  async close(reason: CloseReason): Promise<void> {
    this.#endReason = reason
    for (const attempt of this.#attempts.values()) attempt.controller.abort()
    const live = [...this.#live]
    for (const connection of live) connection.close(reason)
    await Promise.allSettled([
      ...live.map((connection) => connection.closed),
      ...[...this.#attempts.values()].map((attempt) => attempt.promise),
    ])
  }

  /** Resolves when a retired broker's last connection has closed. */
  async drained(): Promise<void> {
    await Promise.allSettled([...this.#live].map((connection) => connection.closed))
  }

  #send<Request, Response>(
    connection: Connection,
    api: Api<Request, Response>,
    body: RequestBody<Request>,
    options: RequestTarget,
  ): Promise<Response> {
    const version = connection.versionOf(api, options)
    return connection.request(api, version, typeof body === 'function' ? body(version) : body, options)
  }

  #connection(purpose: ConnectionPurpose, options: RequestOptions, apiName?: string): Promise<Connection> {
    if (options.signal?.aborted === true) return Promise.reject(options.signal.reason)
    const open = this.#open.get(purpose)?.connection
    if (open !== undefined) return Promise.resolve(open)
    if (this.#endReason !== undefined) return Promise.reject(this.#endError(this.#endReason))
    const attempt = this.#attempts.get(purpose) ?? this.#startAttempt(purpose)
    const timeoutMs = options.timeoutMs ?? this.#context.options.requestTimeoutMs
    const label = `wait for connection ${this.#address}`
    const onTimeout = (): Error => this.#connectTimeoutError(timeoutMs, apiName)
    return settleWithin(this.#context.platform.clock, attempt.promise, {
      signal: options.signal,
      timeoutMs,
      label,
      onTimeout,
    })
  }

  #startAttempt(purpose: ConnectionPurpose): Attempt {
    const { promise, resolve, reject } = Promise.withResolvers<Connection>()
    const attempt: Attempt = { promise, controller: new AbortController() }
    this.#attempts.set(purpose, attempt)
    // Nobody may be left to hear of a failure.
    promise.catch(() => {})
    this.#runAttempt(purpose, attempt)
      .finally(() => this.#attempts.delete(purpose))
      .then(resolve, reject)
    return attempt
  }

  async #runAttempt(purpose: ConnectionPurpose, attempt: Attempt): Promise<Connection> {
    for (;;) {
      const endpoint = this.#endpoint
      try {
        const opened = await this.#openTo(endpoint, purpose, attempt.controller.signal)
        if (this.#isCurrent(endpoint)) return this.#install(purpose, endpoint, opened)
        opened.connection.drain()
      } catch (error) {
        if (this.#isCurrent(endpoint)) throw this.#noteConnectFailure(error)
      }
      // The broker has moved, or is wanted no more, while the attempt was under way.
      if (this.#endReason !== undefined) throw this.#endError(this.#endReason)
      attempt.controller = new AbortController()
    }
  }

  async #openTo(endpoint: BrokerEndpoint, purpose: ConnectionPurpose, signal: AbortSignal): Promise<OpenedConnection> {
    const { clock } = this.#context.platform
    const pauseMs = this.#backoff.remainingMs(clock.now())
    if (pauseMs > 0) await delay(clock, pauseMs, `reconnect backoff ${formatAddress(endpoint)}`, { signal })
    const listener = {
      onCreated: (connection: Connection) => this.#track(connection),
      onClosed: (connection: Connection, reason: CloseReason) => this.#onClosed(purpose, connection, reason),
    }
    return openConnection(this.#context, endpoint, listener, signal)
  }

  #track(connection: Connection): void {
    this.#live.add(connection)
    void connection.closed.then(() => this.#live.delete(connection))
  }

  #isCurrent({ host, port }: BrokerEndpoint): boolean {
    return this.#endReason === undefined && host === this.#endpoint.host && port === this.#endpoint.port
  }

  #install(purpose: ConnectionPurpose, endpoint: BrokerEndpoint, opened: OpenedConnection): Connection {
    const { connection, sessionLifetimeMs } = opened
    const { platform, options } = this.#context
    const controller = new AbortController()
    void connection.closed.then(() => controller.abort())
    const upkeep = new ConnectionUpkeep({
      connection,
      clock: platform.clock,
      random: this.#random,
      maxIdleMs: options.connectionsMaxIdleMs,
      sessionLifetimeMs,
      onIdle: () => this.#drain(purpose, connection),
      renew: () => authenticate(this.#context, connection, endpoint, { signal: controller.signal, isRenewal: true }),
    })
    this.#open.set(purpose, { connection, upkeep, failuresBefore: this.#backoff.failureCount })
    this.#connectFailure = undefined
    this.#backoff.onSuccess()
    this.#log('debug', 'connection opened', { purpose })
    return connection
  }

  #noteConnectFailure(error: unknown): unknown {
    this.#connectFailure = error instanceof Error ? error : undefined
    this.#backoff.onFailure(this.#context.platform.clock.now())
    this.#log('warn', 'connection failed', { error, failureCount: this.#backoff.failureCount })
    return error
  }

  #onClosed(purpose: ConnectionPurpose, connection: Connection, reason: CloseReason): void {
    const slot = this.#open.get(purpose)
    if (slot?.connection !== connection) return
    this.#open.delete(purpose)
    slot.upkeep.stop()
    const level = reason.isOrderly ? 'debug' : 'warn'
    this.#log(level, 'connection closed', { purpose, reason: reason.text })
    // One that never served counts as a failed attempt: a listener that takes connections and drops them must not be
    // asked again at full speed. One that did is replaced at once.
    if (connection.hasServed || reason.isOrderly) return
    this.#backoff.onFailure(this.#context.platform.clock.now(), slot.failuresBefore)
  }

  #drain(purpose: ConnectionPurpose, connection: Connection): void {
    const slot = this.#open.get(purpose)
    if (slot?.connection === connection) {
      this.#open.delete(purpose)
      slot.upkeep.stop()
      this.#log('debug', 'connection drained', { purpose })
    }
    connection.drain()
  }

  #drainAll(): void {
    for (const [purpose, { connection }] of [...this.#open]) this.#drain(purpose, connection)
  }

  get #address(): string {
    return formatAddress(this.#endpoint)
  }

  #endError(reason: CloseReason): ConnectionError {
    return new ConnectionError('CONNECTION_CLOSED', `Cannot connect to ${this.#address}: ${reason.text}`, {
      retriable: reason.isFinal !== true,
      context: { nodeId: this.nodeId, address: this.#address },
      cause: reason.cause,
    })
  }

  /** Whoever comes between two attempts, and has no time for the next, learns what the last one failed with. */
  #connectTimeoutError(timeoutMs: number, apiName: string | undefined): RequestTimeoutError {
    const what = apiName === undefined ? `connect to ${this.#address}` : `send ${apiName} to ${this.#address}`
    const cause = this.#connectFailure
    const before = cause === undefined ? '' : `; before that: ${cause.message}`
    return new RequestTimeoutError(`Cannot ${what}: not connected within ${Math.ceil(timeoutMs)} ms${before}`, {
      mayHaveBeenSent: false,
      context: { nodeId: this.nodeId, address: this.#address, ...(apiName === undefined ? {} : { api: apiName }) },
      ...(cause !== undefined && { cause }),
    })
  }

  #log(level: 'debug' | 'info' | 'warn', name: string, fields: Readonly<Record<string, unknown>>): void {
    this.#context.platform.log.event(level, name, { nodeId: this.nodeId, address: this.#address, ...fields })
  }
}
