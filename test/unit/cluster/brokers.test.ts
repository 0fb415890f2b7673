import { describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { apiVersionsApi } from '../../../src/protocol/apis/api-versions.ts'
import { createTopicsApi } from '../../../src/protocol/apis/create-topics.ts'
import { describeConfigsApi } from '../../../src/protocol/apis/describe-configs.ts'
import { fetchApi } from '../../../src/protocol/apis/fetch.ts'
import { findCoordinatorApi } from '../../../src/protocol/apis/find-coordinator.ts'
import { incrementalAlterConfigsApi } from '../../../src/protocol/apis/incremental-alter-configs.ts'
import { listOffsetsApi } from '../../../src/protocol/apis/list-offsets.ts'
import { metadataApi } from '../../../src/protocol/apis/metadata.ts'
import { zeroUuid } from '../../../src/protocol/uuid.ts'
import { profileOf } from '../../../src/testing/index.ts'
import { batchOf, valuesOf } from '../../cluster/batches.ts'
import { fetchOnce, produce, startWorld } from './cluster-world.ts'

const records = (...values: string[]) => batchOf({ values })

describe('a broker that hears no news', () => {
  it('tells of the cluster as it was, and learns when it may', async () => {
    await using world = await startWorld()
    const { cluster } = world
    const raw = await world.connect(3)
    cluster.broker(3).holdMetadata()
    cluster.faults.moveLeader('orders', 0, 2)
    cluster.createTopic('new')

    const old = await raw.send(metadataApi, 9, { topics: null })
    cluster.broker(3).learnMetadata()
    const news = await raw.send(metadataApi, 9, { topics: null })

    const leaderOf = (answer: typeof old) => answer.topics[0]!.partitions[0]!.leaderId
    expect([old.topics.length, leaderOf(old)]).toEqual([1, 1])
    expect([news.topics.length, leaderOf(news)]).toEqual([2, 2])
  })
})

describe('a broker whose disk is full', () => {
  it('takes no records until there is room', async () => {
    await using world = await startWorld()
    const raw = await world.connect(1)
    world.cluster.broker(1).fillDisk()
    const { errorCode } = await produce(raw, { records: records('a') })

    world.cluster.broker(1).freeDisk()

    expect(errorCode).toBe(ErrorCodes.KAFKA_STORAGE_ERROR)
    expect((await produce(raw, { records: records('a') })).errorCode).toBe(0)
  })
})

describe('a broker that is added', () => {
  it('is listed, and can lead', async () => {
    await using world = await startWorld()

    const added = await world.cluster.addBroker({ rack: 'z' })
    world.cluster.faults.moveLeader('orders', 0, added.nodeId)
    const answer = await produce(await world.connect(4), { records: records('a') })

    expect([added.nodeId, added.rack]).toEqual([4, 'z'])
    expect(answer.errorCode).toBe(0)
    expect(world.cluster.partition('orders', 0).replicas).toEqual([1, 2, 3, 4])
  })
})

describe('fetch sessions', () => {
  const open = { sessionId: 0, sessionEpoch: 0, topics: [{ topic: 'orders', partitions: [{ partition: 0 }] }] }

  it('are gone when they are evicted, and when their broker stops', async () => {
    await using world = await startWorld()
    const evicted = await (await world.connect(1)).send(fetchApi, 12, open)
    world.cluster.broker(1).evictFetchSessions()
    const resume = { sessionId: evicted.sessionId, sessionEpoch: 1, topics: [] }
    const afterEviction = await (await world.connect(1)).send(fetchApi, 12, resume)
    const stopped = await (await world.connect(2)).send(fetchApi, 12, open)
    await world.cluster.broker(2).restart()

    const again = { sessionId: stopped.sessionId, sessionEpoch: 1, topics: [] }
    const afterRestart = await (await world.connect(2)).send(fetchApi, 12, again)

    expect([afterEviction.errorCode, afterRestart.errorCode]).toEqual([
      ErrorCodes.FETCH_SESSION_ID_NOT_FOUND,
      ErrorCodes.FETCH_SESSION_ID_NOT_FOUND,
    ])
  })

  it('are refused when there is no room, until one has been idle for two minutes', async () => {
    await using world = await startWorld({ config: { 'max.incremental.fetch.session.cache.slots': 1 } })
    const raw = await world.connect(1)
    const first = await raw.send(fetchApi, 12, open)
    const second = await raw.send(fetchApi, 12, open)

    await world.clock.advance(120_000)
    const third = await raw.send(fetchApi, 12, open)

    expect(first.sessionId).not.toBe(0)
    expect(second.sessionId).toBe(0)
    expect(third.sessionId).not.toBe(0)
  })

  it('do not change between names and ids of topics', async () => {
    await using world = await startWorld()
    const raw = await world.connect(1)
    const { sessionId } = await raw.send(fetchApi, 12, open)

    const { errorCode } = await raw.send(fetchApi, 13, { sessionId, sessionEpoch: 1, topics: [] })

    expect(errorCode).toBe(ErrorCodes.FETCH_SESSION_TOPIC_ID_ERROR)
  })

  it('serve first the partitions that had nothing the last time', async () => {
    await using world = await startWorld({ brokers: 1 })
    const raw = await world.connect(1)
    for (const partition of [0, 1]) {
      for (let count = 0; count < 2; count++) await produce(raw, { records: records('x'.repeat(500)), partition })
    }
    const partitions = [0, 1].map((partition) => ({ partition, partitionMaxBytes: 600 }))
    const limits = { maxBytes: 600, maxWaitMs: 0, minBytes: 1 }
    const first = await raw.send(fetchApi, 12, { ...open, ...limits, topics: [{ topic: 'orders', partitions }] })

    const resume = { ...limits, sessionId: first.sessionId, sessionEpoch: 1, topics: [] }
    const second = await raw.send(fetchApi, 12, resume)

    const withData = (answer: typeof first) =>
      answer.responses.flatMap(({ partitions: all }) =>
        all.filter(({ records: bytes }) => (bytes?.length ?? 0) > 0).map(({ partitionIndex }) => partitionIndex),
      )
    expect([withData(first), withData(second)]).toEqual([[0], [1]])
  })
})

describe('coordinators', () => {
  it('are the same on every broker, and move when the test says so', async () => {
    await using world = await startWorld()
    const find = async (nodeId: number) => {
      const raw = await world.connect(nodeId)
      return (await raw.send(findCoordinatorApi, 4, { coordinatorKeys: ['billing'] })).coordinators[0]!.nodeId
    }
    const [one, two] = [await find(1), await find(2)]
    const other = (one % 3) + 1

    world.cluster.faults.moveCoordinator('billing', other)

    expect(two).toBe(one)
    expect(await find(3)).toBe(other)
    expect(world.cluster.coordinatorOf('billing')?.nodeId).toBe(other)
  })

  it('hand over when their broker stops', async () => {
    await using world = await startWorld()
    const home = world.cluster.coordinatorOf('billing')!.nodeId

    await world.cluster.broker(home).stop()

    expect(world.cluster.coordinatorOf('billing')?.nodeId).not.toBe(home)
  })
})

describe('profiles', () => {
  it.each([
    ['2.8', { 0: [0, 9], 1: [4, 12], 3: [0, 11], 18: [0, 3], 60: [0, 0] }],
    ['3.9', { 0: [0, 11], 1: [4, 17], 3: [0, 12], 18: [0, 4], 60: [0, 1] }],
    ['4.3', { 0: [0, 13], 1: [4, 18], 3: [0, 13], 18: [0, 4], 60: [0, 2] }],
  ] as const)('%s offers its versions', async (version, expected) => {
    await using world = await startWorld({ version })

    const { apiKeys } = await (await world.connect(1)).send(apiVersionsApi, 0, {})

    const ranges = Object.fromEntries(
      apiKeys.map(({ apiKey, minVersion, maxVersion }) => [apiKey, [minVersion, maxVersion]]),
    )
    expect(ranges).toMatchObject(expected)
  })

  it('offer no API that is not there', async () => {
    await using world = await startWorld()

    const { apiKeys } = await (await world.connect(1)).send(apiVersionsApi, 0, {})

    const streamsGroupHeartbeat = 88
    expect(apiKeys.map(({ apiKey }) => apiKey)).not.toContain(streamsGroupHeartbeat)
  })

  it('2.8 lets only its controller change topics', async () => {
    await using world = await startWorld({ version: '2.8' })
    const wish = { topics: [{ name: 'new', numPartitions: 1, replicationFactor: 1 }], timeoutMs: 1000 }

    const other = await (await world.connect(2)).send(createTopicsApi, 5, wish)
    world.cluster.faults.moveController(2)
    const controller = await (await world.connect(2)).send(createTopicsApi, 5, wish)

    expect([other.topics[0]!.errorCode, controller.topics[0]!.errorCode]).toEqual([ErrorCodes.NOT_CONTROLLER, 0])
  })

  it.each([
    ['error35', [18]],
    ['error35WithoutKeys', []],
  ] as const)('answer an ApiVersions that is too new with %s', async (onUnknownApiVersions, keys) => {
    const profile = { ...profileOf('2.8'), onUnknownApiVersions }
    await using world = await startWorld({ profile })

    const answer = await (await world.connect(1)).send(apiVersionsApi, 4, { clientSoftwareName: 'a' })

    expect(answer.errorCode).toBe(ErrorCodes.UNSUPPORTED_VERSION)
    expect(answer.apiKeys.map(({ apiKey }) => apiKey)).toEqual(keys)
  })

  it('may close instead', async () => {
    await using world = await startWorld({ profile: { ...profileOf('2.8'), onUnknownApiVersions: 'close' } })

    const answer = (await world.connect(1)).send(apiVersionsApi, 4, { clientSoftwareName: 'a' })

    await expect(answer).rejects.toThrow('closed before the answer')
  })

  it('may hide ids and epochs, answer acks 0, cap waits and refuse sessions', async () => {
    const knobs = { hidesTopicIds: true, hidesLeaderEpochs: true, answersAcks0: true }
    const profile = { ...profileOf('4.3'), ...knobs, fetchWaitCapMs: 10, refusesFetchSessions: true }
    await using world = await startWorld({ profile })
    const raw = await world.connect(1)

    const { topics } = await raw.send(metadataApi, 12, { topics: [{ name: 'orders' }] })
    const acknowledged = await produce(raw, { records: records('a'), acks: 0 })
    const waiting = raw.send(fetchApi, 12, {
      maxWaitMs: 60_000,
      minBytes: 1000,
      sessionEpoch: 0,
      topics: [{ topic: 'orders', partitions: [{ partition: 0 }] }],
    })
    await world.clock.advance(10)

    expect([topics[0]!.topicId, topics[0]!.partitions[0]!.leaderEpoch]).toEqual([zeroUuid, -1])
    expect(acknowledged.baseOffset).toBe(0n)
    expect((await waiting).sessionId).toBe(0)
  })

  it('of brokers in one cluster may differ while it is upgraded', async () => {
    await using world = await startWorld()

    world.cluster.broker(2).offer('Fetch', { min: 4, max: 11 })
    const { apiKeys } = await (await world.connect(2)).send(apiVersionsApi, 0, {})

    expect(apiKeys.find(({ apiKey }) => apiKey === 1)).toMatchObject({ maxVersion: 11 })
  })

  it('are refused when nobody knows them', async () => {
    await expect(startWorld({ version: '1.0' as '2.8' })).rejects.toThrow('There is no Kafka 1.0 to imitate')
  })
})

describe('configuration', () => {
  it('of brokers changes at run time, and topics that have none of their own go by it', async () => {
    await using world = await startWorld()
    const raw = await world.connect(1)
    const configs = [{ name: 'message.max.bytes', configOperation: 0, value: '100' }]

    await raw.send(incrementalAlterConfigsApi, 1, { resources: [{ resourceType: 4, resourceName: '', configs }] })
    const { errorCode } = await produce(raw, { records: records('x'.repeat(200)) })
    const { results } = await raw.send(describeConfigsApi, 4, {
      resources: [{ resourceType: 2, resourceName: 'orders', configurationKeys: ['max.message.bytes'] }],
    })

    expect(errorCode).toBe(ErrorCodes.MESSAGE_TOO_LARGE)
    expect(results[0]!.configs).toMatchObject([{ value: '100', configSource: 3 }])
  })

  it('of another broker is not told', async () => {
    await using world = await startWorld()

    const { results } = await (await world.connect(1)).send(describeConfigsApi, 4, {
      resources: [{ resourceType: 4, resourceName: '2', configurationKeys: null }],
    })

    expect(results[0]).toMatchObject({
      errorCode: ErrorCodes.INVALID_REQUEST,
      errorMessage: 'Unexpected broker id, expected 1 or empty string, but received 2',
    })
  })

  it('limits what a log keeps', async () => {
    const configs = { 'segment.bytes': 1000, 'retention.bytes': 2000 }
    await using world = await startWorld({ topics: { orders: { configs } } })
    const raw = await world.connect(1)

    for (let count = 0; count < 20; count++) await produce(raw, { records: records('x'.repeat(400)) })

    const log = world.cluster.log('orders', 0)
    expect(log.sizeBytes).toBeLessThan(4000)
    expect(log.startOffset).toBeGreaterThan(10n)
    expect((await fetchOnce(raw, { fetchOffset: 0n })).errorCode).toBe(ErrorCodes.OFFSET_OUT_OF_RANGE)
  })

  it('limits how long a log keeps', async () => {
    await using world = await startWorld({ topics: { orders: { configs: { 'retention.ms': 60_000 } } } })
    const raw = await world.connect(1)
    await produce(raw, { records: batchOf({ values: ['old'], timestamp: world.clock.wallNow() }) })

    await world.clock.advance(299_999)
    const before = world.cluster.log('orders', 0).startOffset
    await world.clock.advance(1)

    expect([before, world.cluster.log('orders', 0).startOffset]).toEqual([0n, 1n])
  })

  it('lets a compacted topic be compacted', async () => {
    await using world = await startWorld({ topics: { orders: { configs: { 'cleanup.policy': 'compact' } } } })
    const raw = await world.connect(1)
    for (const value of ['1', '2', '3']) await produce(raw, { records: records(value) })

    world.cluster.compact('orders', 0)

    const { records: bytes, highWatermark } = await fetchOnce(raw)
    expect([valuesOf(bytes), highWatermark]).toEqual([['3'], 3n])
  })

  it('can have logs begin anywhere', async () => {
    await using world = await startWorld({ topics: { orders: { startOffset: 2n ** 60n } } })
    const raw = await world.connect(1)

    const { baseOffset } = await produce(raw, { records: records('a') })
    const { topics } = await raw.send(listOffsetsApi, 7, {
      replicaId: -1,
      topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, timestamp: -2n }] }],
    })

    expect([baseOffset, topics[0]!.partitions[0]!.offset]).toEqual([2n ** 60n, 2n ** 60n])
  })

  it('refuses times that are too far ahead', async () => {
    await using world = await startWorld()
    const timestamp = world.clock.wallNow() + 2 * 3_600_000

    const { errorCode } = await produce(await world.connect(1), { records: batchOf({ values: ['a'], timestamp }) })

    expect(errorCode).toBe(ErrorCodes.INVALID_TIMESTAMP)
  })
})
