/** `ottla broker`: the embedded cluster as a program of its own. */
import { FakeCluster } from '../cluster/fake-cluster.ts'
import { ConfigError } from '../errors/client-errors.ts'
import type { Log } from '../observe/log.ts'
import { systemClock } from '../platform/system-clock.ts'
import type { Timer } from '../support/clock.ts'
import { type BrokerOptions, brokerUsage, parseBrokerOptions } from './broker-options.ts'
import { type CliHost, ExitCodes } from './cli-host.ts'
import { TrafficReport } from './traffic-report.ts'

/** How often counts are printed, where there is something new to count. */
const countsIntervalMs = 10_000

/** @returns The exit code. */
export async function runBrokerCommand(args: readonly string[], host: CliHost): Promise<number> {
  const options = parseBrokerOptions(args)
  if (options.isHelpWanted) {
    host.print(brokerUsage)
    return ExitCodes.success
  }
  const report = new TrafficReport(host.print, options.detail === 'verbose')
  let cluster: FakeCluster
  try {
    cluster = await FakeCluster.start({
      ...options.cluster,
      log: violationLog(host),
      remembersRequests: false,
      ...(options.detail === 'quiet' ? {} : { observer: report }),
    })
  } catch (error) {
    // What the cluster refuses was asked for by the command line.
    if (error instanceof ConfigError) throw error
    host.printError(`ottla: ${error instanceof Error ? error.message : String(error)}`)
    return ExitCodes.failure
  }
  // Not `await using`: Node 22 runs these sources as they are, and does not know it.
  try {
    await serve(cluster, options, host, report)
  } finally {
    await cluster.close()
  }
  return ExitCodes.success
}

async function serve(
  cluster: FakeCluster,
  options: BrokerOptions,
  host: CliHost,
  report: TrafficReport,
): Promise<void> {
  introduce(cluster, options, host)
  const counting = options.detail === 'normal' ? countEvery(countsIntervalMs, report) : undefined
  try {
    await host.untilStopped()
  } finally {
    counting?.stop()
  }
  if (options.detail === 'quiet') return
  host.print('Stopping')
  report.printCounts()
}

/** What is there, before the first client comes. */
function introduce(cluster: FakeCluster, { detail, profileName, dataDir }: BrokerOptions, { print }: CliHost): void {
  if (detail === 'quiet') {
    print(cluster.bootstrapServers)
    return
  }
  const { brokers, topics } = cluster
  print(`${profileName}, imitated by Ottla: ${brokers.length} ${brokers.length === 1 ? 'broker' : 'brokers'}`)
  print(`Bootstrap servers: ${cluster.bootstrapServers}`)
  const named = topics.filter(({ isInternal }) => !isInternal)
  const listed = named.map(({ name, partitions }) => {
    return `${name} (${partitions.length} ${partitions.length === 1 ? 'partition' : 'partitions'})`
  })
  print(`Topics: ${listed.length === 0 ? 'none yet' : listed.join(', ')}`)
  print(dataDir === undefined ? 'Data: in memory, gone when this ends' : `Data: in ${dataDir}`)
  print('Ctrl-C ends it')
}

/** What clients do that no client must do, and what goes wrong here. */
function violationLog({ printError }: CliHost): Log {
  return {
    event(level, name, fields = {}) {
      if (level !== 'warn' && level !== 'error') return
      const { kind, message } = fields
      const text = typeof message === 'string' ? message : JSON.stringify(fields)
      printError(`${level}: ${typeof kind === 'string' ? kind : name}: ${text}`)
    },
  }
}

function countEvery(intervalMs: number, report: TrafficReport): { stop(): void } {
  let timer: Timer
  const startNext = (): void => {
    timer = systemClock.setTimer(intervalMs, 'counts', () => {
      report.printCounts()
      startNext()
    })
  }
  startNext()
  return { stop: () => timer.cancel() }
}
