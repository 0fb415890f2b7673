import type { Clock } from './clock.ts'

export interface WaitBounds {
  readonly signal?: AbortSignal | undefined
  /** Default: no limit. */
  readonly timeoutMs?: number | undefined
  /** Names the timer in leak reports. */
  readonly label: string
  /** The error for a wait that took too long. */
  readonly onTimeout: () => Error
}

/**
 * One caller's wait for something that others wait for too: ends with it, with the signal's reason, or with the timeout,
 * whichever is first. What is waited for goes on.
 */
export function settleWithin<T>(clock: Clock, shared: Promise<T>, bounds: WaitBounds): Promise<T> {
  const { signal, timeoutMs = Number.POSITIVE_INFINITY, label, onTimeout } = bounds
  if (signal === undefined && timeoutMs === Number.POSITIVE_INFINITY) return shared
  return new Promise<T>((resolve, reject) => {
    const leave = (settle: () => void): void => {
      timer?.cancel()
      signal?.removeEventListener('abort', onAbort)
      settle()
    }
    const onAbort = (): void => leave(() => reject(signal?.reason))
    const timer =
      timeoutMs === Number.POSITIVE_INFINITY
        ? undefined
        : clock.setTimer(timeoutMs, label, () => leave(() => reject(onTimeout())))
    // The shared work has its rejection handled here in any case, also when this caller has left.
    shared.then(
      (value) => leave(() => resolve(value)),
      (error: unknown) => leave(() => reject(error)),
    )
    if (signal?.aborted === true) onAbort()
    else signal?.addEventListener('abort', onAbort)
  })
}
