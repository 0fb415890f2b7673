/**
 * Kafka's own tools on the embedded cluster: clients that share no line of code with it. Each starts a JVM, so they run with
 * the integration project and not with every change.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FakeCluster, type KafkaVersion } from '../../../src/testing/index.ts'
import { javaTool, whyNoJavaBrokers } from '../../support/brokers/index.ts'
import { notHere } from './foreign-world.ts'

const toolTimeoutMs = 60_000
const unavailable = notHere ?? whyNoJavaBrokers()

describe.skipIf(unavailable !== undefined).each<KafkaVersion>(['2.8', '3.9', '4.3'])(
  `Java's tools of today on an embedded %s${unavailable === undefined ? '' : ` (${unavailable})`}`,
  (version) => {
    let cluster: FakeCluster
    beforeAll(async () => {
      cluster = await FakeCluster.start({ brokers: 3, topics: { orders: 3 }, version })
    })
    afterAll(async () => {
      await cluster.close()
      cluster.assertNoViolations()
    })

    async function run(tool: string, args: readonly string[], stdin = ''): Promise<string> {
      const servers = ['--bootstrap-server', cluster.bootstrapServers]
      const className = `org.apache.kafka.tools.${tool}`
      const { exitCode, stdout, stderr } = await javaTool(className, [...servers, ...args], {
        stdin,
        timeoutMs: toolTimeoutMs,
      })
      if (exitCode !== 0) throw new Error(`${tool} ended with ${exitCode}: ${stderr}`)
      return stdout.toString()
    }

    it(
      'produce, and read it back',
      async () => {
        const lines = Array.from({ length: 500 }, (_, index) => `line ${index}`)
        await run('ConsoleProducer', ['--topic', 'orders', '--compression-codec', 'lz4'], `${lines.join('\n')}\n`)

        const [partition] = [0, 1, 2].filter((index) => cluster.log('orders', index).endOffset > 0n)
        const count = cluster.log('orders', partition!).records.length
        const read = await run('consumer.ConsoleConsumer', [
          ...['--topic', 'orders', '--partition', `${partition}`, '--offset', 'earliest', '--max-messages', `${count}`],
          ...['--command-property', 'enable.auto.commit=false'],
        ])

        const stored = [0, 1, 2].flatMap((index) => cluster.log('orders', index).records.map(({ value }) => `${value}`))
        expect(stored.sort()).toEqual([...lines].sort())
        expect(read.trim().split('\n')).toEqual(
          cluster.log('orders', partition!).records.map(({ value }) => `${value}`),
        )
      },
      toolTimeoutMs,
    )

    it(
      'create and describe a topic',
      async () => {
        const shape = ['--partitions', '2', '--replication-factor', '3', '--config', 'retention.ms=1234']
        await run('TopicCommand', ['--create', '--topic', 'made', ...shape])

        const described = await run('TopicCommand', ['--describe', '--topic', 'made'])

        expect(described).toMatch(/PartitionCount: 2\s+ReplicationFactor: 3\s+Configs: retention.ms=1234/)
      },
      toolTimeoutMs,
    )
  },
)
