/** What every test of a simulation needs first: the guard, the instrumentation, and a way out of microtasks. */

import type { CreateCluster } from '../../src/simulation/cluster-under-test.ts'
import { assertDrainWorks, outsideMicrotasks } from '../../src/simulation/drive.ts'
import { startEmbeddedCluster } from '../../src/simulation/embedded-cluster.ts'
import { installGuard } from '../../src/simulation/guard.ts'
import { installInstrumentation } from '../../src/simulation/instrumentation.ts'
import type { Plan } from '../../src/simulation/plan.ts'
import { runPlan } from '../../src/simulation/run-plan.ts'
import type { World } from '../../src/simulation/world.ts'
import { ScriptedCluster } from './scripted-cluster.ts'

export const clusters: readonly (readonly [name: string, createCluster: CreateCluster])[] = [
  ['embedded', startEmbeddedCluster],
  ['scripted', (request) => new ScriptedCluster(request)],
]

export function prepareProcess(): void {
  installGuard()
  installInstrumentation()
}

/** Runs a plan outside of microtasks, as a test's body is not. */
export function run(plan: Plan, createCluster: CreateCluster): Promise<World> {
  return outsideMicrotasks(() => {
    assertDrainWorks()
    return runPlan(plan, createCluster)
  })
}

/** For failure messages: what went wrong, in one text. */
export function problemsOf(world: World): string[] {
  return world.problems.map(({ kind, detail, atMs }) => `${kind} at ${atMs} ms: ${detail}`)
}
