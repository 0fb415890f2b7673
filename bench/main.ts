/**
 * `npm run bench`: measures Ottla and its peers side by side on one real broker. Every run is a process of its own, and
 * the contenders take turns (A B C, A B C, ...), so that whatever else the machine does falls on all of them.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { type BenchBroker, startBenchBroker } from './broker.ts'
import { type BenchOptions, parseCommandLine, USAGE } from './command-line.ts'
import type { Contender } from './contender.ts'
import { type Field, prepareContenders } from './contenders.ts'
import { BENCH_FOLDER } from './install/peers.ts'
import { readMachineFacts } from './machine-facts.ts'
import type { Question } from './questions/question.ts'
import { type BenchReport, type QuestionResult, recordsPerSecond, renderReport } from './report.ts'
import type { RunOrder, RunOutcome } from './run-order.ts'
import { findFalseClaim } from './verify-outcome.ts'

const PARTITION_COUNT = 6
const VALUE_SIZE_BYTES = 100

function say(message: string): void {
  process.stderr.write(`bench: ${message}\n`)
}

async function main(): Promise<void> {
  const options = parseCommandLine(process.argv.slice(2))
  if (options.isHelpWanted) {
    process.stdout.write(`${USAGE}\n`)
    return
  }
  const startedAt = new Date().toISOString()
  const field = await prepareContenders((client) => isWanted(options, client), say)
  for (const { id, reason } of field.absent) say(`without ${id}: ${reason}`)
  if (field.contenders.length === 0) throw new Error(`There is nobody to measure\n\n${USAGE}`)
  const broker = await startBenchBroker(say)
  try {
    const report: BenchReport = {
      machine: readMachineFacts(),
      broker: broker.description,
      startedAt,
      rounds: options.rounds,
      partitionCount: PARTITION_COUNT,
      isIdempotent: options.isIdempotent,
      backlogRecordCount: options.backlogRecordCount,
      questions: await answerQuestions(options, field, broker),
      absent: field.absent,
    }
    process.stdout.write(`\n${renderReport(report)}`)
    say(`written to ${await saveReport(report)}`)
    const hasFailures = report.questions.some(({ results }) => results.some(({ failures }) => failures.length > 0))
    if (hasFailures) process.exitCode = 1
  } finally {
    await broker.close()
  }
}

/** `--only` takes a client with all its ways, or one of them: "ottla" or "ottla:for-await". */
function isWanted({ only }: BenchOptions, id: string): boolean {
  if (only === undefined) return true
  return only.some((name) => name === id || name.split(':')[0] === id || id.split(':')[0] === name)
}

async function answerQuestions(options: BenchOptions, field: Field, broker: BenchBroker): Promise<QuestionResult[]> {
  // Peers are a dependency of this module, and they have only just been installed.
  const { BenchTopics } = await import('./bench-topics.ts')
  const topics = new BenchTopics(broker.bootstrapServers, PARTITION_COUNT)
  try {
    const answers: QuestionResult[] = []
    for (const question of options.questions) {
      const contenders = field.contenders.filter(
        ({ id, questions }) => questions.includes(question.name) && isWanted(options, id),
      )
      const makeOrder = (topic: string): RunOrder => orderRun(options, question, broker, topic)
      const results =
        question.kind === 'consume'
          ? await runConsumers(options, contenders, topics, makeOrder)
          : await runProducers(options, contenders, topics, makeOrder)
      answers.push({ question, results })
    }
    return answers
  } finally {
    await topics.close()
  }
}

type Topics = InstanceType<typeof import('./bench-topics.ts').BenchTopics>
type MakeOrder = (topic: string) => RunOrder
type MutableResult = { readonly id: string; readonly outcomes: RunOutcome[]; readonly failures: string[] }

async function runProducers(
  options: BenchOptions,
  contenders: readonly Contender[],
  topics: Topics,
  makeOrder: MakeOrder,
): Promise<MutableResult[]> {
  return await takeTurns(options.rounds, contenders, async (contender, result) => {
    const topic = await topics.create(contender.id.replaceAll(/[^a-z0-9]+/g, '-'))
    try {
      await runOnce(contender, makeOrder(topic), topics, result)
    } finally {
      await topics.delete(topic)
    }
  })
}

async function runConsumers(
  options: BenchOptions,
  contenders: readonly Contender[],
  topics: Topics,
  makeOrder: MakeOrder,
): Promise<MutableResult[]> {
  const topic = await topics.create('backlog')
  try {
    say(`writing a backlog of ${options.backlogRecordCount} records`)
    await topics.fill(topic, options.backlogRecordCount, VALUE_SIZE_BYTES)
    return await takeTurns(options.rounds, contenders, (contender, result) =>
      runOnce(contender, makeOrder(topic), topics, result),
    )
  } finally {
    await topics.delete(topic)
  }
}

async function takeTurns(
  rounds: number,
  contenders: readonly Contender[],
  runTurn: (contender: Contender, result: MutableResult) => Promise<void>,
): Promise<MutableResult[]> {
  const results = contenders.map(({ id }): MutableResult => ({ id, outcomes: [], failures: [] }))
  for (let round = 1; round <= rounds; round++) {
    for (const [index, contender] of contenders.entries()) {
      process.stderr.write(`bench: round ${round} of ${rounds}, `)
      await runTurn(contender, results[index]!)
    }
  }
  return results
}

async function runOnce(contender: Contender, order: RunOrder, topics: Topics, result: MutableResult): Promise<void> {
  process.stderr.write(`${order.question}, ${contender.id}: `)
  try {
    const outcome = await contender.run(order)
    const falseClaim = findFalseClaim(order, outcome, await topics.describe(order.topic))
    if (falseClaim !== undefined) throw new Error(falseClaim)
    result.outcomes.push(outcome)
    process.stderr.write(`${Math.round(recordsPerSecond(outcome)).toLocaleString('en-US')} records/s\n`)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    result.failures.push(reason)
    process.stderr.write(`failed: ${reason}\n`)
  }
}

function orderRun(options: BenchOptions, question: Question, broker: BenchBroker, topic: string): RunOrder {
  return {
    question: question.name,
    client: '',
    bootstrapServers: broker.bootstrapServers,
    topic,
    partitionCount: PARTITION_COUNT,
    valueSizeBytes: VALUE_SIZE_BYTES,
    isIdempotent: options.isIdempotent,
    ...question.load,
    warmupMs: options.warmupMs,
    measuredMs: options.measuredMs,
    backlogRecordCount: options.backlogRecordCount,
  }
}

async function saveReport(report: BenchReport): Promise<string> {
  const folder = join(BENCH_FOLDER, 'results')
  const file = join(folder, `${report.startedAt.replaceAll(/[:.]/g, '-')}.json`)
  await mkdir(folder, { recursive: true })
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`)
  return relative(process.cwd(), file)
}

try {
  await main()
} catch (error) {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 2
}
