import type { CodecRegistry } from '../../compression/codec-registry.ts'
import type { TopicPartition } from '../../record/record.ts'
import { openBatch } from './open-batch.ts'
import type { PartitionLog } from './partition-log.ts'

/** Where a record is, found by its time. */
export interface TimestampedOffset {
  readonly offset: bigint
  readonly timestamp: number
}

/** The first record whose timestamp is `timestamp` or later; undefined when there is none. */
export function findByTimestamp(
  log: PartitionLog,
  timestamp: number,
  codecs: CodecRegistry,
  topicPartition: TopicPartition,
): TimestampedOffset | undefined {
  for (const batch of log.batches()) {
    if (batch.maxTimestamp < timestamp) continue
    for (const record of openBatch(batch, codecs, topicPartition)) {
      if (record.offset >= log.startOffset && record.timestamp >= timestamp) {
        return { offset: record.offset, timestamp: record.timestamp }
      }
    }
  }
  return undefined
}

/** The first of the records that have the largest timestamp (KIP-734). */
export function findMaxTimestamp(
  log: PartitionLog,
  codecs: CodecRegistry,
  topicPartition: TopicPartition,
): TimestampedOffset | undefined {
  let maxTimestamp = -1
  for (const batch of log.batches()) if (batch.maxTimestamp > maxTimestamp) maxTimestamp = batch.maxTimestamp
  return maxTimestamp < 0 ? undefined : findByTimestamp(log, maxTimestamp, codecs, topicPartition)
}
