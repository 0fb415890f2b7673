import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { fetchApi } from '../../../src/protocol/apis/fetch.ts'
import { heartbeatApi } from '../../../src/protocol/apis/heartbeat.ts'
import { listGroupsApi } from '../../../src/protocol/apis/list-groups.ts'
import { metadataApi } from '../../../src/protocol/apis/metadata.ts'
import { produceApi } from '../../../src/protocol/apis/produce.ts'
import { encodeResponse } from '../../../src/protocol/response-frame.ts'
import { errorOf, networkWorld, outcomeOf } from './network-world.ts'

const heartbeat = (generationId: number) => ({ groupId: 'billing', memberId: 'm', generationId })

/** Answers tell which request they are for: the error code is the generation that was asked about. */
function worldWithHeartbeats(options: Parameters<typeof networkWorld>[0] = {}) {
  const world = networkWorld(options)
  world.cluster.on(heartbeatApi, (request) => ({ errorCode: request.generationId }))
  return world
}

describe('A connection', () => {
  it('carries many requests at once and gives each its own answer', async () => {
    const { broker, cluster } = worldWithHeartbeats({ splitsChunks: true })
    const hold = cluster.hold(heartbeatApi)
    const connection = await broker.connection('control')
    const answers = [1, 2, 3, 4, 5].map((id) => connection.request(heartbeatApi, 4, heartbeat(id)))
    await cluster.clock.settle()
    expect(cluster.requestsOf(heartbeatApi)).toHaveLength(5)
    hold.release()
    expect((await Promise.all(answers)).map((answer) => answer.errorCode)).toEqual([1, 2, 3, 4, 5])
  })

  it('sends requests in the order of the calls, in the very call', async () => {
    const { broker, cluster } = worldWithHeartbeats()
    const connection = await broker.connection('control')
    const answers = [
      connection.request(heartbeatApi, 4, heartbeat(1)),
      connection.request(heartbeatApi, 3, heartbeat(2)),
    ]
    const last = connection.request(listGroupsApi, 4, {}).catch(() => 'closed')
    cluster.on(listGroupsApi, () => ({ groups: [] }))
    await Promise.all([...answers, last])
    const ids = cluster.requests.map((request) => request.correlationId)
    expect(ids).toEqual([...ids].sort((a, b) => a - b))
    expect(cluster.requestsOf(heartbeatApi).map((request) => request.body.generationId)).toEqual([1, 2])
  })

  it('sends the client id as it is, on every connection', async () => {
    const clientId = 'az=a,b;c&d="ü"'
    const { broker, cluster } = worldWithHeartbeats({ config: { clientId } })
    await broker.request(heartbeatApi, heartbeat(0))
    await broker.request(heartbeatApi, heartbeat(0), { purpose: 'group' })
    expect(new Set(cluster.requests.map((request) => request.clientId))).toEqual(new Set([clientId]))
    expect(new Set(cluster.requests.map((request) => request.connection.number)).size).toBe(2)
  })

  it('refuses a version that the broker does not speak without sending anything', async () => {
    const { broker, cluster } = worldWithHeartbeats()
    cluster.setVersions(heartbeatApi, 0, 1)
    const error = await errorOf(broker.request(heartbeatApi, heartbeat(0), { minVersion: 3 }))
    expect(error).toMatchObject({ code: 'UNSUPPORTED_VERSION' })
    expect(error.message).toMatch(/Heartbeat.*v3 or later.*v0 to v1/)
    expect(cluster.requestsOf(heartbeatApi)).toEqual([])
  })

  it('does not take a key that the broker lists and nobody knows for one of its own', async () => {
    const { broker, cluster } = worldWithHeartbeats()
    cluster.setVersions({ key: 10_000 }, 0, 3)
    cluster.removeApi(listGroupsApi)
    const connection = await broker.connection('control')
    expect(connection.supports(heartbeatApi)).toBe(true)
    expect(connection.supports(listGroupsApi)).toBe(false)
    expect(() => connection.versionOf(listGroupsApi)).toThrow(/ListGroups.*does not offer/)
  })

  it('rejects a request that cannot be encoded, and goes on', async () => {
    const { broker } = worldWithHeartbeats()
    const connection = await broker.connection('control')
    const error = await errorOf(connection.request(heartbeatApi, 3, { groupId: 'g'.repeat(40_000) }))
    expect(error).toMatchObject({ code: 'CODEC_ERROR' })
    expect((await connection.request(heartbeatApi, 3, heartbeat(7))).errorCode).toBe(7)
  })
})

describe('A request that is given up', () => {
  it('rejects with the reason of its signal, and its answer goes to nobody', async () => {
    const { broker, cluster } = worldWithHeartbeats()
    const hold = cluster.hold(heartbeatApi)
    const connection = await broker.connection('control')
    const controller = new AbortController()
    const given = outcomeOf(connection.request(heartbeatApi, 4, heartbeat(1), { signal: controller.signal }))
    const kept = connection.request(heartbeatApi, 4, heartbeat(2))
    const reason = new Error('changed my mind')
    controller.abort(reason)
    expect(await given).toEqual({ error: reason })
    hold.release()
    expect((await kept).errorCode).toBe(2)
    expect(connection.isOpen).toBe(true)
  })

  it('is not sent when its signal was aborted before', async () => {
    const { broker, cluster } = worldWithHeartbeats()
    const connection = await broker.connection('control')
    const reason = new Error('too late')
    const signal = AbortSignal.abort(reason)
    expect(await outcomeOf(connection.request(heartbeatApi, 4, heartbeat(1), { signal }))).toEqual({ error: reason })
    expect(cluster.requestsOf(heartbeatApi)).toEqual([])
  })

  it('leaves no listener on its signal', async () => {
    const { broker } = worldWithHeartbeats()
    const connection = await broker.connection('control')
    const { signal } = new AbortController()
    await connection.request(heartbeatApi, 4, heartbeat(1), { signal })
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})

describe('A request without an answer in time', () => {
  it('fails as a time-out that may have been sent, and takes the others with it as retriable', async () => {
    const { broker, cluster, clock } = worldWithHeartbeats()
    cluster.once(heartbeatApi, () => 'never')
    const connection = await broker.connection('control')
    const late = outcomeOf(connection.request(heartbeatApi, 4, heartbeat(1), { timeoutMs: 1_000 }))
    const behind = outcomeOf(connection.request(heartbeatApi, 4, heartbeat(2)))
    await clock.advance(1_000)
    expect(await late).toMatchObject({ error: { code: 'REQUEST_TIMEOUT', mayHaveBeenSent: true, retriable: true } })
    expect(await behind).toMatchObject({
      error: {
        code: 'CONNECTION_CLOSED',
        mayHaveBeenSent: true,
        retriable: true,
        context: { api: 'Heartbeat', nodeId: -1 },
      },
    })
    expect(connection.isOpen).toBe(false)
  })

  it('is not failed before its time by a shorter one that was answered', async () => {
    const { broker, cluster, clock } = worldWithHeartbeats()
    const connection = await broker.connection('control')
    await connection.request(heartbeatApi, 4, heartbeat(1), { timeoutMs: 1_000 })
    const hold = cluster.hold(heartbeatApi)
    const slow = connection.request(heartbeatApi, 4, heartbeat(2), { timeoutMs: 5_000 })
    await clock.advance(4_999)
    hold.release()
    expect((await slow).errorCode).toBe(2)
  })

  it('closes the connection also when it was given up: the broker is as dead for the others', async () => {
    const { broker, cluster, clock } = worldWithHeartbeats()
    cluster.once(heartbeatApi, () => 'never')
    const connection = await broker.connection('control')
    const controller = new AbortController()
    const given = outcomeOf(
      connection.request(heartbeatApi, 4, heartbeat(1), { signal: controller.signal, timeoutMs: 500 }),
    )
    controller.abort(new Error('enough'))
    await given
    await clock.advance(500)
    expect(connection.isOpen).toBe(false)
  })

  it('counts the time for connecting', async () => {
    const { broker, cluster, clock } = worldWithHeartbeats()
    cluster.network.setBehaviour('broker-1', 9092, 'unreachable')
    const outcome = outcomeOf(broker.request(heartbeatApi, heartbeat(1), { timeoutMs: 700 }))
    await clock.advance(700)
    expect(await outcome).toMatchObject({ error: { code: 'REQUEST_TIMEOUT', mayHaveBeenSent: false } })
  })
})

describe('A dead connection', () => {
  it('fails what is on it once, as retriable and possibly sent', async () => {
    const { broker, cluster } = worldWithHeartbeats()
    const connection = await broker.connection('control')
    cluster.on(heartbeatApi, () => 'never')
    const outcomes = [1, 2, 3].map((id) => outcomeOf(connection.request(heartbeatApi, 4, heartbeat(id))))
    await cluster.clock.settle()
    cluster.node(1).cut()
    for (const outcome of await Promise.all(outcomes)) {
      expect(outcome).toMatchObject({ error: { code: 'CONNECTION_CLOSED', retriable: true, mayHaveBeenSent: true } })
    }
  })

  it('refuses further requests as certainly not sent', async () => {
    const { broker, cluster } = worldWithHeartbeats()
    const connection = await broker.connection('control')
    cluster.node(1).cut()
    await cluster.clock.settle()
    expect(connection.isOpen).toBe(false)
    const error = await errorOf(connection.request(heartbeatApi, 4, heartbeat(1)))
    expect(error).toMatchObject({ code: 'CONNECTION_CLOSED', mayHaveBeenSent: false, retriable: true })
    expect(error.message).toMatch(/^Cannot complete Heartbeat v4 on bootstrap server broker-1:9092: /)
  })

  it('says that it was cut in the middle of an answer', async () => {
    const { broker, cluster } = worldWithHeartbeats()
    const connection = await broker.connection('control')
    await connection.request(heartbeatApi, 4, heartbeat(0))
    cluster.once(heartbeatApi, (_request, call) => {
      call.connection.server.write([Buffer.from([0, 0, 0, 100, 0, 0])])
      return 'drop'
    })
    expect((await errorOf(connection.request(heartbeatApi, 4, heartbeat(1)))).message).toMatch(/middle of an answer/)
  })

  it('ends when the broker answers something that nobody asked', async () => {
    const { broker, cluster } = worldWithHeartbeats()
    const connection = await broker.connection('control')
    cluster.once(heartbeatApi, (_request, call) => {
      call.connection.server.write(encodeResponse(heartbeatApi, 4, call.correlationId + 99, {}))
      return 'never'
    })
    const error = await errorOf(connection.request(heartbeatApi, 4, heartbeat(1)))
    expect(error).toMatchObject({ code: 'CONNECTION_CLOSED' })
    expect(error.message).toMatch(/nobody waits for/)
  })

  it('ends when a frame is larger than the limit', async () => {
    const { broker, cluster } = worldWithHeartbeats({ config: { maxFrameBytes: 4_096 } })
    const connection = await broker.connection('control')
    await connection.request(heartbeatApi, 4, heartbeat(0))
    cluster.once(metadataApi, () => ({ clusterId: 'x'.repeat(5_000) }))
    const error = await errorOf(connection.request(metadataApi, 9, { topics: null }))
    expect(error).toMatchObject({ code: 'CONNECTION_CLOSED', cause: { code: 'CODEC_ERROR' } })
    expect(error.message).toMatch(/larger than the limit of 4096/)
  })

  it('says that the bytes look like TLS when they do', async () => {
    const { broker, cluster } = networkWorld({ config: { bootstrapServers: 'tls-only:9093' } })
    const alert = Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x46])
    cluster.network.listen('tls-only', 9093, (stream) => ({
      onData: () => void stream.write([alert]),
      onDrain() {},
      onClose() {},
    }))
    expect((await errorOf(broker.request(heartbeatApi, heartbeat(1)))).message).toMatch(/look like TLS/)
  })
})

describe('An answer that cannot be read', () => {
  it('fails its own request only', async () => {
    const { broker, cluster } = worldWithHeartbeats()
    const connection = await broker.connection('control')
    cluster.once(heartbeatApi, (_request, call) => {
      const id = Buffer.alloc(4)
      id.writeInt32BE(call.correlationId)
      call.connection.server.write([Buffer.from([0, 0, 0, 6]), id, Buffer.from([0, 1])])
      return 'skip'
    })
    const bad = outcomeOf(connection.request(heartbeatApi, 4, heartbeat(1)))
    const good = connection.request(heartbeatApi, 4, heartbeat(2))
    expect(await bad).toMatchObject({ error: { code: 'CODEC_ERROR', context: { api: 'Heartbeat', apiVersion: 4 } } })
    expect((await good).errorCode).toBe(2)
    expect(connection.isOpen).toBe(true)
  })
})

describe('A request that expects no answer', () => {
  it('resolves when its bytes were handed over', async () => {
    const { broker, cluster } = networkWorld()
    cluster.on(produceApi, () => 'skip')
    const connection = await broker.connection('produce')
    await connection.requestWithoutResponse(produceApi, 9, { acks: 0, timeoutMs: 1, topicData: [] })
    await cluster.clock.settle()
    expect(cluster.requestsOf(produceApi)).toHaveLength(1)
  })

  it.each([false, true])(
    'leaves the order of answers alone, whether the broker answers it: %s',
    async (answersAcks0) => {
      const { broker, cluster } = worldWithHeartbeats({ splitsChunks: true })
      cluster.answersAcks0 = answersAcks0
      cluster.on(produceApi, () => ({ responses: [] }))
      const connection = await broker.connection('produce')
      const codes: number[] = []
      for (let id = 0; id < 200; id++) {
        for (let count = 0; count < id % 4; count++) {
          await connection.requestWithoutResponse(produceApi, 9, { acks: 0, timeoutMs: 1, topicData: [] })
        }
        if (id % 3 === 0) codes.push((await connection.request(heartbeatApi, 4, heartbeat(id))).errorCode - id)
      }
      await cluster.clock.settle()
      expect(new Set(codes)).toEqual(new Set([0]))
      expect(connection.isOpen).toBe(true)
    },
  )
})

describe('A full stream', () => {
  it('makes requests wait in order, and those that never left say so', async () => {
    const { broker, cluster } = worldWithHeartbeats()
    cluster.on(fetchApi, () => ({ responses: [] }))
    const connection = await broker.connection('fetch')
    const [link] = cluster.node(1).connections
    link!.stall('toServer')
    // More than the network takes: the stream says that it is full.
    const big = outcomeOf(
      connection.request(heartbeatApi, 4, { ...heartbeat(0), memberId: 'x'.repeat(2 * 1024 * 1024) }),
    )
    const waiting = [1, 2, 3].map((id) => outcomeOf(connection.request(heartbeatApi, 4, heartbeat(id))))
    await cluster.clock.settle()
    cluster.node(1).cut()
    expect(await big).toMatchObject({ error: { mayHaveBeenSent: true } })
    for (const outcome of await Promise.all(waiting)) {
      expect(outcome).toMatchObject({ error: { code: 'CONNECTION_CLOSED', mayHaveBeenSent: false } })
    }
  })

  it('goes on in order when it drains', async () => {
    const { broker, cluster } = worldWithHeartbeats()
    const connection = await broker.connection('control')
    const big = connection.request(heartbeatApi, 4, { ...heartbeat(1), memberId: 'x'.repeat(2 * 1024 * 1024) })
    const answers = [2, 3, 4].map((id) => connection.request(heartbeatApi, 4, heartbeat(id)))
    const codes = (await Promise.all([big, ...answers])).map((answer) => answer.errorCode)
    expect(codes).toEqual([1, 2, 3, 4])
    const generations = cluster.requestsOf(heartbeatApi).map((request) => request.body.generationId)
    expect(generations).toEqual([1, 2, 3, 4])
  })
})
