import { ConfigError } from '../errors/client-errors.ts'
import type { Clock } from '../support/clock.ts'
import { type CallOptions, type Deadline, startDeadline } from '../support/deadline.ts'

export type { CallOptions } from '../support/deadline.ts'

/**
 * The one deadline of a call, made where the call enters the client and handed down. `operation` begins its error
 * messages: "Cannot list offsets of orders-3". Throws `ConfigError` for options that mean nothing, and the signal's
 * reason when it has fired already.
 */
export function resolveCallOptions(
  clock: Clock,
  operation: string,
  options: CallOptions,
  defaultTimeoutMs: number,
): Deadline {
  const { signal, timeoutMs } = options
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new ConfigError('signal must be an AbortSignal')
  }
  if (timeoutMs !== undefined && typeof timeoutMs !== 'number') {
    throw new ConfigError(`timeoutMs must be a number of milliseconds, not ${String(timeoutMs)}`)
  }
  const deadline = startDeadline(clock, operation, options, defaultTimeoutMs)
  deadline.throwIfOver()
  return deadline
}
