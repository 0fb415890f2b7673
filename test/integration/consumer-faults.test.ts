/** Consuming while a real cluster of three loses leaders and nodes, and from the replica nearby. */
import { describe, expect } from 'vitest'
import { type ConsumedRecord, Kafka } from '../../src/index.ts'
import { withCluster } from './support.ts'

const racks = ['a', 'b', 'c']
const it = withCluster({
  nodes: 3,
  properties: ({ id }) => ({
    'broker.rack': racks[(id - 1) % 3] ?? 'a',
    'replica.selector.class': 'org.apache.kafka.common.replica.RackAwareReplicaSelector',
  }),
})

async function leaderOf(kafka: Kafka, topic: string, partition = 0): Promise<number> {
  const [description] = await kafka.admin().describeTopics([topic])
  return description?.partitions[partition]?.leader ?? -1
}

async function consumeWhile(
  kafka: Kafka,
  topic: string,
  act: (progress: (count: number) => Promise<void>) => Promise<void>,
): Promise<readonly ConsumedRecord[]> {
  const partitions = 6
  await kafka.admin().createTopics([{ topic, numPartitions: partitions, replicationFactor: 3 }])
  const assignments = Array.from({ length: partitions }, (_, partition) => ({
    topic,
    partition,
    offset: 'earliest' as const,
  }))
  const consumer = kafka.consumer({ assignments })
  await using producer = kafka.producer()
  let isProducing = true
  let acknowledged = 0
  let endCount = 0
  const producing = (async () => {
    for (let round = 0; isProducing; round++) {
      const values = Array.from({ length: 60 }, (_, index) => ({
        topic,
        partition: index % partitions,
        value: `${round}`,
      }))
      await producer.sendAll(values)
      acknowledged += values.length
    }
  })()
  const received: ConsumedRecord[] = []
  const consuming = (async () => {
    for await (const record of consumer) {
      received.push(record)
      if (String(record.value) === 'end' && ++endCount === partitions) break
    }
  })()
  const progress = async (count: number): Promise<void> => {
    const goal = received.length + count
    while (received.length < goal) await new Promise((resolve) => setImmediate(resolve))
  }
  await progress(1000)
  await act(progress)
  await progress(1000)
  isProducing = false
  await producing
  // The last record of each partition.
  await producer.sendAll(Array.from({ length: partitions }, (_, partition) => ({ topic, partition, value: 'end' })))
  acknowledged += partitions
  await consuming
  await consumer.close()
  expect(consumer.bufferedBytes).toBe(0)
  expect(received.length).toBe(acknowledged)
  return received
}

function expectEveryOffset(records: readonly ConsumedRecord[]): void {
  const next = new Map<number, bigint>()
  for (const { partition, offset } of records) {
    expect(offset).toBe(next.get(partition) ?? 0n)
    next.set(partition, offset + 1n)
  }
}

describe('a consumer of a cluster of three', () => {
  it('gives every record once and in order while a leader is killed and comes back', async ({ cluster, topic }) => {
    await using kafka = new Kafka({ bootstrapServers: cluster.bootstrapServers, requestTimeoutMs: 5000 })
    const records = await consumeWhile(kafka, topic, async (progress) => {
      const node = cluster.node(await leaderOf(kafka, topic))
      await node.kill()
      await progress(1000)
      await node.start()
    })
    expectEveryOffset(records)
  })

  it('gives every record once and in order through a rolling restart', async ({ cluster, topic }) => {
    await using kafka = new Kafka({ bootstrapServers: cluster.bootstrapServers, requestTimeoutMs: 5000 })
    const records = await consumeWhile(kafka, topic, async (progress) => {
      for (const node of cluster.nodes) {
        await node.restart()
        await progress(300)
      }
    })
    expectEveryOffset(records)
  })

  it('goes on when a frozen leader is replaced', async ({ cluster, topic }) => {
    await using kafka = new Kafka({ bootstrapServers: cluster.bootstrapServers, requestTimeoutMs: 3000 })
    const records = await consumeWhile(kafka, topic, async (progress) => {
      const node = cluster.node(await leaderOf(kafka, topic))
      node.freeze()
      await progress(500)
      node.thaw()
    })
    expectEveryOffset(records)
  })

  it('reads from the replica in its own rack (KIP-392)', async ({ cluster, topic }) => {
    const chosen: unknown[] = []
    const log = {
      event: (_level: string, name: string, fields?: Readonly<Record<string, unknown>>) => {
        if (name === 'fetch.replica_chosen') chosen.push(fields?.nodeId)
      },
    }
    await using kafka = new Kafka({ bootstrapServers: cluster.bootstrapServers, log })
    await kafka.admin().createTopics([{ topic, numPartitions: 1, replicationFactor: 3 }])
    await kafka
      .producer()
      .sendAll(Array.from({ length: 1000 }, (_, index) => ({ topic, partition: 0, value: `${index}` })))
    const leader = await leaderOf(kafka, topic)
    const follower = leader === 1 ? 2 : 1
    const assignments = [{ topic, partition: 0, offset: 'earliest' }] as const
    const consumer = kafka.consumer({ assignments, clientRack: racks[follower - 1] ?? 'a' })
    const records: ConsumedRecord[] = []
    for await (const record of consumer) if (records.push(record) === 1000) break
    expectEveryOffset(records)
    expect(chosen).toContain(follower)
  })
})
