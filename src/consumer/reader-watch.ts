/**
 * Notices an application that has records to deal with, and does not get on: Kafka's `max.poll.interval.ms`.
 *
 * Owned by the group coordination. Looks at where partitions are from time to time, so that reading pays nothing for it.
 * Progress of any kind counts; an application for which there is nothing to do is never late.
 */
import type { Cursor } from '../fetch/cursor.ts'
import type { Clock, Timer } from '../support/clock.ts'
import type { Hands } from './hand.ts'

export interface ReaderWatchOptions {
  readonly clock: Clock
  readonly maxPollIntervalMs: number
  readonly hands: Hands
  readonly cursors: () => Iterable<Cursor>
  /** Must not throw. */
  readonly onStuck: () => void
}

/** Being late is noticed within a fourth of the interval. */
const looksPerInterval = 4

export class ReaderWatch {
  readonly #options: ReaderWatchOptions
  #timer: Timer | undefined
  #lastSeen = ''
  #sinceMs = 0

  constructor(options: ReaderWatchOptions) {
    this.#options = options
  }

  start(): void {
    this.#sinceMs = this.#options.clock.now()
    this.#schedule()
  }

  stop(): void {
    this.#timer?.cancel()
    this.#timer = undefined
  }

  #schedule(): void {
    const { clock, maxPollIntervalMs } = this.#options
    const look = (): void => {
      this.#look()
      this.#schedule()
    }
    this.#timer = clock.setTimer(maxPollIntervalMs / looksPerInterval, 'group reader watch', look, { background: true })
  }

  #look(): void {
    const { clock, maxPollIntervalMs, onStuck } = this.#options
    const cursors = [...this.#options.cursors()]
    const seen = cursors.map((cursor) => this.#progressOf(cursor)).join(' ')
    const nowMs = clock.now()
    if (seen !== this.#lastSeen || !this.#hasWork(cursors)) {
      this.#lastSeen = seen
      this.#sinceMs = nowMs
    } else if (nowMs - this.#sinceMs >= maxPollIntervalMs) {
      this.#sinceMs = nowMs
      onStuck()
    }
  }

  #progressOf(cursor: Cursor): string {
    const { name, position } = cursor
    return position === undefined ? name : `${name}:${position}:${this.#options.hands.finishedOffset(cursor, position)}`
  }

  #hasWork(cursors: readonly Cursor[]): boolean {
    const isWaiting = cursors.some(({ buffered, isPaused }) => buffered.length > 0 && !isPaused)
    return isWaiting || this.#options.hands.whenFree(cursors) !== undefined
  }
}
