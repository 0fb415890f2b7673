import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../../src/support/manual-clock.ts'
import { SeededRandom } from '../../../src/support/seeded-random.ts'
import type { MemoryConnection } from '../../../src/transport/memory-connection.ts'
import { MemoryNetwork, type MemoryNetworkOptions } from '../../../src/transport/memory-transport.ts'
import { StreamRecorder } from './loopback-server.ts'

const target = { host: 'broker', port: 9092, timeoutMs: 1_000 }

/** A network with one listener whose end of each connection is recorded too. */
function listeningNetwork(options: Partial<MemoryNetworkOptions> = {}) {
  const clock = new ManualClock()
  const network = new MemoryNetwork({ clock, ...options })
  const serverEnds: { connection: MemoryConnection; recorder: StreamRecorder }[] = []
  const listener = network.listen('broker', 9092, (_stream, connection) => {
    const recorder = new StreamRecorder()
    serverEnds.push({ connection, recorder })
    return recorder
  })
  return { clock, network, listener, serverEnds }
}

async function connected(options: Partial<MemoryNetworkOptions> = {}) {
  const world = listeningNetwork(options)
  const client = new StreamRecorder()
  const connecting = world.network.transport.connect(target, client)
  await world.clock.advance(100)
  const stream = await connecting
  const { connection, recorder: server } = world.serverEnds[0]!
  return { ...world, client, stream, connection, server }
}

describe('A connection inside the process', () => {
  it('carries bytes both ways without time passing', async () => {
    const { clock, stream, client, server, connection } = await connected()
    const startedAt = clock.now()
    stream.write([Buffer.from('pi'), Buffer.from('ng')])
    connection.server.write([Buffer.from('pong')])
    await clock.settle()
    expect([String(server.received), String(client.received)]).toEqual(['ping', 'pong'])
    expect(clock.now()).toBe(startedAt)
  })

  it('never calls back from inside a call', async () => {
    const { clock, stream, server } = await connected()
    stream.write([Buffer.from('x')])
    expect(server.events).toEqual([])
    stream.destroy()
    expect(server.events).toEqual([])
    await clock.settle()
    expect(server.events).toEqual(['data', 'close'])
  })

  it('takes its latency, and keeps the order where that varies', async () => {
    const delays = [30, 0, 20, 0, 10]
    const { clock, stream, server } = await connected({ latencyMs: () => delays.shift() ?? 0 })
    for (const text of ['a', 'b', 'c', 'd']) stream.write([Buffer.from(text)])
    await clock.advance(19)
    expect(String(server.received)).not.toContain('b')
    await clock.advance(30)
    expect(String(server.received)).toBe('abcd')
  })

  it('splits what is written at places that a seed decides, and loses nothing', async () => {
    const { clock, stream, server } = await connected({ splitRandom: new SeededRandom(3) })
    const sizes: number[] = []
    const record = server.onData.bind(server)
    server.onData = (chunk) => {
      sizes.push(chunk.length)
      record(chunk)
    }
    for (let count = 0; count < 20; count++) stream.write([Buffer.from('0123456789')])
    await clock.settle()
    expect(String(server.received)).toBe('0123456789'.repeat(20))
    expect(sizes.length).toBeGreaterThan(20)
  })

  it('says when it has more than it likes, and when that has gone', async () => {
    const { clock, stream, client } = await connected({ highWaterMarkBytes: 10 })
    expect(stream.write([Buffer.alloc(10)])).toBe(true)
    expect(stream.write([Buffer.alloc(1)])).toBe(false)
    await clock.settle()
    expect(client.drains).toBe(1)
    expect(stream.write([Buffer.alloc(1)])).toBe(true)
  })

  it('hands over nothing while it is paused', async () => {
    const { clock, stream, connection, client } = await connected()
    stream.setPaused(true)
    connection.server.write([Buffer.from('abc')])
    connection.server.destroy()
    await clock.settle()
    expect(client.events).toEqual([])
    stream.setPaused(false)
    await clock.settle()
    expect(client.events).toEqual(['data', 'close'])
  })

  it('ends for both when one destroys it; what was sent before arrives', async () => {
    const { clock, stream, client, server, network } = await connected()
    stream.write([Buffer.from('last')])
    const reason = new Error('enough')
    stream.destroy(reason)
    stream.destroy()
    await clock.settle()
    expect(await client.closed).toBe(reason)
    expect(await server.closed).toBeUndefined()
    expect(String(server.received)).toBe('last')
    expect(stream.write([Buffer.from('x')])).toBe(false)
    expect(network.connections).toEqual([])
  })

  it('loses what is on its way when it is cut, and both ends hear of it', async () => {
    const { clock, stream, connection, client, server } = await connected()
    stream.write([Buffer.from('lost')])
    connection.cut()
    await clock.settle()
    for (const end of [client, server]) {
      expect(end.events).toEqual(['close'])
      expect(await end.closed).toMatchObject({ code: 'CONNECTION_CLOSED' })
    }
  })

  it('can go silent in one direction, without a word to either end', async () => {
    const { clock, stream, connection, client, server } = await connected()
    connection.stall('toServer')
    stream.write([Buffer.from('held')])
    connection.server.write([Buffer.from('through')])
    await clock.settle()
    expect([String(server.received), String(client.received)]).toEqual(['', 'through'])
    connection.resume()
    expect(String(server.received)).toBe('held')
  })

  it('gives the receiver its own bytes: the sender may use its buffer again', async () => {
    const { clock, stream, server } = await connected()
    const buffer = Buffer.from('abc')
    stream.write([buffer])
    await clock.settle()
    buffer.fill('z')
    expect(String(server.received)).toBe('abc')
  })
})

describe('Connecting inside the process', () => {
  it.each([
    ['nobody listens', (world: ReturnType<typeof listeningNetwork>) => world.listener.close()],
    [
      'it is told to',
      (world: ReturnType<typeof listeningNetwork>) => world.network.setBehaviour('broker', 9092, 'refuse'),
    ],
  ])('is refused where %s', async (_name, arrange) => {
    const world = listeningNetwork()
    arrange(world)
    await expect(world.network.transport.connect(target, new StreamRecorder())).rejects.toMatchObject({
      code: 'CONNECTION_REFUSED',
    })
    expect(world.clock.liveTimers).toEqual([])
  })

  it('times out where nobody answers at all', async () => {
    const { clock, network } = listeningNetwork()
    network.setBehaviour('broker', 9092, 'unreachable')
    const attempt = network.transport.connect(target, new StreamRecorder())
    const [outcome] = await Promise.allSettled([attempt, clock.advance(1_000)])
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'CONNECTION_TIMEOUT' } })
  })

  it('ends with the reason of its signal, and opens nothing', async () => {
    const { clock, network, serverEnds } = listeningNetwork()
    const controller = new AbortController()
    const reason = new Error('changed my mind')
    const attempt = network.transport.connect({ ...target, signal: controller.signal }, new StreamRecorder())
    controller.abort(reason)
    await expect(attempt).rejects.toBe(reason)
    await clock.settle()
    expect(serverEnds).toEqual([])
    expect(clock.liveTimers).toEqual([])
  })

  it('is possible to one listener an address only', () => {
    const { network } = listeningNetwork()
    const listen = () => network.listen('broker', 9092, () => new StreamRecorder())
    expect(listen).toThrow('Cannot listen on broker:9092: somebody does already')
  })
})
