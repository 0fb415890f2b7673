import type { RecordStream } from '../fetch/record-stream.ts'

/** What a reader needs from its consumer. */
export interface ReaderHost {
  readonly stream: Pick<RecordStream, 'isReady' | 'prepare'>
  readonly isClosed: boolean
}

/**
 * An async iterator over a record stream.
 *
 * What is ready is given with a settled promise and nothing else, which is what makes `for await` over single records
 * fast. Ends when the consumer is closed; an error of a partition rejects one `next()`, and another loop over the
 * consumer goes on. Leaving a loop loses nothing: only what was given moves the position.
 */
export class StreamIterator<Item> implements AsyncIterableIterator<Item, void, void> {
  readonly #host: ReaderHost
  readonly #take: () => Item | undefined | Promise<Item | undefined>
  readonly #onLeft: (() => void) | undefined
  /** The call that waits. Those made in the meantime are answered behind it, in their order. */
  #waiting: Promise<IteratorResult<Item, void>> | undefined
  #isOver = false

  /**
   * @param take What is ready now, or undefined when the stream has to be prepared; a promise of that, which may reject,
   *   where a record has to be deserialized elsewhere.
   * @param onLeft The loop was left before the consumer was closed.
   */
  constructor(host: ReaderHost, take: () => Item | undefined | Promise<Item | undefined>, onLeft?: () => void) {
    this.#host = host
    this.#take = take
    this.#onLeft = onLeft
  }

  next(): Promise<IteratorResult<Item, void>> {
    if (this.#waiting !== undefined) return this.#behindWaiting()
    // A closed consumer's stream has nothing to take; `#wait` finds out why.
    if (!this.#isOver) {
      // The next batch can often be had in this turn: with small batches a wait for each would cost more than the records.
      const value = this.#take() ?? (this.#host.stream.isReady ? this.#take() : undefined)
      if (value instanceof Promise) return this.#enqueue(this.#waitFor(value))
      if (value !== undefined) return Promise.resolve({ value, done: false })
    }
    return this.#enqueue(this.#wait())
  }

  return(): Promise<IteratorResult<Item, void>> {
    this.#isOver = true
    this.#onLeft?.()
    return Promise.resolve({ value: undefined, done: true })
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  #behindWaiting(): Promise<IteratorResult<Item, void>> {
    const before = this.#waiting?.catch(() => {})
    return this.#enqueue(Promise.resolve(before).then(() => this.#wait()))
  }

  #enqueue(result: Promise<IteratorResult<Item, void>>): Promise<IteratorResult<Item, void>> {
    this.#waiting = result
    const leave = (): void => {
      if (this.#waiting === result) this.#waiting = undefined
    }
    result.then(leave, leave)
    return result
  }

  async #waitFor(taken: Promise<Item | undefined>): Promise<IteratorResult<Item, void>> {
    const value = await taken
    return value === undefined ? this.#wait() : { value, done: false }
  }

  async #wait(): Promise<IteratorResult<Item, void>> {
    while (!this.#isOver && !this.#host.isClosed) {
      const taken = this.#take()
      const value = taken instanceof Promise ? await taken : taken
      if (value !== undefined) return { value, done: false }
      // During the wait all may have changed, up to a close that nobody announces twice.
      if (taken instanceof Promise) continue
      const wait = this.#host.stream.prepare()
      if (wait !== undefined) await wait
    }
    this.#isOver = true
    return { value: undefined, done: true }
  }
}
