/**
 * What a world still has to do, and what of it comes next.
 *
 * A queue owns its pending events. Two of them exist: time orders one, a chooser the other. Cancelled events stay in the
 * queue until their turn and are dropped then.
 */

/**
 * What an event stands for. The explorer lets `network` and `deferred` events happen by themselves, treats `timer` as
 * "when nothing else can", and asks about the others.
 */
export type EventKind = 'timer' | 'deferred' | 'network' | 'step'

export interface SimEvent {
  readonly atMs: number
  /** Decides between events of one millisecond: seeded, so that no code gets to rely on the order of insertion. */
  readonly tie: number
  readonly sequence: number
  readonly kind: EventKind
  /** Whose event it is, for leak reports: `client`, `cluster`, `network`, `plan`. */
  readonly owner: string
  readonly label: string
  readonly callback: () => void
  isCancelled: boolean
}

export interface EventQueue {
  push(event: SimEvent): void
  /** The next event that was not cancelled, or undefined when there is none. */
  pop(): SimEvent | undefined
  /** All that were not cancelled, in no order. */
  pending(): Iterable<SimEvent>
}

export function isBefore(a: SimEvent, b: SimEvent): boolean {
  if (a.atMs !== b.atMs) return a.atMs < b.atMs
  if (a.tie !== b.tie) return a.tie < b.tie
  return a.sequence < b.sequence
}

/** A binary heap by time, then seeded tie, then sequence. */
export class TimeOrderedQueue implements EventQueue {
  readonly #heap: SimEvent[] = []

  push(event: SimEvent): void {
    const heap = this.#heap
    let index = heap.length
    heap.push(event)
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!isBefore(event, heap[parent]!)) break
      heap[index] = heap[parent]!
      index = parent
    }
    heap[index] = event
  }

  pop(): SimEvent | undefined {
    for (let event = this.#popHead(); event !== undefined; event = this.#popHead()) {
      if (!event.isCancelled) return event
    }
    return undefined
  }

  *pending(): Iterable<SimEvent> {
    for (const event of this.#heap) if (!event.isCancelled) yield event
  }

  #popHead(): SimEvent | undefined {
    const heap = this.#heap
    const head = heap[0]
    const last = heap.pop()
    if (head === undefined || last === undefined) return undefined
    if (heap.length > 0) this.#siftDown(last)
    return head
  }

  #siftDown(event: SimEvent): void {
    const heap = this.#heap
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1
      if (!isBefore(heap[child]!, event)) break
      heap[index] = heap[child]!
      index = child
    }
    heap[index] = event
  }
}

/** Says which of several events, in the order in which they were made, happens next. */
export type Choose = (enabled: readonly SimEvent[]) => number

/**
 * For exploring every order: time means nothing, and any pending step may be next. Deliveries and deferred calls happen
 * first, in order, without a choice; timers come due only when nothing else can happen. That keeps the tree of choices to
 * the seams at which an order is really open.
 */
export class ChosenQueue implements EventQueue {
  readonly #choose: Choose
  #events: SimEvent[] = []

  constructor(choose: Choose, pending: Iterable<SimEvent> = []) {
    this.#choose = choose
    this.#events = [...pending].sort((a, b) => a.sequence - b.sequence)
  }

  push(event: SimEvent): void {
    this.#events.push(event)
  }

  pop(): SimEvent | undefined {
    this.#events = this.#events.filter((event) => !event.isCancelled)
    const automatic = this.#events.find(({ kind }) => kind === 'network' || kind === 'deferred')
    return this.#take(automatic ?? this.#chosen() ?? this.#firstTimer())
  }

  pending(): Iterable<SimEvent> {
    return this.#events.filter((event) => !event.isCancelled)
  }

  #chosen(): SimEvent | undefined {
    const enabled = this.#events.filter(({ kind }) => kind === 'step')
    if (enabled.length < 2) return enabled[0]
    return enabled[this.#choose(enabled)]
  }

  #firstTimer(): SimEvent | undefined {
    let first: SimEvent | undefined
    for (const event of this.#events) if (first === undefined || isBefore(event, first)) first = event
    return first
  }

  #take(event: SimEvent | undefined): SimEvent | undefined {
    if (event !== undefined) this.#events.splice(this.#events.indexOf(event), 1)
    return event
  }
}
