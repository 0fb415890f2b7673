import { describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { fetchApi } from '../../../src/protocol/apis/fetch.ts'
import { offsetForLeaderEpochApi } from '../../../src/protocol/apis/offset-for-leader-epoch.ts'
import { encodeBatch } from '../../support/records.ts'
import { type ConsumerWorld, consumerWorld, take } from '../consumer/consumer-world.ts'

const fromStart = { topic: 'orders', partition: 0, offset: 0n } as const

/** Five records of epoch 4 are read from broker 1; then broker 2 leads, whose log is what the test makes it. */
async function oldCluster(options: { fetchVersion?: number; autoOffsetReset?: 'earliest' | 'none' } = {}) {
  const world = consumerWorld({ nodeCount: 2, leaders: [1] })
  const { fetchVersion = 11, ...consumerOptions } = options
  world.cluster.setVersions(fetchApi, 4, fetchVersion)
  const ends = { answer: { leaderEpoch: 4, endOffset: 5n, errorCode: 0 } }
  world.cluster.on(offsetForLeaderEpochApi, ({ topics }) => ({
    topics: topics.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map(({ partition }) => ({ partition, ...ends.answer })),
    })),
  }))
  world.append('orders', 0, 5, 'none', { partitionLeaderEpoch: 4 })
  const consumer = world.consumer({ assignments: [fromStart], ...consumerOptions })
  await take(world, consumer, 5)
  const failOver = async (): Promise<void> => {
    world.cluster.moveLeader('orders', 0, 2)
    world.core.metadata.requestRefresh('a broker is gone')
    await world.settleNow()
  }
  const asked = () => world.cluster.requestsOf(offsetForLeaderEpochApi)
  return { world, consumer, ends, failOver, asked }
}

/** The records from offset 2 on are others. */
function truncate(world: ConsumerWorld): void {
  const log = world.log('orders', 0)
  log.batches = []
  log.highWatermark = 0n
  world.append('orders', 0, 2, 'none', { partitionLeaderEpoch: 3 })
  const records = Array.from({ length: 6 }, (_, index) => ({
    timestamp: 1,
    key: null,
    value: `instead-${index + 2}`,
    headers: [],
  }))
  world.appendBatch('orders', 0, encodeBatch(records, 'none', { baseOffset: 2n, partitionLeaderEpoch: 5 }))
}

describe('a new leader whose Fetch does not tell of truncation (before Kafka 2.7)', () => {
  it('is asked where the epoch of the last record ended, before anything is fetched from it', async () => {
    const { world, consumer, failOver, asked } = await oldCluster()
    expect(asked()).toEqual([])
    await failOver()
    world.append('orders', 0, 1, 'none', { partitionLeaderEpoch: 5 })
    expect(await take(world, consumer, 1)).toEqual(['0:5:value-5'])
    expect(asked()).toHaveLength(1)
    expect(asked()[0]).toMatchObject({
      nodeId: 2,
      body: {
        replicaId: -1,
        topics: [{ topic: 'orders', partitions: [{ partition: 0, currentLeaderEpoch: 1, leaderEpoch: 4 }] }],
      },
    })
    await consumer.close()
  })

  it('has lost records that were read: what took their place is read, and not skipped in silence', async () => {
    const { world, consumer, ends, failOver } = await oldCluster({ autoOffsetReset: 'earliest' })
    ends.answer = { leaderEpoch: 3, endOffset: 2n, errorCode: 0 }
    truncate(world)
    await failOver()
    expect(await take(world, consumer, 2)).toEqual(['0:2:instead-2', '0:3:instead-3'])
    expect(world.events.some(({ name }) => name === 'consumer.log_truncated')).toBe(true)
    await consumer.close()
  })

  it('has lost records that were read: without a reset policy the reader is told', async () => {
    const { world, consumer, ends, failOver } = await oldCluster({ autoOffsetReset: 'none' })
    ends.answer = { leaderEpoch: 3, endOffset: 2n, errorCode: 0 }
    truncate(world)
    await failOver()
    const error = await world.settleError(take(world, consumer, 1))
    expect(error).toMatchObject({ code: 'LOG_TRUNCATION', offset: 5n, divergingOffset: 2n })
    await consumer.close()
  })

  it('knows nothing of the epoch any more: that is no loss', async () => {
    const { world, consumer, ends, failOver } = await oldCluster({ autoOffsetReset: 'none' })
    ends.answer = { leaderEpoch: -1, endOffset: -1n, errorCode: 0 }
    await failOver()
    world.append('orders', 0, 1, 'none', { partitionLeaderEpoch: 5 })
    expect(await take(world, consumer, 1)).toEqual(['0:5:value-5'])
    await consumer.close()
  })

  it('does not know of its epoch yet: it is asked again after a pause', async () => {
    const { world, consumer, ends, failOver, asked } = await oldCluster()
    ends.answer = { leaderEpoch: -1, endOffset: -1n, errorCode: ErrorCodes.UNKNOWN_LEADER_EPOCH }
    await failOver()
    await world.clock.advance(2000)
    expect(asked().length).toBeGreaterThan(1)
    expect(asked().length).toBeLessThan(30)
    ends.answer = { leaderEpoch: 4, endOffset: 5n, errorCode: 0 }
    world.append('orders', 0, 1, 'none', { partitionLeaderEpoch: 5 })
    expect(await take(world, consumer, 1)).toEqual(['0:5:value-5'])
    await consumer.close()
  })

  it('refuses the question for good: the reader is told', async () => {
    const { world, consumer, ends, failOver } = await oldCluster()
    ends.answer = { leaderEpoch: -1, endOffset: -1n, errorCode: ErrorCodes.TOPIC_AUTHORIZATION_FAILED }
    await failOver()
    expect(await world.settleError(take(world, consumer, 1))).toMatchObject({ code: 'TOPIC_AUTHORIZATION_FAILED' })
    await consumer.close()
  })

  it('is not asked about a partition that was sought elsewhere, nor is its late answer taken', async () => {
    const { world, consumer, ends, failOver, asked } = await oldCluster({ autoOffsetReset: 'none' })
    ends.answer = { leaderEpoch: 3, endOffset: 2n, errorCode: 0 }
    const hold = world.cluster.hold(offsetForLeaderEpochApi)
    await failOver()
    await world.clock.advance(1000)
    expect(hold.heldCount).toBe(1)
    consumer.seek('orders', 0, 3n)
    hold.release()
    expect(await take(world, consumer, 2)).toEqual(['0:3:value-3', '0:4:value-4'])
    expect(asked()).toHaveLength(1)
    await consumer.close()
  })

  it('is not asked when its Fetch tells by itself', async () => {
    const { world, consumer, failOver, asked } = await oldCluster({ fetchVersion: 12 })
    await failOver()
    world.append('orders', 0, 1, 'none', { partitionLeaderEpoch: 5 })
    expect(await take(world, consumer, 1)).toEqual(['0:5:value-5'])
    expect(asked()).toEqual([])
    await consumer.close()
  })

  it('is not asked when it does not have the API, or only in a version that needs a right on the cluster', async () => {
    const { world, consumer, failOver, asked } = await oldCluster()
    world.cluster.setVersions(offsetForLeaderEpochApi, 2, 2)
    world.cluster.node(1).cut()
    world.cluster.node(2).cut()
    await failOver()
    world.append('orders', 0, 1, 'none', { partitionLeaderEpoch: 5 })
    expect(await take(world, consumer, 1)).toEqual(['0:5:value-5'])
    expect(asked()).toEqual([])
    await consumer.close()
  })
})
