import { join } from 'node:path'
import { BENCH_FOLDER } from './peers.ts'
import { runCommand } from './run-command.ts'

/** Builds what users install, from the sources as they are. Undefined, or a sentence about why it cannot be built. */
export async function buildOttla(say: (message: string) => void): Promise<string | undefined> {
  say('building ottla')
  const { exitCode, stdout, stderr } = await runCommand('npm', ['run', 'build'], { cwd: join(BENCH_FOLDER, '..') })
  if (exitCode === 0) return undefined
  const output = `${stdout}${stderr}`
  return `it does not build: ${output.split('\n').find((line) => line.includes('error TS')) ?? output.slice(-300)}`
}
