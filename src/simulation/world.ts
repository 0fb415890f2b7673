/**
 * A world with its own time: everything in it happens as an event, one after the other, at whole milliseconds.
 *
 * The world owns the events that are still to come, the trace of those that were, the problems that were found and the
 * marks that were reached. Nothing in it reads a clock or draws a number that the seed does not decide, so a seed and a
 * plan are the whole of a run. Between two steps the driver must let microtasks run out (`drive.ts`).
 */
import type { Clock, Timer, TimerOptions } from '../support/clock.ts'
import {
  type Choose,
  ChosenQueue,
  type EventKind,
  type EventQueue,
  type SimEvent,
  TimeOrderedQueue,
} from './event-queue.ts'
import { SimRandom } from './sim-random.ts'
import { Trace } from './trace.ts'

/** Something that must never be. Recorded, not thrown: the client's own `catch` would swallow it. */
export interface Problem {
  /** The invariant of the catalogue: `P1`, `W1`; or `DEADLOCK`, `GUARD`, `DEFECT`. */
  readonly kind: string
  readonly detail: string
  readonly atMs: number
}

export interface WorldOptions {
  readonly seed: number
  /** Records the timeline as text. Default false. */
  readonly isRecorded?: boolean
}

/** Enough to see the consequences of the first; more would only be noise. */
const maxProblems = 20
/** More events in one millisecond than any finite piece of work makes: somebody wakes somebody for ever. */
const maxEventsPerMs = 20_000
/** 1 January 2030: far from the monotonic scale, so that a mix-up of the two shows. */
const wallStartMs = 1_893_456_000_000

export class World {
  readonly seed: number
  readonly random: SimRandom
  readonly trace: Trace
  readonly problems: Problem[] = []
  /** Interesting states that were seen. A plan under which one never is seen is blind for it. */
  readonly marks: Set<string> = new Set()
  readonly #ties: SimRandom
  readonly #givenUp: { readonly producerId: bigint; readonly producerEpoch: number; readonly baseSequence: number }[] =
    []
  #queue: EventQueue = new TimeOrderedQueue()
  #nowMs = 0
  #sequence = 0
  #stepCount = 0
  #eventsInThisMs = 0
  #overdue: SimEvent | undefined
  #isExplored = false

  constructor({ seed, isRecorded = false }: WorldOptions) {
    this.seed = seed
    this.random = new SimRandom(seed)
    this.trace = new Trace(isRecorded)
    this.#ties = this.random.fork('ties')
  }

  get nowMs(): number {
    return this.#nowMs
  }

  get stepCount(): number {
    return this.#stepCount
  }

  get hasProblem(): boolean {
    return this.problems.length > 0
  }

  /** Whether a chooser orders events, and not time. */
  get isExplored(): boolean {
    return this.#isExplored
  }

  /** The first event behind the horizon at which `step` stopped: what a world that hangs would still do. */
  get overdue(): string | undefined {
    return this.#overdue === undefined ? undefined : `${this.#overdue.owner}: ${this.#overdue.label}`
  }

  /** A clock whose timers are known as `owner`'s. Labels of timers are part of the trace. */
  clock(owner: string): Clock {
    return {
      now: () => this.#nowMs,
      wallNow: () => wallStartMs + this.#nowMs,
      setTimer: (delayMs: number, label: string, callback: () => void, _options?: TimerOptions): Timer =>
        this.#schedule(delayMs, 'timer', owner, label, callback),
      defer: (label, callback) => void this.#schedule(0, 'deferred', owner, label, callback),
    }
  }

  /** An event of the world itself: a fault, a step of a plan, a broker at work. */
  at(delayMs: number, owner: string, label: string, callback: () => void): Timer {
    return this.#schedule(delayMs, 'step', owner, label, callback)
  }

  /** Bytes or news on their way. */
  deliver(delayMs: number, owner: string, label: string, callback: () => void): Timer {
    return this.#schedule(delayMs, 'network', owner, label, callback)
  }

  /** The timers and steps of `owner` that are still to come, by label. What is here after everything was closed is a leak. */
  pendingOf(owner: string): string[] {
    const labels: string[] = []
    for (const event of this.#queue.pending())
      if (event.owner === owner && event.kind !== 'deferred') labels.push(event.label)
    return labels.sort()
  }

  /** Runs the pending timer with this label now, at its own time if that is later. False when there is none. */
  fire(label: string): boolean {
    for (const event of this.#queue.pending()) {
      if (event.label !== label) continue
      event.isCancelled = true
      this.#nowMs = Math.max(this.#nowMs, event.atMs)
      this.#run(event)
      return true
    }
    return false
  }

  /** Lets time pass without anything happening: what came due meanwhile happens late. For explored worlds only. */
  skip(durationMs: number): void {
    this.#nowMs += durationMs
  }

  /** From now on `choose` orders what happens, and not time. */
  explore(choose: Choose): void {
    this.#isExplored = true
    this.#queue = new ChosenQueue(choose, this.#queue.pending())
  }

  /** Back to time. */
  endExploring(): void {
    if (!this.#isExplored) return
    this.#isExplored = false
    const queue = new TimeOrderedQueue()
    for (const event of this.#queue.pending()) queue.push(event)
    this.#queue = queue
  }

  /** One event, unless the next one lies behind `horizonMs` or there is none: then false. */
  step(horizonMs: number): boolean {
    const event = this.#queue.pop()
    if (event === undefined) return false
    if (event.atMs > horizonMs) {
      this.#overdue = event
      this.#queue.push(event)
      return false
    }
    if (event.atMs > this.#nowMs) {
      this.#nowMs = event.atMs
      this.#eventsInThisMs = 0
    }
    if (++this.#eventsInThisMs > maxEventsPerMs && !this.#isExplored) {
      this.problem(
        'R2',
        `more than ${maxEventsPerMs} events in one millisecond, the last is ${event.owner}: ${event.label}`,
      )
      return false
    }
    this.#run(event)
    return true
  }

  /** Part of the trace: two runs of a seed must agree on it. */
  emit(who: string, what: string): void {
    this.trace.add(this.#nowMs, who, what)
  }

  noteGivenUp(producerId: bigint, producerEpoch: number, baseSequence: number): void {
    this.#givenUp.push({ producerId, producerEpoch, baseSequence })
  }

  /** Whether the client gave up a batch of that producer with a lower sequence, sent or not. */
  hasGivenUpBefore(producerId: bigint, producerEpoch: number, sequence: number): boolean {
    return this.#givenUp.some(
      (given) =>
        given.producerId === producerId && given.producerEpoch === producerEpoch && given.baseSequence < sequence,
    )
  }

  reach(mark: string): void {
    this.marks.add(mark)
  }

  problem(kind: string, detail: string): void {
    if (this.problems.length >= maxProblems) return
    this.problems.push({ kind, detail, atMs: this.#nowMs })
    // Details may hold a line number of the stack; the hash must not depend on how much of it was kept.
    this.emit('PROBLEM', kind)
    this.trace.note(this.#nowMs, 'PROBLEM', () => detail)
  }

  #run(event: SimEvent): void {
    this.#stepCount += 1
    this.emit(event.owner, event.label)
    try {
      event.callback()
    } catch (error) {
      this.problem('DEFECT', `${event.owner}: ${event.label} threw ${describeError(error)}`)
    }
  }

  #schedule(delayMs: number, kind: EventKind, owner: string, label: string, callback: () => void): Timer {
    // Timers never fire early, and a fraction of a millisecond would never tie with another event.
    const atMs = this.#nowMs + Math.max(0, Math.ceil(delayMs))
    const tie = Math.floor(this.#ties.next() * 0x1_0000_0000)
    const event: SimEvent = { atMs, tie, sequence: this.#sequence++, kind, owner, label, callback, isCancelled: false }
    this.#queue.push(event)
    return {
      cancel: () => {
        event.isCancelled = true
      },
    }
  }
}

/** The message and the first line of our own code in the stack. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const place = error.stack?.split('\n').find((line) => /\/src\/(?!simulation)/.test(line))
  const where =
    place === undefined
      ? ''
      : ` (${place
          .trim()
          .replace(/^at /, '')
          .replaceAll(/\(?file:\/\/\S*\/src\//g, 'src/')
          .replace(/\)$/, '')})`
  return `${error.message}${where}`
}
