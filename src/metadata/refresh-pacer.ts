import { type BackoffPolicy, backoffDelayMs } from '../support/backoff.ts'
import type { Random } from '../support/random.ts'

export interface PacerPolicy {
  readonly backoff: BackoffPolicy
  /** So many automatic repeats follow each other closely while an answer is incomplete; then one each `minAgeMs`. */
  readonly quickRetries: number
  readonly minAgeMs: number
}

export interface RefreshResult {
  /** Nothing was left to be desired. */
  readonly isComplete: boolean
  /** Something was different from before. */
  readonly hasNews: boolean
}

/**
 * When the next refresh may start. A hundred partitions that lose their leader at once ask for a refresh each, and again
 * on every failed retry; the cluster, which is busy electing, must see a handful of requests.
 *
 * Refreshes that follow each other form a streak, in which the pauses grow; news or a quiet while end it.
 */
export class RefreshPacer {
  readonly #policy: PacerPolicy
  readonly #random: Random
  #streak = 0
  #retries = 0
  #endedAtMs = Number.NEGATIVE_INFINITY
  #allowedAtMs = Number.NEGATIVE_INFINITY
  #wasComplete = true

  constructor(policy: PacerPolicy, random: Random) {
    this.#policy = policy
    this.#random = random
  }

  /** True when the streak was over: what had been tried in it may be tried anew without waiting. */
  onStart(nowMs: number): boolean {
    const isCalm = nowMs - this.#endedAtMs > 2 * this.#policy.backoff.maxMs
    if (isCalm) this.#streak = 0
    return isCalm
  }

  onEnd(nowMs: number, { isComplete, hasNews }: RefreshResult): void {
    this.#endedAtMs = nowMs
    // Who asks because something has changed, and finds it changed, is not part of a storm.
    if (isComplete && hasNews) this.#streak = 0
    this.#allowedAtMs = nowMs + backoffDelayMs(this.#policy.backoff, this.#streak, this.#random)
    this.#streak += 1
    this.#retries = isComplete ? 0 : this.#retries + 1
    this.#wasComplete = isComplete
  }

  get hasRun(): boolean {
    return this.#endedAtMs !== Number.NEGATIVE_INFINITY
  }

  /** Whether the last refresh left nothing to be desired. */
  get wasComplete(): boolean {
    return this.#wasComplete
  }

  /** The earliest start of a refresh that somebody asks for. */
  get demandDueMs(): number {
    return this.#allowedAtMs
  }

  /** The start of the refresh that follows an incomplete answer without being asked for. */
  get retryDueMs(): number {
    return this.#retries <= this.#policy.quickRetries ? this.#allowedAtMs : this.#endedAtMs + this.#policy.minAgeMs
  }
}
