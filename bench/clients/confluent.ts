import confluent from '@confluentinc/kafka-javascript'
import manifest from '@confluentinc/kafka-javascript/package.json' with { type: 'json' }
import type { ClientUnderTest, ProducerUnderTest } from '../client-under-test.ts'
import { isConsuming, type RunOrder } from '../run-order.ts'

const { Kafka, logLevel } = confluent.KafkaJS

/** @confluentinc/kafka-javascript through its promise API (the one its documentation recommends), over librdkafka. */
export const client: ClientUnderTest = {
  version: `${manifest.version} (librdkafka ${confluent.librdkafkaVersion})`,

  describeSettings(order) {
    // Longer batches than its default of 32 were not faster.
    if (isConsuming(order)) return 'eachBatch, enable.auto.commit false, else defaults'
    const compression = order.compressionType ?? 'no compression'
    const producing = `acks all, enable.idempotence ${order.isIdempotent}, linger.ms ${order.lingerMs}, ${compression}, else defaults`
    return order.question === 'end-to-end'
      ? `${producing}; eachMessage, enable.auto.commit false, else defaults`
      : producing
  },

  async connectProducer(order): Promise<ProducerUnderTest> {
    const { topic } = order
    const producer = connection(order).producer({
      'enable.idempotence': order.isIdempotent,
      'linger.ms': order.lingerMs,
      ...(order.compressionType !== undefined && { 'compression.codec': order.compressionType }),
      acks: -1,
    })
    await producer.connect()
    return {
      send: (value) => producer.send({ topic, messages: [{ value }] }),
      sendAll: (values) => producer.send({ topic, messages: values.map((value) => ({ value })) }),
      close: () => producer.disconnect(),
    }
  },

  async consume(order, tally) {
    const consumer = await connectConsumer(order)
    await consumer.run({
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
    const consumer = await connectConsumer(order)
    await consumer.run({ eachMessage: async ({ message }) => arrivals.take(message.value!) })
    await arrivals.completed
    await consumer.disconnect()
  },
}

async function connectConsumer(order: RunOrder): Promise<confluent.KafkaJS.Consumer> {
  const consumer = connection(order).consumer({
    'group.id': `bench-${order.topic}-${process.pid}`,
    'auto.offset.reset': 'earliest',
    'enable.auto.commit': false,
  })
  await consumer.connect()
  await consumer.subscribe({ topic: order.topic })
  return consumer
}

function connection(order: RunOrder): InstanceType<typeof Kafka> {
  return new Kafka({
    'client.id': 'bench',
    'bootstrap.servers': order.bootstrapServers,
    kafkaJS: { logLevel: logLevel.ERROR, brokers: order.bootstrapServers.split(',') },
  })
}
