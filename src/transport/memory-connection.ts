/**
 * One connection of the in-process network.
 *
 * Each end owns the queue of what is on its way *to* it. An end is open until it is destroyed, or until the other end's
 * close arrives; `onClose` is called once, and nothing after it.
 */
import { ConnectionError } from '../errors/connection-errors.ts'
import type { Clock } from '../support/clock.ts'
import type { ByteStream, ConnectOptions, StreamHandlers } from './transport.ts'

export interface MemoryConnectionOptions {
  readonly number: number
  readonly clientAddress: string
  readonly serverAddress: string
  readonly connectOptions: ConnectOptions
  readonly highWaterMarkBytes: number
  readonly clock: Clock
  readonly latencyMs: () => number
  readonly split: (chunk: Uint8Array) => readonly Uint8Array[]
  /** Both ends are closed. */
  readonly onClosed: () => void
}

export class MemoryConnection {
  /** Counts from 1 within its network. */
  readonly number: number
  /** `host:port` that the client asked for. */
  readonly serverAddress: string
  /** What the client asked for, TLS included: the in-process network carries plain bytes whatever it says. */
  readonly connectOptions: ConnectOptions
  readonly client: MemoryStream
  readonly server: MemoryStream

  constructor(options: MemoryConnectionOptions) {
    this.number = options.number
    this.serverAddress = options.serverAddress
    this.connectOptions = options.connectOptions
    let openEnds = 2
    const onEndClosed = (): void => {
      if (--openEnds === 0) options.onClosed()
    }
    this.client = new MemoryStream(options, `${options.number} to client`, options.serverAddress, onEndClosed)
    this.server = new MemoryStream(options, `${options.number} to server`, options.clientAddress, onEndClosed)
    this.client.peer = this.server
    this.server.peer = this.client
  }

  get isOpen(): boolean {
    return this.client.isOpen || this.server.isOpen
  }

  /** As when a cable is cut and both sides notice: what was on its way is lost, both ends close with an error. */
  cut(reason = 'connection reset by peer'): void {
    for (const end of [this.client, this.server]) {
      end.dropArriving()
      end.destroy(new ConnectionError('CONNECTION_CLOSED', `The connection to ${end.remoteAddress} broke: ${reason}`))
    }
  }

  /**
   * As when a firewall forgets the connection: from now on nothing arrives, in one direction or in both, and neither end
   * is told. `resume()` lets everything arrive that was held.
   */
  stall(direction: 'toServer' | 'toClient' | 'both' = 'both'): void {
    if (direction !== 'toClient') this.server.isStalled = true
    if (direction !== 'toServer') this.client.isStalled = true
  }

  resume(): void {
    for (const end of [this.client, this.server]) {
      end.isStalled = false
      end.deliverHeld()
    }
  }
}

type Arrival = { readonly kind: 'bytes'; readonly chunk: Uint8Array } | { readonly kind: 'end' }

/** One end. Its queue holds what the other end sent and has not arrived. */
export class MemoryStream implements ByteStream {
  readonly remoteAddress: string
  /** Set by the connection right after construction. */
  peer!: MemoryStream
  isStalled = false
  readonly #options: MemoryConnectionOptions
  readonly #label: string
  readonly #onEndClosed: () => void
  #handlers: StreamHandlers | undefined
  #isOpen = true
  #isPaused = false
  /** Sent to this end, in order. The first `#dueCount` have had their latency and wait only for pause or stall to end. */
  #arriving: Arrival[] = []
  #arrivingBytes = 0
  #dueCount = 0
  #lastDueAtMs = Number.NEGATIVE_INFINITY
  #mustDrain = false

  constructor(options: MemoryConnectionOptions, label: string, remoteAddress: string, onEndClosed: () => void) {
    this.#options = options
    this.#label = `connection ${label}`
    this.remoteAddress = remoteAddress
    this.#onEndClosed = onEndClosed
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Bytes on their way to this end. */
  get arrivingBytes(): number {
    return this.#arrivingBytes
  }

  attach(handlers: StreamHandlers): void {
    this.#handlers = handlers
  }

  write(chunks: readonly Uint8Array[]): boolean {
    if (!this.#isOpen) return false
    const { peer } = this
    for (const chunk of chunks) {
      if (chunk.length === 0) continue
      for (const part of this.#options.split(chunk)) peer.#enqueue({ kind: 'bytes', chunk: part })
    }
    this.#mustDrain ||= peer.#arrivingBytes > this.#options.highWaterMarkBytes
    return !this.#mustDrain
  }

  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused
    if (!isPaused) this.#options.clock.defer(this.#label, () => this.deliverHeld())
  }

  destroy(error?: Error): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.dropArriving()
    this.peer.#enqueue({ kind: 'end' })
    this.#options.clock.defer(this.#label, () => this.#reportClose(error))
  }

  dropArriving(): void {
    this.#arriving = []
    this.#arrivingBytes = 0
    this.#dueCount = 0
  }

  deliverHeld(): void {
    while (this.#dueCount > 0 && this.#isOpen && !this.#isPaused && !this.isStalled) this.#deliverNext()
  }

  /** Arrival times never go back, and every arrival takes the queue's head: order holds even where times tie. */
  #enqueue(arrival: Arrival): void {
    if (!this.#isOpen) return
    this.#arriving.push(arrival)
    if (arrival.kind === 'bytes') this.#arrivingBytes += arrival.chunk.length
    const { clock } = this.#options
    const nowMs = clock.now()
    this.#lastDueAtMs = Math.max(this.#lastDueAtMs, nowMs + this.#options.latencyMs())
    const delayMs = this.#lastDueAtMs - nowMs
    if (delayMs > 0) clock.setTimer(delayMs, this.#label, () => this.#onDue())
    else clock.defer(this.#label, () => this.#onDue())
  }

  #onDue(): void {
    // A cut may have emptied the queue that this call was meant for.
    if (this.#dueCount < this.#arriving.length) this.#dueCount++
    this.deliverHeld()
  }

  #deliverNext(): void {
    const arrival = this.#arriving.shift()
    this.#dueCount--
    if (arrival === undefined) return
    if (arrival.kind === 'end') {
      this.#isOpen = false
      this.peer.#enqueue({ kind: 'end' })
      this.#reportClose()
      return
    }
    this.#arrivingBytes -= arrival.chunk.length
    // A copy: the receiver may keep views into it, and the sender gets its own buffers back.
    this.#handlers?.onData(Buffer.from(arrival.chunk))
    if (this.#arrivingBytes === 0) this.peer.#drain()
  }

  #drain(): void {
    if (!this.#mustDrain || !this.#isOpen) return
    this.#mustDrain = false
    this.#handlers?.onDrain()
  }

  #reportClose(error?: Error): void {
    this.dropArriving()
    const handlers = this.#handlers
    this.#handlers = undefined
    handlers?.onClose(error)
    this.#onEndClosed()
  }
}
