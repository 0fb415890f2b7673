import type { Clock, Timer } from '../support/clock.ts'

/**
 * One timer for many deadlines. It is set for the earliest one it was told of and is not moved when that one no longer
 * matters: requests come and go by the ten thousand, and nearly none of them ever times out.
 *
 * It is a background timer: whoever waits for an answer has an open socket, and that keeps the process alive.
 */
export class DeadlineTimer {
  readonly #clock: Clock
  readonly #label: string
  readonly #onDue: () => void
  #timer: Timer | undefined
  #dueAtMs = Number.POSITIVE_INFINITY

  /** `onDue` is called when a deadline may have passed; it looks for itself and calls `include` for those that are left. */
  constructor(clock: Clock, label: string, onDue: () => void) {
    this.#clock = clock
    this.#label = label
    this.#onDue = onDue
  }

  include(deadlineMs: number): void {
    if (deadlineMs >= this.#dueAtMs) return
    this.#timer?.cancel()
    this.#dueAtMs = deadlineMs
    const delayMs = Math.max(0, deadlineMs - this.#clock.now())
    this.#timer = this.#clock.setTimer(delayMs, this.#label, () => this.#fire(), { background: true })
  }

  cancel(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    this.#dueAtMs = Number.POSITIVE_INFINITY
  }

  /**
   * After a long pause of the event loop, timers run before the sockets are read. The answers that lie there are in time:
   * they come in first.
   */
  #fire(): void {
    this.#timer = undefined
    this.#dueAtMs = Number.POSITIVE_INFINITY
    this.#clock.defer(this.#label, this.#onDue)
  }
}
