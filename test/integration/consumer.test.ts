import { describe, expect } from 'vitest'
import { type ConsumedRecord, type Consumer, Kafka } from '../../src/index.ts'
import { javaTool } from '../support/brokers/index.ts'
import { it } from './support.ts'

async function take(consumer: AsyncIterable<ConsumedRecord>, count: number): Promise<ConsumedRecord[]> {
  const records: ConsumedRecord[] = []
  if (count === 0) return records
  for await (const record of consumer) if (records.push(record) === count) break
  return records
}

function partitionsFrom(topic: string, count: number, offset: 'earliest' | 'latest' | bigint = 'earliest') {
  return Array.from({ length: count }, (_, partition) => ({ topic, partition, offset }))
}

/** Each partition without a gap and in order. */
function expectEveryOffset(records: readonly ConsumedRecord[]): void {
  const next = new Map<number, bigint>()
  for (const { partition, offset } of records) {
    expect(offset).toBe(next.get(partition) ?? 0n)
    next.set(partition, offset + 1n)
  }
}

async function fill(kafka: Kafka, topic: string, partitions: number, count: number, compressionType = 'none') {
  await kafka.admin().createTopics([{ topic, numPartitions: partitions, replicationFactor: 1 }])
  await using producer = kafka.producer({ compressionType })
  const records = Array.from({ length: count }, (_, index) => ({
    topic,
    partition: index % partitions,
    value: `value-${index}`,
    timestamp: 1_700_000_000_000 + index,
  }))
  await producer.sendAll(records)
}

describe('a consumer on a real broker', () => {
  for (const codec of ['none', 'gzip', 'snappy', 'lz4', 'zstd']) {
    it(`reads what Java compressed with ${codec}`, async ({ bootstrapServers, topic }) => {
      const lines = Array.from({ length: 5000 }, (_, index) => `line ${index} ${'é'.repeat(index % 50)}`)
      const args = ['--bootstrap-server', bootstrapServers, '--topic', topic, '--compression-codec', codec]
      const { exitCode } = await javaTool('org.apache.kafka.tools.ConsoleProducer', args, { stdin: lines.join('\n') })
      expect(exitCode).toBe(0)
      await using kafka = new Kafka({ bootstrapServers })
      const [{ partitions } = { partitions: [] }] = await kafka.admin().describeTopics([topic])
      const consumer = kafka.consumer({ assignments: partitionsFrom(topic, partitions.length) })

      const records = await take(consumer, lines.length)

      expectEveryOffset(records)
      expect(new Set(records.map(({ value }) => String(value)))).toEqual(new Set(lines))
    })
  }

  it('gives the same records one by one, in batches and by polling', async ({ bootstrapServers, topic }) => {
    const count = 20_000
    await using kafka = new Kafka({ bootstrapServers })
    await fill(kafka, topic, 4, count, 'lz4')
    const assignments = partitionsFrom(topic, 4)
    const oneByOne = await take(kafka.consumer({ assignments }), count)
    const inBatches: ConsumedRecord[] = []
    for await (const batch of kafka.consumer({ assignments }).batches()) {
      expect([...batch]).toHaveLength(batch.recordCount)
      inBatches.push(...batch)
      if (inBatches.length === count) break
    }
    const polled: ConsumedRecord[] = []
    const poller = kafka.consumer({ assignments })
    while (polled.length < count) polled.push(...(await poller.poll({ maxRecords: 777 })))

    for (const records of [oneByOne, inBatches, polled]) {
      expectEveryOffset(records)
      expect(new Set(records.map(({ value }) => String(value))).size).toBe(count)
    }
    expect(poller.position(topic, 0)).toBe(5000n)
    expect(poller.lag(topic, 0)).toBe(0n)
  })

  it('begins where it is told to, and goes where it is sent', async ({ bootstrapServers, topic }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await fill(kafka, topic, 1, 1000, 'zstd')
    const startAt = async (offset: bigint | 'earliest' | { timestamp: number }) => {
      const [record] = await take(kafka.consumer({ assignments: [{ topic, partition: 0, offset }] }), 1)
      return record?.offset
    }
    expect(await startAt('earliest')).toBe(0n)
    expect(await startAt(321n)).toBe(321n)
    expect(await startAt({ timestamp: 1_700_000_000_500 })).toBe(500n)

    const consumer = kafka.consumer({ assignments: [{ topic, partition: 0, offset: 'latest' }] })
    const next = take(consumer, 1)
    while (consumer.position(topic, 0) === undefined) await new Promise((resolve) => setImmediate(resolve))
    expect(consumer.position(topic, 0)).toBe(1000n)
    await kafka.producer().send({ topic, partition: 0, value: 'new' })
    expect(String((await next)[0]?.value)).toBe('new')
    consumer.seek(topic, 0, 10n)
    expect((await take(consumer, 1))[0]?.offset).toBe(10n)
    consumer.seek(topic, 0, 'earliest')
    expect((await take(consumer, 1))[0]?.offset).toBe(0n)
  })

  it('reads thousands of batches of one record, and batches larger than any limit', async ({
    bootstrapServers,
    topic,
  }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await kafka.admin().createTopics([{ topic, numPartitions: 2, replicationFactor: 1 }])
    await using producer = kafka.producer({ batchSize: 1, maxInFlightRequests: 5 })
    const small = Array.from({ length: 2000 }, (_, index) => ({ topic, partition: 0, value: `${index}` }))
    const large = Array.from({ length: 5 }, () => ({ topic, partition: 1, value: Buffer.alloc(900_000, 'x') }))
    await producer.sendAll([...small, ...large])
    const assignments = partitionsFrom(topic, 2)
    const options = { assignments, maxPartitionFetchBytes: 10_000, fetchMaxBytes: 20_000, maxBufferedBytes: 30_000 }
    const consumer = kafka.consumer(options)

    const records = await take(consumer, 2005)

    expectEveryOffset(records)
    await consumer.close()
    expect(consumer.bufferedBytes).toBe(0)
  })

  it('keeps its pace while partitions are paused and resumed', async ({ bootstrapServers, topic }) => {
    const count = 6000
    await using kafka = new Kafka({ bootstrapServers })
    await fill(kafka, topic, 3, count)
    const consumer = kafka.consumer({ assignments: partitionsFrom(topic, 3), maxPartitionFetchBytes: 4000 })
    const records: ConsumedRecord[] = []
    for await (const record of consumer) {
      records.push(record)
      if (records.length === count) break
      if (records.length % 100 === 0) {
        const paused = { topic, partition: (records.length / 100) % 3 }
        consumer.resume(consumer.paused)
        consumer.pause([paused])
      }
      // The paused one must not be the only one that is left.
      if (records.length > count - 2500) consumer.resume(consumer.paused)
    }
    expectEveryOffset(records)
  })

  it('closes at once in the middle of a long fetch', async ({ bootstrapServers, topic }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await fill(kafka, topic, 1, 1)
    const assignments = partitionsFrom(topic, 1, 'latest')
    const consumer: Consumer = kafka.consumer({ assignments, fetchMaxWaitMs: 60_000 })
    const next = consumer[Symbol.asyncIterator]().next()
    while (consumer.bufferedBytes === 0) await new Promise((resolve) => setImmediate(resolve))
    const startedAt = performance.now()
    await consumer.close()
    expect(await next).toEqual({ value: undefined, done: true })
    expect(performance.now() - startedAt).toBeLessThan(1000)
    expect(consumer.bufferedBytes).toBe(0)
  })

  it('reads each partition of a topic with its own position after an uneven backlog', async ({
    bootstrapServers,
    topic,
  }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await kafka.admin().createTopics([{ topic, numPartitions: 3, replicationFactor: 1 }])
    const producer = kafka.producer()
    const value = 'x'.repeat(1000)
    await producer.sendAll(Array.from({ length: 5000 }, () => ({ topic, partition: 0, value })))
    await producer.send({ topic, partition: 1, value: 'single' })
    const consumer = kafka.consumer({ assignments: partitionsFrom(topic, 3), maxPartitionFetchBytes: 100_000 })
    expectEveryOffset(await take(consumer, 5001))
    expect([0, 1, 2].map((partition) => consumer.position(topic, partition))).toEqual([5000n, 1n, 0n])
  })
})
