import { describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { fetchApi } from '../../../src/protocol/apis/fetch.ts'
import { metadataApi } from '../../../src/protocol/apis/metadata.ts'
import { offsetForLeaderEpochApi } from '../../../src/protocol/apis/offset-for-leader-epoch.ts'
import { batchOf, valuesOf } from '../../cluster/batches.ts'
import { fetchOnce, produce, startWorld } from './cluster-world.ts'

const records = (...values: string[]) => batchOf({ values })

describe('a leader that moves', () => {
  it('leads in a new epoch, and the old one tells where it is', async () => {
    await using world = await startWorld()
    world.cluster.faults.moveLeader('orders', 0, 2)

    const refused = await produce(await world.connect(1), { records: records('a') })

    expect(refused).toMatchObject({
      errorCode: ErrorCodes.NOT_LEADER_OR_FOLLOWER,
      currentLeader: { leaderId: 2, leaderEpoch: 1 },
      nodeEndpoints: [{ nodeId: 2, host: 'broker-2', port: 9092 }],
    })
  })

  it('fences readers of the old epoch, and tells them too', async () => {
    await using world = await startWorld()
    const raw = await world.connect(1)
    world.cluster.faults.moveLeader('orders', 0, 2)
    const { topics } = await raw.send(metadataApi, 12, { topics: [{ name: 'orders' }] })
    const partitions = [{ partition: 0, currentLeaderEpoch: 0, partitionMaxBytes: 100 }]

    const answer = await raw.send(fetchApi, 16, {
      maxWaitMs: 500,
      sessionEpoch: -1,
      topics: [{ topicId: topics[0]!.topicId, partitions }],
    })

    expect(answer.responses[0]!.partitions[0]).toMatchObject({
      errorCode: ErrorCodes.FENCED_LEADER_EPOCH,
      currentLeader: { leaderId: 2, leaderEpoch: 1 },
    })
    expect(answer.nodeEndpoints).toMatchObject([{ nodeId: 2 }])
  })

  it('ends a wait for records at its old broker', async () => {
    await using world = await startWorld()
    const waiting = fetchOnce(await world.connect(1), { currentLeaderEpoch: 0 }, { maxWaitMs: 60_000 })
    await world.clock.settle()

    world.cluster.faults.moveLeader('orders', 0, 2)

    expect((await waiting).errorCode).toBe(ErrorCodes.FENCED_LEADER_EPOCH)
  })

  it('keeps all records, and its followers serve them', async () => {
    await using world = await startWorld()
    await produce(await world.connect(1), { records: records('a', 'b') })
    world.cluster.faults.moveLeader('orders', 0, 2)

    const fromFollower = await fetchOnce(await world.connect(3))

    expect(valuesOf(fromFollower.records)).toEqual(['a', 'b'])
  })

  it('knows where the epoch before ended', async () => {
    await using world = await startWorld()
    await produce(await world.connect(1), { records: records('a', 'b') })
    world.cluster.faults.moveLeader('orders', 0, 2)
    const raw = await world.connect(2)
    await produce(raw, { records: records('c') })

    const { topics } = await raw.send(offsetForLeaderEpochApi, 4, {
      replicaId: -1,
      topics: [{ topic: 'orders', partitions: [{ partition: 0, leaderEpoch: 0, currentLeaderEpoch: 1 }] }],
    })

    expect(topics[0]!.partitions[0]).toMatchObject({ errorCode: 0, leaderEpoch: 0, endOffset: 2n })
  })
})

describe('a broker that stops', () => {
  it('hands its partitions to others in sync, and leaves the list', async () => {
    await using world = await startWorld()

    await world.cluster.broker(1).stop()

    const { leaderId, leaderEpoch, isr } = world.cluster.partition('orders', 0)
    expect({ leaderId, leaderEpoch, isr }).toEqual({ leaderId: 2, leaderEpoch: 1, isr: [2, 3] })
  })

  it('refuses connections, and is not listed', async () => {
    await using world = await startWorld()
    await world.cluster.broker(1).stop()

    await expect(world.connect(1)).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' })
    const { brokers } = await (await world.connect(2)).send(metadataApi, 9, { topics: [] })

    expect(brokers.map(({ nodeId }) => nodeId)).toEqual([2, 3])
  })

  it('leaves its partitions without a leader when nobody else is in sync, and leads again when it is back', async () => {
    await using world = await startWorld()
    const { cluster } = world
    cluster.faults.shrinkIsr('orders', 0)

    await cluster.broker(1).stop()
    const whileAway = cluster.partition('orders', 0).leaderId
    await cluster.broker(1).restart()

    expect(whileAway).toBe(-1)
    expect(cluster.partition('orders', 0)).toMatchObject({ leaderId: 1, leaderEpoch: 2 })
  })

  it('keeps its partitions when the test says that nobody has noticed', async () => {
    await using world = await startWorld()

    await world.cluster.broker(1).stop({ keepsLeadership: true })

    expect(world.cluster.partition('orders', 0)).toMatchObject({ leaderId: 1, leaderEpoch: 0 })
  })

  it('loses them when its controller notices', async () => {
    await using world = await startWorld()
    const broker = world.cluster.broker(1)
    await broker.stop({ keepsLeadership: true })

    await broker.stop()

    expect(world.cluster.partition('orders', 0)).toMatchObject({ leaderId: 2, leaderEpoch: 1 })
  })

  it('comes back on its port and into sync', async () => {
    await using world = await startWorld()
    const { port } = world.cluster.broker(1)

    await world.cluster.broker(1).restart()

    expect(world.cluster.broker(1).port).toBe(port)
    expect(world.cluster.partition('orders', 0).isr).toEqual([1, 2, 3])
  })
})

describe('records that followers do not have', () => {
  it('are not seen, and not acknowledged to acks=all, until they have them', async () => {
    await using world = await startWorld()
    const { cluster, clock } = world
    cluster.faults.holdReplication('orders', 0)
    let isAnswered = false
    const pending = produce(await world.connect(1), { records: records('a') }).finally(() => {
      isAnswered = true
    })
    const before = await fetchOnce(await world.connect(1))
    await clock.settle()
    const wasAnswered = isAnswered

    cluster.faults.releaseReplication('orders', 0)

    expect(wasAnswered).toBe(false)
    expect(before).toMatchObject({ errorCode: 0, highWatermark: 0n, records: Buffer.alloc(0) })
    expect(await pending).toMatchObject({ errorCode: 0, baseOffset: 0n })
    expect(cluster.log('orders', 0).highWatermark).toBe(1n)
  })

  it('time out for acks=all, and stay in the log', async () => {
    await using world = await startWorld()
    world.cluster.faults.holdReplication('orders', 0)
    const pending = produce(await world.connect(1), { records: records('a'), timeoutMs: 300 })
    await world.clock.settle()

    await world.clock.advance(300)

    expect((await pending).errorCode).toBe(ErrorCodes.REQUEST_TIMED_OUT)
    expect(world.cluster.log('orders', 0).endOffset).toBe(1n)
  })

  it('are acknowledged to acks=1, and lost with their leader', async () => {
    await using world = await startWorld()
    const { cluster } = world
    const raw = await world.connect(1)
    await produce(raw, { records: records('kept') })
    cluster.faults.holdReplication('orders', 0)
    const acknowledged = await produce(raw, { records: records('lost'), acks: 1 })

    cluster.faults.moveLeader('orders', 0, 2)

    expect(acknowledged.errorCode).toBe(0)
    expect(cluster.log('orders', 0).records.map(({ value }) => value?.toString())).toEqual(['kept'])
  })

  it('are refused to acks=all when the leader moves meanwhile', async () => {
    await using world = await startWorld()
    world.cluster.faults.holdReplication('orders', 0)
    const pending = produce(await world.connect(1), { records: records('a') })
    await world.clock.settle()

    world.cluster.faults.moveLeader('orders', 0, 2)

    expect((await pending).errorCode).toBe(ErrorCodes.NOT_LEADER_OR_FOLLOWER)
  })

  it('are appended and refused when too few replicas are left in sync', async () => {
    await using world = await startWorld({ topics: { orders: { configs: { 'min.insync.replicas': 2 } } } })
    const { cluster } = world
    cluster.faults.holdReplication('orders', 0)
    const pending = produce(await world.connect(1), { records: records('a') })
    await world.clock.settle()

    cluster.faults.shrinkIsr('orders', 0)

    expect((await pending).errorCode).toBe(ErrorCodes.NOT_ENOUGH_REPLICAS_AFTER_APPEND)
    expect(cluster.log('orders', 0).endOffset).toBe(1n)
  })
})

describe('a partition with too few replicas in sync', () => {
  it('takes nothing with acks=all, and everything with acks=1', async () => {
    await using world = await startWorld({ topics: { orders: { configs: { 'min.insync.replicas': 2 } } } })
    world.cluster.faults.shrinkIsr('orders', 0)
    const raw = await world.connect(1)

    const all = await produce(raw, { records: records('a') })
    const one = await produce(raw, { records: records('b'), acks: 1 })

    expect(all.errorCode).toBe(ErrorCodes.NOT_ENOUGH_REPLICAS)
    expect(one.errorCode).toBe(0)
  })

  it('takes all again when they are back', async () => {
    await using world = await startWorld({ topics: { orders: { configs: { 'min.insync.replicas': 2 } } } })
    world.cluster.faults.shrinkIsr('orders', 0)

    world.cluster.faults.restoreIsr('orders', 0)

    expect((await produce(await world.connect(1), { records: records('a') })).errorCode).toBe(0)
  })
})

describe('an unclean election', () => {
  it('tells a reader of what is gone where the logs part', async () => {
    await using world = await startWorld()
    const { cluster } = world
    const raw = await world.connect(1)
    for (const value of ['a', 'b', 'c']) await produce(raw, { records: records(value) })

    cluster.faults.electUnclean('orders', 0, 2, 1n)
    const fresh = await world.connect(2)
    await produce(fresh, { records: records('other') })
    const reader = await fetchOnce(fresh, { fetchOffset: 3n, lastFetchedEpoch: 0, currentLeaderEpoch: 1 })

    expect(reader).toMatchObject({ errorCode: 0, divergingEpoch: { epoch: 0, endOffset: 1n } })
    expect(cluster.log('orders', 0).records.map(({ value }) => value?.toString())).toEqual(['a', 'other'])
  })

  it('forgets what the producer sent in what is gone', async () => {
    await using world = await startWorld()
    const { cluster } = world
    const batch = (baseSequence: number) =>
      batchOf({ values: [`${baseSequence}`], producerId: 5n, producerEpoch: 0, baseSequence })
    const raw = await world.connect(1)
    for (const sequence of [0, 1, 2]) await produce(raw, { records: batch(sequence) })

    cluster.faults.electUnclean('orders', 0, 2, 1n)

    expect(cluster.log('orders', 0).producers).toMatchObject([{ producerId: 5n, lastSequence: 0 }])
    expect((await produce(await world.connect(2), { records: batch(1) })).baseOffset).toBe(1n)
  })
})

describe('readers that name their rack', () => {
  const racks = { brokers: [{ rack: 'a' }, { rack: 'b' }, { rack: 'c' }], prefersReplicasInRack: true }

  it('are sent to a replica there, and get nothing from the leader', async () => {
    await using world = await startWorld(racks)
    const raw = await world.connect(1)
    await produce(raw, { records: records('a') })

    const sent = await fetchOnce(raw, {}, { rackId: 'c' })
    const there = await fetchOnce(await world.connect(3), {}, { rackId: 'c' })

    expect(sent).toMatchObject({ preferredReadReplica: 3, records: Buffer.alloc(0) })
    expect(valuesOf(there.records)).toEqual(['a'])
  })

  it.each([
    ['the leader is there', 'a'],
    ['nobody is there', 'z'],
  ])('stay with the leader when %s', async (_why, rackId) => {
    await using world = await startWorld(racks)
    const raw = await world.connect(1)
    await produce(raw, { records: records('a') })

    const { preferredReadReplica, records: bytes } = await fetchOnce(raw, {}, { rackId })

    expect(preferredReadReplica).toBe(-1)
    expect(valuesOf(bytes)).toEqual(['a'])
  })

  it('stay with the leader when the replica there is out of sync', async () => {
    await using world = await startWorld(racks)
    world.cluster.faults.setIsr('orders', 0, [2])

    const { preferredReadReplica } = await fetchOnce(await world.connect(1), {}, { rackId: 'c' })

    expect(preferredReadReplica).toBe(-1)
  })
})
