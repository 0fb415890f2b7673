/**
 * Read a backlog batch by batch. A batch holds records of one partition, in order; taking them together is faster than
 * one by one, and fits whatever is itself faster in bulk: a database insert, a file, another topic.
 *
 *   KAFKA_BROKERS=localhost:9092 node examples/batch-consume/main.ts
 */
import { Kafka } from '../../src/index.ts' // in your project: from 'ottla'

const topic = `example-readings-${Date.now()}`
const readingCount = 20_000

await using kafka = new Kafka({
  bootstrapServers: process.env.KAFKA_BROKERS ?? 'localhost:9092',
  clientId: 'example',
})

await kafka.admin().createTopics([{ topic, numPartitions: 2 }])

// A backlog to read: sendAll sends many records at once, and fulfils when all of them are acknowledged.
const readings = Array.from({ length: readingCount }, (_, index) => ({
  topic,
  key: `sensor-${index % 10}`,
  value: String(20 + (index % 7)),
}))
await kafka.producer().sendAll(readings)

const consumer = kafka.consumer({
  assignments: [0, 1].map((partition) => ({ topic, partition, offset: 'earliest' })),
})

let recordCount = 0
let batchCount = 0
let sum = 0
for await (const batch of consumer.batches()) {
  batchCount++
  // Records are read from the batch as the loop reaches them.
  for (const record of batch) {
    sum += Number(record.value)
    recordCount++
  }
  if (recordCount === readingCount) break
}

console.log(`read ${recordCount} readings in ${batchCount} batches, mean ${(sum / recordCount).toFixed(2)}`)
