/** Requests that wait until a test lets them go. */
import type { Interception } from './interceptors.ts'

export interface RequestHold extends Disposable {
  /** How many wait. */
  readonly heldCount: number
  /** Resolves when as many wait; default 1. */
  whenHeld(count?: number): Promise<void>
  /** Lets the one go that has waited longest. */
  releaseOne(): void
  /** Lets all go, and holds no more. */
  release(): void
}

export class HeldRequests implements RequestHold {
  #interception: Interception | undefined
  #isOver = false
  readonly #waiting: (() => void)[] = []
  readonly #watchers = new Set<() => void>()

  get heldCount(): number {
    return this.#waiting.length
  }

  /** @internal The interceptor that feeds it. */
  feedBy(interception: Interception): void {
    this.#interception = interception
  }

  /** @internal Ends when the request is released. */
  pass(): Promise<void> {
    if (this.#isOver) return Promise.resolve()
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      for (const watcher of [...this.#watchers]) watcher()
    })
  }

  whenHeld(count = 1): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (this.heldCount < count) return
        this.#watchers.delete(check)
        resolve()
      }
      this.#watchers.add(check)
      check()
    })
  }

  releaseOne(): void {
    this.#waiting.shift()?.()
  }

  release(): void {
    this.#isOver = true
    this.#interception?.remove()
    for (const resolve of this.#waiting.splice(0)) resolve()
  }

  [Symbol.dispose](): void {
    this.release()
  }
}
