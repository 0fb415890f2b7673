import { describe, expect, it } from 'vitest'
import { compactLog } from '../../../../src/cluster/log/compact-log.ts'
import { PartitionLog } from '../../../../src/cluster/log/partition-log.ts'
import { encodeEndTransactionMarker } from '../../../../src/record/control-record.ts'
import { DefaultRecordBatch } from '../../../../src/record/record-batch.ts'
import { type BatchInput, batchOf, codecs, valuesOf } from '../../../cluster/batches.ts'

const roomy = { segmentBytes: 1 << 30, segmentMs: 1e12, retentionBytes: -1, retentionMs: -1 }
const timestamp = 1_000_000

function append(log: PartitionLog, input: BatchInput, { leaderEpoch = 0, config = roomy, nowMs = timestamp } = {}) {
  const batch = new DefaultRecordBatch(batchOf({ timestamp, ...input }))
  const appended = log.append(batch, leaderEpoch, config, nowMs)
  log.setHighWatermark(log.endOffset)
  return appended
}

function appendMarker(log: PartitionLog, type: 'abort' | 'commit', producerId: bigint) {
  const bytes = encodeEndTransactionMarker({ type, producerId, producerEpoch: 0, coordinatorEpoch: 0, timestamp })
  log.append(new DefaultRecordBatch(bytes), 0, roomy, timestamp)
  log.setHighWatermark(log.endOffset)
}

function read(log: PartitionLog, fromOffset: bigint, maxBytes = 1 << 20) {
  return valuesOf(log.read(fromOffset, log.highWatermark, maxBytes, true).bytes, fromOffset)
}

describe('a partition log', () => {
  it('gives records their offsets and the epoch of their leader, and keeps their checksum right', () => {
    const log = new PartitionLog()
    append(log, { values: ['a', 'b'] }, { leaderEpoch: 3 })
    append(log, { values: ['c'] }, { leaderEpoch: 3 })

    const batches = [...log.batches()]

    expect(
      batches.map(({ baseOffset, lastOffset, partitionLeaderEpoch }) => [baseOffset, lastOffset, partitionLeaderEpoch]),
    ).toEqual([
      [0n, 1n, 3],
      [2n, 2n, 3],
    ])
    for (const batch of batches) expect(() => batch.verifyChecksum()).not.toThrow()
  })

  it('reads from the middle of a batch, and over many', () => {
    const log = new PartitionLog()
    for (let index = 0; index < 50; index++) append(log, { values: [`${index}a`, `${index}b`] })

    expect(read(log, 97n)).toEqual(['48b', '49a', '49b'])
    expect(read(log, 0n)).toHaveLength(100)
  })

  it('does not read beyond what may be seen', () => {
    const log = new PartitionLog()
    append(log, { values: ['a'] })
    append(log, { values: ['b'] })

    const { bytes, nextOffset } = log.read(0n, 1n, 1 << 20, true)

    expect(valuesOf(bytes)).toEqual(['a'])
    expect(nextOffset).toBe(1n)
  })

  it('cuts at the limit, and says what follows the last whole batch', () => {
    const log = new PartitionLog()
    for (const value of ['a', 'b', 'c']) append(log, { values: [value] })
    const [first] = log.batches()

    const { bytes, nextOffset } = log.read(0n, 3n, first!.sizeBytes * 2 + 5, true)

    expect(bytes.length).toBe(first!.sizeBytes * 2 + 5)
    expect(nextOffset).toBe(2n)
  })

  it('leaves a first batch out that does not fit, unless it is to be given whole', () => {
    const log = new PartitionLog()
    append(log, { values: ['large'] })

    expect(log.read(0n, 1n, 10, false).bytes.length).toBe(0)
    expect(valuesOf(log.read(0n, 1n, 10, true).bytes)).toEqual(['large'])
  })

  it('never changes bytes that it gave out', () => {
    const log = new PartitionLog()
    append(log, { values: ['first'] })
    const { bytes } = log.read(0n, 1n, 1 << 20, true)
    const before = Buffer.from(bytes)

    for (let index = 0; index < 500; index++) append(log, { values: ['x'.repeat(100)] })
    log.truncateTo(0n)
    append(log, { values: ['other'] })

    expect(bytes.equals(before)).toBe(true)
  })

  it('rolls segments by size and by age, and reads within one', () => {
    const log = new PartitionLog()
    const config = { ...roomy, segmentBytes: 200, segmentMs: 1000 }
    append(log, { values: ['a'] }, { config })
    append(log, { values: ['b'] }, { config })
    append(log, { values: ['x'.repeat(120)] }, { config })
    append(log, { values: ['old'] }, { config, nowMs: timestamp + 5000 })

    const starts = [0n, 2n, 3n].map((offset) => read(log, offset).length)

    expect(starts).toEqual([2, 1, 1])
    expect(log.readableBytes(0n, 4n)).toBe(log.sizeBytes)
  })

  it('frees segments whose records are all too old, the last one too', () => {
    const log = new PartitionLog()
    const config = { ...roomy, segmentBytes: 100, retentionMs: 1000 }
    for (const value of ['a', 'b']) append(log, { values: [value] }, { config })
    append(log, { values: ['later'], timestamp: timestamp + 500 }, { config })

    log.limitAge(config, timestamp + 1001)
    const first = log.startOffset
    log.limitAge(config, timestamp + 1501)

    expect([first, log.startOffset, log.endOffset, log.sizeBytes]).toEqual([2n, 3n, 3n, 0])
  })

  it('keeps by size what retention.bytes asks for', () => {
    const log = new PartitionLog()
    const config = { ...roomy, segmentBytes: 100, retentionBytes: 150 }
    for (const value of ['a', 'b', 'c', 'd']) append(log, { values: [value] }, { config })

    log.limitSize(config)

    expect(log.sizeBytes).toBeGreaterThanOrEqual(150)
    expect(log.startOffset).toBe(1n)
  })

  it('begins where it is told to, inside of a batch too', () => {
    const log = new PartitionLog()
    append(log, { values: ['a', 'b', 'c'] })

    log.deleteBefore(2n)

    expect(log.startOffset).toBe(2n)
    expect(read(log, 2n)).toEqual(['c'])
    expect(log.epochs.epochAt(2n)).toBe(0)
  })

  it('loses what is truncated, and goes on from there', () => {
    const log = new PartitionLog()
    for (const value of ['a', 'b', 'c']) append(log, { values: [value] })

    log.truncateTo(1n)
    append(log, { values: ['B'] }, { leaderEpoch: 1 })

    expect(read(log, 0n)).toEqual(['a', 'B'])
    expect(log.epochs.endOf(0, log.endOffset)).toEqual({ epoch: 0, endOffset: 1n })
  })

  it('remembers after a truncation what producers have left', () => {
    const log = new PartitionLog()
    const ids = { producerId: 1n, producerEpoch: 0 }
    append(log, { values: ['a'], ...ids, baseSequence: 0 })
    append(log, { values: ['b', 'c'], ...ids, baseSequence: 1 })
    append(log, { values: ['other'], producerId: 2n, producerEpoch: 0, baseSequence: 0 })

    log.truncateTo(2n)

    expect(log.producers.all.map(({ producerId, lastSequence }) => [producerId, lastSequence])).toEqual([[1n, 0]])
  })
})

describe('the transactions of a log', () => {
  const transaction = (producerId: bigint, baseSequence = 0) => ({
    producerId,
    producerEpoch: 0,
    baseSequence,
    isTransactional: true,
  })

  it('hold the last stable offset at the first that is open', () => {
    const log = new PartitionLog()
    append(log, { values: ['plain'] })
    append(log, { values: ['one'], ...transaction(1n) })
    append(log, { values: ['two'], ...transaction(2n) })
    const bothOpen = log.lastStableOffset
    appendMarker(log, 'commit', 1n)
    const secondOpen = log.lastStableOffset
    appendMarker(log, 'commit', 2n)

    expect([bothOpen, secondOpen, log.lastStableOffset]).toEqual([1n, 2n, 5n])
  })

  it('are listed when they were aborted, for the range they touch', () => {
    const log = new PartitionLog()
    append(log, { values: ['gone'], ...transaction(1n) })
    appendMarker(log, 'abort', 1n)
    append(log, { values: ['kept'], ...transaction(1n, 1) })
    appendMarker(log, 'commit', 1n)

    const { transactions } = log

    expect(transactions.abortedBetween(0n, 4n)).toMatchObject([{ producerId: 1n, firstOffset: 0n, lastOffset: 1n }])
    expect(transactions.abortedBetween(2n, 4n)).toEqual([])
  })

  it('leave the sequence of their producer as it is', () => {
    const log = new PartitionLog()
    append(log, { values: ['a'], ...transaction(1n) })

    appendMarker(log, 'commit', 1n)

    expect(log.producers.all).toMatchObject([{ producerId: 1n, lastSequence: 0 }])
  })
})

describe('a log that is compacted', () => {
  const ids = { producerId: 1n, producerEpoch: 0 }

  it.each(['none', 'zstd'])('keeps the last record of each key at its offset, with %s', (compressionType) => {
    const log = new PartitionLog()
    append(log, { values: ['a1'], key: 'a', compressionType })
    append(log, { values: ['b1', 'b2', 'b3'], key: 'b', compressionType })
    append(log, { values: ['a2'], key: 'a', compressionType })

    compactLog(log, codecs)

    expect(read(log, 0n)).toEqual(['b3', 'a2'])
    expect(
      [...log.batches(0n)].map(({ baseOffset, lastOffset, recordCount }) => [baseOffset, lastOffset, recordCount]),
    ).toEqual([
      [1n, 3n, 1],
      [4n, 4n, 1],
    ])
    for (const batch of log.batches(0n)) expect(() => batch.verifyChecksum()).not.toThrow()
    expect([log.startOffset, log.endOffset]).toEqual([0n, 5n])
  })

  it('reads on over what is gone', () => {
    const log = new PartitionLog()
    for (const value of ['1', '2', '3']) append(log, { values: [value], key: 'k' })

    compactLog(log, codecs)

    expect(read(log, 0n)).toEqual(['3'])
    expect(log.read(0n, log.highWatermark, 1 << 20, true).nextOffset).toBe(3n)
  })

  it('keeps the last batch of a producer without its records', () => {
    const log = new PartitionLog()
    append(log, { values: ['mine'], key: 'k', ...ids, baseSequence: 0 })
    append(log, { values: ['theirs'], key: 'k' })

    compactLog(log, codecs)

    expect([...log.batches(0n)].map(({ recordCount, baseSequence }) => [recordCount, baseSequence])).toEqual([
      [0, 0],
      [1, -1],
    ])
    expect(log.producers.all).toMatchObject([{ producerId: 1n, lastSequence: 0 }])
  })

  it('loses the records of aborted transactions, and none of open ones', () => {
    const log = new PartitionLog()
    append(log, { values: ['aborted'], key: 'x', ...ids, baseSequence: 0, isTransactional: true })
    appendMarker(log, 'abort', 1n)
    append(log, { values: ['old'], key: 'k' })
    append(log, { values: ['open'], key: 'k', ...ids, baseSequence: 1, isTransactional: true })

    compactLog(log, codecs)

    expect(read(log, 0n)).toEqual(['old', 'open'])
  })
})
