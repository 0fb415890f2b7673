/**
 * When the next heartbeat is due. Owned by the membership, whose loop is the only one that waits; whoever has something
 * to tell the coordinator rings.
 */
import type { Clock, Timer } from '../support/clock.ts'

export class HeartbeatSchedule {
  readonly #clock: Clock
  #dueMs = Number.POSITIVE_INFINITY
  #timer: Timer | undefined
  #wake: (() => void) | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The next one is due so much later. What was due before is forgotten. */
  setNext(delayMs: number): void {
    this.#dueMs = this.#clock.now() + delayMs
    this.#startTimer()
  }

  /** The next one is due so much later at the latest. */
  bringForward(delayMs: number): void {
    if (this.#clock.now() + delayMs < this.#dueMs) this.setNext(delayMs)
  }

  /** The next one is due at once. */
  ring(): void {
    this.#dueMs = Number.NEGATIVE_INFINITY
    this.#end()
  }

  /** Settles when the next one is due. Never rejects. */
  async due(): Promise<void> {
    while (this.#dueMs > this.#clock.now()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
        this.#startTimer()
      })
    }
  }

  #startTimer(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    if (this.#wake === undefined || !Number.isFinite(this.#dueMs)) return
    const delayMs = Math.max(0, this.#dueMs - this.#clock.now())
    this.#timer = this.#clock.setTimer(delayMs, 'group heartbeat', () => this.#end())
  }

  #end(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    const wake = this.#wake
    this.#wake = undefined
    wake?.()
  }
}
