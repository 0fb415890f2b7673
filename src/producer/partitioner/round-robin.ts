import type { Partitioner, TopicPartitioner } from './partitioner.ts'

/** Spreads records evenly over the partitions that have a leader, one after another, whatever their keys. */
export function roundRobinPartitioner(): Partitioner {
  return { forTopic: () => new RoundRobinTopicPartitioner() }
}

class RoundRobinTopicPartitioner implements TopicPartitioner {
  #next = 0

  partition(_record: unknown, topic: Parameters<TopicPartitioner['partition']>[1]): number {
    for (let tried = 0; tried < topic.partitionCount; tried++) {
      const candidate = this.#next++ % topic.partitionCount
      if (topic.isAvailable(candidate)) return candidate
    }
    return this.#next++ % topic.partitionCount
  }
}
