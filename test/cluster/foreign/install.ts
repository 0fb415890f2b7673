/** Gets other people's clients, where that can be done without touching a developer's machine. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { canRun, runProgram } from './run-program.ts'

const buildFolder = resolve(import.meta.dirname, '../../../.cache/foreign-clients')
const installTimeoutMs = 120_000
const aptTimeoutMs = 45_000

/** A client that can be used, or why there is none. */
export type Installed<T> =
  | { readonly client: T; readonly unavailable?: undefined }
  | { readonly client?: undefined; readonly unavailable: string }

/** kcat, as the system has it. In CI it is installed; a developer decides that alone. */
export async function installKcat(): Promise<Installed<string>> {
  if (await canRun('kcat', ['-V'])) return { client: 'kcat' }
  if (!process.env.CI) return { unavailable: 'there is no kcat (Debian, Ubuntu: apt-get install kcat)' }
  if (process.getuid?.() !== 0) return { unavailable: 'there is no kcat, and only root could install it' }
  if (!(await canRun('apt-get', ['--version'])))
    return { unavailable: 'there is no kcat, and no apt-get to install it' }
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: aptTimeoutMs }
  // Without a network the answer should be a skipped test soon, and not a late one.
  const apt = ['-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=10', '-o', 'Acquire::https::Timeout=10']
  const install = [...apt, 'install', '--yes', '--no-install-recommends', 'kcat']
  try {
    // The lists of packages are often there already; else they have to be fetched first.
    const isInstalled = await runProgram('apt-get', install, options).then(
      () => true,
      () => false,
    )
    if (!isInstalled) {
      await runProgram('apt-get', [...apt, 'update'], options)
      await runProgram('apt-get', install, options)
    }
    return { client: 'kcat' }
  } catch (error) {
    return { unavailable: `kcat could not be installed: ${reasonOf(error)}` }
  }
}

/** KafkaJS, out of a package of its own: it is none of this project's dependencies. */
export async function installKafkaJs<T>(): Promise<Installed<T>> {
  const folder = join(import.meta.dirname, 'kafkajs')
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8')
  const stamp = join(folder, 'node_modules', '.installed-from')
  try {
    if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
      const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
      await runProgram(npm, ['ci', '--no-audit', '--no-fund'], { cwd: folder, timeoutMs: installTimeoutMs })
      writeFileSync(stamp, lock)
    }
    return { client: createRequire(join(folder, 'package.json'))('kafkajs') as T }
  } catch (error) {
    return { unavailable: `kafkajs could not be installed: ${reasonOf(error)}` }
  }
}

/** The program in `franz-go/`, built. */
export async function buildFranzGo(): Promise<Installed<string>> {
  if (!(await canRun('go', ['version']))) return { unavailable: 'there is no Go' }
  const binary = join(buildFolder, process.platform === 'win32' ? 'franz-go.exe' : 'franz-go')
  try {
    await mkdir(dirname(binary), { recursive: true })
    const cwd = join(import.meta.dirname, 'franz-go')
    await runProgram('go', ['build', '-o', binary, '.'], { cwd, timeoutMs: installTimeoutMs })
    return { client: binary }
  } catch (error) {
    return { unavailable: `franz-go could not be built: ${reasonOf(error)}` }
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.split('\n').at(-1)! : String(error)
}
