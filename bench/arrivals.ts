/**
 * Takes what a consumer hands over, one record at a time, and knows each by the number in its value: a record that comes
 * twice does not hide one that never comes.
 */
import { performance } from 'node:perf_hooks'
import { LatencyHistogram } from './latency-histogram.ts'
import type { RunOutcome } from './run-order.ts'
import { readStamp } from './stamped-value.ts'

export class Arrivals {
  /** Fulfils with the first record. */
  readonly begun: Promise<void>
  /** Fulfils with the last of the records that `expectInAll` announced. */
  readonly completed: Promise<void>
  readonly #begin: () => void
  readonly #complete: () => void
  readonly #fail: (error: Error) => void
  readonly #valueSizeBytes: number
  readonly #seen = new Set<number>()
  readonly #latencies = new LatencyHistogram()
  #expectedCount = Number.POSITIVE_INFINITY
  #repeatedCount = 0
  #windowBeginsAt = Number.POSITIVE_INFINITY
  #windowEndsAt = Number.POSITIVE_INFINITY

  /** `fail` is called with what cannot be a record of this run. */
  constructor(valueSizeBytes: number, fail: (error: Error) => void) {
    const begun = Promise.withResolvers<void>()
    const completed = Promise.withResolvers<void>()
    this.begun = begun.promise
    this.completed = completed.promise
    this.#begin = begun.resolve
    this.#complete = completed.resolve
    this.#valueSizeBytes = valueSizeBytes
    this.#fail = fail
  }

  /** Distinct records. */
  get recordCount(): number {
    return this.#seen.size
  }

  get isComplete(): boolean {
    return this.#seen.size >= this.#expectedCount
  }

  get outcome(): Pick<RunOutcome, 'arrivals' | 'latency'> {
    return {
      arrivals: { distinctCount: this.#seen.size, repeatedCount: this.#repeatedCount },
      ...this.#latencies.summarize(),
    }
  }

  /** Latency counts for what is sent from now on. */
  openWindow(): void {
    this.#windowBeginsAt = performance.now()
  }

  /** What was sent before still counts, however late it comes: else the slowest would be left out. */
  closeWindow(): void {
    this.#windowEndsAt = performance.now()
  }

  /** To be called before the last record is sent, so that its arrival always completes. */
  expectInAll(recordCount: number): void {
    this.#expectedCount = recordCount
  }

  take(value: Buffer): void {
    const now = performance.now()
    if (value.length !== this.#valueSizeBytes) {
      this.#fail(new Error(`A record arrived with ${value.length} bytes instead of ${this.#valueSizeBytes}`))
      return
    }
    const { sentAtMs, sequence } = readStamp(value)
    if (this.#seen.has(sequence)) {
      this.#repeatedCount++
      return
    }
    this.#seen.add(sequence)
    if (sentAtMs >= this.#windowBeginsAt && sentAtMs < this.#windowEndsAt) this.#latencies.record(now - sentAtMs)
    if (this.#seen.size === 1) this.#begin()
    if (this.isComplete) this.#complete()
  }
}
