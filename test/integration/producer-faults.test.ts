/**
 * Producing while a real cluster of three loses leaders, nodes and topics. A witness that shares no code with the client
 * (Java's console consumer) reads everything back.
 */
import { describe, expect } from 'vitest'
import { Kafka, type Producer, type ProducerOptions } from '../../src/index.ts'
import type { KafkaCluster } from '../support/brokers/index.ts'
import { AcknowledgedLedger } from './acknowledged-ledger.ts'
import { readLogWithJava } from './java-log.ts'
import { withCluster } from './support.ts'

const it = withCluster({ nodes: 3 })

interface Scene {
  readonly cluster: KafkaCluster
  readonly topic: string
  readonly kafka: Kafka
  readonly producer: Producer
  readonly ledger: AcknowledgedLedger
}

/** Produces with 40 callers while `act` does its worst, then checks every acknowledgement against the log. */
async function produceWhile(
  { cluster, topic }: { cluster: KafkaCluster; topic: string },
  options: ProducerOptions,
  act: (scene: Scene) => Promise<void>,
): Promise<AcknowledgedLedger> {
  await using kafka = new Kafka({ bootstrapServers: cluster.bootstrapServers, requestTimeoutMs: 5000 })
  await kafka
    .admin()
    .createTopics([{ topic, numPartitions: 6, replicationFactor: 3, configs: { 'min.insync.replicas': '2' } }])
  await using producer = kafka.producer(options)
  const ledger = new AcknowledgedLedger()
  const callers = ledger.run(producer, topic, 40)
  await ledger.progress(500)
  await act({ cluster, topic, kafka, producer, ledger })
  await ledger.progress(500)
  ledger.stop()
  await callers
  expect(producer.bufferedRecords).toBe(0)
  expect(producer.bufferedBytes).toBe(0)
  await producer.close()
  ledger.verify(await readLogWithJava(cluster.bootstrapServers, topic))
  return ledger
}

async function leaderOf(kafka: Kafka, topic: string): Promise<number> {
  const [description] = await kafka.admin().describeTopics([topic])
  return description!.partitions[0]!.leader
}

describe.each([{ compressionType: 'none' as const }, { compressionType: 'lz4' as const }])(
  'producing with %o',
  (options) => {
    it('survives the SIGKILL and the return of a leader', async ({ cluster, topic }) => {
      const ledger = await produceWhile({ cluster, topic }, options, async ({ kafka, ledger }) => {
        const node = cluster.node(await leaderOf(kafka, topic))
        await node.kill()
        await ledger.progress(500)
        await node.start()
      })
      expect(ledger.failedCount).toBe(0)
    })
  },
)

describe('producing', () => {
  it('survives a rolling restart of all three nodes', async ({ cluster, topic }) => {
    const ledger = await produceWhile({ cluster, topic }, {}, async ({ ledger }) => {
      for (const node of cluster.nodes) {
        await node.restart()
        await ledger.progress(200)
      }
    })
    expect(ledger.failedCount).toBe(0)
  })

  it('survives a leader that is frozen for longer than the request timeout', async ({ cluster, topic }) => {
    const ledger = await produceWhile({ cluster, topic }, { compressionType: 'zstd' }, async ({ kafka, ledger }) => {
      const node = cluster.node(await leaderOf(kafka, topic))
      node.freeze()
      await ledger.progress(500)
      node.thaw()
    })
    expect(ledger.failedCount).toBe(0)
  })

  it('goes on to partitions that were added', async ({ cluster, topic }) => {
    const ledger = await produceWhile({ cluster, topic }, {}, async ({ kafka }) => {
      await kafka.admin().createPartitions([{ topic, totalCount: 9 }])
    })
    expect(ledger.failedCount).toBe(0)
  })

  it('sends to a topic that was deleted and created again, and says what became of the records between', async ({
    cluster,
    topic,
  }) => {
    await using kafka = new Kafka({ bootstrapServers: cluster.bootstrapServers })
    const admin = kafka.admin()
    await using producer = kafka.producer({ allowAutoTopicCreation: false })
    await admin.createTopics([{ topic, numPartitions: 1, replicationFactor: 3 }])
    await producer.send({ topic, value: 'before' })

    await admin.deleteTopics([topic])
    await admin.createTopics([{ topic, numPartitions: 1, replicationFactor: 3 }])
    await producer.send({ topic, value: 'after' })

    const log = await readLogWithJava(cluster.bootstrapServers, topic)
    expect(log.map(({ value }) => value)).toEqual(['after'])
  })
})
