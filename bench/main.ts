/**
 * `npm run bench`: measures Ottla and its peers side by side on one real broker.
 *
 * Exit code 0: all runs ended well. 1: some failed, and the report says which. 2: it could not measure.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { startBenchBroker } from './broker.ts'
import { type BenchOptions, isWanted, parseCommandLine, USAGE } from './command-line.ts'
import type { AbsentContender } from './contender.ts'
import { prepareContenders } from './contenders.ts'
import { BENCH_FOLDER } from './install/peers.ts'
import { readMachineFacts } from './machine-facts.ts'
import { type BenchReport, renderReport } from './report.ts'

function say(message: string): void {
  process.stderr.write(`bench: ${message}\n`)
}

async function main(signal: AbortSignal): Promise<number> {
  const options = parseCommandLine(process.argv.slice(2))
  if (options.isHelpWanted) {
    process.stdout.write(`${USAGE}\n`)
    return 0
  }
  const startedAt = new Date().toISOString()
  const field = await prepareContenders((client) => isWanted(options, client), say)
  const absent = field.absent.filter((contender) => isMissed(options, contender))
  for (const { id, reason } of absent) say(`without ${id}: ${reason}`)
  if (field.contenders.length === 0) throw new Error(`There is nobody to measure\n\n${USAGE}`)
  const broker = await startBenchBroker(say)
  try {
    // Needs the peers, which may have been installed only just now.
    const { measure, PARTITION_COUNT } = await import('./measure.ts')
    const report: BenchReport = {
      machine: readMachineFacts(),
      broker: broker.description,
      startedAt,
      rounds: options.rounds,
      partitionCount: PARTITION_COUNT,
      isIdempotent: options.isIdempotent,
      backlogRecordCount: options.backlogRecordCount,
      questions: await measure({ options, contenders: field.contenders, broker, signal, say }),
      absent,
    }
    process.stdout.write(`\n${renderReport(report)}`)
    say(`written to ${await saveReport(report)}`)
    return report.questions.some(({ results }) => results.some(({ failures }) => failures.length > 0)) ? 1 : 0
  } finally {
    await broker.close()
  }
}

function isMissed(options: BenchOptions, { id, questions }: AbsentContender): boolean {
  const isAsked = questions === undefined || options.questions.some(({ name }) => questions.includes(name))
  return isAsked && isWanted(options, id)
}

async function saveReport(report: BenchReport): Promise<string> {
  const folder = join(BENCH_FOLDER, 'results')
  const file = join(folder, `${report.startedAt.replaceAll(/[:.]/g, '-')}.json`)
  await mkdir(folder, { recursive: true })
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`)
  return relative(process.cwd(), file)
}

// Without this, a contender would outlive the broker and wait for it.
const stopping = new AbortController()
process.once('SIGINT', () => stopping.abort()).once('SIGTERM', () => stopping.abort())
try {
  process.exitCode = await main(stopping.signal)
} catch (error) {
  say(stopping.signal.aborted ? 'stopped' : error instanceof Error ? error.message : String(error))
  process.exitCode = stopping.signal.aborted ? 130 : 2
}
