/**
 * A mutual-exclusion lock whose critical sections may cross an `await`. First come, first served; not re-entrant.
 *
 * The free lock is taken synchronously (`tryAcquire`), so a hot path that finds it free pays no promise. Use it only
 * where a critical section really awaits; everything else in a single-threaded program is already exclusive.
 */
export class AsyncLock {
  #owner: string | undefined
  readonly #waiters: { owner: string; enter: () => void }[] = []

  /** Who holds the lock, for diagnostics. */
  get owner(): string | undefined {
    return this.#owner
  }

  get isHeld(): boolean {
    return this.#owner !== undefined
  }

  get waiterCount(): number {
    return this.#waiters.length
  }

  /** Takes the lock if it is free, without waiting. The caller must `release()` on every path. */
  tryAcquire(owner: string): boolean {
    if (this.#owner !== undefined) return false
    this.#owner = owner
    return true
  }

  /** Resolves when the lock is the caller's, who must `release()` on every path. */
  acquire(owner: string): Promise<void> {
    if (this.tryAcquire(owner)) return Promise.resolve()
    return new Promise((enter) => this.#waiters.push({ owner, enter }))
  }

  /** Hands the lock to the longest waiter, or frees it. The waiter owns it from this moment, before it runs. */
  release(): void {
    if (this.#owner === undefined) throw new Error('Cannot release a lock that nobody holds')
    const next = this.#waiters.shift()
    this.#owner = next?.owner
    next?.enter()
  }

  /** Runs `section` under the lock and releases it whatever happens. */
  async run<T>(owner: string, section: () => T | Promise<T>): Promise<T> {
    if (!this.tryAcquire(owner)) await this.acquire(owner)
    try {
      return await section()
    } finally {
      this.release()
    }
  }
}
