import { describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../../src/errors/error-codes.ts'
import { consumerGroupHeartbeatApi } from '../../../../src/protocol/apis/consumer-group-heartbeat.ts'
import type { Draft } from '../../../../src/protocol/message-codec.ts'
import type { ConsumerGroupHeartbeatRequest } from '../../../../src/protocol/messages/consumer-group-heartbeat-request.ts'
import { MemoryStorage } from '../../../../src/testing/index.ts'
import { type ClusterWorld, startWorld } from '../cluster-world.ts'

const groupId = 'billing'

async function beat(world: ClusterWorld, memberId: string, request: Draft<ConsumerGroupHeartbeatRequest> = {}) {
  const raw = await world.connect(world.cluster.coordinatorOf(groupId)!.nodeId)
  return raw.send(consumerGroupHeartbeatApi, 1, {
    ...{ groupId, memberId, rebalanceTimeoutMs: -1, subscribedTopicNames: null, topicPartitions: null },
    ...request,
  })
}

function join(world: ClusterWorld, memberId: string, request: Draft<ConsumerGroupHeartbeatRequest> = {}) {
  const said = { memberEpoch: 0, rebalanceTimeoutMs: 5000, subscribedTopicNames: ['orders'], topicPartitions: [] }
  return beat(world, memberId, { ...said, ...request })
}

function stateOf(world: ClusterWorld) {
  const { state, members } = world.cluster.group(groupId)!
  return { state, members: members.map(({ memberId }) => memberId) }
}

describe('sessions of a group in which the broker assigns', () => {
  it('end a member that does not heartbeat', async () => {
    await using world = await startWorld()
    await join(world, 'one')

    await world.clock.advance(44_900)
    const before = stateOf(world)
    await world.clock.advance(200)

    expect(before).toEqual({ state: 'Stable', members: ['one'] })
    expect(stateOf(world)).toEqual({ state: 'Empty', members: [] })
  })

  it('end a static member that left for too long', async () => {
    await using world = await startWorld()
    await join(world, 'one', { instanceId: 'fixed' })
    await beat(world, 'one', { instanceId: 'fixed', memberEpoch: -2 })

    await world.clock.advance(45_001)

    expect(stateOf(world).members).toEqual([])
  })

  it('begin anew at the next coordinator', async () => {
    await using world = await startWorld()
    const { memberEpoch } = await join(world, 'one')
    await world.clock.advance(40_000)

    world.cluster.faults.moveCoordinator(groupId, (world.cluster.coordinatorOf(groupId)!.nodeId % 3) + 1)
    await world.clock.advance(40_000)

    expect(await beat(world, 'one', { memberEpoch })).toMatchObject({ errorCode: ErrorCodes.NONE, memberEpoch })
  })
})

it('who does not give up partitions in its rebalance timeout is put out', async () => {
  await using world = await startWorld()
  const { memberEpoch } = await join(world, 'one')
  await join(world, 'two')
  await beat(world, 'one', { memberEpoch })
  await world.clock.advance(4000)
  // Heartbeats alone do not help.
  await beat(world, 'one', { memberEpoch })

  await world.clock.advance(1001)

  expect(stateOf(world).members).toEqual(['two'])
  const answer = await beat(world, 'one', { memberEpoch })
  expect(answer.errorCode).toBe(ErrorCodes.UNKNOWN_MEMBER_ID)
})

it('changes gather for as long as the broker is told to wait', async () => {
  await using world = await startWorld({ config: { 'group.consumer.assignment.interval.ms': 1000 } })
  const { memberEpoch } = await join(world, 'one')

  const early = await join(world, 'two')
  const before = stateOf(world).state
  await world.clock.advance(1000)
  const late = await beat(world, 'two', { memberEpoch: early.memberEpoch })

  expect({ before, early: early.memberEpoch, late: late.memberEpoch }).toEqual({
    ...{ before: 'Assigning', early: memberEpoch, late: memberEpoch + 1 },
  })
})

it('a group has no room for more members than the broker allows', async () => {
  await using world = await startWorld({ config: { 'group.consumer.max.size': 1 } })
  await join(world, 'one')

  expect((await join(world, 'two')).errorCode).toBe(ErrorCodes.GROUP_MAX_SIZE_REACHED)
  expect((await beat(world, 'one', { memberEpoch: 2 })).errorCode).toBe(ErrorCodes.NONE)
})

it('a group outlives its cluster where that has a storage: members, epochs and assignments', async () => {
  const storage = new MemoryStorage()
  const before = await startWorld({ storage, clusterId: 'c' })
  const { memberEpoch } = await join(before, 'one', { instanceId: 'fixed', serverAssignor: 'range' })
  const view = before.cluster.group(groupId)!
  await before[Symbol.asyncDispose]()

  await using world = await startWorld({ storage, clusterId: 'c' })
  const answer = await beat(world, 'one', { memberEpoch, instanceId: 'fixed' })

  expect(answer).toMatchObject({ errorCode: ErrorCodes.NONE, memberEpoch })
  expect(world.cluster.group(groupId)).toEqual(view)
})
