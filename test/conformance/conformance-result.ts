/** What one part of the conformance run found. Failures were printed as they were met. */
export interface ConformanceResult {
  /** One line: what was compared, and how much of it. */
  readonly summary: string
  readonly passed: number
  readonly failed: number
}

/** Counts checks, and prints the first failures: when one generator rule is wrong, hundreds of messages are. */
export class Tally {
  static readonly #printed = 25
  #passed = 0
  #failed = 0

  get passed(): number {
    return this.#passed
  }

  get failed(): number {
    return this.#failed
  }

  /** `problem` is undefined when the check passed. It is called `subject: problem` in the output. */
  record(subject: string, problem: string | undefined): void {
    if (problem === undefined) {
      this.#passed++
      return
    }
    this.#failed++
    if (this.#failed <= Tally.#printed) process.stdout.write(`  FAILED ${subject}: ${problem}\n`)
    if (this.#failed === Tally.#printed) process.stdout.write('  further failures are only counted\n')
  }
}
