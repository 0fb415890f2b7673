import { describe, expect, it } from 'vitest'
import { findCoordinatorApi } from '../../../src/protocol/apis/find-coordinator.ts'
import { heartbeatApi } from '../../../src/protocol/apis/heartbeat.ts'
import { metadataApi } from '../../../src/protocol/apis/metadata.ts'
import { errorOf, networkWorld, outcomeOf } from './network-world.ts'

const heartbeat = { groupId: 'billing', memberId: 'm', generationId: 1 }

function worldWithHeartbeats(options: Parameters<typeof networkWorld>[0] = {}) {
  const world = networkWorld(options)
  world.cluster.on(heartbeatApi, () => ({}))
  return world
}

describe('The connections to a broker', () => {
  it('are made on demand, one a purpose', async () => {
    const { broker, cluster } = worldWithHeartbeats()
    expect(cluster.network.attemptCount).toBe(0)
    for (const purpose of ['control', 'produce', 'fetch', 'group', 'slow', 'control', 'produce'] as const) {
      await broker.request(heartbeatApi, heartbeat, { purpose })
    }
    expect(cluster.node(1).connections).toHaveLength(5)
  })

  it('do not wait for each other: a fetch that is held does not hold a heartbeat', async () => {
    const { broker, cluster } = worldWithHeartbeats()
    cluster.on(metadataApi, () => 'never')
    const held = outcomeOf(broker.request(metadataApi, { topics: null }, { purpose: 'fetch' }))
    expect((await broker.request(heartbeatApi, heartbeat, { purpose: 'group' })).errorCode).toBe(0)
    cluster.node(1).cut()
    await held
  })

  it("that are one client's own do not wait for those of another, and close when they are released", async () => {
    const { broker, cluster, clock } = worldWithHeartbeats()
    cluster.on(metadataApi, () => 'never')
    const held = outcomeOf(broker.request(metadataApi, { topics: null }, { purpose: 'fetch-1' }))
    await broker.request(heartbeatApi, heartbeat, { purpose: 'fetch-2' })

    broker.release('fetch-2')
    await clock.settle()

    expect(cluster.node(1).connections).toHaveLength(1)
    cluster.node(1).cut()
    await held
  })

  it('are shared: callers at the same time wait for the same attempt', async () => {
    const { broker, cluster } = worldWithHeartbeats()
    const connections = await Promise.all(Array.from({ length: 10 }, () => broker.connection('produce')))
    expect(new Set(connections).size).toBe(1)
    expect(cluster.network.attemptCount).toBe(1)
  })

  it('are made also when the first caller has left', async () => {
    const { broker, cluster } = worldWithHeartbeats()
    const controller = new AbortController()
    const reason = new Error('left')
    const first = outcomeOf(broker.connection('control', { signal: controller.signal }))
    const second = broker.connection('control')
    controller.abort(reason)
    expect(await first).toEqual({ error: reason })
    expect((await second).isOpen).toBe(true)
    expect(cluster.network.attemptCount).toBe(1)
  })

  it('fail all who waited when the attempt fails, and none of them twice', async () => {
    const { broker, cluster } = worldWithHeartbeats()
    cluster.node(1).stop()
    const errors = await Promise.all([errorOf(broker.connection('control')), errorOf(broker.connection('control'))])
    for (const error of errors) expect(error).toMatchObject({ code: 'CONNECTION_REFUSED', retriable: true })
    expect(cluster.network.attemptCount).toBe(1)
  })

  it('give up on a broker that does not answer within connectTimeoutMs', async () => {
    const { broker, cluster, clock } = worldWithHeartbeats({ config: { connectTimeoutMs: 2_000 } })
    cluster.network.setBehaviour('broker-1', 9092, 'unreachable')
    const error = errorOf(broker.connection('control'))
    await clock.advance(2_000)
    expect(await error).toMatchObject({ code: 'CONNECTION_TIMEOUT', mayHaveBeenSent: false })
  })

  it('are made anew when the old one has died, at once when it had served', async () => {
    const { broker, cluster, clock } = worldWithHeartbeats()
    await broker.request(heartbeatApi, heartbeat)
    cluster.node(1).cut()
    await clock.settle()
    await broker.request(heartbeatApi, heartbeat)
    expect(clock.now()).toBe(0)
    expect(cluster.network.attemptCount).toBe(2)
  })

  it('call the body with the version that was chosen', async () => {
    const { broker, cluster } = worldWithHeartbeats()
    cluster.setVersions(findCoordinatorApi, 0, 3)
    cluster.on(findCoordinatorApi, () => ({}))
    await broker.request(findCoordinatorApi, (version) => (version >= 4 ? { coordinatorKeys: ['g'] } : { key: 'g' }))
    expect(cluster.requestsOf(findCoordinatorApi)[0]).toMatchObject({ version: 3, body: { key: 'g' } })
  })
})

describe('Reconnecting', () => {
  /** When each of `count` attempts in a row reaches the network. */
  async function attemptTimes(count: number, seed: number): Promise<number[]> {
    const { broker, cluster, clock } = worldWithHeartbeats({ seed })
    cluster.node(1).stop()
    const times: number[] = []
    for (let attempt = 1; attempt <= count; attempt++) {
      const failure = errorOf(broker.connection('control'))
      await clock.settle()
      while (cluster.network.attemptCount < attempt) await clock.advanceToNextTimer()
      times.push(clock.now())
      await failure
    }
    return times
  }

  it('pauses twice as long after each failure, up to the longest pause, a fifth more or less', async () => {
    const times = await attemptTimes(9, 1)
    const pauses = times.slice(1).map((time, index) => time - times[index]!)
    const expected = [50, 100, 200, 400, 800, 1_000, 1_000, 1_000]
    for (const [index, pause] of pauses.entries()) {
      expect(pause).toBeGreaterThanOrEqual(expected[index]! * 0.8)
      expect(pause).toBeLessThanOrEqual(expected[index]! * 1.2)
    }
  })

  it('differs from client to client', async () => {
    expect(await attemptTimes(4, 1)).not.toEqual(await attemptTimes(4, 2))
  })

  it('pauses for all purposes of a broker that cannot be reached', async () => {
    const { broker, cluster, clock } = worldWithHeartbeats()
    cluster.node(1).stop()
    await errorOf(broker.connection('control'))
    const second = errorOf(broker.connection('fetch'))
    await clock.settle()
    expect(cluster.network.attemptCount).toBe(1)
    await clock.advance(60)
    await second
    expect(cluster.network.attemptCount).toBe(2)
  })

  it('tells who has no time for the next attempt what the last one failed with', async () => {
    const { broker, cluster, clock } = worldWithHeartbeats()
    cluster.node(1).stop()
    const cause = await errorOf(broker.connection('control'))
    const failure = errorOf(broker.request(heartbeatApi, heartbeat, { timeoutMs: 1.5 }))
    await clock.advance(2)
    const error = await failure
    expect(error).toMatchObject({ code: 'REQUEST_TIMEOUT', mayHaveBeenSent: false, cause })
    expect((error as Error).message).toContain(`not connected within 2 ms; before that: ${(cause as Error).message}`)
    // And no more once the broker was there.
    cluster.node(1).start()
    await clock.advance(1000)
    await broker.connection('control')
    cluster.network.setBehaviour('broker-1', 9092, 'unreachable')
    const later = errorOf(broker.connection('fetch', { timeoutMs: 5 }))
    await clock.advance(5)
    expect(((await later) as Error).cause).toBeUndefined()
  })

  it('does not hurry to a broker that takes connections and drops them on the first request', async () => {
    const { broker, cluster, clock } = worldWithHeartbeats()
    cluster.on(heartbeatApi, () => 'drop')
    await errorOf(broker.request(heartbeatApi, heartbeat))
    const second = errorOf(broker.request(heartbeatApi, heartbeat))
    await clock.settle()
    expect(cluster.network.attemptCount).toBe(1)
    await clock.advance(60)
    await second
    const third = errorOf(broker.request(heartbeatApi, heartbeat))
    await clock.advance(60)
    expect(cluster.network.attemptCount).toBe(2)
    await clock.advance(60)
    await third
    expect(cluster.network.attemptCount).toBe(3)
  })

  it('begins with the shortest pause again after a success', async () => {
    const { broker, cluster, clock } = worldWithHeartbeats()
    cluster.node(1).stop()
    for (let attempt = 0; attempt < 4; attempt++) {
      const failure = errorOf(broker.connection('control'))
      await clock.advance(1_000)
      await failure
    }
    cluster.node(1).start()
    await clock.advance(1_000)
    await broker.request(heartbeatApi, heartbeat)
    cluster.node(1).stop()
    await clock.settle()
    await errorOf(broker.connection('control'))
    const next = errorOf(broker.connection('control'))
    const before = cluster.network.attemptCount
    await clock.advance(60)
    await next
    expect(cluster.network.attemptCount).toBe(before + 1)
  })
})

describe('Idle connections', () => {
  it('are closed after connectionsMaxIdleMs, and silently', async () => {
    const { broker, cluster, clock, events } = worldWithHeartbeats({ config: { connectionsMaxIdleMs: 60_000 } })
    await broker.request(heartbeatApi, heartbeat)
    await clock.advance(59_999)
    expect(cluster.node(1).connections).toHaveLength(1)
    await clock.advance(1)
    expect(cluster.node(1).connections).toHaveLength(0)
    expect(events.filter((event) => event.level !== 'debug')).toEqual([])
  })

  it('count from their last use', async () => {
    const { broker, cluster, clock } = worldWithHeartbeats({ config: { connectionsMaxIdleMs: 60_000 } })
    await broker.request(heartbeatApi, heartbeat)
    await clock.advance(40_000)
    await broker.request(heartbeatApi, heartbeat)
    await clock.advance(59_999)
    expect(cluster.node(1).connections).toHaveLength(1)
    await clock.advance(1)
    expect(cluster.node(1).connections).toHaveLength(0)
  })

  it('are not those that wait for an answer', async () => {
    const { broker, cluster, clock } = worldWithHeartbeats({ config: { connectionsMaxIdleMs: 1_000 } })
    const hold = cluster.hold(heartbeatApi)
    const answer = broker.request(heartbeatApi, heartbeat)
    await clock.advance(5_000)
    hold.release()
    expect((await answer).errorCode).toBe(0)
  })

  it('never keep the process alive by their timers', async () => {
    const { broker, clock } = worldWithHeartbeats()
    await broker.request(heartbeatApi, heartbeat)
    expect(clock.liveTimers.filter((timer) => !timer.isBackground)).toEqual([])
  })

  it('that the broker closes are no event: the next request makes another, at once', async () => {
    const { broker, cluster, clock, events } = worldWithHeartbeats()
    await broker.request(heartbeatApi, heartbeat)
    cluster.node(1).closeConnections()
    await clock.settle()
    await broker.request(heartbeatApi, heartbeat)
    expect(clock.now()).toBe(0)
    expect(events.filter((event) => event.level !== 'debug')).toEqual([])
  })
})
