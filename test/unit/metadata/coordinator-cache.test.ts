import { afterEach, describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { findCoordinatorApi } from '../../../src/protocol/apis/find-coordinator.ts'
import { type ClientWorld, clientWorld } from '../client/client-world.ts'

let world: ClientWorld

afterEach(async () => {
  world.cluster.expectNothingUnexpected()
  await world.core.close()
  expect(world.clock.liveTimerLabels).toEqual([])
})

/** Every key has this node as its coordinator. */
function coordinatedBy(nodeId: number, host = `broker-${nodeId}`): void {
  world.cluster.on(findCoordinatorApi, ({ coordinatorKeys }, { version }) =>
    version < 4
      ? { nodeId, host, port: 9092 }
      : { coordinators: coordinatorKeys.map((key) => ({ key, nodeId, host, port: 9092 })) },
  )
}

function find(key: string, type: 'group' | 'transaction' = 'group', timeoutMs = 30_000): Promise<number> {
  return world.core.coordinators.find(type, key, world.deadline(timeoutMs))
}

function requestedKeys(): (readonly string[])[] {
  return world.cluster
    .requestsOf(findCoordinatorApi)
    .map(({ body, version }) => (version >= 4 ? body.coordinatorKeys : [body.key]))
}

describe('finding a coordinator', () => {
  it('costs one request, and then none', async () => {
    world = clientWorld()
    coordinatedBy(2)
    expect(await world.settle(find('billing'))).toBe(2)
    expect(await find('billing')).toBe(2)
    expect(requestedKeys()).toEqual([['billing']])
  })

  it('of several keys in one turn costs one request', async () => {
    world = clientWorld()
    coordinatedBy(2)
    await world.settle(Promise.all([find('a'), find('b'), find('a')]))
    expect(requestedKeys()).toEqual([['a', 'b']])
  })

  it('asks for groups and transactional ids apart', async () => {
    world = clientWorld()
    coordinatedBy(2)
    await world.settle(Promise.all([find('same'), find('same', 'transaction')]))
    expect(world.cluster.requestsOf(findCoordinatorApi).map(({ body }) => body.keyType)).toEqual([0, 1])
  })

  it('asks brokers before version 4 for one key a request', async () => {
    world = clientWorld()
    world.cluster.setVersions(findCoordinatorApi, 0, 3)
    coordinatedBy(2)
    expect(await world.settle(Promise.all([find('a'), find('b')]))).toEqual([2, 2])
    expect(requestedKeys()).toEqual([['a'], ['b']])
  })

  it('makes its address known, and no broker unknown', async () => {
    world = clientWorld()
    await world.settle(world.core.metadata.refresh())
    coordinatedBy(9, 'elsewhere')
    await world.settle(find('billing'))
    expect(world.core.brokers.broker(9)?.host).toBe('elsewhere')
    expect(world.core.brokers.brokers.map(({ nodeId }) => nodeId)).toEqual([1, 2, 3, 9])
  })

  it('survives the abort of the first caller (one cancelled poll once ended the whole group)', async () => {
    world = clientWorld()
    coordinatedBy(2)
    const hold = world.cluster.hold(findCoordinatorApi)
    const controller = new AbortController()
    const first = world.core.coordinators.find('group', 'billing', world.deadline(30_000, controller.signal))
    const second = find('billing')
    await world.clock.settle()
    controller.abort('enough')
    await expect(first).rejects.toBe('enough')
    hold.release()
    expect(await world.settle(second)).toBe(2)
    expect(requestedKeys()).toHaveLength(1)
  })

  it('waits while the coordinator is not available, as on a new cluster', async () => {
    world = clientWorld()
    coordinatedBy(2)
    for (let answer = 0; answer < 5; answer += 1) {
      world.cluster.once(findCoordinatorApi, ({ coordinatorKeys }) => ({
        coordinators: coordinatorKeys.map((key) => ({
          key,
          errorCode: ErrorCodes.COORDINATOR_NOT_AVAILABLE,
          nodeId: -1,
        })),
      }))
    }
    expect(await world.settle(find('billing'))).toBe(2)
    expect(requestedKeys()).toHaveLength(6)
    expect(world.clock.now()).toBeGreaterThan(1_000)
  })

  it('is not known before the answer is there', async () => {
    world = clientWorld()
    coordinatedBy(2)
    const hold = world.cluster.hold(findCoordinatorApi)
    const finding = find('billing')
    await world.clock.settle()
    expect(world.core.coordinators.cached('group', 'billing')).toBeUndefined()
    hold.release()
    await world.settle(finding)
    expect(world.core.coordinators.cached('group', 'billing')).toBe(2)
  })

  it('gives up at the deadline, and says what the broker said', async () => {
    world = clientWorld()
    world.cluster.on(findCoordinatorApi, ({ coordinatorKeys }) => ({
      coordinators: coordinatorKeys.map((key) => ({
        key,
        errorCode: ErrorCodes.COORDINATOR_NOT_AVAILABLE,
        errorMessage: 'The offsets topic is being created',
      })),
    }))
    const error = await world.settleError(find('billing', 'group', 2_000))
    expect(error).toMatchObject({ code: 'TIMEOUT', cause: { code: 'COORDINATOR_NOT_AVAILABLE' } })
    expect(error.message).toContain('The offsets topic is being created')
  })

  it('stops asking when nobody waits any more', async () => {
    world = clientWorld()
    world.cluster.on(findCoordinatorApi, ({ coordinatorKeys }) => ({
      coordinators: coordinatorKeys.map((key) => ({ key, errorCode: ErrorCodes.COORDINATOR_NOT_AVAILABLE })),
    }))
    await world.settleError(find('billing', 'group', 500))
    const asked = requestedKeys().length
    await world.clock.advance(60_000)
    expect(requestedKeys()).toHaveLength(asked)
  })

  it('fails at once when the group must not be used, and only that group', async () => {
    world = clientWorld()
    world.cluster.on(findCoordinatorApi, ({ coordinatorKeys }) => ({
      coordinators: coordinatorKeys.map((key) =>
        key === 'secret'
          ? { key, errorCode: ErrorCodes.GROUP_AUTHORIZATION_FAILED }
          : { key, nodeId: 3, host: 'broker-3', port: 9092 },
      ),
    }))
    const [secret, open] = await world.settle(Promise.allSettled([find('secret'), find('open')]))
    expect(secret).toMatchObject({ status: 'rejected', reason: { code: 'GROUP_AUTHORIZATION_FAILED' } })
    expect(open).toEqual({ status: 'fulfilled', value: 3 })
  })

  it('does not take silence about a key for an answer', async () => {
    world = clientWorld()
    coordinatedBy(2)
    world.cluster.once(findCoordinatorApi, () => ({ coordinators: [] }))
    expect(await world.settle(find('billing'))).toBe(2)
    expect(requestedKeys()).toHaveLength(2)
  })

  it('asks another time when a broker goes away with the question', async () => {
    world = clientWorld()
    coordinatedBy(2)
    world.cluster.once(findCoordinatorApi, () => 'drop')
    expect(await world.settle(find('billing'))).toBe(2)
  })

  it('is rejected when the client closes', async () => {
    world = clientWorld()
    world.cluster.on(findCoordinatorApi, () => 'never')
    const finding = find('billing')
    await world.clock.settle()
    const [, outcome] = await Promise.allSettled([world.core.close(), finding])
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'CLOSED' } })
    await expect(find('billing')).rejects.toMatchObject({ code: 'CLOSED' })
  })
})

describe('a coordinator that has moved', () => {
  it('is looked up again once it was found to be wrong', async () => {
    world = clientWorld()
    coordinatedBy(2)
    await world.settle(find('billing'))
    world.core.coordinators.invalidate('group', 'billing', 2)
    coordinatedBy(3)
    expect(await world.settle(find('billing'))).toBe(3)
  })

  it('is not forgotten by late news about the one before it', async () => {
    world = clientWorld()
    coordinatedBy(3)
    await world.settle(find('billing'))
    world.core.coordinators.invalidate('group', 'billing', 2)
    expect(world.core.coordinators.cached('group', 'billing')).toBe(3)
  })

  it('with a broker that cannot be reached is forgotten for all its groups', async () => {
    world = clientWorld()
    coordinatedBy(3)
    await world.settle(Promise.all([find('a'), find('b'), find('a', 'transaction')]))
    world.core.coordinators.invalidateNode(3)
    expect(world.core.coordinators.cached('group', 'a')).toBeUndefined()
    expect(world.core.coordinators.cached('group', 'b')).toBeUndefined()
    expect(world.core.coordinators.cached('transaction', 'a')).toBeUndefined()
  })
})
