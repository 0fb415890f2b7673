import { describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { apiVersionsApi } from '../../../src/protocol/apis/api-versions.ts'
import { fetchApi } from '../../../src/protocol/apis/fetch.ts'
import { metadataApi } from '../../../src/protocol/apis/metadata.ts'
import { FakeCluster, ManualClock, MemoryNetwork, SeededRandom } from '../../../src/testing/index.ts'
import { batchOf } from '../../cluster/batches.ts'
import { RawConnection } from '../../cluster/raw-connection.ts'
import { fetchOnce, postProduce, produce, startWorld } from './cluster-world.ts'

const records = (...values: string[]) => batchOf({ values })

describe('a connection', () => {
  it('answers requests in their order, one at a time', async () => {
    await using world = await startWorld()
    const raw = await world.connect(1)
    const slow = fetchOnce(raw, {}, { maxWaitMs: 100 })
    const behind = produce(raw, { records: records('a'), partition: 0 })
    await world.clock.settle()
    const appendedMeanwhile = world.cluster.log('orders', 0).endOffset

    await world.clock.advance(100)
    await Promise.all([slow, behind])

    expect(appendedMeanwhile).toBe(0n)
    expect(raw.answered).toEqual([1, 2])
  })

  it('takes what arrived whole, also when the client is gone by then', async () => {
    await using world = await startWorld({ processingMs: 20 })
    const raw = await world.connect(1)
    postProduce(raw, { records: records('a') })
    postProduce(raw, { records: records('b') })
    await world.clock.settle()

    raw.close()
    await world.clock.advance(100)

    expect(world.cluster.log('orders', 0).endOffset).toBe(2n)
  })

  it('does not take part of a request', async () => {
    await using world = await startWorld()
    const raw = await world.connect(1)

    raw.write(Buffer.from([0, 0, 0, 100, 0, 0]))
    await world.clock.settle()
    raw.close()
    await world.clock.settle()

    expect(world.cluster.requests).toEqual([])
    expect(world.cluster.broker(1).connectionCount).toBe(0)
  })

  it('puts requests together from any pieces', async () => {
    const clock = new ManualClock()
    const random = new SeededRandom(3)
    const network = new MemoryNetwork({ clock, splitRandom: random.fork('chunks') })
    await using cluster = await FakeCluster.start({ network, clock, random, topics: { orders: 1 } })
    using raw = await RawConnection.open('broker-1:9092', network.transport)

    for (let index = 0; index < 20; index++) await produce(raw, { records: records(`${index}`) })

    expect(cluster.log('orders', 0).endOffset).toBe(20n)
  })

  it('is closed after it was idle for connections.max.idle.ms', async () => {
    await using world = await startWorld({ config: { 'connections.max.idle.ms': 1000 } })
    const raw = await world.connect(1)
    await world.clock.advance(600)
    await raw.send(metadataApi, 9, { topics: [] })
    await world.clock.advance(600)
    const wasClosedEarly = raw.isClosed

    await world.clock.advance(500)

    expect(wasClosedEarly).toBe(false)
    expect(raw.isClosed).toBe(true)
  })

  it('is muted for as long as its client was asked to wait', async () => {
    await using world = await startWorld()
    world.cluster.broker(1).throttle('Metadata', 300)
    const raw = await world.connect(1)

    const first = await raw.send(metadataApi, 9, { topics: [] })
    const second = raw.send(apiVersionsApi, 0, {})
    await world.clock.advance(299)
    const answeredEarly = raw.answered.length
    await world.clock.advance(1)
    await second

    expect(first.throttleTimeMs).toBe(300)
    expect(answeredEarly).toBe(1)
  })

  it('that dies gives up its waits', async () => {
    await using world = await startWorld()
    const raw = await world.connect(1)
    raw.post(fetchApi, 12, {
      maxWaitMs: 60_000,
      minBytes: 1,
      sessionEpoch: -1,
      topics: [{ topic: 'orders', partitions: [{ partition: 0 }] }],
    })
    await world.clock.settle()
    const before = world.clock.liveTimerLabels.filter((label) => label === 'fetch wait')

    raw.close()
    await world.clock.settle()

    expect(before).toHaveLength(1)
    expect(world.clock.liveTimerLabels).toEqual(['log retention'])
  })
})

describe('a frozen broker', () => {
  it('takes requests and connections, and says nothing until it thaws', async () => {
    await using world = await startWorld()
    const raw = await world.connect(1)
    world.cluster.broker(1).freeze()
    const late = await world.connect(1)
    const answers = [produce(raw, { records: records('a') }), produce(late, { records: records('b') })]
    await world.clock.advance(1000)
    const appended = world.cluster.log('orders', 0).endOffset

    world.cluster.broker(1).thaw()
    await Promise.all(answers)

    expect(appended).toBe(0n)
    expect(world.cluster.log('orders', 0).endOffset).toBe(2n)
  })

  it('keeps an answer that falls due meanwhile', async () => {
    await using world = await startWorld()
    const raw = await world.connect(1)
    const answer = fetchOnce(raw, {}, { maxWaitMs: 100 })
    await world.clock.settle()
    world.cluster.broker(1).freeze()
    await world.clock.advance(500)
    const answeredWhileFrozen = raw.answered.length

    world.cluster.broker(1).thaw()

    expect((await answer).errorCode).toBe(0)
    expect(answeredWhileFrozen).toBe(0)
  })
})

describe('a broker that freezes while it works on a request', () => {
  it('finishes it when it thaws', async () => {
    await using world = await startWorld({ processingMs: 50 })
    const answer = produce(await world.connect(1), { records: records('a') })
    await world.clock.advance(10)
    world.cluster.broker(1).freeze()
    await world.clock.advance(500)
    const endOffset = world.cluster.log('orders', 0).endOffset

    world.cluster.broker(1).thaw()

    expect((await answer).errorCode).toBe(0)
    expect(endOffset).toBe(0n)
  })
})

describe('a broker that is stopped', () => {
  it('loses what it had not begun', async () => {
    await using world = await startWorld({ processingMs: 50 })
    const raw = await world.connect(1)
    postProduce(raw, { records: records('begun') })
    postProduce(raw, { records: records('waiting') })
    await world.clock.advance(50)

    await world.cluster.broker(1).stop()
    await world.clock.advance(1000)

    expect(world.cluster.log('orders', 0).endOffset).toBe(1n)
    expect(raw.isClosed).toBe(true)
  })
})

describe('a cluster that is closed', () => {
  it('leaves no timer, no listener and no connection', async () => {
    await using world = await startWorld({ processingMs: 10 })
    const raw = await world.connect(1)
    raw.post(fetchApi, 12, { maxWaitMs: 60_000, minBytes: 1, sessionEpoch: -1, topics: [] })
    world.cluster.faults.holdReplication('orders', 0)
    postProduce(await world.connect(1), { records: records('a'), timeoutMs: 60_000 })
    world.cluster.intercept('Metadata', (request) => request.delay(60_000))
    const delayed = await world.connect(2)
    delayed.post(metadataApi, 9, { topics: [] })
    await world.clock.advance(50)

    await world.cluster.close()
    await world.clock.settle()

    expect(world.clock.liveTimers).toEqual([])
    expect(world.cluster.network?.connections).toEqual([])
    await expect(world.connect(1)).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' })
  })

  it('can be closed twice, and starts in no time', async () => {
    const startedAtMs = performance.now()
    const cluster = await FakeCluster.start({ brokers: 3, topics: { orders: 6 } })
    const startMs = performance.now() - startedAtMs

    await cluster.close()
    await cluster.close()

    expect(startMs).toBeLessThan(50)
    expect(cluster.brokers.map(({ state }) => state)).toEqual(['stopped', 'stopped', 'stopped'])
  })
})

describe('what a client must not do', () => {
  const batch = (baseSequence: number, value: string, more: object = {}) =>
    batchOf({ values: [value], producerId: 9n, producerEpoch: 0, baseSequence, ...more })

  it('is noticed: a sequence with other records', async () => {
    await using world = await startWorld()
    const raw = await world.connect(1)
    await produce(raw, { records: batch(0, 'first') })

    await produce(raw, { records: batch(0, 'other') })

    expect(world.cluster.violations.map(({ kind }) => kind)).toEqual(['SEQUENCE_REUSED'])
    expect(() => world.cluster.assertNoViolations()).toThrow('Sequence 0 of producer 9, epoch 0, on orders-0')
  })

  it('is noticed after the brokers forgot the producer', async () => {
    await using world = await startWorld()
    const raw = await world.connect(1)
    await produce(raw, { records: batch(0, 'first') })
    world.cluster.faults.expireProducers()

    await produce(raw, { records: batch(0, 'other') })

    expect(world.cluster.violations.map(({ kind }) => kind)).toEqual(['SEQUENCE_REUSED'])
  })

  it('is not seen in a retry of the same records', async () => {
    await using world = await startWorld()
    const raw = await world.connect(1)
    await produce(raw, { records: batch(0, 'same') })

    await produce(raw, { records: batch(0, 'same') })

    expect(world.cluster.violations).toEqual([])
  })

  it('is not seen in new records under a number that was refused', async () => {
    await using world = await startWorld()
    const raw = await world.connect(1)
    world.cluster.fail('Produce', 'NOT_LEADER_OR_FOLLOWER')
    await produce(raw, { records: batch(0, 'refused') })

    await produce(raw, { records: batch(0, 'instead') })

    expect(world.cluster.violations).toEqual([])
  })

  it('is noticed: a gap that nobody made', async () => {
    await using world = await startWorld()
    const raw = await world.connect(1)
    await produce(raw, { records: batch(0, 'a') })

    const { errorCode } = await produce(raw, { records: batch(2, 'c') })

    expect(errorCode).toBe(ErrorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER)
    expect(world.cluster.violations.map(({ kind }) => kind)).toEqual(['SEQUENCE_GAP'])
  })

  it('is not seen in what was in flight behind a batch that was refused', async () => {
    await using world = await startWorld({ topics: { orders: { configs: { 'max.message.bytes': 200 } } } })
    const raw = await world.connect(1)
    await produce(raw, { records: batch(0, 'a') })
    await produce(raw, { records: batch(1, 'x'.repeat(300)) })

    const { errorCode } = await produce(raw, { records: batch(2, 'c') })

    expect(errorCode).toBe(ErrorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER)
    expect(world.cluster.violations).toEqual([])
  })

  it('is noticed: more than five requests in flight', async () => {
    await using world = await startWorld({ processingMs: 1 })
    const raw = await world.connect(1)
    for (let sequence = 0; sequence < 6; sequence++) postProduce(raw, { records: batch(sequence, `${sequence}`) })

    await world.clock.advance(10)

    expect(world.cluster.violations.map(({ kind }) => kind)).toEqual(['TOO_MANY_IN_FLIGHT'])
  })

  it('is not seen in the requests of several producers that share a connection', async () => {
    await using world = await startWorld({ processingMs: 1 })
    const raw = await world.connect(1)
    for (let producerId = 0n; producerId < 6n; producerId++)
      postProduce(raw, { records: batch(0, 'x', { producerId }) })

    await world.clock.advance(10)

    expect(world.cluster.violations).toEqual([])
  })

  it('is not seen in five', async () => {
    await using world = await startWorld({ processingMs: 1 })
    const raw = await world.connect(1)
    for (let sequence = 0; sequence < 5; sequence++) postProduce(raw, { records: batch(sequence, `${sequence}`) })

    await world.clock.advance(10)

    expect(world.cluster.violations).toEqual([])
  })

  it('is noticed: bytes that no codec would write', async () => {
    await using world = await startWorld({ verifiesFrames: true })
    const raw = await world.connect(1)
    // ApiVersions v3, where the length of the software's name takes two bytes, and one would do.
    const header = [0, 18, 0, 3, 0, 0, 0, 1, 0xff, 0xff, 0]
    const body = [0x82, 0x00, 0x61, 2, 0x31, 0]
    raw.write(Buffer.from([0, 0, 0, header.length + body.length, ...header, ...body]))
    await world.clock.settle()

    expect(raw.answered).toEqual([1])
    expect(world.cluster.violations.map(({ kind }) => kind)).toEqual(['FRAME_NOT_CANONICAL'])
  })

  it('closes the connection: bytes that are no request', async () => {
    await using world = await startWorld()
    const raw = await world.connect(1)

    raw.write(Buffer.from([0, 0, 0, 3, 1, 2, 3]))
    await raw.closed

    expect(world.cluster.violations.map(({ kind }) => kind)).toEqual(['MALFORMED_REQUEST'])
  })

  it('closes the connection: a version that was not offered', async () => {
    await using world = await startWorld({ version: '2.8' })
    const raw = await world.connect(1)

    raw.post(metadataApi, 12, { topics: [] })
    await raw.closed

    expect(world.cluster.violations.map(({ kind }) => kind)).toEqual(['VERSION_NOT_OFFERED'])
  })
})
