/** The table at the end of a run. */
import type { SuiteResult } from './suite-result.ts'

export interface Totals {
  readonly passed: number
  readonly failed: number
}

export function totalsOf(results: readonly SuiteResult[]): Totals {
  return {
    passed: results.reduce((sum, result) => sum + result.passed, 0),
    failed: results.reduce((sum, result) => sum + result.failed, 0),
  }
}

/** One row a suite, then what failed and why things were skipped. */
export function renderSummary(results: readonly SuiteResult[]): string {
  const width = Math.max(5, ...results.map(({ name }) => name.length))
  const row = (name: string, ...cells: readonly string[]): string => {
    return `  ${name.padEnd(width)}${cells.map((cell) => cell.padStart(9)).join('')}`
  }
  const lines = ['', row('suite', 'passed', 'failed', 'skipped', 'time')]
  for (const { name, passed, failed, skipped, durationMs } of results) {
    const time = `${(durationMs / 1_000).toFixed(1)} s`
    lines.push(row(name, String(passed), String(failed), String(skipped), time))
  }
  for (const { name, failures } of results) {
    for (const failure of failures) lines.push(`  FAILED  ${name}: ${firstLine(failure)}`)
  }
  for (const { name, skipReasons } of results) {
    for (const reason of skipReasons) lines.push(`  skipped ${name}: ${firstLine(reason)}`)
  }
  return `${lines.join('\n')}\n`
}

/** The line that everything comes down to. */
export function renderTotals({ passed, failed }: Totals): string {
  return `${passed} passed, ${failed} failed`
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? ''
}
