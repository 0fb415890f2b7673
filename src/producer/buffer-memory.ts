import { TimeoutError } from '../errors/client-errors.ts'
import type { Clock, Timer } from '../support/clock.ts'

/**
 * Bounds what the producer holds, in records and in bytes.
 *
 * Both permits are taken together or not at all: a caller that is refused one holds neither (the leak of seed failure 2,
 * where the first of two permits stayed taken). Waiters are served strictly in order, so that a large record cannot be
 * starved by small ones that would still fit. Owned by the producer; all of it is synchronous.
 */
export class BufferMemory {
  readonly #clock: Clock
  readonly #maxRecords: number
  readonly #maxBytes: number
  #records = 0
  #bytes = 0
  /** In order; those before `#firstWaiter`, and those that are done, wait no more. A long queue is never shifted. */
  #waiters: Waiter[] = []
  #firstWaiter = 0
  #waiterCount = 0

  constructor(clock: Clock, maxRecords: number, maxBytes: number) {
    this.#clock = clock
    this.#maxRecords = maxRecords
    this.#maxBytes = maxBytes
  }

  /** Records held now. Zero when nothing is buffered or in flight. */
  get bufferedRecords(): number {
    return this.#records
  }

  /** Bytes held now, by the producer's own estimate of the encoded size. */
  get bufferedBytes(): number {
    return this.#bytes
  }

  get waiterCount(): number {
    return this.#waiterCount
  }

  get maxBytes(): number {
    return this.#maxBytes
  }

  /** Takes room for one record if there is room and nobody waits. The caller must `release` it on every path. */
  tryAcquire(sizeBytes: number): boolean {
    if (this.#waiterCount > 0 || !this.#fits(sizeBytes)) return false
    this.#take(sizeBytes)
    return true
  }

  /**
   * Waits for room and then calls `onAcquired` in the same turn in which the room was taken, so that no other code can
   * come between. On failure `onFailed` is called and nothing is held.
   */
  acquire(sizeBytes: number, waiter: AdmissionWaiter): void {
    if (waiter.signal?.aborted === true) {
      waiter.onFailed(waiter.signal.reason)
      return
    }
    const entry: Waiter = { sizeBytes, waiter, timer: undefined, onAbort: undefined, isDone: false, onDone: [] }
    const giveUp = (reason: unknown): void => {
      if (entry.isDone) return
      this.#finish(entry)
      waiter.onFailed(reason)
      // The one that gave up may have been all that held back the ones behind it.
      this.#admit()
    }
    this.#waiters.push(entry)
    this.#waiterCount += 1
    if (waiter.timeoutMs !== undefined) {
      const timeoutMs = waiter.timeoutMs
      entry.timer = this.#clock.setTimer(timeoutMs, 'admission', () =>
        giveUp(
          new TimeoutError(
            `Cannot buffer a record: no room within ${timeoutMs} ms (maxBufferedRecords, maxBufferedBytes)`,
          ),
        ),
      )
    }
    if (waiter.signal !== undefined) {
      const signal = waiter.signal
      entry.onAbort = () => giveUp(signal.reason)
      signal.addEventListener('abort', entry.onAbort, { once: true })
    }
    this.#admit()
  }

  /** Replaces the estimate that a record was admitted with by what it really took. */
  adjust(differenceBytes: number): void {
    this.#bytes += differenceBytes
    if (differenceBytes < 0) this.#admit()
  }

  /** Gives back what `records` records took. */
  release(records: number, sizeBytes: number): void {
    this.#records -= records
    this.#bytes -= sizeBytes
    this.#admit()
  }

  /** Resolves when everybody who waits now was let in or gave up. */
  async admitted(): Promise<void> {
    // Each of them: the last one may give up (abort, timeout) while others still wait in front of it.
    const waiting = this.#waiters.filter((entry) => !entry.isDone)
    await Promise.all(waiting.map(({ onDone }) => new Promise<void>((resolve) => onDone.push(resolve))))
  }

  /** Fails everybody who waits, or those who wait with a record for certain topics. */
  failWaiters(reason: unknown, isIncluded: (topic: string) => boolean = () => true): void {
    const failed = this.#waiters.filter(({ isDone, waiter }) => !isDone && isIncluded(waiter.topic))
    for (const entry of failed) this.#finish(entry)
    for (const entry of failed) entry.waiter.onFailed(reason)
    // Those that are left may have waited for nothing but their turn.
    this.#admit()
  }

  /** Lets in, in order, all that fit. The first one that does not fit holds back the rest. */
  #admit(): void {
    for (let entry = this.#next(); entry !== undefined && this.#fits(entry.sizeBytes); entry = this.#next()) {
      this.#finish(entry)
      this.#take(entry.sizeBytes)
      entry.waiter.onAcquired()
    }
  }

  #next(): Waiter | undefined {
    while (this.#waiters[this.#firstWaiter]?.isDone === true) this.#firstWaiter += 1
    if (this.#firstWaiter * 2 > this.#waiters.length) {
      this.#waiters = this.#waiters.slice(this.#firstWaiter)
      this.#firstWaiter = 0
    }
    return this.#waiters[this.#firstWaiter]
  }

  #fits(sizeBytes: number): boolean {
    return this.#records < this.#maxRecords && this.#bytes + sizeBytes <= this.#maxBytes
  }

  #take(sizeBytes: number): void {
    this.#records += 1
    this.#bytes += sizeBytes
  }

  #finish(entry: Waiter): void {
    entry.isDone = true
    this.#waiterCount -= 1
    entry.timer?.cancel()
    if (entry.onAbort !== undefined) entry.waiter.signal?.removeEventListener('abort', entry.onAbort)
    for (const resume of entry.onDone) resume()
  }
}

/** Somebody who waits for room. Exactly one of the two callbacks is called, once; neither may throw. */
export interface AdmissionWaiter {
  readonly topic: string
  readonly signal?: AbortSignal | undefined
  readonly timeoutMs?: number | undefined
  onAcquired(): void
  onFailed(reason: unknown): void
}

interface Waiter {
  readonly sizeBytes: number
  readonly waiter: AdmissionWaiter
  timer: Timer | undefined
  onAbort: (() => void) | undefined
  isDone: boolean
  readonly onDone: (() => void)[]
}
