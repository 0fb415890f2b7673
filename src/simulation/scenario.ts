/**
 * The scenario that every seed plays: a client on a cluster, sends by the plan, faults by the plan, healing, probes, a
 * reading of everything from the beginning, and closing, after which nothing may be left.
 *
 * It owns the world's client and cluster. It yields wherever the driver must let everything run that runs without time.
 */

import { StateError, TimeoutError } from '../errors/client-errors.ts'
import { ProduceError } from '../errors/produce-error.ts'
import type { Kafka } from '../kafka.ts'
import type { Producer } from '../producer/producer.ts'
import { delay } from '../support/delay.ts'
import type { ClusterUnderTest } from './cluster-under-test.ts'
import { type Scenario, stepUntil } from './drive.ts'
import { inject } from './faults.ts'
import { History, type SendOutcome, type Verdict } from './history.ts'
import { checkHistory, keyOf, ReaderCheck } from './invariants.ts'
import { healAtMs, type Plan, topic } from './plan.ts'
import { producerOptions, readerOptions } from './plan-options.ts'
import { closeSimClient, closeSimCluster, createSimClient, horizonMs, isPassing } from './sim-client.ts'
import type { SimNetwork } from './sim-network.ts'
import { SimOffload } from './sim-offload.ts'
import { WireMonitor } from './wire-monitor.ts'
import type { World } from './world.ts'

const probeTries = 10
const probePauseMs = 250
/** What a wait may take beyond its own time: a few turns of the network and of timers. */
const slackMs = 150
const batchHeaderBytes = 61
const readerPauseMs = 50
/** Labels of the timers that a producer starts, and must end when it is closed. */
const producerTimers: readonly string[] = ['sink wake-up', 'delivery deadline', 'producer id', 'admission']

export class Simulation {
  readonly world: World
  readonly plan: Plan
  readonly network: SimNetwork
  readonly offload: SimOffload
  readonly cluster: ClusterUnderTest
  readonly history: History = new History()
  readonly monitor: WireMonitor
  readonly kafka: Kafka
  readonly producer: Producer
  #closeStartedAtMs: number | undefined
  #hasClosed = false

  constructor(world: World, plan: Plan, network: SimNetwork, cluster: ClusterUnderTest) {
    this.world = world
    this.plan = plan
    this.network = network
    this.cluster = cluster
    this.offload = new SimOffload(world, plan.tuning.longestOffloadMs)
    this.monitor = new WireMonitor(world)
    this.network.observers.push(this.monitor)
    this.kafka = createSimClient(this, 'client')
    this.producer = this.kafka.producer(producerOptions(plan.tuning))
  }

  *run(): Scenario<void> {
    const { world, plan } = this
    this.#schedule()
    const reader = plan.hasReader ? this.#startReader(this.kafka, 'the reader') : undefined
    yield* this.#until(() => world.nowMs >= healAtMs && this.history.waitingCount === 0)
    this.#explainIfUnsettled()
    this.cluster.heal()
    if (plan.closeAtMs === 0) yield* this.#probe()
    if (reader !== undefined) yield* this.#finishReader(reader)
    yield* this.#readAgain()
    yield* this.#closeAll()
    checkHistory(world, this.cluster, plan, this.history)
    this.#checkNeedlessFailures()
  }

  #schedule(): void {
    const { world, plan } = this
    for (const fault of plan.faults) world.at(fault.atMs, 'plan', fault.kind, () => inject(this, fault))
    for (const { atMs, value, partition, abortAfterMs } of plan.sends) {
      world.at(atMs, 'plan', `send ${value}`, () => this.#sendPlanned(value, partition, abortAfterMs))
    }
    for (const atMs of plan.flushesAtMs) world.at(atMs, 'plan', 'flush', () => this.#flush())
    if (plan.closeAtMs > 0) world.at(plan.closeAtMs, 'plan', 'close the producer', () => this.#closeProducer())
    world.at(healAtMs, 'plan', 'heal', () => this.cluster.heal())
  }

  #sendPlanned(value: string, partition: number, abortAfterMs: number): void {
    if (abortAfterMs === 0) {
      this.#send(value, partition)
      return
    }
    const controller = new AbortController()
    this.#send(value, partition, controller.signal)
    this.world.at(abortAfterMs, 'plan', `abort ${value}`, () => controller.abort())
  }

  #send(value: string, partition: number, signal?: AbortSignal): SendOutcome {
    const { world, history } = this
    const outcome = history.begin(value, partition, world.nowMs)
    const record = { topic, partition, key: keyOf(value), value }
    const options = signal === undefined ? undefined : { signal }
    this.producer.send(record, options).then(
      (metadata) => {
        outcome.offset = metadata.offset
        outcome.timestamp = metadata.timestamp
        history.settle(outcome, world.nowMs)
        world.emit('app', `${value} is at ${metadata.partition}@${metadata.offset}`)
        if (metadata.partition !== partition) world.problem('P1', `${value} was sent to partition ${partition}`)
      },
      (error: unknown) => {
        outcome.failure = { verdict: verdictOf(error), text: (error as Error).message }
        history.settle(outcome, world.nowMs)
        world.emit('app', `${value} failed (${outcome.failure.verdict})`)
        world.trace.note(world.nowMs, 'app', () => outcome.failure?.text ?? '')
      },
    )
    this.#checkBounds()
    return outcome
  }

  /** R2: what is buffered never exceeds its limits, but for the headers of batches, which admission cannot foresee. */
  #checkBounds(): void {
    const { bufferedRecords, bufferedBytes } = this.producer
    const { maxBufferedRecords, maxBufferedBytes } = this.plan.tuning
    if (bufferedRecords > maxBufferedRecords) this.world.problem('R2', `${bufferedRecords} records are buffered`)
    if (bufferedBytes > maxBufferedBytes + bufferedRecords * batchHeaderBytes)
      this.world.problem('R2', `${bufferedBytes} bytes are buffered`)
    if (bufferedRecords === maxBufferedRecords) this.world.reach('the buffer was full')
  }

  #flush(): void {
    const before = this.history.sends.length
    this.producer.flush().then(
      () => {
        const open = this.history.sends.slice(0, before).find(({ settledAtMs }) => settledAtMs === undefined)
        if (open !== undefined) this.world.problem('L3', `flush() resolved while ${open.value} was on its way`)
        this.world.reach('a flush ended')
      },
      (error: unknown) => {
        if (!(error instanceof StateError)) this.world.problem('L3', `flush() failed: ${(error as Error).message}`)
      },
    )
  }

  #closeProducer(): void {
    const { world, plan } = this
    if (this.#closeStartedAtMs !== undefined) return
    this.#closeStartedAtMs = world.nowMs
    const before = this.history.sends.length
    const closing = plan.closesAll ? this.kafka.close() : this.producer.close()
    closing.then(
      () => {
        this.#hasClosed = true
        world.emit('app', 'the producer is closed')
        const tookMs = world.nowMs - this.#closeStartedAtMs!
        const longestMs = plan.tuning.deliveryTimeoutMs + plan.tuning.longestOffloadMs + slackMs
        if (tookMs > longestMs) world.problem('L3', `close() took ${tookMs} ms`)
        const open = this.history.sends.slice(0, before).find(({ settledAtMs }) => settledAtMs === undefined)
        if (open !== undefined) world.problem('P5', `close() resolved before ${open.value} was settled`)
        const { bufferedRecords, bufferedBytes } = this.producer
        if (bufferedRecords !== 0 || bufferedBytes !== 0) {
          world.problem('R1', `${bufferedRecords} records, ${bufferedBytes} bytes are held after close()`)
        }
        this.#checkTimersAfterClose()
      },
      (error: unknown) => world.problem('L3', `close() failed: ${(error as Error).message}`),
    )
  }

  /** At the very moment: later the timer will have fired, for nobody. */
  #checkTimersAfterClose(): void {
    const { world, plan } = this
    const isOfProducer = (label: string): boolean => producerTimers.includes(label)
    const left = world.pendingOf('client').filter((label) => plan.closesAll || isOfProducer(label))
    if (left.length > 0) world.problem('R1', `timers after close(): ${left.join(', ')}`)
  }

  *#until(isDone: () => boolean): Scenario<void> {
    yield* stepUntil(this.world, horizonMs, isDone)
  }

  *#pause(durationMs: number): Scenario<void> {
    let isOver = false
    this.world.at(durationMs, 'plan', 'pause ends', () => {
      isOver = true
    })
    yield* this.#until(() => isOver)
  }

  #explainIfUnsettled(): void {
    const { world, history } = this
    if (history.waitingCount === 0 || world.hasProblem) return
    const open = history.sends.filter(({ settledAtMs }) => settledAtMs === undefined).map(({ value }) => value)
    const rest = world.overdue === undefined ? 'nothing is left to run' : `next is ${world.overdue}`
    world.problem(world.overdue === undefined ? 'DEADLOCK' : 'HANG', `${open.join(' ')} never settled; ${rest}`)
  }

  /** L2: when the world is whole again, so is the client. */
  *#probe(): Scenario<void> {
    const { world, plan } = this
    if (!isFeasible(plan)) return
    for (let partition = 0; partition < plan.partitionCount; partition++) {
      for (let attempt = 0; !world.hasProblem; attempt++) {
        const probe = this.#send(`probe${partition}.${attempt}`, partition)
        yield* this.#until(() => probe.settledAtMs !== undefined)
        if (probe.offset !== undefined) break
        if (attempt + 1 === probeTries || probe.settledAtMs === undefined) {
          const why = probe.failure?.text ?? 'it never settled'
          world.problem('L2', `partition ${partition} does not recover: ${why}`)
        }
        yield* this.#pause(probePauseMs)
      }
    }
  }

  #startReader(kafka: Kafka, name: string): Reader {
    const { world, plan } = this
    const check = new ReaderCheck(world, this.cluster, name)
    const consumer = kafka.consumer(readerOptions(plan.tuning, plan.partitionCount))
    const read = async (): Promise<void> => {
      for (;;) {
        try {
          for await (const { partition, offset, key, value, timestamp } of consumer) {
            world.emit('app', `${name} reads ${partition}@${offset}`)
            const text = { key: key?.toString() ?? null, value: value?.toString() ?? null }
            check.onRecord({ partition, offset, timestamp, ...text })
          }
          return
        } catch (error) {
          if (!isPassing(error)) throw error
          // As an application does that knows better: the position is where it was.
          world.reach('a reader went on after an error')
          await delay(world.clock('plan'), readerPauseMs, 'reader goes on')
        }
      }
    }
    const heldBytes = (): number => consumer.bufferedBytes
    const reader: Reader = { check, hasEnded: false, heldBytes, close: () => consumer.close() }
    read().then(
      () => {
        reader.hasEnded = true
      },
      (error: unknown) => {
        reader.hasEnded = true
        world.problem('C1', `${name} failed: ${(error as Error).message}`)
      },
    )
    return reader
  }

  *#finishReader(reader: Reader): Scenario<void> {
    const { world, plan } = this
    const startedAtMs = world.nowMs
    yield* this.#until(() => reader.check.hasReadAll(plan.partitionCount) || world.nowMs > startedAtMs + 20_000)
    if (!reader.check.hasReadAll(plan.partitionCount))
      world.problem('L2', `a reader stopped after ${reader.check.count} records`)
    let isClosed = false
    reader.close().then(
      () => {
        isClosed = true
      },
      (error: unknown) => world.problem('L3', `closing a reader failed: ${(error as Error).message}`),
    )
    const closedAtMs = world.nowMs
    yield* this.#until(() => isClosed && reader.hasEnded)
    if (!world.hasProblem && !(isClosed && reader.hasEnded)) world.problem('HANG', 'close() of a reader never settled')
    if (reader.heldBytes() !== 0) world.problem('R1', `a closed reader holds ${reader.heldBytes()} bytes`)
    if (world.nowMs - closedAtMs > 2_000) world.problem('L3', `closing a reader took ${world.nowMs - closedAtMs} ms`)
  }

  /** C2: somebody new who reads from the beginning sees everything. */
  *#readAgain(): Scenario<void> {
    if (this.world.hasProblem) return
    const kafka = createSimClient(this, 'auditor')
    yield* this.#finishReader(this.#startReader(kafka, 'the auditor'))
    yield* closeSimClient(this.world, kafka, 'auditor')
  }

  *#closeAll(): Scenario<void> {
    const { world } = this
    if (world.hasProblem) return
    if (this.plan.closeAtMs === 0) {
      const { bufferedRecords, bufferedBytes } = this.producer
      if (bufferedRecords !== 0 || bufferedBytes !== 0) {
        world.problem('R1', `${bufferedRecords} records, ${bufferedBytes} bytes are held while nothing is sent`)
      }
      const idle = world.pendingOf('client').filter((label) => /deadline$|linger|admission/.test(label))
      if (idle.length > 0) world.problem('R1', `timers run while nothing is sent: ${idle.join(', ')}`)
      this.#closeProducer()
    }
    yield* this.#until(() => this.#hasClosed)
    if (!this.#hasClosed && !world.hasProblem) world.problem('HANG', 'close() of the producer never settled')
    yield* closeSimClient(world, this.kafka, 'client')
    yield* closeSimCluster(this)
  }

  /** L1 and L3: nothing fails where nothing goes wrong, and every call ends by its own deadline. */
  #checkNeedlessFailures(): void {
    const { world, plan } = this
    const { deliveryTimeoutMs, maxBlockMs, longestOffloadMs, maxBufferedRecords, maxBufferedBytes } = plan.tuning
    const longestMs = deliveryTimeoutMs * (1 + 1 / 20) + maxBlockMs + 2 * longestOffloadMs + slackMs
    const isRoomy = maxBufferedRecords >= 1_000 && maxBufferedBytes >= 1_000_000
    const isCalm = plan.faults.length === 0 && isRoomy && deliveryTimeoutMs >= 4_000
    const acceptedUntilMs = plan.closeAtMs === 0 ? Number.POSITIVE_INFINITY : plan.closeAtMs - 1
    for (const { value, sentAtMs, settledAtMs, failure } of this.history.sends) {
      if (settledAtMs !== undefined && settledAtMs - sentAtMs > longestMs) {
        world.problem('L3', `${value} was settled after ${settledAtMs - sentAtMs} ms`)
      }
      if (isCalm && sentAtMs <= acceptedUntilMs && failure !== undefined && failure.verdict !== 'unknown') {
        world.problem('L1', `${value} failed where nothing went wrong: ${failure.text}`)
      }
    }
  }
}

interface Reader {
  readonly check: ReaderCheck
  heldBytes(): number
  hasEnded: boolean
  close(): Promise<void>
}

/** Whether a send can succeed at all within its limits: connecting alone takes several round trips. */
function isFeasible({ tuning, network }: Plan): boolean {
  if (tuning.deliveryTimeoutMs >= 600) return true
  return tuning.deliveryTimeoutMs >= 200 && tuning.longestOffloadMs <= 12 && network.longestLatencyMs <= 4
}

/** Refused before it was accepted, and so certainly not persisted: everything but what the caller did itself. */
function verdictOf(error: unknown): Verdict {
  if (error instanceof ProduceError) return error.persisted
  return error instanceof StateError || error instanceof TimeoutError ? 'no' : 'unknown'
}
