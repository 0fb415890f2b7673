/** A producer with serializers: what types its records, what a serializer may do, and what order is kept. */
import { describe, expect, expectTypeOf, it } from 'vitest'
import { RecordSerializationError } from '../../../src/errors/serialization-error.ts'
import type { Kafka } from '../../../src/kafka.ts'
import type { Producer } from '../../../src/producer/producer.ts'
import type { RecordBytes } from '../../../src/record/record.ts'
import type { SerializedBytes, Serializer } from '../../../src/serde/serde.ts'
import { serdes } from '../../../src/serde/serdes.ts'
import { createDeferred, type Deferred } from '../../../src/support/deferred.ts'
import { ProducerWorld, type ProducerWorldOptions } from './producer-world.ts'

interface Order {
  readonly id: number
}

/** A serializer whose calls end when the test says so. */
class HandSerializer implements Serializer<unknown> {
  readonly calls: { readonly data: unknown; readonly answer: Deferred<SerializedBytes> }[] = []
  /** Values for which it needs to ask nobody. */
  readonly known = new Set<unknown>()

  serialize(data: unknown): SerializedBytes | Promise<SerializedBytes> {
    if (this.known.has(data)) return String(data)
    const answer = createDeferred<SerializedBytes>()
    this.calls.push({ data, answer })
    return answer.promise
  }

  answer(data: unknown): void {
    this.calls.find((call) => call.data === data)!.answer.resolve(String(data))
  }
}

function worldWith(value: Serializer<never>, options: ProducerWorldOptions = {}): ProducerWorld {
  const world = new ProducerWorld({ ...options, serializers: { value: value as unknown as Serializer<RecordBytes> } })
  world.cluster.onRequest = (request) => queueMicrotask(() => request.append())
  return world
}

async function settled(world: ProducerWorld): Promise<void> {
  await world.until(() => world.sent.every(({ state }) => state !== 'pending'))
}

function logged(world: ProducerWorld): string[] {
  return world.cluster.log('orders', 0).entries.flatMap(({ values }) => values)
}

describe('a producer with serializers', () => {
  it('is typed by them, and by bytes and text without', () => {
    const kafka = {} as { producer: Kafka['producer'] }
    type Made = ReturnType<typeof make>
    const make = () => kafka.producer({ serializers: { key: serdes.uuid, value: serdes.json<Order>() } })
    expectTypeOf<Made>().toEqualTypeOf<Producer<string | null, Order | null>>()
    expectTypeOf<Made['send']>().parameter(0).toHaveProperty('value').toEqualTypeOf<Order | null | undefined>()
    const plain = () => kafka.producer({ lingerMs: 5 })
    expectTypeOf<ReturnType<typeof plain>>().toEqualTypeOf<Producer>()
    const half = () => kafka.producer({ serializers: { value: serdes.int64 } })
    expectTypeOf<ReturnType<typeof half>>().toEqualTypeOf<Producer<RecordBytes, bigint | number | null>>()
  })

  it('sends what they make of keys and values, and tells them what for', async () => {
    const contexts: unknown[] = []
    const loud = {
      serialize(data: string, context: unknown): string {
        contexts.push(context)
        return data.toUpperCase()
      },
    }
    const world = new ProducerWorld({ serializers: { key: loud as never, value: serdes.json() as never } })
    world.cluster.onRequest = (request) => queueMicrotask(() => request.append())
    world.send({ id: 7 } as never, 0, { key: 'k' })
    await settled(world)
    expect(logged(world)).toEqual(['{"id":7}'])
    expect(contexts).toEqual([{ topic: 'orders', part: 'key' }])
  })

  it('asks them nothing about null: a tombstone is a tombstone', async () => {
    const world = worldWith({
      serialize() {
        throw new Error('asked about null')
      },
    })
    world.send('', 0, { value: null })
    world.send('', 0, { value: undefined })
    await settled(world)
    expect(world.sent.map(({ state }) => state)).toEqual(['acknowledged', 'acknowledged'])
  })

  it('partitions by the serialized key, as Java does', async () => {
    const world = new ProducerWorld({ leaders: [1, 1, 1], serializers: { key: serdes.int32 as never } })
    world.cluster.onRequest = (request) => queueMicrotask(() => request.append())
    world.send('a', null, { key: 42 as never })
    const bytes = Buffer.from([0, 0, 0, 42])
    const plain = new ProducerWorld({ leaders: [1, 1, 1] })
    plain.cluster.onRequest = (request) => queueMicrotask(() => request.append())
    plain.send('a', null, { key: bytes })
    await settled(world)
    await settled(plain)
    expect(world.sent[0]?.metadata?.partition).toBe(plain.sent[0]?.metadata?.partition)
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('no such schema')
      },
    ],
    ['rejects', () => Promise.reject(new Error('no such schema'))],
  ] as const)('fails that send alone when one %s, and holds nothing of it', async (_, serialize) => {
    const value = { serialize: (data: string) => (data === 'bad' ? serialize() : data) }
    const world = worldWith(value)
    for (const data of ['a', 'bad', 'c']) world.send(data)
    await settled(world)
    expect(logged(world)).toEqual(['a', 'c'])
    const { error } = world.sent[1]!
    expect(error).toBeInstanceOf(RecordSerializationError)
    expect(error).toMatchObject({
      code: 'SERIALIZATION_FAILED',
      part: 'value',
      context: { topic: 'orders' },
      cause: { message: 'no such schema' },
      message: 'Cannot send to orders: its value cannot be serialized: no such schema',
    })
    expect([world.producer.bufferedRecords, world.producer.bufferedBytes]).toEqual([0, 0])
    expect(await world.end()).toEqual([])
  })

  it.each([[undefined], [7], [{}]])('fails a send whose serializer gives %j', async (given) => {
    const world = worldWith({ serialize: () => given as never })
    world.send('a')
    await settled(world)
    expect(world.sent[0]?.error?.message).toContain('its value cannot be serialized: its serializer gave a')
  })

  it('tells of each record of many', async () => {
    const world = worldWith({
      serialize: (data: string) => (data === 'bad' ? Promise.reject(new Error('bad')) : Promise.resolve(data)),
    })
    const sending = world.producer.sendAll(['a', 'bad'].map((value) => ({ topic: 'orders', partition: 0, value })))
    const outcome = sending.catch((error: unknown) => error)
    await world.until(() => logged(world).length === 1)
    await world.clock.settle()
    expect(await outcome).toMatchObject({ outcomes: [{ status: 'fulfilled' }, { status: 'rejected' }] })
  })
})

describe('serializers that have to ask first', () => {
  it('keep the order of the calls, whoever is answered first', async () => {
    const value = new HandSerializer()
    value.known.add('c')
    const world = worldWith(value)
    for (const data of ['a', 'b', 'c']) world.send(data)
    await world.clock.settle()
    expect(value.calls.map(({ data }) => data)).toEqual(['a', 'b'])
    value.answer('b')
    await world.clock.settle()
    expect(world.producer.bufferedRecords).toBe(0)
    value.answer('a')
    await settled(world)
    expect(logged(world)).toEqual(['a', 'b', 'c'])
  })

  it('let the others go on when one is refused', async () => {
    const value = new HandSerializer()
    const world = worldWith(value)
    for (const data of ['a', 'b']) world.send(data)
    value.answer('b')
    value.calls[0]!.answer.reject(new Error('gone'))
    await settled(world)
    expect(logged(world)).toEqual(['b'])
  })

  it('take room only when they are done, for the true size', async () => {
    const value = new HandSerializer()
    const world = worldWith(value, { maxBufferedBytes: 1000, maxRequestSize: 1000 })
    world.send('a')
    await world.clock.settle()
    expect(world.producer.bufferedBytes).toBe(0)
    value.calls[0]!.answer.resolve('x'.repeat(2000))
    await settled(world)
    expect(world.sent[0]?.error).toMatchObject({ code: 'INVALID_CONFIG', persisted: 'no' })
    expect(world.producer.bufferedBytes).toBe(0)
  })

  it('hold up nobody for ever: their time is deliveryTimeoutMs, or the call’s own', async () => {
    const value = new HandSerializer()
    value.known.add('c')
    const world = worldWith(value, { deliveryTimeoutMs: 1000 })
    world.send('a', 0, {}, { timeoutMs: 300 })
    world.send('b')
    world.send('c')
    await settled(world)
    expect(world.sent.map(({ state }) => state)).toEqual(['failed', 'failed', 'acknowledged'])
    expect(world.sent[1]?.error).toMatchObject({ code: 'TIMEOUT', persisted: 'no' })
    // What comes late is nobody's.
    value.answer('b')
    await world.clock.settle()
    expect(logged(world)).toEqual(['c'])
    expect(await world.end()).toEqual([])
  })

  it('do not send what was taken back meanwhile', async () => {
    const value = new HandSerializer()
    const world = worldWith(value)
    const controller = new AbortController()
    world.send('a', 0, {}, { signal: controller.signal })
    controller.abort('enough')
    value.answer('a')
    await settled(world)
    await world.clock.settle()
    expect(world.sent[0]?.error).toBe('enough')
    expect(logged(world)).toEqual([])
  })

  it('are asked for no more records at a time than the producer may hold', async () => {
    const value = new HandSerializer()
    const world = worldWith(value, { maxBufferedRecords: 2 })
    for (const data of ['a', 'b', 'c', 'd']) world.send(data)
    await world.clock.settle()
    expect(value.calls.map(({ data }) => data)).toEqual(['a', 'b'])
    value.answer('a')
    await world.clock.settle()
    expect(value.calls.map(({ data }) => data)).toEqual(['a', 'b', 'c'])
    for (const data of ['b', 'c']) value.answer(data)
    await world.clock.settle()
    value.answer('d')
    await settled(world)
    expect(logged(world)).toEqual(['a', 'b', 'c', 'd'])
  })

  it('are waited for by flush, and by close', async () => {
    const value = new HandSerializer()
    const world = worldWith(value)
    world.send('a')
    let isFlushed = false
    void world.producer.flush().then(() => {
      isFlushed = true
    })
    await world.clock.settle()
    expect(isFlushed).toBe(false)
    value.answer('a')
    await world.until(() => isFlushed)
    world.send('b')
    const closing = world.producer.close()
    await world.clock.settle()
    value.answer('b')
    await world.until(() => logged(world).length === 2)
    await closing
    expect(world.clock.liveTimerLabels).not.toContain('serialization')
  })

  it('are given up by a close whose time is over', async () => {
    const value = new HandSerializer()
    const world = worldWith(value)
    world.send('a')
    await world.clock.settle()
    expect((await world.end()).filter((label) => label !== 'model')).toEqual([])
    expect(world.sent[0]?.error).toMatchObject({ code: 'CLOSED', persisted: 'no' })
    value.answer('a')
    await world.clock.settle()
    expect(logged(world)).toEqual([])
  })
})
