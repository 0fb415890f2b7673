import { describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { fetchApi } from '../../../src/protocol/apis/fetch.ts'
import { listOffsetsApi } from '../../../src/protocol/apis/list-offsets.ts'
import { consumerWorld, fromEarliest, take, textOf } from './consumer-world.ts'

describe('offset look-ups', () => {
  it('of one broker go together, and no broker holds up another', async () => {
    const world = consumerWorld({ nodeCount: 2, leaders: [1, 1, 2] })
    for (const partition of [0, 1, 2]) world.append('orders', partition, 1)
    world.cluster.once(listOffsetsApi, (_request, { nodeId }) => (nodeId === 1 ? 'never' : { topics: [] }))
    const assignments = [0, 1, 2].map((partition) => ({ ...fromEarliest, partition }))
    const consumer = world.consumer({ assignments })
    const reading = take(world, consumer, 1)
    await world.settleNow()
    const asked = world.cluster
      .requestsOf(listOffsetsApi)
      .map(({ nodeId, body }) => [nodeId, body.topics[0]?.partitions.length])
    expect(asked.toSorted(([a = 0], [b = 0]) => a - b)).toEqual([
      [1, 2],
      [2, 1],
    ])
    expect(await reading).toEqual(['2:0:value-0'])
    await consumer.close()
  })

  it('are made again when the leader has moved', async () => {
    const world = consumerWorld({ nodeCount: 2, leaders: [1] })
    world.append('orders', 0, 1)
    world.cluster.once(listOffsetsApi, ({ topics }) => {
      world.cluster.moveLeader('orders', 0, 2)
      const errorCode = ErrorCodes.NOT_LEADER_OR_FOLLOWER
      return { topics: topics.map(({ name }) => ({ name, partitions: [{ partitionIndex: 0, errorCode }] })) }
    })
    const consumer = world.consumer({ assignments: [fromEarliest] })
    expect(await take(world, consumer, 1)).toEqual(['0:0:value-0'])
    await consumer.close()
  })

  it('that are refused are told to the reader, and made again by who reads on', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 1)
    world.cluster.once(listOffsetsApi, ({ topics }) => {
      const errorCode = ErrorCodes.TOPIC_AUTHORIZATION_FAILED
      return { topics: topics.map(({ name }) => ({ name, partitions: [{ partitionIndex: 0, errorCode }] })) }
    })
    const consumer = world.consumer({ assignments: [fromEarliest] })
    const error = await world.settleError(consumer.poll({ timeoutMs: 10_000 }))
    expect(error).toMatchObject({ code: 'TOPIC_AUTHORIZATION_FAILED' })
    expect(consumer.position('orders', 0)).toBeUndefined()
    expect(await take(world, consumer, 1)).toEqual(['0:0:value-0'])
    await consumer.close()
  })

  it('ask for the last stable offset under read_committed', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 2)
    world.append('orders', 0, 3)
    world.log('orders', 0).lastStableOffset = 2n
    const consumer = world.consumer({ assignments: [{ ...fromEarliest, offset: 'latest' }] })
    const polled = consumer.poll({ timeoutMs: 100 })
    await world.clock.advance(100)
    await polled
    expect(consumer.position('orders', 0)).toBe(2n)
    await consumer.close()
  })

  it('end with the consumer, and leave no timer', async () => {
    const world = consumerWorld()
    const errorCode = ErrorCodes.OFFSET_NOT_AVAILABLE
    world.cluster.on(listOffsetsApi, ({ topics }) => ({
      topics: topics.map(({ name }) => ({ name, partitions: [{ partitionIndex: 0, errorCode }] })),
    }))
    const consumer = world.consumer({ assignments: [fromEarliest] })
    const polled = consumer.poll({ timeoutMs: 60_000 })
    await world.clock.advance(5000)
    await consumer.close()
    expect(await polled).toEqual([])
    await world.settleNow()
    expect(world.clock.liveTimerLabels.filter((label) => /offset|consumer|retry/.test(label))).toEqual([])
  })

  it('follow the reset policy when the topic was deleted and created again', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 5)
    const consumer = world.consumer({ assignments: [fromEarliest], autoOffsetReset: 'earliest' })
    expect(await take(world, consumer, 5)).toHaveLength(5)
    world.cluster.deleteTopic('orders')
    world.cluster.createTopic('orders', { partitionCount: 1 })
    const log = world.log('orders', 0)
    log.batches = []
    log.highWatermark = 0n
    world.append('orders', 0, 9)
    const errorCode = ErrorCodes.UNKNOWN_TOPIC_ID
    const oldId = world.core.metadata.snapshot.topics.get('orders')?.topicId
    log.override = ({ topics }) => (topics.some(({ topicId }) => topicId === oldId) ? { errorCode } : undefined)
    expect(await take(world, consumer, 9)).toHaveLength(9)
    expect(consumer.position('orders', 0)).toBe(9n)
    await consumer.close()
  })
})

describe('whatever a user does in whatever order', () => {
  /** A small generator of numbers, so that a failure can be repeated by its seed. */
  const numbers = (seed: number) => () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff
    return seed
  }

  for (let seed = 1; seed <= 25; seed++) {
    it(`gives each record in order from where it was sent, and every byte back (seed ${seed})`, async () => {
      const next = numbers(seed)
      const world = consumerWorld({ nodeCount: 2, partitionCount: 3, leaders: [1, 2, 1], hasSessions: seed % 2 === 0 })
      for (let index = 0; index < 30; index++) {
        world.append('orders', next() % 3, 1 + (next() % 20), ['none', 'gzip', 'lz4'][next() % 3])
      }
      const assignments = [0, 1, 2].map((partition) => ({ ...fromEarliest, partition, offset: 0n }))
      const consumer = world.consumer({ assignments, maxPartitionFetchBytes: 300, maxBufferedBytes: 3000 })
      const expected = [0n, 0n, 0n]
      for (let step = 0; step < 60; step++) {
        const partition = next() % 3
        const target = { topic: 'orders', partition }
        const action = next() % 8
        if (action === 0) consumer.pause([target])
        else if (action === 1) consumer.resume([target])
        else if (action === 2) {
          expected[partition] = BigInt(next() % (Number(world.log('orders', partition).highWatermark) + 1))
          consumer.seek('orders', partition, expected[partition])
        } else if (action === 3) world.append('orders', partition, 1 + (next() % 5))
        else if (action === 4) {
          world.cluster.moveLeader('orders', partition, 1 + (next() % 2))
        } else if (action === 5) world.cluster.node(1 + (next() % 2)).cut()
        else {
          const records = await world.settle(consumer.poll({ maxRecords: 1 + (next() % 15), timeoutMs: next() % 300 }))
          for (const record of records) {
            expect(record.offset).toBe(expected[record.partition])
            expect(textOf(record)).toBe(`value-${record.offset}`)
            expected[record.partition]! += 1n
            expect(consumer.paused).not.toContainEqual({ topic: 'orders', partition: record.partition })
          }
        }
        for (const index of [0, 1, 2]) expect(consumer.position('orders', index)).toBe(expected[index])
      }
      consumer.resume(assignments)
      for (const index of [0, 1, 2]) {
        while (consumer.position('orders', index)! < world.log('orders', index).highWatermark) {
          for (const record of await world.settle(consumer.poll({ timeoutMs: 5000 }))) {
            expect(record.offset).toBe(expected[record.partition])
            expected[record.partition]! += 1n
          }
        }
      }
      await consumer.close()
      expect(consumer.bufferedBytes).toBe(0)
      await world.core.close()
      expect(world.clock.liveTimerLabels.filter((label) => !label.startsWith('scripted'))).toEqual([])
      expect(world.cluster.requestsOf(fetchApi).length).toBeLessThan(2000)
    })
  }
})
