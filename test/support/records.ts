/** Records for tests: what fast-check makes of them, and batches from them. */
import fc from 'fast-check'
import { CodecRegistry } from '../../src/compression/codec-registry.ts'
import { readBatches } from '../../src/record/batch-decoder.ts'
import { BatchBuilder, type BatchBuilderOptions } from '../../src/record/batch-encoder.ts'
import { assembleBatch, type BatchIds } from '../../src/record/batch-header.ts'
import type { BatchRecords } from '../../src/record/batch-records.ts'
import { inflate } from '../../src/record/inflate-batch.ts'
import type { ConsumedRecord, RecordBytes } from '../../src/record/record.ts'

/** A record to send, with its headers as pairs. */
export interface SampleRecord {
  readonly timestamp: number
  readonly key: RecordBytes
  readonly value: RecordBytes
  readonly headers: readonly (readonly [string, RecordBytes])[]
}

/** What is compared: everything as hex, so that a difference can be read. */
export interface PlainRecord {
  readonly offset: string
  readonly timestamp: number
  readonly key: string | null
  readonly value: string | null
  readonly headers: readonly (readonly [string, string | null])[]
}

const text = fc.oneof(fc.string({ maxLength: 40 }), fc.string({ unit: 'grapheme', maxLength: 40 }))
const bytes = fc.oneof(
  fc.constant(null),
  text,
  fc.uint8Array({ maxLength: 200 }),
  fc.string({ minLength: 100, maxLength: 3000 }),
)

export const sampleRecord: fc.Arbitrary<SampleRecord> = fc.record({
  timestamp: fc.oneof(fc.integer({ min: 1_600_000_000_000, max: 1_900_000_000_000 }), fc.nat(), fc.constant(-1)),
  key: bytes,
  value: bytes,
  headers: fc.array(fc.tuple(text, bytes), { maxLength: 4 }),
})

export const sampleRecords: fc.Arbitrary<SampleRecord[]> = fc.array(sampleRecord, { minLength: 1, maxLength: 30 })

export const topicPartition = { topic: 'orders', partition: 3 } as const
export const codecs: CodecRegistry = new CodecRegistry()

/** One whole batch of the records, compressed with the codec of that name. */
export function encodeBatch(
  records: readonly SampleRecord[],
  compressionType = 'none',
  ids: BatchIds = {},
  options: BatchBuilderOptions = {},
): Buffer {
  const builder = new BatchBuilder(options)
  for (const record of records) builder.append(record.timestamp, record.key, record.value, record.headers)
  const codec = codecs.byName(compressionType)
  const sealed = builder.seal()
  const recordsSection = codec.compress(sealed.recordsSection).runSync()
  return assembleBatch({ ...sealed, ...ids, recordsSection, compressionId: codec.id })
}

/** The only batch in the buffer, opened. */
export function openBatch(records: Buffer, limitBytes = 64 << 20): BatchRecords {
  const batches = [...readBatches(records)]
  if (batches.length !== 1) throw new Error(`${batches.length} batches`)
  return inflate(batches[0]!, { codecs, limitBytes, topicPartition })
}

export function plainConsumed(record: ConsumedRecord): PlainRecord {
  return {
    offset: record.offset.toString(),
    timestamp: record.timestamp,
    key: hexOrNull(record.key),
    value: hexOrNull(record.value),
    headers: record.headers.map((header) => [header.key, hexOrNull(header.value)] as const),
  }
}

export function plainSample(record: SampleRecord, offset: bigint): PlainRecord {
  return {
    offset: offset.toString(),
    timestamp: record.timestamp,
    key: hexOrNull(record.key),
    value: hexOrNull(record.value),
    // What comes back is what UTF-8 can say: a lone surrogate is replaced.
    headers: record.headers.map(([key, value]) => [Buffer.from(key).toString(), hexOrNull(value)] as const),
  }
}

function hexOrNull(value: RecordBytes): string | null {
  return value === null ? null : Buffer.from(value as Uint8Array).toString('hex')
}
