/** What time, chance and failures do to share groups: on a clock that stands still. */
import { describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../../src/errors/error-codes.ts'
import { deleteGroupsApi } from '../../../../src/protocol/apis/delete-groups.ts'
import { shareGroupDescribeApi } from '../../../../src/protocol/apis/share-group-describe.ts'
import type { FakeClusterOptions } from '../../../../src/testing/index.ts'
import { batchOf } from '../../../cluster/batches.ts'
import { Acknowledge, all, configureGroup, RawShareMember, topicIdOf } from '../../../cluster/raw-share.ts'
import { produceRaw } from '../../../cluster/raw-topics.ts'
import { type ClusterWorld, startWorld } from '../cluster-world.ts'

const groupId = 'shared'

async function startShared(options: FakeClusterOptions = {}, configs: Readonly<Record<string, string>> = {}) {
  const world = await startWorld({ brokers: 1, topics: { orders: 1 }, ...options })
  await configureGroup(await world.connect(), groupId, configs)
  return world
}

/** A member on a connection of its own. */
async function memberOf(world: ClusterWorld, nodeId = 1): Promise<RawShareMember> {
  const raw = await world.connect(nodeId)
  return new RawShareMember(raw, groupId, await topicIdOf(raw, 'orders'))
}

async function produce(world: ClusterWorld, ...values: string[]): Promise<void> {
  const { leaderId } = world.cluster.partition('orders', 0)
  await produceRaw(await world.connect(leaderId), 'orders', 0, batchOf({ values }))
}

/** Returns when a request waits for records. */
async function untilWaiting({ clock }: ClusterWorld): Promise<void> {
  while (!clock.liveTimers.some(({ label }) => label === 'share fetch wait')) await clock.settle()
}

const notWaiting = { maxWaitMs: 0 }

describe('the lock on a record', () => {
  it('ends after its time, and others get the record', async () => {
    await using world = await startShared()
    await produce(world, 'a')
    const [one, two] = [await memberOf(world), await memberOf(world)]
    await one.fetch()
    await world.clock.advance(29_999)
    const before = await two.fetch(notWaiting)

    await world.clock.advance(1)
    const after = await two.fetch(notWaiting)
    const late = await one.acknowledge([all(Acknowledge.accept, 0n)])

    expect([before.acquired, after.acquired]).toEqual([[], [[0n, 0n, 2]]])
    expect(late.partitionErrorCode).toBe(ErrorCodes.INVALID_RECORD_STATE)
  })

  it('wakes who waits for records', async () => {
    await using world = await startShared()
    await produce(world, 'a')
    const [one, two] = [await memberOf(world), await memberOf(world)]
    await one.fetch()
    const waiting = two.fetch({ maxWaitMs: 60_000 })
    await untilWaiting(world)

    await world.clock.advance(30_000)

    expect((await waiting).acquired).toEqual([[0n, 0n, 2]])
  })

  it('begins anew when it is renewed (KIP-1222)', async () => {
    await using world = await startShared()
    await produce(world, 'a', 'b')
    const [one, two] = [await memberOf(world), await memberOf(world)]
    await one.fetch()
    await world.clock.advance(20_000)
    await one.acknowledge([all(Acknowledge.renew, 0n)], { isRenewAck: true })

    await world.clock.advance(20_000)
    const given = await two.fetch(notWaiting)
    await world.clock.advance(10_000)
    const then = await two.fetch(notWaiting)

    expect(given.acquired).toEqual([[1n, 1n, 2]])
    expect(then.acquired).toEqual([[0n, 0n, 2]])
  })

  it('is as long as the group says', async () => {
    await using world = await startShared({}, { 'share.record.lock.duration.ms': '1000' })
    await produce(world, 'a')
    const member = await memberOf(world)
    await member.fetch()

    await world.clock.advance(1000)

    expect((await member.fetch(notWaiting)).acquired).toEqual([[0n, 0n, 2]])
  })

  it('leaves no timer behind when everything is acknowledged', async () => {
    await using world = await startShared()
    await produce(world, 'a', 'b')
    const member = await memberOf(world)
    await member.fetch()
    const held = world.clock.liveTimers.filter(({ label }) => label === 'acquisition lock').length

    await member.acknowledge([all(Acknowledge.accept, 0n), all(Acknowledge.reject, 1n)])

    expect(held).toBe(1)
    expect(world.clock.liveTimers.map(({ label }) => label)).not.toContain('acquisition lock')
  })
})

describe('a record', () => {
  it('that runs out of time again and again is archived', async () => {
    await using world = await startShared({ config: { 'group.share.delivery.count.limit': 2 } })
    await produce(world, 'poison', 'fine')
    const member = await memberOf(world)
    for (let time = 0; time < 2; time++) {
      await member.fetch(notWaiting)
      if (time === 0) await member.acknowledge([all(Acknowledge.accept, 1n)])
      await world.clock.advance(30_000)
    }

    const third = await member.fetch(notWaiting)

    expect(third.acquired).toEqual([])
  })

  it('is given out while no more are in flight than may be', async () => {
    await using world = await startShared({ config: { 'group.share.partition.max.record.locks': 4 } })
    for (const value of ['a', 'b', 'c']) await produce(world, `${value}1`, `${value}2`)
    const member = await memberOf(world)

    const first = await member.fetch(notWaiting)
    const full = await member.fetch(notWaiting)
    await member.acknowledge([all(Acknowledge.accept, 0n, 1n)])
    const more = await member.fetch(notWaiting)

    expect([first.acquired, full.acquired, more.acquired]).toEqual([[[0n, 3n, 1]], [], [[4n, 5n, 1]]])
  })

  it('is told apart by batches of the size that was asked for', async () => {
    await using world = await startShared()
    for (const value of ['a', 'b', 'c']) await produce(world, `${value}1`, `${value}2`)
    const member = await memberOf(world)

    const { acquired } = await member.fetch({ batchSize: 2 })

    expect(acquired).toEqual([
      [0n, 1n, 1],
      [2n, 3n, 1],
      [4n, 5n, 1],
    ])
  })

  it('that was deleted before anybody got it is nobody’s', async () => {
    await using world = await startShared()
    await produce(world, 'a', 'b', 'c')
    const member = await memberOf(world)
    await member.fetch()
    world.cluster.faults.deleteRecords('orders', 0, 2n)

    const { partitionErrorCode } = await member.acknowledge([all(Acknowledge.accept, 0n, 2n)])
    await produce(world, 'd')

    expect(partitionErrorCode).toBe(0)
    expect((await member.fetch(notWaiting)).acquired).toEqual([[3n, 3n, 1]])
  })

  it('that compaction took away is a gap in what a member gets', async () => {
    await using world = await startShared()
    for (const value of ['a', 'b']) await produce(world, value)
    world.cluster.compact('orders', 0)
    const member = await memberOf(world)

    const { acquired, values } = await member.fetch()

    expect(acquired).toEqual([[1n, 1n, 1]])
    expect(values).toEqual(['b'])
  })

  it('that was lost with its leader is given again when it is another one', async () => {
    await using world = await startShared({ brokers: 2, topics: { orders: { partitions: 1 } } })
    for (const value of ['a', 'b']) await produce(world, value)
    const first = await memberOf(world)
    await first.fetch()
    world.cluster.faults.electUnclean('orders', 0, 2, 1n)
    await produce(world, 'other')
    const second = await memberOf(world, 2)

    const { acquired, values } = await second.fetch(notWaiting)

    expect(acquired).toEqual([
      [0n, 0n, 1],
      [1n, 1n, 1],
    ])
    expect(values).toEqual(['a', 'other'])
  })
})

describe('a share session', () => {
  it('has no room beyond the limit, until another one ends', async () => {
    await using world = await startShared({ config: { 'group.share.max.share.sessions': 1 } })
    const [one, two] = [await memberOf(world), await memberOf(world)]
    await one.fetch(notWaiting)
    const refused = await two.fetch(notWaiting)

    await one.closeSession()

    expect(refused.errorCode).toBe(ErrorCodes.SHARE_SESSION_LIMIT_REACHED)
    expect((await two.fetch(notWaiting)).errorCode).toBe(0)
  })

  it('ends with its connection, and what was given goes to others', async () => {
    await using world = await startShared()
    await produce(world, 'a')
    const [one, two] = [await memberOf(world), await memberOf(world)]
    await one.fetch()
    const waiting = two.fetch({ maxWaitMs: 60_000 })
    await untilWaiting(world)

    one.raw.close()

    expect((await waiting).acquired).toEqual([[0n, 0n, 2]])
  })

  it('gives nothing to a connection that was closed while it waited', async () => {
    await using world = await startShared()
    const [one, two] = [await memberOf(world), await memberOf(world)]
    const lost = one.fetch({ maxWaitMs: 60_000 }).catch(() => undefined)
    await untilWaiting(world)
    one.raw.close()
    await lost

    await produce(world, 'a')

    expect((await two.fetch(notWaiting)).acquired).toEqual([[0n, 0n, 1]])
  })

  it('is not known to a broker that was started again', async () => {
    await using world = await startShared()
    const member = await memberOf(world)
    await member.fetch(notWaiting)
    await world.cluster.broker(1).restart()
    const raw = await world.connect()
    const { memberId, topicId } = member
    const again = Object.assign(new RawShareMember(raw, groupId, topicId), { memberId })

    expect((await again.fetch({ ...notWaiting, shareSessionEpoch: 1 })).errorCode).toBe(
      ErrorCodes.SHARE_SESSION_NOT_FOUND,
    )
  })

  it('forgets partitions that are not wanted any more', async () => {
    await using world = await startShared()
    const member = await memberOf(world)
    await member.fetch(notWaiting)
    await produce(world, 'a')

    const forgottenTopicsData = [{ topicId: member.topicId, partitions: [0] }]
    const { acquired, partitions } = await member.fetch({ ...notWaiting, topics: [], forgottenTopicsData })

    expect([acquired, partitions]).toEqual([[], []])
  })
})

describe('a partition whose leader moves', () => {
  it('is read from the new one, which forgets who had what', async () => {
    await using world = await startShared({ brokers: 2, topics: { orders: { partitions: 1 } } })
    await produce(world, 'a', 'b')
    const one = await memberOf(world)
    await one.fetch()
    await one.acknowledge([all(Acknowledge.accept, 0n)])
    world.cluster.faults.moveLeader('orders', 0, 2)

    const old = await one.acknowledge([all(Acknowledge.accept, 1n)])
    const two = await memberOf(world, 2)
    const given = await two.fetch(notWaiting)

    expect(old.partitionErrorCode).toBe(ErrorCodes.NOT_LEADER_OR_FOLLOWER)
    expect(old.responses[0]!.partitions[0]!.currentLeader).toMatchObject({ leaderId: 2, leaderEpoch: 1 })
    expect(old.nodeEndpoints.map(({ nodeId }) => nodeId)).toEqual([2])
    expect(given.acquired).toEqual([[1n, 1n, 1]])
  })

  it('wakes who waits at the old one', async () => {
    await using world = await startShared({ brokers: 2, topics: { orders: { partitions: 1 } } })
    const member = await memberOf(world)
    const waiting = member.fetch({ maxWaitMs: 60_000 })
    await untilWaiting(world)

    world.cluster.faults.moveLeader('orders', 0, 2)

    const { partition, nodeEndpoints } = await waiting
    expect(partition).toMatchObject({ errorCode: ErrorCodes.NOT_LEADER_OR_FOLLOWER, currentLeader: { leaderId: 2 } })
    expect(nodeEndpoints).toHaveLength(1)
  })
})

describe('the members of a share group', () => {
  const describeGroup = async (world: ClusterWorld) => {
    const raw = await world.connect()
    const { groups } = await raw.send(shareGroupDescribeApi, 1, { groupIds: [groupId] })
    return groups[0]!
  }

  it('are out when they are not heard of', async () => {
    await using world = await startShared()
    const [quiet, alive] = [await memberOf(world), await memberOf(world)]
    for (const member of [quiet, alive]) await member.joinUntilAssigned('orders', 1)
    await world.clock.advance(30_000)
    await alive.joinUntilAssigned('orders', 1)

    await world.clock.advance(15_000)

    const { members } = await describeGroup(world)
    const late = await quiet.heartbeat()
    expect(members.map(({ memberId }) => memberId)).toEqual([alive.memberId])
    expect(late.errorCode).toBe(ErrorCodes.UNKNOWN_MEMBER_ID)
  })

  it('are told of partitions that were added, and of topics that are made', async () => {
    await using world = await startShared()
    const member = await memberOf(world)
    const subscribedTopicNames = ['orders', 'later']
    member.memberEpoch = (await member.heartbeat({ subscribedTopicNames })).memberEpoch
    const nothingNew = await member.heartbeat()

    world.cluster.createTopic('later', 2)
    const { assignment, memberEpoch } = await member.heartbeat()

    expect(nothingNew.assignment).toBeNull()
    expect(memberEpoch).toBe(member.memberEpoch + 1)
    expect(assignment?.topicPartitions.map(({ partitions }) => partitions)).toEqual([[0, 1], [0]])
  })

  it('are no more than the limit', async () => {
    await using world = await startShared({ config: { 'group.share.max.size': 1 } })
    const [one, two] = [await memberOf(world), await memberOf(world)]
    await one.joinUntilAssigned('orders', 1)

    const { errorCode } = await two.heartbeat({ subscribedTopicNames: ['orders'] })

    expect(errorCode).toBe(ErrorCodes.GROUP_MAX_SIZE_REACHED)
  })

  it('ask the broker that coordinates them', async () => {
    await using world = await startShared({ brokers: 2 })
    world.cluster.faults.moveCoordinator(groupId, 2)
    const [wrong, right] = [await memberOf(world, 1), await memberOf(world, 2)]

    const codes = [wrong, right].map((member) => member.heartbeat({ subscribedTopicNames: ['orders'] }))

    expect((await Promise.all(codes)).map(({ errorCode }) => errorCode)).toEqual([ErrorCodes.NOT_COORDINATOR, 0])
  })

  it('keep their group from being deleted', async () => {
    await using world = await startShared()
    const member = await memberOf(world)
    await member.joinUntilAssigned('orders', 1)
    const raw = await world.connect()
    const deleteGroup = async () => {
      const { results } = await raw.send(deleteGroupsApi, 2, { groupsNames: [groupId] })
      return results[0]!.errorCode
    }
    const refused = await deleteGroup()

    await member.heartbeat({ memberEpoch: -1 })

    expect(refused).toBe(ErrorCodes.NON_EMPTY_GROUP)
    expect(await deleteGroup()).toBe(0)
    expect((await describeGroup(world)).errorCode).toBe(ErrorCodes.GROUP_ID_NOT_FOUND)
  })
})

describe('a group that begins to read', () => {
  it('begins where its records of that age are', async () => {
    await using world = await startShared({}, { 'share.auto.offset.reset': 'by_duration:PT1H' })
    const nowMs = world.clock.wallNow()
    const raw = await world.connect()
    await produceRaw(raw, 'orders', 0, batchOf({ values: ['old'], timestamp: nowMs - 7_200_000 }))
    await produceRaw(raw, 'orders', 0, batchOf({ values: ['new'], timestamp: nowMs - 60_000 }))
    const member = await memberOf(world)

    expect((await member.fetch(notWaiting)).values).toEqual(['new'])
  })
})
