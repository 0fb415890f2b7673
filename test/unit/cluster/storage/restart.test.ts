import { describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../../src/errors/error-codes.ts'
import { createPartitionsApi } from '../../../../src/protocol/apis/create-partitions.ts'
import { createTopicsApi } from '../../../../src/protocol/apis/create-topics.ts'
import { deleteRecordsApi } from '../../../../src/protocol/apis/delete-records.ts'
import { incrementalAlterConfigsApi } from '../../../../src/protocol/apis/incremental-alter-configs.ts'
import { encodeEndTransactionMarker } from '../../../../src/record/control-record.ts'
import type { DefaultRecordBatch } from '../../../../src/record/record-batch.ts'
import { MemoryStorage } from '../../../../src/testing/index.ts'
import { batchOf, valuesOf } from '../../../cluster/batches.ts'
import { newProducerId } from '../../../cluster/raw-topics.ts'
import { type ClusterWorld, fetchOnce, produce } from '../cluster-world.ts'
import { crashAfter, runKept, startKept } from './kept-world.ts'

const valuesIn = ({ cluster }: ClusterWorld, topic = 'orders', partition = 0): string[] =>
  cluster.log(topic, partition).records.map(({ value }) => String(value))

async function produceValues(world: ClusterWorld, ...values: string[]): Promise<void> {
  const { errorCode } = await produce(await world.connect(), {
    records: batchOf({ values, timestamp: world.clock.wallNow() }),
  })
  expect(errorCode).toBe(ErrorCodes.NONE)
}

describe('a cluster that is started again on what another has left', () => {
  it('has its records, at their offsets, and goes on behind them', async () => {
    const storage = new MemoryStorage()
    await runKept(storage, async (world) => {
      await produceValues(world, 'a', 'b')
      await produceValues(world, 'c')
    })

    await using world = await startKept(storage)
    await produceValues(world, 'd')
    const fetched = await fetchOnce(await world.connect())

    expect(valuesOf(fetched.records)).toEqual(['a', 'b', 'c', 'd'])
    expect(fetched.highWatermark).toBe(4n)
  })

  it('has its own id and those of its topics, with their configuration and partitions', async () => {
    const storage = new MemoryStorage()
    let before: unknown
    const describeAll = ({ cluster }: ClusterWorld) => [
      cluster.clusterId,
      cluster.topics.map(({ name, topicId, partitions }) => [
        name,
        topicId,
        partitions.map(({ replicas }) => replicas),
      ]),
    ]
    await runKept(
      storage,
      async (world) => {
        const raw = await world.connect()
        const configs = [{ name: 'retention.ms', value: '1234' }]
        const topic = { name: 'made', numPartitions: 2, replicationFactor: 2, configs }
        await raw.send(createTopicsApi, 5, { topics: [topic], timeoutMs: 1000 })
        await raw.send(createPartitionsApi, 2, { topics: [{ name: 'made', count: 4 }], timeoutMs: 1000 })
        before = describeAll(world)
      },
      { brokers: 3 },
    )

    await using world = await startKept(storage, { brokers: 3 })

    expect(describeAll(world)).toEqual(before)
    expect(storage.read('cluster.json')?.toString()).toContain('"retention.ms":"1234"')
  })

  it('has the configuration that its brokers were given', async () => {
    const storage = new MemoryStorage()
    await runKept(storage, async (world) => {
      const raw = await world.connect()
      const configs = [{ name: 'message.max.bytes', configOperation: 0, value: '150' }]
      await raw.send(incrementalAlterConfigsApi, 1, { resources: [{ resourceType: 4, resourceName: '', configs }] })
    })

    await using world = await startKept(storage)
    const refused = await produce(await world.connect(), { records: batchOf({ values: ['x'.repeat(200)] }) })

    expect(refused.errorCode).toBe(ErrorCodes.MESSAGE_TOO_LARGE)
  })

  it('leaves topics as they are that its options name too, and does not bring back deleted ones', async () => {
    const storage = new MemoryStorage()
    await runKept(
      storage,
      async (world) => {
        await produceValues(world, 'a')
        world.cluster.deleteTopic('gone')
      },
      { topics: { orders: 1, gone: 3 } },
    )

    await using world = await startKept(storage, { topics: { orders: 5 } })

    expect(world.cluster.topics.map(({ name, partitions }) => [name, partitions.length])).toEqual([['orders', 1]])
    expect(valuesIn(world)).toEqual(['a'])
    expect(storage.paths.filter((path) => path.startsWith('gone'))).toEqual([])
  })

  it('gives a topic that was deleted and made again none of its old records', async () => {
    const storage = new MemoryStorage()
    await runKept(storage, async (world) => {
      await produceValues(world, 'old')
      world.cluster.deleteTopic('orders')
      world.cluster.createTopic('orders', 1)
      await produceValues(world, 'new')
    })

    await using world = await startKept(storage)

    expect(valuesIn(world)).toEqual(['new'])
  })

  it('leads its partitions in a later epoch than ever before', async () => {
    const storage = new MemoryStorage()
    let epochBefore = -1
    await runKept(
      storage,
      async ({ cluster }) => {
        cluster.faults.moveLeader('orders', 0, 2)
        cluster.faults.moveLeader('orders', 0, 3)
        epochBefore = cluster.partition('orders', 0).leaderEpoch
      },
      { brokers: 3 },
    )

    await using world = await startKept(storage, { brokers: 3 })

    expect(world.cluster.partition('orders', 0).leaderEpoch).toBeGreaterThan(epochBefore)
  })

  it('gives the partitions of brokers that it has no longer to others', async () => {
    const storage = new MemoryStorage()
    await runKept(storage, () => {}, { brokers: 3, topics: { orders: { assignments: [[3, 2, 1]] } } })

    await using world = await startKept(storage, { brokers: 2 })

    expect(world.cluster.partition('orders', 0)).toMatchObject({ leaderId: 2, isr: [2, 1] })
  })

  it('keeps where logs begin, and removes the files of what was deleted', async () => {
    const storage = new MemoryStorage()
    await runKept(
      storage,
      async (world) => {
        for (const value of ['a', 'b', 'c']) await produceValues(world, value.repeat(100))
        const partitions = [{ partitionIndex: 0, offset: 2n }]
        const raw = await world.connect()
        await raw.send(deleteRecordsApi, 2, { topics: [{ name: 'orders', partitions }], timeoutMs: 1000 })
      },
      { topics: { orders: { configs: { 'segment.bytes': 200 } } } },
    )

    await using world = await startKept(storage)

    expect(world.cluster.log('orders', 0).startOffset).toBe(2n)
    expect(valuesIn(world)).toEqual(['c'.repeat(100)])
    expect(storage.paths.filter((path) => path.endsWith('.log'))).toEqual(['orders-0/00000000000000000002.log'])
  })

  it('begins a topic that has never been written to where it began', async () => {
    const storage = new MemoryStorage()
    await runKept(storage, () => {}, { topics: { orders: { startOffset: 1000n } } })

    await using world = await startKept(storage)

    expect(world.cluster.log('orders', 0)).toMatchObject({ startOffset: 1000n, endOffset: 1000n, highWatermark: 1000n })
  })

  it('removes files by size and by age as retention says', async () => {
    const storage = new MemoryStorage()
    const segmentFiles = () => storage.paths.filter((path) => path.endsWith('.log')).length
    const configs = { 'segment.bytes': 200, 'retention.bytes': 400, 'retention.ms': 60_000 }
    await using world = await startKept(storage, { topics: { orders: { configs } } })
    const timestamp = world.clock.wallNow()
    const raw = await world.connect()
    for (let index = 0; index < 10; index++) {
      await produce(raw, { records: batchOf({ values: ['x'.repeat(100)], timestamp }) })
    }
    const afterSize = segmentFiles()
    await world.clock.advance(120_000)
    world.cluster.applyRetention()

    expect(afterSize).toBeLessThan(5)
    expect(segmentFiles()).toBe(0)
  })

  it('has what a truncation left, and not what it took', async () => {
    const storage = new MemoryStorage()
    await runKept(
      storage,
      async (world) => {
        for (const value of ['a', 'b', 'c', 'd']) await produceValues(world, value.repeat(60))
        world.cluster.faults.electUnclean('orders', 0, 2, 2n)
      },
      { brokers: 2, topics: { orders: { configs: { 'segment.bytes': 300 } } } },
    )

    await using world = await startKept(storage, { brokers: 2 })

    expect(valuesIn(world)).toEqual(['a'.repeat(60), 'b'.repeat(60)])
  })

  it('has what a compaction left', async () => {
    const storage = new MemoryStorage()
    await runKept(storage, async (world) => {
      for (const value of ['old', 'new']) {
        await produce(await world.connect(), { records: batchOf({ values: [value], key: 'same' }) })
      }
      world.cluster.compact('orders', 0)
    })

    await using world = await startKept(storage)

    expect(valuesIn(world)).toEqual(['new'])
    expect(world.cluster.log('orders', 0).endOffset).toBe(2n)
  })

  it('refuses a folder that is another cluster’s, or not a cluster’s at all', async () => {
    const others = new MemoryStorage()
    others.replace('thesis.doc', Buffer.from('years of work'))
    const kept = new MemoryStorage()
    await runKept(kept, () => {}, { clusterId: 'one' })

    await expect(startKept(others)).rejects.toThrow('is not empty, and no cluster')
    await expect(startKept(kept, { clusterId: 'two' })).rejects.toThrow('is that of cluster one, not of two')
    expect(others.paths).toEqual(['thesis.doc'])
  })
})

describe('an idempotent producer', () => {
  it('goes on after a restart, and what it sends again is not written twice', async () => {
    const storage = new MemoryStorage()
    let producerId = -1n
    const batchAt = (baseSequence: number, ...values: string[]) =>
      batchOf({ values, producerId, producerEpoch: 0, baseSequence })
    await runKept(storage, async (world) => {
      const raw = await world.connect()
      producerId = await newProducerId(raw)
      await produce(raw, { records: batchAt(0, 'a', 'b') })
      await produce(raw, { records: batchAt(2, 'c') })
    })

    await using world = await startKept(storage)
    const raw = await world.connect()
    const again = await produce(raw, { records: batchAt(2, 'c') })
    const next = await produce(raw, { records: batchAt(3, 'd') })
    const gap = await produce(raw, { records: batchAt(9, 'e') })

    expect(again).toMatchObject({ errorCode: ErrorCodes.NONE, baseOffset: 2n })
    expect(next).toMatchObject({ errorCode: ErrorCodes.NONE, baseOffset: 3n })
    expect(gap.errorCode).toBe(ErrorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER)
    expect(valuesIn(world)).toEqual(['a', 'b', 'c', 'd'])
  })

  it('never gets an id that another had before a crash', async () => {
    let lastId = -1n
    const storage = await crashAfter(async (world) => {
      const raw = await world.connect()
      for (let count = 0; count < 3; count++) lastId = await newProducerId(raw)
    })

    await using world = await startKept(storage)

    expect(await newProducerId(await world.connect())).toBeGreaterThan(lastId)
  })
})

describe('transactions', () => {
  it('of a partition are known again: open ones hold readers back, aborted ones are told', async () => {
    const storage = new MemoryStorage()
    const marker = (type: 'abort' | 'commit', producerId: bigint) =>
      encodeEndTransactionMarker({ type, producerId, producerEpoch: 0, coordinatorEpoch: 0, timestamp: 0 })
    const transactional = (producerId: bigint, value: string) =>
      batchOf({ values: [value], producerId, producerEpoch: 0, baseSequence: 0, isTransactional: true })
    // Markers come from coordinators only, so the segment is written by hand.
    const parts = [transactional(1n, 'aborted'), marker('abort', 1n), transactional(2n, 'open')]
    await runKept(storage, () => {})
    const segment = Buffer.concat(
      parts.map((bytes, index) => {
        bytes.writeBigInt64BE(BigInt(index), 0)
        return bytes
      }),
    )
    storage.replace('orders-0/00000000000000000000.log', segment)

    await using world = await startKept(storage)
    const log = world.cluster.log('orders', 0)

    expect(log.batches.map((batch: DefaultRecordBatch) => batch.isControl)).toEqual([false, true, false])
    expect(log).toMatchObject({ endOffset: 3n, lastStableOffset: 2n })
    expect(log.abortedTransactions).toMatchObject([{ producerId: 1n, firstOffset: 0n, lastOffset: 1n }])
    expect([...log.openTransactions.keys()]).toEqual([2n])
  })
})
