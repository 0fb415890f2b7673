import type { ConsumedRecord, TopicPartition } from '../record/record.ts'
import { createDeferred, type Deferred } from '../support/deferred.ts'
import type { ConsumerBatch } from './consumer-batch.ts'

/** What was handed out by one way of reading, and is not finished. */
export interface Holding {
  /** Nobody works on it any more, and nobody knows whether it was dealt with. */
  readonly isAbandoned: boolean
  /** The offset of the first record of the partition that is not finished. */
  unfinishedOffset(topic: string, partition: number): bigint | undefined
  /** Somebody works on a record of the partition right now: giving it up should wait for that. */
  isBusyWith(topic: string, partition: number): boolean
  /** The partition is not assigned any more: what is in hand of it says nothing about its next assignment. */
  forget(topic: string, partition: number): void
}

type Item =
  | Pick<ConsumedRecord, 'topic' | 'partition' | 'offset'>
  | Pick<ConsumerBatch, 'topic' | 'partition' | 'firstOffset'>

/**
 * What one reader was given and has not finished: it has not asked for more. Nothing of it is committed by itself.
 *
 * One for each loop and one for `poll`. Keeping the item costs nothing per record; what it means for a partition is
 * worked out when somebody commits.
 */
export class Hand implements Holding {
  readonly #onFree: () => void
  #item: Item | readonly Item[] | undefined
  #isAbandoned = false
  #forgotten: Set<string> | undefined

  constructor(onFree: () => void) {
    this.#onFree = onFree
  }

  /** The reader asks for more: what it had is done. */
  finish(): void {
    if (this.#item === undefined) return
    this.#item = undefined
    this.#forgotten = undefined
    this.#onFree()
  }

  forget(topic: string, partition: number): void {
    if (this.unfinishedOffset(topic, partition) === undefined) return
    this.#forgotten ??= new Set()
    this.#forgotten.add(`${topic}-${partition}`)
    this.#onFree()
  }

  hold<Held extends Item | readonly Item[] | undefined>(item: Held): Held {
    this.#item = item
    return item
  }

  /** The loop was left. Whether its last item was dealt with, or is why the loop was left, nobody knows. */
  abandon(): void {
    this.#isAbandoned = true
    this.#onFree()
  }

  get isAbandoned(): boolean {
    return this.#isAbandoned
  }

  isBusyWith(topic: string, partition: number): boolean {
    return this.unfinishedOffset(topic, partition) !== undefined
  }

  unfinishedOffset(topic: string, partition: number): bigint | undefined {
    const held = this.#item
    if (held === undefined || this.#forgotten?.has(`${topic}-${partition}`) === true) return undefined
    const isOfPartition = (item: Item): boolean => item.topic === topic && item.partition === partition
    const first = isList(held) ? held.find(isOfPartition) : isOfPartition(held) ? held : undefined
    if (first === undefined) return undefined
    return 'firstOffset' in first ? first.firstOffset : first.offset
  }
}

/** All that a consumer has handed out. */
export class Hands {
  readonly #holdings = new Set<Holding>()
  #freed: Deferred<void> | undefined

  /**
   * A new reader. Where it goes on, loops that were left have been dealt with: their last items count as finished, as
   * those of a reader that asks for more do.
   */
  open(): Hand {
    const hand = new Hand(() => this.noteFree())
    this.add(hand)
    return hand
  }

  /** As `open`, for a way of reading that keeps its own books. Returns the function that ends it. */
  add(holding: Holding): () => void {
    for (const known of this.#holdings) if (known.isAbandoned) this.#holdings.delete(known)
    this.#holdings.add(holding)
    return () => {
      this.#holdings.delete(holding)
      this.noteFree()
    }
  }

  /** Something that was in hand is not any more: whoever waits for a partition looks again. */
  noteFree(): void {
    this.#freed?.resolve()
    this.#freed = undefined
  }

  /** The offset up to which a partition is finished, given the position that reading has got to. */
  finishedOffset({ topic, partition }: TopicPartition, position: bigint): bigint {
    let finished = position
    for (const holding of this.#holdings) {
      const unfinished = holding.unfinishedOffset(topic, partition)
      if (unfinished !== undefined && unfinished < finished) finished = unfinished
    }
    return finished
  }

  /** The partition is not assigned any more. */
  forget({ topic, partition }: TopicPartition): void {
    for (const holding of this.#holdings) holding.forget(topic, partition)
  }

  /** Undefined when no reader is busy with these partitions; otherwise settles when one of them may be done. */
  whenFree(partitions: readonly TopicPartition[]): Promise<void> | undefined {
    const isBusy = [...this.#holdings].some(
      (holding) =>
        !holding.isAbandoned && partitions.some(({ topic, partition }) => holding.isBusyWith(topic, partition)),
    )
    if (!isBusy) return undefined
    this.#freed ??= createDeferred<void>()
    return this.#freed.promise
  }
}

function isList(held: Item | readonly Item[]): held is readonly Item[] {
  return Array.isArray(held)
}
