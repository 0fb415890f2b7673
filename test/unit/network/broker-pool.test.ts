import { describe, expect, it } from 'vitest'
import { heartbeatApi } from '../../../src/protocol/apis/heartbeat.ts'
import { metadataApi } from '../../../src/protocol/apis/metadata.ts'
import { errorOf, networkWorld, outcomeOf } from './network-world.ts'

const endpoint = (nodeId: number, host = `broker-${nodeId}`, port = 9092) => ({ nodeId, host, port, rack: null })
const heartbeat = { groupId: 'billing', memberId: 'm', generationId: 1 }

function worldOf(nodeCount: number, options: Parameters<typeof networkWorld>[0] = {}) {
  const world = networkWorld({ nodeCount, ...options })
  world.cluster.on(heartbeatApi, () => ({}))
  return world
}

describe('Bootstrap servers', () => {
  it('are asked in turn until one answers', async () => {
    const { pool, cluster } = worldOf(3, { config: { bootstrapServers: 'broker-1,broker-2,broker-3' } })
    cluster.node(1).stop()
    cluster.node(2).stop()
    const failures: unknown[] = []
    for (let attempt = 0; attempt < 3; attempt++) {
      const outcome = await outcomeOf(pool.anyBroker().request(metadataApi, { topics: null }))
      if ('value' in outcome) break
      failures.push(outcome.error)
    }
    expect(failures.length).toBeLessThanOrEqual(2)
    expect(cluster.requestsOf(metadataApi).map((request) => request.nodeId)).toEqual([3])
  })

  it('are begun with by chance, so that many clients do not all meet at the first', () => {
    const config = { bootstrapServers: 'broker-1,broker-2,broker-3' }
    const firsts = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => worldOf(3, { seed, config }).pool.anyBroker().host)
    expect(new Set(firsts).size).toBeGreaterThan(1)
  })

  it('have ids that no broker has', () => {
    const { pool } = worldOf(2, { config: { bootstrapServers: 'broker-1,broker-2' } })
    expect(pool.seeds.map((seed) => seed.nodeId)).toEqual([-1, -2])
    expect(pool.brokers).toEqual([])
  })
})

describe('The brokers that the cluster names', () => {
  it('can be reached by their id', async () => {
    const { pool, cluster } = worldOf(3)
    pool.apply([endpoint(1), endpoint(2), endpoint(3)], { authoritative: true })
    await pool.broker(2)?.request(heartbeatApi, heartbeat)
    expect(cluster.requestsOf(heartbeatApi)[0]?.nodeId).toBe(2)
  })

  it('go when an authoritative list does not name them, never because of a hint', () => {
    const { pool } = worldOf(3)
    pool.apply([endpoint(1), endpoint(2)], { authoritative: true })
    pool.apply([endpoint(3)], { authoritative: false })
    expect(pool.brokers.map((broker) => broker.nodeId)).toEqual([1, 2, 3])
    pool.apply([endpoint(1)], { authoritative: true })
    expect(pool.brokers.map((broker) => broker.nodeId)).toEqual([1])
  })

  it('stay when a list is empty: a cluster that answers has a broker', () => {
    const { pool } = worldOf(1)
    pool.apply([endpoint(1)], { authoritative: true })
    pool.apply([], { authoritative: true })
    expect(pool.brokers).toHaveLength(1)
  })

  it('finish what they have when they are removed, and take nothing new', async () => {
    const { pool, cluster, clock } = worldOf(2)
    pool.apply([endpoint(1), endpoint(2)], { authoritative: true })
    const removed = pool.broker(2)!
    const hold = cluster.hold(heartbeatApi)
    const under = removed.request(heartbeatApi, heartbeat)
    await clock.settle()
    pool.apply([endpoint(1)], { authoritative: true })
    const refused = await errorOf(removed.request(heartbeatApi, heartbeat))
    expect(refused).toMatchObject({ code: 'CONNECTION_CLOSED', retriable: true, mayHaveBeenSent: false })
    hold.release()
    expect((await under).errorCode).toBe(0)
    await clock.settle()
    expect(cluster.node(2).connections).toEqual([])
  })

  it('can come back after they were removed', async () => {
    const { pool } = worldOf(2)
    pool.apply([endpoint(1), endpoint(2)], { authoritative: true })
    pool.apply([endpoint(1)], { authoritative: true })
    pool.apply([endpoint(1), endpoint(2)], { authoritative: true })
    expect((await pool.broker(2)!.request(heartbeatApi, heartbeat)).errorCode).toBe(0)
  })

  it('are connected to anew when they move: requests under way are answered, new ones go to the new address', async () => {
    const { pool, cluster, clock } = worldOf(1)
    pool.apply([endpoint(1)], { authoritative: true })
    const broker = pool.broker(1)!
    const hold = cluster.hold(heartbeatApi)
    const under = broker.request(heartbeatApi, heartbeat)
    await clock.settle()
    cluster.node(1).moveTo('elsewhere', 9095)
    pool.apply([endpoint(1, 'elsewhere', 9095)], { authoritative: true })
    const after = broker.request(heartbeatApi, heartbeat)
    await clock.settle()
    hold.release()
    await Promise.all([under, after])
    const addresses = cluster.requestsOf(heartbeatApi).map((request) => request.connection.serverAddress)
    expect(addresses).toEqual(['broker-1:9092', 'elsewhere:9095'])
    expect(pool.broker(1)).toBe(broker)
    await clock.settle()
    expect(cluster.node(1).connections).toHaveLength(1)
  })

  it('take an attempt that is under way along to their new address', async () => {
    const { pool, cluster, clock } = worldOf(1)
    cluster.network.setBehaviour('nowhere', 9092, 'unreachable')
    pool.apply([endpoint(1, 'nowhere')], { authoritative: true })
    const answer = pool.broker(1)!.request(heartbeatApi, heartbeat)
    await clock.advance(1_000)
    pool.apply([endpoint(1)], { authoritative: true })
    expect((await answer).errorCode).toBe(0)
  })

  it('are forgotten by rebootstrap, which begins with the bootstrap servers again', async () => {
    const { pool } = worldOf(2)
    pool.apply([endpoint(2)], { authoritative: true })
    await pool.broker(2)!.request(heartbeatApi, heartbeat)
    pool.rebootstrap()
    expect(pool.brokers).toEqual([])
    expect(pool.anyBroker().nodeId).toBe(-1)
  })
})

describe('Any broker', () => {
  it('is a connected one, the one with the least to do', async () => {
    const { pool, cluster, clock } = worldOf(3)
    pool.apply([endpoint(1), endpoint(2), endpoint(3)], { authoritative: true })
    await pool.broker(2)!.connection('control')
    await pool.broker(3)!.connection('control')
    const hold = cluster.hold()
    const busy = pool.broker(3)!.request(heartbeatApi, heartbeat)
    await clock.settle()
    expect(new Set(Array.from({ length: 20 }, () => pool.anyBroker().nodeId))).toEqual(new Set([2]))
    hold.release()
    await busy
  })

  it('is one that has not failed, while there is one', async () => {
    const { pool, cluster, clock } = worldOf(2)
    pool.apply([endpoint(1), endpoint(2)], { authoritative: true })
    cluster.node(1).stop()
    await errorOf(pool.broker(1)!.connection('control'))
    await clock.settle()
    expect(new Set(Array.from({ length: 20 }, () => pool.anyBroker().nodeId))).toEqual(new Set([2]))
  })

  it('is a bootstrap server when all that are known have failed', async () => {
    const { pool, cluster } = worldOf(2)
    pool.apply([endpoint(2)], { authoritative: true })
    cluster.node(2).stop()
    await errorOf(pool.broker(2)!.connection('control'))
    expect(pool.anyBroker().nodeId).toBe(-1)
  })
})

describe('Closing the pool', () => {
  it('fails what is under way for good and resolves when every socket is closed', async () => {
    const { pool, cluster, clock } = worldOf(2)
    pool.apply([endpoint(1), endpoint(2)], { authoritative: true })
    cluster.on(heartbeatApi, () => 'never')
    const outcomes = [1, 2].map((nodeId) => outcomeOf(pool.broker(nodeId)!.request(heartbeatApi, heartbeat)))
    await clock.settle()
    await pool.close()
    for (const outcome of await Promise.all(outcomes)) {
      expect(outcome).toMatchObject({ error: { code: 'CONNECTION_CLOSED', retriable: false, mayHaveBeenSent: true } })
    }
    await clock.settle()
    expect(cluster.network.connections).toEqual([])
    expect(clock.liveTimers).toEqual([])
  })

  it('ends an attempt to connect, and a pause before one', async () => {
    const { pool, cluster, clock } = worldOf(2)
    pool.apply([endpoint(1), endpoint(2)], { authoritative: true })
    cluster.network.setBehaviour('broker-1', 9092, 'unreachable')
    cluster.node(2).stop()
    await errorOf(pool.broker(2)!.connection('control'))
    const waiting = [1, 2].map((nodeId) => outcomeOf(pool.broker(nodeId)!.connection('control')))
    await clock.settle()
    await pool.close()
    for (const outcome of await Promise.all(waiting)) {
      expect(outcome).toMatchObject({ error: { code: 'CONNECTION_CLOSED', retriable: false } })
    }
    expect(clock.liveTimers).toEqual([])
  })

  it('leaves nothing that could connect', async () => {
    const { pool, cluster } = worldOf(1)
    pool.apply([endpoint(1)], { authoritative: true })
    const known = pool.broker(1)!
    await pool.close()
    pool.apply([endpoint(2)], { authoritative: true })
    for (const broker of [known, ...pool.seeds, pool.anyBroker()]) {
      expect(await errorOf(broker.request(heartbeatApi, heartbeat))).toMatchObject({
        code: 'CONNECTION_CLOSED',
        retriable: false,
      })
    }
    expect(pool.broker(2)).toBeUndefined()
    expect(cluster.network.attemptCount).toBe(0)
  })

  it('can be asked for twice', async () => {
    const { pool } = worldOf(1)
    await pool.broker(1)?.connection('control')
    await Promise.all([pool.close(), pool.close()])
    expect(pool.isClosed).toBe(true)
  })
})
