/**
 * Handle records side by side, those of one customer in their order, and try again what fails.
 *
 *   KAFKA_BROKERS=localhost:9092 node examples/run-with-concurrency/main.ts
 */
import { setTimeout as delay } from 'node:timers/promises'
import { Kafka } from '../../src/index.ts' // in your project: from 'ottla'

const topic = `example-charges-${Date.now()}`
const customerCount = 20
const chargesPerCustomer = 10

await using kafka = new Kafka({ bootstrapServers: process.env.KAFKA_BROKERS ?? 'localhost:9092', clientId: 'example' })
await kafka.admin().createTopics([{ topic, numPartitions: 3 }])
const charges = Array.from({ length: customerCount * chargesPerCustomer }, (_, index) => ({
  topic,
  key: `customer-${index % customerCount}`,
  value: String(Math.floor(index / customerCount)),
}))
await kafka.producer().sendAll(charges)

const lastCharge = new Map<string, number>()
let handledCount = 0
let retryCount = 0
const done = new AbortController()

const consumer = kafka.consumer({ groupId: `${topic}-billing`, topics: [topic], autoOffsetReset: 'earliest' })
await consumer.run({
  concurrency: 8,
  // Charges of different customers side by side, those of one customer never.
  ordering: 'key',
  signal: done.signal,

  async eachRecord({ key, value }, { attempt }) {
    const customer = String(key)
    const charge = Number(value)
    await delay(1)
    // A payment provider that is away now and then.
    if (customer === 'customer-7' && charge === 3 && attempt < 3) throw new Error('the provider is away')
    if (charge !== (lastCharge.get(customer) ?? -1) + 1)
      throw new Error(`${customer}: charge ${charge} is out of order`)
    lastCharge.set(customer, charge)
    handledCount++
    if (handledCount === charges.length) done.abort()
  },

  // Without it the first error ends `run`, and nothing of the record is committed.
  async onError(error, { attempt }) {
    if (attempt === 5) return 'stop' as const
    retryCount++
    console.log(`attempt ${attempt}: ${error instanceof Error ? error.message : String(error)}`)
    await delay(10 * attempt)
    return 'retry' as const
  },
})

// What is finished is committed here: only up to the first record of each partition that is not.
await consumer.close()
console.log(`handled ${handledCount} charges of ${lastCharge.size} customers in order, ${retryCount} retries`)
