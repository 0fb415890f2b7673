/**
 * Tells the coordinator, again and again, that the member is alive. On timers of the clock, beside whatever the member
 * is doing: a callback of the application that takes minutes does not cost the member its place.
 *
 * Owned by the membership. Each `start` begins a new run; an answer to an earlier run's heartbeat is dropped.
 */
import type { Clock, Timer } from '../support/clock.ts'
import { mayPass } from './passing-failure.ts'

export interface HeartbeatLoopOptions {
  readonly clock: Clock
  readonly intervalMs: number
  /** Before a heartbeat that failed in a way that may pass is repeated. */
  readonly retryMs: number
  /** One heartbeat. Rejects with what the coordinator answered. */
  readonly send: (signal: AbortSignal) => Promise<void>
  /** What is not worth repeating: the group rebalances, the member is fenced. Must not throw. */
  readonly onAnswer: (error: unknown) => 'goOn' | 'stop'
}

export class HeartbeatLoop {
  readonly #options: HeartbeatLoopOptions
  #run: AbortController | undefined
  #timer: Timer | undefined

  constructor(options: HeartbeatLoopOptions) {
    this.#options = options
  }

  get isRunning(): boolean {
    return this.#run !== undefined
  }

  start(): void {
    this.stop()
    this.#run = new AbortController()
    this.#schedule(this.#run, this.#options.intervalMs)
  }

  /** No heartbeat is sent after it, and no answer is heard. Idempotent. */
  stop(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    this.#run?.abort()
    this.#run = undefined
  }

  #schedule(run: AbortController, delayMs: number): void {
    this.#timer = this.#options.clock.setTimer(delayMs, 'group heartbeat', () => void this.#beat(run))
  }

  /** Never rejects. */
  async #beat(run: AbortController): Promise<void> {
    const { intervalMs, retryMs, send, onAnswer } = this.#options
    let delayMs = intervalMs
    try {
      await send(run.signal)
    } catch (error) {
      if (this.#run !== run) return
      if (mayPass(error)) delayMs = retryMs
      else if (onAnswer(error) === 'stop') {
        // The answer may have started another run already.
        if (this.#run === run) this.stop()
        return
      }
    }
    if (this.#run === run) this.#schedule(run, delayMs)
  }
}
