/**
 * A group reads what one producer sends, while its members join, leave and vanish and the cluster fails under it; then
 * the world heals, and everything must be read, committed and given back.
 */
import type { GroupConsumerOptions } from '../../consumer/group-consumer-options.ts'
import { Kafka } from '../../kafka.ts'
import type { Platform } from '../../platform/platform.ts'
import type { ClusterUnderTest } from '../cluster-under-test.ts'
import { type Scenario, stepUntil } from '../drive.ts'
import { inject } from '../faults.ts'
import { keyOf } from '../invariants.ts'
import { healAtMs, type Plan, topic } from '../plan.ts'
import { clientOptions, producerOptions } from '../plan-options.ts'
import { createSimLog } from '../sim-log.ts'
import type { SimNetwork } from '../sim-network.ts'
import { SimOffload } from '../sim-offload.ts'
import { WireMonitor } from '../wire-monitor.ts'
import { describeError, type World } from '../world.ts'
import { GroupLedger } from './group-ledger.ts'
import { type GroupPlan, simulatedGroup } from './group-plan.ts'
import { SimMember } from './sim-member.ts'

/** Everything ends long before it, or never. */
const horizonMs = 120_000
/** After healing: sessions run out, members join, everything is read. */
const longestRecoveryMs = 20_000
/** The last commits are given up after the client's own default, and so is leaving. */
const apiTimeoutMs = 2_000
const leavingMs = 5_000
const slackMs = 200

export class GroupSimulation {
  readonly world: World
  readonly plan: Plan
  readonly network: SimNetwork
  readonly offload: SimOffload
  readonly cluster: ClusterUnderTest
  readonly #group: GroupPlan
  readonly #ledger: GroupLedger
  readonly #members: { readonly member: SimMember; readonly kafka: Kafka; readonly owner: string }[] = []
  #unsettledCount = 0

  constructor(world: World, plan: Plan, group: GroupPlan, network: SimNetwork, cluster: ClusterUnderTest) {
    this.world = world
    this.plan = plan
    this.network = network
    this.cluster = cluster
    this.#group = group
    this.offload = new SimOffload(world, plan.tuning.longestOffloadMs)
    this.network.observers.push(new WireMonitor(world))
    this.#ledger = new GroupLedger(world, cluster, plan.partitionCount, isCalm(plan, group))
  }

  *run(): Scenario<void> {
    const { world, plan, cluster } = this
    const producing = this.#createKafka('producer')
    this.#scheduleSends(producing)
    for (const fault of plan.faults) world.at(fault.atMs, 'plan', fault.kind, () => inject(this, fault))
    for (const [index, member] of this.#group.members.entries()) {
      world.at(member.joinAtMs, 'plan', `member ${index} joins`, () => this.#join(index))
    }
    yield* this.#until(() => world.nowMs >= healAtMs)
    cluster.heal()
    yield* this.#until(() => this.#unsettledCount === 0)
    const healedAtMs = world.nowMs
    yield* this.#until(() => this.#ledger.isComplete || world.nowMs > healedAtMs + longestRecoveryMs)
    if (!this.#ledger.isComplete) world.problem('L2', `The group does not get on: ${this.#ledger.describe()}`)
    yield* this.#leaveAll()
    yield* this.#close(producing, 'producer')
    for (const { kafka, owner } of this.#members) yield* this.#close(kafka, owner)
    yield* this.#closeCluster()
  }

  #scheduleSends(kafka: Kafka): void {
    const { world, plan } = this
    const producer = kafka.producer(producerOptions(plan.tuning))
    this.#unsettledCount = plan.sends.length
    for (const { atMs, value, partition } of plan.sends) {
      world.at(atMs, 'plan', `send ${value}`, () => {
        const settled = (): void => {
          this.#unsettledCount -= 1
        }
        producer.send({ topic, partition, key: keyOf(value), value }).then(settled, settled)
      })
    }
  }

  #join(index: number): void {
    const planned = this.#group.members[index]!
    const owner = `member ${index}`
    const kafka = this.#createKafka(owner)
    const { world } = this
    const member = new SimMember(
      {
        world,
        ledger: this.#ledger,
        kafka,
        loseNetwork: () => this.network.unplug(owner),
        groupOptions: this.#groupOptions(),
        longestCloseMs: this.#longestCloseMs(),
      },
      owner,
      planned,
    )
    this.#members.push({ member, kafka, owner })
    if (planned.leaveAtMs === 0) return
    world.at(planned.leaveAtMs - planned.joinAtMs, 'plan', `${owner} leaves`, () =>
      planned.vanishes ? member.vanish() : member.leave(),
    )
  }

  #groupOptions(): GroupConsumerOptions {
    const { tuning } = this.plan
    const { assignor, sessionTimeoutMs, heartbeatIntervalMs, rebalanceTimeoutMs, autoCommitIntervalMs, protocol } =
      this.#group
    return {
      groupId: simulatedGroup,
      topics: [topic],
      ...(protocol === 'consumer'
        ? { groupProtocol: protocol }
        : { partitionAssignors: [assignor], sessionTimeoutMs, heartbeatIntervalMs }),
      rebalanceTimeoutMs,
      autoCommitIntervalMs,
      autoOffsetReset: 'earliest',
      fetchMaxWaitMs: tuning.fetchMaxWaitMs,
      fetchMaxBytes: tuning.fetchMaxBytes,
      maxPartitionFetchBytes: tuning.fetchMaxBytes,
    }
  }

  /** What is in hand is finished, callbacks are awaited, then commits and leaving have the time of a call each. */
  #longestCloseMs(): number {
    const { members, rebalanceTimeoutMs } = this.#group
    const slowestMs = Math.max(...members.map(({ processingMs, callbackMs }) => processingMs + 2 * callbackMs))
    return slowestMs + rebalanceTimeoutMs + apiTimeoutMs + leavingMs + slackMs
  }

  #createKafka(owner: string): Kafka {
    const { world, plan, cluster } = this
    const platform: Platform = {
      clock: world.clock(owner),
      random: world.random.fork(owner),
      transport: this.network.transportOf(owner),
      offload: this.offload,
      log: createSimLog(world),
    }
    return new Kafka(clientOptions(plan.tuning, cluster.bootstrapServers, platform))
  }

  *#leaveAll(): Scenario<void> {
    const { world } = this
    if (world.hasProblem) return
    for (const { member } of this.#members) member.leave()
    yield* this.#until(() => this.#members.every(({ member }) => member.isClosed && member.hasStoppedReading))
    for (const { member } of this.#members) {
      if (world.hasProblem) return
      if (!member.isClosed) world.problem('HANG', `close() of ${member.name} never settled`)
      else if (!member.hasStoppedReading) world.problem('HANG', `${member.name} has closed, and still reads`)
    }
  }

  *#close(kafka: Kafka, owner: string): Scenario<void> {
    const { world } = this
    if (world.hasProblem) return
    let isClosed = false
    kafka.close().then(
      () => {
        isClosed = true
      },
      (error: unknown) => world.problem('L3', `close() of the ${owner} failed: ${describeError(error)}`),
    )
    yield* this.#until(() => isClosed)
    if (world.hasProblem) return
    if (!isClosed) world.problem('HANG', `close() of the ${owner} never settled`)
    const left = world.pendingOf(owner)
    if (left.length > 0) world.problem('R1', `timers of the ${owner} after close(): ${left.join(', ')}`)
  }

  *#closeCluster(): Scenario<void> {
    const { world } = this
    if (world.hasProblem) return
    this.cluster.close()
    yield* this.#until(() => false)
    // The broker's end of a half-open connection may stay: nobody tells it.
    const open = this.network.connections.filter(({ client }) => client.isOpen)
    if (open.length > 0) world.problem('R1', `${open.length} connections are open after close()`)
    if (this.offload.runningCount > 0) world.problem('R1', `${this.offload.runningCount} tasks are still running`)
  }

  *#until(isDone: () => boolean): Scenario<void> {
    yield* stepUntil(this.world, horizonMs, isDone)
  }
}

/** Nothing goes wrong, and nobody is slow enough to be thrown out. */
function isCalm({ faults }: Plan, { members, sessionTimeoutMs, rebalanceTimeoutMs }: GroupPlan): boolean {
  return (
    faults.length === 0 &&
    members.every(({ vanishes }) => !vanishes) &&
    sessionTimeoutMs >= 2_000 &&
    rebalanceTimeoutMs >= 5_000
  )
}

/** The members' own times are shorter than those that brokers allow by default. */
export function brokerConfigOf(group: GroupPlan): Record<string, string> {
  const { sessionTimeoutMs, heartbeatIntervalMs, initialRebalanceDelayMs } = group
  return {
    'group.min.session.timeout.ms': '1',
    'group.initial.rebalance.delay.ms': String(initialRebalanceDelayMs),
    'group.consumer.session.timeout.ms': String(sessionTimeoutMs),
    'group.consumer.min.session.timeout.ms': '1',
    'group.consumer.heartbeat.interval.ms': String(heartbeatIntervalMs),
    'group.consumer.min.heartbeat.interval.ms': '1',
  }
}
