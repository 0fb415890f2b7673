/**
 * Create a topic, send a few records, read them back.
 *
 *   KAFKA_BROKERS=localhost:9092 node examples/produce-and-consume/main.ts
 */
import { Kafka } from '../../src/index.ts' // in your project: from 'ottla'

const topic = `example-orders-${Date.now()}`

// One Kafka for the whole program: its clients share connections and metadata. Nothing is connected yet.
// `await using` closes it at the end of the file, however that is reached.
await using kafka = new Kafka({
  bootstrapServers: process.env.KAFKA_BROKERS ?? 'localhost:9092',
  clientId: 'example',
})

await kafka.admin().createTopics([{ topic, numPartitions: 3 }])

// Records with the same key go to the same partition, and stay in order there.
const producer = kafka.producer()
for (const status of ['placed', 'paid', 'shipped']) {
  const { partition, offset } = await producer.send({
    topic,
    key: 'order-42',
    value: JSON.stringify({ status }),
    headers: { source: 'example' },
  })
  console.log(`sent ${status} to partition ${partition} at offset ${offset}`)
}

// Read all partitions from their beginning. Keys and values arrive as Buffers.
const consumer = kafka.consumer({
  assignments: [0, 1, 2].map((partition) => ({ topic, partition, offset: 'earliest' })),
})

let received = 0
for await (const record of consumer) {
  const { status } = JSON.parse(String(record.value)) as { status: string }
  console.log(`received ${status} for ${record.key} from partition ${record.partition} at offset ${record.offset}`)
  received++
  // Without this the loop would wait for more records, for ever.
  if (received === 3) break
}
