/**
 * Shows that the simulation finds bugs: plants each mutant in a copy of the source, runs the seeds on it, and prints what
 * was found. A mutant that no seed finds is a defect of the plans, and fails the run.
 *
 *   --seeds N    for each mutant (default 2000)
 *   --only A,B   these mutants alone
 *   --quick      ends each mutant at its first failures
 *   --store DIR  shrinks the first failing plan of each mutant and stores it there
 *   --docs       writes the table into docs/internals/simulation.md
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from './checks/source-files.ts'
import { type Mutant, PlantedCopy, unchanged } from './mutants/planted-copy.ts'
import { groupMutants } from './simulation/group-mutants.ts'
import { mutants as producingMutants } from './simulation/mutants.ts'
import type { Figures } from './simulation/report.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '2000' },
    only: { type: 'string' },
    store: { type: 'string' },
    quick: { type: 'boolean', default: false },
    docs: { type: 'boolean', default: false },
  },
})

interface Row {
  readonly mutant: Mutant
  /** A sentence about why it could not be run. */
  readonly obstacle?: string
  readonly figures?: Figures
  /** In how many orders of a few actors it shows. */
  readonly orders?: { readonly scheduleCount: number; readonly failureCount: number }
  readonly tookMs: number
}

const planted = new PlantedCopy(['scripts', 'test/simulation'])
const copy = planted.folder

const mutants = [...producingMutants, ...groupMutants]
const chosen =
  values.only === undefined ? mutants : mutants.filter(({ name }) => values.only?.split(',').includes(name))
const nameWidth = Math.max(...[unchanged, ...chosen].map(({ name }) => name.length))
for (const family of new Set(chosen.map((mutant) => mutant.family))) {
  const sound = runMutant({ ...unchanged, ...(family !== undefined && { family }) })
  console.log(formatRow(sound))
  if (sound.figures?.failureCount !== 0) throw new Error('The source fails as it is: nothing can be said about mutants')
}
const rows = chosen.map((mutant) => {
  const row = runMutant(mutant)
  console.log(formatRow(row))
  return row
})
const found = rows.filter(({ figures, orders }) => {
  if (figures === undefined) return false
  return figures.failureCount + figures.losses.length + (orders?.failureCount ?? 0) > 0
})
console.log(`${found.length} passed, ${rows.length - found.length} failed`)
if (values.docs) writeTable()
process.exitCode = found.length === rows.length ? 0 : 1

function runMutant(mutant: Mutant): Row {
  const startedAtMs = Date.now()
  const outcome = planted.withMutant(mutant, () => {
    const found = simulate(mutant)
    if (values.store !== undefined && found.figures !== undefined) storePlan(values.store, mutant, found.figures)
    return found
  })
  if (typeof outcome === 'string') return { mutant, obstacle: outcome, tookMs: 0 }
  return { mutant, ...outcome, tookMs: Date.now() - startedAtMs }
}

function simulate({ family = 'produce' }: Mutant): Pick<Row, 'figures' | 'orders' | 'obstacle'> {
  const json = join(copy, 'figures.json')
  rmSync(json, { force: true })
  const orders = family === 'produce' ? explore(json) : undefined
  rmSync(json, { force: true })
  const most = values.quick ? '1' : '1000000'
  const args = [
    'scripts/simulate.ts',
    '--family',
    family,
    '--seeds',
    values.seeds,
    '--most-failures',
    most,
    '--json',
    json,
    '--out',
    join(copy, 'plans'),
  ]
  const { stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' })
  try {
    return { figures: JSON.parse(readFileSync(json, 'utf8')) as Figures, ...(orders !== undefined && { orders }) }
  } catch {
    return {
      obstacle: `the simulation did not run: ${stderr.split('\n').find((line) => line.includes('Error')) ?? stderr.slice(0, 200)}`,
    }
  }
}

function explore(json: string): Row['orders'] | undefined {
  spawnSync(process.execPath, ['scripts/simulate.ts', '--explore', '--json', json], { cwd: copy, timeout: 120_000 })
  try {
    return JSON.parse(readFileSync(json, 'utf8')) as Row['orders']
  } catch {
    return undefined
  }
}

/** While the mutant is still planted: it is what the plan fails on. */
function storePlan(folder: string, { name }: Mutant, { firstSeed }: Figures): void {
  if (firstSeed === undefined) return
  const out = join(copy, 'shrunk')
  const plan = join(copy, 'plans', `seed-${firstSeed}.json`)
  spawnSync(process.execPath, ['scripts/simulate.ts', '--plan', plan, '--shrink', '--out', out], { cwd: copy })
  mkdirSync(folder, { recursive: true })
  cpSync(join(out, `seed-${firstSeed}-shrunk.json`), join(folder, `${name}.json`))
}

function formatRow({ mutant, obstacle, figures, orders, tookMs }: Row): string {
  const name = mutant.name.padEnd(nameWidth)
  if (figures === undefined) return `${name}  ${obstacle}`
  const { failureCount, seedCount, firstSeed, kinds, losses } = figures
  const how = Object.entries(kinds)
    .sort((a, b) => b[1] - a[1])
    .map(([kind, seeds]) => `${kind} ${seeds}`)
  const isFound = failureCount + losses.length + (orders?.failureCount ?? 0) > 0
  const what = failureCount > 0 ? `first ${firstSeed}` : isFound || mutant.edits.length === 0 ? 'no seed' : 'NOT FOUND'
  const all = [...how, ...losses.map(() => 'a seed that does not end')].join(', ')
  const inOrders = orders === undefined ? '-'.padStart(6) : String(orders.failureCount).padStart(6)
  return `${name}  ${String(failureCount).padStart(5)} of ${seedCount}  ${what.padEnd(11)}  ${inOrders} orders  ${all}  (${mutant.about}; ${Math.round(tookMs / 1000)} s)`
}

function writeTable(): void {
  const file = join(ROOT, 'docs/internals/simulation.md')
  const text = readFileSync(file, 'utf8')
  const [begin, end] = ['<!-- mutants:begin -->', '<!-- mutants:end -->']
  const lines = rows.map(({ mutant, obstacle, figures, orders }) => {
    if (figures === undefined) return `| \`${mutant.name}\` | ${mutant.about} | ${obstacle} | | |`
    const kinds = Object.entries(figures.kinds).sort((a, b) => b[1] - a[1])
    const how = [...kinds.map(([kind]) => kind), ...(figures.losses.length > 0 ? ['a seed that does not end'] : [])]
    const inSeeds = `${figures.failureCount} of ${figures.seedCount}`
    return `| \`${mutant.name}\` | ${mutant.about} | ${inSeeds} | ${orders?.failureCount ?? ''} | ${how.slice(0, 4).join(', ')} |`
  })
  const head = '| mutant | what it breaks | seeds | orders | found as |\n| --- | --- | --: | --: | --- |'
  const table = `${begin}\n\n${head}\n${lines.join('\n')}\n\n${end}`
  writeFileSync(file, text.slice(0, text.indexOf(begin)) + table + text.slice(text.indexOf(end) + end.length))
}
