import type { CodecRegistry } from '../../compression/codec-registry.ts'
import type { BatchRecords } from '../../record/batch-records.ts'
import { inflate } from '../../record/inflate-batch.ts'
import type { TopicPartition } from '../../record/record.ts'
import type { DefaultRecordBatch } from '../../record/record-batch.ts'

/** A batch that inflates to more is not valid here: a broker reads it in pieces, and nothing bounds them. */
const largestInflatedBytes = 512 * 1024 * 1024

/** The records of a batch whose checksum was verified. Throws a `CodecError` for bytes that are no such records. */
export function openBatch(
  batch: DefaultRecordBatch,
  codecs: CodecRegistry,
  topicPartition: TopicPartition,
): BatchRecords {
  return inflate(batch, { codecs, limitBytes: largestInflatedBytes, topicPartition, verifiesChecksum: false })
}
