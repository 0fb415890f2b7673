import confluent from '@confluentinc/kafka-javascript'
import manifest from '@confluentinc/kafka-javascript/package.json' with { type: 'json' }
import type { ClientUnderTest, ProducerUnderTest } from '../client-under-test.ts'
import type { RunOrder } from '../run-order.ts'

const { Kafka, logLevel } = confluent.KafkaJS

/** @confluentinc/kafka-javascript through its promise API (the one its documentation recommends), over librdkafka. */
export const client: ClientUnderTest = {
  version: `${manifest.version} (librdkafka ${confluent.librdkafkaVersion})`,

  describeSettings(order) {
    // Longer batches than its default of 32 were not faster.
    if (order.question === 'consume-backlog') return 'eachBatch, enable.auto.commit false, else defaults'
    const compression = order.compressionType ?? 'no compression'
    return `acks all, enable.idempotence ${order.isIdempotent}, linger.ms ${order.lingerMs}, ${compression}, else defaults`
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
    const consumer = connection(order).consumer({
      'group.id': `bench-${order.topic}-${process.pid}`,
      'auto.offset.reset': 'earliest',
      'enable.auto.commit': false,
    })
    await consumer.connect()
    await consumer.subscribe({ topic: order.topic })
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
}

function connection(order: RunOrder): InstanceType<typeof Kafka> {
  return new Kafka({
    'client.id': 'bench',
    'bootstrap.servers': order.bootstrapServers,
    kafkaJS: { logLevel: logLevel.ERROR, brokers: order.bootstrapServers.split(',') },
  })
}
