/**
 * Sends single records at a steady pace, as events come in that do not wait for each other. A timer that comes late sends
 * what has become due; an acknowledgement that comes late holds nothing up.
 */
import { performance } from 'node:perf_hooks'
import type { ProducerUnderTest } from './client-under-test.ts'
import { stampedValue } from './stamped-value.ts'

const TICK_MS = 1

export class PacedSends {
  /** Fulfils when, after `end`, every record is acknowledged. */
  readonly settled: Promise<void>
  readonly #producer: ProducerUnderTest
  readonly #valueSizeBytes: number
  readonly #fail: (error: unknown) => void
  readonly #settle: () => void
  readonly #timer: NodeJS.Timeout
  #intervalMs: number
  #paceBeganAt = performance.now()
  #sentAtPaceCount = 0
  #sentCount = 0
  #acknowledgedCount = 0
  #isEnded = false

  /** `fail` is called for every send that fails. */
  constructor(producer: ProducerUnderTest, valueSizeBytes: number, intervalMs: number, fail: (error: unknown) => void) {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.settled = promise
    this.#settle = resolve
    this.#producer = producer
    this.#valueSizeBytes = valueSizeBytes
    this.#fail = fail
    this.#intervalMs = intervalMs
    this.#timer = setInterval(() => this.#sendWhatIsDue(), TICK_MS)
  }

  get sentCount(): number {
    return this.#sentCount
  }

  get acknowledgedCount(): number {
    return this.#acknowledgedCount
  }

  changePace(intervalMs: number): void {
    this.#intervalMs = intervalMs
    this.#paceBeganAt = performance.now()
    this.#sentAtPaceCount = 0
  }

  /** Sends one last record. */
  end(): void {
    clearInterval(this.#timer)
    this.#isEnded = true
    this.#send()
  }

  #sendWhatIsDue(): void {
    const dueCount = Math.floor((performance.now() - this.#paceBeganAt) / this.#intervalMs)
    for (; this.#sentAtPaceCount < dueCount; this.#sentAtPaceCount++) this.#send()
  }

  #send(): void {
    const stamp = { sentAtMs: performance.now(), sequence: this.#sentCount++ }
    this.#producer.send(stampedValue(stamp, this.#valueSizeBytes)).then(() => this.#noteAcknowledged(), this.#fail)
  }

  #noteAcknowledged(): void {
    this.#acknowledgedCount++
    if (this.#isEnded && this.#acknowledgedCount === this.#sentCount) this.#settle()
  }
}
