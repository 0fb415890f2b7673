/** How brokers and services differ in records: what they take, what they answer, what readers see of transactions. */
import { describe, expect, it } from 'vitest'
import { listAborted, readableBytes, readLog } from '../../../../src/cluster/fetch/read-log.ts'
import { compactLog } from '../../../../src/cluster/log/compact-log.ts'
import { PartitionLog } from '../../../../src/cluster/log/partition-log.ts'
import { CodecRegistry } from '../../../../src/compression/codec-registry.ts'
import { ErrorCodes } from '../../../../src/errors/error-codes.ts'
import { fetchApi } from '../../../../src/protocol/apis/fetch.ts'
import { produceApi } from '../../../../src/protocol/apis/produce.ts'
import { readBatches } from '../../../../src/record/batch-decoder.ts'
import { encodeEndTransactionMarker } from '../../../../src/record/control-record.ts'
import { DefaultRecordBatch } from '../../../../src/record/record-batch.ts'
import { type ClusterProfile, profileOf } from '../../../../src/testing/index.ts'
import { batchOf, valuesOf } from '../../../cluster/batches.ts'
import type { RawConnection } from '../../../cluster/raw-connection.ts'
import { type ClusterWorld, startWorld } from '../cluster-world.ts'

/** In a version that every profile has. */
async function produceTo(raw: RawConnection, records: Buffer, acks = -1) {
  const topicData = [{ name: 'orders', partitionData: [{ index: 0, records }] }]
  const { responses } = await raw.send(produceApi, 7, { acks, timeoutMs: 1000, topicData })
  return responses[0]!.partitionResponses[0]!
}

const withProducer = (producerId: bigint) => batchOf({ values: ['a'], producerId, producerEpoch: 0, baseSequence: 0 })

describe('Produce', () => {
  it.each([
    ['redpanda', 'REQUEST_TIMED_OUT'],
    ['aws-msk', 'NOT_ENOUGH_REPLICAS'],
  ] as const)('on %s answers %s when too few replicas are in sync', async (profile, error) => {
    await using world = await startWorld({ profile, config: { 'min.insync.replicas': 2 } })
    const raw = await world.connect(world.cluster.partition('orders', 0).leaderId)
    world.cluster.faults.shrinkIsr('orders', 0)

    const { errorCode } = await produceTo(raw, batchOf({ values: ['a'] }))

    expect(errorCode).toBe(ErrorCodes[error])
  })

  it('on Redpanda answers BROKER_NOT_AVAILABLE while the disk is full', async () => {
    await using world = await startWorld({ profile: 'redpanda' })
    const raw = await world.connect()
    world.cluster.broker(1).fillDisk()

    expect((await produceTo(raw, batchOf({ values: ['a'] }))).errorCode).toBe(ErrorCodes.BROKER_NOT_AVAILABLE)
  })

  it.each(['redpanda', 'azure-event-hubs', 'warpstream'] as const)(
    'on %s takes one batch at a time',
    async (profile) => {
      await using world = await startWorld({ profile })
      const raw = await world.connect()

      const two = Buffer.concat([batchOf({ values: ['a'] }), batchOf({ values: ['b'] })])

      expect((await produceTo(raw, two)).errorCode).toBe(ErrorCodes.INVALID_RECORD)
    },
  )

  it('on Event Hubs refuses codecs other than gzip', async () => {
    await using world = await startWorld({ profile: 'azure-event-hubs' })
    const raw = await world.connect()

    const codes: number[] = []
    for (const compressionType of ['none', 'gzip', 'lz4', 'zstd']) {
      codes.push((await produceTo(raw, batchOf({ values: ['a'], compressionType }))).errorCode)
    }

    const refused = ErrorCodes.UNSUPPORTED_FOR_MESSAGE_FORMAT
    expect(codes).toEqual([0, 0, refused, refused])
  })

  it('on Event Hubs is answered with acks 0 too', async () => {
    await using world = await startWorld({ profile: 'azure-event-hubs' })
    const raw = await world.connect()

    expect(await produceTo(raw, batchOf({ values: ['a'] }), 0)).toMatchObject({ errorCode: 0, baseOffset: 0n })
  })

  it('on Redpanda Serverless refuses the 251st producer, and goes on with those it knows', async () => {
    await using world = await startWorld({ profile: 'redpanda-serverless' })
    const raw = await world.connect()
    for (let producerId = 0n; producerId < 250n; producerId++) await produceTo(raw, withProducer(producerId))

    const further = await produceTo(raw, withProducer(250n))
    const known = await produceTo(raw, batchOf({ values: ['b'], producerId: 7n, producerEpoch: 0, baseSequence: 1 }))

    expect(further.errorCode).toBe(ErrorCodes.POLICY_VIOLATION)
    expect(known.errorCode).toBe(0)
  })
})

describe('what readers see of transactions', () => {
  const config = { segmentBytes: 1 << 20, segmentMs: 1e12, retentionBytes: -1, retentionMs: -1 }
  const codecs = new CodecRegistry()

  /** Producer 1 aborts what it wrote at 0, producer 2 what it wrote at 1, and 1 commits what it wrote at 4. */
  function logWithTransactions(): PartitionLog {
    const log = new PartitionLog()
    const write = (value: string, producerId: bigint, baseSequence: number) => {
      const ids = { producerId, producerEpoch: 0, baseSequence, isTransactional: true }
      log.append(new DefaultRecordBatch(batchOf({ values: [value], key: value, ...ids })), 0, config, 0)
      log.setHighWatermark(log.endOffset)
    }
    const end = (type: 'abort' | 'commit', producerId: bigint) => {
      const marker = { type, producerId, producerEpoch: 0, coordinatorEpoch: 0, timestamp: 0 }
      log.append(new DefaultRecordBatch(encodeEndTransactionMarker(marker)), 0, config, 0)
      log.setHighWatermark(log.endOffset)
    }
    write('aborted 1', 1n, 0)
    write('aborted 2', 2n, 0)
    end('abort', 1n)
    end('abort', 2n)
    write('committed', 1n, 1)
    end('commit', 1n)
    return log
  }

  const termsOf = (profile: ClusterProfile, isCommittedOnly: boolean, fromOffset = 0n) => ({
    ...{ profile, isCommittedOnly, fromOffset },
    upToOffset: 6n,
  })

  it('Kafka lists what was aborted in order, and to readers of committed records alone', () => {
    const log = logWithTransactions()

    const listed = listAborted(log, termsOf(profileOf('4.3'), true), 6n)

    expect(listed?.map(({ firstOffset }) => firstOffset)).toEqual([0n, 1n])
    expect(listAborted(log, termsOf(profileOf('4.3'), false), 6n)).toBeNull()
  })

  it('Redpanda lists it in no order, and an old one to everybody', () => {
    const log = logWithTransactions()

    const listed = listAborted(log, termsOf(profileOf('redpanda'), true), 6n)
    const toAll = listAborted(log, termsOf(profileOf('redpanda-24.3'), false), 6n)

    expect(listed?.map(({ firstOffset }) => firstOffset)).toEqual([1n, 0n])
    expect(toAll).toHaveLength(2)
    expect(listAborted(log, termsOf(profileOf('redpanda'), false), 6n)).toBeNull()
  })

  it('compaction takes the markers away on Redpanda, so that a log ends with offsets without a record', () => {
    const log = logWithTransactions()

    compactLog(log, codecs, true)

    expect([...log.batches()].map(({ isControl, lastOffset }) => [isControl, lastOffset])).toEqual([[false, 4n]])
    expect(log.endOffset).toBe(6n)
  })

  it('WarpStream shows no markers, and to readers of committed records nothing that was aborted', () => {
    const log = logWithTransactions()
    const profile = profileOf('warpstream')

    const all = readLog(log, termsOf(profile, false), 1 << 20, true)
    const committed = readLog(log, termsOf(profile, true), 1 << 20, true)

    expect(valuesOf(all.bytes)).toEqual(['aborted 1', 'aborted 2', 'committed'])
    expect(valuesOf(committed.bytes)).toEqual(['committed'])
    expect([...readBatches(all.bytes)].some(({ isControl }) => isControl)).toBe(false)
    expect(listAborted(log, termsOf(profile, true), 6n)).toEqual([])
    expect(readableBytes(log, termsOf(profile, true, 5n))).toBe(0)
  })

  it('WarpStream keeps to the limits without its markers', () => {
    const log = logWithTransactions()
    const terms = termsOf(profileOf('warpstream'), false)
    const oneBatch = readLog(log, terms, 1, true)

    expect(valuesOf(oneBatch.bytes)).toEqual(['aborted 1'])
    expect(oneBatch.nextOffset).toBe(1n)
    expect(readLog(log, terms, 1, false).bytes).toHaveLength(0)
  })

  it('a test compacts a partition as its profile does', async () => {
    await using kafka = await startWorld()
    await using redpanda = await startWorld({ profile: 'redpanda' })
    const lastOffsets = async (world: ClusterWorld) => {
      const { cluster } = world
      const raw = await world.connect()
      for (const value of ['a', 'b']) await produceTo(raw, batchOf({ values: [value], key: 'same' }))
      cluster.compact('orders', 0)
      const topics = [{ topic: 'orders', partitions: [{ partition: 0, partitionMaxBytes: 1 << 20 }] }]
      const { responses } = await raw.send(fetchApi, 11, { maxWaitMs: 0, maxBytes: 1 << 20, sessionEpoch: -1, topics })
      return valuesOf(responses[0]!.partitions[0]!.records)
    }

    expect([await lastOffsets(kafka), await lastOffsets(redpanda)]).toEqual([['b'], ['b']])
  })
})
