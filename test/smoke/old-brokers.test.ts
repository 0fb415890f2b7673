/** The client must speak to what is old: a round trip on each release, versions negotiated down to what it has. */
import { describe, expect, it } from 'vitest'
import { Kafka } from '../../src/index.ts'
import { startKafkaCluster, whyNoOwnClusters } from '../support/brokers/index.ts'

const unavailable = whyNoOwnClusters()

describe.skipIf(unavailable !== undefined)('Kafka', () => {
  it.each(['3.9.2', '2.8.2'])(
    '%s: creates a topic, produces with every codec, reads everything back',
    async (version) => {
      await using cluster = await startKafkaCluster({ version })
      await using kafka = new Kafka({ bootstrapServers: cluster.bootstrapServers })
      await kafka.admin().createTopics([{ topic: 'smoke', numPartitions: 1, replicationFactor: 1 }])
      const expected: string[] = []
      for (const compressionType of ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const) {
        await using producer = kafka.producer({ compressionType })
        const values = Array.from({ length: 500 }, (_, index) => `${compressionType} ${index}`)
        await producer.sendAll(values.map((value) => ({ topic: 'smoke', key: 'k', value })))
        expected.push(...values)
      }

      const values: (string | undefined)[] = []
      await using consumer = kafka.consumer({ assignments: [{ topic: 'smoke', partition: 0, offset: 'earliest' }] })
      for await (const record of consumer) {
        values.push(record.value?.toString())
        if (values.length === expected.length) break
      }

      expect(values).toEqual(expected)
    },
  )
})
