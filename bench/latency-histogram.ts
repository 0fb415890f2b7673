import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'
import type { RunOutcome } from './run-order.ts'

const NANOSECONDS_PER_MS = 1e6
const LOWEST_NANOSECONDS = 1_000

export class LatencyHistogram {
  readonly #histogram: RecordableHistogram = createHistogram({ lowest: LOWEST_NANOSECONDS, highest: 120e9, figures: 3 })

  record(elapsedMs: number): void {
    this.#histogram.record(Math.max(LOWEST_NANOSECONDS, Math.round(elapsedMs * NANOSECONDS_PER_MS)))
  }

  /** Nothing where nothing was recorded. */
  summarize(): Pick<RunOutcome, 'latency'> {
    if (this.#histogram.count === 0) return {}
    return {
      latency: {
        p50Ms: this.#histogram.percentile(50) / NANOSECONDS_PER_MS,
        p99Ms: this.#histogram.percentile(99) / NANOSECONDS_PER_MS,
      },
    }
  }
}
