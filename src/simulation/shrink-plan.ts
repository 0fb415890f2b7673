import type { CreateCluster } from './cluster-under-test.ts'
import type { PlannedMember } from './groups/group-plan.ts'
import { type Fault, type Plan, type PlannedSend, plainNetwork, plainTuning, type Tuning } from './plan.ts'
import { runPlan } from './run-plan.ts'
import { type Shrunk, shrink } from './shrink.ts'

/**
 * The smallest plan found that still fails with the same kind of first problem: fewer faults, fewer sends, plain settings.
 * Call it outside of microtasks.
 */
export function shrinkPlan(failing: Plan, createCluster: CreateCluster): Shrunk<Plan> {
  const kind = runPlan(failing, createCluster).problems[0]?.kind
  if (kind === undefined) return { plan: failing, runCount: 1 }
  return shrink(failing, {
    lists: [
      { list: ({ faults }) => faults, withList: (plan, faults) => ({ ...plan, faults: faults as readonly Fault[] }) },
      {
        list: ({ group }) => group?.members ?? [],
        withList: (plan, members) =>
          plan.group === undefined ? plan : { ...plan, group: { ...plan.group, members: members as PlannedMember[] } },
      },
      { list: ({ sends }) => sends, withList: (plan, sends) => ({ ...plan, sends: sends as readonly PlannedSend[] }) },
    ],
    simplifications: [
      (plan) => ({ ...plan, flushesAtMs: [] }),
      (plan) => ({ ...plan, hasReader: false }),
      (plan) => ({ ...plan, closeAtMs: 0 }),
      (plan) => ({ ...plan, network: plainNetwork }),
      ...(Object.keys(plainTuning) as (keyof Tuning)[]).map(
        (name) =>
          (plan: Plan): Plan => ({
            ...plan,
            tuning: { ...plan.tuning, [name]: plainTuning[name] },
          }),
      ),
    ],
    fails: (plan) => runPlan(plan, createCluster).problems[0]?.kind === kind,
  })
}
