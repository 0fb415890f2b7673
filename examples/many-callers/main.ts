/**
 * What a server does: many requests at a time, each of which sends one record and waits until it is safe. No request
 * knows of the others; the producer puts what they send at the same time into the same batches.
 *
 *   KAFKA_BROKERS=localhost:9092 node examples/many-callers/main.ts
 */
import { Kafka } from '../../src/index.ts' // in your project: from 'ottla'

const topic = `example-clicks-${Date.now()}`
const callerCount = 500
const clicksPerCaller = 40

await using kafka = new Kafka({
  bootstrapServers: process.env.KAFKA_BROKERS ?? 'localhost:9092',
  clientId: 'example',
})
await kafka.admin().createTopics([{ topic, numPartitions: 6 }])

// One producer for all. It is idempotent and waits for all in-sync replicas, unless told otherwise.
const producer = kafka.producer()

/** Stands for the handler of one request. */
async function handleClick(user: number, click: number): Promise<void> {
  await producer.send(
    { topic, key: `user-${user}`, value: JSON.stringify({ user, click }) },
    // The request has its own deadline: better a clear error than an answer that nobody waits for any more.
    { timeoutMs: 10_000 },
  )
}

const startedAt = performance.now()
const callers = Array.from({ length: callerCount }, async (_, user) => {
  for (let click = 0; click < clicksPerCaller; click++) await handleClick(user, click)
})
await Promise.all(callers)

const elapsedMs = performance.now() - startedAt
const total = callerCount * clicksPerCaller
console.log(`${callerCount} callers had ${total} records acknowledged in ${Math.round(elapsedMs)} ms`)
