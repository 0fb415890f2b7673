/** How brokers and services differ in what is no record: versions, leaders, connections, topics. */
import { describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../../src/errors/error-codes.ts'
import { apiVersionsApi } from '../../../../src/protocol/apis/api-versions.ts'
import { createPartitionsApi } from '../../../../src/protocol/apis/create-partitions.ts'
import { createTopicsApi } from '../../../../src/protocol/apis/create-topics.ts'
import { fetchApi } from '../../../../src/protocol/apis/fetch.ts'
import { listOffsetsApi } from '../../../../src/protocol/apis/list-offsets.ts'
import { metadataApi } from '../../../../src/protocol/apis/metadata.ts'
import { offsetForLeaderEpochApi } from '../../../../src/protocol/apis/offset-for-leader-epoch.ts'
import { produceApi } from '../../../../src/protocol/apis/produce.ts'
import { zeroUuid } from '../../../../src/protocol/uuid.ts'
import { batchOf } from '../../../cluster/batches.ts'
import type { RawConnection } from '../../../cluster/raw-connection.ts'
import { RawMember, usualSubscription } from '../../../cluster/raw-groups.ts'
import { type ClusterWorld, startWorld } from '../cluster-world.ts'

const records = batchOf({ values: ['a'] })

async function metadataOf(raw: RawConnection, version = 8, topic = 'orders') {
  const { topics } = await raw.send(metadataApi, version, { topics: [{ name: topic }] })
  return topics[0]!
}

async function produceTo(raw: RawConnection, version: number) {
  const topicData = [{ name: 'orders', partitionData: [{ index: 0, records }] }]
  const { responses } = await raw.send(produceApi, version, { acks: -1, timeoutMs: 1000, topicData })
  return responses[0]!.partitionResponses[0]!
}

describe('versions', () => {
  it('that a service does not offer close the connection without an answer', async () => {
    await using world = await startWorld({ profile: 'redpanda' })
    const raw = await world.connect()

    await expect(produceTo(raw, 9)).rejects.toThrow('closed before the answer')

    expect(world.cluster.violations).toMatchObject([{ kind: 'VERSION_NOT_OFFERED' }])
  })

  it('of ApiVersions that are too new get error 35, or the end of the connection', async () => {
    await using redpanda = await startWorld({ profile: 'redpanda' })
    await using azure = await startWorld({ profile: 'azure-event-hubs' })
    const body = { clientSoftwareName: 'a', clientSoftwareVersion: '1' }

    // Whatever version was asked, a refusal comes in version 0.
    const onRedpanda = await redpanda.connect()
    onRedpanda.post(apiVersionsApi, 4, body)
    const onAzure = await azure.connect()
    onAzure.post(apiVersionsApi, 4, body)
    await onAzure.closed

    expect((await onRedpanda.send(apiVersionsApi, 0, {})).errorCode).toBe(0)
    expect(onRedpanda.answered).toHaveLength(2)
  })

  it('are listed of APIs that are nobody else’s, and end the connection when they are used', async () => {
    await using world = await startWorld({ profile: 'redpanda' })
    const raw = await world.connect()

    const { apiKeys } = await raw.send(apiVersionsApi, 0, {})
    raw.write(Buffer.from([0, 0, 0, 10, 0x27, 0x10, 0, 0, 0, 0, 0, 1, 0xff, 0xff]))
    await raw.closed

    expect(apiKeys.at(-1)).toMatchObject({ apiKey: 10_000 })
  })
})

describe('leaders', () => {
  it('get epochs that jump on Redpanda', async () => {
    await using world = await startWorld({ profile: 'redpanda' })

    world.cluster.faults.moveLeader('orders', 0, 2)
    world.cluster.faults.moveLeader('orders', 0, 3)

    expect(world.cluster.partition('orders', 0).leaderEpoch).toBe(6)
  })

  it('that are gone are guessed by Redpanda 24.3, and left out by a later one', async () => {
    await using old = await startWorld({ profile: 'redpanda-24.3' })
    await using present = await startWorld({ profile: 'redpanda' })
    for (const { cluster } of [old, present]) cluster.faults.removeLeader('orders', 0)

    const guessed = (await metadataOf(await old.connect())).partitions[0]
    const silent = (await metadataOf(await present.connect())).partitions[0]

    expect(guessed).toMatchObject({ errorCode: 0, leaderId: 1, leaderEpoch: 0 })
    expect(silent).toMatchObject({ errorCode: 0, leaderId: -1, leaderEpoch: 3 })
  })

  it('say nothing of the health of their replicas on Redpanda', async () => {
    await using world = await startWorld({ profile: 'redpanda' })
    await world.cluster.broker(2).stop()

    const { partitions } = await metadataOf(await world.connect())

    expect(partitions[0]).toMatchObject({ isrNodes: [1, 2, 3], offlineReplicas: [] })
  })

  it('have no epochs on Event Hubs', async () => {
    await using world = await startWorld({ profile: 'azure-event-hubs' })

    const { partitions, topicId } = await metadataOf(await world.connect())

    expect(partitions.map(({ leaderEpoch }) => leaderEpoch)).toEqual([-1, -1])
    expect(topicId).toBe(zeroUuid)
  })

  it('are others at each refresh of WarpStream, and every broker serves', async () => {
    await using world = await startWorld({ profile: 'warpstream' })
    const raw = await world.connect(2)

    const named = [await metadataOf(raw), await metadataOf(raw), await metadataOf(raw)].map(({ partitions }) =>
      partitions.map(({ leaderId, leaderEpoch }) => [leaderId, leaderEpoch]),
    )
    const appended: bigint[] = []
    for (const nodeId of [1, 2, 3]) appended.push((await produceTo(await world.connect(nodeId), 8)).baseOffset)

    // Each partition has the same leader, which is the next broker in each answer.
    expect(named.map((answer) => new Set(answer.map(([leaderId]) => leaderId)).size)).toEqual([1, 1, 1])
    expect(new Set(named.map((answer) => answer[0]![0])).size).toBe(3)
    expect(named.flat().every(([, leaderEpoch]) => leaderEpoch === -1)).toBe(true)
    expect(appended).toEqual([0n, 1n, 2n])
  })
})

describe('OffsetForLeaderEpoch', () => {
  it('echoes the epoch that was asked for on Redpanda', async () => {
    await using world = await startWorld({ profile: 'redpanda' })
    await using kafka = await startWorld()
    const ask = async (where: ClusterWorld) => {
      where.cluster.faults.moveLeader('orders', 0, 1)
      const partitions = [{ partition: 0, currentLeaderEpoch: -1, leaderEpoch: 2 }]
      const raw = await where.connect()
      const { topics } = await raw.send(offsetForLeaderEpochApi, 4, { topics: [{ topic: 'orders', partitions }] })
      return topics[0]!.partitions[0]!.leaderEpoch
    }

    expect([await ask(world), await ask(kafka)]).toEqual([2, -1])
  })
})

describe('ListOffsets', () => {
  it('takes a special time that Redpanda does not know for the earliest', async () => {
    await using world = await startWorld({ profile: 'redpanda' })
    const raw = await world.connect()
    await produceTo(raw, 7)

    const partitions = [{ partitionIndex: 0, timestamp: -3n }]
    const { topics } = await raw.send(listOffsetsApi, 6, { topics: [{ name: 'orders', partitions }] })

    expect(topics[0]!.partitions[0]).toMatchObject({ errorCode: 0, offset: 0n })
  })
})

describe('fetch sessions', () => {
  it('of Redpanda are gone after a minute without a request', async () => {
    await using world = await startWorld({ profile: 'redpanda' })
    const raw = await world.connect()
    const body = { maxWaitMs: 0, minBytes: 0, maxBytes: 1 << 20 }
    const topics = [{ topic: 'orders', partitions: [{ partition: 0, partitionMaxBytes: 1 << 20 }] }]
    const { sessionId } = await raw.send(fetchApi, 11, { ...body, sessionEpoch: 0, topics })

    await world.clock.advance(59_000)
    const used = await raw.send(fetchApi, 11, { ...body, sessionId, sessionEpoch: 1 })
    await world.clock.advance(60_000)
    const late = await raw.send(fetchApi, 11, { ...body, sessionId, sessionEpoch: 2 })

    expect(used.errorCode).toBe(0)
    expect(late.errorCode).toBe(ErrorCodes.FETCH_SESSION_ID_NOT_FOUND)
  })

  it('wait no longer than Redpanda’s own goal', async () => {
    await using world = await startWorld({ profile: 'redpanda' })
    const raw = await world.connect()
    const topics = [{ topic: 'orders', partitions: [{ partition: 0, partitionMaxBytes: 1 << 20 }] }]
    const answer = raw.send(fetchApi, 11, { maxWaitMs: 60_000, minBytes: 1, maxBytes: 1 << 20, topics })
    await metadataOf(await world.connect())

    await world.clock.advance(5000)

    expect((await answer).responses[0]!.partitions[0]!.errorCode).toBe(0)
  })
})

describe('idle connections', () => {
  it('of Event Hubs look open, and nothing arrives any more', async () => {
    await using world = await startWorld({ profile: 'azure-event-hubs' })
    const raw = await world.connect()
    await metadataOf(raw)
    const before = world.cluster.requests.length

    await world.clock.advance(240_000)
    raw.post(metadataApi, 8, { topics: [] })
    await metadataOf(await world.connect())

    expect(raw.isClosed).toBe(false)
    expect(world.cluster.requests.length).toBe(before + 1)
  })
})

describe('a request that is too large for Event Hubs', () => {
  it('closes the connection', async () => {
    await using world = await startWorld({ profile: 'azure-event-hubs' })
    const raw = await world.connect()

    const large = batchOf({ values: ['x'.repeat(1_046_600)] })
    const topicData = [{ name: 'orders', partitionData: [{ index: 0, records: large }] }]
    const sent = raw.send(produceApi, 7, { acks: -1, timeoutMs: 1000, topicData })

    await expect(sent).rejects.toThrow('closed before the answer')
  })
})

describe('classic groups', () => {
  it('take members at once on Event Hubs, in generations that did not begin with 1', async () => {
    await using azure = await startWorld({ profile: 'azure-event-hubs' })
    await using kafka = await startWorld({ config: { 'group.initial.rebalance.delay.ms': 0 } })
    const join = async (world: ClusterWorld) => {
      world.cluster.faults.moveCoordinator('g', 1)
      const member = RawMember.on(await world.connect(), { groupId: 'g' })
      const answer = member.joinOnce(5, { protocols: [{ name: 'range', metadata: usualSubscription }] })
      await world.clock.advance(3000)
      return await answer
    }

    const [first, usual] = [await join(azure), await join(kafka)]

    expect(first).toMatchObject({ errorCode: 0, generationId: 76_131_637 })
    expect(usual.errorCode).toBe(ErrorCodes.MEMBER_ID_REQUIRED)
  })
})

describe('topics', () => {
  const create = async (raw: RawConnection, name: string, numPartitions: number, replicationFactor: number) => {
    const topics = [{ name, numPartitions, replicationFactor }]
    const answer = await raw.send(createTopicsApi, 5, { topics, timeoutMs: 1000 })
    return answer.topics[0]!
  }

  it('of Redpanda have an odd number of replicas', async () => {
    await using world = await startWorld({ profile: 'redpanda' })
    const raw = await world.connect()

    const codes = [(await create(raw, 'two', 1, 2)).errorCode, (await create(raw, 'three', 1, 3)).errorCode]

    expect(codes).toEqual([ErrorCodes.INVALID_REPLICATION_FACTOR, 0])
  })

  it('have as many partitions as the service allows, and the text says so', async () => {
    await using world = await startWorld({ profile: 'confluent-cloud' })
    const raw = await world.connect()

    const refused = await create(raw, 'huge', 4095, 3)
    const grown = await raw.send(createPartitionsApi, 1, {
      topics: [{ name: 'orders', count: 4097, assignments: null }],
      timeoutMs: 1000,
    })

    const limit = { errorCode: ErrorCodes.POLICY_VIOLATION, errorMessage: expect.stringContaining('maximum number') }
    expect(refused).toMatchObject(limit)
    expect(grown.results[0]).toMatchObject(limit)
  })
})
