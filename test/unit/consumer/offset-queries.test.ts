import { describe, expect, it } from 'vitest'
import { resolveConsumerOptions } from '../../../src/consumer/consumer-options.ts'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { listOffsetsApi } from '../../../src/protocol/apis/list-offsets.ts'
import { encodeBatch } from '../../support/records.ts'
import { type ConsumerWorld, consumerWorld, fromEarliest, take } from './consumer-world.ts'

/** One record of each age before the present of the test's clock. */
function appendAged(world: ConsumerWorld, agesMs: readonly number[]): void {
  const nowMs = world.clock.wallNow()
  for (const [index, ageMs] of agesMs.entries()) {
    const record = { timestamp: nowMs - ageMs, key: null, value: `value-${index}`, headers: [] }
    world.appendBatch('orders', 0, encodeBatch([record], 'none', { baseOffset: BigInt(index) }))
  }
}

const minute = 60_000

describe('a start by duration (KIP-1106)', () => {
  it('begins at the first record that is not older', async () => {
    const world = consumerWorld()
    appendAged(world, [90 * minute, 50 * minute, 10 * minute])
    const consumer = world.consumer({ assignments: [{ ...fromEarliest, offset: { durationMs: 60 * minute } }] })
    expect(await take(world, consumer, 2)).toEqual(['0:1:value-1', '0:2:value-2'])
    await consumer.close()
  })

  it('begins behind the end when all records are older', async () => {
    const world = consumerWorld()
    appendAged(world, [90 * minute])
    const consumer = world.consumer({ assignments: [{ ...fromEarliest, offset: { durationMs: 60 * minute } }] })
    const polled = consumer.poll({ timeoutMs: 100 })
    await world.settle(polled)
    expect(consumer.position('orders', 0)).toBe(1n)
    await consumer.close()
  })

  it('is where a position goes that is not in the log', async () => {
    const world = consumerWorld()
    appendAged(world, [90 * minute, 50 * minute, 10 * minute])
    const assignments = [{ ...fromEarliest, offset: 99n }]
    const consumer = world.consumer({ assignments, autoOffsetReset: 'by_duration:PT30M' })
    expect(await take(world, consumer, 1)).toEqual(['0:2:value-2'])
    await consumer.close()
  })

  it('counts back from when it was asked for, however long the look-up takes', async () => {
    const world = consumerWorld()
    appendAged(world, [90 * minute, 50 * minute])
    world.cluster.once(listOffsetsApi, ({ topics }) => {
      const errorCode = ErrorCodes.LEADER_NOT_AVAILABLE
      return { topics: topics.map(({ name }) => ({ name, partitions: [{ partitionIndex: 0, errorCode }] })) }
    })
    const consumer = world.consumer({ assignments: [{ ...fromEarliest, offset: { durationMs: 60 * minute } }] })
    await take(world, consumer, 1)
    const asked = world.cluster.requestsOf(listOffsetsApi).map(({ body }) => body.topics[0]?.partitions[0]?.timestamp)
    expect(asked).toHaveLength(2)
    expect(asked[0]).toBe(asked[1])
    await consumer.close()
  })

  it('is where seek can go', async () => {
    const world = consumerWorld()
    appendAged(world, [90 * minute, 10 * minute])
    const consumer = world.consumer({ assignments: [fromEarliest] })
    await take(world, consumer, 2)
    consumer.seek('orders', 0, { durationMs: 20 * minute })
    expect(await take(world, consumer, 1)).toEqual(['0:1:value-1'])
    await consumer.close()
  })

  it.each([
    ['by_duration:PT1H', 60 * minute],
    ['by_duration:P1D', 24 * 60 * minute],
    ['by_duration:P2DT3H4M5.5S', ((2 * 24 + 3) * 60 + 4) * minute + 5500],
    ['by_duration:PT0S', 0],
  ])('may be written as Kafka does: %s', (autoOffsetReset, durationMs) => {
    const options = { assignments: [fromEarliest], autoOffsetReset: autoOffsetReset as 'latest' }
    expect(resolveConsumerOptions(options).autoOffsetReset).toEqual({ durationMs })
  })

  it.each([
    'by_duration:',
    'by_duration:P',
    'by_duration:PT',
    'by_duration:-PT1H',
    'by_duration:1h',
    'by_duration:P1DT',
  ])('is refused where it means nothing: %s', (autoOffsetReset) => {
    const options = { assignments: [fromEarliest], autoOffsetReset: autoOffsetReset as 'latest' }
    expect(() => resolveConsumerOptions(options)).toThrow("'by_duration:' and a duration like PT1H")
  })
})

describe('questions about offsets', () => {
  it('are answered for partitions that are not assigned', async () => {
    const world = consumerWorld({ nodeCount: 2, partitionCount: 2 })
    world.append('orders', 0, 5)
    world.append('orders', 1, 7)
    world.log('orders', 1).logStartOffset = 3n
    const consumer = world.consumer({ assignments: [fromEarliest] })
    const partitions = [0, 1].map((partition) => ({ topic: 'orders', partition }))
    expect(await world.settle(consumer.beginningOffsets(partitions))).toEqual([
      { topic: 'orders', partition: 0, offset: 0n },
      { topic: 'orders', partition: 1, offset: 3n },
    ])
    expect(await world.settle(consumer.endOffsets(partitions))).toEqual([
      { topic: 'orders', partition: 0, offset: 5n },
      { topic: 'orders', partition: 1, offset: 7n },
    ])
    await consumer.close()
  })

  it('end before an open transaction under read_committed', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 5)
    world.log('orders', 0).lastStableOffset = 2n
    const consumer = world.consumer({ assignments: [fromEarliest] })
    const [end] = await world.settle(consumer.endOffsets([fromEarliest]))
    expect(end?.offset).toBe(2n)
    await consumer.close()
  })

  it('find the first record of a time, and say null where there is none', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 5)
    const consumer = world.consumer({ assignments: [fromEarliest] })
    const [found] = await world.settle(consumer.offsetsForTimes([{ ...fromEarliest, timestamp: 1003 }]))
    const [none] = await world.settle(consumer.offsetsForTimes([{ ...fromEarliest, timestamp: 9999 }]))
    expect(found).toMatchObject({ topic: 'orders', partition: 0, offset: 3n })
    expect(none).toEqual({ topic: 'orders', partition: 0, offset: null, timestamp: null, leaderEpoch: -1 })
    await consumer.close()
  })

  it('reject with what is wrong, and refuse what is no question', async () => {
    const world = consumerWorld()
    const consumer = world.consumer({ assignments: [fromEarliest] })
    world.cluster.once(listOffsetsApi, ({ topics }) => {
      const errorCode = ErrorCodes.TOPIC_AUTHORIZATION_FAILED
      return { topics: topics.map(({ name }) => ({ name, partitions: [{ partitionIndex: 0, errorCode }] })) }
    })
    expect(await world.settleError(consumer.endOffsets([fromEarliest]))).toMatchObject({
      code: 'TOPIC_AUTHORIZATION_FAILED',
    })
    await expect(consumer.offsetsForTimes([{ ...fromEarliest, timestamp: -1 }])).rejects.toThrow('timestamp must be')
    await expect(consumer.beginningOffsets('orders' as never)).rejects.toThrow('partitions must be a list')
    expect(await consumer.endOffsets([])).toEqual([])
    await consumer.close()
  })

  it('about an assigned partition are answered by what was fetched last', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 5)
    const consumer = world.consumer({ assignments: [fromEarliest] })
    expect(consumer.watermarks('orders', 0)).toBeUndefined()
    await take(world, consumer, 1)
    expect(consumer.watermarks('orders', 0)).toEqual({ logStartOffset: 0n, highWatermark: 5n, lastStableOffset: 5n })
    expect(() => consumer.watermarks('orders', 9)).toThrow('orders-9 is not assigned')
    await consumer.close()
  })

  it('about fetches on their way', async () => {
    const world = consumerWorld({ nodeCount: 2, partitionCount: 2 })
    const assignments = [0, 1].map((partition) => ({ topic: 'orders', partition, offset: 0n }))
    const consumer = world.consumer({ assignments })
    expect(consumer.inFlightFetchCount).toBe(0)
    const polled = consumer.poll({ timeoutMs: 100 })
    await world.settleNow()
    expect(consumer.inFlightFetchCount).toBe(2)
    await world.settle(polled)
    await consumer.close()
    expect(consumer.inFlightFetchCount).toBe(0)
  })
})
