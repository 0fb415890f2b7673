import type { Random } from './random.ts'

/** Delays that double from `initialMs` up to `maxMs`, each blurred so that many clients do not come back at once (KIP-580). */
export interface BackoffPolicy {
  readonly initialMs: number
  readonly maxMs: number
}

const jitter = 0.2

/** The delay before attempt `attempt + 1`, counted from 0, within ±20 % of its nominal length. */
export function backoffDelayMs(policy: BackoffPolicy, attempt: number, random: Random): number {
  // Beyond 2^30 every sensible maximum has long been reached; the bound keeps the power finite.
  const nominalMs = Math.min(policy.maxMs, policy.initialMs * 2 ** Math.min(Math.max(attempt, 0), 30))
  return nominalMs * (1 - jitter + 2 * jitter * random.next())
}
