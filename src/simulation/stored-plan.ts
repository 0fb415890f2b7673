/** Plans as files: what is kept of a failure, and what regressions are made of. */
import { type Fault, type FaultKind, faultKinds, groupFaultKinds, type Plan, plainTuning } from './plan.ts'

/** A plan as it is stored, with what it showed and why it is kept. */
export interface StoredPlan {
  readonly about: string
  /** The first problem that it showed when it was found. */
  readonly found: { readonly kind: string; readonly detail: string }
  readonly plan: Plan
}

/** Throws an `Error` for what is no plan, or none of this format. */
export function parseStoredPlan(text: string): StoredPlan {
  const stored = JSON.parse(text) as Partial<StoredPlan>
  const { plan } = stored
  if (plan?.format !== 1) throw new Error('This is no plan of format 1')
  const known: readonly FaultKind[] = [...faultKinds, ...groupFaultKinds]
  const unknown = plan.faults.find(({ kind }: Fault) => !known.includes(kind))
  if (unknown !== undefined) throw new Error(`This plan has a fault of an unknown kind: ${unknown.kind}`)
  return {
    about: stored.about ?? '',
    found: stored.found ?? { kind: '', detail: '' },
    // Settings that came later: what they stand for did not happen in older plans.
    plan: { ...plan, closesAll: plan.closesAll ?? false, tuning: { ...plainTuning, ...plan.tuning } },
  }
}
