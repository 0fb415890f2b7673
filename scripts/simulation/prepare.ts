/**
 * Prepares a process, or a thread, for simulations. The guard goes first: whoever keeps a reference to a clock keeps the
 * patched one. So the client's modules are imported here, and not above.
 */

import type { CreateCluster } from '../../src/simulation/cluster-under-test.ts'
import { installGuard } from '../../src/simulation/guard.ts'
import type { Plan } from '../../src/simulation/plan.ts'
import type { ClusterName, PlanFamily } from './protocol.ts'

/** Errors are thrown and caught by the thousand; what matters of their stacks is at the top. */
const stackLines = 4

export interface Prepared {
  readonly createCluster: CreateCluster
  readonly runner: typeof import('../../src/simulation/run-plan.ts')
  readonly drawPlan: (seed: number) => Plan
  readonly drive: typeof import('../../src/simulation/drive.ts')
}

export async function prepare(cluster: ClusterName, family: PlanFamily = 'produce'): Promise<Prepared> {
  Error.stackTraceLimit = stackLines
  installGuard()
  const { installInstrumentation } = await import('../../src/simulation/instrumentation.ts')
  installInstrumentation()
  return {
    createCluster: await clusterOf(cluster),
    runner: await import('../../src/simulation/run-plan.ts'),
    drawPlan: await drawerOf(family),
    drive: await import('../../src/simulation/drive.ts'),
  }
}

async function drawerOf(family: PlanFamily): Promise<(seed: number) => Plan> {
  if (family === 'produce') return (await import('../../src/simulation/plan.ts')).drawPlan
  return (await import('../../src/simulation/groups/draw-group-plan.ts')).drawGroupPlan
}

async function clusterOf(name: ClusterName): Promise<CreateCluster> {
  if (name === 'embedded') return (await import('../../src/simulation/embedded-cluster.ts')).startEmbeddedCluster
  const { ScriptedCluster } = await import('../../test/simulation/scripted-cluster.ts')
  return (request) => new ScriptedCluster(request)
}
