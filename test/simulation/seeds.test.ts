import { beforeAll, describe, expect, it } from 'vitest'
import { drawPlan } from '../../src/simulation/plan.ts'
import { runPlanByTurns } from '../../src/simulation/run-plan.ts'
import { clusters, prepareProcess, problemsOf, run } from './prepare.ts'

const seedCount = 20

beforeAll(prepareProcess)

describe.each(clusters)('On the %s cluster', (_name, createCluster) => {
  it('holds every promise under the faults of some seeds', async () => {
    for (let seed = 1; seed <= seedCount; seed++) {
      const world = await run(drawPlan(seed), createCluster)
      expect(problemsOf(world), `seed ${seed}`).toEqual([])
    }
  })

  it('leaves the same trace when a seed is run again', async () => {
    for (let seed = 1; seed <= 5; seed++) {
      const first = await run(drawPlan(seed), createCluster)
      const second = await run(drawPlan(seed), createCluster)
      expect(second.trace.hash, `seed ${seed}`).toBe(first.trace.hash)
    }
  })

  it('leaves the same trace on turns of the event loop as on the synchronous drain', async () => {
    for (let seed = 1; seed <= 5; seed++) {
      const drained = await run(drawPlan(seed), createCluster)
      const turned = await runPlanByTurns(drawPlan(seed), createCluster)
      expect(problemsOf(turned)).toEqual([])
      expect(turned.trace.hash, `seed ${seed}`).toBe(drained.trace.hash)
    }
  })
})
