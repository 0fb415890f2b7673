/**
 * One request of a connection, from the call to its end.
 *
 * The connection owns it. It settles once: whoever comes first of answer, deadline, abort and close. Settling does not
 * take it out of the order of answers; only its answer, or the connection's end, does that.
 */
import type { Api } from '../protocol/message-codec.ts'
import { createDeferred, type Deferred } from '../support/deferred.ts'

export type PendingKind =
  /** Awaits an answer with its correlation id. */
  | 'answered'
  /** The broker is not to answer it (produce with acks 0). */
  | 'unanswered'
  /** Bytes without a header, as SASL exchanges them after SaslHandshake v0; the next frame is the answer. */
  | 'raw'

/** What bytes without a header are called in errors. */
export const rawExchangeName = 'SASL exchange'

export interface PendingRequestOptions {
  readonly kind: PendingKind
  /** Undefined for raw bytes. */
  readonly api: Api<unknown, unknown> | undefined
  readonly version: number
  readonly correlationId: number
  readonly chunks: readonly Uint8Array[]
  readonly deadlineMs: number
  readonly timeoutMs: number
  /** Part of a handshake: goes before what waits, and does not show that the broker serves us. */
  readonly isHandshake: boolean
  readonly signal: AbortSignal | undefined
}

export class PendingRequest {
  readonly kind: PendingKind
  readonly api: Api<unknown, unknown> | undefined
  readonly version: number
  readonly correlationId: number
  readonly deadlineMs: number
  readonly timeoutMs: number
  readonly isHandshake: boolean
  /**
   * Until it settles: from then on nothing leads from here to the answer. A listener that was removed from a signal stays
   * with V8 until it collects the whole heap, and with it went the answer of every fetch, for which V8 did so several times a
   * second. A consumer's peak was 60 MB higher.
   */
  #settler: Deferred<unknown> | undefined = createDeferred<unknown>()
  #chunks: readonly Uint8Array[] | undefined
  #signal: AbortSignal | undefined

  constructor(options: PendingRequestOptions) {
    this.kind = options.kind
    this.api = options.api
    this.version = options.version
    this.correlationId = options.correlationId
    this.deadlineMs = options.deadlineMs
    this.timeoutMs = options.timeoutMs
    this.isHandshake = options.isHandshake
    this.#chunks = options.chunks
    this.#signal = options.signal
    options.signal?.addEventListener('abort', this)
  }

  /** Settles with the answer's body, or with the reason why there is none. Taken once, before it does. */
  get promise(): Promise<unknown> {
    return this.#settler!.promise
  }

  /** Nobody waits for it any more. */
  get isSettled(): boolean {
    return this.#settler === undefined
  }

  /** Its bytes were given to the stream: from now on the broker may have seen it. */
  isHandedOver = false

  /** What to call it in an error. */
  get name(): string {
    return this.api === undefined ? rawExchangeName : `${this.api.name} v${this.version}`
  }

  /** The frame, once: the connection keeps no request's bytes longer than it must. */
  handOver(): readonly Uint8Array[] {
    const chunks = this.#chunks ?? []
    this.#chunks = undefined
    this.isHandedOver = true
    return chunks
  }

  resolve(answer: unknown): void {
    this.#takeSettler()?.resolve(answer)
  }

  reject(reason: unknown): void {
    this.#takeSettler()?.reject(reason)
  }

  /** The signal's listener: the object itself, so that a request with a signal costs no closure. */
  handleEvent(): void {
    this.reject(this.#signal?.reason)
  }

  /** The first time; undefined from then on. */
  #takeSettler(): Deferred<unknown> | undefined {
    const settler = this.#settler
    this.#settler = undefined
    this.#signal?.removeEventListener('abort', this)
    this.#signal = undefined
    // A request that was given up before it was sent gives its bytes back at once.
    if (!this.isHandedOver) this.#chunks = undefined
    return settler
  }
}
