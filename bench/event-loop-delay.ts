/**
 * How late a timer of one millisecond comes: what an incoming request would have waited for the event loop.
 *
 * Like `monitorEventLoopDelay`, which leaves out the tick in which it is enabled and the one in which it is read; a consumer
 * that holds the loop for the whole window would show a delay of zero there.
 */
import { createHistogram, performance } from 'node:perf_hooks'

const INTERVAL_MS = 1
const NANOSECONDS_PER_MS = 1e6

export class EventLoopDelay {
  readonly #histogram = createHistogram({ lowest: 1, highest: 600e9, figures: 3 })
  readonly #timer: NodeJS.Timeout
  #lastTickAt = performance.now()
  #isOpen = false

  constructor() {
    this.#timer = setInterval(() => this.#tick(), INTERVAL_MS)
    this.#timer.unref()
  }

  /** From here on delays count; one that began before it counts in full. */
  open(): void {
    this.#isOpen = true
  }

  close(): { readonly p99Ms: number; readonly maxMs: number } {
    clearInterval(this.#timer)
    this.#isOpen = false
    return {
      p99Ms: this.#histogram.percentile(99) / NANOSECONDS_PER_MS,
      maxMs: this.#histogram.max / NANOSECONDS_PER_MS,
    }
  }

  #tick(): void {
    const now = performance.now()
    const lateMs = now - this.#lastTickAt - INTERVAL_MS
    this.#lastTickAt = now
    if (this.#isOpen) this.#histogram.record(Math.max(1, Math.round(lateMs * NANOSECONDS_PER_MS)))
  }
}
