import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CodecError } from '../../../src/errors/codec-error.ts'
import { readBatches } from '../../../src/record/batch-decoder.ts'
import { BatchBuilder } from '../../../src/record/batch-encoder.ts'
import { assembleBatch, setLogAppendTime } from '../../../src/record/batch-header.ts'
import { inflate, inflateTask, shouldOffloadInflate } from '../../../src/record/inflate-batch.ts'
import { codecs, encodeBatch, openBatch, type SampleRecord, topicPartition } from '../../support/records.ts'

const options = { codecs, limitBytes: 1 << 20, topicPartition }

function numbered(count: number, valueBytes = 10): SampleRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    timestamp: 1000 + index,
    key: `key-${index}`,
    value: 'v'.repeat(valueBytes),
    headers: [],
  }))
}

/** One uncompressed batch around records that were written by hand. */
function batchAround(recordsSection: Buffer, recordCount = 1, lastOffsetDelta = 0): Buffer {
  return assembleBatch({ recordsSection, recordCount, lastOffsetDelta, baseTimestamp: 0, maxTimestamp: 0 })
}

describe('readBatches', () => {
  const first = encodeBatch(numbered(3), 'none', { baseOffset: 10n })
  const second = encodeBatch(numbered(5), 'gzip', { baseOffset: 13n, partitionLeaderEpoch: 7 })

  it('gives the batches in order, each with its header', () => {
    const ids = {
      baseOffset: 2n ** 60n,
      partitionLeaderEpoch: 9,
      producerId: 2n ** 61n,
      producerEpoch: 3,
      baseSequence: 44,
    }
    const batch = encodeBatch(numbered(4), 'zstd', ids, { isTransactional: true })

    const [read] = [...readBatches(batch)]

    expect(read).toMatchObject({
      magic: 2,
      sizeBytes: batch.length,
      ...ids,
      lastOffset: 2n ** 60n + 3n,
      lastOffsetDelta: 3,
      compressionId: 4,
      timestampType: 'createTime',
      isTransactional: true,
      isControl: false,
      recordCount: 4,
      baseTimestamp: 1000,
      maxTimestamp: 1003,
    })
  })

  it('finds nothing in nothing', () => {
    expect([...readBatches(Buffer.alloc(0))]).toEqual([])
  })

  it('walks over several batches', () => {
    const reader = readBatches(Buffer.concat([first, second]))

    expect([...reader].map((batch) => batch.baseOffset)).toEqual([10n, 13n])
    expect([reader.remainingBytes, reader.truncatedBatchBytes]).toEqual([0, 0])
  })

  it('ignores a last batch that is cut at any byte, and tells how large it would be', () => {
    const both = Buffer.concat([first, second])

    for (let length = first.length; length < both.length; length++) {
      const reader = readBatches(both.subarray(0, length))
      expect([...reader].map((batch) => batch.baseOffset)).toEqual([10n])
      expect(reader.remainingBytes).toBe(length - first.length)
      expect(reader.truncatedBatchBytes).toBe(length - first.length < 12 ? 0 : second.length)
    }
  })

  it.each<[string, (batch: Buffer) => void]>([
    ['an unknown magic', (batch) => batch.writeInt8(3, 16)],
    ['a negative magic', (batch) => batch.writeInt8(-1, 16)],
    ['a length of zero', (batch) => batch.writeInt32BE(0, 8)],
    ['a negative length', (batch) => batch.writeInt32BE(-20, 8)],
    ['a length shorter than its header', (batch) => batch.writeInt32BE(48, 8)],
    ['a negative record count', (batch) => batch.writeInt32BE(-1, 57)],
    ['a negative last offset', (batch) => batch.writeInt32BE(-1, 23)],
    ['a negative base offset', (batch) => batch.writeBigInt64BE(-1n, 0)],
  ])('refuses %s, after the batches before it', (_what, damage) => {
    const damaged = Buffer.from(second)
    damage(damaged)
    const reader = readBatches(Buffer.concat([first, damaged]))

    expect(reader.next()!.baseOffset).toBe(10n)
    expect(() => reader.next()).toThrow(CodecError)
    expect(reader.position).toBe(first.length)
  })

  it('takes a length beyond the data for a batch that is cut', () => {
    const damaged = Buffer.from(second)
    damaged.writeInt32BE(0x7fffffff, 8)
    const reader = readBatches(damaged)

    expect(reader.next()).toBeUndefined()
    expect(reader.truncatedBatchBytes).toBe(0x7fffffff + 12)
  })
})

describe('inflate', () => {
  it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])(
    'notices any flipped bit of a batch, with %s',
    (compressionType) => {
      const batch = encodeBatch(numbered(3), compressionType)

      // The offset, the length, the leader epoch and the magic are not covered by the checksum.
      for (let bit = 17 * 8; bit < batch.length * 8; bit++) {
        const damaged = Buffer.from(batch)
        damaged[bit >> 3]! ^= 1 << (bit & 7)
        expect(() => openBatch(damaged)).toThrow(CodecError)
      }
    },
  )

  it('names the offset of a batch whose checksum is wrong', () => {
    const batch = encodeBatch(numbered(1), 'none', { baseOffset: 42n })
    batch[batch.length - 1]! ^= 1

    expect(() => openBatch(batch)).toThrow(/checksum of the batch at offset 42 is wrong/)
  })

  it('can be told not to check', () => {
    const batch = encodeBatch(numbered(1))
    batch.writeUInt32BE(0, 17)
    const [read] = [...readBatches(batch)]

    expect([...inflate(read!, { ...options, verifiesChecksum: false })]).toHaveLength(1)
  })

  it.each(['gzip', 'snappy', 'lz4', 'zstd'])('refuses a %s bomb at the limit', (compressionType) => {
    const batch = encodeBatch(numbered(1, 8 << 20), compressionType)

    expect(() => openBatch(batch, 1 << 20)).toThrow(/limit of 1048576 bytes/)
  })

  it('gives the same as an offloaded task', async () => {
    const [batch] = [...readBatches(encodeBatch(numbered(50), 'zstd'))]

    const records = await inflateTask(batch!, options).runAsync()

    expect([...records].map((record) => record.key!.toString())).toEqual(numbered(50).map((record) => record.key))
  })

  it('rejects an offloaded task with a CodecError', async () => {
    const damaged = encodeBatch(numbered(50), 'zstd')
    damaged[100]! ^= 1
    const [batch] = [...readBatches(damaged)]

    await expect(inflateTask(batch!, options).runAsync()).rejects.toBeInstanceOf(CodecError)
  })

  it('refuses a codec that nobody knows', () => {
    const sealed = { recordsSection: Buffer.alloc(10), recordCount: 1, baseTimestamp: 0, maxTimestamp: 0 }

    const batch = assembleBatch({ ...sealed, compressionId: 7 })

    expect(shouldOffloadInflate([...readBatches(batch)][0]!, codecs)).toBe(false)
    expect(() => openBatch(batch)).toThrow(/codec 7 is not known/)
  })

  // Compaction removes the records of a batch and keeps its header for the sequence; Java never inflates those.
  it('opens a batch without records, though its attributes name a codec', () => {
    const fields = { recordCount: 0, lastOffsetDelta: 9, baseTimestamp: -1, maxTimestamp: -1, baseOffset: 100n }
    const batch = assembleBatch({ ...fields, compressionId: 1, recordsSection: Buffer.alloc(0) })

    const records = openBatch(batch)

    expect([...records]).toEqual([])
    expect(records.nextOffset).toBe(110n)
  })

  it('goes off the thread for large batches only', () => {
    const small = [...readBatches(encodeBatch(numbered(10), 'zstd'))][0]!
    const large = [...readBatches(encodeBatch(numbered(10, 100_000), 'zstd'))][0]!
    const plain = [...readBatches(encodeBatch(numbered(10, 100_000)))][0]!

    expect([small, large, plain].map((batch) => shouldOffloadInflate(batch, codecs))).toEqual([false, true, false])
  })
})

describe('records', () => {
  it('know their topic, partition, leader epoch and offset', () => {
    const [, record] = [...openBatch(encodeBatch(numbered(2), 'none', { baseOffset: 7n, partitionLeaderEpoch: 4 }))]

    expect(record).toMatchObject({ topic: 'orders', partition: 3, offset: 8n, offsetDelta: 1, leaderEpoch: 4 })
  })

  it('have the broker’s time when the topic says so', () => {
    const batch = encodeBatch(numbered(3))
    setLogAppendTime(batch, 5555)

    const records = [...openBatch(batch)]

    expect(records.map((record) => record.timestamp)).toEqual([5555, 5555, 5555])
    expect(records[0]!.timestampType).toBe('logAppendTime')
  })

  it('can be iterated again', () => {
    const records = openBatch(encodeBatch(numbered(3)))

    expect([...records].length + [...records].length).toBe(6)
  })

  it('start at the offset that is asked for', () => {
    const records = openBatch(encodeBatch(numbered(10), 'none', { baseOffset: 100n }))
    const offsetsFrom = (from: bigint) => {
      const cursor = records.cursor(from)
      return Array.from({ length: 20 }, () => cursor.next()?.offset).filter((offset) => offset !== undefined)
    }

    expect(offsetsFrom(107n)).toEqual([107n, 108n, 109n])
    expect(offsetsFrom(0n)).toHaveLength(10)
    expect(offsetsFrom(110n)).toEqual([])
    expect(offsetsFrom(2n ** 62n)).toEqual([])
  })

  it('start behind a gap when the offset asked for was compacted away', () => {
    const builder = new BatchBuilder()
    for (const delta of [0, 5, 9]) builder.appendAt(delta, 1, null, null)
    const records = openBatch(builder.sealUncompressed())

    expect(records.cursor(3n).next()!.offset).toBe(5n)
  })

  it('can be counted and measured without making any', () => {
    const cursor = openBatch(encodeBatch(numbered(3, 20))).cursor()
    const lengths: number[][] = []
    while (cursor.advance())
      lengths.push([cursor.offsetDelta, cursor.keyLength, cursor.valueLength, cursor.remainingCount])

    expect(lengths).toEqual([
      [0, 5, 20, 2],
      [1, 5, 20, 1],
      [2, 5, 20, 0],
    ])
  })

  it('give the same objects each time they are looked at', () => {
    const [record] = [...openBatch(encodeBatch([{ timestamp: 1, key: 'k', value: 'v', headers: [['a', 'b']] }]))]

    expect(record!.value).toBe(record!.value)
    expect(record!.key).toBe(record!.key)
    expect(record!.headers).toBe(record!.headers)
  })

  it('share the memory of their batch', () => {
    const records = openBatch(encodeBatch(numbered(1)))
    const [record] = [...records]

    expect(record!.value!.buffer).toBe(records.recordsSection.buffer)
  })

  it('can be spread, printed and turned into JSON', async () => {
    const { inspect } = await import('node:util')
    const sample = { timestamp: 1, key: 'k', value: null, headers: [['a', 'b'] as const] }
    const [record] = [...openBatch(encodeBatch([sample], 'none', { baseOffset: 2n ** 60n }))]

    expect(record!.toObject()).toMatchObject({ topic: 'orders', offset: 2n ** 60n, key: Buffer.from('k'), value: null })
    expect(JSON.parse(JSON.stringify(record))).toMatchObject({ offset: '1152921504606846976', partition: 3 })
    expect(inspect(record)).toContain("topic: 'orders'")
  })
})

describe('a hostile records section', () => {
  const section = new BatchBuilder()
  section.append(1, 'key', 'value', { header: 'x' })
  section.append(2, null, 'other')
  const whole = Buffer.from(section.seal().recordsSection)

  const readAll = (records: Buffer, recordCount = 2, lastOffsetDelta = recordCount - 1) => {
    for (const record of openBatch(batchAround(records, recordCount, lastOffsetDelta))) record.headers.get('x')
  }

  it('is a CodecError when it is cut at any byte', () => {
    for (let length = 0; length < whole.length; length++) {
      expect(() => readAll(whole.subarray(0, length))).toThrow(CodecError)
    }
  })

  it('is a CodecError or a record, whatever single byte it has anywhere', () => {
    for (let position = 0; position < whole.length; position++) {
      for (let byte = 0; byte < 256; byte++) {
        const damaged = Buffer.from(whole)
        damaged[position] = byte
        try {
          readAll(damaged)
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(CodecError)
        }
      }
    }
  })

  it('is a CodecError or records, whatever its bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(10), (bytes, recordCount) => {
        try {
          readAll(Buffer.from(bytes), recordCount, 20)
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(CodecError)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('is refused at once when it announces more records than fit', () => {
    expect(() => openBatch(batchAround(whole, 0x7fffffff, 0x7fffffff))).toThrow(/cannot hold the 2147483647 records/)
  })

  it('is refused when it announces fewer records than there are', () => {
    expect(() => readAll(whole, 1)).toThrow(/bytes follow the last record/)
  })

  it('gives the records before the bad one', () => {
    const damaged = Buffer.from(whole)
    damaged[whole.indexOf('other') - 2] = 0x7f
    const cursor = openBatch(batchAround(damaged, 2, 1)).cursor()

    expect(cursor.next()!.key!.toString()).toBe('key')
    expect(() => cursor.next()).toThrow(/Record 1 of the batch at offset 0 is not valid/)
  })

  // attributes, timestamp delta, offset delta, key length, value length, header count; lengths are zigzag.
  it.each<[string, number[], RegExp]>([
    ['a negative record length', [0x0d, 0, 0, 0, 1, 1, 0], /a length of -7/],
    ['a record length beyond the section', [0x7e, 0, 0, 0, 1, 1, 0], /a length of 63/],
    ['a key length below -1', [0x0c, 0, 0, 0, 3, 1, 0], /a key of -2 bytes/],
    ['a value length below -1', [0x0c, 0, 0, 0, 1, 5, 0], /a value of -3 bytes/],
    ['a key beyond the record', [0x0c, 0, 0, 0, 0x10, 1, 0], /a key of 8 bytes/],
    ['a negative header count', [0x0c, 0, 0, 0, 1, 1, 1], /-1 headers/],
    ['more headers than fit', [0x14, 0, 0, 0, 1, 1, 0xfe, 0xff, 0xff, 0xff, 0x0f], /2147483647 headers/],
    ['a header without a name', [0x10, 0, 0, 0, 1, 1, 2, 1, 1], /a header has no name/],
    ['bytes behind the headers', [0x0e, 0, 0, 0, 1, 1, 0, 9], /1 bytes of it mean nothing/],
    ['a negative offset delta', [0x0c, 0, 0, 1, 1, 1, 0], /offset delta -1/],
    ['an offset delta beyond the batch', [0x0c, 0, 0, 2, 1, 1, 0], /offset delta 1 is not within/],
    ['a varint without an end', [0x14, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], /varint/],
  ])('is refused for %s', (_what, bytes, reason) => {
    expect(() => readAll(Buffer.from(bytes), 1)).toThrow(reason)
  })
})
