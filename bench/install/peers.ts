/**
 * Installs the peers into bench/node_modules on first use. Install scripts are off (see .npmrc): the native modules are
 * built in a step of their own, so that one that cannot be built does not take the others with it.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type CommandResult, runCommand } from './run-command.ts'

export const BENCH_FOLDER = dirname(import.meta.dirname)
const STAMP_FILE = join(BENCH_FOLDER, 'node_modules', '.installed-from')

export async function installPeers(say: (message: string) => void): Promise<void> {
  const lock = readFileSync(join(BENCH_FOLDER, 'package-lock.json'))
  // Native modules belong to one version of Node's ABI.
  const stamp = `${createHash('sha256').update(lock).digest('hex')} ${process.versions.modules}`
  if (existsSync(STAMP_FILE) && readFileSync(STAMP_FILE, 'utf8') === stamp) return
  say('installing the peers into bench/node_modules')
  const { exitCode, stderr } = await runNpm(['ci', '--no-audit', '--no-fund'], process.env)
  if (exitCode !== 0) throw new Error(`Cannot install the peers: npm ended with exit code ${exitCode}\n${stderr}`)
  await writeFile(STAMP_FILE, stamp)
}

/** npm under the Node that runs this, which is the one the native modules must fit. */
export function runNpm(args: readonly string[], env: NodeJS.ProcessEnv): Promise<CommandResult> {
  const npm = process.env.npm_execpath
  const options = { cwd: BENCH_FOLDER, env }
  if (npm?.endsWith('.js')) return runCommand(process.execPath, [npm, ...args], options)
  return runCommand(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, options)
}
