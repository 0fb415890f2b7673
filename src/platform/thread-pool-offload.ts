/**
 * Who may use the thread pool, and how much at once.
 *
 * The offload owns its queue; a task leaves it when a place is free, in order of arrival, and gives the place back when
 * it ends, whichever way.
 */
import type { Offload, OffloadTask } from '../support/offload.ts'

/**
 * Runs tasks off the event loop's thread, at most `concurrency` at a time.
 *
 * libuv's pool has four threads by default and the application's file and DNS work shares them: a client that fills it
 * with compression would stall the very look-up that its own reconnect waits for.
 */
export class ThreadPoolOffload implements Offload {
  readonly #concurrency: number
  #running = 0
  readonly #waiting: (() => void)[] = []

  constructor(concurrency: number) {
    this.#concurrency = concurrency
  }

  async run<T>(task: OffloadTask<T>): Promise<T> {
    if (this.#running < this.#concurrency) this.#running++
    else await new Promise<void>((enter) => this.#waiting.push(enter))
    try {
      return await task.runAsync()
    } finally {
      this.#leave()
    }
  }

  /** The place goes straight to the longest waiter, so that nobody can slip in between. */
  #leave(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#running--
    else next()
  }
}
