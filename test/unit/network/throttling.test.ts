import { describe, expect, it } from 'vitest'
import { heartbeatApi } from '../../../src/protocol/apis/heartbeat.ts'
import { networkWorld, outcomeOf } from './network-world.ts'

const heartbeat = { groupId: 'billing', memberId: 'm', generationId: 1 }

async function throttledWorld(version = 4) {
  const world = networkWorld()
  const connection = await world.broker.connection('control')
  world.cluster.on(heartbeatApi, () => ({}))
  world.cluster.once(heartbeatApi, () => ({ throttleTimeMs: 1_000 }))
  await connection.request(heartbeatApi, version, heartbeat)
  return { ...world, connection, sent: () => world.cluster.requestsOf(heartbeatApi).length - 1 }
}

describe('A throttled connection (KIP-219)', () => {
  it('sends nothing until the time has passed, then everything in order', async () => {
    const { connection, clock, cluster, sent } = await throttledWorld()
    const answers = [2, 3, 4].map((id) => connection.request(heartbeatApi, 4, { ...heartbeat, generationId: id }))
    await clock.advance(999)
    expect(sent()).toBe(0)
    await clock.advance(1)
    await Promise.all(answers)
    const generations = cluster.requestsOf(heartbeatApi).map((request) => request.body.generationId)
    expect(generations).toEqual([1, 2, 3, 4])
  })

  it('keeps to the deadline of a request that waits, which was certainly not sent', async () => {
    const { connection, clock, sent } = await throttledWorld()
    const short = outcomeOf(connection.request(heartbeatApi, 4, heartbeat, { timeoutMs: 400 }))
    const long = outcomeOf(connection.request(heartbeatApi, 4, heartbeat))
    await clock.advance(400)
    expect(await short).toMatchObject({ error: { code: 'REQUEST_TIMEOUT', mayHaveBeenSent: false } })
    expect(connection.isOpen).toBe(true)
    await clock.advance(600)
    expect(await long).toMatchObject({ value: { errorCode: 0 } })
    expect(sent()).toBe(1)
  })

  it('never sends a request that was given up while it waited', async () => {
    const { connection, clock, sent } = await throttledWorld()
    const controller = new AbortController()
    const given = outcomeOf(connection.request(heartbeatApi, 4, heartbeat, { signal: controller.signal }))
    controller.abort(new Error('enough'))
    await given
    await clock.advance(2_000)
    expect(sent()).toBe(0)
  })

  it('leaves the other connections to the broker alone', async () => {
    const { broker, sent } = await throttledWorld()
    await broker.request(heartbeatApi, heartbeat, { purpose: 'group' })
    expect(sent()).toBe(1)
  })

  it('does not wait again for a version in which the broker has waited already', async () => {
    const { connection, sent } = await throttledWorld(1)
    await connection.request(heartbeatApi, 4, heartbeat)
    expect(sent()).toBe(1)
  })

  it('is silent for the longer of two throttles', async () => {
    const world = networkWorld()
    const connection = await world.broker.connection('control')
    world.cluster.on(heartbeatApi, () => ({}))
    world.cluster.once(heartbeatApi, () => ({ throttleTimeMs: 1_000 }))
    world.cluster.once(heartbeatApi, () => ({ throttleTimeMs: 300 }))
    await Promise.all([1, 2].map(() => connection.request(heartbeatApi, 4, heartbeat)))
    const third = outcomeOf(connection.request(heartbeatApi, 4, heartbeat))
    await world.clock.advance(999)
    expect(world.cluster.requestsOf(heartbeatApi)).toHaveLength(2)
    await world.clock.advance(1)
    expect(await third).toMatchObject({ value: {} })
  })

  it('is told to the log', async () => {
    const { events } = await throttledWorld()
    expect(events).toContainEqual(
      expect.objectContaining({
        name: 'connection throttled',
        fields: expect.objectContaining({ throttleTimeMs: 1_000 }),
      }),
    )
  })
})
