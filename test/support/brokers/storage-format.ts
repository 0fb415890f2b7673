/**
 * Formats the data folders of KRaft nodes.
 *
 * Kafka's StorageTool runs once for each release and set of arguments; what it writes does not depend on the node but for
 * `meta.properties`, so its result is kept, copied, and given the node's own identity. That saves a JVM start per node.
 */
import { execFile } from 'node:child_process'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cacheDirectory } from '../java.ts'
import type { KafkaDistribution } from './kafka-distribution.ts'

const META_PROPERTIES = 'meta.properties'

/** 16 random bytes in base64url, as Kafka writes ids; never with a leading hyphen, which tools would take for an option. */
export function randomKafkaId(): string {
  for (;;) {
    const id = randomBytes(16).toString('base64url')
    if (!id.startsWith('-')) return id
  }
}

export interface FormatOptions {
  readonly distribution: KafkaDistribution
  readonly clusterId: string
  readonly nodeId: number
  readonly dataFolder: string
  /** The node's `server.properties`, which the tool wants to see. */
  readonly propertiesFile: string
  /** Further arguments of `kafka-storage format`: `--feature`, `--add-scram`, ... */
  readonly formatArguments: readonly string[]
}

export async function formatStorage(options: FormatOptions): Promise<void> {
  const { clusterId, nodeId, dataFolder } = options
  const template = await formatTemplate(options)
  await mkdir(dataFolder, { recursive: true })
  for (const file of await readdir(template)) {
    if (file !== META_PROPERTIES) await copyFile(join(template, file), join(dataFolder, file))
  }
  const meta = { version: 1, 'cluster.id': clusterId, 'node.id': nodeId, 'directory.id': randomKafkaId() }
  const lines = Object.entries(meta).map(([name, value]) => `${name}=${value}\n`)
  await writeFile(join(dataFolder, META_PROPERTIES), lines.join(''))
}

/** The folder of a formatted node, made unless it is there. */
async function formatTemplate({ distribution, propertiesFile, formatArguments }: FormatOptions): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(formatArguments)).digest('hex').slice(0, 12)
  const template = join(cacheDirectory(), 'formatted', `kafka-${distribution.version}-${hash}`)
  if (existsSync(template)) return template
  const work = `${template}.partial-${randomUUID()}`
  await mkdir(work, { recursive: true })
  try {
    const { data, configuration } = await writeFormatConfiguration(work, propertiesFile)
    const tool = ['kafka.tools.StorageTool', 'format', '-t', randomKafkaId(), '-c', configuration, ...formatArguments]
    const jvm = ['-Xmx128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', distribution.classPath]
    await promisify(execFile)(distribution.java, [...jvm, ...tool], { timeout: 60_000 })
    // Another process may have been faster; its result is the same.
    await rename(data, template).catch((error: unknown) => {
      if (!existsSync(template)) throw error
    })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  return template
}

async function writeFormatConfiguration(work: string, propertiesFile: string) {
  const data = join(work, 'data')
  const configuration = join(work, 'format.properties')
  await copyFile(propertiesFile, configuration)
  // In a properties file the last of two equal names wins.
  await writeFile(configuration, `log.dirs=${data}\n`, { flag: 'a' })
  return { data, configuration }
}
