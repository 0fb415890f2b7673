/** Reads what Vitest's JSON reporter writes, and trusts it only as far as the exit code agrees. */
import { didNotRun, type SuiteResult } from './suite-result.ts'

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message?: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

export interface VitestRun {
  readonly name: string
  /** The text of the report, or undefined where none was written. */
  readonly report: string | undefined
  readonly exitCode: number
  readonly durationMs: number
  readonly skipReasons: readonly string[]
}

export function readVitestRun({ name, report, exitCode, durationMs, skipReasons }: VitestRun): SuiteResult {
  if (report === undefined) return didNotRun(name, `${name}: Vitest ended without a report`, durationMs)
  const files = (JSON.parse(report) as VitestReport).testResults
  const tests = files.flatMap((file) => file.assertionResults)
  const failures = tests.filter((test) => test.status === 'failed').map((test) => test.fullName)
  // A file that does not load, or whose hooks fail, has no failed test of its own.
  for (const file of files) {
    const hasFailedTest = file.assertionResults.some((test) => test.status === 'failed')
    if (file.status === 'failed' && !hasFailedTest) failures.push(`${file.name}: ${file.message ?? 'the file failed'}`)
  }
  const passed = tests.filter((test) => test.status === 'passed').length
  const skipped = tests.length - passed - tests.filter((test) => test.status === 'failed').length
  if (tests.length === 0 && failures.length === 0) failures.push(`${name}: there was not a single test`)
  // An unhandled rejection, or a global set-up that failed, only shows in the exit code.
  if (exitCode !== 0 && failures.length === 0) failures.push(`${name}: Vitest ended with exit code ${exitCode}`)
  return { name, passed, failed: failures.length, skipped, durationMs, failures, skipReasons }
}
