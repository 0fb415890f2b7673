/**
 * Time, passed in. Nothing but the adapters under `platform/` may read the real clock or start a real timer: that is
 * what lets a whole client run on virtual time in a simulation.
 */

export interface Timer {
  /** Ends the timer; its callback will not run any more. Cancelling twice, or after it has fired, does nothing. */
  cancel(): void
}

export interface TimerOptions {
  /**
   * True for timers of background upkeep (metadata age, idle reaping): they never keep the process alive by themselves.
   * Default false.
   */
  readonly background?: boolean
}

export interface Clock {
  /** Milliseconds on a monotonic scale with an arbitrary origin. For durations and deadlines. */
  now(): number
  /** Milliseconds since the epoch, whole. For record timestamps. */
  wallNow(): number
  /** Calls back once, not earlier than `delayMs` from now. The label names the timer in leak reports. */
  setTimer(delayMs: number, label: string, callback: () => void, options?: TimerOptions): Timer
  /**
   * Calls back in a later turn of the event loop: after all microtasks that are due, and after I/O had its chance. This is
   * how work is gathered before it is done (sends of one turn share a request), and how long work lets others in.
   * Not a timer: no minimal delay, not cancellable.
   */
  defer(label: string, callback: () => void): void
}
