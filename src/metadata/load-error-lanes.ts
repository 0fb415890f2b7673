import type { LoadFailure } from './partition-listener.ts'

/** Stands for "the whole topic" beside the partition numbers. */
const wholeTopic = -1

interface Lane {
  readonly running: Set<number>
  /** The newest failure that waits, by partition. An older one that still waited has nothing to add. */
  readonly waiting: Map<number, LoadFailure>
}

/**
 * Hands load failures to one listener, which may take its time over each (it waits for a batch's lock).
 *
 * Owned by the listener's registration. Failures of different partitions run side by side; of the same partition one at a
 * time; a failure of the whole topic concerns every partition of it and runs alone in its topic. Whatever comes while
 * another runs waits, and is merged into what already waits, so a storm of failures costs one call more, not a queue.
 */
export class LoadErrorLanes {
  readonly #deliver: (failure: LoadFailure) => Promise<void>
  readonly #lanes = new Map<string, Lane>()
  #isClosed = false

  /** `deliver` must not reject. */
  constructor(deliver: (failure: LoadFailure) => Promise<void>) {
    this.#deliver = deliver
  }

  push(failure: LoadFailure): void {
    if (this.#isClosed) return
    let lane = this.#lanes.get(failure.topic)
    if (lane === undefined) {
      lane = { running: new Set(), waiting: new Map() }
      this.#lanes.set(failure.topic, lane)
    }
    lane.waiting.set(failure.partition ?? wholeTopic, failure)
    this.#startWhatMay(failure.topic, lane)
  }

  /** Nothing more is delivered; what runs ends by itself. */
  close(): void {
    this.#isClosed = true
    this.#lanes.clear()
  }

  #startWhatMay(topic: string, lane: Lane): void {
    const whole = lane.waiting.get(wholeTopic)
    if (whole !== undefined) {
      // The others wait behind it, or a stream of partition failures could keep it out for ever.
      if (lane.running.size === 0) this.#start(topic, lane, wholeTopic, whole)
      return
    }
    if (lane.running.has(wholeTopic)) return
    for (const [partition, failure] of lane.waiting) {
      if (!lane.running.has(partition)) this.#start(topic, lane, partition, failure)
    }
  }

  #start(topic: string, lane: Lane, partition: number, failure: LoadFailure): void {
    lane.waiting.delete(partition)
    lane.running.add(partition)
    void this.#deliver(failure).then(() => {
      lane.running.delete(partition)
      if (this.#isClosed) return
      this.#startWhatMay(topic, lane)
      if (lane.running.size === 0 && lane.waiting.size === 0) this.#lanes.delete(topic)
    })
  }
}
