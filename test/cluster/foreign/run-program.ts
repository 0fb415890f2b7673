import { spawn } from 'node:child_process'

export interface ProgramOptions {
  readonly cwd?: string
  readonly stdin?: string
  readonly env?: NodeJS.ProcessEnv
  /** Killed after that long. Default 60 s. */
  readonly timeoutMs?: number
}

/** Runs a program to its end and gives what it printed. Rejects with its errors when it does not end well. */
export function runProgram(command: string, args: readonly string[], options: ProgramOptions = {}): Promise<string> {
  return new Promise((finished, failed) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      timeout: options.timeoutMs ?? 60_000,
      killSignal: 'SIGKILL',
    })
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
    child.once('error', failed)
    child.once('close', (exitCode, signal) => {
      if (exitCode === 0) finished(Buffer.concat(stdout).toString())
      else failed(new Error(`${command} ended with ${exitCode ?? signal}: ${Buffer.concat(stderr).toString().trim()}`))
    })
    // A program that ends before it has read everything closes the pipe; its exit code says why.
    child.stdin.on('error', () => {})
    child.stdin.end(options.stdin)
  })
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
