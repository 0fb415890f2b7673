import type { KafkaError } from '../errors/kafka-error.ts'

/**
 * A producer's identity as the brokers know it. A batch carries it with a sequence number, and a partition's leader
 * appends a batch only when its sequence follows the last one of that identity.
 */
export interface ProducerStamp {
  readonly producerId: bigint
  readonly producerEpoch: number
}

/** What batches of a producer without idempotence carry. */
export const noStamp: ProducerStamp = { producerId: -1n, producerEpoch: -1 }

/** A further bump would overflow the 16 bits of the epoch; the last value is left to the brokers, as in Java. */
const lastEpoch = 32766

/**
 * Where batches get their identity from. The idempotent producer's implementation is below; a transactional producer
 * brings its own, with fencing.
 */
export interface ProducerIdSource {
  /** The identity to use now, or undefined while it must be (re)loaded. */
  readonly current: ProducerStamp | undefined
  /** Loads the identity if there is none. Concurrent callers share one load. Rejects when it cannot be had. */
  load(): Promise<void>
  /**
   * An identity under which no sequence was used yet, other than `used`. Undefined when it must be loaded first.
   * Idempotent producers count the epoch up by themselves (as Java and franz-go do): the broker takes a higher epoch
   * with sequence 0 as a new beginning.
   */
  renew(used: ProducerStamp): ProducerStamp | undefined
}

/** Asks a broker for a producer id (InitProducerId), retrying as its caller's policy says. */
export type InitProducerId = () => Promise<ProducerStamp>

export class IdempotentProducerId implements ProducerIdSource {
  readonly #init: InitProducerId
  #current: ProducerStamp | undefined
  #loading: Promise<void> | undefined

  constructor(init: InitProducerId) {
    this.#init = init
  }

  get current(): ProducerStamp | undefined {
    return this.#current
  }

  load(): Promise<void> {
    if (this.#current !== undefined) return Promise.resolve()
    this.#loading ??= this.#init().then(
      (stamp) => {
        this.#current = stamp
        this.#loading = undefined
      },
      (error: KafkaError) => {
        this.#loading = undefined
        throw error
      },
    )
    return this.#loading
  }

  renew(used: ProducerStamp): ProducerStamp | undefined {
    const current = this.#current
    if (current === undefined) return undefined
    const isUsed = current.producerId === used.producerId && current.producerEpoch <= used.producerEpoch
    if (!isUsed) return current
    if (used.producerEpoch >= lastEpoch) {
      this.#current = undefined
      return undefined
    }
    this.#current = { producerId: current.producerId, producerEpoch: used.producerEpoch + 1 }
    return this.#current
  }
}

/** For producers without idempotence: nothing to load, nothing to renew. */
export const withoutProducerId: ProducerIdSource = {
  current: noStamp,
  load: () => Promise.resolve(),
  renew: () => noStamp,
}
