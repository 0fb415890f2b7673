/** Topic, produce, consume, compare: what the demo is about, with what it says on the way. */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { Kafka, KafkaError } from '../src/index.ts'
import type { KafkaCluster } from '../test/support/brokers/index.ts'
import { type Consumed, consumeBack } from './consume-back.ts'
import type { DemoBroker } from './demo-broker.ts'
import type { DemoOptions } from './demo-options.ts'
import type { Input } from './keyed-lines.ts'
import { killLeader } from './node-kill.ts'
import { type Produced, produceLines } from './produce-lines.ts'
import { RepeatedLines } from './repeated-lines.ts'
import { renderKeyTable, renderPartitionTable } from './results-table.ts'
import { count, inTime, rate, seconds, type Terminal } from './terminal.ts'

const CONSUME_PATIENCE_MS = 20_000
const KILL_AFTER_MS = 3_000
const PRODUCE_AFTER_KILL_MS = 6_000
/** At full speed the brokers would write gigabytes while the demo waits for the moment to kill. */
const KILL_RECORDS_PER_SECOND = 20_000
const MAX_DIFFERENCES_SHOWN = 10

interface Place {
  readonly terminal: Terminal
  readonly kafka: Kafka
  readonly topic: string
  readonly runId: string
}

/** True when everything that was sent came back. */
export async function roundTrip(
  terminal: Terminal,
  options: DemoOptions,
  input: Input,
  broker: DemoBroker,
): Promise<boolean> {
  await using kafka = new Kafka({ bootstrapServers: broker.bootstrapServers, clientId: 'ottla-demo' })
  const runId = randomUUID()
  const place: Place = { terminal, kafka, runId, topic: options.topic ?? `ottla-demo-${runId.slice(0, 8)}` }
  const partitionCount = await prepareTopic(place, options)
  try {
    const produced = await produce(place, options, input, broker)
    const consumed = await consume(place, produced)
    const isSame = compare(terminal, produced, consumed)
    if (consumed.ledger.recordCount > 0) {
      terminal.print()
      for (const line of renderKeyTable(input.keyName, consumed.ledger)) terminal.print(line)
      if (consumed.ledger.keys.length === 1) {
        terminal.print(terminal.style('dim', '  One key, so one partition: that is how its records stay in order.'))
      }
      terminal.print()
      for (const line of renderPartitionTable(partitionCount, consumed.ledger, produced.offsets)) terminal.print(line)
    }
    return isSame
  } finally {
    if (options.topic === undefined && !broker.isOwn) await deleteTopic(place)
  }
}

/** Gives the number of partitions. */
async function prepareTopic({ terminal, kafka, topic }: Place, options: DemoOptions): Promise<number> {
  try {
    const [created] = await kafka.admin().createTopics([{ topic, numPartitions: options.partitionCount }])
    const { numPartitions, replicationFactor } = created!
    const replicas = replicationFactor > 0 ? `, ${count(replicationFactor, 'replica')} of each` : ''
    terminal.done(`Topic ${topic}: ${count(options.partitionCount, 'partition')}${replicas}`)
    return Math.max(numPartitions, options.partitionCount)
  } catch (error) {
    const isThere = error instanceof KafkaError && error.code === 'TOPIC_ALREADY_EXISTS'
    if (!isThere || options.topic === undefined) throw error
    const [description] = await kafka.admin().describeTopics([topic])
    const partitionCount = description!.partitions.length
    terminal.done(`Topic ${topic}, which is there already: ${count(partitionCount, 'partition')}`)
    return partitionCount
  }
}

async function produce(place: Place, options: DemoOptions, input: Input, broker: DemoBroker): Promise<Produced> {
  const { terminal } = place
  const onProgress = ({ ledger, acknowledgedCount, elapsedMs }: Produced): void => {
    terminal.progress(() => {
      const waiting = count(ledger.recordCount - acknowledgedCount)
      const speed = rate(acknowledgedCount, elapsedMs)
      return `producing: ${count(acknowledgedCount)} acknowledged, ${waiting} on their way, ${speed}`
    })
  }
  const produced =
    options.killsOneNode && broker.cluster !== undefined
      ? await produceThroughKill(place, input, broker.cluster, onProgress)
      : await produceLines({ ...place, lines: input.lines(), onProgress })
  const { ledger, elapsedMs } = produced
  const size = `${count(Math.ceil(ledger.valueBytes / 1_000))} kB`
  terminal.done(
    `Produced ${count(ledger.recordCount, 'record')} (${size}) from ${input.description} ${inTime(ledger.recordCount, elapsedMs)}`,
  )
  return produced
}

/** Sends the input again and again, kills the leader of a partition in the middle of it, and goes on for a while. */
async function produceThroughKill(
  place: Place,
  input: Input,
  cluster: KafkaCluster,
  onProgress: (produced: Produced) => void,
): Promise<Produced> {
  const { terminal, kafka, topic } = place
  const lines = new RepeatedLines(input)
  let busiest = 0
  const watch = (produced: Produced): void => {
    busiest = busiestPartition(produced)
    onProgress(produced)
  }
  const killInTheMiddle = async (): Promise<void> => {
    await delay(KILL_AFTER_MS)
    const [description] = await kafka.admin().describeTopics([topic])
    const { nodeId, partitions } = await killLeader(cluster, description!.partitions, busiest)
    terminal.event(
      `Killed node ${nodeId} (SIGKILL) after ${count(lines.count, 'record')}: it led partitions ${partitions.join(', ')}`,
    )
    await delay(PRODUCE_AFTER_KILL_MS)
  }
  const stop = (): void => lines.stop()
  const producing = produceLines({ ...place, lines, recordsPerSecond: KILL_RECORDS_PER_SECOND, onProgress: watch })
  // Whichever fails first ends the other one too.
  const [produced] = await Promise.all([producing.finally(stop), killInTheMiddle().finally(stop)])
  terminal.event(`The longest that a record waited for its acknowledgement: ${seconds(produced.longestWaitMs)}`)
  return produced
}

function busiestPartition({ offsets }: Produced): number {
  let busiest = 0
  let most = -1n
  for (const [partition, { first, last }] of offsets) {
    if (last - first <= most) continue
    busiest = partition
    most = last - first
  }
  return busiest
}

async function consume(place: Place, { ledger: sent, offsets }: Produced): Promise<Consumed> {
  const { terminal } = place
  const consumed = await consumeBack({
    ...place,
    offsets,
    patienceMs: CONSUME_PATIENCE_MS,
    onProgress: (recordCount) => {
      terminal.progress(() => `consuming: ${count(recordCount)} of ${count(sent.recordCount)}`)
    },
  })
  const { ledger, elapsedMs } = consumed
  terminal.done(`Consumed ${count(ledger.recordCount, 'record')} ${inTime(ledger.recordCount, elapsedMs)}`)
  return consumed
}

function compare(terminal: Terminal, produced: Produced, consumed: Consumed): boolean {
  const differences = consumed.ledger.differencesFrom(produced.ledger)
  if (differences.length === 0) {
    terminal.done('Every record came back once, unchanged, and in order within its key')
    return true
  }
  for (const difference of differences.slice(0, MAX_DIFFERENCES_SHOWN)) terminal.failed(difference)
  const restCount = differences.length - MAX_DIFFERENCES_SHOWN
  if (restCount > 0) terminal.failed(`and ${count(restCount, 'more difference')}`)
  return false
}

/** Somebody else's cluster is left as it was found. */
async function deleteTopic({ terminal, kafka, topic }: Place): Promise<void> {
  try {
    await kafka.admin().deleteTopics([topic])
    terminal.print()
    terminal.done(`Deleted topic ${topic} again (--topic NAME keeps it)`)
  } catch (error) {
    terminal.event(`Topic ${topic} stays: ${error instanceof Error ? error.message : String(error)}`)
  }
}
