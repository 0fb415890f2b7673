/** The producer as its users see it, on model brokers. */
import { describe, expect, it } from 'vitest'
import { BrokerError } from '../../../src/errors/broker-error.ts'
import { ConfigError } from '../../../src/errors/client-errors.ts'
import { ConnectionError } from '../../../src/errors/connection-errors.ts'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { ProduceError, SendAllError } from '../../../src/errors/produce-error.ts'
import type { Partitioner } from '../../../src/producer/partitioner/partitioner.ts'
import { createDeferred } from '../../../src/support/deferred.ts'
import { ProducerWorld, type ProducerWorldOptions } from './producer-world.ts'

/** What became of a promise, without waiting for it. */
function watch<T>(promise: Promise<T>): { state: string; value?: T; error?: unknown } {
  const watched: { state: string; value?: T; error?: unknown } = { state: 'pending' }
  promise.then(
    (value) => {
      watched.state = 'resolved'
      watched.value = value
    },
    (error: unknown) => {
      watched.state = 'rejected'
      watched.error = error
    },
  )
  return watched
}

/** A producer whose topic is known, and whose brokers answer everything at once. */
async function warmWorld(options: ProducerWorldOptions = {}): Promise<ProducerWorld> {
  const world = new ProducerWorld(options)
  world.cluster.onRequest = (request) => queueMicrotask(() => request.append())
  for (const partition of (options.leaders ?? [1]).keys()) world.send(`proof ${partition}`, partition)
  await world.until(() => world.sent.every(({ state }) => state === 'acknowledged'), 'the first acknowledgement')
  world.sent.length = 0
  world.cluster.onRequest = () => {}
  return world
}

function states(world: ProducerWorld): string[] {
  return world.sent.map(({ value, state }) => `${value}: ${state}`)
}

describe('sending', () => {
  it('needs no preparation: topic, producer id and connection come with the first record', async () => {
    const world = new ProducerWorld()
    const sent = world.send('a')
    const request = await world.request()
    request.append()
    await world.until(() => sent.state !== 'pending')
    expect(sent.metadata).toMatchObject({ topic: 'orders', partition: 0, offset: 0n })
    expect(await world.end()).toEqual([])
  })

  it('does no I/O before it', async () => {
    const world = new ProducerWorld()
    await world.clock.advance(10_000)
    expect(world.cluster.connections).toEqual([])
    expect(world.clock.liveTimers).toEqual([])
  })

  it('gives the record the wall clock’s time, or its own', async () => {
    const world = await warmWorld()
    const now = world.send('a')
    const own = world.send('b', 0, { timestamp: 1234 })
    ;(await world.request()).append()
    await world.until(() => own.state !== 'pending')
    expect(now.metadata?.timestamp).toBe(world.clock.wallNow())
    expect(own.metadata?.timestamp).toBe(1234)
  })

  it('gives the record the broker’s time where the topic says so', async () => {
    const world = await warmWorld()
    const sent = world.send('a')
    const request = await world.request()
    request.answer(request.process(), { logAppendTimeMs: 99n })
    await world.until(() => sent.state !== 'pending')
    expect(sent.metadata?.timestamp).toBe(99)
  })

  it('shares two batches among the callers of one turn, so that the broker has one to write while they send', async () => {
    const world = await warmWorld()
    for (let index = 0; index < 1000; index++) world.send(`${index}`)
    const early = await world.request()
    const rest = await world.request(1)
    const values = [...early.batches[0]!.values, ...rest.batches[0]!.values]
    expect(values).toEqual(Array.from({ length: 1000 }, (_, index) => `${index}`))
    early.append()
    rest.append()
    await world.until(() => world.sent.every(({ state }) => state === 'acknowledged'))
    expect(world.sent.map(({ metadata }) => Number(metadata?.offset))).toEqual(world.sent.map((_, index) => index + 1))
    expect(world.producer).toMatchObject({ bufferedRecords: 0, bufferedBytes: 0 })
  })

  it('shares one batch among them while a request is on its way', async () => {
    const world = await warmWorld()
    world.send('first')
    const first = await world.request()
    for (let index = 0; index < 1000; index++) world.send(`${index}`)
    const second = await world.request(1)
    expect(second.batches[0]?.values).toHaveLength(1000)
    first.append()
    second.append()
    await world.until(() => world.sent.every(({ state }) => state === 'acknowledged'))
  })

  it('names topics by id from version 13 on, and by name before', async () => {
    const world = await warmWorld()
    world.send('a')
    const request = await world.request()
    expect([request.version, request.batches[0]?.topic]).toEqual([13, 'orders'])
    request.append()
    await world.clock.settle()
    world.cluster.connection(1)!.version = 9
    world.send('b')
    const older = await world.request()
    expect([older.version, older.batches[0]?.topic]).toEqual([9, 'orders'])
  })

  it.each([
    [{ topic: '' }, 'topic must be a name'],
    [{ topic: 'orders', partition: -1 }, 'partition must be 0 or more'],
    [{ topic: 'orders', value: 7 }, 'value must be a string, bytes or null'],
  ])('rejects %j as no record, and keeps nothing of it', async (record, message) => {
    const world = await warmWorld()
    const error: unknown = await world.producer.send(record as never).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ConfigError)
    expect((error as Error).message).toContain(message)
    expect(world.producer).toMatchObject({ bufferedRecords: 0, bufferedBytes: 0 })
  })

  it('rejects a record that no request can hold', async () => {
    const world = await warmWorld({ maxRequestSize: 1000 })
    const error: unknown = await world.producer
      .send({ topic: 'orders', value: 'x'.repeat(1001) })
      .catch((e: unknown) => e)
    expect(error).toMatchObject({ persisted: 'no', code: 'INVALID_CONFIG' })
    expect((error as Error).message).toContain('maxRequestSize 1000')
  })

  it('rejects what a partitioner must not choose', async () => {
    const partitioner: Partitioner = { forTopic: () => ({ partition: () => 7 }) }
    const world = await warmWorld({ partitioner })
    const sent = world.send('a', null)
    await world.until(() => sent.state !== 'pending')
    expect(sent.error).toBeInstanceOf(ConfigError)
    expect(sent.error?.message).toBe('Cannot send to orders: the partitioner chose 7 of 1 partitions')
    expect(world.producer).toMatchObject({ bufferedRecords: 0, bufferedBytes: 0 })
  })

  it('passes on what a partitioner throws', async () => {
    const broken = new Error('broken')
    const throwing: Partitioner = {
      forTopic: () => ({
        partition: () => {
          throw broken
        },
      }),
    }
    const world = await warmWorld({ partitioner: throwing })
    const sent = world.send('a', null)
    await world.until(() => sent.state !== 'pending')
    expect(sent.error).toBe(broken)
    expect(world.producer.bufferedRecords).toBe(0)
  })

  it('says what failed, and keeps the cause', async () => {
    const world = await warmWorld()
    const sent = world.send('a')
    ;(await world.request()).refuse(ErrorCodes.TOPIC_AUTHORIZATION_FAILED)
    await world.until(() => sent.state !== 'pending')
    expect(sent.error).toBeInstanceOf(ProduceError)
    expect(sent.error).toMatchObject({
      code: 'TOPIC_AUTHORIZATION_FAILED',
      persisted: 'no',
      retriable: false,
      context: { topic: 'orders', partition: 0 },
    })
    expect(sent.error?.cause).toBeInstanceOf(BrokerError)
  })

  it('of an unknown compression type is refused when the producer is made', () => {
    expect(() => new ProducerWorld({ compressionType: 'brotli' })).toThrow('no compression codec called brotli')
  })
})

describe('sending many', () => {
  it('gives their places in the order in which they were given', async () => {
    const world = await warmWorld({ leaders: [1, 1] })
    const sent = watch(
      world.producer.sendAll([1, 0, 1].map((partition, index) => ({ topic: 'orders', partition, value: `${index}` }))),
    )
    ;(await world.request()).append()
    await world.until(() => sent.state !== 'pending')
    expect(sent.value?.map(({ partition, offset }) => `${partition}@${offset}`)).toEqual(['1@1', '0@1', '1@2'])
  })

  it('waits for the others when one fails, and tells of each', async () => {
    const world = await warmWorld()
    const sent = watch(
      world.producer.sendAll([
        { topic: 'orders', value: 'a', partition: 0 },
        { topic: '', value: 'b' },
      ]),
    )
    await world.clock.settle()
    expect(sent.state).toBe('pending')
    ;(await world.request()).append()
    await world.until(() => sent.state !== 'pending')
    expect(sent.error).toBeInstanceOf(SendAllError)
    expect((sent.error as SendAllError<unknown>).outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
    ])
  })

  it('of none is done at once', async () => {
    await expect(new ProducerWorld().producer.sendAll([])).resolves.toEqual([])
  })
})

describe('a caller’s own bounds', () => {
  it('a signal that has fired already keeps the record from being accepted', async () => {
    const world = await warmWorld()
    const signal = AbortSignal.abort('enough')
    await expect(world.producer.send({ topic: 'orders', value: 'a' }, { signal })).rejects.toBe('enough')
    expect(world.producer.bufferedRecords).toBe(0)
  })

  it('a signal ends the wait with its own reason; the record goes its way', async () => {
    const world = await warmWorld()
    const controller = new AbortController()
    const sent = world.send('a', 0, {}, { signal: controller.signal })
    const request = await world.request()
    controller.abort('enough')
    await world.clock.settle()
    expect(sent.error).toBe('enough')
    expect(world.producer.bufferedRecords).toBe(1)
    request.append()
    await world.clock.settle()
    expect(world.producer.bufferedRecords).toBe(0)
    expect(world.cluster.log('orders', 0).offsetsOf().get('a')).toEqual([1])
  })

  it('a timeout ends the wait; a failure that comes later is nobody’s', async () => {
    const world = await warmWorld()
    const sent = world.send('a', 0, {}, { timeoutMs: 10 })
    const request = await world.request()
    await world.clock.advance(10)
    expect(sent.error).toMatchObject({ code: 'TIMEOUT' })
    request.refuse(ErrorCodes.INVALID_RECORD)
    await world.clock.settle()
    expect(await world.end()).toEqual([])
  })

  it('a timeout that is none is refused, and nothing is sent', async () => {
    const world = await warmWorld()
    const options = { timeoutMs: Number.NaN }
    await expect(world.producer.send({ topic: 'orders', value: 'a' }, options)).rejects.toBeInstanceOf(ConfigError)
    await expect(world.producer.sendAll([{ topic: 'orders', value: 'a' }], options)).rejects.toBeInstanceOf(ConfigError)
    expect(world.producer.bufferedRecords).toBe(0)
  })
})

describe('a producer that is full', () => {
  it('lets callers wait, in order', async () => {
    const world = await warmWorld({ maxBufferedRecords: 2 })
    for (const value of ['a', 'b', 'c', 'd', 'e']) world.send(value)
    const request = await world.request()
    expect(request.batches[0]?.values).toEqual(['a', 'b'])
    expect(world.producer.bufferedRecords).toBe(2)
    request.append()
    await world.clock.settle()
    expect(world.producer.bufferedRecords).toBe(2)
    world.cluster.onRequest = (next) => queueMicrotask(() => next.append())
    world.cluster.requests[0]?.append()
    await world.until(() => world.sent.every(({ state }) => state === 'acknowledged'))
    expect(world.sent.map(({ metadata }) => metadata?.offset)).toEqual([1n, 2n, 3n, 4n, 5n])
  })

  it('does not linger while somebody waits', async () => {
    const world = await warmWorld({ maxBufferedRecords: 2, lingerMs: 60_000 })
    for (const value of ['a', 'b', 'c']) world.send(value)
    await world.clock.settle()
    expect(world.cluster.requests[0]?.batches[0]?.values).toEqual(['a', 'b'])
  })

  it('refuses at once when nobody may wait', async () => {
    const world = await warmWorld({ maxBufferedRecords: 1, maxBlockMs: 0 })
    world.send('a')
    const refused = world.send('b')
    await world.clock.settle()
    expect(refused.error).toMatchObject({ persisted: 'no', code: 'TIMEOUT' })
    expect(refused.error?.message).toContain('maxBlockMs is 0')
  })

  it('ends the wait after maxBlockMs, and takes nothing of the record', async () => {
    const world = await warmWorld({ maxBufferedRecords: 1, maxBlockMs: 50 })
    world.send('a')
    const late = world.send('b')
    await world.clock.advance(50)
    expect(late.error).toMatchObject({ code: 'TIMEOUT' })
    expect(world.producer.bufferedRecords).toBe(1)
  })

  it('lets an aborted caller go, and the next one in', async () => {
    const world = await warmWorld({ maxBufferedBytes: 300 })
    const controller = new AbortController()
    world.send('x'.repeat(100))
    const large = world.send('y'.repeat(200), 0, {}, { signal: controller.signal })
    const small = world.send('z')
    await world.clock.settle()
    controller.abort('enough')
    await world.clock.settle()
    expect(large.error).toBe('enough')
    expect(world.producer.bufferedRecords).toBe(2)
    expect(small.state).toBe('pending')
  })

  it('lets waiting callers in when the topic of those before them is refused, and loses none of them', async () => {
    const world = new ProducerWorld({ maxBufferedRecords: 1 })
    let isRefused = true
    world.cluster.onMetadata = () => {
      const told = world.cluster.toldCluster()
      const refused = [{ name: 'orders', error: ErrorCodes.TOPIC_AUTHORIZATION_FAILED }]
      return Promise.resolve(isRefused ? { ...told, topics: refused } : told)
    }
    world.send('a')
    world.send('b')
    await world.until(() => world.sent[0]?.state === 'failed')
    expect(states(world)).toEqual(['a: failed', 'b: pending'])
    isRefused = false
    world.cluster.onRequest = (request) => queueMicrotask(() => request.append())
    await world.until(() => world.sent.every(({ state }) => state !== 'pending'))
    expect(states(world)).toEqual(['a: failed', 'b: acknowledged'])
  })

  it('lets nobody overtake records that waited for their topic', async () => {
    const world = new ProducerWorld({ maxBufferedBytes: 300, batchSize: 16_384 })
    const values = Array.from({ length: 30 }, (_, index) => `${index}`.padStart(3, '0'))
    for (const value of values) world.send(value)
    world.cluster.onRequest = (request) => queueMicrotask(() => request.append())
    await world.until(() => world.sent.every(({ state }) => state === 'acknowledged'))
    expect(world.cluster.log('orders', 0).entries.flatMap((entry) => entry.values)).toEqual(values)
    expect(await world.end()).toEqual([])
  })
})

describe('flushing', () => {
  it('ends lingering, and resolves when all that was sent before is settled', async () => {
    const world = await warmWorld({ lingerMs: 60_000 })
    world.send('a')
    await world.clock.settle()
    expect(world.cluster.requests).toHaveLength(0)
    const flushed = watch(world.producer.flush())
    const request = await world.request()
    expect(flushed.state).toBe('pending')
    request.append()
    await world.clock.settle()
    expect(flushed.state).toBe('resolved')
  })

  it('does not wait for what is sent after it', async () => {
    const world = await warmWorld({ leaders: [1, 2], nodeCount: 2 })
    world.send('a', 0)
    const flushed = watch(world.producer.flush())
    world.send('b', 1)
    await world.clock.settle()
    world.cluster.requests.find(({ nodeId }) => nodeId === 1)!.append()
    await world.clock.settle()
    expect(flushed.state).toBe('resolved')
    expect(states(world)).toEqual(['a: acknowledged', 'b: pending'])
  })

  it('waits for records that wait for room or for their topic', async () => {
    const world = new ProducerWorld({ maxBufferedRecords: 1 })
    for (const value of ['a', 'b', 'c']) world.send(value)
    const flushed = watch(world.producer.flush())
    world.cluster.onRequest = (request) => queueMicrotask(() => request.append())
    await world.until(() => flushed.state !== 'pending')
    expect(states(world)).toEqual(['a: acknowledged', 'b: acknowledged', 'c: acknowledged'])
  })

  it('resolves also when records fail: their senders are told', async () => {
    const world = await warmWorld()
    world.send('a')
    const flushed = watch(world.producer.flush())
    ;(await world.request()).refuse(ErrorCodes.INVALID_RECORD)
    await world.clock.settle()
    expect(flushed.state).toBe('resolved')
    expect(states(world)).toEqual(['a: failed'])
  })

  it('of nothing resolves at once', async () => {
    await expect(new ProducerWorld().producer.flush()).resolves.toBeUndefined()
  })

  it('can be given up, and leaves no timer', async () => {
    const world = await warmWorld()
    world.send('a')
    const flushed = watch(world.producer.flush({ timeoutMs: 10 }))
    const aborted = watch(world.producer.flush({ signal: AbortSignal.abort('enough') }))
    await world.clock.advance(10)
    expect(flushed.error).toMatchObject({ code: 'TIMEOUT' })
    expect(aborted.error).toBe('enough')
  })
})

describe('closing', () => {
  it('waits for what was accepted, and takes nothing more', async () => {
    const world = await warmWorld({ lingerMs: 60_000 })
    world.send('a')
    const closed = watch(world.producer.close())
    const late = world.send('b')
    ;(await world.request()).append()
    await world.clock.settle()
    expect(closed.state).toBe('resolved')
    expect(states(world)).toEqual(['a: acknowledged', 'b: failed'])
    expect(late.error).toMatchObject({ code: 'CLOSED' })
    await expect(world.producer.flush()).rejects.toMatchObject({ code: 'CLOSED' })
  })

  it('is the same promise every time', async () => {
    const { producer } = await warmWorld()
    expect(producer.close()).toBe(producer.close({ timeoutMs: 1 }))
    await producer[Symbol.asyncDispose]()
  })

  it('after its time fails what is left, with the doubt that there is', async () => {
    const world = await warmWorld({ maxBufferedRecords: 2, batchSize: 0, maxInFlightRequests: 1 })
    for (const value of ['a', 'b', 'c']) world.send(value)
    await world.request()
    const closed = watch(world.producer.close({ timeoutMs: 10 }))
    await world.clock.advance(10)
    expect(closed.state).toBe('resolved')
    expect(world.sent.map(({ error }) => error?.persisted)).toEqual(['possibly', 'no', 'no'])
    expect(world.producer).toMatchObject({ bufferedRecords: 0, bufferedBytes: 0 })
    expect(await world.end()).toEqual([])
  })

  it('at a signal fails what is left at once', async () => {
    const world = await warmWorld()
    world.send('a')
    await world.request()
    const controller = new AbortController()
    const closed = watch(world.producer.close({ signal: controller.signal }))
    await world.clock.settle()
    expect(closed.state).toBe('pending')
    controller.abort()
    await world.clock.settle()
    expect(closed.state).toBe('resolved')
    expect(world.sent[0]?.error).toMatchObject({ persisted: 'possibly', code: 'CLOSED' })
  })

  it('fails records whose topic never came', async () => {
    const world = new ProducerWorld()
    world.cluster.onMetadata = () => Promise.reject(new ConnectionError('CONNECTION_REFUSED', 'down'))
    world.send('a')
    await world.clock.settle()
    expect(await world.end()).toEqual([])
    expect(world.sent[0]?.error).toMatchObject({ persisted: 'no', code: 'CLOSED' })
  })

  it('is not over before a batch in the compressor is settled', async () => {
    const world = await compressedWorld()
    world.send('a')
    await world.until(() => world.compressor.jobs.length === 1)
    const closed = watch(world.producer.close({ timeoutMs: 10 }))
    await world.clock.advance(10)
    expect([closed.state, states(world)]).toEqual(['pending', ['a: pending']])
    world.compressor.jobs[0]!.finish()
    await world.clock.settle()
    expect([closed.state, states(world)]).toEqual(['resolved', ['a: failed']])
    expect(world.sent[0]?.error).toMatchObject({ persisted: 'no' })
    expect(await world.end()).toEqual([])
  })

  it('leaves no timer of a producer id that cannot be had', async () => {
    const answer = createDeferred<never>()
    const world = new ProducerWorld({ initProducerId: () => answer.promise })
    world.send('a')
    await world.clock.advance(100)
    const closed = watch(world.producer.close({ timeoutMs: 0 }))
    await world.clock.advance(1)
    expect(closed.state).toBe('resolved')
    answer.reject(new ConnectionError('CONNECTION_REFUSED', 'down'))
    await world.metadata.close()
    await world.clock.settle()
    expect(world.clock.liveTimerLabels).toEqual([])
  })

  it('with a time that is none is refused, and closes nothing', async () => {
    const world = await warmWorld()
    await expect(world.producer.close({ timeoutMs: -1 })).rejects.toBeInstanceOf(ConfigError)
    const sent = world.send('a')
    ;(await world.request()).append()
    await world.until(() => sent.state === 'acknowledged')
  })
})

async function compressedWorld(): Promise<ProducerWorld> {
  const world = new ProducerWorld({ compressionType: 'copy' })
  world.compressor.onJob = (job) => queueMicrotask(() => job.finish())
  world.cluster.onRequest = (request) => queueMicrotask(() => request.append())
  world.send('proof')
  await world.until(() => world.sent.every(({ state }) => state === 'acknowledged'), 'the first acknowledgement')
  world.sent.length = 0
  world.cluster.onRequest = () => {}
  world.compressor.onJob = () => {}
  return world
}

describe('a producer id', () => {
  it('that cannot be had yet is asked for again', async () => {
    let failures = 3
    const world = new ProducerWorld({
      initProducerId: () =>
        failures-- > 0
          ? Promise.reject(new ConnectionError('CONNECTION_REFUSED', 'down'))
          : Promise.resolve({ producerId: 7n, producerEpoch: 0 }),
    })
    world.send('a')
    const request = await world.request()
    expect(request.batches[0]).toMatchObject({ producerId: 7n, producerEpoch: 0, baseSequence: 0 })
  })

  it('that may not be had fails the records', async () => {
    const refusal = new BrokerError('Cannot get a producer id', ErrorCodes.CLUSTER_AUTHORIZATION_FAILED)
    const world = new ProducerWorld({ initProducerId: () => Promise.reject(refusal) })
    const sent = world.send('a')
    await world.until(() => sent.state !== 'pending')
    expect(sent.error).toMatchObject({ persisted: 'no', code: 'CLUSTER_AUTHORIZATION_FAILED' })
  })

  it('whose epochs are used up is replaced by a new one', async () => {
    let ids = 0
    const world = await warmWorld({
      initProducerId: () => Promise.resolve({ producerId: BigInt(++ids), producerEpoch: 32_766 }),
    })
    world.send('a')
    ;(await world.request()).refuse(ErrorCodes.UNKNOWN_PRODUCER_ID)
    await world.until(() => world.cluster.requests.length > 0)
    expect(world.cluster.requests[0]?.batches[0]).toMatchObject({ producerId: 2n, baseSequence: 0 })
  })

  it('that is new to a leader is tried with one request: it would take any first sequence', async () => {
    let ids = 0
    const world = await warmWorld({
      batchSize: 0,
      deliveryTimeoutMs: 10_000,
      initProducerId: () => Promise.resolve({ producerId: BigInt(++ids), producerEpoch: 32_766 }),
    })
    world.send('a')
    await world.clock.advance(5_000)
    world.send('b')
    await world.clock.advance(6_000)
    world.cluster.onRequest = (request) => {
      if (request.batches[0]?.producerId === 1n) queueMicrotask(() => request.append())
    }
    for (const request of [...world.cluster.requests]) request.append()
    world.send('c')
    world.send('d')
    await world.until(() => world.cluster.requests.length > 0)
    expect(world.cluster.requests.map(({ batches }) => batches[0]?.values)).toEqual([['c']])
  })
})

describe('a delivery deadline', () => {
  it('is kept, whatever happens, and nothing spins meanwhile', async () => {
    const world = await warmWorld({ deliveryTimeoutMs: 10_000 })
    world.send('a')
    const request = await world.request()
    await world.clock.advance(9_999)
    expect(world.sent[0]?.state).toBe('pending')
    await world.clock.advance(1_000)
    expect(world.sent[0]?.error).toMatchObject({ persisted: 'possibly', code: 'TIMEOUT' })
    request.append()
    expect(await world.end()).toEqual([])
  })

  it('holds for a topic that nobody knows', async () => {
    const world = new ProducerWorld({ deliveryTimeoutMs: 1000 })
    world.cluster.onMetadata = () => Promise.reject(new ConnectionError('CONNECTION_REFUSED', 'down'))
    world.send('a')
    await world.clock.advance(2000)
    expect(world.sent[0]?.error).toMatchObject({ persisted: 'no', code: 'TIMEOUT' })
  })

  it('needs no timer while there is nothing to deliver', async () => {
    const world = await warmWorld()
    expect(world.clock.liveTimerLabels).not.toContain('delivery deadline')
  })
})

describe('leader hints', () => {
  it('in a refusal move the partition without a look at the metadata (KIP-951)', async () => {
    const world = await warmWorld({ nodeCount: 2 })
    let looks = 0
    world.cluster.onMetadata = () => {
      looks += 1
      return Promise.resolve(world.cluster.toldCluster())
    }
    world.send('a')
    const request = await world.request()
    world.cluster.log('orders', 0).failOver(2, false)
    const looksBefore = looks
    request.refuse(ErrorCodes.NOT_LEADER_OR_FOLLOWER, {
      currentLeader: { leaderId: 2, leaderEpoch: 1, unknownTaggedFields: [] as never },
    })
    await world.until(() => world.cluster.requests.length > 0)
    expect(world.cluster.requests[0]?.nodeId).toBe(2)
    expect(looks - looksBefore).toBeLessThanOrEqual(1)
  })
})
