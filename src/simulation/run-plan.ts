/** Runs one plan from its beginning to its last check. */
import type { CreateCluster } from './cluster-under-test.ts'
import { driveBySyncDrain, driveByTurns } from './drive.ts'
import type { Plan } from './plan.ts'
import { simulate } from './simulate.ts'
import { World } from './world.ts'

export interface RunOptions {
  /** Keeps the timeline. */
  readonly isRecorded?: boolean
}

/** On the synchronous drain. Call it outside of microtasks; see `outsideMicrotasks`. */
export function runPlan(plan: Plan, createCluster: CreateCluster, options: RunOptions = {}): World {
  const world = new World({ seed: plan.seed, ...options })
  driveBySyncDrain(world, simulate(world, plan, createCluster))
  return world
}

/** On turns of the event loop. */
export async function runPlanByTurns(
  plan: Plan,
  createCluster: CreateCluster,
  options: RunOptions = {},
): Promise<World> {
  const world = new World({ seed: plan.seed, ...options })
  await driveByTurns(world, simulate(world, plan, createCluster))
  return world
}
