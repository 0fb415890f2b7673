/**
 * Java's own performance tools, out of the broker's jars. They fix their own load (one thread that does not await), so
 * they stand for what the broker gives to a client without limits, not for the same work.
 */
import { availableParallelism } from 'node:os'
import { kafkaDistribution } from '../test/support/brokers/kafka-distribution.ts'
import type { Contender } from './contender.ts'
import { runCommand } from './install/run-command.ts'
import type { RunOrder, RunOutcome } from './run-order.ts'

const PRODUCER = 'org.apache.kafka.tools.ProducerPerformance'
const CONSUMER = 'org.apache.kafka.tools.ConsumerPerformance'
/** The tool takes a number of records instead of a time: about what it sends per second on one core. */
const RECORDS_PER_SECOND = 400_000
const TIMEOUT_MS = 300_000

export function javaContender(): Contender {
  return {
    id: 'java-perf-tool',
    questions: ['concurrent-sends', 'consume-backlog'],
    override: {},
    run: (order, signal) => (order.question === 'consume-backlog' ? consume(order, signal) : produce(order, signal)),
  }
}

async function produce(order: RunOrder, signal: AbortSignal): Promise<RunOutcome> {
  const warmupCount = Math.round((RECORDS_PER_SECOND * order.warmupMs) / 1_000)
  const recordCount = warmupCount + Math.round((RECORDS_PER_SECOND * order.measuredMs) / 1_000)
  const settings = [`acks=all`, `enable.idempotence=${order.isIdempotent}`, `linger.ms=${order.lingerMs}`]
  const { stdout, version, runtime } = await runTool(
    PRODUCER,
    [
      ...['--bootstrap-server', order.bootstrapServers, '--topic', order.topic],
      ...['--num-records', String(recordCount), '--warmup-records', String(warmupCount)],
      ...['--record-size', String(order.valueSizeBytes), '--throughput', '-1'],
      ...['--command-property', ...settings],
    ],
    signal,
  )
  // "N records sent, R records/sec (M MB/sec), A ms avg latency, X ms max latency, P ms 50th, Q ms 95th, S ms 99th, ..."
  const line = stdout
    .trim()
    .split('\n')
    .findLast((candidate) => candidate.includes('ms 99th'))
  const numbers =
    /(\d+) (?:total |steady state )?records sent, ([\d.]+) records\/sec.* (\d+) ms 50th.* (\d+) ms 99th/.exec(
      line ?? '',
    )
  if (numbers === null) throw new Error(`Cannot read what ${PRODUCER} printed: ${stdout}`)
  const measuredCount = recordCount - warmupCount
  return {
    recordCount: measuredCount,
    elapsedMs: (measuredCount / Number(numbers[2])) * 1_000,
    totalRecordCount: recordCount,
    totalValueBytes: recordCount * order.valueSizeBytes,
    latency: { p50Ms: Number(numbers[3]), p99Ms: Number(numbers[4]) },
    clientVersion: version,
    runtime,
    settings: `${settings.join(' ')}, else defaults; ${measuredCount} records after ${warmupCount} of warm-up`,
  }
}

async function consume(order: RunOrder, signal: AbortSignal): Promise<RunOutcome> {
  const { stdout, version, runtime } = await runTool(
    CONSUMER,
    [
      ...['--bootstrap-server', order.bootstrapServers, '--topic', order.topic],
      ...['--num-records', String(order.backlogRecordCount), '--hide-header', '--timeout', '60000'],
    ],
    signal,
  )
  // start, end, MB, MB/s, records, records/s, rebalance ms, fetch ms, fetch MB/s, fetch records/s
  const line = stdout
    .trim()
    .split('\n')
    .findLast((candidate) => candidate.split(',').length === 10)
  if (line === undefined) throw new Error(`Cannot read what ${CONSUMER} printed: ${stdout}`)
  const fields = line.split(',').map((field) => field.trim())
  const recordCount = Number(fields[4])
  return {
    recordCount,
    elapsedMs: Number(fields[7]),
    totalRecordCount: recordCount,
    totalValueBytes: recordCount * order.valueSizeBytes,
    clientVersion: version,
    runtime,
    settings: 'defaults, in a group; no warm-up, time of the rebalance left out',
  }
}

async function runTool(
  className: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<{ stdout: string; version: string; runtime: string }> {
  const { java, classPath, version } = await kafkaDistribution()
  const jvm = [
    '-Xmx512m',
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=error',
    `-XX:ActiveProcessorCount=${availableParallelism()}`,
  ]
  const options = { timeoutMs: TIMEOUT_MS, signal }
  const result = await runCommand(java, [...jvm, '-cp', classPath, className, ...args], options)
  if (result.exitCode !== 0) throw new Error(result.stderr.trim().split('\n').at(-1) ?? 'the tool failed')
  const release = /version "([^"]+)"/.exec((await runCommand(java, ['-version'])).stderr)?.[1] ?? ''
  return { stdout: result.stdout, version, runtime: `Java ${release}` }
}
