/** Runs one plan from its beginning to its last check. */
import { driveBySyncDrain, driveByTurns } from './drive.ts'
import { watch } from './guard.ts'
import type { Plan } from './plan.ts'
import { type CreateCluster, Simulation } from './scenario.ts'
import { World } from './world.ts'

export interface RunOptions {
  /** Keeps the timeline. */
  readonly isRecorded?: boolean
}

/** On the synchronous drain. Call it outside of microtasks; see `outsideMicrotasks`. */
export function runPlan(plan: Plan, createCluster: CreateCluster, options: RunOptions = {}): World {
  const { world, simulation } = create(plan, createCluster, options)
  driveBySyncDrain(world, simulation.run())
  return world
}

/** On turns of the event loop. */
export async function runPlanByTurns(
  plan: Plan,
  createCluster: CreateCluster,
  options: RunOptions = {},
): Promise<World> {
  const { world, simulation } = create(plan, createCluster, options)
  await driveByTurns(world, simulation.run())
  return world
}

function create(
  plan: Plan,
  createCluster: CreateCluster,
  options: RunOptions,
): { world: World; simulation: Simulation } {
  const world = new World({ seed: plan.seed, ...options })
  const before = watch(world)
  try {
    return { world, simulation: new Simulation(world, plan, createCluster) }
  } finally {
    watch(before)
  }
}
