import { describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { fetchApi } from '../../../src/protocol/apis/fetch.ts'
import { listOffsetsApi } from '../../../src/protocol/apis/list-offsets.ts'
import type { FetchRequest } from '../../../src/protocol/messages/fetch-request.ts'
import { encodeBatch } from '../../support/records.ts'
import { consumerWorld, fromEarliest, take, textOf } from './consumer-world.ts'

describe('a consumer of assigned partitions', () => {
  it('gives the records of a partition in their order, from the earliest', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 3)
    world.append('orders', 0, 2)
    const consumer = world.consumer({ assignments: [fromEarliest] })
    const values = await take(world, consumer, 5)
    expect(values).toEqual(['0:0:value-0', '0:1:value-1', '0:2:value-2', '0:3:value-3', '0:4:value-4'])
    await consumer.close()
  })

  it('makes no request before it is read', async () => {
    const world = consumerWorld()
    const consumer = world.consumer({ assignments: [fromEarliest] })
    await world.clock.advance(10_000)
    expect(world.cluster.requests).toEqual([])
    await consumer.close()
  })

  it('begins at an offset in the middle of a batch', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 10, 'gzip')
    const consumer = world.consumer({ assignments: [{ topic: 'orders', partition: 0, offset: 7n }] })
    expect(await take(world, consumer, 2)).toEqual(['0:7:value-7', '0:8:value-8'])
    expect(world.cluster.requestsOf(listOffsetsApi)).toEqual([])
    await consumer.close()
  })

  it('begins behind the end with latest, and gives what is produced then', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 4)
    const consumer = world.consumer({ assignments: [{ topic: 'orders', partition: 0, offset: 'latest' }] })
    const reading = take(world, consumer, 1)
    await world.settleNow()
    world.append('orders', 0, 1)
    expect(await reading).toEqual(['0:4:value-4'])
    await consumer.close()
  })

  it('begins at the first record of a time', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 10)
    const offset = { timestamp: 1006 }
    const consumer = world.consumer({ assignments: [{ topic: 'orders', partition: 0, offset }] })
    expect(await take(world, consumer, 1)).toEqual(['0:6:value-6'])
    await consumer.close()
  })

  it('begins behind the end when no record is as late as the time', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 3)
    const offset = { timestamp: 5000 }
    const consumer = world.consumer({ assignments: [{ topic: 'orders', partition: 0, offset }] })
    const reading = consumer.poll({ timeoutMs: 0 })
    await world.settle(reading)
    await world.clock.advance(100)
    expect(consumer.position('orders', 0)).toBe(3n)
    await consumer.close()
  })

  it('reads partitions of several brokers side by side', async () => {
    const world = consumerWorld({ nodeCount: 3, partitionCount: 3 })
    for (const partition of [0, 1, 2]) world.append('orders', partition, 2)
    const assignments = [0, 1, 2].map((partition) => ({ ...fromEarliest, partition }))
    const consumer = world.consumer({ assignments })
    const values = await take(world, consumer, 6)
    expect(values.toSorted()).toEqual([
      '0:0:value-0',
      '0:1:value-1',
      '1:0:value-0',
      '1:1:value-1',
      '2:0:value-0',
      '2:1:value-1',
    ])
    expect(new Set(world.fetches.map(({ nodeId }) => nodeId))).toEqual(new Set([1, 2, 3]))
    await consumer.close()
  })

  it('gives records that come while it waits, without waiting for the fetch to time out', async () => {
    const world = consumerWorld()
    const consumer = world.consumer({ assignments: [fromEarliest], fetchMaxWaitMs: 30_000 })
    const next = consumer[Symbol.asyncIterator]().next()
    await world.settleNow()
    await world.clock.advance(1000)
    world.append('orders', 0, 1)
    await world.settleNow()
    const { value } = await next
    expect(textOf(value ?? undefined)).toBe('value-0')
    expect(world.clock.now()).toBeLessThan(1010)
    await consumer.close()
  })

  it('moves the position with each record that was given, and behind the batch with its last one', async () => {
    const world = consumerWorld()
    world.appendBatch('orders', 0, encodeBatch([{ timestamp: 1, key: null, value: 'a', headers: [] }], 'none'))
    world.append('orders', 0, 2)
    const consumer = world.consumer({ assignments: [{ ...fromEarliest, offset: 0n }] })
    expect(consumer.position('orders', 0)).toBe(0n)
    await take(world, consumer, 2)
    expect(consumer.position('orders', 0)).toBe(2n)
    await take(world, consumer, 1)
    expect(consumer.position('orders', 0)).toBe(3n)
    expect(consumer.lag('orders', 0)).toBe(0n)
    await consumer.close()
  })

  it('loses nothing when a loop is left, and goes on in the next', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 4)
    const consumer = world.consumer({ assignments: [fromEarliest] })
    expect(await take(world, consumer, 3)).toHaveLength(3)
    expect(await take(world, consumer, 1)).toEqual(['0:3:value-3'])
    await consumer.close()
  })

  it('answers calls of next() that do not wait for each other in their order', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 3)
    const consumer = world.consumer({ assignments: [fromEarliest] })
    const iterator = consumer[Symbol.asyncIterator]()
    const results = await world.settle(Promise.all([iterator.next(), iterator.next(), iterator.next()]))
    expect(results.map(({ value }) => textOf(value ?? undefined))).toEqual(['value-0', 'value-1', 'value-2'])
    await consumer.close()
  })
})

describe('batches()', () => {
  it('gives the records of one partition with their bounds', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 3)
    world.append('orders', 0, 2, 'lz4')
    const consumer = world.consumer({ assignments: [fromEarliest] })
    const { value: batch } = await world.settle(consumer.batches().next())
    expect(batch).toMatchObject({ topic: 'orders', partition: 0, recordCount: 5, firstOffset: 0n, lastOffset: 4n })
    expect(batch?.highWatermark).toBe(5n)
    expect([...(batch ?? [])].map(textOf)).toEqual(['value-0', 'value-1', 'value-2', 'value-3', 'value-4'])
    expect(consumer.position('orders', 0)).toBe(5n)
    await consumer.close()
  })

  it('gives and counts only what is left of a batch that a loop over records has begun', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 5)
    const consumer = world.consumer({ assignments: [fromEarliest] })
    await take(world, consumer, 2)
    const { value: batch } = await world.settle(consumer.batches().next())
    expect(batch).toMatchObject({ recordCount: 3, firstOffset: 2n, lastOffset: 4n })
    expect(batch?.toArray().map(textOf)).toEqual(['value-2', 'value-3', 'value-4'])
    await consumer.close()
  })

  it('can be iterated again', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 2)
    const consumer = world.consumer({ assignments: [fromEarliest] })
    const { value: batch } = await world.settle(consumer.batches().next())
    expect(batch?.toArray().map(textOf)).toEqual(batch?.toArray().map(textOf))
    expect(batch?.toArray()).toHaveLength(2)
    await consumer.close()
  })
})

describe('poll()', () => {
  it('gives at most maxRecords, and the rest with the next call', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 5)
    const consumer = world.consumer({ assignments: [fromEarliest] })
    const first = await world.settle(consumer.poll({ maxRecords: 3 }))
    const second = await world.settle(consumer.poll({ maxRecords: 3 }))
    expect([first.map(textOf), second.map(textOf)]).toEqual([
      ['value-0', 'value-1', 'value-2'],
      ['value-3', 'value-4'],
    ])
    await consumer.close()
  })

  it('gives an empty list when the time is over', async () => {
    const world = consumerWorld()
    const consumer = world.consumer({ assignments: [fromEarliest] })
    const polled = consumer.poll({ timeoutMs: 700 })
    await world.clock.advance(700)
    expect(await polled).toEqual([])
    await consumer.close()
  })

  it('does not wait with timeoutMs 0, and gives later what came in the meantime', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 1)
    const consumer = world.consumer({ assignments: [fromEarliest] })
    expect(await consumer.poll({ timeoutMs: 0 })).toEqual([])
    await world.clock.advance(50)
    expect((await consumer.poll({ timeoutMs: 0 })).map(textOf)).toEqual(['value-0'])
    await consumer.close()
  })

  it('rejects with the reason of the signal, and loses nothing by it', async () => {
    const world = consumerWorld()
    const consumer = world.consumer({ assignments: [fromEarliest] })
    const controller = new AbortController()
    const polled = consumer.poll({ signal: controller.signal }).catch((reason: unknown) => reason)
    await world.settleNow()
    controller.abort(new Error('enough'))
    expect(await polled).toEqual(new Error('enough'))
    world.append('orders', 0, 1)
    expect((await world.settle(consumer.poll())).map(textOf)).toEqual(['value-0'])
    await consumer.close()
  })

  it('gives the good records before it rejects with the error behind them', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 2)
    const broken = encodeBatch([{ timestamp: 1, key: null, value: 'x', headers: [] }], 'none', { baseOffset: 2n })
    broken[broken.length - 1]! ^= 0xff
    world.appendBatch('orders', 0, broken)
    const consumer = world.consumer({ assignments: [fromEarliest] })
    expect((await world.settle(consumer.poll())).map(textOf)).toEqual(['value-0', 'value-1'])
    expect(await world.settleError(consumer.poll())).toMatchObject({ code: 'UNDECODABLE_BATCH', offset: 2n })
    await consumer.close()
  })

  it('refuses options that mean nothing', async () => {
    const world = consumerWorld()
    const consumer = world.consumer({ assignments: [fromEarliest] })
    await expect(consumer.poll({ maxRecords: 0 })).rejects.toThrow('maxRecords must be a whole number from 1 on: 0')
    await expect(consumer.poll({ timeoutMs: -1 })).rejects.toThrow('timeoutMs must be a number')
    await consumer.close()
  })
})

describe('pause and resume', () => {
  it('gives nothing of a paused partition, and after resume what was buffered, without fetching it again', async () => {
    const world = consumerWorld({ partitionCount: 2 })
    world.append('orders', 0, 4)
    world.append('orders', 1, 2)
    const assignments = [0, 1].map((partition) => ({ ...fromEarliest, partition, offset: 0n }))
    const consumer = world.consumer({ assignments })
    expect(await take(world, consumer, 2)).toEqual(['0:0:value-0', '0:1:value-1'])
    consumer.pause([{ topic: 'orders', partition: 0 }])
    expect(consumer.paused).toEqual([{ topic: 'orders', partition: 0 }])
    expect((await world.settle(consumer.poll())).map((record) => record.partition)).toEqual([1, 1])
    const fetchedAgain = () => world.fetches.filter(({ body }) => namesOffset(body, 0, 2n)).length
    consumer.resume([{ topic: 'orders', partition: 0 }])
    expect(await take(world, consumer, 2)).toEqual(['0:2:value-2', '0:3:value-3'])
    expect(fetchedAgain()).toBe(0)
    await consumer.close()
  })

  it('does not fetch for paused partitions', async () => {
    const world = consumerWorld()
    const consumer = world.consumer({ assignments: [{ ...fromEarliest, offset: 0n }] })
    consumer.pause([{ topic: 'orders', partition: 0 }])
    const polled = consumer.poll({ timeoutMs: 5000 })
    await world.clock.advance(5000)
    await polled
    expect(world.fetches).toEqual([])
    await consumer.close()
  })

  it('fetches at once after resume when all was paused', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 1)
    const consumer = world.consumer({ assignments: [{ ...fromEarliest, offset: 0n }], fetchMaxWaitMs: 30_000 })
    consumer.pause([{ topic: 'orders', partition: 0 }])
    const polled = consumer.poll({ timeoutMs: 60_000 })
    await world.clock.advance(10_000)
    consumer.resume([{ topic: 'orders', partition: 0 }])
    await world.clock.advance(1)
    expect((await polled).map(textOf)).toEqual(['value-0'])
    await consumer.close()
  })

  it('refuses partitions that are not assigned, and then pauses none', async () => {
    const world = consumerWorld()
    const consumer = world.consumer({ assignments: [fromEarliest] })
    const partitions = [fromEarliest, { topic: 'orders', partition: 9 }]
    expect(() => consumer.pause(partitions)).toThrow('Cannot pause: orders-9 is not assigned to this consumer')
    expect(consumer.paused).toEqual([])
    await consumer.close()
  })
})

describe('seek', () => {
  it('goes back and forth, dropping what is buffered', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 10)
    const consumer = world.consumer({ assignments: [fromEarliest] })
    await take(world, consumer, 3)
    consumer.seek('orders', 0, 8n)
    expect(consumer.position('orders', 0)).toBe(8n)
    expect(await take(world, consumer, 1)).toEqual(['0:8:value-8'])
    consumer.seek('orders', 0, 'earliest')
    expect(consumer.position('orders', 0)).toBeUndefined()
    expect(await take(world, consumer, 1)).toEqual(['0:0:value-0'])
    await consumer.close()
  })

  it('drops the answer of a fetch that was under way', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 10)
    const hold = world.cluster.hold(fetchApi)
    const consumer = world.consumer({ assignments: [{ ...fromEarliest, offset: 0n }] })
    const reading = take(world, consumer, 2)
    await world.settleNow()
    expect(hold.heldCount).toBe(1)
    consumer.seek('orders', 0, 6n)
    hold.release()
    expect(await reading).toEqual(['0:6:value-6', '0:7:value-7'])
    await consumer.close()
  })

  it('is not undone by the error of a fetch that was under way', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 10)
    world.log('orders', 0).highWatermark = 20n
    const hold = world.cluster.hold(fetchApi)
    const options = { assignments: [{ ...fromEarliest, offset: 99n }], autoOffsetReset: 'none' } as const
    const consumer = world.consumer(options)
    const reading = take(world, consumer, 1)
    await world.settleNow()
    consumer.seek('orders', 0, 3n)
    hold.release()
    expect(await reading).toEqual(['0:3:value-3'])
    await consumer.close()
  })

  it('is not undone by an offset look-up that was under way', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 10)
    const hold = world.cluster.hold(listOffsetsApi)
    const consumer = world.consumer({ assignments: [fromEarliest] })
    const reading = take(world, consumer, 1)
    await world.settleNow()
    expect(hold.heldCount).toBe(1)
    consumer.seek('orders', 0, 5n)
    hold.release()
    expect(await reading).toEqual(['0:5:value-5'])
    expect(consumer.position('orders', 0)).toBe(6n)
    await consumer.close()
  })

  it('refuses what is no offset', async () => {
    const world = consumerWorld()
    const consumer = world.consumer({ assignments: [fromEarliest] })
    expect(() => consumer.seek('orders', 0, 5 as never)).toThrow('offset must be a bigint that is not negative')
    expect(() => consumer.seek('orders', 0, -1n)).toThrow('-1n')
    await consumer.close()
  })
})

describe('close', () => {
  it('does not wait for the fetch that is under way, and leaves no timer of its own', async () => {
    const world = consumerWorld()
    const consumer = world.consumer({ assignments: [{ ...fromEarliest, offset: 0n }], fetchMaxWaitMs: 30_000 })
    const next = consumer[Symbol.asyncIterator]().next()
    await world.settleNow()
    expect(world.fetches).toHaveLength(1)
    await consumer.close()
    expect(await next).toEqual({ value: undefined, done: true })
    expect(world.clock.now()).toBe(1)
    expect(world.clock.liveTimerLabels.filter((label) => /fetch\.|consumer|offset/.test(label))).toEqual([])
    expect(consumer.bufferedBytes).toBe(0)
  })

  it('ends a poll that waits with an empty list', async () => {
    const world = consumerWorld()
    const consumer = world.consumer({ assignments: [fromEarliest] })
    const polled = consumer.poll({ timeoutMs: 60_000 })
    await world.settleNow()
    await consumer.close()
    expect(await polled).toEqual([])
  })

  it('refuses everything afterwards, and may be called again', async () => {
    const world = consumerWorld()
    const consumer = world.consumer({ assignments: [fromEarliest] })
    await consumer.close()
    await consumer.close()
    await expect(consumer.poll()).rejects.toMatchObject({ code: 'CLOSED' })
    expect(() => consumer.batches()).toThrow('Cannot read: the consumer is closed')
    expect(() => consumer.seek('orders', 0, 0n)).toThrow('the consumer is closed')
  })

  it('happens at the end of an await using block', async () => {
    const world = consumerWorld()
    let closed: { bufferedBytes: number } | undefined
    {
      await using consumer = world.consumer({ assignments: [fromEarliest] })
      closed = consumer
      void consumer.poll({ timeoutMs: 0 })
    }
    await expect((closed as never as { poll(): Promise<unknown> }).poll()).rejects.toMatchObject({ code: 'CLOSED' })
  })

  it('gives back all that is buffered', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 100, 'gzip')
    world.append('orders', 0, 100)
    const consumer = world.consumer({ assignments: [fromEarliest] })
    await take(world, consumer, 3)
    expect(consumer.bufferedBytes).toBeGreaterThan(0)
    await consumer.close()
    expect(consumer.bufferedBytes).toBe(0)
  })
})

describe('a partition without data where it should be', () => {
  it('goes on at the earliest record when the policy says so', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 5)
    world.append('orders', 0, 5)
    world.log('orders', 0).logStartOffset = 5n
    world.log('orders', 0).batches.shift()
    const assignments = [{ ...fromEarliest, offset: 2n }]
    const consumer = world.consumer({ assignments, autoOffsetReset: 'earliest' })
    expect(await take(world, consumer, 1)).toEqual(['0:5:value-5'])
    await consumer.close()
  })

  it('rejects when there is no policy, and goes on after a seek', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 5)
    const consumer = world.consumer({ assignments: [{ ...fromEarliest, offset: 99n }], autoOffsetReset: 'none' })
    const error = await world.settleError(consumer.poll())
    expect(error).toMatchObject({
      code: 'OFFSET_OUT_OF_RANGE',
      offset: 99n,
      context: { topic: 'orders', partition: 0 },
    })
    consumer.seek('orders', 0, 4n)
    expect(await take(world, consumer, 1)).toEqual(['0:4:value-4'])
    await consumer.close()
  })

  it('is told by name when the topic does not exist', async () => {
    const world = consumerWorld()
    const consumer = world.consumer({ assignments: [{ topic: 'nowhere', partition: 0, offset: 'earliest' }] })
    const error = await world.settleError(consumer.poll({ timeoutMs: 600_000 }))
    expect(error.code).toBe('UNKNOWN_TOPIC_OR_PARTITION')
    expect(error.message).toContain('nowhere')
    await consumer.close()
  })

  it('is told by name when the topic has fewer partitions', async () => {
    const world = consumerWorld()
    const consumer = world.consumer({ assignments: [{ topic: 'orders', partition: 7, offset: 0n }] })
    const error = await world.settleError(consumer.poll({ timeoutMs: 600_000 }))
    expect(error.message).toContain('Cannot fetch from orders-7: the topic has 1 partitions')
    await consumer.close()
  })

  it('is refused by the broker: the reader is told, and the next read tries again', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 1)
    world.log('orders', 0).override = () => ({ errorCode: ErrorCodes.TOPIC_AUTHORIZATION_FAILED })
    const consumer = world.consumer({ assignments: [fromEarliest] })
    const error = await world.settleError(consumer.poll({ timeoutMs: 60_000 }))
    expect(error.code).toBe('TOPIC_AUTHORIZATION_FAILED')
    delete world.log('orders', 0).override
    expect(await take(world, consumer, 1)).toEqual(['0:0:value-0'])
    await consumer.close()
  })
})

function namesOffset(body: FetchRequest, partition: number, offset: bigint): boolean {
  return body.topics.some(({ partitions }) =>
    partitions.some((named) => named.partition === partition && named.fetchOffset === offset),
  )
}
