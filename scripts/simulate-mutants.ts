/**
 * Shows that the simulation finds bugs: plants each mutant in a copy of the source, runs the seeds on it, and prints what
 * was found. A mutant that no seed finds is a defect of the plans, and fails the run.
 *
 *   --seeds N    for each mutant (default 2000)
 *   --only A,B   these mutants alone
 *   --quick      ends each mutant at its first failures
 *   --store DIR  shrinks the first failing plan of each mutant and stores it there
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from './checks/source-files.ts'
import { type Mutant, mutants, unchanged } from './simulation/mutants.ts'
import type { Figures } from './simulation/report.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '2000' },
    only: { type: 'string' },
    store: { type: 'string' },
    quick: { type: 'boolean', default: false },
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

const cache = join(ROOT, '.cache')
mkdirSync(cache, { recursive: true })
const copy = mkdtempSync(join(cache, 'mutants-'))
process.on('exit', () => rmSync(copy, { recursive: true, force: true }))
for (const folder of ['src', 'scripts', 'test/simulation'])
  cpSync(join(ROOT, folder), join(copy, folder), { recursive: true })
for (const file of ['package.json', 'tsconfig.json']) cpSync(join(ROOT, file), join(copy, file))
symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))

const chosen =
  values.only === undefined ? mutants : mutants.filter(({ name }) => values.only?.split(',').includes(name))
const nameWidth = Math.max(...[unchanged, ...chosen].map(({ name }) => name.length))
const sound = runMutant(unchanged)
console.log(formatRow(sound))
if (sound.figures?.failureCount !== 0) throw new Error('The source fails as it is: nothing can be said about mutants')
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
process.exitCode = found.length === rows.length ? 0 : 1

function runMutant(mutant: Mutant): Row {
  const startedAtMs = Date.now()
  const originals = new Map<string, string>()
  try {
    for (const { file, from, to } of mutant.edits) {
      const path = join(copy, 'src', file)
      const text = readFileSync(path, 'utf8')
      if (text.split(from).length !== 2)
        return { mutant, obstacle: `${file} has changed: the line is not there`, tookMs: 0 }
      if (!originals.has(path)) originals.set(path, text)
      writeFileSync(
        path,
        text.replace(from, () => to),
      )
    }
    const outcome = simulate()
    if (values.store !== undefined && outcome.figures !== undefined) storePlan(values.store, mutant, outcome.figures)
    return { mutant, ...outcome, tookMs: Date.now() - startedAtMs }
  } finally {
    for (const [path, text] of originals) writeFileSync(path, text)
  }
}

function simulate(): Pick<Row, 'figures' | 'orders' | 'obstacle'> {
  const json = join(copy, 'figures.json')
  rmSync(json, { force: true })
  const orders = explore(json)
  rmSync(json, { force: true })
  const most = values.quick ? '1' : '1000000'
  const args = [
    'scripts/simulate.ts',
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
  const what = failureCount > 0 ? `first ${firstSeed}` : isFound || mutant === unchanged ? 'no seed' : 'NOT FOUND'
  const all = [...how, ...losses.map(() => 'a seed that does not end')].join(', ')
  const inOrders = orders === undefined ? '?'.padStart(6) : String(orders.failureCount).padStart(6)
  return `${name}  ${String(failureCount).padStart(5)} of ${seedCount}  ${what.padEnd(11)}  ${inOrders} orders  ${all}  (${mutant.about}; ${Math.round(tookMs / 1000)} s)`
}
