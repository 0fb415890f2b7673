import { describe, expect, expectTypeOf, it } from 'vitest'
import type { UnreadablePolicy } from '../../../src/consumer/deserializers.ts'
import { type Consumer, type ConsumerBatch, type GroupConsumer, Kafka, serdes } from '../../../src/index.ts'
import { RecordView } from '../../../src/record/batch-records.ts'
import type { ConsumedRecord } from '../../../src/record/record.ts'
import type { Deserializer } from '../../../src/serde/serde.ts'
import { createDeferred, type Deferred } from '../../../src/support/deferred.ts'
import { type ConsumerWorld, consumerWorld } from './consumer-world.ts'

/** `value-7` is 7; whatever it is told to fail on, it fails on. */
function numbers(failing: readonly number[] = []): Deserializer<number> {
  return {
    deserialize: (bytes) => {
      const number = Number(bytes?.toString().slice('value-'.length))
      if (failing.includes(number)) throw new Error(`${number} is no number`)
      return number
    },
  }
}

/** The same, by way of a promise. */
function asyncNumbers(failing: readonly number[] = []): Deserializer<number> {
  const sync = numbers(failing)
  return {
    deserialize: async (bytes, context) => {
      await Promise.resolve()
      return sync.deserialize(bytes, context)
    },
  }
}

const assignments = [{ topic: 'orders', partition: 0, offset: 0n }] as const

function typedConsumer(world: ConsumerWorld, value: Deserializer<number>, onUnreadable: UnreadablePolicy = 'fail') {
  return world.consumer<Buffer | null, number>({ assignments, deserializers: { value }, onUnreadable })
}

async function values<V>(records: AsyncIterable<ConsumedRecord<Buffer | null, V>>, count: number): Promise<V[]> {
  const seen: V[] = []
  for await (const { value } of records) if (seen.push(value) === count) break
  return seen
}

for (const [how, deserializer] of [
  ['at once', numbers],
  ['with a promise', asyncNumbers],
] as const) {
  describe(`values that are deserialized ${how}`, () => {
    it('come record by record', async () => {
      const world = consumerWorld()
      world.append('orders', 0, 3)
      const consumer = typedConsumer(world, deserializer())
      expect(await world.settle(values(consumer, 3))).toEqual([0, 1, 2])
      expect(consumer.position('orders', 0)).toBe(3n)
      await consumer.close()
    })

    it('come in batches', async () => {
      const world = consumerWorld()
      world.append('orders', 0, 3, 'gzip')
      const consumer = typedConsumer(world, deserializer())
      const { value: batch } = await world.settle(consumer.batches().next())
      expect(batch).toMatchObject({ recordCount: 3, firstOffset: 0n, lastOffset: 2n, highWatermark: 3n })
      expect(batch?.toArray().map(({ value }) => value)).toEqual([0, 1, 2])
      expect([...(batch ?? [])].map(({ offset }) => offset)).toEqual([0n, 1n, 2n])
      await consumer.close()
    })

    it('come by polling', async () => {
      const world = consumerWorld()
      world.append('orders', 0, 5)
      const consumer = typedConsumer(world, deserializer())
      const first = await world.settle(consumer.poll({ maxRecords: 3 }))
      const second = await world.settle(consumer.poll({ maxRecords: 3 }))
      expect([first.map(({ value }) => value), second.map(({ value }) => value)]).toEqual([
        [0, 1, 2],
        [3, 4],
      ])
      await consumer.close()
    })

    it('come to a handler', async () => {
      const world = consumerWorld()
      world.append('orders', 0, 3)
      const consumer = typedConsumer(world, deserializer())
      const controller = new AbortController()
      const seen: number[] = []
      const eachRecord = ({ value }: { value: number }): void => {
        if (seen.push(value) === 3) controller.abort()
      }
      await world.settle(consumer.run({ eachRecord, signal: controller.signal }))
      expect(seen).toEqual([0, 1, 2])
      await consumer.close()
    })

    it('come to a handler of batches', async () => {
      const world = consumerWorld()
      world.append('orders', 0, 3)
      const consumer = typedConsumer(world, deserializer())
      const controller = new AbortController()
      const seen: number[] = []
      await world.settle(
        consumer.run({
          eachBatch: (batch) => {
            seen.push(...batch.toArray().map(({ value }) => value))
            controller.abort()
          },
          signal: controller.signal,
        }),
      )
      expect(seen).toEqual([0, 1, 2])
      await consumer.close()
    })
  })

  describe(`a value that cannot be deserialized, ${how}`, () => {
    const failure = {
      code: 'RECORD_DESERIALIZATION',
      topic: 'orders',
      partition: 0,
      offset: 2n,
      part: 'value',
      cause: new Error('2 is no number'),
      message:
        'Cannot deserialize the value of the record at offset 2 of orders-0: 2 is no number. Seek to 3 to go on behind it',
    }

    it('is told record by record: the position stays there, and reading goes on behind it after a seek', async () => {
      const world = consumerWorld()
      world.append('orders', 0, 5)
      const consumer = typedConsumer(world, deserializer([2]))
      expect(await world.settle(values(consumer, 2))).toEqual([0, 1])
      expect(await world.settleError(values(consumer, 1))).toMatchObject(failure)
      expect(consumer.position('orders', 0)).toBe(2n)
      expect(await world.settleError(values(consumer, 1))).toMatchObject(failure)
      consumer.seek('orders', 0, 3n)
      expect(await world.settle(values(consumer, 2))).toEqual([3, 4])
      await consumer.close()
      expect(consumer.bufferedBytes).toBe(0)
    })

    it('is told by batches behind the good records before it', async () => {
      const world = consumerWorld()
      world.append('orders', 0, 5)
      const consumer = typedConsumer(world, deserializer([2]))
      const batches = consumer.batches()
      const { value: batch } = await world.settle(batches.next())
      expect(batch).toMatchObject({ recordCount: 2, firstOffset: 0n, lastOffset: 1n })
      expect(await world.settleError(batches.next())).toMatchObject(failure)
      expect(consumer.position('orders', 0)).toBe(2n)
      consumer.seek('orders', 0, 3n)
      const { value: behind } = await world.settle(consumer.batches().next())
      expect(behind?.toArray().map(({ value }) => value)).toEqual([3, 4])
      await consumer.close()
    })

    it('is told by poll behind the good records before it', async () => {
      const world = consumerWorld()
      world.append('orders', 0, 5)
      const consumer = typedConsumer(world, deserializer([2]))
      expect((await world.settle(consumer.poll())).map(({ value }) => value)).toEqual([0, 1])
      expect(await world.settleError(consumer.poll())).toMatchObject(failure)
      expect(consumer.position('orders', 0)).toBe(2n)
      await consumer.close()
    })

    it('ends a run, unless it is skipped', async () => {
      const world = consumerWorld()
      world.append('orders', 0, 4)
      const consumer = typedConsumer(world, deserializer([2]))
      const seen: number[] = []
      const controller = new AbortController()
      const eachRecord = ({ value }: { value: number }): void => {
        if (seen.push(value) === 3) controller.abort()
      }
      expect(await world.settleError(consumer.run({ eachRecord }))).toMatchObject(failure)
      expect(consumer.position('orders', 0)).toBe(2n)
      await world.settle(consumer.run({ eachRecord, onError: () => 'skip', signal: controller.signal }))
      expect(seen).toEqual([0, 1, 3])
      await consumer.close()
    })

    it('is skipped by a run of batches without what follows it', async () => {
      const world = consumerWorld()
      world.append('orders', 0, 5)
      const consumer = typedConsumer(world, deserializer([2]))
      const controller = new AbortController()
      const seen: number[] = []
      const eachBatch = (batch: Iterable<{ value: number }>): void => {
        for (const { value } of batch) seen.push(value)
        if (seen.includes(4)) controller.abort()
      }
      await world.settle(consumer.run({ eachBatch, onError: () => 'skip', signal: controller.signal }))
      expect(seen).toEqual([0, 1, 3, 4])
      expect(consumer.position('orders', 0)).toBe(5n)
      await consumer.close()
    })

    it('is left out with skip, in every form', async () => {
      const world = consumerWorld()
      world.append('orders', 0, 4)
      const consumer = typedConsumer(world, deserializer([0, 2]), 'skip')
      expect(await world.settle(values(consumer, 2))).toEqual([1, 3])
      consumer.seek('orders', 0, 0n)
      const { value: batch } = await world.settle(consumer.batches().next())
      expect(batch?.toArray().map(({ value }) => value)).toEqual([1, 3])
      consumer.seek('orders', 0, 0n)
      expect((await world.settle(consumer.poll())).map(({ value }) => value)).toEqual([1, 3])
      expect(world.events.filter(({ name }) => name === 'consumer.record_skipped')).toHaveLength(6)
      await consumer.close()
    })

    it('is given as the bytes it is with raw', async () => {
      const world = consumerWorld()
      world.append('orders', 0, 2)
      const consumer = typedConsumer(world, deserializer([1]), 'raw')
      expect(await world.settle(values(consumer, 2))).toEqual([0, Buffer.from('value-1')])
      await consumer.close()
    })

    it('is decided about by a function, which may be async', async () => {
      const world = consumerWorld()
      world.append('orders', 0, 4)
      const deadLetters: string[] = []
      const consumer = typedConsumer(world, deserializer([1, 2]), async (error, record) => {
        await Promise.resolve()
        deadLetters.push(`${error.offset} ${record.value?.toString()}`)
        return 'skip' as const
      })
      expect(await world.settle(values(consumer, 2))).toEqual([0, 3])
      expect(deadLetters).toEqual(['1 value-1', '2 value-2'])
      await consumer.close()
    })
  })
}

describe('typed records', () => {
  it('keep everything else of the record, and can be spread and printed', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 1)
    const consumer = typedConsumer(world, numbers())
    const [record] = await world.settle(consumer.poll())
    expect(record).toMatchObject({ topic: 'orders', partition: 0, offset: 0n, timestamp: 1000, key: null, value: 0 })
    expect(record?.headers).toHaveLength(0)
    expect(JSON.parse(JSON.stringify(record))).toMatchObject({ offset: '0', value: 0, topic: 'orders' })
    await consumer.close()
  })

  it('are deserialized once each, nulls included, with the topic and the part', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 2)
    const calls: unknown[] = []
    const key: Deserializer<string> = {
      deserialize: (bytes, { topic, part }) => {
        calls.push([bytes, topic, part])
        return 'none'
      },
    }
    const consumer = world.consumer({ assignments, deserializers: { key } })
    const records = await world.settle(consumer.poll())
    expect(records.map((record) => [record.key, record.key, record.value?.toString()])).toEqual([
      ['none', 'none', 'value-0'],
      ['none', 'none', 'value-1'],
    ])
    expect(calls).toEqual([
      [null, 'orders', 'key'],
      [null, 'orders', 'key'],
    ])
    await consumer.close()
  })

  it('fail once when both parts do, and leave no rejection behind', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 1)
    const failing = { deserialize: () => Promise.reject(new Error('registry is away')) }
    const consumer = world.consumer({ assignments, deserializers: { key: failing, value: failing } })
    expect(await world.settleError(consumer.poll())).toMatchObject({ part: 'key', offset: 0n })
    await consumer.close()
  })

  it('are not given any more when their partition was sought away while they were deserialized', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 5)
    const held: Deferred<void>[] = []
    const slow: Deserializer<number> = {
      deserialize: async (bytes, context) => {
        if (held.length === 0) {
          held.push(createDeferred())
          await held[0]!.promise
        }
        return numbers().deserialize(bytes, context)
      },
    }
    const consumer = typedConsumer(world, slow)
    const next = values(consumer, 1)
    await world.settleNow()
    consumer.seek('orders', 0, 3n)
    held[0]?.resolve()
    expect(await world.settle(next)).toEqual([3])
    await consumer.close()
  })

  it('are given after resume when their partition was paused while they were deserialized', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 2)
    const held = createDeferred<void>()
    const slow: Deserializer<number> = {
      deserialize: async (bytes, context) => {
        await held.promise
        return numbers().deserialize(bytes, context)
      },
    }
    const consumer = typedConsumer(world, slow)
    const polled = consumer.poll({ timeoutMs: 60_000 })
    await world.settleNow()
    consumer.pause([{ topic: 'orders', partition: 0 }])
    held.resolve()
    await world.clock.advance(2000)
    expect(consumer.position('orders', 0)).toBe(0n)
    consumer.resume([{ topic: 'orders', partition: 0 }])
    expect((await world.settle(polled)).map(({ value }) => value)).toEqual([0, 1])
    await consumer.close()
  })

  it('end a loop that waits for a deserializer when the consumer is closed', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 1)
    const held = createDeferred<void>()
    const slow: Deserializer<number> = { deserialize: () => held.promise.then(() => 1) }
    const consumer = typedConsumer(world, slow)
    const next = consumer[Symbol.asyncIterator]().next()
    await world.settleNow()
    await consumer.close()
    held.resolve()
    expect(await world.settle(next)).toEqual({ value: undefined, done: true })
  })

  it('let timers in while a large batch is deserialized', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 1000)
    // The clock stands still unless somebody lets it go on: each record takes a millisecond of it.
    const slow: Deserializer<number> = {
      deserialize: (bytes, context) => {
        nowMs += 1
        return numbers().deserialize(bytes, context)
      },
    }
    let nowMs = 0
    const now = world.clock.now.bind(world.clock)
    world.clock.now = () => now() + nowMs
    let turnCount = 0
    const defer = world.clock.defer.bind(world.clock)
    world.clock.defer = (label, callback) => {
      if (label === 'consumer.deserialize') turnCount += 1
      defer(label, callback)
    }
    const consumer = typedConsumer(world, slow)
    await world.settle(consumer.batches().next())
    expect(turnCount).toBeGreaterThan(20)
    await consumer.close()
  })

  it('are not in the way of consumers without deserializers: those get the fetched records themselves', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 3)
    const consumer = world.consumer({ assignments })
    const { value: first } = await world.settle(consumer[Symbol.asyncIterator]().next())
    const polled = await world.settle(consumer.poll({ maxRecords: 1 }))
    const { value: batch } = await world.settle(consumer.batches().next())
    const given = [first, ...polled, ...(batch ?? [])]
    expect(given.map((record) => record?.value?.toString())).toEqual(['value-0', 'value-1', 'value-2'])
    for (const record of given) expect(record).toBeInstanceOf(RecordView)
    await consumer.close()
  })

  it('refuse deserializers that are none', () => {
    const world = consumerWorld()
    const make = (options: object) => () => world.consumer({ assignments, ...options } as never)
    expect(make({ deserializers: { value: {} } })).toThrow('deserializers.value must have a function deserialize()')
    expect(make({ deserializers: { values: numbers() } })).toThrow("deserializers has no option 'values'")
    expect(make({ onUnreadable: 'ignore' })).toThrow("onUnreadable must be one of fail, skip, raw: 'ignore'")
  })
})

describe('the types of a consumer', () => {
  const kafka = new Kafka({ bootstrapServers: 'localhost:9092' })
  const value: Deserializer<number> = numbers()

  it('follow its deserializers, in every way of reading', () => {
    const consumer = kafka.consumer({ assignments, deserializers: { key: serdes.string, value } })
    expectTypeOf(consumer).toEqualTypeOf<Consumer<string | null, number>>()
    type Typed = typeof consumer
    expectTypeOf<Awaited<ReturnType<Typed['poll']>>>().toEqualTypeOf<ConsumedRecord<string | null, number>[]>()
    type Batches = AsyncIterableIterator<ConsumerBatch<string | null, number>, void, void>
    expectTypeOf<ReturnType<Typed['batches']>>().toEqualTypeOf<Batches>()
  })

  it('are buffers where there is no deserializer, and where raw lets them through', () => {
    expectTypeOf(kafka.consumer({ assignments })).toEqualTypeOf<Consumer<Buffer | null, Buffer | null>>()
    const half = kafka.consumer({ groupId: 'billing', topics: ['orders'], deserializers: { value } })
    expectTypeOf(half).toEqualTypeOf<GroupConsumer<Buffer | null, number>>()
    const raw = kafka.consumer({ assignments, deserializers: { value }, onUnreadable: 'raw' })
    expectTypeOf(raw).toEqualTypeOf<Consumer<Buffer | null, number | Buffer | null>>()
  })
})
