/**
 * Time that stands still until a test moves it.
 *
 * The clock owns its timers and its deferred calls. Timers run only inside `advance`; deferred calls run by themselves in
 * the next turn of the event loop, since they stand for "later", not for time. Nothing else changes either list.
 */
import type { Clock, Timer, TimerOptions } from './clock.ts'

/** A timer that has not fired and was not cancelled. */
export interface LiveTimer {
  readonly label: string
  /** On the scale of `now()`. */
  readonly dueAtMs: number
  readonly isBackground: boolean
}

export interface ManualClockOptions {
  /** What `now()` says at first. Default 0. */
  readonly startMs?: number
  /** What `wallNow()` says at first. Default: 1 January 2030, so that a mix-up of the two scales shows. */
  readonly wallStartMs?: number
}

interface PendingTimer extends LiveTimer {
  readonly sequence: number
  readonly callback: () => void
}

interface DeferredCall {
  readonly label: string
  readonly callback: () => void
}

/** More turns than any finite piece of work takes: beyond it somebody defers again and again. */
const maxTurns = 100_000

export class ManualClock implements Clock {
  readonly #startMs: number
  readonly #wallStartMs: number
  #nowMs: number
  #sequence = 0
  readonly #timers = new Set<PendingTimer>()
  #deferred: DeferredCall[] = []
  #isPumpDue = false

  constructor(options: ManualClockOptions = {}) {
    this.#startMs = options.startMs ?? 0
    this.#nowMs = this.#startMs
    this.#wallStartMs = options.wallStartMs ?? Date.UTC(2030, 0, 1)
  }

  now(): number {
    return this.#nowMs
  }

  wallNow(): number {
    return Math.floor(this.#wallStartMs + this.#nowMs - this.#startMs)
  }

  setTimer(delayMs: number, label: string, callback: () => void, options: TimerOptions = {}): Timer {
    const timer: PendingTimer = {
      label,
      dueAtMs: this.#nowMs + Math.max(0, delayMs),
      isBackground: options.background ?? false,
      sequence: this.#sequence++,
      callback,
    }
    this.#timers.add(timer)
    return { cancel: () => this.#timers.delete(timer) }
  }

  defer(label: string, callback: () => void): void {
    this.#deferred.push({ label, callback })
    this.#schedulePump()
  }

  /** Timers that are still to come, the next one first. What is here after `close()` is a leak. */
  get liveTimers(): readonly LiveTimer[] {
    return [...this.#timers]
      .sort(byDueTime)
      .map(({ label, dueAtMs, isBackground }) => ({ label, dueAtMs, isBackground }))
  }

  /** Labels of the live timers, the next one first. */
  get liveTimerLabels(): readonly string[] {
    return this.liveTimers.map((timer) => timer.label)
  }

  /**
   * Moves time forward and runs the timers that come due, in order, each at its own time. Before each timer, and at the
   * end, everything that can go on without time goes on: microtasks, and deferred calls.
   */
  async advance(durationMs: number): Promise<void> {
    const endMs = this.#nowMs + durationMs
    await this.settle()
    for (let timer = this.#nextDue(endMs); timer !== undefined; timer = this.#nextDue(endMs)) {
      this.#nowMs = Math.max(this.#nowMs, timer.dueAtMs)
      this.#timers.delete(timer)
      timer.callback()
      await this.settle()
    }
    // Overlapping calls: whoever came further keeps its time.
    this.#nowMs = Math.max(this.#nowMs, endMs)
  }

  /** Moves to the next timer, if there is one, and says whether there was. */
  async advanceToNextTimer(): Promise<boolean> {
    await this.settle()
    const next = this.#nextDue(Number.POSITIVE_INFINITY)
    if (next === undefined) return false
    await this.advance(Math.max(0, next.dueAtMs - this.#nowMs))
    return true
  }

  /** Lets everything go on that can without time passing. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < maxTurns; turn++) {
      await new Promise<void>((resolve) => setImmediate(resolve))
      if (this.#deferred.length === 0) return
    }
    throw new Error(`Deferred calls never end: ${[...new Set(this.#deferred.map((call) => call.label))].join(', ')}`)
  }

  #nextDue(endMs: number): PendingTimer | undefined {
    let next: PendingTimer | undefined
    for (const timer of this.#timers) {
      if (timer.dueAtMs <= endMs && (next === undefined || byDueTime(timer, next) < 0)) next = timer
    }
    return next
  }

  #schedulePump(): void {
    if (this.#isPumpDue) return
    this.#isPumpDue = true
    setImmediate(() => {
      this.#isPumpDue = false
      this.#runNextDeferred()
    })
  }

  /** One call a turn: what a call leaves in microtasks is done before the next call, as between two real callbacks. */
  #runNextDeferred(): void {
    const call = this.#deferred.shift()
    if (this.#deferred.length > 0) this.#schedulePump()
    call?.callback()
  }
}

function byDueTime(a: PendingTimer, b: PendingTimer): number {
  return a.dueAtMs - b.dueAtMs || a.sequence - b.sequence
}
