/** KafkaJS on the embedded cluster: another reading of the protocol in JavaScript. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FakeCluster } from '../../../src/testing/index.ts'
import { foreignTimeoutMs, inOrder, notHere, type StoredRecord, sampleRecords, storedRecords } from './foreign-world.ts'
import { installKafkaJs } from './install.ts'

/** The part of KafkaJS that is used here. */
interface KafkaJs {
  readonly Kafka: new (options: { clientId: string; brokers: readonly string[]; logLevel: number }) => KafkaJsClient
}
interface KafkaJsClient {
  producer(options?: { idempotent?: boolean; transactionalId?: string; maxInFlightRequests?: number }): KafkaJsProducer
  consumer(options: { groupId: string; maxWaitTimeInMs: number }): KafkaJsConsumer
  admin(): KafkaJsAdmin
}
interface Connectable {
  connect(): Promise<void>
  disconnect(): Promise<void>
}
interface Sending {
  send(batch: {
    topic: string
    compression?: number
    messages: readonly { key: string; value: string }[]
  }): Promise<unknown>
}
interface KafkaJsProducer extends Connectable, Sending {
  transaction(): Promise<Sending & { commit(): Promise<void>; abort(): Promise<void> }>
}
interface KafkaJsMessage {
  readonly partition: number
  readonly message: { readonly offset: string; readonly key: Buffer | null; readonly value: Buffer | null }
}
interface KafkaJsConsumer extends Connectable {
  subscribe(options: { topics: readonly string[]; fromBeginning: boolean }): Promise<void>
  run(options: { eachMessage: (message: KafkaJsMessage) => Promise<void> }): Promise<void>
}
interface KafkaJsAdmin extends Connectable {
  createTopics(options: { topics: readonly object[] }): Promise<boolean>
  fetchTopicMetadata(options: { topics: readonly string[] }): Promise<{ topics: { partitions: unknown[] }[] }>
  fetchTopicOffsets(topic: string): Promise<{ partition: number; high: string }[]>
  fetchOffsets(options: {
    groupId: string
    topics: readonly string[]
  }): Promise<{ partitions: { partition: number; offset: string }[] }[]>
  deleteTopics(options: { topics: readonly string[] }): Promise<void>
  listTopics(): Promise<string[]>
}

const gzip = 1
const { client: kafkaJs, unavailable } =
  notHere === undefined ? await installKafkaJs<KafkaJs>() : { client: undefined, unavailable: notHere }

describe.skipIf(unavailable !== undefined)(
  `KafkaJS on an embedded cluster${unavailable === undefined ? '' : ` (${unavailable})`}`,
  { timeout: foreignTimeoutMs },
  () => {
    let cluster: FakeCluster
    let client: KafkaJsClient
    beforeAll(async () => {
      cluster = await FakeCluster.start({ brokers: 3 })
      const brokers = cluster.bootstrapServers.split(',')
      client = new kafkaJs!.Kafka({ clientId: 'kafkajs', brokers, logLevel: 0 })
    })
    afterAll(async () => {
      await cluster.close()
      cluster.assertNoViolations()
    })

    async function use<T extends Connectable>(connectable: T, work: (connected: T) => Promise<void>): Promise<void> {
      await connectable.connect()
      try {
        await work(connectable)
      } finally {
        await connectable.disconnect()
      }
    }

    const messages = sampleRecords(500)

    async function readInGroup(topic: string, groupId: string, count: number): Promise<StoredRecord[]> {
      const records: StoredRecord[] = []
      // It disconnects only once its last fetch has been answered.
      await use(client.consumer({ groupId, maxWaitTimeInMs: 100 }), async (consumer) => {
        const isDone = Promise.withResolvers<void>()
        await consumer.subscribe({ topics: [topic], fromBeginning: true })
        await consumer.run({
          eachMessage: async ({ partition, message: { offset, key, value } }) => {
            records.push({ partition, offset: Number(offset), key: String(key), value: String(value) })
            if (records.length === count) isDone.resolve()
          },
        })
        await isDone.promise
      })
      return inOrder(records)
    }

    it('creates a topic, describes and deletes it', async () => {
      await use(client.admin(), async (admin) => {
        await admin.createTopics({ topics: [{ topic: 'made', numPartitions: 4, replicationFactor: 3 }] })
        const { topics } = await admin.fetchTopicMetadata({ topics: ['made'] })
        expect(topics[0]!.partitions).toHaveLength(4)
        expect(cluster.partition('made', 3).replicas).toHaveLength(3)
        await admin.deleteTopics({ topics: ['made'] })
        expect(await admin.listTopics()).not.toContain('made')
      })
    })

    it.each([
      ['plainly', {}, 0],
      ['with gzip', {}, gzip],
      ['idempotently', { idempotent: true, maxInFlightRequests: 1 }, 0],
    ] as const)('produces %s, and reads all of it back in a group', async (how, options, compression) => {
      const topic = `kafkajs-${how.replaceAll(' ', '-')}`
      cluster.createTopic(topic, 3)
      await use(client.producer(options), async (producer) => {
        await producer.send({ topic, compression, messages })
      })

      const read = await readInGroup(topic, `group-of-${topic}`, messages.length)

      expect(read).toEqual(storedRecords(cluster, topic))
      expect(new Set(read.map(({ value }) => value))).toEqual(new Set(messages.map(({ value }) => value)))
    })

    it('commits where its group is', async () => {
      cluster.createTopic('committed', 2)
      await use(client.producer(), async (producer) => {
        await producer.send({ topic: 'committed', messages })
      })
      await readInGroup('committed', 'committing', messages.length)

      await use(client.admin(), async (admin) => {
        const [offsets] = await admin.fetchOffsets({ groupId: 'committing', topics: ['committed'] })
        const byPartition = new Map(offsets!.partitions.map(({ partition, offset }) => [partition, BigInt(offset)]))
        for (const index of [0, 1]) expect(byPartition.get(index)).toBe(cluster.log('committed', index).endOffset)
      })
    })

    it('reads what a transaction committed, and not what another aborted', async () => {
      cluster.createTopic('transactional', 3)
      await use(
        client.producer({ transactionalId: 'kafkajs', maxInFlightRequests: 1, idempotent: true }),
        async (producer) => {
          const aborted = await producer.transaction()
          await aborted.send({ topic: 'transactional', messages: [{ key: 'k', value: 'aborted' }] })
          await aborted.abort()
          const committed = await producer.transaction()
          await committed.send({ topic: 'transactional', messages })
          await committed.commit()
        },
      )

      const read = await readInGroup('transactional', 'reading-committed', messages.length)

      expect(new Set(read.map(({ value }) => value))).toEqual(new Set(messages.map(({ value }) => value)))
    })
  },
)
