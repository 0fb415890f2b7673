import { classifyError, type ErrorAction, isRepeatable } from '../errors/classify.ts'
import { backoffDelayMs } from '../support/backoff.ts'
import type { Deadline } from '../support/deadline.ts'
import type { ClientCore } from './client-core.ts'

export interface RetryPolicy {
  /** Overrides what the table says about an error. Default `classifyError`. */
  readonly classify?: (error: unknown) => ErrorAction
  /** What has to be found out anew before the next attempt. A failure of it is left to the next attempt to meet. */
  readonly recover?: (error: unknown, action: ErrorAction) => Promise<unknown> | undefined
}

/**
 * Repeats `attempt` until it succeeds, fails in a way that repeating cannot help, or the deadline is over. Then the
 * time-out's cause is what the last attempt failed with.
 */
export async function retry<T>(
  core: Pick<ClientCore, 'platform' | 'random' | 'retryBackoff'>,
  deadline: Deadline,
  attempt: (attemptIndex: number) => Promise<T>,
  policy: RetryPolicy = {},
): Promise<T> {
  const { classify = classifyError, recover } = policy
  for (let attemptIndex = 0; ; attemptIndex += 1) {
    try {
      return await attempt(attemptIndex)
    } catch (error) {
      const action = classify(error)
      if (!isRepeatable(action)) throw error
      deadline.throwIfOver(error)
      const delayMs = backoffDelayMs(core.retryBackoff, attemptIndex, core.random)
      const { operation } = deadline
      core.platform.log.event('debug', 'request.retried', {
        operation,
        attempt: attemptIndex + 1,
        action,
        delayMs,
        error,
      })
      const recovered = Promise.resolve(recover?.(error, action)).catch(() => {})
      await deadline.sleep(delayMs, 'retry backoff', error)
      await deadline.race(recovered, () => error)
    }
  }
}
