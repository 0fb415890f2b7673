/**
 * End without losing anything: stop taking on work, finish what was accepted, then leave.
 *
 *   KAFKA_BROKERS=localhost:9092 node examples/graceful-shutdown/main.ts
 *
 * Runs until SIGINT (Ctrl-C) or SIGTERM (what a container gets when it is to end).
 */
import { setTimeout as delay } from 'node:timers/promises'
import { Kafka } from '../../src/index.ts' // in your project: from 'ottla'

const topic = `example-heartbeats-${Date.now()}`

const kafka = new Kafka({
  bootstrapServers: process.env.KAFKA_BROKERS ?? 'localhost:9092',
  clientId: 'example',
})
await kafka.admin().createTopics([{ topic, numPartitions: 1 }])

const producer = kafka.producer()
const consumer = kafka.consumer({ assignments: [{ topic, partition: 0, offset: 'earliest' }] })

const stopping = new AbortController()
process.once('SIGINT', () => stopping.abort()).once('SIGTERM', () => stopping.abort())
console.log('running; send SIGINT or SIGTERM to stop')

let sentCount = 0
async function produce(): Promise<void> {
  while (!stopping.signal.aborted) {
    await producer.send({ topic, value: `heartbeat ${sentCount}` })
    sentCount++
    // Ends at once when the signal comes, not after the pause.
    await delay(50, undefined, { signal: stopping.signal }).catch(() => {})
  }
}

let handledCount = 0
async function consume(): Promise<void> {
  // close() ends this loop; the record that is being handled is finished first.
  for await (const record of consumer) {
    await delay(5)
    handledCount++
    if (handledCount % 10 === 0) console.log(`handled ${handledCount}, the last one is ${record.value}`)
  }
}

const consuming = consume()
await produce()

// 1. Nothing new is sent any more. 2. close() of the producer waits for what was accepted.
await producer.close()
// 3. close() of the consumer ends its loop. 4. The connections go last.
await consumer.close()
await consuming
await kafka.close()
console.log(`stopped cleanly: ${sentCount} sent and acknowledged, ${handledCount} handled`)
