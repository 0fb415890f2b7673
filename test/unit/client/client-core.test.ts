import { describe, expect, it } from 'vitest'
import { findCoordinatorApi } from '../../../src/protocol/apis/find-coordinator.ts'
import { clientWorld } from './client-world.ts'

describe('a client core', () => {
  it('does no I/O and sets no timer when it is made', async () => {
    const { clock, cluster, core } = clientWorld()
    await clock.advance(600_000)
    expect(cluster.requests).toEqual([])
    expect(cluster.node(1).connections).toEqual([])
    expect(clock.liveTimers).toEqual([])
    await core.close()
  })

  it('closes its clients while the cluster can still be reached, then everything else', async () => {
    const { clock, cluster, core, settle, deadline } = clientWorld()
    cluster.on(findCoordinatorApi, ({ coordinatorKeys }) => ({
      coordinators: coordinatorKeys.map((key) => ({ key, nodeId: 1, host: 'broker-1', port: 9092 })),
    }))
    const order: string[] = []
    core.register({
      close: async () => {
        await core.coordinators.find('group', 'billing', deadline())
        order.push('client')
      },
    })
    const closing = core.close().then(() => order.push('core'))
    await settle(closing)
    expect(order).toEqual(['client', 'core'])
    await clock.settle()
    expect(cluster.node(1).connections).toEqual([])
    expect(clock.liveTimers).toEqual([])
  })

  it('closes everything even if a client cannot be closed in order, and says why', async () => {
    const { core } = clientWorld()
    core.register({ close: () => Promise.reject(new Error('cannot flush')) })
    core.register({
      close: () => {
        throw new Error('a defect')
      },
    })
    await expect(core.close()).rejects.toMatchObject({ errors: [new Error('cannot flush'), new Error('a defect')] })
    expect(core.brokers.isClosed).toBe(true)
    expect(core.metadata.isClosed).toBe(true)
  })

  it('is closed once, however often it is asked', async () => {
    const { core } = clientWorld()
    let closed = 0
    core.register({
      close: async () => {
        closed += 1
      },
    })
    expect(core.close()).toBe(core.close())
    await core.close()
    expect(closed).toBe(1)
  })

  it('leaves clients alone that have closed by themselves', async () => {
    const { core } = clientWorld()
    const unregister = core.register({ close: () => Promise.reject(new Error('closed twice')) })
    unregister()
    await expect(core.close()).resolves.toBeUndefined()
  })

  it('refuses calls and clients after close', async () => {
    const { core } = clientWorld()
    await core.close()
    expect(() => core.startCall('Cannot list topics')).toThrow('Cannot list topics: the client is closed')
    expect(() => core.register({ close: async () => {} })).toThrow('closed')
  })

  it('rejects what waits when it is closed', async () => {
    const { clock, cluster, core } = clientWorld()
    cluster.node(1).stop()
    const waiting = core.metadata.ensureTopics(['orders'])
    const outcomes = Promise.allSettled([waiting])
    await clock.advance(1_000)
    await core.close()
    expect(await outcomes).toMatchObject([{ status: 'rejected', reason: { code: 'CLOSED' } }])
    expect(clock.liveTimers).toEqual([])
  })

  it.each([
    [{ timeoutMs: 'soon' }, 'timeoutMs must be a number'],
    [{ timeoutMs: -1 }, 'timeoutMs must be a number'],
    [{ signal: {} }, 'signal must be an AbortSignal'],
  ])('refuses call options that mean nothing: %j', (options, message) => {
    const { core } = clientWorld()
    expect(() => core.startCall('Cannot', options as object)).toThrow(message)
  })
})
