/** Writes down why tests were skipped, which the JSON reporter leaves out. The file's name is in OTTLA_SKIP_REASONS. */
import { writeFileSync } from 'node:fs'
import type { Reporter, TestCase } from 'vitest/node'

export default class SkipReporter implements Reporter {
  readonly #reasons = new Set<string>()

  onTestCaseResult(test: TestCase): void {
    const result = test.result()
    if (result.state === 'skipped') this.#reasons.add(result.note ?? `${test.fullName} is marked as skipped`)
  }

  onTestRunEnd(): void {
    const file = process.env.OTTLA_SKIP_REASONS
    if (file !== undefined) writeFileSync(file, JSON.stringify([...this.#reasons]))
  }
}
