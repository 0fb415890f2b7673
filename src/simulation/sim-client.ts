/** Clients of a world, and their end: what every scenario does alike. */
import { Kafka } from '../kafka.ts'
import type { ClusterUnderTest } from './cluster-under-test.ts'
import { type Scenario, stepUntil } from './drive.ts'
import type { Plan } from './plan.ts'
import { clientOptions } from './plan-options.ts'
import { createSimLog } from './sim-log.ts'
import type { SimNetwork } from './sim-network.ts'
import type { SimOffload } from './sim-offload.ts'
import { describeError, type World } from './world.ts'

/** Everything ends long before it, or never. */
export const horizonMs = 120_000

/** Where a scenario plays. */
export interface Stage {
  readonly world: World
  readonly plan: Plan
  readonly network: SimNetwork
  readonly offload: SimOffload
  readonly cluster: ClusterUnderTest
}

/** A client on a machine of its own. Its timers, its chance and its network are known by its owner's name. */
export function createSimClient({ world, plan, network, offload, cluster }: Stage, owner: string): Kafka {
  return new Kafka(
    clientOptions(plan.tuning, cluster.bootstrapServers, {
      clock: world.clock(owner),
      random: world.random.fork(owner),
      transport: network.transportOf(owner),
      offload,
      log: createSimLog(world),
    }),
  )
}

/** L3 and R1: closing ends, and leaves no timer. Nothing happens where there is a problem already. */
export function* closeSimClient(world: World, kafka: Kafka, owner: string): Scenario<void> {
  if (world.hasProblem) return
  let isClosed = false
  kafka.close().then(
    () => {
      isClosed = true
    },
    (error: unknown) => world.problem('L3', `close() of the ${owner} failed: ${describeError(error)}`),
  )
  yield* stepUntil(world, horizonMs, () => isClosed)
  if (world.hasProblem) return
  if (!isClosed) world.problem('HANG', `close() of the ${owner} never settled`)
  const left = world.pendingOf(owner)
  if (left.length > 0) world.problem('R1', `timers of the ${owner} after close(): ${left.join(', ')}`)
}

/** R1: when all clients have closed, the cluster ends and nothing is left of them. */
export function* closeSimCluster({ world, network, offload, cluster }: Stage): Scenario<void> {
  if (world.hasProblem) return
  cluster.close()
  yield* stepUntil(world, horizonMs, () => false)
  // The broker's end of a half-open connection may stay: nobody tells it.
  const open = network.connections.filter(({ client }) => client.isOpen)
  if (open.length > 0) world.problem('R1', `${open.length} connections are open after close()`)
  if (offload.runningCount > 0) world.problem('R1', `${offload.runningCount} tasks are still running`)
}

/** Errors of a reader that a plan's faults explain: nobody knows the partition for a while, or the worker died. */
export function isPassing(error: unknown): boolean {
  const { message } = error as Error
  return message.includes('UNKNOWN_TOPIC_OR_PARTITION') || message.includes('the worker died')
}
