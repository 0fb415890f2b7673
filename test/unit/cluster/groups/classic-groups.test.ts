import { describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../../src/errors/error-codes.ts'
import { type FakeClusterOptions, MemoryStorage } from '../../../../src/testing/index.ts'
import { assignAll, RawMember } from '../../../cluster/raw-groups.ts'
import { type ClusterWorld, startWorld } from '../cluster-world.ts'

const groupId = 'billing'

async function openMember(world: ClusterWorld, groupInstanceId?: string): Promise<RawMember> {
  const raw = await world.connect(world.cluster.coordinatorOf(groupId)!.nodeId)
  return RawMember.on(raw, { groupId, ...(groupInstanceId === undefined ? {} : { groupInstanceId }) })
}

/** What becomes of a request when that much time passes. */
async function inTime<T>(world: ClusterWorld, ms: number, answer: Promise<T>): Promise<T | 'nothing yet'> {
  let result: T | 'nothing yet' = 'nothing yet'
  answer.then(
    (value) => {
      result = value
    },
    () => {},
  )
  await world.clock.advance(ms)
  return result
}

/** A stable group of members that came one after another; the first of them leads it. */
async function startGroup(world: ClusterWorld, ...instances: (string | undefined)[]): Promise<RawMember[]> {
  const members: RawMember[] = []
  for (const instance of instances) {
    const last = await openMember(world, instance)
    const joining = last.join()
    await world.clock.advance(1)
    const others = members.map((member) => member.join())
    await world.clock.advance(1)
    const joined = await Promise.all([...others, joining])
    members.push(last)
    const assigned = assignAll(members, joined)
    await world.clock.advance(1)
    await assigned
  }
  return members
}

async function settled<T>(world: ClusterWorld, answer: Promise<T>): Promise<T> {
  const result = await inTime(world, 1, answer)
  if (result === 'nothing yet') throw new Error('There is no answer')
  return result as T
}

function stateOf(world: ClusterWorld): { state: string; members: number } {
  const { state, members } = world.cluster.group(groupId)!
  return { state, members: members.length }
}

describe('sessions of a classic group', () => {
  it('end a member that does not heartbeat, and the others rebalance', async () => {
    await using world = await startWorld()
    const [first] = await startGroup(world, undefined, undefined)
    for (let times = 0; times < 3; times++) {
      await world.clock.advance(4000)
      await settled(world, first!.heartbeat())
    }

    const heartbeat = await settled(world, first!.heartbeat())

    expect(heartbeat).toBe(ErrorCodes.REBALANCE_IN_PROGRESS)
    expect(stateOf(world)).toEqual({ state: 'PreparingRebalance', members: 1 })
  })

  it('are as long as the member said', async () => {
    await using world = await startWorld()
    await startGroup(world, undefined)

    await world.clock.advance(9_900)
    const before = stateOf(world)
    await world.clock.advance(200)

    expect([before, stateOf(world)]).toEqual([
      { state: 'Stable', members: 1 },
      { state: 'Empty', members: 0 },
    ])
  })

  it('are kept by commits too', async () => {
    await using world = await startWorld()
    const [member] = await startGroup(world, undefined)
    for (let times = 0; times < 4; times++) {
      await world.clock.advance(6000)
      expect(await settled(world, member!.commit('orders', 1n))).toBe(ErrorCodes.NONE)
    }

    expect(stateOf(world)).toEqual({ state: 'Stable', members: 1 })
  })

  it('end ids that were given and never joined', async () => {
    await using world = await startWorld()
    const pending = await openMember(world)
    await settled(world, pending.joinOnce(5))

    await world.clock.advance(10_001)

    const { errorCode } = await settled(world, pending.joinOnce(5))
    expect(errorCode).toBe(ErrorCodes.UNKNOWN_MEMBER_ID)
  })
})

describe('rebalances of a classic group', () => {
  it('go on without a dynamic member that does not come back in time', async () => {
    await using world = await startWorld()
    const [first] = await startGroup(world, undefined, undefined)
    const joining = first!.join()
    expect(await inTime(world, 5000, joining)).toBe('nothing yet')

    const joined = await inTime(world, 5100, joining)

    expect(joined).toMatchObject({ errorCode: 0, generationId: 3 })
    expect(stateOf(world)).toEqual({ state: 'CompletingRebalance', members: 1 })
  })

  it('keep a static member that does not come back, with its assignment', async () => {
    await using world = await startWorld()
    const [first, fixed] = await startGroup(world, undefined, 'fixed')
    const joining = first!.join()
    for (let times = 0; times < 3; times++) {
      await world.clock.advance(3000)
      expect(await settled(world, fixed!.heartbeat())).toBe(ErrorCodes.REBALANCE_IN_PROGRESS)
    }

    await world.clock.advance(1100)

    const { generationId, members } = await settled(world, joining)
    expect({ generationId, count: members.length }).toEqual({ generationId: 3, count: 2 })
  })

  it('begin again without those who have not synchronized in time', async () => {
    await using world = await startWorld()
    const [first, second] = [await openMember(world), await openMember(world)]
    const joining = Promise.all([first.join(), second.join()])
    await world.clock.advance(1)
    await joining
    const follower = world.cluster.group(groupId)!.leaderId === first.memberId ? second : first
    const waiting = follower.sync()
    for (let times = 0; times < 2; times++) {
      await world.clock.advance(4000)
    }

    const answer = await inTime(world, 3000, waiting)

    expect(answer).toMatchObject({ errorCode: ErrorCodes.REBALANCE_IN_PROGRESS })
    expect(stateOf(world).members).toBe(1)
  })

  it('of a new group wait for those who start together, and for those who come meanwhile', async () => {
    await using world = await startWorld({ config: { 'group.initial.rebalance.delay.ms': 3000 } })
    const [first, second] = [await openMember(world), await openMember(world)]
    const joining = first.join()
    await world.clock.advance(2900)
    const joiningToo = second.join()
    expect(await inTime(world, 2900, joining)).toBe('nothing yet')

    const both = [await inTime(world, 200, joining), await inTime(world, 0, joiningToo)]

    expect(both).toMatchObject([{ generationId: 1 }, { generationId: 1 }])
    expect(stateOf(world).members).toBe(2)
  })

  it('have no room for more members than the broker allows', async () => {
    await using world = await startWorld({ config: { 'group.max.size': 1 } })
    await startGroup(world, undefined)
    const second = await openMember(world)

    const { errorCode } = await settled(world, second.joinOnce(3))

    expect(errorCode).toBe(ErrorCodes.GROUP_MAX_SIZE_REACHED)
  })
})

describe('a classic group whose coordinator moves', () => {
  const otherThan = (world: ClusterWorld): number => (world.cluster.coordinatorOf(groupId)!.nodeId % 3) + 1

  it('goes on in its generation at the next one', async () => {
    await using world = await startWorld()
    const [member] = await startGroup(world, undefined)
    const next = otherThan(world)

    world.cluster.faults.moveCoordinator(groupId, next)
    const atFormer = await settled(world, member!.heartbeat())
    member!.raw = await world.connect(next)
    const atNext = await settled(world, member!.heartbeat())
    const { assignment } = await settled(world, member!.sync())

    expect([atFormer, atNext]).toEqual([ErrorCodes.NOT_COORDINATOR, ErrorCodes.NONE])
    expect(`${assignment}`).toBe(`for ${member!.memberId}`)
  })

  it('answers those who waited for the former one at once', async () => {
    await using world = await startWorld()
    const [first, second] = await startGroup(world, undefined, undefined)
    const joining = first!.join()
    expect(await inTime(world, 10, joining)).toBe('nothing yet')

    world.cluster.faults.moveCoordinator(groupId, otherThan(world))

    expect(await settled(world, joining)).toMatchObject({ errorCode: ErrorCodes.NOT_COORDINATOR, generationId: -1 })
    expect(second!.generationId).toBe(2)
    expect(stateOf(world)).toEqual({ state: 'Stable', members: 2 })
  })

  it('forgets members of a generation that nobody assigned', async () => {
    await using world = await startWorld()
    const member = await openMember(world)
    await settled(world, member.join())

    world.cluster.faults.moveCoordinator(groupId, otherThan(world))

    expect(stateOf(world)).toEqual({ state: 'Empty', members: 0 })
  })

  it('waits until the next one has loaded it', async () => {
    await using world = await startWorld()
    const [member] = await startGroup(world, undefined)

    world.cluster.faults.loadCoordinator(groupId, 500)
    const loading = await settled(world, member!.heartbeat())
    await world.clock.advance(500)

    expect(loading).toBe(ErrorCodes.COORDINATOR_LOAD_IN_PROGRESS)
    expect(await settled(world, member!.heartbeat())).toBe(ErrorCodes.NONE)
  })

  it('survives a restart of its broker', async () => {
    await using world = await startWorld({ brokers: 1 })
    const [member] = await startGroup(world, undefined)

    await world.cluster.broker(1).restart()
    member!.raw = await world.connect(1)

    expect(await settled(world, member!.heartbeat())).toBe(ErrorCodes.NONE)
  })
})

describe('committed offsets', () => {
  const retention: FakeClusterOptions = {
    config: { 'offsets.retention.minutes': 1, 'offsets.retention.check.interval.ms': 1000 },
  }

  it('go when their group has been empty for too long, and then the group goes', async () => {
    await using world = await startWorld(retention)
    const [member] = await startGroup(world, undefined)
    await settled(world, member!.commit('orders', 3n))
    await settled(world, member!.leave())

    await world.clock.advance(59_000)
    const before = world.cluster.group(groupId)?.offsets.map(({ offset }) => offset)
    await world.clock.advance(3000)

    expect(before).toEqual([3n])
    expect(world.cluster.group(groupId)).toBeUndefined()
  })

  it('of a group that reads the topic stay', async () => {
    await using world = await startWorld(retention)
    const [member] = await startGroup(world, undefined)
    await settled(world, member!.commit('orders', 3n))
    for (let times = 0; times < 16; times++) {
      await world.clock.advance(5000)
      await settled(world, member!.heartbeat())
    }

    expect(world.cluster.group(groupId)!.offsets).toMatchObject([{ topic: 'orders', offset: 3n }])
  })

  it('with a retention of their own go by that', async () => {
    await using world = await startWorld(retention)
    const member = await openMember(world)
    const request = { memberId: '', generationIdOrMemberEpoch: -1, retentionTimeMs: 5000n }
    await settled(world, member.commit('orders', 3n, { ...request, groupInstanceId: undefined }, 4))

    await world.clock.advance(7000)

    expect(world.cluster.group(groupId)).toBeUndefined()
  })
})

it('a group outlives its cluster where that has a storage: in its generation, with its assignment', async () => {
  const storage = new MemoryStorage()
  const before = await startWorld({ storage, clusterId: 'c' })
  const [member] = await startGroup(before, undefined)
  await before[Symbol.asyncDispose]()

  await using world = await startWorld({ storage, clusterId: 'c' })
  member!.raw = await world.connect(world.cluster.coordinatorOf(groupId)!.nodeId)
  const heartbeat = await settled(world, member!.heartbeat())
  const { assignment } = await settled(world, member!.sync())

  expect(heartbeat).toBe(ErrorCodes.NONE)
  expect(`${assignment}`).toBe(`for ${member!.memberId}`)
})

it('a rebalance can be asked for, and an unknown member cannot be expired', async () => {
  await using world = await startWorld()
  const [member] = await startGroup(world, undefined)

  world.cluster.faults.rebalance(groupId)

  expect(await settled(world, member!.heartbeat())).toBe(ErrorCodes.REBALANCE_IN_PROGRESS)
  expect(() => world.cluster.faults.expireMember(groupId, 'nobody')).toThrow('There is no member nobody')
  expect(() => world.cluster.faults.rebalance('nothing')).toThrow('There is no group nothing')
})
