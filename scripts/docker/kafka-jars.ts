/**
 * Prints a folder with the jars that a broker and the common tools need: `node scripts/docker/kafka-jars.ts 4.3.0`.
 * Kafka Connect and its web server come with kafka-tools, make up half of its size, and are left out.
 */
import { existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { basename, delimiter, join } from 'node:path'
import { kafkaDistribution } from '../../test/support/brokers/kafka-distribution.ts'
import { cacheDirectory } from '../../test/support/java.ts'

const UNUSED =
  /^(connect|jersey|jetty|jakarta|javax|hk2|javassist|jaxb|activation|aopalliance|swagger|osgi|classgraph|maven-artifact|plexus)[-.]/

const [version = '4.3.0'] = process.argv.slice(2)
const folder = join(cacheDirectory(), 'docker', `kafka-${version}`)
if (!existsSync(folder)) {
  const { classPath } = await kafkaDistribution(version)
  const partial = `${folder}.partial`
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { recursive: true })
  for (const jar of classPath.split(delimiter)) {
    if (!UNUSED.test(basename(jar))) linkSync(jar, join(partial, basename(jar)))
  }
  renameSync(partial, folder)
}
console.log(folder)
