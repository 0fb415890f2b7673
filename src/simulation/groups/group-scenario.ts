/**
 * A group reads what one producer sends, while its members join, leave and vanish and the cluster fails under it; then
 * the world heals, and everything must be read, committed and given back.
 */
import type { GroupConsumerOptions } from '../../consumer/group-consumer-options.ts'
import type { Kafka } from '../../kafka.ts'
import type { ClusterUnderTest } from '../cluster-under-test.ts'
import { type Scenario, stepUntil } from '../drive.ts'
import { inject } from '../faults.ts'
import { keyOf } from '../invariants.ts'
import { healAtMs, type Plan, topic } from '../plan.ts'
import { producerOptions } from '../plan-options.ts'
import { closeSimClient, closeSimCluster, createSimClient, horizonMs } from '../sim-client.ts'
import type { SimNetwork } from '../sim-network.ts'
import { SimOffload } from '../sim-offload.ts'
import { WireMonitor } from '../wire-monitor.ts'
import type { World } from '../world.ts'
import { GroupLedger } from './group-ledger.ts'
import { type GroupPlan, simulatedGroup } from './group-plan.ts'
import { SimMember } from './sim-member.ts'

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
    const producing = createSimClient(this, 'producer')
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
    yield* closeSimClient(world, producing, 'producer')
    for (const { kafka, owner } of this.#members) yield* closeSimClient(world, kafka, owner)
    yield* closeSimCluster(this)
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
    const kafka = createSimClient(this, owner)
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
