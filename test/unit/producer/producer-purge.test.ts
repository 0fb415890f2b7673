/** What a producer gives up when it is told to, and what it says of it. */
import { describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { ProducerWorld, type ProducerWorldOptions } from './producer-world.ts'

async function warmWorld(options: ProducerWorldOptions = {}): Promise<ProducerWorld> {
  const world = new ProducerWorld({ batchSize: 0, ...options })
  world.cluster.onRequest = (request) => queueMicrotask(() => request.append())
  for (const partition of (options.leaders ?? [1]).keys()) world.send(`proof ${partition}`, partition)
  await world.until(() => world.sent.every(({ state }) => state === 'acknowledged'))
  world.sent.length = 0
  world.cluster.onRequest = () => {}
  return world
}

function outcomes(world: ProducerWorld): string[] {
  return world.sent.map(({ value, state, error }) => {
    return state === 'failed' ? `${value}: ${error?.code} ${error?.persisted}` : `${value}: ${state}`
  })
}

async function expectGoodEnd(world: ProducerWorld): Promise<void> {
  world.cluster.onRequest = (request) => queueMicrotask(() => request.append())
  for (const request of [...world.cluster.requests]) request.append()
  await world.until(() => world.sent.every(({ state }) => state !== 'pending'))
  await world.until(() => world.producer.bufferedRecords === 0)
  expect([world.producer.bufferedRecords, world.producer.bufferedBytes]).toEqual([0, 0])
  expect([...world.cluster.violations, ...world.defects]).toEqual([])
  expect(await world.end()).toEqual([])
}

describe('purging', () => {
  it('fails what is buffered as not persisted, and what is on its way as possibly persisted', async () => {
    const world = await warmWorld({ maxInFlightRequests: 1 })
    for (const value of ['a', 'b']) world.send(value)
    await world.request()
    await world.producer.purge()
    expect(outcomes(world)).toEqual(['a: PURGED possibly', 'b: PURGED no'])
    expect(world.producer.bufferedRecords).toBe(0)
    await expectGoodEnd(world)
    expect(world.cluster.log('orders', 0).offsetsOf().has('b')).toBe(false)
  })

  it('leaves what is sent afterwards alone: it follows under a new epoch when the old requests have ended', async () => {
    const world = await warmWorld()
    world.send('a')
    const request = await world.request()
    await world.producer.purge()
    world.send('b')
    await world.clock.settle()
    expect(world.cluster.requests).toEqual([request])
    request.append()
    const next = await world.request()
    expect(next.batches[0]).toMatchObject({ producerEpoch: 1, baseSequence: 0, values: ['b'] })
    await expectGoodEnd(world)
    expect(outcomes(world)).toEqual(['a: PURGED possibly', 'b: acknowledged'])
  })

  it('needs no new epoch where nothing had left', async () => {
    const world = await warmWorld({ lingerMs: 1000, batchSize: 1000 })
    world.send('a')
    await world.producer.purge()
    world.send('b')
    const next = await world.request()
    expect(next.batches[0]).toMatchObject({ producerEpoch: 0, baseSequence: 1, values: ['b'] })
    await expectGoodEnd(world)
  })

  it('gives a batch that was refused for certain up as not persisted', async () => {
    const world = await warmWorld()
    world.send('a')
    const request = await world.request()
    request.refuse(ErrorCodes.NOT_ENOUGH_REPLICAS)
    await world.clock.settle()
    await world.producer.purge()
    expect(outcomes(world)).toEqual(['a: PURGED no'])
    await expectGoodEnd(world)
  })

  it('can be of certain topics', async () => {
    const world = await warmWorld({ maxInFlightRequests: 1, leaders: [1] })
    world.cluster.createTopic('payments', [1])
    world.send('a')
    world.send('b', 0, { topic: 'payments' })
    await world.request()
    await world.producer.purge({ topics: ['orders'] })
    expect(outcomes(world)).toEqual(['a: PURGED possibly', 'b: pending'])
    await expectGoodEnd(world)
  })

  it('fails records whose topic is not known, and those that wait for room', async () => {
    const world = new ProducerWorld({ maxBufferedRecords: 1 })
    world.cluster.onMetadata = () => new Promise(() => {})
    for (const value of ['a', 'b']) world.send(value)
    await world.producer.purge()
    await world.clock.settle()
    expect(outcomes(world)).toEqual(['a: PURGED no', 'b: PURGED no'])
    expect([world.producer.bufferedRecords, world.producer.bufferedBytes]).toEqual([0, 0])
  })

  it('lets those in who wait for room with a record for another topic', async () => {
    const world = await warmWorld({ maxBufferedRecords: 1 })
    world.cluster.createTopic('payments', [1])
    world.send('a')
    world.send('b', 0, { topic: 'payments' })
    await world.clock.settle()
    await world.producer.purge({ topics: ['orders'] })
    await world.clock.settle()
    expect(outcomes(world)).toEqual(['a: PURGED possibly', 'b: pending'])
    await expectGoodEnd(world)
  })

  it('is over when a batch that is being compressed is settled, which never leaves', async () => {
    const world = await warmWorldCompressed()
    world.send('a')
    await world.until(() => world.compressor.jobs.length === 1)
    let isPurged = false
    void world.producer.purge().then(() => {
      isPurged = true
    })
    await world.clock.settle()
    expect([isPurged, ...outcomes(world)]).toEqual([false, 'a: pending'])
    world.compressor.jobs[0]!.finish()
    await world.clock.settle()
    expect([isPurged, ...outcomes(world)]).toEqual([true, 'a: PURGED no'])
    await expectGoodEnd(world)
  })

  it('ends a flush', async () => {
    const world = await warmWorld()
    world.send('a')
    await world.request()
    let isFlushed = false
    void world.producer.flush().then(() => {
      isFlushed = true
    })
    await world.producer.purge()
    await world.clock.settle()
    expect(isFlushed).toBe(true)
    await expectGoodEnd(world)
  })

  it('is refused after close', async () => {
    const world = await warmWorld()
    await world.producer.close()
    await expect(world.producer.purge()).rejects.toMatchObject({ code: 'CLOSED' })
  })
})

async function warmWorldCompressed(): Promise<ProducerWorld> {
  const world = new ProducerWorld({ batchSize: 0, compressionType: 'copy' })
  world.compressor.onJob = (job) => queueMicrotask(() => job.finish())
  world.cluster.onRequest = (request) => queueMicrotask(() => request.append())
  world.send('proof')
  await world.until(() => world.sent[0]?.state === 'acknowledged')
  world.sent.length = 0
  world.compressor.onJob = () => {}
  world.cluster.onRequest = () => {}
  return world
}

describe('a record that its sender has taken back', () => {
  it('is dropped with its batch when nobody waits for the others either, and gives its memory back', async () => {
    const world = await warmWorld({ lingerMs: 1000, batchSize: 1000 })
    const controller = new AbortController()
    for (const value of ['a', 'b']) world.send(value, 0, {}, { signal: controller.signal })
    controller.abort('enough')
    await world.clock.settle()
    expect(world.sent.map(({ error }) => error)).toEqual(['enough', 'enough'])
    expect([world.producer.bufferedRecords, world.producer.bufferedBytes]).toEqual([0, 0])
    world.send('c')
    await expectGoodEnd(world)
    expect(world.cluster.log('orders', 0).entries.flatMap(({ values }) => values)).toEqual(['proof 0', 'c'])
  })

  it('goes its way while somebody waits for another record of its batch', async () => {
    const world = await warmWorld({ lingerMs: 1000, batchSize: 1000 })
    const controller = new AbortController()
    world.send('a', 0, {}, { signal: controller.signal })
    world.send('b')
    controller.abort('enough')
    await world.clock.settle()
    expect(world.producer.bufferedRecords).toBe(2)
    await expectGoodEnd(world)
    expect(world.cluster.log('orders', 0).offsetsOf().has('a')).toBe(true)
  })

  it('leaves no gap when it is dropped out of the middle', async () => {
    const world = await warmWorld({ maxInFlightRequests: 1 })
    world.send('a')
    world.send('b', 0, {}, { timeoutMs: 10 })
    world.send('c')
    await world.request()
    await world.clock.advance(10)
    await world.clock.settle()
    expect(world.producer.bufferedRecords).toBe(2)
    await expectGoodEnd(world)
    expect(outcomes(world)).toEqual(['a: acknowledged', 'b: TIMEOUT undefined', 'c: acknowledged'])
    expect(world.cluster.log('orders', 0).offsetsOf().has('b')).toBe(false)
  })

  it('is not kept for a topic that nobody knows', async () => {
    const world = new ProducerWorld()
    world.cluster.onMetadata = () => new Promise(() => {})
    const controller = new AbortController()
    world.send('a', 0, {}, { signal: controller.signal })
    world.send('b')
    controller.abort('enough')
    let isFlushed = false
    void world.producer.flush().then(() => {
      isFlushed = true
    })
    await world.clock.settle()
    expect([world.producer.bufferedRecords, isFlushed]).toEqual([1, false])
  })

  it('is not dropped when a byte of it has left: it may be in the log', async () => {
    const world = await warmWorld()
    const controller = new AbortController()
    world.send('a', 0, {}, { signal: controller.signal })
    const request = await world.request()
    request.refuse(ErrorCodes.NOT_ENOUGH_REPLICAS)
    await world.clock.settle()
    controller.abort('enough')
    await world.clock.settle()
    expect(world.producer.bufferedRecords).toBe(1)
    await expectGoodEnd(world)
  })
})

describe('the limit in bytes', () => {
  it('holds whatever language the records are in', async () => {
    const world = await warmWorld({ maxBufferedBytes: 2000, batchSize: 10_000 })
    let most = 0
    for (const length of [100, 250, 500, 30, 90]) {
      world.send('語'.repeat(length))
      most = Math.max(most, world.producer.bufferedBytes)
    }
    await world.clock.settle()
    expect(world.producer.bufferedRecords).toBeGreaterThan(1)
    expect(most).toBeLessThanOrEqual(2000)
    await expectGoodEnd(world)
  })
})
