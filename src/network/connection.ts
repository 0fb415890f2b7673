/**
 * One connection to one broker, with any number of requests on their way.
 *
 * The connection owns its stream, the queue of requests that wait to be written, and the table of those that wait for
 * their answers. Everything here is synchronous: a request is encoded, numbered and queued in the very call, and bytes
 * leave in the order of the calls. Requests wait in the queue while the broker throttles the client (KIP-219), while the
 * stream is full, and while credentials are renewed (KIP-368).
 *
 * Every request settles exactly once; `#end` is the only way to `closed` and fails all that are left.
 */
import type { ConnectionError } from '../errors/connection-errors.ts'
import {
  type ApiVersionRanges,
  latestStableVersion,
  pickVersion,
  type VersionLimits as RangeLimits,
} from '../protocol/api-versions.ts'
import { FrameDecoder } from '../protocol/frame-decoder.ts'
import type { Api, Draft } from '../protocol/message-codec.ts'
import { encodeRequest } from '../protocol/request-frame.ts'
import { decodeResponse } from '../protocol/response-frame.ts'
import type { Clock } from '../support/clock.ts'
import { createDeferred } from '../support/deferred.ts'
import type { ByteStream, StreamHandlers } from '../transport/transport.ts'
import type { BrokerFeatures } from './broker-features.ts'
import { clientThrottleMs } from './client-throttling.ts'
import { type CloseReason, closedFailure, type FailedRequest, timeoutFailure } from './connection-failures.ts'
import { type ConnectionState, moveConnection } from './connection-state.ts'
import { ConnectionThrottle } from './connection-throttle.ts'
import { DeadlineTimer } from './deadline-timer.ts'
import { InFlightTable } from './in-flight-table.ts'
import { type PendingKind, PendingRequest, rawExchangeName } from './pending-request.ts'
import { RequestQueue } from './request-queue.ts'
import type { OpenConnection, RequestOptions, VersionLimits } from './request-sender.ts'

export interface ConnectionOptions {
  readonly nodeId: number
  /** `host:port`, for messages. */
  readonly address: string
  readonly clientId: string
  readonly clock: Clock
  readonly requestTimeoutMs: number
  readonly maxFrameBytes: number
  /** Ends the message of a connection that the broker closed before it answered any request but the handshake's. */
  readonly earlyCloseHint: string
  /** Called once, synchronously, before the requests on it hear that they failed. */
  readonly onClosed: (connection: Connection, reason: CloseReason) => void
  readonly onThrottled?: (connection: Connection, throttleTimeMs: number) => void
}

/** Correlation ids are signed 32-bit numbers; they start again at 0. */
const correlationIdMask = 0x7fff_ffff

export class Connection implements OpenConnection {
  readonly nodeId: number
  readonly address: string
  /** Resolves when the socket is closed. Never rejects. */
  readonly closed: Promise<void>
  readonly #options: ConnectionOptions
  readonly #clock: Clock
  readonly #decoder: FrameDecoder
  readonly #inFlight = new InFlightTable()
  readonly #queue = new RequestQueue<PendingRequest>()
  readonly #deadlines: DeadlineTimer
  readonly #throttle: ConnectionThrottle
  readonly #whenClosed = createDeferred<void>()
  #state: ConnectionState = 'handshaking'
  #stream: ByteStream | undefined
  #ranges: ApiVersionRanges = new Map()
  #features: BrokerFeatures | undefined
  #correlationId = 0
  #isStreamFull = false
  #isExclusive = false
  #whenIdle: (() => void) | undefined
  #lastUsedAtMs: number
  #hasServed = false
  #closeReason: CloseReason | undefined

  constructor(options: ConnectionOptions) {
    this.nodeId = options.nodeId
    this.address = options.address
    this.closed = this.#whenClosed.promise
    this.#options = options
    this.#clock = options.clock
    this.#lastUsedAtMs = options.clock.now()
    this.#decoder = new FrameDecoder({ maxFrameBytes: options.maxFrameBytes, onFrame: (frame) => this.#onFrame(frame) })
    this.#throttle = new ConnectionThrottle(options.clock, `throttle ${options.address}`, () => this.#flush())
    this.#deadlines = new DeadlineTimer(options.clock, `request deadline ${options.address}`, () => this.#expire())
  }

  get state(): ConnectionState {
    return this.#state
  }

  get isOpen(): boolean {
    return this.#state === 'open'
  }

  /** The broker has answered a request that was not part of the handshake. */
  get hasServed(): boolean {
    return this.#hasServed
  }

  get closeReason(): CloseReason | undefined {
    return this.#closeReason
  }

  /** Requests that were sent or wait to be. */
  get loadCount(): number {
    return this.#inFlight.awaitedCount + this.#queue.size
  }

  /** For how long nothing has been sent, received or awaited. */
  get idleMs(): number {
    return this.loadCount > 0 ? 0 : this.#clock.now() - this.#lastUsedAtMs
  }

  /** What the broker said in the handshake. Undefined until then. */
  get features(): BrokerFeatures | undefined {
    return this.#features
  }

  /** What the transport calls. */
  get handlers(): StreamHandlers {
    return {
      onData: (chunk) => this.#onData(chunk),
      onDrain: () => {
        this.#isStreamFull = false
        this.#flush()
      },
      onClose: (error) => {
        this.#whenClosed.resolve()
        this.#onStreamClosed(error)
      },
    }
  }

  /** The transport has opened the stream. */
  attach(stream: ByteStream): void {
    this.#stream = stream
    // Nobody wants it any more, or it has ended before it could be taken.
    if (this.#state === 'closed') stream.destroy()
  }

  /** There will be no stream: the transport could not open one. */
  abandon(): void {
    this.#whenClosed.resolve()
    if (this.#state !== 'closed') this.#end({ text: 'it could not be opened', isOrderly: true })
  }

  setVersions(ranges: ApiVersionRanges, features: BrokerFeatures): void {
    this.#ranges = ranges
    this.#features = features
  }

  /** The handshake is done. */
  becomeOpen(): void {
    this.#state = moveConnection(this.#state, 'open')
  }

  versionOf(api: Api<unknown, unknown>, limits?: VersionLimits): number {
    return pickVersion(api, this.#ranges.get(api.key), limits === undefined ? undefined : rangeLimits(limits))
  }

  supports(api: Api<unknown, unknown>): boolean {
    const range = this.#ranges.get(api.key)
    return range !== undefined && range.max >= api.minVersion && range.min <= latestStableVersion(api)
  }

  request<Request, Response>(
    api: Api<Request, Response>,
    version: number,
    body: Draft<Request>,
    options?: RequestOptions,
  ): Promise<Response> {
    if (this.#state !== 'open') return this.#refusal(api, version)
    return this.#start('answered', api, version, body, false, options) as Promise<Response>
  }

  requestWithoutResponse<Request>(api: Api<Request, unknown>, version: number, body: Draft<Request>): Promise<void> {
    if (this.#state !== 'open') return this.#refusal(api, version)
    return this.#start('unanswered', api, version, body, false) as Promise<void>
  }

  /** As `request`, for the handshake only: it is taken in every state but `closed`, and goes before what waits. */
  requestInHandshake<Request, Response>(
    api: Api<Request, Response>,
    version: number,
    body: Draft<Request>,
    options?: RequestOptions,
  ): Promise<Response> {
    if (this.#state === 'closed') return this.#refusal(api, version)
    return this.#start('answered', api, version, body, true, options) as Promise<Response>
  }

  /** Bytes with a size and nothing else, answered by bytes with a size: how SASL goes on after SaslHandshake v0. */
  exchangeRaw(bytes: Uint8Array, options?: RequestOptions): Promise<Buffer> {
    if (this.#state === 'closed') return this.#refusal(undefined, 0)
    const size = Buffer.alloc(4)
    size.writeInt32BE(bytes.length)
    const chunks = bytes.length === 0 ? [size] : [size, bytes]
    return this.#submit('raw', undefined, 0, 0, chunks, true, options) as Promise<Buffer>
  }

  /**
   * Runs `section` (a renewal of credentials) with the connection to itself: requests that come meanwhile wait, those
   * that were sent are answered first. A failed section closes the connection.
   */
  async runExclusively(section: () => Promise<void>): Promise<void> {
    this.#isExclusive = true
    try {
      if (this.#inFlight.awaitedCount > 0) await new Promise<void>((resolve) => (this.#whenIdle = resolve))
      // While the last answers came in, the connection may have ended; its requests have failed by now.
      if (this.#state === 'closed') return
      await section()
    } catch (cause) {
      this.#end({ text: 'the credentials could not be renewed', cause, isOrderly: false })
    } finally {
      this.#isExclusive = false
      this.#flush()
    }
  }

  /** Takes no more requests, and closes when the last answer has come. */
  drain(): void {
    if (this.#state === 'handshaking') this.close({ text: 'it is not needed any more', isOrderly: true })
    if (this.#state !== 'open') return
    this.#state = moveConnection(this.#state, 'draining')
    this.#closeWhenDrained()
  }

  /** Fails what is on it and closes the socket; `closed` tells when that is done. */
  close(reason: CloseReason): void {
    this.#end(reason)
  }

  #start<Request>(
    kind: PendingKind,
    api: Api<Request, unknown>,
    version: number,
    body: Draft<Request>,
    isHandshake: boolean,
    options?: RequestOptions,
  ): Promise<unknown> {
    if (options?.signal?.aborted === true) return Promise.reject(options.signal.reason)
    const correlationId = this.#correlationId
    let chunks: Uint8Array[]
    try {
      chunks = encodeRequest(api, version, correlationId, this.#options.clientId, body)
    } catch (error) {
      return Promise.reject(error)
    }
    this.#correlationId = (correlationId + 1) & correlationIdMask
    return this.#submit(kind, api as Api<unknown, unknown>, version, correlationId, chunks, isHandshake, options)
  }

  #submit(
    kind: PendingKind,
    api: Api<unknown, unknown> | undefined,
    version: number,
    correlationId: number,
    chunks: readonly Uint8Array[],
    isHandshake: boolean,
    options?: RequestOptions,
  ): Promise<unknown> {
    const timeoutMs = options?.timeoutMs ?? this.#options.requestTimeoutMs
    const deadlineMs = this.#clock.now() + timeoutMs
    const signal = options?.signal
    const request = new PendingRequest({
      kind,
      api,
      version,
      correlationId,
      chunks,
      deadlineMs,
      timeoutMs,
      isHandshake,
      signal,
    })
    const { promise } = request
    this.#deadlines.include(deadlineMs)
    if (this.#mayWrite(request) && (isHandshake || this.#queue.size === 0)) this.#write(request)
    else if (isHandshake) this.#queue.pushFront(request)
    else this.#queue.push(request)
    return promise
  }

  #mayWrite(request: PendingRequest): boolean {
    if (this.#isStreamFull || this.#throttle.isActive || this.#stream === undefined) return false
    return !this.#isExclusive || request.isHandshake
  }

  /** The point of no return: after it the broker may have seen the request. */
  #write(request: PendingRequest): void {
    this.#inFlight.add(request)
    this.#lastUsedAtMs = this.#clock.now()
    if (this.#stream?.write(request.handOver()) === false) this.#isStreamFull = true
    if (request.kind === 'unanswered') request.resolve(undefined)
  }

  #flush(): void {
    for (let next = this.#queue.first; next !== undefined; next = this.#queue.first) {
      // Given up while it waited: no byte of it has left, none will.
      if (!next.isSettled) {
        if (this.#state === 'closed' || !this.#mayWrite(next)) return
        this.#write(next)
      }
      this.#queue.shift()
    }
    this.#closeWhenDrained()
  }

  #onData(chunk: Buffer): void {
    if (this.#state === 'closed') return
    this.#lastUsedAtMs = this.#clock.now()
    try {
      this.#decoder.push(chunk)
    } catch (cause) {
      this.#end({ text: `the broker's bytes are no answer. ${messageOf(cause)}`, cause, isOrderly: false })
    }
  }

  #onFrame(frame: Buffer): void {
    // An earlier frame of the same chunk may have ended the connection.
    if (this.#state === 'closed') return
    const correlationId = frame.length < 4 ? -1 : frame.readInt32BE(0)
    const request = this.#inFlight.match(correlationId)
    if (request === 'uncalledFor') return
    if (request === 'unexpected') {
      const text = `the broker sent an answer (correlation id ${correlationId}) that nobody waits for`
      this.#end({ text, isOrderly: false })
      return
    }
    if (!request.isHandshake) this.#hasServed = true
    if (!request.isSettled) this.#deliver(request, frame)
    if (this.#inFlight.awaitedCount > 0) return
    this.#whenIdle?.()
    this.#whenIdle = undefined
    this.#closeWhenDrained()
  }

  /** An answer that cannot be read is its request's trouble only: frames and order are intact. */
  #deliver(request: PendingRequest, frame: Buffer): void {
    const { api, version } = request
    if (api === undefined) {
      request.resolve(frame)
      return
    }
    try {
      const { body } = decodeResponse(api, version, frame)
      const throttleTimeMs = clientThrottleMs(api, version, body)
      if (throttleTimeMs > 0) this.#onThrottled(throttleTimeMs)
      request.resolve(body)
    } catch (error) {
      request.reject(error)
    }
  }

  #onThrottled(throttleTimeMs: number): void {
    this.#throttle.extend(throttleTimeMs)
    this.#options.onThrottled?.(this, throttleTimeMs)
  }

  /**
   * Ends the requests whose time is up. One that was sent takes the connection with it: its answer might come any time
   * and would have to be waited for, by requests that have done nothing wrong.
   */
  #expire(): void {
    if (this.#state === 'closed') return
    const nowMs = this.#clock.now()
    for (const request of this.#queue) {
      if (request.deadlineMs <= nowMs) request.reject(timeoutFailure(this, request))
      else if (!request.isSettled) this.#deadlines.include(request.deadlineMs)
    }
    let late: PendingRequest | undefined
    for (const request of this.#inFlight.awaited()) {
      if (request.deadlineMs > nowMs) {
        this.#deadlines.include(request.deadlineMs)
        continue
      }
      late ??= request
      request.reject(timeoutFailure(this, request))
    }
    if (late === undefined) return
    const text = `there was no answer to ${late.name} within ${late.timeoutMs} ms`
    this.#end({ text, isOrderly: false })
  }

  #onStreamClosed(error: Error | undefined): void {
    if (this.#state === 'closed') return
    const isIdle = this.loadCount === 0
    const how = error === undefined ? 'the broker closed the connection' : messageOf(error)
    const cut = this.#decoder.isMidFrame ? ' in the middle of an answer' : ''
    const hint = this.#hasServed || isIdle ? '' : `. ${this.#options.earlyCloseHint}`
    this.#end({ text: `${how}${cut}${hint}`, cause: error, isOrderly: isIdle, isByBroker: true })
  }

  #closeWhenDrained(): void {
    if (this.#state !== 'draining' || this.loadCount > 0) return
    this.#end({ text: 'it is not needed any more', isOrderly: true })
  }

  #end(reason: CloseReason): void {
    if (this.#state === 'closed') return
    this.#state = moveConnection(this.#state, 'closed')
    this.#closeReason = reason
    this.#deadlines.cancel()
    this.#throttle.cancel()
    this.#options.onClosed(this, reason)
    for (const request of this.#inFlight.takeAll()) this.#failRequest(request, true)
    for (const request of this.#queue.takeAll()) this.#failRequest(request, false)
    this.#whenIdle?.()
    this.#whenIdle = undefined
    this.#stream?.destroy()
  }

  #failRequest(request: PendingRequest, mayHaveBeenSent: boolean): void {
    if (!request.isSettled) request.reject(this.#failure(request, mayHaveBeenSent))
  }

  #failure(request: FailedRequest, mayHaveBeenSent: boolean): ConnectionError {
    const reason = this.#closeReason ?? { text: `the connection is ${this.#state}`, isOrderly: true }
    return closedFailure(this, request, reason, mayHaveBeenSent)
  }

  /** What a caller gets whose request this connection cannot take: no byte of it was sent. */
  #refusal<T>(api: { readonly name: string } | undefined, version: number): Promise<T> {
    const name = api === undefined ? rawExchangeName : `${api.name} v${version}`
    return Promise.reject(this.#failure({ name, api, version }, false))
  }
}

function rangeLimits({ minVersion, maxVersion }: VersionLimits): RangeLimits {
  return {
    ...(minVersion === undefined ? {} : { min: minVersion }),
    ...(maxVersion === undefined ? {} : { max: maxVersion }),
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
