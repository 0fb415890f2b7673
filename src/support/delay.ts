import type { Clock, TimerOptions } from './clock.ts'

/** Waits. Rejects with the signal's reason as soon as it is aborted, and leaves no timer behind. */
export function delay(
  clock: Clock,
  delayMs: number,
  label: string,
  options: TimerOptions & { readonly signal?: AbortSignal | undefined } = {},
): Promise<void> {
  const { signal } = options
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason)
    const onAbort = (): void => {
      timer.cancel()
      reject(signal?.reason)
    }
    const onDue = (): void => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }
    const timer = clock.setTimer(delayMs, label, onDue, options)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}
