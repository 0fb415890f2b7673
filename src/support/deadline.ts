import { ConfigError, TimeoutError } from '../errors/client-errors.ts'
import type { Clock } from './clock.ts'
import { delay } from './delay.ts'
import { settleWithin } from './settle-within.ts'

/** How long a call may take, and how its caller takes it back. Every public async method ends with these. */
export interface CallOptions {
  /** Ends the wait; the call rejects with the signal's own reason. What was already sent is not taken back. */
  readonly signal?: AbortSignal
  /** For the whole call, retries included. Default: `defaultApiTimeoutMs`. `Infinity` waits for ever. */
  readonly timeoutMs?: number
}

/**
 * The end of one call, made once where the call enters the client and handed down unchanged, so that nothing below adds
 * its own time to it. It owns no timer: each wait starts one and ends it, so a forgotten deadline costs nothing.
 */
export class Deadline {
  /** On the clock's monotonic scale; `Infinity` for none. */
  readonly expiresAtMs: number
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
  /** What the caller wanted, to begin error messages with: "Cannot list offsets of orders-3". */
  readonly operation: string
  readonly #clock: Clock

  constructor(clock: Clock, operation: string, timeoutMs: number, signal?: AbortSignal) {
    if (Number.isNaN(timeoutMs) || timeoutMs < 0) {
      throw new ConfigError(`timeoutMs must be a number of milliseconds that is not negative: ${timeoutMs}`)
    }
    this.#clock = clock
    this.operation = operation
    this.timeoutMs = timeoutMs
    this.expiresAtMs = clock.now() + timeoutMs
    this.signal = signal
  }

  get remainingMs(): number {
    return Math.max(0, this.expiresAtMs - this.#clock.now())
  }

  get hasExpired(): boolean {
    return this.#clock.now() >= this.expiresAtMs
  }

  /** Whether waiting under this deadline has become pointless: its time is over, or its caller has given up. */
  get isOver(): boolean {
    return this.hasExpired || this.signal?.aborted === true
  }

  /** Throws the signal's reason, or a `TimeoutError` when the time is over. */
  throwIfOver(cause?: unknown): void {
    this.signal?.throwIfAborted()
    if (this.hasExpired) throw this.timeoutError(cause)
  }

  /** `cause` is what the last attempt failed with: without it, a time-out hides why nothing worked. */
  timeoutError(cause?: unknown): TimeoutError {
    const why = cause instanceof Error ? `: ${cause.message}` : ''
    return new TimeoutError(`${this.operation} within ${this.timeoutMs} ms${why}`, { cause })
  }

  /** For one request under this deadline, which ends with the deadline or after `requestTimeoutMs`, whichever is first. */
  requestOptions(requestTimeoutMs: number): { timeoutMs: number; signal?: AbortSignal } {
    const timeoutMs = Math.min(this.remainingMs, requestTimeoutMs)
    return this.signal === undefined ? { timeoutMs } : { timeoutMs, signal: this.signal }
  }

  /** Settles as `promise` does, unless the signal or the time comes first; what was waited for goes on without us. */
  race<T>(promise: Promise<T>, cause?: () => unknown): Promise<T> {
    return settleWithin(this.#clock, promise, {
      signal: this.signal,
      timeoutMs: this.remainingMs,
      label: this.operation,
      onTimeout: () => this.timeoutError(cause?.()),
    })
  }

  /** Waits `delayMs`, or rejects: at once when the delay would outlast the deadline, later when the signal fires. */
  async sleep(delayMs: number, label: string, cause?: unknown): Promise<void> {
    this.signal?.throwIfAborted()
    // Sleeping into certain failure would only hide the cause for longer.
    if (delayMs >= this.remainingMs) throw this.timeoutError(cause)
    await delay(this.#clock, delayMs, label, { signal: this.signal })
  }
}

/** The deadline of a call: its own options over the default. `operation` reads "Cannot list offsets of orders-3". */
export function startDeadline(
  clock: Clock,
  operation: string,
  options: CallOptions,
  defaultTimeoutMs: number,
): Deadline {
  return new Deadline(clock, operation, options.timeoutMs ?? defaultTimeoutMs, options.signal)
}
