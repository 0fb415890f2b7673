/**
 * Share the partitions of a topic among the members of a group, and go on where the group stopped.
 *
 *   KAFKA_BROKERS=localhost:9092 node examples/consumer-group/main.ts
 */
import { Kafka } from '../../src/index.ts' // in your project: from 'ottla'

const topic = `example-invoices-${Date.now()}`
const groupId = `${topic}-billing`
const recordCount = 1000

await using kafka = new Kafka({ bootstrapServers: process.env.KAFKA_BROKERS ?? 'localhost:9092', clientId: 'example' })
await kafka.admin().createTopics([{ topic, numPartitions: 6 }])
const numbers = Array.from({ length: recordCount }, (_, index) => String(index))
await kafka.producer().sendAll(numbers.map((value) => ({ topic, key: value, value })))

const seen = new Set<string>()

/** One member. In real life each is a process of its own. */
async function member(name: string): Promise<void> {
  let handledCount = 0
  const consumer = kafka.consumer({
    groupId,
    topics: [topic],
    autoOffsetReset: 'earliest',
    onAssigned: (partitions) => console.log(`${name} got ${partitions.length} partitions`),
  })
  for await (const record of consumer) {
    seen.add(String(record.value))
    handledCount++
    // Taking the next record says that this one is finished: that is what gets committed, now and then and on close.
    if (seen.size === recordCount) break
  }
  // Whoever sees the last record ends the program; the others are closed with `kafka`.
  console.log(`${name} handled ${handledCount}, all ${seen.size} records are there`)
}

await Promise.race([member('anna'), member('bela')])
