/**
 * The demo: records from a real input to a real broker and back, with a check that all of them came back.
 *
 * Exit code 0: they did. 1: they did not, or something failed on the way. 2: it could not begin (no broker, no input, an
 * option that does not exist).
 */
import { randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import { Kafka, KafkaError } from '../src/index.ts'
import { type Consumed, consumeBack } from './consume-back.ts'
import { type DemoBroker, findBroker, NoBrokerError, reasonOf } from './demo-broker.ts'
import { type DemoOptions, parseDemoOptions, USAGE, UsageError } from './demo-options.ts'
import { type Input, type KeyedLine, openInput } from './keyed-lines.ts'
import { killLeader } from './node-kill.ts'
import { type Produced, produceLines } from './produce-lines.ts'
import { renderKeyTable, renderPartitionTable } from './results-table.ts'
import { count, rate, seconds, Terminal } from './terminal.ts'

const CONSUME_PATIENCE_MS = 20_000
/** With a node to kill, the input is sent again and again, so that there is a middle. */
const KILL_AFTER_MS = 3_000
const PRODUCE_AFTER_KILL_MS = 6_000
const KILL_RECORDS_PER_SECOND = 20_000

const terminal = new Terminal(process.stdout)

async function main(): Promise<number> {
  const options = readOptions()
  if (options === undefined) return 2
  if (options.isHelpWanted) {
    terminal.print(USAGE)
    return 0
  }
  terminal.print(terminal.style('bold', 'Ottla demo') + terminal.style('dim', `  Node ${process.versions.node}`))
  terminal.print()

  let input: Input
  try {
    input = await openInput(options.file)
  } catch (error) {
    terminal.failed(reasonOf(error))
    return 2
  }
  let broker: DemoBroker
  try {
    broker = await startBroker(options)
  } catch (error) {
    if (!(error instanceof NoBrokerError)) throw error
    explainNoBroker(error)
    return 2
  }
  const endOnSignal = (): void => {
    terminal.print()
    // The guard of the broker's processes ends them with this one; the folder goes with them.
    void broker.close().finally(() => process.exit(130))
  }
  process.once('SIGINT', endOnSignal).once('SIGTERM', endOnSignal)
  try {
    return await roundTrip(options, input, broker)
  } finally {
    process.off('SIGINT', endOnSignal).off('SIGTERM', endOnSignal)
    await broker.close()
  }
}

function readOptions(): DemoOptions | undefined {
  try {
    return parseDemoOptions(process.argv.slice(2))
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    terminal.failed(`${error.message}\n\n${USAGE}`)
    return undefined
  }
}

async function startBroker(options: DemoOptions): Promise<DemoBroker> {
  const startedAt = performance.now()
  let activity = 'looking for a broker'
  const redraw = setInterval(
    () => terminal.progress(() => `${activity} (${Math.round((performance.now() - startedAt) / 1_000)} s)`),
    100,
  )
  try {
    const broker = await findBroker(options, (message) => {
      activity = message
    })
    terminal.done(`Broker: ${broker.description}, ready after ${seconds(performance.now() - startedAt)}`)
    return broker
  } finally {
    clearInterval(redraw)
  }
}

function explainNoBroker(error: NoBrokerError): void {
  terminal.failed('There is no broker to talk to:')
  for (const line of error.message.split('\n')) terminal.print(`    ${line}`)
  terminal.print()
  terminal.print('  Any one of these will do:')
  terminal.print('  - a Kafka that runs:   npm run demo -- --brokers localhost:9092')
  terminal.print('  - Docker:              the demo starts a container (KAFKA_IMAGE names the image)')
  terminal.print("  - Java 17 and Maven:   the demo starts Apache Kafka from its published jars (Debian, Ubuntu:")
  terminal.print('                         apt-get install openjdk-17-jre-headless maven)')
}

async function roundTrip(options: DemoOptions, input: Input, broker: DemoBroker): Promise<number> {
  await using kafka = new Kafka({ bootstrapServers: broker.bootstrapServers, clientId: 'ottla-demo' })
  const topic = options.topic ?? `ottla-demo-${randomUUID().slice(0, 8)}`
  const runId = randomUUID()
  await createTopic(kafka, topic, options)
  const produced = await produce({ kafka, topic, runId }, options, input, broker)
  const consumed = await consume({ kafka, topic, runId }, produced)

  const differences = consumed.ledger.differencesFrom(produced.ledger)
  if (differences.length === 0) {
    terminal.done('Every record came back once, unchanged, and in order within its key')
  } else {
    for (const difference of differences.slice(0, 10)) terminal.failed(difference)
    if (differences.length > 10) terminal.failed(`and ${count(differences.length - 10, 'more difference')}`)
  }
  if (consumed.ledger.recordCount > 0) {
    terminal.print()
    for (const line of renderKeyTable(input.keyName, consumed.ledger)) terminal.print(line)
    terminal.print()
    const partitionCount = Math.max(options.partitionCount, ...[...produced.offsets.keys()].map((index) => index + 1))
    for (const line of renderPartitionTable(partitionCount, consumed.ledger, produced.offsets)) terminal.print(line)
  }
  return differences.length === 0 ? 0 : 1
}

async function createTopic(kafka: Kafka, topic: string, options: DemoOptions): Promise<void> {
  const { partitionCount: numPartitions, nodeCount: replicationFactor } = options
  try {
    await kafka.admin().createTopics([{ topic, numPartitions, replicationFactor }])
    terminal.done(`Topic ${topic}: ${count(numPartitions, 'partition')}, ${count(replicationFactor, 'replica')} of each`)
  } catch (error) {
    const isThere = error instanceof KafkaError && error.code === 'TOPIC_ALREADY_EXISTS'
    if (!isThere || options.topic === undefined) throw error
    terminal.done(`Topic ${topic}, which is there already`)
  }
}

interface Place {
  readonly kafka: Kafka
  readonly topic: string
  readonly runId: string
}

async function produce(place: Place, options: DemoOptions, input: Input, broker: DemoBroker): Promise<Produced> {
  const onProgress = ({ ledger, acknowledgedCount, elapsedMs }: Produced): void => {
    terminal.progress(() => {
      const waiting = count(ledger.recordCount - acknowledgedCount)
      return `producing: ${count(acknowledgedCount)} acknowledged, ${waiting} on their way, ${rate(acknowledgedCount, elapsedMs)}`
    })
  }
  const { cluster } = broker
  let produced: Produced
  if (options.killsOneNode && cluster !== undefined) {
    const lines = new RepeatedLines(input)
    const stopLater = async (): Promise<void> => {
      await delay(KILL_AFTER_MS)
      const sentBefore = lines.count
      const kill = await killLeader(cluster, await readLeaders(place))
      const partitions = kill.partitions.join(', ')
      terminal.event(`Killed node ${kill.nodeId} (SIGKILL) after ${count(sentBefore, 'record')}: it led partitions ${partitions}`)
      await delay(PRODUCE_AFTER_KILL_MS)
    }
    const stopping = stopLater().finally(() => lines.stop())
    const producing = produceLines({ ...place, lines, recordsPerSecond: KILL_RECORDS_PER_SECOND, onProgress })
    // Whichever fails first ends both.
    ;[produced] = await Promise.all([producing.finally(() => lines.stop()), stopping])
    terminal.event(`The longest that one record waited for its acknowledgement: ${seconds(produced.longestWaitMs)}`)
  } else {
    produced = await produceLines({ ...place, lines: input.lines(), onProgress })
  }
  const { ledger, elapsedMs } = produced
  const size = `${count(Math.ceil(ledger.valueBytes / 1_000))} kB`
  terminal.done(
    `Produced ${count(ledger.recordCount, 'record')} (${size}) from ${input.description} in ${seconds(elapsedMs)}: ` +
      rate(ledger.recordCount, elapsedMs),
  )
  return produced
}

async function consume(place: Place, { ledger: sent, offsets }: Produced): Promise<Consumed> {
  const consumed = await consumeBack({
    ...place,
    offsets,
    patienceMs: CONSUME_PATIENCE_MS,
    onProgress: (recordCount) => {
      terminal.progress(() => `consuming: ${count(recordCount)} of ${count(sent.recordCount)}`)
    },
  })
  const { ledger, elapsedMs } = consumed
  terminal.done(`Consumed ${count(ledger.recordCount, 'record')} in ${seconds(elapsedMs)}: ${rate(ledger.recordCount, elapsedMs)}`)
  return consumed
}

/** The input again and again, until it is stopped. */
class RepeatedLines implements AsyncIterable<KeyedLine> {
  readonly #input: Input
  #isStopped = false
  #count = 0

  constructor(input: Input) {
    this.#input = input
  }

  get count(): number {
    return this.#count
  }

  stop(): void {
    this.#isStopped = true
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<KeyedLine> {
    const first: KeyedLine[] = []
    for await (const line of this.#input.lines()) {
      first.push(line)
      this.#count++
      yield line
      if (this.#isStopped) return
    }
    while (!this.#isStopped && first.length > 0) {
      for (const line of first) {
        this.#count++
        yield line
        if (this.#isStopped) return
      }
    }
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  terminal.failed(error instanceof KafkaError ? `${error.message} (${error.code})` : reasonOf(error))
  if (error instanceof Error && error.cause !== undefined) terminal.print(`    because: ${reasonOf(error.cause)}`)
  process.exitCode = 1
}
