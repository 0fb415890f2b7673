/**
 * Requests that wait for something to happen to partitions, or for their time to end: Kafka's purgatories.
 *
 * Each operation belongs to a scope (a connection). It ends once: when its condition holds, when its time is over, or when
 * its scope is closed; then its timer and its watches are gone. Nothing else starts timers in a handler.
 */
import type { Clock, Timer } from '../support/clock.ts'

/** What an operation watches: calls back after each change until the returned function is called. */
export interface Watchable {
  watch(onChange: () => void): () => void
}

export interface DelayedOperation<T> {
  /** Names the timer in leak reports: `fetch wait`. */
  readonly label: string
  readonly timeoutMs: number
  readonly watches: Iterable<Watchable>
  /** The result, or undefined while it has to wait. Called at once, and after each change of what is watched. */
  readonly tryComplete: () => T | undefined
  /** The result when the time is over, or nobody waits any more. */
  readonly onExpired: () => T
}

/** The operations of one connection. */
export class DelayScope {
  readonly #clock: Clock
  readonly #expire = new Set<() => void>()
  #isClosed = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** How many operations wait. */
  get size(): number {
    return this.#expire.size
  }

  /** The result at once where it is there, or a promise of it. */
  wait<T>(operation: DelayedOperation<T>): T | Promise<T> {
    const atOnce = operation.tryComplete()
    if (atOnce !== undefined) return atOnce
    if (this.#isClosed || operation.timeoutMs <= 0) return operation.onExpired()
    return new Promise((resolve, reject) => this.#start(operation, resolve, reject))
  }

  /** Ends all operations as if their time were over; later ones end at once. */
  close(): void {
    this.#isClosed = true
    for (const expire of [...this.#expire]) expire()
  }

  #start<T>(
    { label, timeoutMs, watches, tryComplete, onExpired }: DelayedOperation<T>,
    resolve: (result: T) => void,
    reject: (error: unknown) => void,
  ): void {
    let timer: Timer | undefined
    const unwatch: (() => void)[] = []
    const end = (finish: () => void): void => {
      if (!this.#expire.delete(expire)) return
      timer?.cancel()
      for (const stop of unwatch) stop()
      try {
        finish()
      } catch (error) {
        reject(error)
      }
    }
    const expire = (): void => end(() => resolve(onExpired()))
    const onChange = (): void => {
      let result: T | undefined
      try {
        result = tryComplete()
      } catch (error) {
        end(() => reject(error))
        return
      }
      if (result !== undefined) {
        const done = result
        end(() => resolve(done))
      }
    }
    this.#expire.add(expire)
    for (const watchable of watches) unwatch.push(watchable.watch(onChange))
    timer = this.#clock.setTimer(timeoutMs, label, expire)
  }
}
