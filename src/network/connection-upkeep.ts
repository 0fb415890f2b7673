/**
 * The background timers of one open connection: it is closed when nobody uses it, and its credentials are renewed before
 * the broker asks (KIP-368). Its broker owns it and stops it when the connection ends; no timer survives that.
 */
import type { Clock, Timer } from '../support/clock.ts'
import type { Random } from '../support/random.ts'
import type { Connection } from './connection.ts'

export interface UpkeepOptions {
  readonly connection: Connection
  readonly clock: Clock
  readonly random: Random
  /** Infinity: never. */
  readonly maxIdleMs: number
  /** 0: the session does not end. */
  readonly sessionLifetimeMs: number
  /** The connection has been idle for too long; it is to be closed. */
  readonly onIdle: () => void
  /** Asks for credentials anew; resolves with the next session's lifetime. The connection is the caller's meanwhile. */
  readonly renew: () => Promise<number>
}

/** The part of a session's lifetime after which it is renewed, drawn between the two. */
const renewFrom = 0.85
const renewTo = 0.95

/** However short a session is, its connection must get to carry requests between two renewals. */
const shortestRenewalMs = 250

export class ConnectionUpkeep {
  readonly #options: UpkeepOptions
  #idleTimer: Timer | undefined
  #renewalTimer: Timer | undefined
  #isStopped = false

  constructor(options: UpkeepOptions) {
    this.#options = options
    if (options.maxIdleMs !== Number.POSITIVE_INFINITY) this.#watchIdle(options.maxIdleMs)
    this.#planRenewal(options.sessionLifetimeMs)
  }

  stop(): void {
    this.#isStopped = true
    this.#idleTimer?.cancel()
    this.#renewalTimer?.cancel()
  }

  /** Looks again when the connection can have become too idle at the earliest, instead of at each request. */
  #watchIdle(delayMs: number): void {
    const { clock, connection, maxIdleMs, onIdle } = this.#options
    this.#idleTimer = clock.setTimer(
      delayMs,
      `idle connection ${connection.address}`,
      () => {
        const remainingMs = maxIdleMs - connection.idleMs
        if (remainingMs <= 0) onIdle()
        else this.#watchIdle(remainingMs)
      },
      { background: true },
    )
  }

  #planRenewal(sessionLifetimeMs: number): void {
    if (sessionLifetimeMs <= 0 || this.#isStopped) return
    const { clock, connection, random } = this.#options
    const share = renewFrom + (renewTo - renewFrom) * random.next()
    this.#renewalTimer = clock.setTimer(
      Math.max(shortestRenewalMs, sessionLifetimeMs * share),
      `session renewal ${connection.address}`,
      () => void this.#renew(),
      { background: true },
    )
  }

  /** Never rejects: a renewal that fails has closed the connection, which is how its users hear of it. */
  async #renew(): Promise<void> {
    let nextLifetimeMs = 0
    await this.#options.connection.runExclusively(async () => {
      nextLifetimeMs = await this.#options.renew()
    })
    this.#planRenewal(nextLifetimeMs)
  }
}
