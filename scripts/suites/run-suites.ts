/** Runs suites one after the other: brokers and compilers would only take the two cores from each other. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { RESULTS_FOLDER, type Suite } from './suite.ts'
import { didNotRun, type SuiteResult } from './suite-result.ts'

export async function runSuites(suites: readonly Suite[]): Promise<SuiteResult[]> {
  const results: SuiteResult[] = []
  for (const suite of suites) {
    console.log(`\n=== ${suite.name}`)
    const startedAt = performance.now()
    try {
      results.push(await suite.run())
    } catch (error) {
      // A broken runner must not take the results of the other suites with it.
      results.push(didNotRun(suite.name, String(error), performance.now() - startedAt))
    }
  }
  return results
}

/** Keeps the results for a later step of the same CI run. */
export function saveResults(step: string, results: readonly SuiteResult[]): void {
  mkdirSync(RESULTS_FOLDER, { recursive: true })
  writeFileSync(join(RESULTS_FOLDER, `step-${step}.json`), JSON.stringify(results))
}

export function loadResults(step: string): SuiteResult[] {
  try {
    return JSON.parse(readFileSync(join(RESULTS_FOLDER, `step-${step}.json`), 'utf8')) as SuiteResult[]
  } catch {
    return [didNotRun(step, `"${step}" left no results`, 0)]
  }
}
