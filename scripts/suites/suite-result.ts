/** What one suite found: the currency in which all suites report, so that totals are sums and nothing else. */
export interface SuiteResult {
  readonly name: string
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly durationMs: number
  /** Names of what failed, as far as they are known. */
  readonly failures: readonly string[]
  /** Why things were skipped, each reason once. */
  readonly skipReasons: readonly string[]
}

/** A suite that gave no counts has failed once: silence must never look like success. */
export function didNotRun(name: string, reason: string, durationMs: number): SuiteResult {
  return { name, passed: 0, failed: 1, skipped: 0, durationMs, failures: [reason], skipReasons: [] }
}

/** A suite that cannot run here, and need not. */
export function skippedSuite(name: string, reason: string): SuiteResult {
  return { name, passed: 0, failed: 0, skipped: 1, durationMs: 0, failures: [], skipReasons: [reason] }
}
