/**
 * Send and receive values with types, and put records that cannot be read aside instead of stopping at them.
 *
 *   KAFKA_BROKERS=localhost:9092 node examples/typed-records/main.ts
 */
import { Kafka, serdes } from '../../src/index.ts' // in your project: from 'ottla'

interface Order {
  readonly id: string
  readonly cents: number
}

/** What was received is only an `Order` if somebody looks. */
function toOrder(parsed: unknown): Order {
  const { id, cents } = parsed as Partial<Order>
  if (typeof id !== 'string' || typeof cents !== 'number') throw new Error('it is not an order')
  return { id, cents }
}

const topic = `example-orders-${Date.now()}`
const deadLetters = `${topic}-dead-letters`
const order = serdes.json(toOrder)

await using kafka = new Kafka({ bootstrapServers: process.env.KAFKA_BROKERS ?? 'localhost:9092', clientId: 'example' })
await kafka.admin().createTopics([
  { topic, numPartitions: 1 },
  { topic: deadLetters, numPartitions: 1 },
])

const orders = kafka.producer({ serializers: { key: serdes.string, value: order } })
await orders.send({ topic, key: '1', value: { id: '1', cents: 1250 } })
await orders.send({ topic, key: '2', value: { id: '2', cents: 990 } })
// Somebody else writes to the topic too, and not always what was agreed.
const plain = kafka.producer()
await plain.send({ topic, key: '3', value: '{"id":3}' })
await orders.send({ topic, key: '4', value: { id: '4', cents: 400 } })

const consumer = kafka.consumer({
  assignments: [{ topic, partition: 0, offset: 'earliest' }],
  deserializers: { key: serdes.string, value: order },
  // 'fail' (the default) would stop here until somebody seeks; 'skip' and 'raw' are the other choices.
  async onUnreadable(error, { key, value }) {
    await plain.send({ topic: deadLetters, key, value, headers: { reason: error.message } })
    console.log(`put aside: ${error.message}`)
    return 'skip' as const
  },
})

let cents = 0
let count = 0
for await (const { value } of consumer) {
  // `value` is an Order, or null where the record has none.
  cents += value?.cents ?? 0
  if (++count === 3) break
}
console.log(`${count} orders of ${cents} cents`)
