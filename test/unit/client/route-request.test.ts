import { afterEach, describe, expect, it } from 'vitest'
import { type Route, routeRequest } from '../../../src/client/route-request.ts'
import { BrokerError } from '../../../src/errors/broker-error.ts'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { findCoordinatorApi } from '../../../src/protocol/apis/find-coordinator.ts'
import { heartbeatApi } from '../../../src/protocol/apis/heartbeat.ts'
import { metadataApi } from '../../../src/protocol/apis/metadata.ts'
import type { HeartbeatResponse } from '../../../src/protocol/messages/heartbeat-response.ts'
import { type ClientWorld, clientWorld } from './client-world.ts'

let world: ClientWorld

afterEach(async () => {
  world.cluster.expectNothingUnexpected()
  await world.core.close()
  expect(world.clock.liveTimerLabels).toEqual([])
})

/** A heartbeat, as an example of a request whose answer has one error code. */
function send(route: Route, timeoutMs = 30_000, signal?: AbortSignal): Promise<HeartbeatResponse> {
  const errorOf = ({ errorCode }: HeartbeatResponse): BrokerError | undefined =>
    errorCode === ErrorCodes.NONE ? undefined : new BrokerError('Cannot do it', errorCode)
  const request = { api: heartbeatApi, route, body: { groupId: 'billing' }, errorOf }
  return routeRequest(world.core, request, world.deadline(timeoutMs, signal))
}

function askedNodes(): number[] {
  return world.cluster.requestsOf(heartbeatApi).map(({ nodeId }) => nodeId)
}

function answers(...errorNames: (keyof typeof ErrorCodes)[]): void {
  for (const name of errorNames) world.cluster.once(heartbeatApi, () => ({ errorCode: ErrorCodes[name] }))
  world.cluster.on(heartbeatApi, () => ({}))
}

function coordinatedBy(nodeId: number): void {
  world.cluster.on(findCoordinatorApi, ({ coordinatorKeys }) => ({
    coordinators: coordinatorKeys.map((key) => ({ key, nodeId, host: `broker-${nodeId}`, port: 9092 })),
  }))
}

describe('a request to any broker', () => {
  it('needs no metadata', async () => {
    world = clientWorld()
    answers()
    await world.settle(send({ to: 'any' }))
    expect(world.cluster.requestsOf(metadataApi)).toEqual([])
  })

  it('is repeated after what may pass, with growing pauses, and says so in the log', async () => {
    world = clientWorld()
    answers('COORDINATOR_LOAD_IN_PROGRESS', 'REQUEST_TIMED_OUT', 'COORDINATOR_LOAD_IN_PROGRESS')
    await world.settle(send({ to: 'any' }))
    const retries = world.events.filter(({ name }) => name === 'request.retried')
    expect(retries.map(({ fields }) => fields?.attempt)).toEqual([1, 2, 3])
    const pauses = retries.map(({ fields }) => Number(fields?.delayMs))
    for (const [index, nominalMs] of [100, 200, 400].entries()) {
      expect(pauses[index]).toBeGreaterThanOrEqual(nominalMs * 0.8)
      expect(pauses[index]).toBeLessThanOrEqual(nominalMs * 1.2)
    }
  })

  it('is not repeated after what cannot pass', async () => {
    world = clientWorld()
    answers('GROUP_AUTHORIZATION_FAILED')
    expect(await world.settleError(send({ to: 'any' }))).toMatchObject({ code: 'GROUP_AUTHORIZATION_FAILED' })
    expect(askedNodes()).toHaveLength(1)
  })

  it('ends within the time of the call, however often it is repeated', async () => {
    world = clientWorld()
    world.cluster.on(heartbeatApi, () => ({ errorCode: ErrorCodes.COORDINATOR_LOAD_IN_PROGRESS }))
    const error = await world.settleError(send({ to: 'any' }, 3_000))
    expect(error).toMatchObject({ code: 'TIMEOUT', cause: { code: 'COORDINATOR_LOAD_IN_PROGRESS' } })
    expect(world.clock.now()).toBeLessThanOrEqual(3_000)
  })

  it('ends within the time of the call when nobody answers', async () => {
    world = clientWorld()
    world.cluster.on(heartbeatApi, () => 'never')
    expect(await world.settleError(send({ to: 'any' }, 3_000))).toMatchObject({ code: 'TIMEOUT' })
    expect(world.clock.now()).toBe(3_000)
  })

  it("rejects with the signal's own reason, while it waits and before", async () => {
    world = clientWorld()
    world.cluster.on(heartbeatApi, () => 'never')
    const controller = new AbortController()
    const sent = send({ to: 'any' }, 30_000, controller.signal)
    await world.clock.settle()
    controller.abort('enough')
    await expect(sent).rejects.toBe('enough')
    await expect(send({ to: 'any' }, 30_000, controller.signal)).rejects.toBe('enough')
  })
})

describe('a request to the controller', () => {
  it('follows the controller when it moves', async () => {
    world = clientWorld()
    world.cluster.on(heartbeatApi, () => ({}))
    world.cluster.once(heartbeatApi, () => {
      world.cluster.controllerId = 3
      return { errorCode: ErrorCodes.NOT_CONTROLLER }
    })
    await world.settle(send({ to: 'controller' }))
    expect(askedNodes()).toEqual([1, 3])
  })
})

describe('a request to a leader', () => {
  it('goes there, and after a move to the new one', async () => {
    world = clientWorld()
    world.cluster.createTopic('orders', { leaders: [2] })
    world.cluster.on(heartbeatApi, () => ({}))
    world.cluster.once(heartbeatApi, () => {
      world.cluster.moveLeader('orders', 0, 3)
      return { errorCode: ErrorCodes.NOT_LEADER_OR_FOLLOWER }
    })
    await world.settle(send({ to: 'leader', topic: 'orders', partition: 0 }))
    expect(askedNodes()).toEqual([2, 3])
  })

  it('finds the new one when the old one cannot be reached', async () => {
    world = clientWorld()
    world.cluster.createTopic('orders', { leaders: [2] })
    answers()
    await world.settle(world.core.metadata.ensureTopics(['orders']))
    world.cluster.node(2).stop()
    world.cluster.moveLeader('orders', 0, 3)
    await world.settle(send({ to: 'leader', topic: 'orders', partition: 0 }))
    expect(askedNodes()).toEqual([3])
  })

  it('waits for one while there is none', async () => {
    world = clientWorld()
    world.cluster.createTopic('orders', { leaders: [-1] })
    answers()
    const sent = send({ to: 'leader', topic: 'orders', partition: 0 })
    await world.clock.advance(3_000)
    expect(askedNodes()).toEqual([])
    world.cluster.moveLeader('orders', 0, 1)
    await world.settle(sent)
    expect(askedNodes()).toEqual([1])
  })

  it('of a topic that does not exist fails long before the deadline', async () => {
    world = clientWorld()
    const error = await world.settleError(send({ to: 'leader', topic: 'nowhere', partition: 0 }))
    expect(error.code).toBe('UNKNOWN_TOPIC_OR_PARTITION')
    expect(world.clock.now()).toBeLessThan(3_000)
  })

  it('of a partition that does not exist fails after asking again: others may know more', async () => {
    world = clientWorld()
    world.cluster.createTopic('orders')
    const error = await world.settleError(send({ to: 'leader', topic: 'orders', partition: 7 }))
    expect(error.message).toContain('there is no orders-7')
    expect(world.cluster.requestsOf(metadataApi).length).toBeGreaterThan(3)
    expect(world.clock.now()).toBeLessThan(5_000)
  })
})

describe('a request to a broker by id', () => {
  it('goes there', async () => {
    world = clientWorld()
    answers()
    await world.settle(send({ to: 'broker', nodeId: 3 }))
    expect(askedNodes()).toEqual([3])
  })

  it('that the cluster does not have fails after one more look', async () => {
    world = clientWorld()
    const error = await world.settleError(send({ to: 'broker', nodeId: 42 }))
    expect(error.message).toBe('Cannot do it: the cluster has no broker 42')
    expect(world.cluster.requestsOf(metadataApi)).toHaveLength(2)
  })
})

describe('a request to a coordinator', () => {
  const route: Route = { to: 'coordinator', type: 'group', key: 'billing' }

  it('follows the coordinator when it moves', async () => {
    world = clientWorld()
    coordinatedBy(2)
    world.cluster.on(heartbeatApi, () => ({}))
    world.cluster.once(heartbeatApi, () => {
      coordinatedBy(3)
      return { errorCode: ErrorCodes.NOT_COORDINATOR }
    })
    await world.settle(send(route))
    expect(askedNodes()).toEqual([2, 3])
  })

  it('stays where it is while the coordinator loads', async () => {
    world = clientWorld()
    coordinatedBy(2)
    answers('COORDINATOR_LOAD_IN_PROGRESS')
    await world.settle(send(route))
    expect(world.cluster.requestsOf(findCoordinatorApi)).toHaveLength(1)
  })

  it('finds the new one when the old one cannot be reached', async () => {
    world = clientWorld()
    coordinatedBy(2)
    answers()
    await world.settle(send(route))
    world.cluster.node(2).stop()
    coordinatedBy(3)
    await world.settle(send(route))
    expect(askedNodes()).toEqual([2, 3])
  })

  it('that cannot be reached shows that its other groups have moved too', async () => {
    world = clientWorld()
    coordinatedBy(2)
    answers()
    await world.settle(world.core.coordinators.find('group', 'payroll', world.deadline()))
    await world.settle(send(route))
    world.cluster.node(2).stop()
    coordinatedBy(3)
    await world.settle(send(route))
    expect(world.core.coordinators.cached('group', 'payroll')).toBeUndefined()
  })
})
