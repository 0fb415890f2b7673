/**
 * `npm run bench:cluster`: the embedded cluster and a real Kafka under the same load, from another process.
 *
 * Both run for the whole time and take turns, so that the JVM is warm. Exit code 0: measured. 2: it could not be.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { type BenchBroker, startBenchBroker } from '../broker.ts'
import type { Contender } from '../contender.ts'
import { runCommand } from '../install/run-command.ts'
import { javaContender } from '../java-contender.ts'
import { readMachineFacts } from '../machine-facts.ts'
import type { QuestionName, RunOrder } from '../run-order.ts'
import { LOAD_OUTCOME_PREFIX, type LoadOrder, type LoadOutcome } from './load-order.ts'
import { processCpuMs } from './process-cpu.ts'

const USAGE = `npm run bench:cluster -- [options]

  --rounds N    how often each load runs on each broker, interleaved; default 3
  --seconds N   measured time of each run; default 3
  --warmup N    seconds before that; default 2
  --no-java     without Java's performance tools
  --quick       1 round of 1 s after 1 s, without Java's tools: to see that it works, not to compare

KAFKA_BROKERS=host:port names a real broker to compare with; without it one is started.`

const valueSizeBytes = 100
const runTimeoutMs = 120_000

interface LoadResult {
  readonly recordsPerSecond: number
  /** With those of the warm-up. */
  readonly totalCount: number
}

interface Load {
  readonly title: string
  run(bootstrapServers: string, runId: string): Promise<LoadResult>
}

interface Run {
  readonly recordsPerSecond: number
  /** What the broker's process spent on a million records, warm-up included; undefined where that cannot be known. */
  readonly brokerCpuMs: number | undefined
}

interface Subject {
  readonly name: string
  readonly bootstrapServers: string
  readonly pid: number | undefined
  readonly runs: Map<Load, Run[]>
}

function say(message: string): void {
  process.stderr.write(`bench: ${message}\n`)
}

interface Options {
  readonly rounds: number
  readonly warmupMs: number
  readonly measuredMs: number
  readonly hasJava: boolean
}

function loadsOf(options: Options): readonly Load[] {
  const raw = [1, 10, 100, 1_000, 8_000].map((recordsPerBatch) => rawLoad('produce', recordsPerBatch, options))
  const fetches = [10, 100, 1_000].map((recordsPerBatch) => rawLoad('fetch', recordsPerBatch, options))
  if (!options.hasJava) return [...raw, ...fetches]
  const tool = javaContender()
  return [
    ...raw,
    ...fetches,
    javaLoad("Java's kafka-producer-perf-test", tool, 'concurrent-sends', options),
    javaLoad("Java's kafka-consumer-perf-test", tool, 'consume-backlog', options),
  ]
}

function rawLoad(kind: LoadOrder['kind'], recordsPerBatch: number, { warmupMs, measuredMs }: Options): Load {
  const requestsInFlight = 5
  return {
    title: `${kind}, batches of ${recordsPerBatch}, ${requestsInFlight} requests in flight`,
    async run(bootstrapServers, runId) {
      const [address = ''] = bootstrapServers.split(',')
      const topic = `bench-${kind}-${recordsPerBatch}-${runId}`
      const shared = { valueSizeBytes, requestsInFlight, warmupMs, measuredMs }
      const order: LoadOrder = { kind, address, topic, recordsPerBatch, ...shared }
      const args = [join(import.meta.dirname, 'load-generator.ts'), JSON.stringify(order)]
      const { stdout, stderr } = await runCommand(process.execPath, args, { timeoutMs: runTimeoutMs })
      const line = stdout.split('\n').find((candidate) => candidate.startsWith(LOAD_OUTCOME_PREFIX))
      if (line === undefined) throw new Error(`The load generator failed: ${stderr.trim()}`)
      const outcome = JSON.parse(line.slice(LOAD_OUTCOME_PREFIX.length)) as LoadOutcome
      const { recordCount, elapsedMs, totalRecordCount } = outcome
      return { recordsPerSecond: (recordCount / elapsedMs) * 1_000, totalCount: totalRecordCount }
    },
  }
}

function javaLoad(title: string, tool: Contender, question: QuestionName, options: Options): Load {
  return {
    title,
    async run(bootstrapServers, runId) {
      const topic = `bench-java-${runId}`
      const order: RunOrder = {
        ...{ question, client: '', bootstrapServers, topic, partitionCount: 1, valueSizeBytes },
        ...{ isIdempotent: true, lingerMs: 5, callerCount: 1, recordsPerCall: 1 },
        warmupMs: options.warmupMs,
        measuredMs: options.measuredMs,
        backlogRecordCount: 1_000_000,
      }
      const { signal } = new AbortController()
      // The consumer needs something to read; the topic is made on the way.
      const isConsuming = question === 'consume-backlog'
      const filled = isConsuming ? await tool.run({ ...order, question: 'concurrent-sends' }, signal) : undefined
      const { recordCount, elapsedMs, totalRecordCount } = await tool.run(order, signal)
      const totalCount = totalRecordCount + (filled?.totalRecordCount ?? 0)
      return { recordsPerSecond: (recordCount / elapsedMs) * 1_000, totalCount }
    },
  }
}

/** The embedded cluster in a process of its own. */
async function startEmbedded(): Promise<BenchBroker & { readonly startMs: number }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'embedded-process.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const { address, startMs } = JSON.parse(line) as { address: string; startMs: number }
  return {
    description: 'embedded cluster',
    bootstrapServers: address,
    startMs,
    pid: child.pid,
    close: async () => {
      const hasEnded = once(child, 'exit')
      child.stdin.end()
      await hasEnded
    },
  }
}

async function measure(loads: readonly Load[], subjects: readonly Subject[], rounds: number): Promise<void> {
  for (const load of loads) {
    for (let round = 1; round <= rounds; round++) {
      for (const subject of subjects) {
        const run = await runOnce(load, subject, `${Date.now()}-${round}`)
        subject.runs.set(load, [...(subject.runs.get(load) ?? []), run])
        const said = `${formatNumber(run.recordsPerSecond)} records/s, ${formatCpu(run.brokerCpuMs)} a million`
        say(`${load.title}, round ${round} of ${rounds}, ${subject.name}: ${said}`)
      }
    }
  }
}

async function runOnce(load: Load, { bootstrapServers, pid }: Subject, runId: string): Promise<Run> {
  const before = processCpuMs(pid)
  const { recordsPerSecond, totalCount } = await load.run(bootstrapServers, runId)
  const after = processCpuMs(pid)
  const isKnown = before !== undefined && after !== undefined
  return { recordsPerSecond, brokerCpuMs: isKnown ? ((after - before) / totalCount) * 1_000_000 : undefined }
}

function renderTable(loads: readonly Load[], subjects: readonly [Subject, Subject]): string {
  const rows = loads.map((load) => {
    const [ours, theirs] = subjects.map(({ runs }) => {
      const ofLoad = runs.get(load)!
      const cpu = ofLoad.map(({ brokerCpuMs }) => brokerCpuMs ?? Number.NaN)
      return { rate: medianOf(ofLoad.map(({ recordsPerSecond }) => recordsPerSecond)), cpuMs: medianOf(cpu) }
    }) as [Figures, Figures]
    const rates = `${formatNumber(ours.rate)} | ${formatNumber(theirs.rate)} | ${(ours.rate / theirs.rate).toFixed(2)}`
    return `| ${load.title} | ${rates} | ${formatCpu(ours.cpuMs)} | ${formatCpu(theirs.cpuMs)} |`
  })
  const [ours, theirs] = subjects
  const header = `| load | ${ours.name} | ${theirs.name} | ratio | CPU a million | ${theirs.name}'s |`
  return [header, '| --- | ---: | ---: | ---: | ---: | ---: |', ...rows].join('\n')
}

interface Figures {
  readonly rate: number
  readonly cpuMs: number
}

function medianOf(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!
}

function formatNumber(number: number): string {
  return Math.round(number).toLocaleString('en-US')
}

function formatCpu(cpuMs: number | undefined): string {
  return cpuMs === undefined || Number.isNaN(cpuMs) ? '?' : `${(cpuMs / 1_000).toFixed(2)} s`
}

function readOptions(): Options | undefined {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      warmup: { type: 'string' },
      'no-java': { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return undefined
  const number = (name: string, value: string | undefined, fallback: number): number => {
    const read = Number(value ?? fallback)
    if (!(read > 0)) throw new Error(`--${name} needs a number above 0, not "${value}"`)
    return read
  }
  return {
    rounds: number('rounds', values.rounds, values.quick ? 1 : 3),
    measuredMs: number('seconds', values.seconds, values.quick ? 1 : 3) * 1_000,
    warmupMs: number('warmup', values.warmup, values.quick ? 1 : 2) * 1_000,
    hasJava: !values['no-java'] && !values.quick,
  }
}

async function main(): Promise<void> {
  const options = readOptions()
  if (options === undefined) {
    process.stdout.write(`${USAGE}\n`)
    return
  }
  const loads = loadsOf(options)
  await using stack = new AsyncDisposableStack()
  const real = stack.adopt(await startBenchBroker(say), (broker) => broker.close())
  const embedded = stack.adopt(await startEmbedded(), (broker) => broker.close())
  const subjects: [Subject, Subject] = [
    { name: 'embedded cluster', bootstrapServers: embedded.bootstrapServers, pid: embedded.pid, runs: new Map() },
    { name: 'Apache Kafka', bootstrapServers: real.bootstrapServers, pid: real.pid, runs: new Map() },
  ]
  await measure(loads, subjects, options.rounds)
  const { cpu, coreCount, node } = readMachineFacts()
  process.stdout.write(`
Records a second, median of ${options.rounds}; values of ${valueSizeBytes} bytes, acks=all, idempotent, nothing compressed.
${real.description}; ${cpu}, ${coreCount} cores, Node ${node}. The embedded cluster started in ${embedded.startMs.toFixed(1)} ms.

${renderTable(loads, subjects)}
`)
}

try {
  await main()
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 2
}
