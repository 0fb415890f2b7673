import { collectProcess, type ProcessOptions } from '../../support/collect-process.ts'

export interface ProgramOptions extends Omit<ProcessOptions, 'timeoutMs'> {
  /** Killed after that long. Default 60 s. */
  readonly timeoutMs?: number
}

/** Runs a program to its end and gives what it printed. Rejects with its errors when it does not end well. */
export async function runProgram(
  command: string,
  args: readonly string[],
  { env, timeoutMs = 60_000, ...options }: ProgramOptions = {},
): Promise<string> {
  const result = await collectProcess(command, args, { ...options, env: { ...process.env, ...env }, timeoutMs })
  const { exitCode, signal, stdout, stderr } = result
  if (exitCode === 0) return stdout.toString()
  throw new Error(`${command} ended with ${exitCode ?? signal}: ${stderr.trim()}`)
}

/** True when the program is there and ends well. */
export async function canRun(command: string, args: readonly string[]): Promise<boolean> {
  try {
    await runProgram(command, args)
    return true
  } catch {
    return false
  }
}
