/**
 * A few actors around one partition's batches, in every order: sends, a load error of the metadata, a deadline, a close,
 * a dying worker, a lost answer. Between them the steps of whoever compresses and of the broker that appends.
 *
 * The producer is the real one. It has sent one record before the exploration begins, so that its connection, its
 * metadata and its producer id are there and the leader is proven: what is left to order is the batch lock's business.
 */
import { ClientCore } from '../client/client-core.ts'
import { resolveClientOptions } from '../client/client-options.ts'
import { CodecRegistry } from '../compression/codec-registry.ts'
import { ErrorCodes } from '../errors/error-codes.ts'
import { ProduceError } from '../errors/produce-error.ts'
import type { Platform } from '../platform/platform.ts'
import { initProducerId } from '../producer/init-producer-id.ts'
import { Producer } from '../producer/producer.ts'
import type { ClusterRequest, ClusterUnderTest } from './cluster-under-test.ts'
import { driveBySyncDrain, type Scenario, stepUntil } from './drive.ts'
import type { Choose } from './event-queue.ts'
import { History } from './history.ts'
import { checkHistory, keyOf } from './invariants.ts'
import { type Plan, plainNetwork, plainTuning, type Tuning, topic } from './plan.ts'
import { clientOptions, producerOptions } from './plan-options.ts'
import { createSimCodec } from './sim-codec.ts'
import { createSimLog } from './sim-log.ts'
import { SimNetwork } from './sim-network.ts'
import { SimOffload } from './sim-offload.ts'
import { WireMonitor } from './wire-monitor.ts'
import { World } from './world.ts'

export type Actor =
  | 'sendA'
  | 'sendB'
  | 'sendC'
  | 'loadError'
  | 'deadline'
  | 'close'
  | 'closeNow'
  | 'loseAnswer'
  | 'workerDies'

export interface InterleavingOptions {
  readonly actors: readonly Actor[]
  /** Made synchronously: a cluster that starts with microtasks would need a driver of its own. */
  readonly createCluster: (request: ClusterRequest) => ClusterUnderTest
  readonly isRecorded?: boolean
}

const horizonMs = 100_000
/** No schedule of a handful of actors takes so many steps. */
const mostSteps = 3_000

/** One record a batch, one attempt, no pauses: each decision is made once. */
const tuning: Tuning = { ...plainTuning, batchSize: 1, retries: 0, isCompressed: true, retryBackoffMs: 1 }

/** Runs one schedule. Call it outside of microtasks. */
export function runInterleaving(options: InterleavingOptions, choose: Choose): World {
  const world = new World({ seed: 1, isRecorded: options.isRecorded ?? false })
  driveBySyncDrain(world, new Interleaving(world, options).run(choose))
  return world
}

class Interleaving {
  readonly #world: World
  readonly #actors: readonly Actor[]
  readonly #network: SimNetwork
  readonly #cluster: ClusterUnderTest
  readonly #offload: SimOffload
  readonly #core: ClientCore
  readonly #producer: Producer
  readonly #history = new History()
  #actorsLeft: number
  #isClosing = false
  #hasClosed = false

  constructor(world: World, { actors, createCluster }: InterleavingOptions) {
    this.#world = world
    this.#actors = actors
    this.#actorsLeft = actors.length
    this.#network = new SimNetwork(world, plainNetwork)
    this.#network.observers.push(new WireMonitor(world))
    this.#offload = new SimOffload(world, 1)
    this.#cluster = createCluster({ world, network: this.#network, nodeCount: 1, partitionCount: 1 })
    const platform: Platform = {
      clock: world.clock('client'),
      random: world.random.fork('client'),
      transport: this.#network.transport,
      offload: this.#offload,
      log: createSimLog(world),
    }
    const { codecs: _, platform: __, ...config } = clientOptions(tuning, this.#cluster.bootstrapServers, platform)
    this.#core = new ClientCore({ platform, options: resolveClientOptions(config) })
    this.#producer = this.#createProducer(platform)
  }

  #createProducer(platform: Platform): Producer {
    const core = this.#core
    const context = {
      platform,
      refresher: core.metadata,
      codecs: new CodecRegistry([createSimCodec()]),
      requestTimeoutMs: core.options.network.requestTimeoutMs,
      node: (nodeId: number) => core.brokers.broker(nodeId),
      initProducerId: () => initProducerId(core),
      onClosed: () => {},
    }
    return new Producer(context, producerOptions(tuning))
  }

  *run(choose: Choose): Scenario<void> {
    const world = this.#world
    this.#send('warm')
    yield* stepUntil(world, horizonMs, () => this.#history.waitingCount === 0)
    world.explore(choose)
    for (const actor of this.#actors) world.at(0, 'actor', actor, () => this.#act(actor))
    let steps = 0
    const isOver = (): boolean => this.#actorsLeft === 0 && this.#history.waitingCount === 0
    yield* stepUntil(world, horizonMs, () => isOver() || ++steps > mostSteps)
    world.endExploring()
    this.#cluster.heal()
    if (!isOver() && !world.hasProblem) world.problem('HANG', `${this.#history.waitingCount} sends never settled`)
    yield* this.#end()
    const plan: Pick<Plan, 'partitionCount'> = { partitionCount: 1 }
    checkHistory(world, this.#cluster, plan, this.#history)
  }

  *#end(): Scenario<void> {
    const world = this.#world
    if (world.hasProblem) return
    this.#close({})
    yield* stepUntil(world, world.nowMs + horizonMs, () => this.#hasClosed)
    if (!this.#hasClosed) world.problem('HANG', 'close() never settled')
    const { bufferedRecords, bufferedBytes } = this.#producer
    if (bufferedRecords + bufferedBytes > 0) world.problem('R1', `${bufferedRecords} records are held after close()`)
    let isCoreClosed = false
    void this.#core.close().then(() => {
      isCoreClosed = true
    })
    yield* stepUntil(world, world.nowMs + horizonMs, () => isCoreClosed)
    const left = world.pendingOf('client')
    if (left.length > 0) world.problem('R1', `timers after close(): ${left.join(', ')}`)
  }

  #act(actor: Actor): void {
    this.#actorsLeft -= 1
    switch (actor) {
      case 'sendA':
      case 'sendB':
      case 'sendC':
        this.#send(actor)
        return
      case 'loadError':
        this.#loadError()
        return
      case 'deadline':
        this.#world.skip(tuning.deliveryTimeoutMs)
        if (this.#world.fire('delivery deadline')) this.#world.reach('a deadline passed')
        return
      case 'close':
        this.#close({})
        return
      case 'closeNow':
        this.#close({ timeoutMs: 0 })
        return
      case 'loseAnswer':
        this.#cluster.loseAnswers(1, 1)
        return
      case 'workerDies':
        this.#offload.failNext(1)
    }
  }

  #send(value: string): void {
    const world = this.#world
    const outcome = this.#history.begin(value, 0, world.nowMs)
    this.#producer.send({ topic, partition: 0, key: keyOf(value), value }).then(
      ({ offset, timestamp }) => {
        outcome.offset = offset
        outcome.timestamp = timestamp
        this.#history.settle(outcome, world.nowMs)
        world.emit('app', `${value} is at ${offset}`)
      },
      (error: unknown) => {
        const verdict = error instanceof ProduceError ? error.persisted : 'no'
        outcome.failure = { verdict, text: (error as Error).message }
        this.#history.settle(outcome, world.nowMs)
        world.emit('app', `${value} failed (${verdict})`)
      },
    )
  }

  /** The metadata says once that nobody may use the partition, which is final for records that never left. */
  #loadError(): void {
    this.#cluster.failMetadata(topic, 0, ErrorCodes.TOPIC_AUTHORIZATION_FAILED, Number.POSITIVE_INFINITY)
    const heal = (): void => this.#cluster.failMetadata(topic, 0, ErrorCodes.NONE, 0)
    this.#core.metadata.refreshFor({ topics: [topic] }).then(heal, heal)
    // A refresh soon after another one waits for its pace; here time would only pass when nothing else can happen.
    this.#world.fire('metadata refresh')
  }

  #close(options: { readonly timeoutMs?: number }): void {
    if (this.#isClosing) return
    this.#isClosing = true
    void this.#producer.close(options).then(() => {
      this.#hasClosed = true
      this.#world.emit('app', 'closed')
    })
  }
}
