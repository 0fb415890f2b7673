/**
 * The network of a world: listeners, connections, and what goes wrong with them.
 *
 * It owns both. A connection is here from when it was accepted until both ends have closed; one that is left when the
 * client has closed is a leak. Nothing arrives inside the call that sent it.
 */
import { ConfigError } from '../errors/client-errors.ts'
import { ConnectionError } from '../errors/connection-errors.ts'
import type { ByteStream, ConnectOptions, StreamHandlers, Transport } from '../transport/transport.ts'
import { type ConnectionHost, type NetworkConditions, type NetworkObserver, SimConnection } from './sim-connection.ts'
import type { World } from './world.ts'

export const calmConditions: NetworkConditions = { longestLatencyMs: 4, mostPieces: 3, highWaterMarkBytes: 65_536 }

export type AcceptHandler = (stream: ByteStream, connection: SimConnection) => StreamHandlers

export interface SimListener {
  readonly host: string
  readonly port: number
  /** Takes no more connections; those that are open stay open. */
  close(): void
}

export class SimNetwork implements ConnectionHost {
  readonly transport: Transport = { connect: (options, handlers) => this.#connect(options, handlers, undefined) }
  readonly world: World
  readonly conditions: NetworkConditions
  readonly observers: NetworkObserver[] = []
  readonly #listeners = new Map<string, AcceptHandler>()
  readonly #connections = new Set<SimConnection>()
  readonly #extraLatencyMs = new Map<string, number>()
  readonly #unreachable = new Set<string>()
  readonly #unplugged = new Set<string>()
  readonly #connectionsOf = new Map<string, SimConnection[]>()
  #connectionCount = 0
  #attemptCount = 0

  constructor(world: World, conditions: NetworkConditions = calmConditions) {
    this.world = world
    this.conditions = conditions
  }

  /** Open at either end, oldest first. */
  get connections(): readonly SimConnection[] {
    return [...this.#connections]
  }

  get attemptCount(): number {
    return this.#attemptCount
  }

  /** Those to one address that the client still has open. */
  connectionsTo(address: string): SimConnection[] {
    return this.connections.filter((connection) => connection.serverAddress === address && connection.client.isOpen)
  }

  listen(host: string, port: number, onConnection: AcceptHandler): SimListener {
    const address = `${host}:${port}`
    if (this.#listeners.has(address)) throw new ConfigError(`Cannot listen on ${address}: somebody does already`)
    this.#listeners.set(address, onConnection)
    const close = (): void => {
      if (this.#listeners.get(address) === onConnection) this.#listeners.delete(address)
    }
    return { host, port, close }
  }

  extraLatencyMs(address: string): number {
    return this.#extraLatencyMs.get(address) ?? 0
  }

  /** Everything to and from the address takes so much longer. 0 ends it. */
  slowDown(address: string, extraMs: number): void {
    this.#extraLatencyMs.set(address, extraMs)
  }

  /** New connections to the address are neither taken nor refused: packets vanish. */
  setReachable(address: string, isReachable: boolean): void {
    if (isReachable) this.#unreachable.delete(address)
    else this.#unreachable.add(address)
  }

  /** The network as one machine has it, until that machine is unplugged. */
  transportOf(machine: string): Transport {
    return { connect: (options, handlers) => this.#connect(options, handlers, machine) }
  }

  /** Nothing reaches the machine any more and nothing that it sends arrives, for good. Nobody is told. */
  unplug(machine: string): void {
    this.#unplugged.add(machine)
    for (const connection of this.#connectionsOf.get(machine) ?? []) connection.silence('both')
  }

  #connect(options: ConnectOptions, handlers: StreamHandlers, machine: string | undefined): Promise<ByteStream> {
    const attempt = ++this.#attemptCount
    const { world } = this
    const address = `${options.host}:${options.port}`
    const { promise, resolve, reject } = Promise.withResolvers<ByteStream>()
    const { signal } = options
    if (signal?.aborted === true) {
      reject(signal.reason)
      return promise
    }
    const random = world.random.fork(`attempt ${attempt}`)
    const delayMs = 1 + random.int(5) + this.extraLatencyMs(address)
    const isUnplugged = (): boolean => machine !== undefined && this.#unplugged.has(machine)
    const isLost = this.#unreachable.has(address) || isUnplugged()
    const end = (settle: () => void): void => {
      signal?.removeEventListener('abort', onAbort)
      arrival.cancel()
      settle()
    }
    const onAbort = (): void => end(() => reject(signal?.reason))
    signal?.addEventListener('abort', onAbort)
    const fail = (code: ConnectionError['code'], why: string): void =>
      end(() => reject(new ConnectionError(code, `Cannot connect to ${address}: ${why}`, { context: { address } })))
    const arrival =
      isLost || delayMs > options.timeoutMs
        ? world.deliver(options.timeoutMs, 'network', `connect ${address} times out`, () =>
            fail('CONNECTION_TIMEOUT', `no answer within ${options.timeoutMs} ms`),
          )
        : world.deliver(delayMs, 'network', `connect ${address}`, () => {
            const accept = this.#listeners.get(address)
            if (accept === undefined || isUnplugged()) fail('CONNECTION_REFUSED', 'connection refused')
            else end(() => resolve(this.#open(address, handlers, accept, machine)))
          })
    return promise
  }

  #open(address: string, handlers: StreamHandlers, accept: AcceptHandler, machine: string | undefined): ByteStream {
    const connection = new SimConnection(this, ++this.#connectionCount, address, () =>
      this.#connections.delete(connection),
    )
    this.#connections.add(connection)
    if (machine !== undefined) {
      const known = this.#connectionsOf.get(machine)
      if (known === undefined) this.#connectionsOf.set(machine, [connection])
      else known.push(connection)
    }
    connection.client.attach(handlers)
    connection.server.attach(accept(connection.server, connection))
    for (const observer of this.observers) observer.onOpened?.(connection)
    return connection.client
  }
}
