/** Runs the whole client and a cluster in one process, on virtual time, under faults: `npm run simulate -- --help`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Plan } from '../src/simulation/plan.ts'
import { prepare } from './simulation/prepare.ts'
import type { ClusterName, PlanFamily } from './simulation/protocol.ts'
import { figuresOf, ProgressBar, printExplored, printSummary } from './simulation/report.ts'
import { runSeeds } from './simulation/run-seeds.ts'

const ciSeeds = { produce: 500, groups: 300 } as const

const usage = `npm run simulate -- [options]

  --seeds N          so many seeds, on all cores (default 1000); --from N: the first one (default 1)
  --family NAME      what plans are about: produce (default), or groups
  --seed N           one seed, with its timeline; --lines N: how much of it (default 60)
  --plan FILE        one stored plan, with its timeline
  --shrink           with --seed or --plan: makes the failing plan small, and stores it
  --out FOLDER       where failing plans are stored (default .cache/simulation)
  --cluster NAME     embedded (default), or scripted: the kernel's own small one
  --workers N        threads (default: one a core)
  --twice N          each Nth seed is run twice; --turns N: so many are run on turns of the event loop as well
  --explore          every order of a few actors around one batch, instead of seeds
  --most-failures N  each worker stops after so many (default 50); --json FILE: the figures for other programs
  --ci               500 seeds of producing and 300 of groups, one in twenty twice, 50 of each on turns, and --explore

Marks that were never reached count as failures in every run of at least 300 seeds.`

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', short: 'h', default: false },
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    plan: { type: 'string' },
    lines: { type: 'string', default: '60' },
    shrink: { type: 'boolean', default: false },
    out: { type: 'string', default: '.cache/simulation' },
    cluster: { type: 'string', default: 'embedded' },
    family: { type: 'string', default: 'produce' },
    workers: { type: 'string' },
    twice: { type: 'string', default: '0' },
    turns: { type: 'string', default: '0' },
    'most-failures': { type: 'string', default: '50' },
    explore: { type: 'boolean', default: false },
    json: { type: 'string' },
    ci: { type: 'boolean', default: false },
  },
})

if (values.help) {
  console.log(usage)
  process.exit()
}
const cluster = clusterName(values.cluster)
const family = planFamily(values.family)
if (values.seed !== undefined || values.plan !== undefined) await runOne()
else if (values.explore) await runExploration()
else await runMany()

async function runMany(): Promise<void> {
  const runs = values.ci
    ? [await runFamily('produce', ciSeeds.produce), await runFamily('groups', ciSeeds.groups), await explore()]
    : [await runFamily(family, count('seeds', values.seeds))]
  const passed = runs.reduce((sum, run) => sum + run.passed, 0)
  const failed = runs.reduce((sum, run) => sum + run.failed, 0)
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}

async function runFamily(about: PlanFamily, seedCount: number): Promise<{ passed: number; failed: number }> {
  const bar = new ProgressBar(seedCount)
  const startedAtMs = Date.now()
  const summary = await runSeeds({
    from: count('from', values.from),
    seedCount,
    cluster,
    family: about,
    workerCount: values.workers === undefined ? undefined : count('workers', values.workers),
    twiceEvery: values.ci ? 20 : count('twice', values.twice),
    turnCount: values.ci ? 50 : count('turns', values.turns),
    mostFailures: count('most-failures', values['most-failures']),
    onProgress: (soFar) => bar.show(soFar),
  })
  bar.end()
  const verdict = printSummary(summary, about, Date.now() - startedAtMs)
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figuresOf(summary))}\n`)
  if (verdict.firstFailure !== undefined) store(verdict.firstFailure.plan, verdict.firstFailure.problems[0]!)
  return verdict
}

async function runExploration(): Promise<void> {
  const { passed, failed } = await explore()
  if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify({ scheduleCount: passed + failed, failureCount: failed })}\n`)
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}

/** Each schedule counts. */
async function explore(): Promise<{ passed: number; failed: number }> {
  const { exploreAll, exploredMarks } = await import('./simulation/explore-all.ts')
  const sets = await exploreAll((set) => printExplored(set, count('lines', values.lines)))
  const missing = exploredMarks.filter((mark) => !sets.some(({ marks }) => marks.has(mark)))
  for (const mark of missing) console.log(`Never reached in any order: ${mark}`)
  const schedules = sets.reduce((sum, { scheduleCount }) => sum + scheduleCount, 0)
  const failures = sets.reduce((sum, { failureCount }) => sum + failureCount, 0)
  const cut = sets.filter(({ isComplete, failureCount }) => !isComplete && failureCount === 0).length
  return { passed: schedules - failures, failed: failures + missing.length + cut }
}

async function runOne(): Promise<void> {
  const { createCluster, runner, drawPlan, drive } = await prepare(cluster, family)
  Error.stackTraceLimit = 30
  const { parseStoredPlan } = await import('../src/simulation/stored-plan.ts')
  let plan: Plan =
    values.plan === undefined
      ? drawPlan(count('seed', values.seed ?? '1'))
      : parseStoredPlan(readFileSync(values.plan, 'utf8')).plan
  if (values.shrink) {
    const { shrinkPlan } = await import('../src/simulation/shrink-plan.ts')
    const whole = plan
    const shrunk = await drive.outsideMicrotasks(() => shrinkPlan(whole, createCluster))
    plan = shrunk.plan
    const from = `${whole.faults.length} faults, ${whole.sends.length} sends`
    const to = `${plan.faults.length} faults, ${plan.sends.length} sends`
    console.log(`${from} → ${to}, in ${shrunk.runCount} runs`)
  }
  const world = await drive.outsideMicrotasks(() => runner.runPlan(plan, createCluster, { isRecorded: true }))
  const again = await drive.outsideMicrotasks(() => runner.runPlan(plan, createCluster))
  console.log(lastOf(world.trace.lines ?? [], count('lines', values.lines)).join('\n'))
  for (const { kind, detail, atMs } of world.problems) console.log(`${kind} at ${atMs} ms: ${detail}`)
  const verdict = world.hasProblem ? `${world.problems.length} problems` : 'no problem'
  const same = again.trace.hash === world.trace.hash ? 'a second run leaves the same' : 'A SECOND RUN LEAVES ANOTHER'
  console.log(
    `seed ${plan.seed}: ${verdict}; ${world.stepCount} steps to ${world.nowMs} ms; trace ${world.trace.hash}, ${same}`,
  )
  if (world.hasProblem) store(plan, world.problems[0]!)
  process.exitCode = world.hasProblem ? 1 : 0
}

function store(plan: Plan, found: { readonly kind: string; readonly detail: string }): void {
  mkdirSync(values.out, { recursive: true })
  const file = join(values.out, `seed-${plan.seed}${values.shrink ? '-shrunk' : ''}.json`)
  const { kind, detail } = found
  writeFileSync(file, `${JSON.stringify({ about: '', found: { kind, detail }, plan }, null, 1)}\n`)
  console.log(`The plan is stored: npm run simulate -- --plan ${file}${values.shrink ? '' : ' --shrink'}`)
}

function lastOf(lines: readonly string[], most: number): readonly string[] {
  return lines.slice(Math.max(0, lines.length - most))
}

function count(name: string, text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 0) return number
  throw new Error(`--${name} takes a whole number, not ${text}`)
}

function planFamily(text: string): PlanFamily {
  if (text === 'produce' || text === 'groups') return text
  throw new Error(`--family takes produce or groups, not ${text}`)
}

function clusterName(text: string): ClusterName {
  if (text === 'embedded' || text === 'scripted') return text
  throw new Error(`--cluster takes embedded or scripted, not ${text}`)
}
