import type { Offload, OffloadTask } from '../support/offload.ts'
import type { SimRandom } from './sim-random.ts'
import type { World } from './world.ts'

/**
 * The thread pool of a world: the work is done at once, so that its bytes are the same each time, and its result arrives
 * after a while of virtual time. In that while everything else may happen; that is the window under a batch's lock.
 */
export class SimOffload implements Offload {
  readonly #world: World
  readonly #random: SimRandom
  readonly #longestMs: number
  #failingUntilMs = -1
  #failuresLeft = 0
  #runningCount = 0

  constructor(world: World, longestMs: number) {
    this.#world = world
    this.#random = world.random.fork('offload')
    this.#longestMs = longestMs
  }

  /** Tasks that were taken and have not given their result. */
  get runningCount(): number {
    return this.#runningCount
  }

  /** Half of what is taken until then fails, as when workers die. */
  failUntil(atMs: number): void {
    this.#failingUntilMs = atMs
  }

  /** So many of the next tasks fail. */
  failNext(count: number): void {
    this.#failuresLeft += count
  }

  run<T>(task: OffloadTask<T>): Promise<T> {
    this.#runningCount += 1
    const isFailing = this.#isFailing()
    const outcome = isFailing ? undefined : attempt(task)
    const delayMs = 1 + this.#random.int(this.#longestMs)
    return new Promise((resolve, reject) => {
      this.#world.at(delayMs, 'offload', isFailing ? `${task.label} fails` : `${task.label} ends`, () => {
        this.#runningCount -= 1
        if (outcome === undefined) reject(new Error('the worker died'))
        else if ('error' in outcome) reject(outcome.error)
        else resolve(outcome.value)
      })
    })
  }

  #isFailing(): boolean {
    if (this.#failuresLeft > 0) {
      this.#failuresLeft -= 1
      return true
    }
    return this.#world.nowMs < this.#failingUntilMs && this.#random.chance(0.5)
  }
}

function attempt<T>(task: OffloadTask<T>): { readonly value: T } | { readonly error: unknown } {
  try {
    return { value: task.runSync() }
  } catch (error) {
    return { error }
  }
}
