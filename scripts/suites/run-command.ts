/** Runs a command of this repository, with its output going straight to the terminal. */
import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { ROOT } from '../checks/source-files.ts'

export interface CommandResult {
  readonly exitCode: number
  readonly durationMs: number
  /** Standard output, where it was kept. */
  readonly stdout: string
}

export interface CommandOptions {
  readonly environment?: Readonly<Record<string, string>>
  /** Where standard output goes: to the terminal (the default), to the caller, or to both. */
  readonly output?: 'show' | 'keep' | 'both'
}

export async function runCommand(
  command: string,
  args: readonly string[],
  { environment = {}, output = 'show' }: CommandOptions = {},
): Promise<CommandResult> {
  const startedAt = performance.now()
  const path = `${join(ROOT, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, PATH: path, ...environment },
    stdio: ['ignore', output === 'show' ? 'inherit' : 'pipe', 'inherit'],
  })
  let stdout = ''
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk
    if (output === 'both') process.stdout.write(chunk)
  })
  const exitCode = await new Promise<number>((ended) => {
    child.once('error', (error) => {
      console.error(`Cannot run ${command}: ${error.message}`)
      ended(127)
    })
    // A process that a signal ended has no exit code.
    child.once('close', (code) => ended(code ?? 1))
  })
  return { exitCode, durationMs: performance.now() - startedAt, stdout }
}
