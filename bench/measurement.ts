/** CPU time, event-loop delay, latency and memory of this process over a window that begins after the warm-up. */
import { performance } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import { EventLoopDelay } from './event-loop-delay.ts'
import { LatencyHistogram } from './latency-histogram.ts'
import type { RunOutcome } from './run-order.ts'

export type Measured = Pick<
  RunOutcome,
  'recordCount' | 'elapsedMs' | 'cpuMs' | 'latency' | 'eventLoopDelay' | 'peakRssBytes' | 'runtime'
>

/** One window of measurement: `begin` once, then `end` once. Latencies before `begin` are dropped. */
export class Measurement {
  readonly #eventLoopDelay = new EventLoopDelay()
  readonly #latencies = new LatencyHistogram()
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
    if (this.#isOpen) this.#latencies.record(elapsedMs)
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
      ...this.#latencies.summarize(),
      eventLoopDelay: this.#eventLoopDelay.close(),
      peakRssBytes: process.resourceUsage().maxRSS * 1_024,
      runtime: `Node ${process.version}`,
    }
  }
}
