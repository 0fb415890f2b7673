/**
 * One connection of a client to a broker: frames in, answers out.
 *
 * Its broker owns it. Requests are handled one at a time in their order, as Kafka does, which mutes a connection while it
 * works on one; a client may send many ahead. What arrived whole takes effect even if the connection dies meanwhile: that
 * is what a lost answer is. A stopped broker drops what is left, a frozen one keeps it for later.
 */
import { CodecError } from '../errors/codec-error.ts'
import { ErrorCodes } from '../errors/error-codes.ts'
import { KafkaError } from '../errors/kafka-error.ts'
import { apiVersionsApi } from '../protocol/apis/api-versions.ts'
import { saslAuthenticateApi } from '../protocol/apis/sasl-authenticate.ts'
import { type DecodedRequest, decodeRequest } from '../protocol/decode-request.ts'
import { FrameDecoder } from '../protocol/frame-decoder.ts'
import { frameSizeBytes } from '../protocol/frame-encoder.ts'
import type { Draft } from '../protocol/message-codec.ts'
import { encodeRequest, peekRequest } from '../protocol/request-frame.ts'
import { encodeResponse } from '../protocol/response-frame.ts'
import type { Timer } from '../support/clock.ts'
import type { ByteStream, StreamHandlers } from '../transport/transport.ts'
import type { BrokerNode } from './broker-node.ts'
import type { ClusterState } from './cluster-state.ts'
import { DelayScope } from './delayed-operations.ts'
import type { Interceptors } from './faults/interceptors.ts'
import { type Answer, type ConnectionContext, disconnect, noAnswer } from './handlers/handler.ts'
import type { HandlerRegistry } from './handlers/registry.ts'
import type { RequestLog } from './request-log.ts'
import { afterFailureDelay } from './security/failed-authentication.ts'
import { mostBytesBeforeAuthentication, openSaslSession, type SaslSession } from './security/sasl-session.ts'
import { mayChangeState } from './storage/durable-requests.ts'

/** Reading stops while so much waits to be handled. */
const mostWaitingBytes = 64 * 1024 * 1024

/** What a connection needs of its broker. */
export interface ConnectionHost {
  readonly cluster: ClusterState
  readonly node: BrokerNode
  readonly registry: HandlerRegistry
  readonly interceptors: Interceptors
  readonly requests: RequestLog
  /** Time that each request takes before it is looked at. */
  readonly processingMs: () => number
  readonly isFrozen: boolean
  /** The connection is closed, and nothing of it is left to be done. */
  onEnded(connection: FakeConnection): void
}

/** A request that was read; `body` is undefined for an ApiVersions of a version that is not known. */
interface ReceivedRequest {
  readonly apiKey: number
  readonly correlationId: number
  readonly sizeBytes: number
  readonly body: unknown
  readonly decoded: DecodedRequest | undefined
  /** A frame without a header: SASL after a handshake of version 0. */
  readonly bareToken?: Buffer
}

export class FakeConnection implements ConnectionContext {
  readonly number: number
  readonly remoteAddress: string
  readonly sasl: SaslSession | undefined
  clientSoftwareName: string | undefined
  clientSoftwareVersion: string | undefined
  readonly #host: ConnectionHost
  readonly #stream: ByteStream
  readonly #decoder: FrameDecoder
  readonly #delays: DelayScope
  #queue: ReceivedRequest[] = []
  #waitingBytes = 0
  #isBusy = false
  /** Nothing is read or written any more; what has arrived still takes effect. */
  #isClosed = false
  /** The broker is gone: nothing takes effect any more. */
  #isStopped = false
  #isPaused = false
  #mustDrain = false
  #heldAnswers: Uint8Array[][] = []
  #timer: Timer | undefined
  /** What fell due while the broker was frozen. */
  #heldWork: (() => void) | undefined
  #idleTimer: Timer | undefined
  /** Something between client and broker has forgotten the connection: it looks open, and nothing arrives. */
  #isLost = false
  readonly #onCloseCallbacks = new Set<() => void>()
  #lastActiveMs: number

  constructor(host: ConnectionHost, stream: ByteStream, number: number) {
    this.#host = host
    this.#stream = stream
    this.number = number
    this.remoteAddress = stream.remoteAddress
    this.sasl = openSaslSession(host.cluster)
    const { clock, brokerConfig } = host.cluster
    this.#delays = new DelayScope(clock)
    const maxFrameBytes = brokerConfig.number('socket.request.max.bytes')
    this.#decoder = new FrameDecoder({ maxFrameBytes, onFrame: (frame) => this.#onFrame(frame) })
    this.#lastActiveMs = clock.now()
    this.#watchIdleness()
  }

  get isOpen(): boolean {
    return !this.#isClosed
  }

  /** With SASL what it has proven, with mutual TLS what its certificate says, else nobody in particular. */
  get principal(): string {
    const proven = this.sasl === undefined ? this.#stream.peerName : undefined
    return this.sasl?.principal ?? `User:${proven ?? 'ANONYMOUS'}`
  }

  get waitingRequests(): readonly { readonly apiKey: number; readonly body: unknown }[] {
    return this.#queue
  }

  /** Hears of the stream. */
  get streamHandlers(): StreamHandlers {
    return {
      onData: (chunk) => this.#onData(chunk),
      onDrain: () => {
        this.#mustDrain = false
        this.#updatePause()
      },
      onClose: () => this.#onClosed(),
    }
  }

  whenClosed(callback: () => void): void {
    if (this.#isClosed) callback()
    else this.#onCloseCallbacks.add(callback)
  }

  /** Closes the connection; requests that have arrived still take effect. */
  cut(): void {
    this.#stream.destroy()
    this.#onClosed()
  }

  /** The broker is gone, with all that it had not begun. */
  stop(): void {
    this.#isStopped = true
    this.#isBusy = false
    this.#queue = []
    this.#timer?.cancel()
    this.#heldWork = undefined
    this.cut()
    this.#endIfDone()
  }

  /** The broker goes on after it was frozen. */
  thaw(): void {
    const work = this.#heldWork
    this.#heldWork = undefined
    work?.()
    for (const chunks of this.#heldAnswers.splice(0)) this.#write(chunks)
    this.#pump()
  }

  #onData(chunk: Buffer): void {
    if (this.#isLost) return
    this.#lastActiveMs = this.#host.cluster.clock.now()
    try {
      this.#decoder.push(chunk)
    } catch (error) {
      if (!(error instanceof CodecError)) throw error
      this.#reject('MALFORMED_REQUEST', error.message)
    }
    this.#pump()
  }

  #onFrame(frame: Buffer): void {
    if (this.#isClosed) return
    try {
      this.#receive(frame)
      // What this frame changes decides how the next one is read: with or without a header.
      if (this.sasl?.isComplete === false) this.#pump()
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error
      this.#reject(error instanceof CodecError ? 'MALFORMED_REQUEST' : 'VERSION_NOT_OFFERED', error.message)
    }
  }

  #receive(frame: Buffer): void {
    if (this.sasl?.isComplete === false) {
      if (frame.length > mostBytesBeforeAuthentication)
        throw new CodecError(`${frame.length} bytes from an unknown client`)
      if (this.sasl.expectsBareFrame) {
        const bare = { apiKey: saslAuthenticateApi.key, correlationId: 0, body: undefined, decoded: undefined }
        this.#enqueue({ ...bare, sizeBytes: frame.length, bareToken: frame })
        return
      }
    }
    const { apiKey, apiVersion, correlationId } = peekRequest(frame)
    const { node, cluster } = this.#host
    const range = node.offered.get(apiKey)
    const isOffered = range !== undefined && apiVersion >= range.min && apiVersion <= range.max
    const sizeBytes = frame.length
    if (apiKey === apiVersionsApi.key && !isOffered) {
      this.#enqueue({ apiKey, correlationId, sizeBytes, body: undefined, decoded: undefined })
      return
    }
    if (!isOffered) {
      this.#reject('VERSION_NOT_OFFERED', `API ${apiKey} v${apiVersion} is not offered by broker ${node.nodeId}`)
      return
    }
    const decoded = decodeRequest(frame)
    if (cluster.verifiesFrames) this.#verify(frame, decoded)
    this.#enqueue({ apiKey, correlationId, sizeBytes, body: decoded.body, decoded })
    this.#host.requests.add({
      atMs: cluster.clock.now(),
      nodeId: node.nodeId,
      connection: this.number,
      api: decoded.api.name,
      apiKey,
      version: apiVersion,
      clientId: decoded.clientId,
      correlationId,
      sizeBytes,
      body: decoded.body,
    })
  }

  #enqueue(request: ReceivedRequest): void {
    this.#queue.push(request)
    this.#waitingBytes += request.sizeBytes
    this.#updatePause()
  }

  /** W1: what the client wrote is what its codec should have written. */
  #verify(frame: Buffer, { api, version, correlationId, clientId, body }: DecodedRequest): void {
    const encoded = Buffer.concat(
      encodeRequest(api, version, correlationId, clientId, body as Draft<unknown>),
    ).subarray(4)
    if (encoded.equals(frame)) return
    const sizes = `${frame.length} bytes arrived, ${encoded.length} were expected`
    this.#host.cluster.violations.report(
      'FRAME_NOT_CANONICAL',
      `${api.name} v${version} is encoded in another way: ${sizes}`,
    )
  }

  #reject(kind: 'MALFORMED_REQUEST' | 'VERSION_NOT_OFFERED', message: string): void {
    this.#host.cluster.violations.report(kind, `Connection ${this.number} from ${this.remoteAddress}: ${message}`)
    this.cut()
  }

  #pump(): void {
    while (!this.#isBusy && !this.#isStopped && !this.#host.isFrozen) {
      const request = this.#queue.shift()
      if (request === undefined) {
        this.#endIfDone()
        return
      }
      this.#isBusy = true
      this.#waitingBytes -= request.sizeBytes
      this.#updatePause()
      const processingMs = this.#host.processingMs()
      if (processingMs > 0) this.#after(processingMs, 'request processing', () => this.#handle(request))
      else this.#handle(request)
    }
  }

  #handle(request: ReceivedRequest): void {
    try {
      const answer = this.#answer(request)
      if (!(answer instanceof Promise)) {
        this.#finish(request, answer)
        return
      }
      answer.then(
        (settled) => {
          this.#finish(request, settled)
          this.#pump()
        },
        (error: unknown) => this.#fail(request, error),
      )
    } catch (error) {
      this.#fail(request, error)
    }
  }

  #answer({ apiKey, decoded, bareToken }: ReceivedRequest): Answer<unknown> | Promise<Answer<unknown>> {
    const { cluster, node, registry, interceptors } = this.#host
    if (bareToken !== undefined) return this.#authenticateBare(bareToken)
    const admission = this.sasl?.admit(apiKey) ?? 'admitted'
    if (decoded === undefined) return admission === 'admitted' ? noAnswer : disconnect
    const handler = registry.get(apiKey)
    if (handler === undefined) return disconnect
    const { version, clientId, body } = decoded
    const context = { cluster, node, connection: this, version, clientId, delays: this.#delays }
    if (admission === 'admitted') return interceptors.handle({ handler, body, context })
    if (admission === 'expired') return disconnect
    const refusal = admission === 'refused' ? handler.refuse?.(body, ErrorCodes.ILLEGAL_SASL_STATE, context) : undefined
    return afterFailureDelay<Answer<unknown>>(refusal ?? disconnect, context)
  }

  #authenticateBare(token: Buffer): Answer<unknown> | Promise<Answer<unknown>> {
    const { errorCode, reply } = this.sasl!.authenticate(token)
    const { cluster, node } = this.#host
    if (errorCode !== ErrorCodes.NONE) {
      return afterFailureDelay<Answer<unknown>>(disconnect, { cluster, node, delays: this.#delays })
    }
    const sizeField = Buffer.alloc(frameSizeBytes)
    sizeField.writeInt32BE(reply.length)
    this.#write([sizeField, reply])
    return noAnswer
  }

  #finish(request: ReceivedRequest, answer: Answer<unknown>): void {
    const { decoded, correlationId, bareToken } = request
    if (this.#isStopped) return
    if (answer === disconnect) this.cut()
    else if (decoded === undefined && bareToken === undefined) this.#refuseApiVersions(correlationId)
    else if (decoded !== undefined && answer !== noAnswer) this.#send(decoded, answer)
    // A throttled connection is muted for as long as its client was asked to wait (KIP-219).
    const throttleMs = answer === noAnswer || answer === disconnect ? 0 : this.#throttleMsOf(request, answer)
    if (throttleMs > 0 && !this.#isClosed) this.#after(throttleMs, 'throttled connection', () => this.#goOn())
    else this.#isBusy = false
    if (this.#isAuthenticationOver(request, answer)) this.cut()
  }

  /** Who was refused is told, and has to begin again with another connection. */
  #isAuthenticationOver({ apiKey, decoded }: ReceivedRequest, answer: Answer<unknown>): boolean {
    if (this.sasl?.isComplete !== false || decoded === undefined || typeof answer === 'symbol') return false
    if (apiKey === apiVersionsApi.key) return false
    return this.sasl.hasFailed || (answer as { readonly errorCode?: number }).errorCode !== ErrorCodes.NONE
  }

  #send({ api, version, correlationId, body: request }: DecodedRequest, answer: Draft<unknown>): void {
    const { cluster } = this.#host
    // What a client was told has to be there after a crash.
    if (cluster.isKept && mayChangeState(api.key, request)) cluster.save()
    const throttleTimeMs = this.#host.node.throttleMs.get(api.key)
    const body = throttleTimeMs === undefined ? answer : { ...(answer as object), throttleTimeMs }
    this.#write(encodeResponse(api, version, correlationId, body as Draft<unknown>))
  }

  #throttleMsOf({ apiKey }: ReceivedRequest, answer: Draft<unknown>): number {
    const asked = (answer as { readonly throttleTimeMs?: number }).throttleTimeMs ?? 0
    return this.#host.node.throttleMs.get(apiKey) ?? asked
  }

  /** KIP-511: the answer is in version 0 whatever was asked, and lists ApiVersions itself. */
  #refuseApiVersions(correlationId: number): void {
    const { node, cluster } = this.#host
    const { onUnknownApiVersions = 'error35' } = cluster.profile
    if (onUnknownApiVersions === 'close') {
      this.cut()
      return
    }
    const range = node.offered.get(apiVersionsApi.key)
    const listsItself = onUnknownApiVersions === 'error35' && range !== undefined
    const own = { apiKey: apiVersionsApi.key, minVersion: range?.min ?? 0, maxVersion: range?.max ?? 0 }
    const refusal = { errorCode: ErrorCodes.UNSUPPORTED_VERSION, apiKeys: listsItself ? [own] : [] }
    this.#write(encodeResponse(apiVersionsApi, 0, correlationId, refusal))
  }

  /** A handler threw: no client's fault, and no client's to find out. */
  #fail({ decoded }: ReceivedRequest, error: unknown): void {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
    const name = decoded === undefined ? 'ApiVersions' : `${decoded.api.name} v${decoded.version}`
    this.#host.cluster.violations.report('HANDLER_FAILED', `${name} failed: ${what}`)
    this.#isBusy = false
    this.cut()
  }

  #write(chunks: Uint8Array[]): void {
    if (this.#isClosed) return
    this.#lastActiveMs = this.#host.cluster.clock.now()
    if (this.#host.isFrozen) {
      this.#heldAnswers.push(chunks)
      return
    }
    if (!this.#stream.write(chunks)) {
      this.#mustDrain = true
      this.#updatePause()
    }
  }

  #goOn(): void {
    this.#isBusy = false
    this.#pump()
  }

  /** One timer at a time: the connection is busy while it runs. */
  #after(delayMs: number, label: string, callback: () => void): void {
    this.#timer = this.#host.cluster.clock.setTimer(delayMs, label, () => {
      this.#timer = undefined
      const work = (): void => {
        callback()
        this.#pump()
      }
      if (this.#host.isFrozen) this.#heldWork = work
      else work()
    })
  }

  /** A client that does not read its answers is not read either. */
  #updatePause(): void {
    const shouldPause = this.#mustDrain || this.#waitingBytes > mostWaitingBytes
    if (shouldPause === this.#isPaused || this.#isClosed) return
    this.#isPaused = shouldPause
    this.#stream.setPaused(shouldPause)
  }

  #watchIdleness(): void {
    const { cluster } = this.#host
    const { clock, brokerConfig } = cluster
    const idleMs = brokerConfig.number('connections.max.idle.ms', this.#host.node.nodeId)
    if (!(idleMs > 0)) return
    const leftMs = Math.max(1, this.#lastActiveMs + idleMs - clock.now())
    const onDue = (): void => {
      const isIdle = clock.now() - this.#lastActiveMs >= idleMs && !this.#isBusy && !this.#host.isFrozen
      if (isIdle && cluster.profile.losesIdleConnections === true) this.#isLost = true
      else if (isIdle) this.cut()
      else {
        if (this.#isBusy) this.#lastActiveMs = clock.now()
        this.#watchIdleness()
      }
    }
    this.#idleTimer = clock.setTimer(leftMs, 'idle connection', onDue, { background: true })
  }

  #onClosed(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#idleTimer?.cancel()
    this.#heldAnswers = []
    // Nobody waits for these answers: what is behind them takes effect now.
    this.#delays.close()
    for (const callback of this.#onCloseCallbacks) callback()
    this.#onCloseCallbacks.clear()
    this.#endIfDone()
  }

  #endIfDone(): void {
    if (this.#isClosed && !this.#isBusy && this.#queue.length === 0) this.#host.onEnded(this)
  }
}
