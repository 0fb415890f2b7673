/** The public client on every broker: what an application relies on. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ConsumedRecord, type Consumer, Kafka, ProduceError } from '../../src/index.ts'
import { describeOnEveryBroker, uniqueName } from './every-broker.ts'

async function take(consumer: Consumer, count: number): Promise<ConsumedRecord[]> {
  const records: ConsumedRecord[] = []
  for await (const record of consumer) {
    records.push(record)
    if (records.length === count) break
  }
  return records
}

const texts = (records: readonly ConsumedRecord[]) => records.map(({ value }) => value?.toString() ?? null)

describeOnEveryBroker('The client', (broker) => {
  let kafka: Kafka
  let topic: string
  beforeAll(() => {
    kafka = new Kafka({ bootstrapServers: broker.bootstrapServers })
  })
  afterAll(() => kafka.close())
  beforeEach(async () => {
    topic = uniqueName('client')
    await kafka.admin().createTopics([{ topic, numPartitions: 3, replicationFactor: 1 }])
  })

  const from = (offset: 'earliest' | 'latest' | bigint | { timestamp: number }, partition = 0) =>
    kafka.consumer({ assignments: [{ topic, partition, offset }] })

  it('gets back what it sent: key, value, headers, time and nulls', async () => {
    await using producer = kafka.producer()
    const timestamp = Date.now() - 1000
    const headers: [string, string | null][] = [
      ['trace', 'a'],
      ['trace', null],
    ]
    await producer.send({ topic, partition: 0, key: 'käse', value: new Uint8Array([0, 255]), headers, timestamp })
    await producer.send({ topic, partition: 0, key: null, value: null })

    await using consumer = from('earliest')
    const [first, second] = await take(consumer, 2)

    expect(first).toMatchObject({ topic, partition: 0, offset: 0n, timestamp, timestampType: 'createTime' })
    expect([first!.key?.toString(), first!.value]).toEqual(['käse', Buffer.from([0, 255])])
    expect(first!.headers.getAll('trace').map((value) => value?.toString() ?? null)).toEqual(['a', null])
    expect(second).toMatchObject({ offset: 1n, key: null, value: null })
  })

  it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const)(
    'keeps the order of a partition with %s',
    async (compressionType) => {
      await using producer = kafka.producer({ compressionType, batchSize: 4096 })
      const values = Array.from({ length: 2000 }, (_, index) => `${index} ${'x'.repeat(index % 50)}`)
      await producer.sendAll(values.map((value) => ({ topic, partition: 1, value })))

      await using consumer = from('earliest', 1)

      expect(texts(await take(consumer, 2000))).toEqual(values)
    },
  )

  it('is told the offsets of what it sent', async () => {
    await using producer = kafka.producer()

    const sent = await producer.sendAll(['a', 'b', 'c'].map((value) => ({ topic, partition: 2, value })))

    expect(sent.map(({ partition, offset }) => [partition, offset])).toEqual([
      [2, 0n],
      [2, 1n],
      [2, 2n],
    ])
  })

  it('reads from an offset, from the end, and from a time', async () => {
    await using producer = kafka.producer()
    const start = Date.now() - 10_000
    const sent = ['a', 'b', 'c'].map((value, index) => ({
      topic,
      partition: 0,
      value,
      timestamp: start + index * 1000,
    }))
    await producer.sendAll(sent)

    await using offset = from(1n)
    await using time = from({ timestamp: start + 1500 })
    await using end = from('latest')
    const fromOffset = texts(await take(offset, 2))
    const fromTime = texts(await take(time, 1))
    const later = take(end, 1)
    while (end.position(topic, 0) === undefined) await kafka.admin().listTopics()
    await producer.send({ topic, partition: 0, value: 'd' })

    expect([fromOffset, fromTime, texts(await later)]).toEqual([['b', 'c'], ['c'], ['d']])
  })

  it('sends without waiting for acknowledgements', async () => {
    await using producer = kafka.producer({ acks: 0, enableIdempotence: false })
    await producer.sendAll(['a', 'b'].map((value) => ({ topic, partition: 0, value })))

    await using consumer = from('earliest')

    expect(texts(await take(consumer, 2))).toEqual(['a', 'b'])
  })

  it('finds its topic created on the way', async () => {
    await using producer = kafka.producer()

    const { offset } = await producer.send({ topic: uniqueName('auto'), value: 'first' })

    expect(offset).toBe(0n)
  })

  it('says that a record for a topic that may not be created is not persisted', async () => {
    await using producer = kafka.producer({ allowAutoTopicCreation: false })

    const failure = await producer.send({ topic: uniqueName('nowhere'), value: 'x' }).catch((error: unknown) => error)

    expect(failure).toBeInstanceOf(ProduceError)
    expect(failure).toMatchObject({ code: 'UNKNOWN_TOPIC_OR_PARTITION', persisted: 'no' })
  })

  it('splits nothing and fails clearly when one record is too large', async () => {
    const small = uniqueName('small')
    const configs = { 'max.message.bytes': '1000' }
    await kafka.admin().createTopics([{ topic: small, numPartitions: 1, replicationFactor: 1, configs }])
    await using producer = kafka.producer()

    const failure = await producer.send({ topic: small, value: 'x'.repeat(5000) }).catch((error: unknown) => error)

    expect(failure).toMatchObject({ code: 'MESSAGE_TOO_LARGE', persisted: 'no' })
  })

  describe('as an administrator', () => {
    it('describes what it created', async () => {
      const [description] = await kafka.admin().describeTopics([topic])

      expect(description).toMatchObject({ topic, isInternal: false })
      expect(description!.partitions.map(({ partition, leaderEpoch }) => [partition, leaderEpoch])).toEqual([
        [0, 0],
        [1, 0],
        [2, 0],
      ])
    })

    it('is refused a topic that is there', async () => {
      const again = kafka.admin().createTopics([{ topic, numPartitions: 1, replicationFactor: 1 }])

      await expect(again).rejects.toMatchObject({ code: 'TOPIC_ALREADY_EXISTS' })
    })

    it('adds partitions, and deletes topics', async () => {
      const admin = kafka.admin()
      await admin.createPartitions([{ topic, totalCount: 5 }])
      const grown = (await admin.describeTopics([topic]))[0]!.partitions.length

      await admin.deleteTopics([topic])

      expect(grown).toBe(5)
      expect((await admin.listTopics()).map((listing) => listing.topic)).not.toContain(topic)
    })

    it('lists offsets', async () => {
      await using producer = kafka.producer()
      await producer.sendAll(['a', 'b'].map((value) => ({ topic, partition: 0, value })))

      const offsets = await kafka.admin().listOffsets([
        { topic, partition: 0, offset: 'earliest' },
        { topic, partition: 0, offset: 'latest' },
      ])

      expect(offsets.map(({ offset }) => offset)).toEqual([0n, 2n])
    })

    it('describes the cluster', async () => {
      const { brokers, controllerId, clusterId } = await kafka.admin().describeCluster()

      expect(brokers.map(({ nodeId }) => nodeId)).toContain(controllerId)
      expect(clusterId).not.toBeNull()
    })
  })
})
