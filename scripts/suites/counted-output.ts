/** Reads the counts that a program prints for itself, and trusts them only as far as the exit code agrees. */
import { didNotRun, type SuiteResult } from './suite-result.ts'

export interface CountedRun {
  readonly name: string
  readonly lastLine: string
  readonly exitCode: number
  readonly durationMs: number
}

export function readCounts({ name, lastLine, exitCode, durationMs }: CountedRun): SuiteResult {
  const match = /^(\d+) passed, (\d+) failed$/.exec(lastLine.trim())
  if (match === null) return didNotRun(name, `${name} ended with exit code ${exitCode}, without its counts`, durationMs)
  const [passed, counted] = [Number(match[1]), Number(match[2])]
  const failures = counted === 0 ? [] : [`${counted} failed, see above`]
  const isContradiction = counted === 0 && (exitCode !== 0 || passed === 0)
  if (isContradiction) failures.push(`it counted "${lastLine.trim()}" and ended with exit code ${exitCode}`)
  return { name, passed, failed: isContradiction ? 1 : counted, skipped: 0, durationMs, failures, skipReasons: [] }
}
