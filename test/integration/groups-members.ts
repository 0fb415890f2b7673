/** Members of groups, ours and Java's, for the tests of groups. */
import { type ChildProcess, spawn } from 'node:child_process'
import type { GroupConsumer, GroupConsumerOptions, Kafka } from '../../src/index.ts'
import { DEFAULT_KAFKA_VERSION, kafkaDistribution } from '../support/brokers/kafka-distribution.ts'

export const partitionCount = 12

export async function makeTopic(kafka: Kafka, topic: string, replicationFactor = 1): Promise<void> {
  await kafka.admin().createTopics([{ topic, numPartitions: partitionCount, replicationFactor }])
}

type StartMember = (
  kafka: Kafka,
  topic: string,
  groupId: string,
  options?: Partial<GroupConsumerOptions>,
) => GroupConsumer

function memberWith(defaults: Partial<GroupConsumerOptions>): StartMember {
  return (kafka, topic, groupId, options = {}) => {
    const chosen = options.pattern === undefined ? { topics: [topic] } : {}
    return kafka.consumer({ groupId, ...chosen, autoOffsetReset: 'earliest', ...defaults, ...options })
  }
}

export const classicMember: StartMember = memberWith({ heartbeatIntervalMs: 200 })
export const consumerMember: StartMember = memberWith({ groupProtocol: 'consumer' })

export function owns(...expected: readonly [GroupConsumer, number][]): () => boolean {
  return () => expected.every(([consumer, count]) => consumer.assignment.length === count)
}

export interface JavaMember {
  readonly given: readonly { readonly partition: number; readonly offset: bigint; readonly key: string }[]
  readonly child: ChildProcess
  leave(): void
  readonly ended: Promise<void>
}

const classicProperties = [
  'partition.assignment.strategy=org.apache.kafka.clients.consumer.CooperativeStickyAssignor',
  'heartbeat.interval.ms=200',
]

/** Kafka's console consumer as a member of the group; with the cooperative assignor under the classic protocol. */
export async function javaMember(
  bootstrapServers: string,
  topic: string,
  groupId: string,
  groupProtocol: 'classic' | 'consumer' = 'classic',
): Promise<JavaMember> {
  const { java, classPath } = await kafkaDistribution(DEFAULT_KAFKA_VERSION)
  const properties = [
    `group.id=${groupId}`,
    `group.protocol=${groupProtocol}`,
    'auto.offset.reset=earliest',
    ...(groupProtocol === 'classic' ? classicProperties : []),
  ].flatMap((property) => ['--command-property', property])
  const printed = ['print.partition', 'print.offset', 'print.key'].flatMap((name) => [
    '--formatter-property',
    `${name}=true`,
  ])
  const main = 'org.apache.kafka.tools.consumer.ConsoleConsumer'
  const args = ['--bootstrap-server', bootstrapServers, '--topic', topic, ...properties, ...printed]
  const child = spawn(java, ['-Xmx256m', '-XX:TieredStopAtLevel=1', '-cp', classPath, main, ...args])
  const given: { partition: number; offset: bigint; key: string }[] = []
  let rest = ''
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const match = /^Partition:(\d+)\tOffset:(\d+)\t([^\t]*)/.exec(line)
      if (match !== null) given.push({ partition: Number(match[1]), offset: BigInt(match[2]!), key: match[3]! })
    }
  })
  return {
    given,
    child,
    leave: () => child.kill('SIGTERM'),
    ended: new Promise<void>((resolve) => child.once('close', () => resolve())),
  }
}
