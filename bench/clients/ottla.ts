import manifest from '../../package.json' with { type: 'json' }
import type { Assignment } from '../../src/index.ts'
import type { ClientUnderTest, ProducerUnderTest } from '../client-under-test.ts'
import { isConsuming, type RunOrder } from '../run-order.ts'

/**
 * What users install: the build. The sources would run as well, with the memory of whatever strips their types.
 * `prepareContenders` builds it.
 */
const { Kafka } = (await import(
  new URL('../../dist/index.js', import.meta.url).href
)) as typeof import('../../src/index.ts')

/** Ottla as it comes: idempotent, acks all, no option given that has a default. */
export const client: ClientUnderTest = {
  version: manifest.version,

  describeSettings(order) {
    if (isConsuming(order)) {
      const way = order.mode === 'for-await' ? 'for await over records' : 'batches()'
      return `${way}, assigned partitions without a group, defaults`
    }
    if (order.question === 'end-to-end') {
      const idempotence = order.isIdempotent ? '' : 'enableIdempotence false, else '
      return `${idempotence}defaults; for await over records, assigned partitions without a group, defaults`
    }
    const compression = order.compressionType === undefined ? '' : `compressionType ${order.compressionType}, `
    return order.isIdempotent
      ? `${compression}defaults (acks all, idempotent)`
      : `${compression}enableIdempotence false, else defaults (acks all)`
  },

  async connectProducer(order): Promise<ProducerUnderTest> {
    const { topic, compressionType, isIdempotent } = order
    const kafka = new Kafka({ bootstrapServers: order.bootstrapServers, clientId: 'bench' })
    const producer = kafka.producer({
      ...(!isIdempotent && { enableIdempotence: false }),
      ...(compressionType !== undefined && { compressionType }),
    })
    return {
      send: (value) => producer.send({ topic, value }),
      sendAll: (values) => producer.sendAll(values.map((value) => ({ topic, value }))),
      close: () => kafka.close(),
    }
  },

  async consume(order, tally) {
    const kafka = new Kafka({ bootstrapServers: order.bootstrapServers, clientId: 'bench' })
    const consumer = kafka.consumer({ assignments: allPartitions(order) })
    if (order.mode === 'for-await') {
      for await (const record of consumer) {
        tally.add(record.partition, 1, record.value!.length)
        if (tally.isComplete) break
      }
    } else {
      for await (const batch of consumer.batches()) {
        let recordCount = 0
        let valueBytes = 0
        for (const record of batch) {
          recordCount++
          valueBytes += record.value!.length
        }
        tally.add(batch.partition, recordCount, valueBytes)
        if (tally.isComplete) break
      }
    }
    await kafka.close()
  },

  async receive(order, arrivals) {
    const kafka = new Kafka({ bootstrapServers: order.bootstrapServers, clientId: 'bench' })
    for await (const record of kafka.consumer({ assignments: allPartitions(order) })) {
      arrivals.take(record.value!)
      if (arrivals.isComplete) break
    }
    await kafka.close()
  },
}

function allPartitions({ topic, partitionCount }: RunOrder): Assignment[] {
  return Array.from({ length: partitionCount }, (_, partition) => ({ topic, partition, offset: 'earliest' }))
}
