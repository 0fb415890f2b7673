import { spawn } from 'node:child_process'

export interface ProcessOptions {
  readonly cwd?: string | undefined
  readonly env?: NodeJS.ProcessEnv | undefined
  readonly stdin?: string | Uint8Array | undefined
  /** The process is killed after this long. */
  readonly timeoutMs: number
}

export interface ProcessResult {
  /** Null when a signal ended the process. */
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: Buffer
  readonly stderr: string
}

/** Runs a program, feeds it `stdin` and collects what it prints. Rejects only when it cannot be started. */
export function collectProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions,
): Promise<ProcessResult> {
  const { cwd, env, stdin, timeoutMs } = options
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, timeout: timeoutMs, killSignal: 'SIGKILL' })
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
    child.once('error', reject)
    child.once('close', (exitCode, signal) => {
      resolve({ exitCode, signal, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() })
    })
    // A program that ends before it has read everything closes the pipe; its exit code says why.
    child.stdin.on('error', () => {})
    child.stdin.end(stdin)
  })
}
