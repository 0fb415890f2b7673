/**
 * Makes a failing plan small: delta debugging over each list of it, then one setting after the other back to its plain
 * value. A smaller plan counts only while it fails with the same kind of first problem.
 */

export interface ShrinkStep<Plan> {
  /** A list of the plan whose items can be left out. */
  readonly list: (plan: Plan) => readonly unknown[]
  readonly withList: (plan: Plan, items: readonly unknown[]) => Plan
}

export interface ShrinkOptions<Plan> {
  readonly lists: readonly ShrinkStep<Plan>[]
  /** Each gives the plan with one setting made plain. */
  readonly simplifications: readonly ((plan: Plan) => Plan)[]
  readonly fails: (plan: Plan) => boolean
}

export interface Shrunk<Plan> {
  readonly plan: Plan
  readonly runCount: number
}

export function shrink<Plan>(failing: Plan, { lists, simplifications, fails }: ShrinkOptions<Plan>): Shrunk<Plan> {
  let plan = failing
  let runCount = 0
  const attempt = (candidate: Plan): boolean => {
    runCount += 1
    if (!fails(candidate)) return false
    plan = candidate
    return true
  }
  // Twice: with fewer sends some faults turn out to be idle.
  for (const step of [...lists, ...lists]) shrinkList(() => plan, step, attempt)
  for (const simplify of simplifications) {
    const candidate = simplify(plan)
    if (JSON.stringify(candidate) !== JSON.stringify(plan)) attempt(candidate)
  }
  return { plan, runCount }
}

/** Zeller's ddmin: leaves out ever smaller parts as long as what remains still fails. */
function shrinkList<Plan>(current: () => Plan, step: ShrinkStep<Plan>, attempt: (plan: Plan) => boolean): void {
  let parts = 2
  for (;;) {
    const items = step.list(current())
    if (items.length === 0) return
    const sizeOfPart = Math.ceil(items.length / parts)
    const hasShrunk = leaveOutOnePart(current(), items, sizeOfPart, step, attempt)
    if (hasShrunk) parts = Math.max(2, parts - 1)
    else if (sizeOfPart === 1) return
    else parts = Math.min(items.length, parts * 2)
  }
}

function leaveOutOnePart<Plan>(
  plan: Plan,
  items: readonly unknown[],
  sizeOfPart: number,
  step: ShrinkStep<Plan>,
  attempt: (plan: Plan) => boolean,
): boolean {
  for (let start = 0; start < items.length; start += sizeOfPart) {
    const rest = [...items.slice(0, start), ...items.slice(start + sizeOfPart)]
    if (attempt(step.withList(plan, rest))) return true
  }
  return false
}
