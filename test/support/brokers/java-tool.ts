/** Runs Kafka's own command line tools and other main classes of its jars, as the other side of interop tests. */
import { spawn } from 'node:child_process'
import { DEFAULT_KAFKA_VERSION, kafkaDistribution } from './kafka-distribution.ts'

export interface JavaToolOptions {
  /** The release whose jars are used. Default 4.3.0. */
  readonly version?: string
  readonly stdin?: string | Uint8Array
  /** The process is killed after this long. Default 60 s. */
  readonly timeoutMs?: number
  readonly jvmArguments?: readonly string[]
}

export interface JavaToolResult {
  /** Null when it was killed by a signal. */
  readonly exitCode: number | null
  readonly stdout: Buffer
  readonly stderr: string
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
): Promise<JavaToolResult> {
  const { java, classPath } = await kafkaDistribution(options.version ?? DEFAULT_KAFKA_VERSION)
  const jvm = [
    '-Xmx256m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  ]
  return new Promise((finished, failed) => {
    const child = spawn(java, [...jvm, ...(options.jvmArguments ?? []), '-cp', classPath, className, ...args], {
      timeout: options.timeoutMs ?? 60_000,
      killSignal: 'SIGKILL',
    })
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
    child.once('error', failed)
    child.once('close', (exitCode) => {
      finished({ exitCode, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString('utf8') })
    })
    // A tool that ends before it has read everything closes the pipe; its exit code says why.
    child.stdin.on('error', () => {})
    child.stdin.end(options.stdin)
  })
}
