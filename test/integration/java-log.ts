import { Kafka } from '../../src/index.ts'
import { javaTool } from '../support/brokers/index.ts'

/** A record as Java's consumer sees it. */
export interface LoggedRecord {
  readonly partition: number
  readonly offset: bigint
  readonly key: string
  readonly value: string
}

/**
 * Everything in a topic, read by Kafka's own console consumer: a witness that shares no code with the client under test.
 * It stops at the end offsets that the brokers report. Keys and values must have no tabs or line ends.
 */
export async function readLogWithJava(bootstrapServers: string, topic: string): Promise<LoggedRecord[]> {
  const printed = ['print.partition', 'print.offset', 'print.key'].flatMap((name) => [
    '--formatter-property',
    `${name}=true`,
  ])
  const count = await recordCount(bootstrapServers, topic)
  if (count === 0) return []
  const limits = ['--from-beginning', '--max-messages', String(count), '--timeout-ms', '20000']
  const result = await javaTool(
    'org.apache.kafka.tools.consumer.ConsoleConsumer',
    ['--bootstrap-server', bootstrapServers, '--topic', topic, ...limits, ...printed],
    { timeoutMs: 120_000 },
  )
  const lines = result.stdout.toString('utf8').split('\n')
  return lines.flatMap((line) => {
    const match = /^Partition:(\d+)\tOffset:(\d+)\t([^\t]*)\t(.*)$/.exec(line)
    if (match === null) return []
    return [{ partition: Number(match[1]), offset: BigInt(match[2]!), key: match[3]!, value: match[4]! }]
  })
}

async function recordCount(bootstrapServers: string, topic: string): Promise<number> {
  await using kafka = new Kafka({ bootstrapServers })
  const admin = kafka.admin()
  const [description] = await admin.describeTopics([topic])
  const partitions = description!.partitions.map(({ partition }) => partition)
  const ends = await admin.listOffsets(partitions.map((partition) => ({ topic, partition, offset: 'latest' })))
  return Number(ends.reduce((sum, { offset }) => sum + offset, 0n))
}
