/**
 * A Kafka cluster inside the process: `FakeCluster.start()`, then any client.
 *
 * It owns its brokers, its state and its faults; one thread, no lock, no process. `close()` ends every listener,
 * connection and timer.
 */
import { ConfigError } from '../errors/client-errors.ts'
import type { ErrorName } from '../errors/error-codes.ts'
import { silentLog } from '../observe/log.ts'
import { nodePlatform } from '../platform/node-platform.ts'
import type { Platform } from '../platform/platform.ts'
import type { Api } from '../protocol/message-codec.ts'
import type { Timer } from '../support/clock.ts'
import { inlineOffload } from '../support/inline-offload.ts'
import { randomInt } from '../support/random.ts'
import type { Listening } from '../transport/listener.ts'
import { MemoryNetwork } from '../transport/memory-transport.ts'
import { socketListening } from '../transport/socket-listener.ts'
import { BrokerNode } from './broker-node.ts'
import { ClusterFaults } from './cluster-faults.ts'
import { ClusterState } from './cluster-state.ts'
import type { CoordinatorType } from './coordinators.ts'
import { FakeBroker } from './fake-broker.ts'
import {
  asConfigText,
  type BrokerSpec,
  type FakeClusterOptions,
  refuseTlsWithoutSockets,
  resolveBrokers,
  resolveProfile,
  type TopicSpec,
  usesSockets,
} from './fake-cluster-options.ts'
import {
  type Interception,
  type InterceptOptions,
  type Interceptor,
  Interceptors,
  type InterceptTarget,
} from './faults/interceptors.ts'
import { HeldRequests, type RequestHold } from './faults/request-hold.ts'
import { GroupCoordinator } from './groups/group-coordinator.ts'
import type { GroupView } from './groups/group-view.ts'
import { createRegistry, type HandlerRegistry, offeredVersions } from './handlers/registry.ts'
import { compactLog } from './log/compact-log.ts'
import { LogView } from './log-view.ts'
import { memoryListening } from './memory-listening.ts'
import type { BrokerListing, PartitionListing, TopicListing } from './metadata-view.ts'
import type { ClusterProfile } from './profiles/profile.ts'
import { topicConfigOf } from './profiles/profiles.ts'
import { type LoggedRequest, RequestLog } from './request-log.ts'
import { ClusterSecurity } from './security/cluster-security.ts'
import { applySecurity, securityConfig } from './security/security-options.ts'
import { openStore } from './storage/open-store.ts'
import { BrokerConfig } from './topics/broker-config.ts'
import { planTopic } from './topics/plan-topic.ts'
import type { TransactionListing } from './transactions/transaction.ts'
import { TransactionCoordinator } from './transactions/transaction-coordinator.ts'
import type { Violation } from './violations.ts'

/** Where requests are held: before they take effect, or after, when only their answer is missing. */
export interface HoldOptions extends InterceptOptions {
  readonly moment?: 'beforeEffect' | 'afterEffect'
}

/** The replication factor of topics for which nobody says one. */
const usualReplicationFactor = 3

/** How old what is kept may be, where no request has changed it. */
const savingIntervalMs = 1_000

export class FakeCluster implements AsyncDisposable {
  /** Leaders, replicas, coordinators, producers, disks: what happens to clusters. */
  readonly faults: ClusterFaults
  /** Users, and what they may do. */
  readonly security: ClusterSecurity
  readonly #state: ClusterState
  readonly #registry: HandlerRegistry = createRegistry()
  readonly #interceptors = new Interceptors()
  readonly #requests: RequestLog
  readonly #brokers = new Map<number, FakeBroker>()
  readonly #network: MemoryNetwork | undefined
  readonly #listening: Listening
  readonly #options: FakeClusterOptions
  #retentionTimer: Timer | undefined
  #savingTimer: Timer | undefined
  #connectionCount = 0
  #isClosed = false

  /** Starts a cluster; its brokers listen when the promise resolves. */
  static async start(options: FakeClusterOptions = {}): Promise<FakeCluster> {
    const cluster = new FakeCluster(options)
    try {
      await cluster.#start()
    } catch (error) {
      await cluster.close()
      throw error
    }
    return cluster
  }

  private constructor(options: FakeClusterOptions) {
    refuseTlsWithoutSockets(options)
    // Where time and chance are given, the real ones are not even looked at: a simulation forbids it.
    const clock = options.clock ?? nodePlatform().clock
    const random = options.random ?? nodePlatform().random
    const brokers = resolveBrokers(options)
    const profile = resolveProfile(options)
    const usualFactor = String(usualFactorOf(brokers.length, profile))
    this.#options = options
    this.#requests = new RequestLog(
      options.remembersRequests ?? true,
      options.observer?.onRequest?.bind(options.observer),
    )
    this.#network = networkOf(options, clock)
    this.#listening =
      options.listening ?? (this.#network === undefined ? socketListening(options.tls) : memoryListening(this.#network))
    const newClusterId = (): string => `ottla-${randomInt(random, 0x7fffffff).toString(36)}`
    const store = openStore(options, options.log ?? silentLog, newClusterId)
    this.#state = ClusterState.open({
      clusterId: store?.clusterId ?? options.clusterId ?? newClusterId(),
      store,
      clock,
      random,
      log: options.log ?? silentLog,
      profile,
      brokerConfig: new BrokerConfig({
        'default.replication.factor': usualFactor,
        ...profile.brokerDefaults,
        ...securityConfig(options),
        ...asConfigText(options.config),
      }),
      topicConfigDefinitions: topicConfigOf(profile),
      prefersReplicasInRack: options.prefersReplicasInRack ?? false,
      verifiesFrames: options.verifiesFrames ?? false,
    })
    this.faults = new ClusterFaults(this.#state)
    this.security = new ClusterSecurity(this.#state)
    applySecurity(this.#state, options)
  }

  /** For clients' `bootstrapServers`: every broker that runs. */
  get bootstrapServers(): string {
    return this.#state.runningNodes
      .map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`)
      .join(',')
  }

  get clusterId(): string {
    return this.#state.clusterId
  }

  /** The network inside the process that this cluster listens on; undefined with `tcp`. */
  get network(): MemoryNetwork | undefined {
    return this.#network
  }

  /**
   * What a client needs to reach this cluster: its network, its clock. With `tcp` and the machine's clock any client can
   * do without.
   */
  platform(overrides: Partial<Platform> = {}): Platform {
    const { clock, random, log } = this.#state
    const isAllGiven =
      this.#network !== undefined && this.#options.clock !== undefined && this.#options.random !== undefined
    const real = isAllGiven ? undefined : nodePlatform({ log })
    return {
      clock,
      log,
      random: this.#options.random === undefined ? real!.random : random.fork('client'),
      offload: this.#options.clock === undefined ? real!.offload : inlineOffload(clock),
      transport: this.#network?.transport ?? real!.transport,
      ...overrides,
    }
  }

  // Looking at it.

  /** All brokers, running or not. */
  get brokers(): readonly FakeBroker[] {
    return [...this.#brokers.values()]
  }

  broker(nodeId: number): FakeBroker {
    const broker = this.#brokers.get(nodeId)
    if (broker === undefined) throw new ConfigError(`There is no broker ${nodeId}`)
    return broker
  }

  get topics(): readonly TopicListing[] {
    return this.#state.topics
  }

  /** Who leads a partition, in which epoch, and who follows. */
  partition(topic: string, partition: number): PartitionListing {
    return this.#partition(topic, partition)
  }

  /** The broker that leads a partition. */
  leaderOf(topic: string, partition: number): FakeBroker {
    return this.broker(this.#partition(topic, partition).leaderId)
  }

  /** The broker that coordinates a group, or what else `type` says. */
  coordinatorOf(key: string, type: CoordinatorType = 'group'): BrokerListing | undefined {
    return this.#state.coordinators.of(type, key)
  }

  /** What is known of a transactional id: state, producer, partitions. Undefined when it never was there, or has expired. */
  transaction(transactionalId: string): TransactionListing | undefined {
    return this.#state.part(TransactionCoordinator).get(transactionalId)?.describe()
  }

  /** A group, as it is now: its members, what they have, what they committed. Undefined where there is none. */
  group(groupId: string): GroupView | undefined {
    return this.#state.part(GroupCoordinator).view(groupId)
  }

  log(topic: string, partition: number): LogView {
    return new LogView(this.#partition(topic, partition), this.#state.codecs)
  }

  /** The requests that arrived, oldest first; a bounded number of them. */
  get requests(): readonly LoggedRequest[] {
    return this.#requests.all
  }

  requestsOf<Request>(api: Api<Request, never> | { readonly key: number }): readonly LoggedRequest<Request>[] {
    return this.#requests.of(api as Api<Request, never>)
  }

  clearRequests(): void {
    this.#requests.clear()
  }

  /** What clients did that no client must do. */
  get violations(): readonly Violation[] {
    return this.#state.violations.all
  }

  /** Throws when there are any. */
  assertNoViolations(): void {
    if (this.violations.length === 0) return
    throw new Error(this.violations.map(({ kind, message }) => `${kind}: ${message}`).join('\n'))
  }

  // Changing it.

  /** Makes a topic at once, without a request. */
  createTopic(name: string, spec: number | TopicSpec = {}): void {
    const {
      partitions = 1,
      replicationFactor,
      assignments,
      configs,
      startOffset,
    } = typeof spec === 'number' ? ({ partitions: spec } as TopicSpec) : spec
    const running = this.#state.runningNodes.length
    const plan = planTopic(
      {
        name,
        numPartitions: assignments === undefined ? partitions : -1,
        replicationFactor:
          assignments === undefined ? (replicationFactor ?? usualFactorOf(running, this.#state.profile)) : -1,
        assignments: (assignments ?? []).map((brokerIds, partitionIndex) => ({ partitionIndex, brokerIds })),
        configs: Object.entries(asConfigText(configs)).map(([key, value]) => ({ name: key, value })),
      },
      this.#state,
    )
    if (plan.refusal !== undefined) throw new ConfigError(`Cannot create ${name}: ${plan.refusal.message}`)
    this.#state.createTopic(startOffset === undefined ? plan.topic : { ...plan.topic, startOffset })
  }

  deleteTopic(name: string): void {
    const topic = this.#state.topic(name)
    if (topic === undefined) throw new ConfigError(`There is no topic ${name}`)
    this.#state.deleteTopic(topic)
  }

  /** Deletes what topics' retention says, as it happens every `log.retention.check.interval.ms`. */
  applyRetention(): void {
    for (const partition of this.#state.partitions()) partition.applyRetention(this.#state.clock.wallNow())
  }

  /**
   * Compacts a partition: of each key only the last record stays, at its offset. What has been aborted goes too. It never
   * happens by itself.
   */
  compact(topic: string, partition: number): void {
    const takesMarkers = this.#state.profile.transactions?.compactsMarkers === true
    compactLog(this.#partition(topic, partition).log, this.#state.codecs, takesMarkers)
  }

  /** Starts one more broker. Partitions stay where they are. */
  async addBroker(spec: BrokerSpec = {}): Promise<FakeBroker> {
    const nodeId = spec.nodeId ?? Math.max(0, ...this.#brokers.keys()) + 1
    if (this.#brokers.has(nodeId)) throw new ConfigError(`There is a broker ${nodeId} already`)
    const broker = this.#makeBroker({ ...spec, nodeId })
    await broker.start()
    return broker
  }

  /** Lets a function decide what becomes of requests. See `Interference`. */
  intercept<Request, Response>(
    target: InterceptTarget<Request, Response>,
    fn: Interceptor<Request, Response>,
    options: InterceptOptions = {},
  ): Interception {
    return this.#interceptors.add(target, fn, options)
  }

  /** The same for the next request only. */
  interceptOnce<Request, Response>(
    target: InterceptTarget<Request, Response>,
    fn: Interceptor<Request, Response>,
    options: Omit<InterceptOptions, 'times'> = {},
  ): Interception {
    return this.#interceptors.add(target, fn, { ...options, times: 1 })
  }

  /** Requests of that kind fail with an error, without effect. `times`: default 1. */
  fail(target: InterceptTarget<unknown, unknown>, error: ErrorName, options: InterceptOptions = {}): Interception {
    return this.#interceptors.add(target, (request) => request.refusal(error), { times: 1, ...options })
  }

  /** Requests of that kind wait until they are released; those behind them on their connections wait too. */
  hold(
    target: InterceptTarget<unknown, unknown>,
    { moment = 'beforeEffect', ...options }: HoldOptions = {},
  ): RequestHold {
    const held = new HeldRequests()
    const interception = this.#interceptors.add(
      target,
      async (request) => {
        if (moment === 'afterEffect') await request.proceed()
        await held.pass()
      },
      options,
    )
    held.feedBy(interception)
    return held
  }

  /** Removes every interceptor. */
  removeInterceptors(): void {
    this.#interceptors.removeAll()
  }

  /** Ends all brokers, connections and timers. Idempotent. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#retentionTimer?.cancel()
    this.#savingTimer?.cancel()
    this.#interceptors.removeAll()
    await Promise.all(this.brokers.map((broker) => broker.stop({ keepsLeadership: true })))
    this.#state.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #start(): Promise<void> {
    const { brokers } = this.#options
    for (const [index, resolved] of resolveBrokers(this.#options).entries()) {
      const rack = typeof brokers === 'object' ? brokers[index]?.rack : undefined
      this.#makeBroker({ ...resolved, ...(rack === undefined ? {} : { rack }) })
    }
    await Promise.all(this.brokers.map((broker) => broker.start()))
    this.#state.giveUpMissingNodes()
    for (const [name, spec] of Object.entries(this.#options.topics ?? {})) {
      if (this.#state.topic(name) === undefined) this.createTopic(name, spec)
    }
    this.#startRetention()
    if (this.#state.isKept) this.#startSaving()
    // What an earlier cluster left open has to time out, and to get its markers, before anybody asks for it.
    this.#state.part(TransactionCoordinator)
  }

  /** For what changes without a request: a session that timed out, a transaction that was aborted. */
  #startSaving(): void {
    const onDue = (): void => {
      this.#state.save()
      this.#startSaving()
    }
    this.#savingTimer = this.#state.clock.setTimer(savingIntervalMs, 'cluster state', onDue, { background: true })
  }

  #startRetention(): void {
    const { clock, brokerConfig } = this.#state
    const intervalMs = brokerConfig.number('log.retention.check.interval.ms')
    if (!(intervalMs > 0)) return
    const onDue = (): void => {
      this.applyRetention()
      this.#startRetention()
    }
    this.#retentionTimer = clock.setTimer(intervalMs, 'log retention', onDue, { background: true })
  }

  #makeBroker({ nodeId = 1, rack, port = 0 }: BrokerSpec): FakeBroker {
    const { host = '127.0.0.1', processingMs = 0 } = this.#options
    const node = new BrokerNode({
      nodeId,
      host: usesSockets(this.#options) ? host : `broker-${nodeId}`,
      port,
      rack: rack ?? null,
      offered: offeredVersions(this.#state.profile, this.#registry),
    })
    this.#state.addNode(node)
    const broker = new FakeBroker(
      {
        cluster: this.#state,
        registry: this.#registry,
        interceptors: this.#interceptors,
        requests: this.#requests,
        listening: this.#listening,
        processingMs: typeof processingMs === 'function' ? processingMs : () => processingMs,
        nextConnectionNumber: () => ++this.#connectionCount,
        observer: this.#options.observer ?? {},
      },
      node,
    )
    this.#brokers.set(nodeId, broker)
    return broker
  }

  #partition(topic: string, index: number): NonNullable<ReturnType<ClusterState['partition']>> {
    const partition = this.#state.partition(topic, index)
    if (partition === undefined) throw new ConfigError(`There is no partition ${topic}-${index}`)
    return partition
  }
}

function usualFactorOf(brokers: number, { topics }: ClusterProfile): number {
  const usual = Math.min(usualReplicationFactor, brokers)
  return topics?.replicationFactors === 'odd' && usual % 2 === 0 ? usual - 1 : usual
}

function networkOf({ network = 'tcp' }: FakeClusterOptions, clock: Platform['clock']): MemoryNetwork | undefined {
  if (network === 'tcp') return undefined
  return network === 'memory' ? new MemoryNetwork({ clock }) : network
}
