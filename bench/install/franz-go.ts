import { join } from 'node:path'
import { BENCH_FOLDER } from './peers.ts'
import { canRun, runCommand } from './run-command.ts'

const BINARY = join(BENCH_FOLDER, '.build', process.platform === 'win32' ? 'franz-go.exe' : 'franz-go')

/** The path of the Go contender's program, or why it cannot be built. */
export async function buildFranzGo(
  say: (message: string) => void,
): Promise<{ readonly binary: string } | { readonly unavailable: string }> {
  if (!(await canRun('go', ['version']))) return { unavailable: 'there is no Go' }
  say('building the franz-go contender')
  const result = await runCommand('go', ['build', '-o', BINARY, '.'], { cwd: join(BENCH_FOLDER, 'go') })
  if (result.exitCode === 0) return { binary: BINARY }
  return { unavailable: `go build failed: ${result.stderr.trim().split('\n').at(-1)}` }
}
