/** The three kinds of suites: a check that passes or fails, tests that Vitest counts, and programs that count by themselves. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../checks/source-files.ts'
import { readCounts } from './counted-output.ts'
import { runCommand } from './run-command.ts'
import type { SuiteResult } from './suite-result.ts'
import { readVitestRun } from './vitest-report.ts'

/** Where suites leave their reports; emptied by nobody but `.ci/run`. */
export const RESULTS_FOLDER: string = join(ROOT, '.cache', 'test-results')

export interface Suite {
  readonly name: string
  run(): Promise<SuiteResult>
}

/** Counts as one. */
export function check(name: string, command: string, ...args: readonly string[]): Suite {
  return {
    name,
    async run() {
      const { exitCode, durationMs } = await runCommand(command, args)
      const failures = exitCode === 0 ? [] : [`${[command, ...args].join(' ')} ended with exit code ${exitCode}`]
      const failed = failures.length
      return { name, passed: 1 - failed, failed, skipped: 0, durationMs, failures, skipReasons: [] }
    },
  }
}

export interface VitestOptions {
  /** The Node to run on. Default: the project's own. */
  readonly node?: string
  readonly environment?: Readonly<Record<string, string>>
}

export function vitest(name: string, project: string, { node = 'node', environment = {} }: VitestOptions = {}): Suite {
  return {
    name,
    async run() {
      const report = freshFile(name, 'json')
      const reasons = freshFile(name, 'skips.json')
      const reporters = ['default', 'json', './scripts/suites/vitest-skip-reporter.ts']
      const { exitCode, durationMs } = await runCommand(
        node,
        [
          join('node_modules', 'vitest', 'vitest.mjs'),
          'run',
          '--project',
          project,
          `--outputFile.json=${report}`,
          ...reporters.map((reporter) => `--reporter=${reporter}`),
        ],
        { environment: { ...environment, OTTLA_SKIP_REASONS: reasons } },
      )
      const skipReasons = JSON.parse(readOptional(reasons) ?? '[]') as string[]
      return readVitestRun({ name, report: readOptional(report), exitCode, durationMs, skipReasons })
    },
  }
}

/** A program whose last line is `N passed, N failed`. */
export function counting(name: string, command: string, ...args: readonly string[]): Suite {
  return {
    name,
    async run() {
      const { exitCode, durationMs, stdout } = await runCommand(command, args, { output: 'both' })
      return readCounts({ name, lastLine: stdout.trimEnd().split('\n').at(-1) ?? '', exitCode, durationMs })
    },
  }
}

/** A report of an earlier run must not be taken for one of this run. */
function freshFile(name: string, extension: string): string {
  mkdirSync(RESULTS_FOLDER, { recursive: true })
  const file = join(RESULTS_FOLDER, `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.${extension}`)
  rmSync(file, { force: true })
  return file
}

function readOptional(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
