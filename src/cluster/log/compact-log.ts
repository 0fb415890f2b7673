/**
 * Compaction, as Kafka's `Cleaner` does it: of each key the last record stays, with its offset, and the batch around it
 * with its header. Batches that lose all their records go, except the last of each idempotent producer, whose sequence is
 * still needed: it stays with no record in it.
 */
import type { CodecRegistry } from '../../compression/codec-registry.ts'
import { BatchBuilder } from '../../record/batch-encoder.ts'
import { assembleBatch } from '../../record/batch-header.ts'
import type { RecordView } from '../../record/batch-records.ts'
import { DefaultRecordBatch } from '../../record/record-batch.ts'
import { openBatch } from './open-batch.ts'
import type { PartitionLog } from './partition-log.ts'

const nowhere = { topic: '', partition: -1 }

/**
 * Compacts everything that is stable: records of open transactions, and what is behind them, stay as they are.
 *
 * @param takesMarkers Markers go too, which Kafka keeps for `delete.retention.ms`.
 */
export function compactLog(log: PartitionLog, codecs: CodecRegistry, takesMarkers = false): void {
  const upToOffset = log.lastStableOffset
  const isAborted = abortedTest(log)
  const lastOffsets = findLastOffsets(log, codecs, upToOffset, isAborted)
  const lastBatches = new Map<bigint, bigint>()
  for (const batch of log.batches(0n)) if (batch.producerId >= 0n) lastBatches.set(batch.producerId, batch.baseOffset)
  log.rewrite((batch) => {
    if (batch.lastOffset >= upToOffset) return batch
    if (batch.isControl) return takesMarkers ? undefined : batch
    const kept = [...openBatch(batch, codecs, nowhere)].filter((record) => {
      if (isAborted(batch)) return false
      return record.key === null || lastOffsets.get(record.key.toString('latin1')) === record.offset
    })
    if (kept.length === batch.recordCount) return batch
    if (kept.length === 0 && lastBatches.get(batch.producerId) !== batch.baseOffset) return undefined
    return withRecords(batch, kept, codecs)
  })
}

function findLastOffsets(
  log: PartitionLog,
  codecs: CodecRegistry,
  upToOffset: bigint,
  isAborted: (batch: DefaultRecordBatch) => boolean,
): Map<string, bigint> {
  const lastOffsets = new Map<string, bigint>()
  for (const batch of log.batches(0n)) {
    if (batch.isControl || isAborted(batch) || batch.lastOffset >= upToOffset) continue
    for (const { key, offset } of openBatch(batch, codecs, nowhere)) {
      if (key !== null) lastOffsets.set(key.toString('latin1'), offset)
    }
  }
  return lastOffsets
}

function abortedTest(log: PartitionLog): (batch: DefaultRecordBatch) => boolean {
  const aborted = log.transactions.abortedBetween(0n, log.endOffset)
  return ({ isTransactional, producerId, baseOffset }) =>
    isTransactional &&
    aborted.some((txn) => txn.producerId === producerId && baseOffset >= txn.firstOffset && baseOffset < txn.lastOffset)
}

/** The same batch with only these records, at their offsets. */
function withRecords(
  batch: DefaultRecordBatch,
  records: readonly RecordView[],
  codecs: CodecRegistry,
): DefaultRecordBatch {
  const { isTransactional, compressionId, lastOffsetDelta, maxTimestamp, baseTimestamp } = batch
  const builder = new BatchBuilder({ isTransactional })
  for (const { offsetDelta, timestamp, key, value, headers } of records) {
    builder.appendAt(offsetDelta, timestamp, key, value, headers)
  }
  const { baseOffset, partitionLeaderEpoch, producerId, producerEpoch, baseSequence } = batch
  const sealed = builder.seal()
  // A batch without records has nothing to compress; it keeps the codec in its attributes, as Kafka leaves it.
  const section = sealed.recordsSection
  const recordsSection = records.length === 0 ? section : codecs.byId(compressionId).compress(section).runSync()
  const bytes = assembleBatch({
    ...{ baseOffset, partitionLeaderEpoch, producerId, producerEpoch, baseSequence },
    ...{ isTransactional, compressionId, lastOffsetDelta, maxTimestamp, recordsSection },
    recordCount: records.length,
    baseTimestamp: records.length === 0 ? baseTimestamp : sealed.baseTimestamp,
    isLogAppendTime: batch.timestampType === 'logAppendTime',
  })
  builder.release()
  return new DefaultRecordBatch(bytes)
}
