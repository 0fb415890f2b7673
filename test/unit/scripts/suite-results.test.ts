/** What CI says about itself: no failure may be counted as nothing. */
import { describe, expect, it } from 'vitest'
import { readCounts } from '../../../scripts/suites/counted-output.ts'
import type { SuiteResult } from '../../../scripts/suites/suite-result.ts'
import { renderSummary, renderTotals, totalsOf } from '../../../scripts/suites/summary.ts'
import { readVitestRun } from '../../../scripts/suites/vitest-report.ts'

describe('the result of a run of Vitest', () => {
  it('counts tests by how they ended', () => {
    expect(
      vitestRun({ a: ['passed', 'passed', 'failed'], b: ['passed', 'skipped', 'todo', 'pending'] }, 1),
    ).toMatchObject({
      passed: 3,
      failed: 1,
      skipped: 3,
    })
  })

  it('counts a file that did not load as a failure', () => {
    expect(vitestRun({ a: ['passed'], broken: [] }, 1)).toMatchObject({ passed: 1, failed: 1 })
  })

  it('counts an unhandled rejection, which only the exit code shows, as a failure', () => {
    expect(vitestRun({ a: ['passed'] }, 1)).toMatchObject({ passed: 1, failed: 1 })
  })

  it('counts a run without a single test as a failure', () => {
    expect(vitestRun({}, 0)).toMatchObject({ passed: 0, failed: 1 })
  })

  it('counts a missing report as a failure, whatever the exit code', () => {
    const run = { name: 'unit', report: undefined, exitCode: 0, durationMs: 1, skipReasons: [] }
    expect(readVitestRun(run)).toMatchObject({ passed: 0, failed: 1 })
  })

  it('accepts a run in which everything is skipped, and keeps the reasons', () => {
    const report = vitestReport({ a: ['skipped'] })
    const run = { name: 'integration', report, exitCode: 0, durationMs: 1, skipReasons: ['no broker'] }
    expect(readVitestRun(run)).toMatchObject({ passed: 0, failed: 0, skipped: 1, skipReasons: ['no broker'] })
  })
})

describe('the result of a program that counts for itself', () => {
  it('is what its last line says', () => {
    expect(counts('1234 passed, 0 failed', 0)).toMatchObject({ passed: 1234, failed: 0 })
    expect(counts('7 passed, 2 failed', 1)).toMatchObject({ passed: 7, failed: 2 })
  })

  it.each([
    ['prints no counts', 'done', 0],
    ['ends badly although it counted no failure', '5 passed, 0 failed', 1],
    ['counted nothing at all', '0 passed, 0 failed', 0],
  ])('is a failure where it %s', (_, lastLine, exitCode) => {
    expect(counts(lastLine, exitCode).failed).toBe(1)
  })
})

describe('the summary', () => {
  const results: SuiteResult[] = [
    { name: 'types', passed: 1, failed: 0, skipped: 0, durationMs: 1_200, failures: [], skipReasons: [] },
    {
      name: 'unit',
      passed: 41,
      failed: 2,
      skipped: 1,
      durationMs: 9_000,
      failures: ['adds numbers\nExpected 2', 'counts'],
      skipReasons: ['no broker'],
    },
  ]

  it('adds up all suites', () => {
    expect(renderTotals(totalsOf(results))).toBe('42 passed, 2 failed')
  })

  it('has a row for each suite, and one line for each failure and each reason to skip', () => {
    const lines = renderSummary(results).split('\n')
    expect(lines).toContain('  unit        41        2        1    9.0 s')
    expect(lines).toContain('  FAILED  unit: adds numbers')
    expect(lines).toContain('  FAILED  unit: counts')
    expect(lines).toContain('  skipped unit: no broker')
  })
})

function vitestReport(files: Readonly<Record<string, readonly string[]>>): string {
  const testResults = Object.entries(files).map(([name, statuses]) => ({
    name,
    status: statuses.includes('failed') || statuses.length === 0 ? 'failed' : 'passed',
    message: '',
    assertionResults: statuses.map((status, index) => ({ fullName: `${name} ${index}`, status })),
  }))
  return JSON.stringify({ testResults })
}

function vitestRun(files: Readonly<Record<string, readonly string[]>>, exitCode: number): SuiteResult {
  return readVitestRun({ name: 'unit', report: vitestReport(files), exitCode, durationMs: 1, skipReasons: [] })
}

function counts(lastLine: string, exitCode: number): SuiteResult {
  return readCounts({ name: 'conformance', lastLine, exitCode, durationMs: 1 })
}
