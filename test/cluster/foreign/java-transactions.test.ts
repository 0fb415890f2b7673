/**
 * Java's transactional producer on the embedded cluster, and the tool that looks at transactions. Each starts a JVM, so they
 * run with the integration project and not with every change.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Kafka } from '../../../src/index.ts'
import { offsetFetchApi } from '../../../src/protocol/apis/offset-fetch.ts'
import { FakeCluster, type KafkaVersion } from '../../../src/testing/index.ts'
import { javaTool, whyNoJavaBrokers } from '../../support/brokers/index.ts'
import { RawConnection } from '../raw-connection.ts'
import { RawTransactions } from '../raw-transactions.ts'
import { notHere } from './foreign-world.ts'

const toolTimeoutMs = 60_000
const unavailable = notHere ?? whyNoJavaBrokers()

async function runTool(tool: string, args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await javaTool(`org.apache.kafka.tools.${tool}`, args, {
    stdin: '',
    timeoutMs: toolTimeoutMs,
  })
  if (exitCode !== 0) throw new Error(`${tool} ended with ${exitCode}: ${stderr}\n${stdout}`)
  return stdout.toString()
}

describe.skipIf(unavailable !== undefined).each<KafkaVersion>(['2.8', '3.9', '4.3'])(
  `Java's transactions on an embedded %s${unavailable === undefined ? '' : ` (${unavailable})`}`,
  (version) => {
    let cluster: FakeCluster
    beforeAll(async () => {
      cluster = await FakeCluster.start({ brokers: 3, topics: { orders: 3, source: 1, copies: 1 }, version })
    })
    afterAll(async () => {
      await cluster.close()
      cluster.assertNoViolations()
    })

    async function committedOffset(groupId: string, topic: string): Promise<bigint> {
      const { host, port } = cluster.coordinatorOf(groupId)!
      using raw = await RawConnection.open(`${host}:${port}`)
      const { topics } = await raw.send(offsetFetchApi, 7, {
        groupId,
        topics: [{ name: topic, partitionIndexes: [0] }],
        requireStable: true,
      })
      return topics[0]!.partitions[0]!.committedOffset
    }

    it(
      'commit thousands of records, batch by batch, and our consumer reads each once',
      async () => {
        const count = 2_000
        await runTool('ProducerPerformance', [
          ...['--bootstrap-server', cluster.bootstrapServers, '--topic', 'orders', '--num-records', `${count}`],
          ...['--record-size', '20', '--throughput', '-1', '--transactional-id', 'perf'],
          ...['--transaction-duration-ms', '20'],
        ])

        await using kafka = new Kafka({ bootstrapServers: cluster.bootstrapServers })
        const assignments = [0, 1, 2].map((partition) => ({ topic: 'orders', partition, offset: 'earliest' }) as const)
        const consumer = kafka.consumer({ assignments, isolationLevel: 'read_committed' })
        let read = 0
        for await (const _record of consumer) if (++read === count) break
        await consumer.close()

        expect(read).toBe(count)
        expect(cluster.transaction('perf')?.state).toBe('CompleteCommit')
        const markers = [0, 1, 2].flatMap((partition) => cluster.log('orders', partition).batches)
        expect(markers.filter(({ isControl }) => isControl).length).toBeGreaterThan(1)
      },
      toolTimeoutMs,
    )

    it(
      'copy records, with the offsets of their group in the same transactions',
      async () => {
        await using kafka = new Kafka({ bootstrapServers: cluster.bootstrapServers })
        const messages = Array.from({ length: 200 }, (_, index) => ({
          topic: 'source',
          partition: 0,
          value: `${index}`,
        }))
        const producer = kafka.producer()
        await Promise.all(messages.map((message) => producer.send(message)))

        await runTool('TransactionalMessageCopier', [
          ...['--broker-list', cluster.bootstrapServers, '--transactional-id', 'copier', '--consumer-group', 'copiers'],
          ...['--input-topic', 'source', '--input-partition', '0', '--output-topic', 'copies'],
          ...['--max-messages', '200', '--transaction-size', '50', '--group-mode', '--use-group-metadata'],
        ])

        expect(cluster.log('copies', 0).records.map(({ value }) => `${value}`)).toEqual(
          messages.map(({ value }) => value),
        )
        expect(await committedOffset('copiers', 'source')).toBe(200n)
      },
      2 * toolTimeoutMs,
    )
  },
)

describe.skipIf(unavailable !== undefined)("Java's tool for transactions on an embedded 4.3", () => {
  let cluster: FakeCluster
  beforeAll(async () => {
    cluster = await FakeCluster.start({ brokers: 1, topics: { orders: 1 } })
  })
  afterAll(() => cluster.close())

  function tool(...args: readonly string[]): Promise<string> {
    return runTool('TransactionsCommand', ['--bootstrap-server', cluster.bootstrapServers, ...args])
  }

  it(
    'lists them, describes them, finds those that hang, and aborts one',
    async () => {
      using raw = await RawConnection.open(cluster.bootstrapServers)
      const open = await RawTransactions.start(raw, 'open')
      await open.write('orders', ['a'], { version: 12 })
      const { producerId } = open.producer

      const listed = await tool('list')
      const described = await tool('describe', '--transactional-id', 'open')
      const producers = await tool('describe-producers', '--topic', 'orders', '--partition', '0')
      await tool('abort', '--topic', 'orders', '--partition', '0', '--start-offset', '0')

      expect(listed).toMatch(new RegExp(`open\\s+1\\s+${producerId}\\s+Ongoing`))
      expect(described).toMatch(/Ongoing[\s\S]*orders-0/)
      expect(producers).toMatch(new RegExp(`${producerId}\\s+0\\s+\\S+\\s+0\\s+`))
      expect(cluster.log('orders', 0).openTransactions.size).toBe(0)
      expect(cluster.log('orders', 0).abortedTransactions).toMatchObject([{ producerId, firstOffset: 0n }])
    },
    4 * toolTimeoutMs,
  )
})
