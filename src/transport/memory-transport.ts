/**
 * A network inside the process: hosts, listeners and connections, on whatever clock it is given.
 *
 * The network owns its listeners and its connections; a connection leaves the list when it has closed. Each direction of
 * a connection is a queue which alone decides the order of what arrives: chunks, then the end. Nothing arrives
 * synchronously, so no caller is ever called back from inside its own `write`.
 */
import { ConfigError } from '../errors/client-errors.ts'
import { ConnectionError } from '../errors/connection-errors.ts'
import type { Clock } from '../support/clock.ts'
import { type Random, randomInt } from '../support/random.ts'
import { MemoryConnection } from './memory-connection.ts'
import type { ByteStream, ConnectOptions, StreamHandlers, Transport } from './transport.ts'

/** A client's connection arrived. What is returned hears of its bytes and its end. */
export type AcceptHandler = (stream: ByteStream, connection: MemoryConnection) => StreamHandlers

/** What happens to connections to an address: taken by its listener, refused, or never answered at all. */
export type AddressBehaviour = 'normal' | 'refuse' | 'unreachable'

export interface MemoryNetworkOptions {
  readonly clock: Clock
  /** Time for each piece in each direction. Drawn anew for each piece when it is a function. Default 0: the next turn. */
  readonly latencyMs?: number | (() => number)
  /** Splits writes at chance places when given: whoever takes a chunk for a frame is found out. */
  readonly splitRandom?: Random
  /** `write` says false while more than this is on its way. Default 1 MiB. */
  readonly highWaterMarkBytes?: number
}

export interface MemoryListener {
  readonly host: string
  readonly port: number
  /** Takes no more connections; those that are open stay open. */
  close(): void
}

export class MemoryNetwork {
  readonly transport: Transport = { connect: (options, handlers) => this.#connect(options, handlers) }
  readonly #clock: Clock
  readonly #options: MemoryNetworkOptions
  readonly #listeners = new Map<string, AcceptHandler>()
  readonly #behaviours = new Map<string, AddressBehaviour>()
  readonly #connections = new Set<MemoryConnection>()
  #connectionCount = 0
  #attemptCount = 0

  constructor(options: MemoryNetworkOptions) {
    this.#clock = options.clock
    this.#options = options
  }

  /** Connections that are open at either end, oldest first. What is here after both ends have closed is a leak. */
  get connections(): readonly MemoryConnection[] {
    return [...this.#connections]
  }

  /** How many connections were asked for, including those refused. */
  get attemptCount(): number {
    return this.#attemptCount
  }

  listen(host: string, port: number, onConnection: AcceptHandler): MemoryListener {
    const address = addressOf(host, port)
    if (this.#listeners.has(address)) throw new ConfigError(`Cannot listen on ${address}: somebody does already`)
    this.#listeners.set(address, onConnection)
    return {
      host,
      port,
      close: () => {
        if (this.#listeners.get(address) === onConnection) this.#listeners.delete(address)
      },
    }
  }

  /** Changes what happens to connections from now on; open ones are not touched. */
  setBehaviour(host: string, port: number, behaviour: AddressBehaviour): void {
    this.#behaviours.set(addressOf(host, port), behaviour)
  }

  #connect(options: ConnectOptions, handlers: StreamHandlers): Promise<ByteStream> {
    this.#attemptCount++
    const address = addressOf(options.host, options.port)
    const { promise, resolve, reject } = Promise.withResolvers<ByteStream>()
    const { signal } = options
    if (signal?.aborted) {
      reject(signal.reason)
      return promise
    }
    let isOver = false
    const end = (settle: () => void): void => {
      if (isOver) return
      isOver = true
      timeout.cancel()
      signal?.removeEventListener('abort', onAbort)
      settle()
    }
    const onAbort = (): void => end(() => reject(signal?.reason))
    signal?.addEventListener('abort', onAbort)
    const timeout = this.#clock.setTimer(options.timeoutMs, `connect ${address}`, () => {
      const message = `Cannot connect to ${address}: no answer within ${options.timeoutMs} ms`
      end(() => reject(new ConnectionError('CONNECTION_TIMEOUT', message, { context: { address } })))
    })
    this.#afterLatency(`connect ${address}`, () => {
      const behaviour = this.#behaviours.get(address) ?? 'normal'
      if (behaviour === 'unreachable') return
      const accept = behaviour === 'refuse' ? undefined : this.#listeners.get(address)
      if (accept !== undefined) return end(() => resolve(this.#open(address, options, handlers, accept)))
      const message = `Cannot connect to ${address}: connection refused`
      end(() => reject(new ConnectionError('CONNECTION_REFUSED', message, { context: { address } })))
    })
    return promise
  }

  #open(address: string, options: ConnectOptions, handlers: StreamHandlers, accept: AcceptHandler): ByteStream {
    const number = ++this.#connectionCount
    const connection: MemoryConnection = new MemoryConnection({
      number,
      clientAddress: `client:${number}`,
      serverAddress: address,
      connectOptions: options,
      highWaterMarkBytes: this.#options.highWaterMarkBytes ?? 1024 * 1024,
      clock: this.#clock,
      latencyMs: () => this.#latencyMs(),
      split: (chunk) => this.#split(chunk),
      onClosed: () => this.#connections.delete(connection),
    })
    this.#connections.add(connection)
    connection.client.attach(handlers)
    connection.server.attach(accept(connection.server, connection))
    return connection.client
  }

  #latencyMs(): number {
    const { latencyMs } = this.#options
    return typeof latencyMs === 'function' ? latencyMs() : (latencyMs ?? 0)
  }

  #afterLatency(label: string, callback: () => void): void {
    const latencyMs = this.#latencyMs()
    if (latencyMs > 0) this.#clock.setTimer(latencyMs, label, callback)
    else this.#clock.defer(label, callback)
  }

  #split(chunk: Uint8Array): readonly Uint8Array[] {
    const random = this.#options.splitRandom
    if (random === undefined || chunk.length < 2) return [chunk]
    const parts: Uint8Array[] = []
    let start = 0
    for (let cuts = randomInt(random, 3); cuts > 0 && start < chunk.length - 1; cuts--) {
      const end = start + 1 + randomInt(random, chunk.length - start - 1)
      parts.push(chunk.subarray(start, end))
      start = end
    }
    parts.push(chunk.subarray(start))
    return parts
  }
}

function addressOf(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
