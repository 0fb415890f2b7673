/**
 * The requests that arrived, for tests to look at.
 *
 * Owned by the cluster; the oldest leave when there are many, or when their bytes are.
 */
import type { Api } from '../protocol/message-codec.ts'

const mostRequests = 10_000
const mostBytes = 32 * 1024 * 1024

/** A request as it arrived. */
export interface LoggedRequest<Request = unknown> {
  /** On the cluster's clock. */
  readonly atMs: number
  readonly nodeId: number
  /** Counts the cluster's connections, from 1. */
  readonly connection: number
  readonly api: string
  readonly apiKey: number
  readonly version: number
  readonly clientId: string | null
  readonly correlationId: number
  readonly sizeBytes: number
  readonly body: Request
}

export class RequestLog {
  readonly #remembers: boolean
  readonly #onAdded: ((request: LoggedRequest) => void) | undefined
  #requests: LoggedRequest[] = []
  #first = 0
  #sizeBytes = 0

  /** @param remembers False keeps nothing. @param onAdded Called with each request that arrives. */
  constructor(remembers: boolean, onAdded?: (request: LoggedRequest) => void) {
    this.#remembers = remembers
    this.#onAdded = onAdded
  }

  /** In the order of their arrival. */
  get all(): readonly LoggedRequest[] {
    return this.#requests.slice(this.#first)
  }

  of<Request>(api: Api<Request, never> | { readonly key: number }): readonly LoggedRequest<Request>[] {
    return this.all.filter(({ apiKey }) => apiKey === api.key) as readonly LoggedRequest<Request>[]
  }

  clear(): void {
    this.#requests = []
    this.#first = 0
    this.#sizeBytes = 0
  }

  add(request: LoggedRequest): void {
    this.#onAdded?.(request)
    if (!this.#remembers) return
    this.#requests.push(request)
    this.#sizeBytes += request.sizeBytes
    while (this.#requests.length - this.#first > mostRequests || this.#sizeBytes > mostBytes) this.#dropOldest()
  }

  /** Moving the start is cheap; the list itself is cut once half of it is waste. */
  #dropOldest(): void {
    this.#sizeBytes -= this.#requests[this.#first]!.sizeBytes
    this.#requests[this.#first] = undefined as unknown as LoggedRequest
    this.#first++
    if (this.#first * 2 < this.#requests.length) return
    this.#requests = this.#requests.slice(this.#first)
    this.#first = 0
  }
}
