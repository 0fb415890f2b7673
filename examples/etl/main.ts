/**
 * Read a topic, change what is in it, write it to another: at least once, batch by batch.
 *
 *   KAFKA_BROKERS=localhost:9092 node examples/etl/main.ts
 *
 * A batch counts as read when its output was acknowledged. Should the program end in between, the batch is read again, and
 * its output written again: the keys let whoever reads it recognise that.
 */
import { Kafka } from '../../src/index.ts' // in your project: from 'ottla'

const source = `example-celsius-${Date.now()}`
const target = `${source}-fahrenheit`
const groupId = `${source}-etl`
const recordCount = 5000

await using kafka = new Kafka({ bootstrapServers: process.env.KAFKA_BROKERS ?? 'localhost:9092', clientId: 'example' })
await kafka.admin().createTopics([
  { topic: source, numPartitions: 4 },
  { topic: target, numPartitions: 4 },
])
const producer = kafka.producer({ compressionType: 'lz4' })
await producer.sendAll(
  Array.from({ length: recordCount }, (_, index) => ({
    topic: source,
    key: `sensor-${index % 50}`,
    value: String(index % 40),
  })),
)

const consumer = kafka.consumer({ groupId, topics: [source], autoOffsetReset: 'earliest' })
const done = new AbortController()
let convertedCount = 0
await consumer.run({
  concurrency: 4,
  signal: done.signal,
  async eachBatch(batch) {
    const converted = batch.toArray().map(({ key, value, timestamp }) => ({
      topic: target,
      key,
      value: String(Number(value) * 1.8 + 32),
      timestamp,
    }))
    // Acknowledged by all in-sync replicas when it fulfils; the offsets follow by themselves.
    await producer.sendAll(converted)
    convertedCount += converted.length
    if (convertedCount === recordCount) done.abort()
  },
})
await consumer.close()

const [next, end] = await Promise.all([committedOffsets(), endOffsets(source)])
console.log(`converted ${convertedCount}; committed ${next} of ${end}; written ${await endOffsets(target)}`)

async function endOffsets(topic: string): Promise<bigint> {
  const partitions = [0, 1, 2, 3].map((partition) => ({ topic, partition, offset: 'latest' as const }))
  const offsets = await kafka.admin().listOffsets(partitions)
  return offsets.reduce((sum, { offset }) => sum + offset, 0n)
}

async function committedOffsets(): Promise<bigint> {
  const reader = kafka.consumer({ groupId, topics: [source] })
  const committed = await reader.committed([0, 1, 2, 3].map((partition) => ({ topic: source, partition })))
  await reader.close()
  return committed.reduce((sum, { offset }) => sum + offset, 0n)
}
