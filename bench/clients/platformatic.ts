import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Consumer, type Message, ProduceAcks, Producer } from '@platformatic/kafka'
import type { ClientUnderTest, ProducerUnderTest } from '../client-under-test.ts'
import { isConsuming, type RunOrder } from '../run-order.ts'

const require = createRequire(import.meta.url)
// The package does not export its own package.json.
const folder = dirname(dirname(require.resolve('@platformatic/kafka')))
const manifest = require(join(folder, 'package.json')) as { version: string }

/** @platformatic/kafka: one request per call; idempotence sends one request at a time on each connection. */
export const client: ClientUnderTest = {
  version: manifest.version,

  describeSettings(order) {
    if (isConsuming(order)) return "stream 'data' events, autocommit false, else defaults"
    const producing = `acks ALL, idempotent ${order.isIdempotent}, compression ${order.compressionType ?? 'none'}, else defaults`
    return order.question === 'end-to-end'
      ? `${producing}; stream 'data' events, autocommit false, else defaults`
      : producing
  },

  async connectProducer(order): Promise<ProducerUnderTest> {
    const { topic } = order
    const producer = new Producer({
      ...connection(order),
      idempotent: order.isIdempotent,
      acks: ProduceAcks.ALL,
      ...(order.compressionType !== undefined && { compression: order.compressionType }),
    })
    await producer.metadata({ topics: [topic] })
    return {
      send: (value) => producer.send({ messages: [{ topic, value }] }),
      sendAll: (values) => producer.send({ messages: values.map((value) => ({ topic, value })) }),
      close: () => producer.close(),
    }
  },

  async consume(order, tally) {
    await readStream(order, (message) => tally.add(message.partition, 1, message.value.length), tally.completed)
  },

  async receive(order, arrivals) {
    await readStream(order, (message) => arrivals.take(message.value), arrivals.completed)
  },
}

type Received = Message<Buffer, Buffer, Buffer, Buffer>

async function readStream(
  order: RunOrder,
  onData: (message: Received) => void,
  completed: Promise<unknown>,
): Promise<void> {
  const consumer = new Consumer({ ...connection(order), groupId: `bench-${order.topic}-${process.pid}` })
  const stream = await consumer.consume({ topics: [order.topic], mode: 'earliest', autocommit: false })
  const failed = new Promise<never>((_, reject) => stream.once('error', reject))
  stream.on('data', onData)
  await Promise.race([completed, failed])
  await stream.close()
  await consumer.close(true)
}

function connection(order: RunOrder): { clientId: string; bootstrapBrokers: string[] } {
  return { clientId: 'bench', bootstrapBrokers: order.bootstrapServers.split(',') }
}
