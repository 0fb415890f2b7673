/**
 * Shows that the tests of the batch lock find what they are for: plants each mutant in a copy of the source, runs rows,
 * unit tests, seeds and the exploration on it, and prints what killed it. A survivor fails the run.
 *
 *   --only A,B   these mutants alone
 *   --all        every stage on each mutant, not only until it is killed
 *   --markdown   the table as it stands in docs/internals/batch-lock.md
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Mutant, PlantedCopy, unchanged } from './mutants/planted-copy.ts'
import { producerMutants } from './mutants/producer-mutants.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    all: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
  },
})

interface Stage {
  readonly name: string
  /** What failed, or undefined. */
  run(): string | undefined
}

interface Kill {
  readonly stage: string
  readonly test: string
  readonly tookMs: number
}

const copy = new PlantedCopy(['scripts', 'test/simulation', 'test/unit', 'vitest.config.ts'])
/** An endless loop is a way of being found. */
const stageTimeoutMs = 120_000
const folder = 'test/unit/producer'

const rows = `${folder}/batch-lock-interleavings.test.ts`
/** Every order of some events, by which the file of the rows ends: slower than all that is before it. */
const permutations = 'every order of'
const butPermutations = ['--testNamePattern', `^(?!${permutations})`]

const stages: readonly Stage[] = [
  { name: 'rows', run: () => runTests([rows, `${folder}/split-batch.test.ts`], butPermutations) },
  {
    name: 'unit tests',
    run: () => runTests([folder], ['--exclude', `${folder}/producer-faults.property.test.ts`, ...butPermutations]),
  },
  { name: 'permutations', run: () => runTests([rows], ['--testNamePattern', `^${permutations}`]) },
  { name: 'seeds', run: () => runTests([`${folder}/producer-faults.property.test.ts`]) },
  { name: 'exploration', run: () => runSimulation(['--explore']) },
  { name: 'simulation', run: () => runSimulation(['--seeds', '300', '--most-failures', '1']) },
]

const chosen =
  values.only === undefined
    ? producerMutants
    : producerMutants.filter(({ name }) => values.only?.split(',').includes(name))
const nameWidth = Math.max(...chosen.map(({ name }) => name.length))

for (const stage of values.only === undefined ? stages : stages.slice(0, 4)) {
  const found = stage.run()
  if (found !== undefined)
    throw new Error(`The source fails as it is (${stage.name}: ${found}): nothing can be said about mutants`)
}
if (values.markdown) console.log('| mutant | what it breaks | killed by | test | s |\n| --- | --- | --- | --- | --: |')
const survivors = chosen.filter((mutant) => !examine(mutant))
console.log(`${chosen.length - survivors.length} passed, ${survivors.length} failed (${unchanged.about} fails nothing)`)
process.exitCode = survivors.length === 0 ? 0 : 1

function examine(mutant: Mutant): boolean {
  const kills = copy.withMutant(mutant, () => {
    const found: Kill[] = []
    for (const stage of stages) {
      const startedAtMs = Date.now()
      const test = stage.run()
      if (test !== undefined) found.push({ stage: stage.name, test, tookMs: Date.now() - startedAtMs })
      if (found.length > 0 && !values.all) break
    }
    return found
  })
  if (typeof kills === 'string') {
    console.log(`${mutant.name.padEnd(nameWidth)}  ${kills}`)
    return false
  }
  if (values.markdown) printMarkdown(mutant, kills)
  else print(mutant, kills)
  return kills.length > 0
}

function print({ name, about }: Mutant, kills: readonly Kill[]): void {
  if (kills.length === 0) console.log(`${name.padEnd(nameWidth)}  SURVIVED  (${about})`)
  for (const { stage, test, tookMs } of kills) {
    console.log(`${name.padEnd(nameWidth)}  ${stage.padEnd(12)}  ${seconds(tookMs)} s  ${test}  (${about})`)
  }
}

function printMarkdown({ name, about }: Mutant, kills: readonly Kill[]): void {
  const [first] = kills
  const where = kills.length === 0 ? '**nothing**' : kills.map(({ stage }) => stage).join(', ')
  const test = first?.test.replaceAll('|', '\\|') ?? ''
  console.log(`| \`${name}\` | ${about} | ${where} | ${test} | ${first === undefined ? '' : seconds(first.tookMs)} |`)
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1)
}

function runTests(files: readonly string[], more: readonly string[] = []): string | undefined {
  const json = join(copy.folder, 'tests.json')
  rmSync(json, { force: true })
  const reporter = ['--reporter', 'json', '--outputFile', json, '--bail', '1', '--testTimeout', '60000']
  const vitest = join('node_modules', 'vitest', 'vitest.mjs')
  const { error, stderr } = spawnSync(
    process.execPath,
    [vitest, 'run', '--project', 'unit', ...reporter, ...files, ...more],
    { cwd: copy.folder, encoding: 'utf8', timeout: stageTimeoutMs, killSignal: 'SIGKILL' },
  )
  if (error !== undefined) return 'it does not end'
  const report = readJson(json) as TestReport | undefined
  if (report === undefined) throw new Error(`The tests did not run: ${stderr.slice(0, 500)}`)
  if (report.success) return undefined
  for (const { assertionResults } of report.testResults) {
    const failed = assertionResults.find(({ status }) => status === 'failed')
    if (failed !== undefined) return failed.fullName
  }
  return 'an unhandled error'
}

interface TestReport {
  readonly success: boolean
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
  }[]
}

function runSimulation(args: readonly string[]): string | undefined {
  const { status, stdout, error } = spawnSync(
    process.execPath,
    ['scripts/simulate.ts', '--out', join(copy.folder, 'plans'), ...args],
    { cwd: copy.folder, encoding: 'utf8', timeout: stageTimeoutMs, killSignal: 'SIGKILL' },
  )
  if (error !== undefined) return 'it does not end'
  if (status === 0) return undefined
  const lines = stdout.split('\n')
  return (
    lines.find((line) => /^[A-Z]+\d*: /.test(line)) ?? lines.find((line) => / [1-9]\d* failed/.test(line)) ?? 'it fails'
  )
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
