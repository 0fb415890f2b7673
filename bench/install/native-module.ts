/**
 * Builds the peers that are native modules, for the Node that runs the benchmark.
 *
 * The headers come from that Node's own folder where it has them (the `node` package brings them); else node-gyp
 * downloads them. A first build takes minutes; the result stays in bench/node_modules.
 */
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { COMPRESSION_TYPES, type CompressionType } from '../run-order.ts'
import { BENCH_FOLDER, runNpm } from './peers.ts'
import { runCommand } from './run-command.ts'

export interface NativeModule {
  readonly name: string
  /** Environments to try in turn. */
  readonly attempts: readonly NodeJS.ProcessEnv[]
}

export const nativeModules: readonly NativeModule[] = [
  // librdkafka's sources are in the package; a librdkafka of the system is the second choice.
  { name: 'node-rdkafka', attempts: [{}, { BUILD_LIBRDKAFKA: '0' }] },
  // A static build downloads the sources of zlib, OpenSSL and others; a dynamic one takes the system's.
  { name: '@confluentinc/kafka-javascript', attempts: [{}, { CKJS_LINKING: 'dynamic' }, { BUILD_LIBRDKAFKA: '0' }] },
]

/** Undefined when the module can be loaded, in the end; else why not. */
export async function ensureBuilt(module: NativeModule, say: (message: string) => void): Promise<string | undefined> {
  if ((await whyNotLoadable(module.name)) === undefined) return undefined
  say(`building ${module.name} (minutes, once)`)
  const logFile = join(BENCH_FOLDER, '.build', `${module.name.replaceAll(/[@/]/g, '-').replace(/^-/, '')}.log`)
  await mkdir(dirname(logFile), { recursive: true })
  let log = ''
  for (const attempt of module.attempts) {
    const env = { ...buildEnvironment(), ...attempt }
    const result = await runNpm(['rebuild', module.name, '--ignore-scripts=false', '--foreground-scripts'], env)
    log += `# ${JSON.stringify(attempt)}\n${result.stdout}${result.stderr}\n`
    await writeFile(logFile, log)
    const reason = await whyNotLoadable(module.name)
    if (reason === undefined) return undefined
    log += `${reason}\n`
  }
  await writeFile(logFile, log)
  return `it could not be built for Node ${process.version}, see ${relative(process.cwd(), logFile)}`
}

async function whyNotLoadable(name: string): Promise<string | undefined> {
  const { exitCode, stderr } = await runCommand(process.execPath, ['-e', `require(${JSON.stringify(name)})`], {
    cwd: BENCH_FOLDER,
  })
  return exitCode === 0 ? undefined : stderr
}

/** What this build of librdkafka can compress with and decompress, of the codecs that are compared. */
export async function codecsOf({ name }: NativeModule): Promise<readonly CompressionType[]> {
  const script = `process.stdout.write(JSON.stringify(require(${JSON.stringify(name)}).features))`
  const { stdout } = await runCommand(process.execPath, ['-e', script], { cwd: BENCH_FOLDER })
  const features = JSON.parse(stdout) as readonly string[]
  return COMPRESSION_TYPES.filter((codec) => features.includes(codec))
}

function buildEnvironment(): NodeJS.ProcessEnv {
  const headers = findNodeHeaders()
  // A nodedir that npm's configuration names is that of another Node more often than not.
  const { npm_config_nodedir: _configured, ...env } = process.env
  return { ...env, ...(headers !== undefined && { npm_config_nodedir: headers }) }
}

/** The folder above `include/node` whose headers have this Node's ABI. */
function findNodeHeaders(): string | undefined {
  const folder = dirname(dirname(realpathSync(process.execPath)))
  const packageName = `node-${process.platform}-${process.arch}`
  const candidates = [
    folder,
    join(folder, 'node_modules', packageName),
    join(dirname(folder), packageName),
    '/usr/local',
    '/usr',
  ]
  return candidates.find((candidate) => {
    const versionHeader = join(candidate, 'include', 'node', 'node_version.h')
    if (!existsSync(versionHeader)) return false
    const text = readFileSync(versionHeader, 'utf8')
    const field = (name: string): string | undefined =>
      new RegExp(`#define NODE_${name}_VERSION (\\d+)`).exec(text)?.[1]
    return process.version.startsWith(`v${field('MAJOR')}.${field('MINOR')}.`)
  })
}
