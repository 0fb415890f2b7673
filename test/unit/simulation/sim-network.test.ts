import { beforeEach, describe, expect, it } from 'vitest'
import type { SimConnection } from '../../../src/simulation/sim-connection.ts'
import { SimNetwork } from '../../../src/simulation/sim-network.ts'
import { World } from '../../../src/simulation/world.ts'
import type { ByteStream, StreamHandlers } from '../../../src/transport/transport.ts'

class Recorder implements StreamHandlers {
  readonly chunks: Buffer[] = []
  readonly closes: (Error | undefined)[] = []
  drainCount = 0

  onData(chunk: Buffer): void {
    this.chunks.push(chunk)
  }

  onDrain(): void {
    this.drainCount += 1
  }

  onClose(error?: Error): void {
    this.closes.push(error)
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString()
  }
}

let world: World
let network: SimNetwork
let client: Recorder
let server: Recorder
let connections: SimConnection[]

/** Steps until nothing is left, with turns for promises in between. */
async function settle(): Promise<void> {
  do await new Promise((resolve) => setImmediate(resolve))
  while (world.step(100_000))
}

function create(seed: number): void {
  world = new World({ seed })
  network = new SimNetwork(world)
  client = new Recorder()
  server = new Recorder()
  connections = []
  network.listen('broker-1', 9092, (_stream, connection) => {
    connections.push(connection)
    return server
  })
}

async function connect(timeoutMs = 100): Promise<ByteStream> {
  const connecting = network.transport.connect({ host: 'broker-1', port: 9092, timeoutMs }, client)
  connecting.catch(() => {})
  await settle()
  return connecting
}

beforeEach(() => create(1))

describe('A simulated network', () => {
  it('keeps the order of bytes under every seed, however it cuts and delays them', async () => {
    let pieces = 0
    for (let seed = 1; seed <= 50; seed++) {
      create(seed)
      const stream = await connect()
      for (let index = 0; index < 10; index++) stream.write([Buffer.from(`message ${index};`)])
      await settle()
      expect(server.text).toBe(Array.from({ length: 10 }, (_, index) => `message ${index};`).join(''))
      pieces += server.chunks.length
    }
    expect(pieces).toBeGreaterThan(600)
  })

  it('delivers nothing inside the call that wrote it', async () => {
    const stream = await connect()
    stream.write([Buffer.from('x')])
    expect(server.chunks).toEqual([])
  })

  it('loses what was on its way when a connection is cut, and tells both ends once', async () => {
    const stream = await connect()
    stream.write([Buffer.from('lost')])
    connections[0]!.cut()
    await settle()
    expect(server.chunks).toEqual([])
    expect(client.closes).toHaveLength(1)
    expect(client.closes[0]).toMatchObject({ code: 'CONNECTION_CLOSED' })
    expect(server.closes).toHaveLength(1)
    expect(network.connections).toEqual([])
  })

  it('delivers what was written before an orderly end, and then the end', async () => {
    const stream = await connect()
    stream.write([Buffer.from('last words')])
    stream.destroy()
    await settle()
    expect(server.text).toBe('last words')
    expect(server.closes).toEqual([undefined])
    expect(client.closes).toEqual([undefined])
  })

  it('tells neither end of a half-open connection, not even that the other one has closed', async () => {
    const stream = await connect()
    connections[0]!.silence('server')
    stream.write([Buffer.from('into the void')])
    stream.destroy()
    await settle()
    expect(server.chunks).toEqual([])
    expect(server.closes).toEqual([])
    expect(client.closes).toHaveLength(1)
  })

  it('is full for a writer whose peer is silent, and never empties', async () => {
    const stream = await connect()
    connections[0]!.silence('server')
    expect(stream.write([Buffer.alloc(100_000)])).toBe(false)
    await settle()
    expect(client.drainCount).toBe(0)
  })

  it('says once that a full stream has emptied', async () => {
    const stream = await connect()
    expect(stream.write([Buffer.alloc(100_000)])).toBe(false)
    await settle()
    expect(client.drainCount).toBe(1)
  })

  it('holds what arrives at a paused end until it goes on', async () => {
    const stream = await connect()
    connections[0]!.server.setPaused(true)
    stream.write([Buffer.from('patience')])
    await settle()
    expect(server.text).toBe('')
    connections[0]!.server.setPaused(false)
    await settle()
    expect(server.text).toBe('patience')
  })

  it('refuses where nobody listens', async () => {
    const connecting = network.transport.connect({ host: 'broker-9', port: 9092, timeoutMs: 100 }, client)
    connecting.catch(() => {})
    await settle()
    await expect(connecting).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' })
  })

  it('answers nobody at an address that cannot be reached, until the attempt’s own time is over', async () => {
    network.setReachable('broker-1:9092', false)
    await expect(connect(70)).rejects.toMatchObject({ code: 'CONNECTION_TIMEOUT' })
    expect(world.nowMs).toBe(70)
  })

  it('ends an attempt whose caller gives up, and leaves no connection behind', async () => {
    const controller = new AbortController()
    const options = { host: 'broker-1', port: 9092, timeoutMs: 100, signal: controller.signal }
    const connecting = network.transport.connect(options, client)
    connecting.catch(() => {})
    controller.abort(new Error('enough'))
    await settle()
    await expect(connecting).rejects.toThrow('enough')
    expect(network.connections).toEqual([])
  })

  it('reports bytes that change after they were written: a socket may read them that late', async () => {
    const stream = await connect()
    const bytes = Buffer.from('unchanged')
    stream.write([bytes])
    bytes[0] = 0
    await settle()
    expect(world.problems[0]?.kind).toBe('W1')
  })
})
