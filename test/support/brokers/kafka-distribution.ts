/** A release of Apache Kafka as its jars on Maven Central, with nothing but Java to run it. */
import { readdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { findJava, findMaven, mavenJars } from '../java.ts'

export const DEFAULT_KAFKA_VERSION = '4.3.0'

export interface KafkaDistribution {
  readonly version: string
  readonly java: string
  readonly classPath: string
  /** ZooKeeper before 3.3, where KRaft was not yet ready for use. */
  readonly mode: 'kraft' | 'zookeeper'
}

/** Why no distribution can be run here, or undefined when one can. */
export function whyNoJavaBrokers(): string | undefined {
  if (process.platform === 'win32') return 'brokers from jars are not supported on Windows'
  const java = findJava()
  if (java === undefined) return 'there is no Java (set JAVA_HOME or put java on the PATH; version 17 or later)'
  if (java.version < 17) return `Kafka ${DEFAULT_KAFKA_VERSION} needs Java 17, this is Java ${java.version}`
  if (findMaven() === undefined) return 'there is no Maven to fetch the jars of Kafka with'
  return undefined
}

/** Fetches the jars of a release unless they are there. Releases from 2.4 on (Scala 2.13) are known to work. */
export async function kafkaDistribution(version: string = DEFAULT_KAFKA_VERSION): Promise<KafkaDistribution> {
  const java = findJava()
  if (java === undefined) throw new Error(`Cannot run Kafka ${version}: there is no Java`)
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const artifacts = [`org.apache.kafka:kafka_2.13:${version}`, 'org.slf4j:slf4j-simple:1.7.36']
  // The command line tools moved out of the broker's jar in 3.x.
  if (major >= 3) artifacts.push(`org.apache.kafka:kafka-tools:${version}`)
  const jars = await mavenJars(`kafka-${version}`, artifacts)
  return {
    version,
    java: java.java,
    classPath: await readClassPath(jars),
    mode: major < 3 || (major === 3 && minor < 3) ? 'zookeeper' : 'kraft',
  }
}

/** Two SLF4J bindings on one class path make the choice a matter of luck, and only slf4j-simple logs without a file. */
async function readClassPath(directory: string): Promise<string> {
  const jars = (await readdir(directory)).filter((jar) => !/^(slf4j-(reload4j|log4j12)|logback-classic)-/.test(jar))
  return jars
    .sort()
    .map((jar) => join(directory, jar))
    .join(delimiter)
}
