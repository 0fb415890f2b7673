import type { Random } from '../../support/random.ts'
import { partitionForKey } from './murmur2.ts'
import type { Partitioner, PartitionerRecord, PartitionerTopic, TopicPartitioner } from './partitioner.ts'

export interface DefaultPartitionerOptions {
  readonly random: Random
  /** Bytes after which records without a key move on to another partition. */
  readonly stickyBytes: number
  /** Prefer partitions whose brokers keep up (`partitioner.adaptive.partitioning.enable`). */
  readonly isAdaptive: boolean
  /** Treat records with a key as if they had none (`partitioner.ignore.keys`). */
  readonly ignoresKeys: boolean
}

/**
 * Kafka's default: a key decides the partition by its murmur2 hash, as in Java; records without a key stick to one
 * partition for `stickyBytes` and then move on (KIP-480, KIP-794), rather to one with less backlog.
 */
export function defaultPartitioner(options: DefaultPartitionerOptions): Partitioner {
  return { forTopic: (topic) => new StickyTopicPartitioner(options, options.random.fork(`partitioner ${topic}`)) }
}

class StickyTopicPartitioner implements TopicPartitioner {
  readonly #options: DefaultPartitionerOptions
  readonly #random: Random
  #keyBytes = Buffer.allocUnsafe(256)
  #current = -1
  #bytesLeft = 0

  constructor(options: DefaultPartitionerOptions, random: Random) {
    this.#options = options
    this.#random = random
  }

  partition(record: PartitionerRecord, topic: PartitionerTopic, sizeBytes: number): number {
    const key = record.key
    if (key !== undefined && key !== null && !this.#options.ignoresKeys) return this.#forKey(key, topic.partitionCount)
    if (this.#bytesLeft <= 0 || this.#current >= topic.partitionCount || !topic.isAvailable(this.#current)) {
      this.#current = this.#choose(topic)
      this.#bytesLeft = this.#options.stickyBytes
    }
    this.#bytesLeft -= sizeBytes
    return this.#current
  }

  #forKey(key: string | Uint8Array, partitionCount: number): number {
    if (typeof key !== 'string') return partitionForKey(key, key.length, partitionCount)
    // A UTF-16 unit takes three bytes of UTF-8 at most.
    if (key.length * 3 > this.#keyBytes.length) this.#keyBytes = Buffer.allocUnsafe(key.length * 3)
    const length = this.#keyBytes.write(key, 0, 'utf8')
    return partitionForKey(this.#keyBytes, length, partitionCount)
  }

  /**
   * Draws among the partitions that have a leader. A partition's weight falls with its backlog, as KIP-794 does it: the
   * longest queue gets the weight 1, an empty one the longest's length plus 1.
   */
  #choose(topic: PartitionerTopic): number {
    const candidates: number[] = []
    for (let partition = 0; partition < topic.partitionCount; partition++) {
      if (topic.isAvailable(partition)) candidates.push(partition)
    }
    if (candidates.length === 0) return Math.floor(this.#random.next() * topic.partitionCount)
    if (!this.#options.isAdaptive) return candidates[Math.floor(this.#random.next() * candidates.length)]!
    const unit = this.#options.stickyBytes
    const queues = candidates.map((partition) => Math.floor(topic.backlogBytes(partition) / unit))
    const longest = Math.max(...queues)
    let total = 0
    for (const queue of queues) total += longest - queue + 1
    let drawn = this.#random.next() * total
    for (const [index, queue] of queues.entries()) {
      drawn -= longest - queue + 1
      if (drawn < 0) return candidates[index]!
    }
    return candidates[candidates.length - 1]!
  }
}
