import type { ConsumedRecord, TopicPartition } from '../record/record.ts'
import { createDeferred, type Deferred } from '../support/deferred.ts'
import type { ConsumerBatch } from './consumer-batch.ts'

type Item = ConsumedRecord | ConsumerBatch | readonly ConsumedRecord[]

/**
 * What one reader was given and has not finished: it has not asked for more. Nothing of it is committed by itself.
 *
 * One for each loop and one for `poll`. Keeping the item costs nothing per record; what it means for a partition is
 * worked out when somebody commits.
 */
export class Hand {
  readonly #onFree: () => void
  #item: Item | undefined
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

  /** What is in hand of this partition says nothing about it any more: its next assignment begins elsewhere. */
  forget(topic: string, partition: number): void {
    if (this.unfinishedOffset(topic, partition) === undefined) return
    this.#forgotten ??= new Set()
    this.#forgotten.add(`${topic}-${partition}`)
    this.#onFree()
  }

  hold<Held extends Item | undefined>(item: Held): Held {
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

  /** The offset of the first record of the partition that is not finished. */
  unfinishedOffset(topic: string, partition: number): bigint | undefined {
    const item = this.#item
    if (item === undefined || this.#forgotten?.has(`${topic}-${partition}`) === true) return undefined
    if (!Array.isArray(item)) {
      const single = item as ConsumedRecord | ConsumerBatch
      if (single.topic !== topic || single.partition !== partition) return undefined
      return 'firstOffset' in single ? single.firstOffset : single.offset
    }
    return (item as readonly ConsumedRecord[]).find((each) => each.topic === topic && each.partition === partition)
      ?.offset
  }
}

/** All hands of a consumer. */
export class Hands {
  readonly #hands = new Set<Hand>()
  #freed: Deferred<void> | undefined

  /**
   * A new reader. Where it goes on, loops that were left have been dealt with: their last items count as finished, as
   * those of a reader that asks for more do.
   */
  open(): Hand {
    for (const hand of this.#hands) if (hand.isAbandoned) this.#hands.delete(hand)
    const hand = new Hand(() => {
      this.#freed?.resolve()
      this.#freed = undefined
    })
    this.#hands.add(hand)
    return hand
  }

  /** The offset up to which a partition is finished, given the position that reading has got to. */
  finishedOffset({ topic, partition }: TopicPartition, position: bigint): bigint {
    let finished = position
    for (const hand of this.#hands) {
      const unfinished = hand.unfinishedOffset(topic, partition)
      if (unfinished !== undefined && unfinished < finished) finished = unfinished
    }
    return finished
  }

  /** The partition is not assigned any more. */
  forget({ topic, partition }: TopicPartition): void {
    for (const hand of this.#hands) hand.forget(topic, partition)
  }

  /** Undefined when no reader is busy with these partitions; otherwise settles when one of them may be done. */
  whenFree(partitions: readonly TopicPartition[]): Promise<void> | undefined {
    const isBusy = [...this.#hands].some(
      (hand) =>
        !hand.isAbandoned &&
        partitions.some(({ topic, partition }) => hand.unfinishedOffset(topic, partition) !== undefined),
    )
    if (!isBusy) return undefined
    this.#freed ??= createDeferred<void>()
    return this.#freed.promise
  }
}
