/**
 * Java and Maven for the tests that compare Ottla with Apache Kafka's own code.
 *
 * Jars are resolved by Maven into `.cache/jars/<name>-<hash of the artifacts>` and reused. A folder appears there only by
 * a rename of a complete one, so that several test runs may fetch the same jars at the same time.
 */
import { spawnSync } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { delimiter, join, resolve } from 'node:path'
import { collectProcess, type ProcessResult } from './collect-process.ts'

export interface JavaInstallation {
  /** The `java` command: a path under JAVA_HOME, or the bare name when it is found through PATH. */
  readonly java: string
  /** The feature release: 8, 11, 17, 21, ... */
  readonly version: number
}

/** The Java that JAVA_HOME names, else the one on PATH, else undefined. */
export function findJava(): JavaInstallation | undefined {
  const home = process.env.JAVA_HOME
  const candidates = home === undefined || home === '' ? ['java'] : [join(home, 'bin', 'java'), 'java']
  for (const java of candidates) {
    const probe = spawnSync(java, ['-version'], { encoding: 'utf8' })
    if (probe.status !== 0) continue
    // Java 8 calls itself "1.8.0_392"; later ones start with the feature release.
    const match = /version "(?:1\.)?(\d+)/.exec(probe.stderr + probe.stdout)
    if (match?.[1] !== undefined) return { java, version: Number(match[1]) }
  }
  return undefined
}

/** The `mvn` command, or undefined when there is none. */
export function findMaven(): string | undefined {
  const command = process.env.MAVEN_HOME ? join(process.env.MAVEN_HOME, 'bin', 'mvn') : 'mvn'
  return spawnSync(command, ['--version'], { encoding: 'utf8' }).status === 0 ? command : undefined
}

/** Where downloads are kept between runs: `OTTLA_CACHE`, else `.cache` in the repository. */
export function cacheDirectory(): string {
  const configured = process.env.OTTLA_CACHE
  return configured === undefined || configured === ''
    ? resolve(import.meta.dirname, '..', '..', '.cache')
    : resolve(configured)
}

/**
 * A folder that holds the artifacts' jars with everything they need at run time.
 *
 * @param name Names the folder, for people.
 * @param artifacts `group:artifact:version` each, or `group:artifact:version:classifier`.
 * @throws Error when Maven is missing or cannot resolve an artifact; the message ends with Maven's own words.
 */
export async function mavenJars(name: string, artifacts: readonly string[]): Promise<string> {
  const pom = renderPom(name, artifacts)
  const hash = createHash('sha256').update(pom).digest('hex').slice(0, 12)
  const directory = join(cacheDirectory(), 'jars', `${name}-${hash}`)
  if (existsSync(directory)) return directory

  const maven = findMaven()
  if (maven === undefined) throw new Error(`Cannot get the jars of ${name}: there is no mvn command`)
  const work = join(cacheDirectory(), 'jars', `.partial-${name}-${randomUUID()}`)
  try {
    const jars = join(work, 'jars')
    await mkdir(jars, { recursive: true })
    await writeFile(join(work, 'pom.xml'), pom)
    const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${jars}`]
    const result = await collectProcess(maven, ['-q', '-B', '-f', join(work, 'pom.xml'), ...goal], {
      timeoutMs: 120_000,
    })
    if (result.exitCode !== 0 || (await readdir(jars)).length === 0) {
      const words = `${result.stdout.toString('utf8')}${result.stderr}`.trim().split('\n').slice(0, 12).join('\n')
      throw new Error(`Cannot get the jars of ${name}: Maven ended with exit code ${result.exitCode}\n${words}`)
    }
    await renameUnlessPresent(jars, directory)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  return directory
}

export interface JavaSourceOptions {
  /** A single Java source file with a main class, compiled in memory by the `java` launcher (Java 11 and later). */
  readonly source: string
  /** Folders of jars, as `mavenJars` gives them. */
  readonly jarDirectories: readonly string[]
  readonly args?: readonly string[]
  readonly jvmArgs?: readonly string[]
  readonly input?: Uint8Array
  /** The process is killed when it has run for this long. Default two minutes. */
  readonly timeoutMs?: number
}

/** Compiles and runs one Java source file, and collects what it prints. Rejects when Java is missing or too old. */
export function runJavaSource(options: JavaSourceOptions): Promise<ProcessResult> {
  const installation = findJava()
  if (installation === undefined) return Promise.reject(new Error(`Cannot run ${options.source}: there is no Java`))
  if (installation.version < 11) {
    const reason = `Java ${installation.version} cannot run a source file`
    return Promise.reject(new Error(`Cannot run ${options.source}: ${reason}`))
  }
  const classpath = options.jarDirectories.map((directory) => join(directory, '*')).join(delimiter)
  const args = [...(options.jvmArgs ?? []), '-cp', classpath, options.source, ...(options.args ?? [])]
  return collectProcess(installation.java, args, { stdin: options.input, timeoutMs: options.timeoutMs ?? 120_000 })
}

/** Another run may have finished first: its folder holds the same jars, so ours is not needed. */
async function renameUnlessPresent(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if (!existsSync(to)) throw error
  }
}

function renderPom(name: string, artifacts: readonly string[]): string {
  const dependencies = artifacts.map(renderDependency).join('\n')
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>ottla.test</groupId>
  <artifactId>${name}</artifactId>
  <version>1</version>
  <dependencies>
${dependencies}
  </dependencies>
</project>
`
}

function renderDependency(coordinates: string): string {
  const [group, artifact, version, classifier] = coordinates.split(':')
  if (group === undefined || artifact === undefined || version === undefined) {
    throw new Error(`Cannot read the artifact ${coordinates}: it is not group:artifact:version`)
  }
  const tag = classifier === undefined ? '' : `<classifier>${classifier}</classifier>`
  const id = `<groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version>`
  return `    <dependency>${id}${tag}</dependency>`
}
