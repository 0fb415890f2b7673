import { describe, expect, it } from 'vitest'
import { readBatches } from '../../../src/record/batch-decoder.ts'
import { BatchBuilder } from '../../../src/record/batch-encoder.ts'
import {
  assembleBatch,
  patchBatchHeader,
  setBaseOffset,
  setLogAppendTime,
  setMaxTimestamp,
  setPartitionLeaderEpoch,
} from '../../../src/record/batch-header.ts'
import { openBatch } from '../../support/records.ts'

const ids = { producerId: 2n ** 40n, producerEpoch: 12, baseSequence: 345 }

function builderOfTwo(): BatchBuilder {
  const builder = new BatchBuilder()
  builder.append(100, 'a', 'first')
  builder.append(90, 'b', 'second')
  return builder
}

function headerOf(batch: Buffer) {
  const [read] = [...readBatches(batch)]
  read!.verifyChecksum()
  return read!
}

describe('assembleBatch', () => {
  it('gives the same bytes as the batch that was sealed in place', () => {
    const builder = builderOfTwo()

    expect(assembleBatch({ ...builder.seal(), ...ids }).equals(builder.sealUncompressed(ids))).toBe(true)
  })

  it('says -1 where nothing is known, as Java does', () => {
    const batch = headerOf(assembleBatch(builderOfTwo().seal()))

    expect(batch).toMatchObject({
      baseOffset: 0n,
      partitionLeaderEpoch: -1,
      producerId: -1n,
      producerEpoch: -1,
      baseSequence: -1,
      baseTimestamp: 100,
      maxTimestamp: 100,
    })
  })

  it('is independent of the builder’s buffer', () => {
    const builder = builderOfTwo()
    const batch = assembleBatch(builder.seal())
    const before = Buffer.from(batch)
    builder.seal().recordsSection.fill(0)

    expect(batch.equals(before)).toBe(true)
  })
})

describe('patchBatchHeader', () => {
  it('makes the batch that would have been assembled with the new fields', () => {
    const sealed = builderOfTwo().seal()
    const batch = assembleBatch({ ...sealed, ...ids, partitionLeaderEpoch: 3 })
    const renewed = { producerId: 77n, producerEpoch: 0, baseSequence: 0x7fffffff, partitionLeaderEpoch: 4 }

    patchBatchHeader(batch, renewed)

    expect(batch.equals(assembleBatch({ ...sealed, ...renewed }))).toBe(true)
  })

  it('leaves what is not given', () => {
    const batch = assembleBatch({ ...builderOfTwo().seal(), ...ids })

    patchBatchHeader(batch, { baseSequence: 346 })

    expect(headerOf(batch)).toMatchObject({ ...ids, baseSequence: 346 })
  })

  it('can make a batch part of a transaction', () => {
    const batch = assembleBatch(builderOfTwo().seal())

    patchBatchHeader(batch, { isTransactional: true })

    expect(headerOf(batch).isTransactional).toBe(true)
  })
})

describe('what a broker writes into a batch', () => {
  it('places it in the log without touching its checksum', () => {
    const batch = assembleBatch(builderOfTwo().seal())
    const checksum = batch.readUInt32BE(17)

    setBaseOffset(batch, 2n ** 50n)
    setPartitionLeaderEpoch(batch, 6)

    expect(headerOf(batch)).toMatchObject({
      baseOffset: 2n ** 50n,
      lastOffset: 2n ** 50n + 1n,
      partitionLeaderEpoch: 6,
    })
    expect(batch.readUInt32BE(17)).toBe(checksum)
  })

  it('sets the broker’s time for all records, and takes it back', () => {
    const batch = assembleBatch(builderOfTwo().seal())
    setLogAppendTime(batch, 999)
    expect([...openBatch(batch)].map((record) => record.timestamp)).toEqual([999, 999])

    setMaxTimestamp(batch, 100)

    expect([...openBatch(batch)].map((record) => record.timestamp)).toEqual([100, 90])
    expect(headerOf(batch).maxTimestamp).toBe(100)
  })
})
