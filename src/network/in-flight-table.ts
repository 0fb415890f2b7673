/**
 * The requests that were sent on one connection and whose answers have not come, in the order in which they will come.
 *
 * The connection owns the table and is its only writer. Requests that expect no answer leave a mark, so that a broker
 * that answers them all the same (Azure Event Hubs does, for acks 0) is understood and not taken for one that lost count.
 */
import type { PendingRequest } from './pending-request.ts'
import { RequestQueue } from './request-queue.ts'

/** Consecutive requests without answers share one mark: a producer that sends nothing else needs one for all. */
class UnansweredRange {
  first: number
  last: number

  constructor(correlationId: number) {
    this.first = correlationId
    this.last = correlationId
  }
}

/** Whose answer it is; `unexpected` when it answers nothing that was sent, and the order is lost. */
export type AnswerMatch = PendingRequest | 'uncalledFor' | 'unexpected'

export class InFlightTable {
  readonly #entries = new RequestQueue<PendingRequest | UnansweredRange>()
  #awaitedCount = 0

  /** Requests whose answers must still come, given up or not. */
  get awaitedCount(): number {
    return this.#awaitedCount
  }

  add(request: PendingRequest): void {
    if (request.kind !== 'unanswered') {
      this.#entries.push(request)
      this.#awaitedCount++
      return
    }
    const { last } = this.#entries
    if (last instanceof UnansweredRange && request.correlationId === last.last + 1) last.last = request.correlationId
    else this.#entries.push(new UnansweredRange(request.correlationId))
  }

  /** Takes out the request that a frame with this correlation id answers. */
  match(correlationId: number): AnswerMatch {
    for (let entry = this.#entries.first; entry !== undefined; entry = this.#entries.first) {
      if (!(entry instanceof UnansweredRange)) {
        if (entry.kind !== 'raw' && entry.correlationId !== correlationId) return 'unexpected'
        this.#entries.shift()
        this.#awaitedCount--
        return entry
      }
      if (correlationId >= entry.first && correlationId <= entry.last) {
        // Answers come in order, so those before it will not be answered any more.
        entry.first = correlationId + 1
        return 'uncalledFor'
      }
      // Nothing in the range was answered, and the order says that nothing of it will be. A lone mark stays: what comes
      // next may still be an answer to it.
      if (this.#entries.size === 1) return 'unexpected'
      this.#entries.shift()
    }
    return 'unexpected'
  }

  /** Requests whose answers must still come, the next one first. */
  *awaited(): IterableIterator<PendingRequest> {
    for (const entry of this.#entries) if (!(entry instanceof UnansweredRange)) yield entry
  }

  takeAll(): PendingRequest[] {
    this.#awaitedCount = 0
    return this.#entries.takeAll().filter((entry): entry is PendingRequest => !(entry instanceof UnansweredRange))
  }
}
