/**
 * One broker of an embedded cluster: its listener, its connections, and what a test can do to it.
 *
 * The cluster owns it. It owns its listener and its connections. Running, frozen and stopped exclude each other.
 */
import { ConfigError, StateError } from '../errors/client-errors.ts'
import { allApis } from '../protocol/all-apis.ts'
import type { BoundListener, Listening } from '../transport/listener.ts'
import type { ByteStream, StreamHandlers } from '../transport/transport.ts'
import type { BrokerNode } from './broker-node.ts'
import type { ClusterObserver, ObservedConnection } from './cluster-observer.ts'
import type { ClusterState } from './cluster-state.ts'
import { type ConnectionHost, FakeConnection } from './fake-connection.ts'
import type { Interceptors } from './faults/interceptors.ts'
import { FetchSessions } from './fetch/fetch-sessions.ts'
import type { HandlerRegistry } from './handlers/registry.ts'
import { freezeView } from './metadata-view.ts'
import type { RequestLog } from './request-log.ts'

/** What all brokers of a cluster share. */
export interface BrokerSurroundings {
  readonly cluster: ClusterState
  readonly registry: HandlerRegistry
  readonly interceptors: Interceptors
  readonly requests: RequestLog
  readonly listening: Listening
  readonly processingMs: () => number
  readonly nextConnectionNumber: () => number
  readonly observer: ClusterObserver
}

export interface StopOptions {
  /**
   * Its partitions wait for it and are not led by others meanwhile, as in the seconds before a controller notices that a
   * broker has died. Default false: others take over at once.
   */
  readonly keepsLeadership?: boolean
}

export type BrokerState = 'running' | 'frozen' | 'stopped'

export class FakeBroker implements ConnectionHost {
  readonly node: BrokerNode
  readonly #surroundings: BrokerSurroundings
  /** Those that are open, and those that are closed with work left to do. */
  readonly #connections = new Set<FakeConnection>()
  #listener: BoundListener | undefined
  #state: BrokerState = 'stopped'
  #isStarting = false

  constructor(surroundings: BrokerSurroundings, node: BrokerNode) {
    this.#surroundings = surroundings
    this.node = node
    node.isRunning = false
  }

  get cluster(): ClusterState {
    return this.#surroundings.cluster
  }

  get registry(): HandlerRegistry {
    return this.#surroundings.registry
  }

  get interceptors(): Interceptors {
    return this.#surroundings.interceptors
  }

  get requests(): RequestLog {
    return this.#surroundings.requests
  }

  get processingMs(): () => number {
    return this.#surroundings.processingMs
  }

  get nodeId(): number {
    return this.node.nodeId
  }

  get host(): string {
    return this.node.host
  }

  get port(): number {
    return this.node.port
  }

  get rack(): string | null {
    return this.node.rack
  }

  get state(): BrokerState {
    return this.#state
  }

  get isFrozen(): boolean {
    return this.#state === 'frozen'
  }

  /** How many connections are open. */
  get connectionCount(): number {
    let count = 0
    for (const { isOpen } of this.#connections) if (isOpen) count++
    return count
  }

  /** Listens and registers with the cluster. On the port that it had before, when it had one. */
  async start(): Promise<void> {
    if (this.#state !== 'stopped' || this.#isStarting) return
    this.#isStarting = true
    try {
      const { listening, cluster } = this.#surroundings
      const listener = await listening.listen(this.host, this.port, (stream) => this.#accept(stream))
      this.#listener = listener
      this.node.port = listener.port
      this.node.isRunning = true
      // It may have been unregistered while it did not run.
      cluster.addNode(this.node)
      this.#state = 'running'
      cluster.onNodeStarted(this.nodeId)
    } finally {
      this.#isStarting = false
    }
  }

  /** Refuses connections and cuts those it has. What it had not begun to handle is lost. */
  async stop({ keepsLeadership = false }: StopOptions = {}): Promise<void> {
    if (this.#state === 'stopped') {
      // It is gone already; now its controller notices.
      if (this.node.isRunning && !keepsLeadership) this.#unregister()
      return
    }
    this.#state = 'stopped'
    this.node.staleView = undefined
    const listener = this.#listener
    this.#listener = undefined
    for (const connection of [...this.#connections]) connection.stop()
    if (!keepsLeadership) this.#unregister()
    await listener?.close()
  }

  #unregister(): void {
    this.node.isRunning = false
    this.cluster.onNodeStopped(this.nodeId)
  }

  /** Stops it if it runs, and starts it again. */
  async restart(): Promise<void> {
    await this.stop()
    await this.start()
  }

  /** Stops reacting: connections stay open and new ones are taken, nothing is handled or answered until `thaw()`. */
  freeze(): void {
    if (this.#state === 'stopped')
      throw new StateError('ILLEGAL_STATE', `Cannot freeze broker ${this.nodeId}: it is stopped`)
    this.#state = 'frozen'
  }

  /** Goes on where it was frozen. */
  thaw(): void {
    if (this.#state !== 'frozen') return
    this.#state = 'running'
    for (const connection of [...this.#connections]) connection.thaw()
  }

  /** Cuts its connections, or those of one client. */
  cutConnections(): void {
    for (const connection of [...this.#connections]) connection.cut()
  }

  /** It hears nothing more from its controller: its Metadata answers stay as they are, until `learnMetadata()`. */
  holdMetadata(): void {
    this.node.staleView ??= freezeView(this.cluster.view)
  }

  learnMetadata(): void {
    this.node.staleView = undefined
  }

  /** Appends fail with KAFKA_STORAGE_ERROR until `freeDisk()`. */
  fillDisk(): void {
    this.node.isDiskFull = true
  }

  freeDisk(): void {
    this.node.isDiskFull = false
  }

  /** Answers to requests of that API ask to wait so long, and their connection is muted meanwhile. 0 ends it. */
  throttle(api: string, throttleMs: number): void {
    const key = apiKeyOf(api)
    if (throttleMs > 0) this.node.throttleMs.set(key, throttleMs)
    else this.node.throttleMs.delete(key)
  }

  /** What it offers of an API from now on, as during an upgrade. Undefined: nothing. */
  offer(api: string, range: { readonly min: number; readonly max: number } | undefined): void {
    const key = apiKeyOf(api)
    if (range === undefined) this.node.offered.delete(key)
    else this.node.offered.set(key, range)
  }

  /** Forgets all fetch sessions. */
  evictFetchSessions(): void {
    this.cluster.part(FetchSessions).evictAll(this.nodeId)
  }

  onEnded(connection: FakeConnection): void {
    if (!this.#connections.delete(connection)) return
    this.#surroundings.observer.onConnectionClosed?.(this.#observed(connection))
  }

  #accept(stream: ByteStream): StreamHandlers {
    const connection = new FakeConnection(this, stream, this.#surroundings.nextConnectionNumber())
    this.#connections.add(connection)
    this.#surroundings.observer.onConnection?.(this.#observed(connection))
    // It was accepted by the system before the listener closed.
    if (this.#state === 'stopped') connection.stop()
    return connection.streamHandlers
  }

  #observed({ number, remoteAddress, clientSoftwareName, clientSoftwareVersion }: FakeConnection): ObservedConnection {
    return { number, nodeId: this.nodeId, remoteAddress, clientSoftwareName, clientSoftwareVersion }
  }
}

function apiKeyOf(name: string): number {
  const api = allApis.find((candidate) => candidate.name === name)
  if (api === undefined) throw new ConfigError(`There is no API called ${name}`)
  return api.key
}
