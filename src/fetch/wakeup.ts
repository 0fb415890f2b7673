import type { Clock } from '../support/clock.ts'

/**
 * "Look again", for one loop. A call to `wake()` that comes while the loop is busy is kept until its next wait: looking
 * first and waiting then must not lose what came in between.
 */
export class Wakeup {
  readonly #clock: Clock
  #isDue = false
  #end: (() => void) | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  wake(): void {
    this.#isDue = true
    this.#end?.()
  }

  /** Resolves at the next `wake()`, or after `maxMs`. At once when woken since the last wait. Never rejects. */
  wait(maxMs: number, label: string): Promise<void> {
    if (this.#isDue || maxMs <= 0) {
      this.#isDue = false
      return Promise.resolve()
    }
    return new Promise((resolve) => {
      const timer = Number.isFinite(maxMs) ? this.#clock.setTimer(maxMs, label, () => this.#end?.()) : undefined
      this.#end = () => {
        this.#end = undefined
        this.#isDue = false
        timer?.cancel()
        resolve()
      }
    })
  }
}
