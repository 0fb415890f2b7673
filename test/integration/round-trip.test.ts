import { describe, expect } from 'vitest'
import { type ConsumedRecord, type Consumer, Kafka, ProduceError } from '../../src/index.ts'
import { javaTool } from '../support/brokers/index.ts'
import { readLogWithJava } from './java-log.ts'
import { it } from './support.ts'

async function take(consumer: Consumer, count: number): Promise<ConsumedRecord[]> {
  const records: ConsumedRecord[] = []
  for await (const record of consumer) {
    records.push(record)
    if (records.length === count) break
  }
  return records
}

describe('a record', () => {
  it('comes back as it was sent', async ({ bootstrapServers, topic }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await kafka.admin().createTopics([{ topic, numPartitions: 1, replicationFactor: 1 }])
    const producer = kafka.producer()
    const sent = await producer.send({
      topic,
      key: 'käse',
      value: new Uint8Array([0, 255, 1]),
      headers: [
        ['trace', 'a'],
        ['trace', null],
      ],
      timestamp: 1_700_000_000_123,
    })
    const nothing = await producer.send({ topic, key: null, value: null })

    const [first, second] = await take(
      kafka.consumer({ assignments: [{ topic, partition: 0, offset: 'earliest' }] }),
      2,
    )

    expect(sent).toMatchObject({ topic, partition: 0, offset: 0n, timestamp: 1_700_000_000_123 })
    expect(nothing.offset).toBe(1n)
    expect(first).toMatchObject({ topic, partition: 0, offset: 0n, timestamp: 1_700_000_000_123 })
    expect(first!.key?.toString()).toBe('käse')
    expect(first!.value).toEqual(Buffer.from([0, 255, 1]))
    expect(first!.headers.getAll('trace').map((value) => value?.toString() ?? null)).toEqual(['a', null])
    expect(second).toMatchObject({ offset: 1n, key: null, value: null })
  })

  it('finds its topic created on the way, where the broker allows it', async ({ bootstrapServers, topic }) => {
    await using kafka = new Kafka({ bootstrapServers })

    const { offset } = await kafka.producer().send({ topic, value: 'first' })

    expect(offset).toBe(0n)
  })

  it('for a topic that may not be created fails, and says that it is not persisted', async ({
    bootstrapServers,
    topic,
  }) => {
    await using kafka = new Kafka({ bootstrapServers })

    const failure = await kafka
      .producer({ allowAutoTopicCreation: false })
      .send({ topic, value: 'x' })
      .catch((error) => error)

    expect(failure).toBeInstanceOf(ProduceError)
    expect(failure).toMatchObject({ code: 'UNKNOWN_TOPIC_OR_PARTITION', persisted: 'no' })
  })

  it('with a key goes where Java would send it', async ({ bootstrapServers, topic }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await kafka.admin().createTopics([{ topic, numPartitions: 12, replicationFactor: 1 }])
    const keys = Array.from({ length: 40 }, (_, index) => `key-${index}-é`)
    await kafka.producer().sendAll(keys.map((key) => ({ topic, key, value: 'ottla' })))
    const stdin = keys.map((key) => `${key}\tjava\n`).join('')
    await javaTool(
      'org.apache.kafka.tools.ConsoleProducer',
      ['--bootstrap-server', bootstrapServers, '--topic', topic, '--reader-property', 'parse.key=true'],
      { stdin },
    )

    const log = await readLogWithJava(bootstrapServers, topic)

    const placesBySender = (sender: string) =>
      new Map(log.filter((r) => r.value === sender).map((r) => [r.key, r.partition]))
    expect(placesBySender('ottla').size).toBe(40)
    expect(placesBySender('ottla')).toEqual(placesBySender('java'))
  })
})

describe.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const)('compressed with %s', (compressionType) => {
  it("records are read by Java's consumer", async ({ bootstrapServers, topic }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await kafka.admin().createTopics([{ topic, numPartitions: 1, replicationFactor: 1 }])
    const values = Array.from({ length: 3000 }, (_, index) => `value ${index} ${'x'.repeat(index % 100)}`)
    await using producer = kafka.producer({ compressionType })
    await producer.sendAll(values.map((value) => ({ topic, key: 'k', value })))

    const log = await readLogWithJava(bootstrapServers, topic)

    expect(log.map(({ value }) => value)).toEqual(values)
  })

  it('records of a Java producer are read', async ({ bootstrapServers, topic }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await kafka.admin().createTopics([{ topic, numPartitions: 1, replicationFactor: 1 }])
    const values = Array.from({ length: 3000 }, (_, index) => `value ${index} ${'y'.repeat(index % 100)}`)
    await javaTool(
      'org.apache.kafka.tools.ConsoleProducer',
      ['--bootstrap-server', bootstrapServers, '--topic', topic, '--compression-codec', compressionType],
      { stdin: `${values.join('\n')}\n` },
    )

    await using consumer = kafka.consumer({ assignments: [{ topic, partition: 0, offset: 'earliest' }] })
    const records = await take(consumer, values.length)

    expect(records.map(({ value }) => value?.toString())).toEqual(values)
  })
})

describe('many callers', () => {
  it('share batches, and each learns its own offset', async ({ bootstrapServers, topic }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await kafka.admin().createTopics([{ topic, numPartitions: 3, replicationFactor: 1 }])
    await using producer = kafka.producer()

    const sent = await Promise.all(
      Array.from({ length: 20_000 }, async (_, index) => ({
        value: String(index),
        place: await producer.send({ topic, value: String(index) }),
      })),
    )

    const log = new Map(
      (await readLogWithJava(bootstrapServers, topic)).map((r) => [`${r.partition}:${r.offset}`, r.value]),
    )
    expect(log.size).toBe(20_000)
    const wrong = sent.filter(({ value, place }) => log.get(`${place.partition}:${place.offset}`) !== value)
    expect(wrong).toEqual([])
  })

  it('with acks 1 and acks 0 reach the log too', async ({ bootstrapServers, topic }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await kafka.admin().createTopics([{ topic, numPartitions: 1, replicationFactor: 1 }])
    await using leaderOnly = kafka.producer({ acks: 1 })
    await using nobody = kafka.producer({ acks: 0 })

    const known = await leaderOnly.send({ topic, key: 'k', value: 'acks 1' })
    const unknown = await nobody.send({ topic, key: 'k', value: 'acks 0' })

    expect(known.offset).toBe(0n)
    expect(unknown.offset).toBe(-1n)
    const log = await readLogWithJava(bootstrapServers, topic)
    expect(log.map(({ value }) => value)).toEqual(['acks 1', 'acks 0'])
  })
})
