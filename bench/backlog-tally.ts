/**
 * Counts what a consumer hands over. The measured window opens after a tenth of the backlog and closes with its last record;
 * connecting, joining a group and the first optimizations of the engine lie before it.
 */
import { performance } from 'node:perf_hooks'
import { type Measured, Measurement } from './measurement.ts'

const WARMUP_SHARE = 0.1

export class BacklogTally {
  readonly recordCountByPartition: number[]
  /** Fulfils when as many records came as the backlog holds. */
  readonly completed: Promise<Measured>
  readonly #startedAt = performance.now()
  readonly #expectedCount: number
  readonly #measurement = new Measurement()
  readonly #complete: (measured: Promise<Measured>) => void
  #wholeBacklogMs = 0
  #isComplete = false
  #nextMark: number
  #recordCount = 0
  #valueBytes = 0

  constructor(expectedCount: number, partitionCount: number) {
    const { promise, resolve } = Promise.withResolvers<Measured>()
    this.completed = promise
    this.#complete = resolve
    this.#expectedCount = expectedCount
    this.#nextMark = Math.floor(expectedCount * WARMUP_SHARE)
    this.recordCountByPartition = new Array<number>(partitionCount).fill(0)
  }

  get isComplete(): boolean {
    return this.#isComplete
  }

  /**
   * From the construction to the last record. A consumer that decodes far ahead, before it hands over the first tenth, does
   * that work before the window opens; here it counts.
   */
  get wholeBacklogMs(): number {
    return this.#wholeBacklogMs
  }

  get recordCount(): number {
    return this.#recordCount
  }

  get valueBytes(): number {
    return this.#valueBytes
  }

  /** For one record or for many of one partition. */
  add(partition: number, recordCount: number, valueBytes: number): void {
    this.recordCountByPartition[partition]! += recordCount
    this.#recordCount += recordCount
    this.#valueBytes += valueBytes
    if (this.#recordCount >= this.#nextMark) this.#passMark()
  }

  #passMark(): void {
    if (this.#measurement.isOpen) {
      this.#isComplete = true
      this.#wholeBacklogMs = performance.now() - this.#startedAt
      this.#nextMark = Number.POSITIVE_INFINITY
      this.#complete(this.#measurement.end(this.#recordCount))
      return
    }
    this.#measurement.begin(this.#recordCount)
    this.#nextMark = this.#expectedCount
  }
}
