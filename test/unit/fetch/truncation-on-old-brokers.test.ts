/** The same unclean election on a cluster whose Fetch tells of it, and on one whose Fetch cannot (before Kafka 2.7). */
import { describe, expect, it } from 'vitest'
import { type ConsumedRecord, Kafka } from '../../../src/index.ts'
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
  const kafka = new Kafka({ bootstrapServers: cluster.bootstrapServers })
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
  const asked = cluster.requests.filter(({ api }) => api === 'OffsetForLeaderEpoch').length
  await kafka.close()
  await cluster.close()
  return { values, asked }
}

const kept = Array.from({ length: 10 }, (_, index) => `kept-${index}`)

describe('records that took the place of lost ones', () => {
  it('are all read from brokers whose Fetch cannot tell of the loss: they are asked for the end of the epoch', async () => {
    const { values, asked } = await afterUncleanElection(11)
    expect(values).toEqual(kept)
    expect(asked).toBeGreaterThan(0)
  })

  it('are all read from brokers whose Fetch tells of the loss, without another question', async () => {
    const { values, asked } = await afterUncleanElection(12)
    expect(values).toEqual(kept)
    expect(asked).toBe(0)
  })
})
