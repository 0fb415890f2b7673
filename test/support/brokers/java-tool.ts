/** Runs Kafka's own command line tools and other main classes of its jars, as the other side of interop tests. */
import { collectProcess, type ProcessResult } from '../collect-process.ts'
import { DEFAULT_KAFKA_VERSION, kafkaDistribution } from './kafka-distribution.ts'

export interface JavaToolOptions {
  /** The release whose jars are used. Default 4.3.0. */
  readonly version?: string
  readonly stdin?: string | Uint8Array
  /** The process is killed after this long. Default 60 s. */
  readonly timeoutMs?: number
  readonly jvmArguments?: readonly string[]
}

/**
 * Runs a main class, feeds it `stdin` and collects what it prints. Does not reject for a bad exit code.
 *
 * @example await javaTool('org.apache.kafka.tools.ConsoleProducer', ['--bootstrap-server', servers, '--topic', 't'], { stdin: 'a\nb\n' })
 * @example await javaTool('org.apache.kafka.tools.consumer.ConsoleConsumer', ['--bootstrap-server', servers, '--topic', 't', '--from-beginning', '--max-messages', '2'])
 */
export async function javaTool(
  className: string,
  args: readonly string[],
  options: JavaToolOptions = {},
): Promise<ProcessResult> {
  const { java, classPath } = await kafkaDistribution(options.version ?? DEFAULT_KAFKA_VERSION)
  const jvm = [
    '-Xmx256m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  ]
  const tool = [...jvm, ...(options.jvmArguments ?? []), '-cp', classPath, className, ...args]
  return collectProcess(java, tool, { stdin: options.stdin, timeoutMs: options.timeoutMs ?? 60_000 })
}
