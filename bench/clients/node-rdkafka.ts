import rdkafka from 'node-rdkafka'
import manifest from 'node-rdkafka/package.json' with { type: 'json' }
import type { BacklogTally } from '../backlog-tally.ts'
import type { ClientUnderTest, ProducerUnderTest } from '../client-under-test.ts'
import { isConsuming, type RunOrder } from '../run-order.ts'

const CONSUME_COUNT = 1_000
const CONNECT_TIMEOUT_MS = 30_000

/**
 * node-rdkafka: librdkafka batches the sends of all callers. Delivery reports are matched by an opaque object, which is
 * its fastest documented way to await one record (its HighLevelProducer does the same through an event emitter).
 */
export const client: ClientUnderTest = {
  version: `${manifest.version.replace(/^v/, '')} (librdkafka ${rdkafka.librdkafkaVersion})`,

  describeSettings(order) {
    if (isConsuming(order)) {
      const way = order.mode === 'flowing' ? 'flowing' : `consume(${CONSUME_COUNT})`
      return `${way}, assign() without a group's commits, else defaults`
    }
    const { lingerMs, isIdempotent } = order
    const producing = `acks all, enable.idempotence ${isIdempotent}, linger.ms ${lingerMs}, ${order.compressionType ?? 'no compression'}, poll interval 1 ms, else defaults`
    return order.question === 'end-to-end'
      ? `${producing}; flowing, assign() without a group's commits, else defaults`
      : producing
  },

  async connectProducer(order): Promise<ProducerUnderTest> {
    const producer = new rdkafka.Producer(
      {
        ...connection(order),
        dr_cb: true,
        'enable.idempotence': order.isIdempotent,
        'linger.ms': order.lingerMs,
        ...(order.compressionType !== undefined && { 'compression.codec': order.compressionType }),
      },
      { 'request.required.acks': -1 },
    )
    producer.on('delivery-report', (error, report) => {
      const { resolve, reject } = report.opaque as Delivery
      if (error) reject(error)
      else resolve(report.offset)
    })
    await connect(producer, order.topic)
    producer.setPollInterval(1)
    const send = (value: Buffer): Promise<unknown> =>
      new Promise((resolve, reject) => {
        producer.produce(order.topic, null, value, null, null, { resolve, reject } satisfies Delivery)
      })
    return {
      send,
      sendAll: (values) => Promise.all(values.map(send)),
      close: () => disconnect(producer),
    }
  },

  async consume(order, tally) {
    const consumer = await connectConsumer(order)
    if (order.mode === 'flowing') await consumeFlowing(consumer, tally)
    else await consumeByNumber(consumer, tally)
    await disconnect(consumer)
  },

  async receive(order, arrivals) {
    const consumer = await connectConsumer(order)
    consumer.on('data', (message) => arrivals.take(message.value!))
    consumer.consume()
    await arrivals.completed
    await disconnect(consumer)
  },
}

interface Delivery {
  readonly resolve: (value: unknown) => void
  readonly reject: (reason: unknown) => void
}

async function connectConsumer(order: RunOrder): Promise<rdkafka.KafkaConsumer> {
  const consumer = new rdkafka.KafkaConsumer(
    {
      ...connection(order),
      'group.id': `bench-${order.topic}-${process.pid}`,
      'enable.auto.commit': false,
    },
    { 'auto.offset.reset': 'earliest' },
  )
  await connect(consumer, order.topic)
  const partitions = Array.from({ length: order.partitionCount }, (_, partition) => partition)
  consumer.assign(partitions.map((partition) => ({ topic: order.topic, partition, offset: -2 })))
  return consumer
}

async function consumeFlowing(consumer: rdkafka.KafkaConsumer, tally: BacklogTally): Promise<void> {
  consumer.on('data', (message) => tally.add(message.partition, 1, message.value!.length))
  consumer.consume()
  await tally.completed
}

async function consumeByNumber(consumer: rdkafka.KafkaConsumer, tally: BacklogTally): Promise<void> {
  while (!tally.isComplete) {
    const messages = await new Promise<rdkafka.Message[]>((resolve, reject) => {
      consumer.consume(CONSUME_COUNT, (error, received) => (error ? reject(error) : resolve(received)))
    })
    for (const message of messages) tally.add(message.partition, 1, message.value!.length)
  }
}

function connection(order: RunOrder): { 'client.id': string; 'bootstrap.servers': string } {
  return { 'client.id': 'bench', 'bootstrap.servers': order.bootstrapServers }
}

type RdkafkaClient = rdkafka.Producer | rdkafka.KafkaConsumer

function connect(client: RdkafkaClient, topic: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const onConnected = (error: unknown): void => {
      if (error) reject(error)
      else resolve()
    }
    // The union of both classes' overloads cannot be called; they agree here.
    ;(client as rdkafka.Producer).connect({ topic, timeout: CONNECT_TIMEOUT_MS }, onConnected)
  })
}

function disconnect(client: RdkafkaClient): Promise<void> {
  return new Promise((resolve) => {
    ;(client as rdkafka.Producer).disconnect(() => resolve())
  })
}
