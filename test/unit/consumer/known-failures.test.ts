/**
 * Failures that Kafka clients have had, each with a test that it does not come back: a notification that reaches a
 * consumer after its end, memory that is not given back on some path, a loop that spins when there is nothing or ends with
 * the first exception.
 */
import { afterEach, describe, expect, it } from 'vitest'
import type { CompressionCodec } from '../../../src/compression/codec.ts'
import { CodecRegistry } from '../../../src/compression/codec-registry.ts'
import type { Consumer } from '../../../src/consumer/consumer.ts'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { fetchApi } from '../../../src/protocol/apis/fetch.ts'
import { listOffsetsApi } from '../../../src/protocol/apis/list-offsets.ts'
import { createDeferred, type Deferred } from '../../../src/support/deferred.ts'
import { codecs } from '../../support/records.ts'
import { type ConsumerWorld, consumerWorld, fromEarliest, take } from './consumer-world.ts'

/** A codec whose inflating the test decides about, off-thread for all sizes. */
function scriptedGzip(decompress: (real: () => Promise<Buffer>) => Promise<Buffer>): CodecRegistry {
  const gzip = codecs.byName('gzip')
  const scripted: CompressionCodec = {
    id: gzip.id,
    name: 'gzip',
    prepare: () => {},
    compress: (input) => gzip.compress(input),
    decompress: (input, limitBytes) => {
      const task = gzip.decompress(input, limitBytes)
      return { label: 'decompress', runSync: () => task.runSync(), runAsync: () => decompress(() => task.runAsync()) }
    },
    inflatedSizeHint: (input) => gzip.inflatedSizeHint(input),
    offloadThresholdBytes: () => 0,
  }
  return new CodecRegistry([scripted])
}

const partition0 = { topic: 'orders', partition: 0 } as const

/** A paused partition at a new place fetches nothing and has nothing: what is still counted then was forgotten. */
async function expectNothingHeld(world: ConsumerWorld, consumer: Consumer): Promise<void> {
  consumer.pause([partition0])
  consumer.seek('orders', 0, 0n)
  await world.clock.advance(2000)
  expect(consumer.bufferedBytes).toBe(0)
}

describe('a notification that comes when its consumer has ended', () => {
  const rejections: unknown[] = []
  const onRejection = (reason: unknown): void => void rejections.push(reason)
  process.on('unhandledRejection', onRejection)
  afterEach(() => {
    expect(rejections.splice(0)).toEqual([])
  })

  const errorsOf = (world: ConsumerWorld) => world.events.filter(({ name }) => /failed|error/.test(name))

  it('is dropped: the answer to a fetch', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 5)
    const hold = world.cluster.hold(fetchApi)
    const consumer = world.consumer({ assignments: [{ ...fromEarliest, offset: 0n }] })
    const polled = consumer.poll({ timeoutMs: 60_000 })
    await world.settleNow()
    await consumer.close()
    hold.release()
    await world.clock.advance(1000)
    expect(await polled).toEqual([])
    expect(consumer.bufferedBytes).toBe(0)
    expect(errorsOf(world)).toEqual([])
  })

  it('is dropped: the answer to an offset look-up', async () => {
    const world = consumerWorld()
    const hold = world.cluster.hold(listOffsetsApi)
    const consumer = world.consumer({ assignments: [fromEarliest] })
    const polled = consumer.poll({ timeoutMs: 60_000 })
    await world.settleNow()
    await consumer.close()
    hold.release()
    await world.clock.advance(60_000)
    expect(await polled).toEqual([])
    expect(world.clock.liveTimerLabels.filter((label) => /offset|consumer/.test(label))).toEqual([])
    expect(errorsOf(world)).toEqual([])
  })

  it('is dropped: news of a leader, and of a topic that is gone', async () => {
    const world = consumerWorld({ nodeCount: 2, leaders: [1] })
    const consumer = world.consumer({ assignments: [{ ...fromEarliest, offset: 0n }] })
    const polled = consumer.poll({ timeoutMs: 60_000 })
    await world.settleNow()
    await consumer.close()
    const fetchCount = world.fetches.length
    world.cluster.moveLeader('orders', 0, 2)
    world.core.metadata.requestRefresh('the test')
    await world.clock.advance(10_000)
    world.cluster.deleteTopic('orders')
    world.core.metadata.requestRefresh('the test')
    await world.clock.advance(10_000)
    await polled
    expect(world.fetches).toHaveLength(fetchCount)
    expect(errorsOf(world)).toEqual([])
  })

  it('is dropped: a batch that was inflated on another thread', async () => {
    const held: Deferred<void>[] = []
    const slow = scriptedGzip(async (real) => {
      const deferred = createDeferred<void>()
      held.push(deferred)
      await deferred.promise
      return real()
    })
    const world = consumerWorld({ codecs: slow })
    world.append('orders', 0, 5, 'gzip')
    const consumer = world.consumer({ assignments: [{ ...fromEarliest, offset: 0n }] })
    const polled = consumer.poll({ timeoutMs: 60_000 })
    await world.settleNow()
    expect(held.length).toBeGreaterThan(0)
    await consumer.close()
    for (const deferred of held) deferred.resolve()
    await world.clock.advance(1000)
    expect(await polled).toEqual([])
    expect(consumer.bufferedBytes).toBe(0)
  })

  it('is dropped: one that could not be inflated', async () => {
    const held = createDeferred<Buffer>()
    const world = consumerWorld({ codecs: scriptedGzip(() => held.promise) })
    world.append('orders', 0, 5, 'gzip')
    const consumer = world.consumer({ assignments: [{ ...fromEarliest, offset: 0n }] })
    const polled = consumer.poll({ timeoutMs: 60_000 })
    await world.settleNow()
    await consumer.close()
    held.reject(new Error('the thread is gone'))
    await world.clock.advance(1000)
    expect(await polled).toEqual([])
    expect(consumer.bufferedBytes).toBe(0)
  })
})

describe('memory of fetched data is given back', () => {
  const start = async (compressionType: string) => {
    const world = consumerWorld()
    for (let batch = 0; batch < 20; batch++) world.append('orders', 0, 50, compressionType)
    const consumer = world.consumer({ assignments: [{ ...fromEarliest, offset: 0n }] })
    await take(world, consumer, 7)
    expect(consumer.bufferedBytes).toBeGreaterThan(0)
    return { world, consumer }
  }

  for (const compressionType of ['none', 'gzip']) {
    it(`when the partition is sought elsewhere in the middle of a batch (${compressionType})`, async () => {
      const { world, consumer } = await start(compressionType)
      consumer.pause([partition0])
      consumer.seek('orders', 0, 900n)
      await expectNothingHeld(world, consumer)
      await consumer.close()
    })

    it(`when a new position has to be looked up (${compressionType})`, async () => {
      const { world, consumer } = await start(compressionType)
      consumer.pause([partition0])
      consumer.seek('orders', 0, 'latest')
      await expectNothingHeld(world, consumer)
      await consumer.close()
    })

    it(`when all was taken (${compressionType})`, async () => {
      const { world, consumer } = await start(compressionType)
      await take(world, consumer, 993)
      consumer.pause([partition0])
      await world.clock.advance(2000)
      expect(consumer.bufferedBytes).toBe(0)
      await consumer.close()
    })
  }

  it('when a batch could not be inflated', async () => {
    const world = consumerWorld({ codecs: scriptedGzip(() => Promise.reject(new RangeError('too far'))) })
    world.append('orders', 0, 5, 'gzip')
    const consumer = world.consumer({ assignments: [{ ...fromEarliest, offset: 0n }] })
    expect(await world.settleError(consumer.poll())).toMatchObject({ code: 'UNDECODABLE_BATCH', offset: 0n })
    await expectNothingHeld(world, consumer)
    await consumer.close()
  })

  it('when a record could not be deserialized', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 50)
    const value = {
      deserialize: (): never => {
        throw new Error('no schema')
      },
    }
    const consumer = world.consumer({ assignments: [{ ...fromEarliest, offset: 0n }], deserializers: { value } })
    expect(await world.settleError(consumer.poll())).toMatchObject({ code: 'RECORD_DESERIALIZATION' })
    await expectNothingHeld(world, consumer as never)
    await consumer.close()
  })

  it('when a fetch fails, is cut, or is answered for somebody else', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 5)
    world.cluster.once(fetchApi, () => 'drop')
    world.cluster.once(fetchApi, () => ({ errorCode: ErrorCodes.UNKNOWN_SERVER_ERROR }))
    world.cluster.once(fetchApi, () => ({
      responses: [{ topic: 'nobody-asked', partitions: [{ partitionIndex: 3, records: Buffer.alloc(1000) }] }],
    }))
    world.cluster.setVersions(fetchApi, 4, 12)
    const consumer = world.consumer({ assignments: [{ ...fromEarliest, offset: 0n }] })
    expect(await take(world, consumer, 5)).toHaveLength(5)
    await expectNothingHeld(world, consumer)
    await consumer.close()
  })

  it('when the handlers of a run have ended with an error', async () => {
    const { world, consumer } = await start('gzip')
    const eachRecord = (): Promise<never> => Promise.reject(new Error('no'))
    await world.settleError(consumer.run({ eachRecord, concurrency: 4, ordering: 'key' }))
    await expectNothingHeld(world, consumer)
    await consumer.close()
  })
})

describe('the loops of a consumer', () => {
  /** Whoever looks for work looks at the clock. */
  const countLooks = (world: ConsumerWorld) => {
    const now = world.clock.now.bind(world.clock)
    const looks = { count: 0 }
    world.clock.now = () => {
      looks.count += 1
      return now()
    }
    return looks
  }

  it.each(['poll', 'records', 'run'] as const)('wait when there is nothing: %s', async (way) => {
    const world = consumerWorld()
    const consumer = world.consumer({ assignments: [{ ...fromEarliest, offset: 0n }] })
    const controller = new AbortController()
    const reading =
      way === 'poll'
        ? consumer.poll({ timeoutMs: 20_000 })
        : way === 'records'
          ? consumer[Symbol.asyncIterator]().next()
          : consumer.run({ eachRecord: () => {}, signal: controller.signal })
    await world.settleNow()
    const looks = countLooks(world)
    const fetchCount = world.fetches.length
    await world.clock.advance(10_000)
    // A fetch waits half a second at the broker.
    expect(world.fetches.length - fetchCount).toBeLessThanOrEqual(21)
    expect(looks.count).toBeLessThan(1000)
    controller.abort()
    await consumer.close()
    await reading
  })

  it('wait when every handler is busy', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 100)
    const consumer = world.consumer({ assignments: [{ ...fromEarliest, offset: 0n }] })
    const held = createDeferred<void>()
    const controller = new AbortController()
    const running = consumer.run({ eachRecord: () => held.promise, signal: controller.signal })
    await world.settleNow()
    const looks = countLooks(world)
    await world.clock.advance(10_000)
    expect(looks.count).toBeLessThan(1000)
    controller.abort()
    held.resolve()
    await world.settle(running)
    await consumer.close()
  })

  it('survive whatever a decoder throws, and go on with what can be read', async () => {
    const thrown: unknown[] = [new TypeError('undefined is not a function'), 'a string', null]
    const world = consumerWorld({
      codecs: scriptedGzip((real) => (thrown.length > 0 ? Promise.reject(thrown.shift() as Error) : real())),
    })
    world.append('orders', 0, 5, 'gzip')
    const consumer = world.consumer({ assignments: [{ ...fromEarliest, offset: 0n }] })
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(await world.settleError(consumer.poll({ timeoutMs: 60_000 }))).toMatchObject({ code: 'UNDECODABLE_BATCH' })
    }
    expect(await take(world, consumer, 5)).toHaveLength(5)
    await consumer.close()
  })

  it('survive an answer that makes no sense at all: the reader is told, and then given what is right', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 3)
    const good = world.log('orders', 0).batches[0]!
    let isFirst = true
    world.log('orders', 0).override = () => {
      if (!isFirst) return undefined
      isFirst = false
      // A batch that says that it ends before it begins.
      const hostile = Buffer.from(good)
      hostile.writeInt32BE(-1000, 8)
      return { records: hostile }
    }
    const consumer = world.consumer({ assignments: [{ ...fromEarliest, offset: 0n }] })
    const error = await world.settleError(take(world, consumer, 3))
    expect(error).toMatchObject({ code: 'UNDECODABLE_BATCH', offset: 0n })
    expect(consumer.position('orders', 0)).toBe(0n)
    expect(await take(world, consumer, 3)).toEqual(['0:0:value-0', '0:1:value-1', '0:2:value-2'])
    await consumer.close()
    expect(consumer.bufferedBytes).toBe(0)
  })

  it('survive a handler that throws: the next run goes on at the record', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 3)
    const consumer = world.consumer({ assignments: [{ ...fromEarliest, offset: 0n }] })
    for (let attempt = 0; attempt < 3; attempt++) {
      const eachRecord = (): never => {
        throw new Error(`attempt ${attempt}`)
      }
      expect(await world.settleError(consumer.run({ eachRecord }))).toEqual(new Error(`attempt ${attempt}`))
    }
    expect(await take(world, consumer, 3)).toEqual(['0:0:value-0', '0:1:value-1', '0:2:value-2'])
    await consumer.close()
  })
})
