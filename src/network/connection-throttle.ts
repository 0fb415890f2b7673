import type { Clock, Timer } from '../support/clock.ts'

/** How long one connection must be silent because the broker asked for it (KIP-219). Its connection owns it. */
export class ConnectionThrottle {
  readonly #clock: Clock
  readonly #label: string
  readonly #onEnd: () => void
  #timer: Timer | undefined
  #untilMs = 0

  constructor(clock: Clock, label: string, onEnd: () => void) {
    this.#clock = clock
    this.#label = label
    this.#onEnd = onEnd
  }

  get isActive(): boolean {
    return this.#timer !== undefined
  }

  /** Of several throttles the one that ends last counts. */
  extend(throttleTimeMs: number): void {
    const untilMs = this.#clock.now() + throttleTimeMs
    if (this.isActive && untilMs <= this.#untilMs) return
    this.cancel()
    this.#untilMs = untilMs
    this.#timer = this.#clock.setTimer(throttleTimeMs, this.#label, () => {
      this.#timer = undefined
      this.#onEnd()
    })
  }

  cancel(): void {
    this.#timer?.cancel()
    this.#timer = undefined
  }
}
