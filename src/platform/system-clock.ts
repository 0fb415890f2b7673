import type { Clock, Timer, TimerOptions } from '../support/clock.ts'

/** Node's longest timer; a longer delay would overflow and fire at once. */
const maxTimerMs = 0x7fff_ffff

/** The machine's clock and Node's timers. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wallNow: () => Date.now(),
  setTimer: (delayMs, _label, callback, options) => startTimer(delayMs, callback, options),
  defer: (_label, callback) => void setImmediate(callback),
}

function startTimer(delayMs: number, callback: () => void, options?: TimerOptions): Timer {
  if (delayMs > maxTimerMs) return startLongTimer(delayMs, callback, options)
  const timeout = setTimeout(callback, delayMs)
  if (options?.background === true) timeout.unref()
  return { cancel: () => clearTimeout(timeout) }
}

function startLongTimer(delayMs: number, callback: () => void, options?: TimerOptions): Timer {
  let current: Timer
  const next = (remainingMs: number): void => {
    const partMs = Math.min(remainingMs, maxTimerMs)
    const isLast = partMs === remainingMs
    current = startTimer(partMs, isLast ? callback : () => next(remainingMs - partMs), options)
  }
  // Infinity never comes due: a timer that starts itself again for ever is what is wanted of it.
  next(delayMs)
  return { cancel: () => current.cancel() }
}
