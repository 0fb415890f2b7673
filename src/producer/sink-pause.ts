import type { Clock, Timer } from '../support/clock.ts'

/**
 * When a sink looks at its batches again without being called: after a pause for failures, or when one has lingered.
 *
 * Owned by its sink; synchronous. One timer, for the earliest moment that was asked for.
 */
export class SinkPause {
  readonly #clock: Clock
  readonly #delayMs: (failuresInARow: number) => number
  readonly #onWakeUp: () => void
  #failuresInARow = 0
  #endsAtMs = 0
  #timer: Timer | undefined
  #timerAtMs = Number.POSITIVE_INFINITY
  #isClosed = false

  /** `delayMs` says how long to pause after so many failures before. */
  constructor(clock: Clock, delayMs: (failuresInARow: number) => number, onWakeUp: () => void) {
    this.#clock = clock
    this.#delayMs = delayMs
    this.#onWakeUp = onWakeUp
  }

  /** Until then nothing is to be sent. */
  get endsAtMs(): number {
    return this.#endsAtMs
  }

  /** Several failures of one moment (all requests of a dead connection) make one pause. */
  begin(): void {
    const nowMs = this.#clock.now()
    if (nowMs < this.#endsAtMs) return
    this.#endsAtMs = nowMs + this.#delayMs(this.#failuresInARow)
    this.#failuresInARow += 1
    this.wakeUpAt(this.#endsAtMs)
  }

  /** The broker answers: the next pause is a short one again. */
  noteAnswer(): void {
    this.#failuresInARow = 0
  }

  wakeUpAt(atMs: number): void {
    if (this.#isClosed || atMs >= this.#timerAtMs) return
    this.#cancelTimer()
    this.#timerAtMs = atMs
    this.#timer = this.#clock.setTimer(Math.max(0, atMs - this.#clock.now()), 'sink wake-up', () => {
      this.#timerAtMs = Number.POSITIVE_INFINITY
      this.#onWakeUp()
    })
  }

  close(): void {
    this.#isClosed = true
    this.#cancelTimer()
  }

  #cancelTimer(): void {
    this.#timer?.cancel()
    this.#timerAtMs = Number.POSITIVE_INFINITY
  }
}
