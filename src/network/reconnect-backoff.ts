import type { Random } from '../support/random.ts'

/** How far chance moves a pause either way: clients that lost the same broker must not all come back at once. */
const jitter = 0.2

/** When the next attempt to connect to one broker may be made. Its broker owns it. */
export class ReconnectBackoff {
  readonly #firstMs: number
  readonly #maxMs: number
  readonly #random: Random
  #failureCount = 0
  #notBeforeMs = Number.NEGATIVE_INFINITY

  constructor(options: { readonly firstMs: number; readonly maxMs: number; readonly random: Random }) {
    this.#firstMs = options.firstMs
    this.#maxMs = options.maxMs
    this.#random = options.random
  }

  /** Attempts that failed since the last success. */
  get failureCount(): number {
    return this.#failureCount
  }

  /** How long to wait before the next attempt. */
  remainingMs(nowMs: number): number {
    return Math.max(0, this.#notBeforeMs - nowMs)
  }

  /** An attempt failed. The pause doubles from the first one on, up to the longest, and then varies by a fifth. */
  onFailure(nowMs: number, failuresBefore: number = this.#failureCount): void {
    const pauseMs = Math.min(this.#maxMs, this.#firstMs * 2 ** Math.min(failuresBefore, 30))
    this.#failureCount = failuresBefore + 1
    this.#notBeforeMs = nowMs + pauseMs * (1 - jitter + 2 * jitter * this.#random.next())
  }

  onSuccess(): void {
    this.#failureCount = 0
    this.#notBeforeMs = Number.NEGATIVE_INFINITY
  }
}
