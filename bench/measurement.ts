/** CPU time, event-loop delay, latency and memory of this process over a window that begins after the warm-up. */
import { createHistogram, performance, type RecordableHistogram } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import { EventLoopDelay } from './event-loop-delay.ts'
import type { RunOutcome } from './run-order.ts'

const NANOSECONDS_PER_MS = 1e6

export type Measured = Pick<
  RunOutcome,
  'recordCount' | 'elapsedMs' | 'cpuMs' | 'latency' | 'eventLoopDelay' | 'peakRssBytes' | 'runtime'
>

/** One window of measurement: `begin` once, then `end` once. Latencies before `begin` are dropped. */
export class Measurement {
  readonly #eventLoopDelay = new EventLoopDelay()
  readonly #latencies: RecordableHistogram = createHistogram({ lowest: 1_000, highest: 120e9, figures: 3 })
  #startedAt = 0
  #recordCountAtStart = 0
  #cpuAtStart: NodeJS.CpuUsage = { user: 0, system: 0 }
  #isOpen = false

  get isOpen(): boolean {
    return this.#isOpen
  }

  begin(recordCount: number): void {
    this.#recordCountAtStart = recordCount
    this.#eventLoopDelay.open()
    this.#cpuAtStart = process.cpuUsage()
    this.#startedAt = performance.now()
    this.#isOpen = true
  }

  recordLatency(elapsedMs: number): void {
    if (this.#isOpen) this.#latencies.record(Math.max(1_000, Math.round(elapsedMs * NANOSECONDS_PER_MS)))
  }

  /** The window ends with the call; the promise fulfils a little later. */
  async end(recordCount: number): Promise<Measured> {
    const elapsedMs = performance.now() - this.#startedAt
    const cpu = process.cpuUsage(this.#cpuAtStart)
    this.#isOpen = false
    // A tick that is still going on is not in the histogram, and it may be the longest of all.
    await delay(2)
    return {
      recordCount: recordCount - this.#recordCountAtStart,
      elapsedMs,
      cpuMs: (cpu.user + cpu.system) / 1_000,
      ...(this.#latencies.count > 0 && {
        latency: {
          p50Ms: this.#latencies.percentile(50) / NANOSECONDS_PER_MS,
          p99Ms: this.#latencies.percentile(99) / NANOSECONDS_PER_MS,
        },
      }),
      eventLoopDelay: this.#eventLoopDelay.close(),
      peakRssBytes: process.resourceUsage().maxRSS * 1_024,
      runtime: `Node ${process.version}`,
    }
  }
}
