/** Smaller answers cost more to ask for than they are worth. */
const leastAnswerBytes = 2 * 1024 * 1024
/** A reader that waits no longer than this for an answer loses little. */
const shortWaitMs = 10
const growth = 2
const decline = 0.9

/**
 * How much to ask one broker for at a time: as little as keeps its reader from waiting for long.
 *
 * A large answer holds the event loop when it comes, and its memory is garbage all at once, for which V8 stops longer: on a
 * backlog, answers of 6 MiB delayed the loop by 10 ms (p99), those of 2 MiB by 6 ms, and of 1 MiB by 4 ms with a tenth fewer
 * records. On a long way to the broker such answers would leave the reader waiting for most of the time: where one does come
 * late, and finds the reader waiting, the next may be larger, up to what is configured.
 */
export class AnswerSize {
  readonly #leastBytes: number
  readonly #mostBytes: number
  #bytes: number

  /** `mostBytes`: what is configured. */
  constructor(mostBytes: number) {
    this.#leastBytes = Math.min(leastAnswerBytes, mostBytes)
    this.#mostBytes = mostBytes
    this.#bytes = this.#leastBytes
  }

  get bytes(): number {
    return this.#bytes
  }

  /** An answer came, and for so long before it there was nothing to read. */
  note(answerBytes: number, waitedMs: number): void {
    const isLate = waitedMs > shortWaitMs
    // Much shorter than was asked for: the end of the logs, where the size is not what makes the reader wait.
    if (isLate && answerBytes < this.#bytes / 4) return
    const factor = isLate ? growth : decline
    this.#bytes = Math.min(this.#mostBytes, Math.max(this.#leastBytes, Math.floor(this.#bytes * factor)))
  }
}
