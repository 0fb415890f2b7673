/**
 * A real Apache Kafka cluster on loopback, from its published jars: KRaft with every node both broker and controller, or
 * brokers beside one ZooKeeper for releases before 3.3.
 *
 * The cluster owns its processes and its folder under the system's temporary folder. Both go when it is closed, and also
 * when the process that started it dies (see process-guard).
 */
import { writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type BrokerView, probeBroker } from './broker-probe.ts'
import { BrokerProcess, type ProcessState } from './broker-process.ts'
import { findFreePorts } from './free-ports.ts'
import { DEFAULT_KAFKA_VERSION, type KafkaDistribution, kafkaDistribution } from './kafka-distribution.ts'
import { GuardedFolder } from './process-guard.ts'
import {
  type NodeAddress,
  type Properties,
  renderServerProperties,
  renderZooKeeperProperties,
} from './server-properties.ts'
import { formatStorage, randomKafkaId } from './storage-format.ts'

export interface KafkaClusterOptions {
  /** 1 (the default) or 3. */
  readonly nodes?: number
  /** A release on Maven Central; `4.3.0` unless given. */
  readonly version?: string
  /** Broker configuration beyond, or instead of, what the cluster sets; for all nodes or for each. */
  readonly properties?: Properties | ((node: NodeAddress) => Properties)
  /** Further arguments of `kafka-storage format`: `--add-scram`, `--feature`. */
  readonly formatArguments?: readonly string[]
  /** Further arguments for the brokers' JVMs. */
  readonly jvmArguments?: readonly string[]
  /** Heap of each broker. Default 512. */
  readonly heapMb?: number
  /**
   * True spends the start on the optimizing compiler, for benchmarks; false (the default) starts about twice as fast and
   * serves a third to a half of what the machine could.
   */
  readonly isTunedForThroughput?: boolean
  readonly startTimeoutMs?: number
}

export interface KafkaNode {
  readonly id: number
  readonly host: string
  readonly port: number
  readonly state: ProcessState
  /** Undefined while stopped. */
  readonly pid: number | undefined
  /** Ends the broker in order: leaders move away first. Waits until the process is gone. */
  stop(): Promise<void>
  /** SIGKILL. Waits until the process is gone. */
  kill(): Promise<void>
  /** SIGSTOP: connections stay open and nobody answers. */
  freeze(): void
  /** SIGCONT. */
  thaw(): void
  /** Starts a stopped broker on its old port with its old data, and waits until it answers. */
  start(): Promise<void>
  /** `stop()` where it runs, then `start()`. */
  restart(): Promise<void>
}

export interface KafkaCluster {
  readonly version: string
  readonly mode: 'kraft' | 'zookeeper'
  /** `host:port,host:port`, of all nodes whether they run or not. */
  readonly bootstrapServers: string
  readonly nodes: readonly KafkaNode[]
  /** The node with that id. */
  node(id: number): KafkaNode
  /** The last lines that a node logged since its last start. */
  logTail(node: KafkaNode | number, lineCount?: number): string
  /** Kills everything and removes the data. Idempotent. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

const HOST = '127.0.0.1'
const POLL_INTERVAL_MS = 100
const STOP_TIMEOUT_MS = 20_000
/** Ports are free when they are chosen; somebody else may still be faster than a JVM. */
const PORT_ATTEMPTS = 3

/** Starts a cluster and waits until every node answers and knows all others. */
export async function startKafkaCluster(options: KafkaClusterOptions = {}): Promise<KafkaCluster> {
  const distribution = await kafkaDistribution(options.version ?? DEFAULT_KAFKA_VERSION)
  for (let attempt = 1; ; attempt++) {
    const cluster = new JavaCluster(distribution, options)
    try {
      await cluster.start()
      return cluster
    } catch (error) {
      await cluster.close()
      if (!(error instanceof PortTakenError) || attempt === PORT_ATTEMPTS) throw error
    }
  }
}

class PortTakenError extends Error {}

class JavaCluster implements KafkaCluster {
  readonly version: string
  readonly mode: 'kraft' | 'zookeeper'
  readonly #distribution: KafkaDistribution
  readonly #options: KafkaClusterOptions
  readonly #folder: GuardedFolder
  #nodes: JavaNode[] = []
  #zooKeeper: BrokerProcess | undefined
  #isClosed = false

  constructor(distribution: KafkaDistribution, options: KafkaClusterOptions) {
    this.version = distribution.version
    this.mode = distribution.mode
    this.#distribution = distribution
    this.#options = options
    this.#folder = new GuardedFolder(distribution.version)
  }

  get nodes(): readonly KafkaNode[] {
    return this.#nodes
  }

  get bootstrapServers(): string {
    return this.#nodes.map(({ host, port }) => `${host}:${port}`).join(',')
  }

  node(id: number): KafkaNode {
    const node = this.#nodes.find((candidate) => candidate.id === id)
    if (node === undefined) throw new Error(`Cannot find node ${id}: the cluster has ${this.#nodes.length} nodes`)
    return node
  }

  logTail(node: KafkaNode | number, lineCount = 40): string {
    const id = typeof node === 'number' ? node : node.id
    const found = this.#nodes.find((candidate) => candidate.id === id)
    return found === undefined ? '' : lastLines(found.process.readLog(), lineCount)
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await Promise.all(this.#nodes.map((node) => node.process.kill()))
    await this.#zooKeeper?.kill()
    this.#folder.remove()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async start(): Promise<void> {
    const count = this.#options.nodes ?? 1
    const ports = await findFreePorts(count * 2 + 1)
    const addresses = Array.from({ length: count }, (_, index) => ({
      id: index + 1,
      host: HOST,
      port: ports[index * 2]!,
      controllerPort: ports[index * 2 + 1]!,
    }))
    const zooKeeperPort = ports.at(-1)!
    if (this.mode === 'zookeeper') await this.#startZooKeeper(zooKeeperPort)
    const clusterId = randomKafkaId()
    for (const address of addresses) {
      const node = await this.#prepareNode(address, addresses, `${HOST}:${zooKeeperPort}`, clusterId)
      this.#nodes.push(node)
    }
    for (const node of this.#nodes) node.process.spawn()
    await Promise.all(this.#nodes.map((node) => node.waitUntilReady((view) => view.brokers.length === count)))
  }

  async #prepareNode(
    node: NodeAddress,
    nodes: readonly NodeAddress[],
    zooKeeper: string,
    clusterId: string,
  ): Promise<JavaNode> {
    const { properties = {}, formatArguments = [], startTimeoutMs = 90_000 } = this.#options
    const dataFolder = join(this.#folder.path, `data-${node.id}`)
    const propertiesFile = join(this.#folder.path, `node-${node.id}.properties`)
    const rendered = renderServerProperties({
      node,
      nodes,
      mode: this.mode,
      majorVersion: Number.parseInt(this.version, 10),
      dataFolder,
      zooKeeper,
      overrides: typeof properties === 'function' ? properties(node) : properties,
    })
    writeFileSync(propertiesFile, rendered)
    if (this.mode === 'kraft') {
      const distribution = this.#distribution
      await formatStorage({ distribution, clusterId, nodeId: node.id, dataFolder, propertiesFile, formatArguments })
    }
    return new JavaNode(node, this.#brokerProcess(node.id, propertiesFile), startTimeoutMs)
  }

  #brokerProcess(nodeId: number, propertiesFile: string): BrokerProcess {
    const { heapMb = 512, isTunedForThroughput = false, jvmArguments = [] } = this.#options
    const compiler = isTunedForThroughput ? [] : ['-XX:TieredStopAtLevel=1']
    return new BrokerProcess(
      {
        java: this.#distribution.java,
        jvmArguments: [`-Xmx${heapMb}m`, '-XX:+UseSerialGC', ...compiler, ...LOG_ARGUMENTS, ...jvmArguments],
        classPath: this.#distribution.classPath,
        mainClass: 'kafka.Kafka',
        args: [propertiesFile],
      },
      this.#folder,
      join(this.#folder.path, `node-${nodeId}.log`),
    )
  }

  async #startZooKeeper(port: number): Promise<void> {
    const dataFolder = join(this.#folder.path, 'zookeeper')
    await mkdir(dataFolder)
    const propertiesFile = join(this.#folder.path, 'zookeeper.properties')
    writeFileSync(propertiesFile, renderZooKeeperProperties(dataFolder, port))
    this.#zooKeeper = new BrokerProcess(
      {
        java: this.#distribution.java,
        jvmArguments: ['-Xmx128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', ...LOG_ARGUMENTS],
        classPath: this.#distribution.classPath,
        mainClass: 'org.apache.zookeeper.server.quorum.QuorumPeerMain',
        args: [propertiesFile],
      },
      this.#folder,
      join(this.#folder.path, 'zookeeper.log'),
    )
    // Brokers keep trying to connect while it starts.
    this.#zooKeeper.spawn()
  }
}

const LOG_ARGUMENTS = [
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=info',
  '-Dorg.slf4j.simpleLogger.showDateTime=true',
  '-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS',
]

class JavaNode implements KafkaNode {
  readonly id: number
  readonly host: string
  readonly port: number
  readonly process: BrokerProcess
  readonly #startTimeoutMs: number

  constructor(address: NodeAddress, process: BrokerProcess, startTimeoutMs: number) {
    this.id = address.id
    this.host = address.host
    this.port = address.port
    this.process = process
    this.#startTimeoutMs = startTimeoutMs
  }

  get state(): ProcessState {
    return this.process.state
  }

  get pid(): number | undefined {
    return this.process.pid
  }

  stop(): Promise<void> {
    return this.process.terminate(STOP_TIMEOUT_MS)
  }

  kill(): Promise<void> {
    return this.process.kill()
  }

  freeze(): void {
    this.process.freeze()
  }

  thaw(): void {
    this.process.thaw()
  }

  async start(): Promise<void> {
    this.process.spawn()
    await this.waitUntilReady((view) => view.brokers.some((broker) => broker.id === this.id))
  }

  async restart(): Promise<void> {
    await this.stop()
    await this.start()
  }

  /** Ready means: it says so in its log, it answers, and what it answers is what the caller waits for. */
  async waitUntilReady(isComplete: (view: BrokerView) => boolean): Promise<void> {
    const deadline = Date.now() + this.#startTimeoutMs
    while (Date.now() < deadline) {
      const log = this.process.readLog()
      if (this.state === 'stopped') this.#respawnOrThrow(log)
      if (hasStarted(log)) {
        const view = await probeBroker(this.host, this.port).catch(() => undefined)
        if (view !== undefined && view.controllerId >= 0 && isComplete(view)) return
      }
      await delay(POLL_INTERVAL_MS)
    }
    throw new Error(
      this.#startFailure(`it was not ready after ${this.#startTimeoutMs / 1_000} s`, this.process.readLog()),
    )
  }

  #respawnOrThrow(log: string): void {
    // ZooKeeper forgets a killed broker only when its session is over; until then the new process cannot register.
    if (log.includes('KeeperErrorCode = NodeExists')) {
      this.process.spawn()
      return
    }
    const failure = this.#startFailure('the process ended', log)
    if (/Address already in use|Socket server failed to bind/.test(log)) throw new PortTakenError(failure)
    throw new Error(failure)
  }

  #startFailure(reason: string, log: string): string {
    return `Cannot start broker ${this.id} on ${this.host}:${this.port}: ${reason}. Its log ends with:\n${lastLines(log, 30)}`
  }
}

/** The words of KafkaRaftServer, and of KafkaServer in ZooKeeper mode. */
function hasStarted(log: string): boolean {
  return /Kafka Server started|\[KafkaServer id=\d+\] started/.test(log)
}

function lastLines(text: string, count: number): string {
  return text.trimEnd().split('\n').slice(-count).join('\n')
}
