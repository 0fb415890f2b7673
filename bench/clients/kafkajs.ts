import kafkajs from 'kafkajs'
import manifest from 'kafkajs/package.json' with { type: 'json' }
import type { ClientUnderTest, ProducerUnderTest } from '../client-under-test.ts'
import { isConsuming, type RunOrder } from '../run-order.ts'

/** KafkaJS: one request per call; idempotence sends one request at a time to each broker. */
export const client: ClientUnderTest = {
  version: manifest.version,

  describeSettings(order) {
    if (isConsuming(order)) return 'eachBatch, autoCommit false, else defaults'
    const producing = `acks -1, idempotent ${order.isIdempotent}, DefaultPartitioner, else defaults`
    return order.question === 'end-to-end' ? `${producing}; eachMessage, autoCommit false, else defaults` : producing
  },

  async connectProducer(order): Promise<ProducerUnderTest> {
    const { topic } = order
    const producer = connection(order).producer({
      idempotent: order.isIdempotent,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    })
    await producer.connect()
    return {
      send: (value) => producer.send({ topic, acks: -1, messages: [{ value }] }),
      sendAll: (values) => producer.send({ topic, acks: -1, messages: values.map((value) => ({ value })) }),
      close: () => producer.disconnect(),
    }
  },

  async consume(order, tally) {
    const consumer = connection(order).consumer({ groupId: `bench-${order.topic}-${process.pid}` })
    await consumer.connect()
    await consumer.subscribe({ topic: order.topic, fromBeginning: true })
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        let valueBytes = 0
        for (const message of batch.messages) valueBytes += message.value!.length
        tally.add(batch.partition, batch.messages.length, valueBytes)
      },
    })
    await tally.completed
    await consumer.disconnect()
  },

  async receive(order, arrivals) {
    const consumer = connection(order).consumer({ groupId: `bench-${order.topic}-${process.pid}` })
    await consumer.connect()
    await consumer.subscribe({ topic: order.topic, fromBeginning: true })
    await consumer.run({ autoCommit: false, eachMessage: async ({ message }) => arrivals.take(message.value!) })
    await arrivals.completed
    await consumer.disconnect()
  },
}

function connection(order: RunOrder): kafkajs.Kafka {
  return new kafkajs.Kafka({
    clientId: 'bench',
    brokers: order.bootstrapServers.split(','),
    logLevel: kafkajs.logLevel.ERROR,
  })
}
