import type { CliHost } from '../../../src/cli/cli-host.ts'
import { runCli } from '../../../src/cli/run-cli.ts'

export interface CliOutcome {
  readonly exitCode: number
  readonly lines: readonly string[]
  readonly errors: readonly string[]
}

/** Runs a command line as its process would. `whileRunning` is called once the command waits to be ended, and ends it. */
export async function runScripted(
  args: readonly string[],
  whileRunning: (lines: readonly string[], errors: readonly string[]) => Promise<void> | void = () => {},
): Promise<CliOutcome> {
  const lines: string[] = []
  const errors: string[] = []
  const host: CliHost = {
    print: (line) => lines.push(line),
    printError: (line) => errors.push(line),
    untilStopped: async () => {
      await whileRunning(lines, errors)
    },
  }
  const exitCode = await runCli(args, host)
  return { exitCode, lines, errors }
}
