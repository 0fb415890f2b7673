import type { ClusterUnderTest, CreateCluster } from './cluster-under-test.ts'
import { type Scenario, stepUntil } from './drive.ts'
import { brokerConfigOf, GroupSimulation } from './groups/group-scenario.ts'
import type { Plan } from './plan.ts'
import { Simulation } from './scenario.ts'
import { SimNetwork } from './sim-network.ts'
import { describeError, type World } from './world.ts'

const longestStartMs = 120_000

/** Makes the cluster, then plays the plan on it. */
export function* simulate(world: World, plan: Plan, createCluster: CreateCluster): Scenario<void> {
  const network = new SimNetwork(world, plan.network)
  const { nodeCount, partitionCount, group } = plan
  const config = group === undefined ? {} : brokerConfigOf(group)
  let cluster: ClusterUnderTest | undefined
  Promise.resolve(createCluster({ world, network, nodeCount, partitionCount, config })).then(
    (created) => {
      cluster = created
    },
    (error: unknown) => world.problem('DEFECT', `the cluster does not start: ${describeError(error)}`),
  )
  yield* stepUntil(world, longestStartMs, () => cluster !== undefined)
  if (cluster === undefined) return
  if (group === undefined) yield* new Simulation(world, plan, network, cluster).run()
  else yield* new GroupSimulation(world, plan, group, network, cluster).run()
}
