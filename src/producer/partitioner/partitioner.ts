/** How records without an explicit partition find theirs. */

/** What a partitioner may know of a topic. Stable while the topic's partitions are. */
export interface PartitionerTopic {
  readonly topic: string
  readonly partitionCount: number
  /** Whether the partition has a leader now. */
  isAvailable(partition: number): boolean
  /** Bytes waiting to be sent to the partition: how far behind its broker is. */
  backlogBytes(partition: number): number
}

export interface PartitionerRecord {
  readonly key?: string | Uint8Array | null | undefined
  readonly value?: string | Uint8Array | null | undefined
}

/** One for each topic: a partitioner may keep state. */
export interface TopicPartitioner {
  /** A partition of the topic, 0 to `partitionCount - 1`. `sizeBytes` is about what the record adds to a batch. */
  partition(record: PartitionerRecord, topic: PartitionerTopic, sizeBytes: number): number
}

export interface Partitioner {
  forTopic(topic: string): TopicPartitioner
}
