/** The same unclean election on a cluster whose Fetch tells of it, and on one whose Fetch cannot (before Kafka 2.7). */
import { describe, expect, it } from 'vitest'
import { type ConsumedRecord, Kafka, type Log } from '../../../src/index.ts'
import { FakeCluster } from '../../../src/testing/index.ts'

async function take(records: AsyncIterable<ConsumedRecord>, count: number): Promise<string[]> {
  const values: string[] = []
  for await (const { value } of records) if (values.push(String(value)) === count) break
  return values
}

/** Ten records are read; then a replica leads that has only the first six, and ten others follow there. */
async function afterUncleanElection(fetchVersion: number) {
  const cluster = await FakeCluster.start({ brokers: 2, topics: { orders: { partitions: 1, replicationFactor: 2 } } })
  for (const broker of cluster.brokers) broker.offer('Fetch', { min: 4, max: fetchVersion })
  const truncations: unknown[] = []
  const log: Log = {
    event: (_level, name, fields) => {
      if (name === 'consumer.log_truncated') truncations.push(fields)
    },
  }
  const kafka = new Kafka({ bootstrapServers: cluster.bootstrapServers, log })
  const producer = kafka.producer()
  const send = (prefix: string) =>
    producer.sendAll(Array.from({ length: 10 }, (_, index) => ({ topic: 'orders', value: `${prefix}-${index}` })))
  const consumer = kafka.consumer({
    assignments: [{ topic: 'orders', partition: 0, offset: 0n }],
    autoOffsetReset: 'earliest',
    fetchMaxWaitMs: 50,
  })
  await send('lost')
  await take(consumer, 10)
  const other = cluster.brokers.find(({ nodeId }) => nodeId !== cluster.leaderOf('orders', 0).nodeId)!
  cluster.faults.electUnclean('orders', 0, other.nodeId, 6n)
  await send('kept')
  const values = await take(consumer, 10)
  await kafka.close()
  await cluster.close()
  return { values, truncations }
}

const kept = Array.from({ length: 10 }, (_, index) => `kept-${index}`)

describe('records that took the place of lost ones', () => {
  it.each([
    ['are asked where the epoch ended, because their Fetch cannot tell', 11],
    ['tell by themselves', 12],
  ])('are all read from brokers that %s', async (_how, fetchVersion) => {
    const { values, truncations } = await afterUncleanElection(fetchVersion)
    expect(values).toEqual(kept)
    expect(truncations).toEqual([{ topic: 'orders', partition: 0, offset: 10n, divergingOffset: 6n }])
  })
})
