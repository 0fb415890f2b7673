/**
 * One connection: two ends, each with the queue of what is on its way *to* it.
 *
 * Arrival times of one direction never go back and every arrival takes the queue's head, so bytes keep their order even
 * where times tie. An end is open until it is destroyed, until the other end's close arrives, or until a cut; `onClose`
 * is called once and nothing after it.
 */
import { ConnectionError } from '../errors/connection-errors.ts'
import type { ByteStream, StreamHandlers } from '../transport/transport.ts'
import type { SimRandom } from './sim-random.ts'
import type { World } from './world.ts'

/** How the network of one run is, when nothing is wrong with it. */
export interface NetworkConditions {
  /** The longest way of a piece in one direction; the shortest is 1 ms. */
  readonly longestLatencyMs: number
  /** Into how many pieces a write may fall. */
  readonly mostPieces: number
  /** A stream with more than this on its way says that it is full. */
  readonly highWaterMarkBytes: number
}

/** Hears of everything that passes, in the order in which it does. */
export interface NetworkObserver {
  onOpened?(connection: SimConnection): void
  /** The client has written these bytes. They were copied; whether they arrive is another matter. */
  onClientWrote?(connection: SimConnection, bytes: Buffer): void
  onClientReceived?(connection: SimConnection, bytes: Buffer): void
  /** The client's end has closed, by whomever. */
  onClientClosed?(connection: SimConnection): void
}

/** What a connection needs of its network. */
export interface ConnectionHost {
  readonly world: World
  readonly conditions: NetworkConditions
  readonly observers: readonly NetworkObserver[]
  extraLatencyMs(address: string): number
}

export class SimConnection {
  readonly number: number
  readonly serverAddress: string
  readonly client: SimStream
  readonly server: SimStream

  constructor(network: ConnectionHost, number: number, serverAddress: string, onClosed: () => void) {
    this.number = number
    this.serverAddress = serverAddress
    const random = network.world.random.fork(`connection ${number}`)
    let openEnds = 2
    const onEndClosed = (): void => {
      if (--openEnds === 0) onClosed()
    }
    this.client = new SimStream(network, this, 'client', serverAddress, random.fork('client'), onEndClosed)
    this.server = new SimStream(network, this, 'server', `client:${number}`, random.fork('server'), onEndClosed)
    this.client.peer = this.server
    this.server.peer = this.client
  }

  get isOpen(): boolean {
    return this.client.isOpen || this.server.isOpen
  }

  /** Both ends hear of it, soon; what was on its way is lost. */
  cut(): void {
    this.client.reset()
    this.server.reset()
  }

  /** Nothing arrives at that end any more, and neither end is told: a half-open connection. */
  silence(end: 'client' | 'server' | 'both'): void {
    if (end !== 'server') this.client.isDeaf = true
    if (end !== 'client') this.server.isDeaf = true
  }
}

type Arrival = { readonly kind: 'bytes'; readonly bytes: Buffer; readonly written: Written } | { readonly kind: 'end' }

/** One call of `write`: what was handed over, and what it looked like then. */
interface Written {
  readonly chunks: readonly Uint8Array[]
  readonly copy: Buffer
}

export class SimStream implements ByteStream {
  readonly remoteAddress: string
  /** Set by the connection right after construction. */
  peer!: SimStream
  /** What was sent to it vanishes. */
  isDeaf = false
  readonly #network: ConnectionHost
  readonly #connection: SimConnection
  readonly #side: 'client' | 'server'
  readonly #random: SimRandom
  readonly #onEndClosed: () => void
  #handlers: StreamHandlers | undefined
  #isOpen = true
  #isPaused = false
  #arriving: Arrival[] = []
  #arrivingBytes = 0
  /** The first so many of `#arriving` have had their time and wait for the end of a pause. */
  #dueCount = 0
  #lastDueAtMs = 0
  #mustDrain = false

  constructor(
    network: ConnectionHost,
    connection: SimConnection,
    side: 'client' | 'server',
    remoteAddress: string,
    random: SimRandom,
    onEndClosed: () => void,
  ) {
    this.#network = network
    this.#connection = connection
    this.#side = side
    this.remoteAddress = remoteAddress
    this.#random = random
    this.#onEndClosed = onEndClosed
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  attach(handlers: StreamHandlers): void {
    this.#handlers = handlers
  }

  write(chunks: readonly Uint8Array[]): boolean {
    if (!this.#isOpen) return false
    const copy = Buffer.concat(chunks)
    const written: Written = { chunks: [...chunks], copy }
    if (this.#side === 'client') {
      for (const observer of this.#network.observers) observer.onClientWrote?.(this.#connection, copy)
    }
    for (const piece of this.#split(copy)) this.peer.#enqueue({ kind: 'bytes', bytes: piece, written })
    this.#mustDrain ||= this.peer.#arrivingBytes > this.#network.conditions.highWaterMarkBytes
    return !this.#mustDrain
  }

  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused
    if (!isPaused) this.#later(0, 'resumes', () => this.#deliverDue())
  }

  destroy(error?: Error): void {
    if (!this.#isOpen) return
    this.#end()
    this.peer.#enqueue({ kind: 'end' })
    this.#later(0, 'closes', () => this.#reportClose(error))
  }

  /** The connection broke. */
  reset(): void {
    if (!this.#isOpen) return
    this.#end()
    const error = new ConnectionError('CONNECTION_CLOSED', `The connection to ${this.remoteAddress} was reset`)
    this.#later(this.#random.int(3), 'is reset', () => this.#reportClose(error))
  }

  #end(): void {
    this.#isOpen = false
    this.#drop()
  }

  #drop(): void {
    this.#arriving = []
    this.#arrivingBytes = 0
    this.#dueCount = 0
  }

  #split(bytes: Buffer): Buffer[] {
    const pieces: Buffer[] = []
    const { mostPieces } = this.#network.conditions
    const cuts = this.#network.world.isExplored ? 0 : this.#random.int(mostPieces)
    let start = 0
    for (let cut = 0; cut < cuts && start < bytes.length - 1; cut++) {
      const end = start + 1 + this.#random.int(bytes.length - start - 1)
      pieces.push(bytes.subarray(start, end))
      start = end
    }
    if (start < bytes.length) pieces.push(bytes.subarray(start))
    return pieces
  }

  #enqueue(arrival: Arrival): void {
    if (!this.#isOpen) return
    this.#arriving.push(arrival)
    if (arrival.kind === 'bytes') this.#arrivingBytes += arrival.bytes.length
    const { world, conditions } = this.#network
    const latencyMs = 1 + this.#random.int(conditions.longestLatencyMs)
    const extraMs = this.#network.extraLatencyMs(this.#connection.serverAddress)
    this.#lastDueAtMs = Math.max(this.#lastDueAtMs, world.nowMs + latencyMs + extraMs)
    const what = arrival.kind === 'end' ? 'end' : `${arrival.bytes.length} bytes`
    this.#later(this.#lastDueAtMs - world.nowMs, what, () => {
      // A cut may have emptied the queue that this event was meant for.
      if (this.#dueCount < this.#arriving.length) this.#dueCount += 1
      this.#deliverDue()
    })
  }

  #deliverDue(): void {
    while (this.#dueCount > 0 && this.#isOpen && !this.#isPaused) this.#deliverNext()
  }

  #deliverNext(): void {
    const arrival = this.#arriving.shift()
    this.#dueCount -= 1
    // A deaf end acknowledges nothing either: whoever writes to it finds its stream full at some time.
    if (arrival === undefined || this.isDeaf) return
    if (arrival.kind === 'end') {
      this.#end()
      this.#reportClose()
      return
    }
    this.#arrivingBytes -= arrival.bytes.length
    this.#checkUnchanged(arrival.written)
    if (this.#side === 'client') {
      for (const observer of this.#network.observers) observer.onClientReceived?.(this.#connection, arrival.bytes)
    }
    this.#handlers?.onData(arrival.bytes)
    if (this.#arrivingBytes === 0) this.peer.#drain()
  }

  /** A socket may read its chunks as late as this; whoever changes them before sends garbage. */
  #checkUnchanged({ chunks, copy }: Written): void {
    if (!this.peer.#isOpen) return
    let offset = 0
    for (const chunk of chunks) {
      if (copy.compare(chunk, 0, chunk.length, offset, offset + chunk.length) !== 0) {
        this.#network.world.problem('W1', `bytes changed after they were written to ${this.peer.remoteAddress}`)
        return
      }
      offset += chunk.length
    }
  }

  #drain(): void {
    if (!this.#mustDrain || !this.#isOpen) return
    this.#mustDrain = false
    this.#handlers?.onDrain()
  }

  #reportClose(error?: Error): void {
    const handlers = this.#handlers
    this.#handlers = undefined
    if (this.#side === 'client') {
      for (const observer of this.#network.observers) observer.onClientClosed?.(this.#connection)
    }
    handlers?.onClose(error)
    this.#onEndClosed()
  }

  #later(delayMs: number, what: string, callback: () => void): void {
    const { number, serverAddress } = this.#connection
    const way = this.#side === 'client' ? `${number} < ${serverAddress}` : `${number} > ${serverAddress}`
    this.#network.world.deliver(delayMs, 'network', `${way} ${what}`, callback)
  }
}
