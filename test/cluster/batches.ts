/** Record batches for tests that speak the protocol themselves. */
import { CodecRegistry } from '../../src/compression/codec-registry.ts'
import { readBatches } from '../../src/record/batch-decoder.ts'
import { BatchBuilder } from '../../src/record/batch-encoder.ts'
import { assembleBatch, type BatchIds } from '../../src/record/batch-header.ts'
import { inflate } from '../../src/record/inflate-batch.ts'

export const codecs: CodecRegistry = new CodecRegistry()

export interface BatchInput extends BatchIds {
  readonly values: readonly (string | null)[]
  readonly key?: string | null
  readonly timestamp?: number
  /** Added to the timestamp from record to record. */
  readonly stepMs?: number
  readonly compressionType?: string
  readonly isTransactional?: boolean
}

/** One whole batch. */
export function batchOf({ values, key = 'k', timestamp = 1_700_000_000_000, stepMs = 0, ...rest }: BatchInput): Buffer {
  const { compressionType = 'none', isTransactional = false, ...ids } = rest
  const builder = new BatchBuilder({ isTransactional })
  for (const [index, value] of values.entries()) builder.append(timestamp + index * stepMs, key, value)
  const codec = codecs.byName(compressionType)
  const sealed = builder.seal()
  const recordsSection = codec.compress(sealed.recordsSection).runSync()
  return assembleBatch({ ...sealed, ...ids, recordsSection, compressionId: codec.id })
}

/** The values of all records in the whole batches of a fetch, as text. */
export function valuesOf(records: Buffer | null, fromOffset = 0n): (string | null)[] {
  const values: (string | null)[] = []
  for (const batch of readBatches(records ?? Buffer.alloc(0))) {
    if (batch.isControl) continue
    const inflated = inflate(batch, { codecs, limitBytes: 2 ** 30, topicPartition: { topic: '', partition: 0 } })
    for (const { offset, value } of inflated) if (offset >= fromOffset) values.push(value?.toString() ?? null)
  }
  return values
}
