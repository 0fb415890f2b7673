/**
 * The public client on each broker and service that the embedded cluster can imitate: what it can do there, and what it
 * says where a service cannot.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ConsumedRecord, type Consumer, Kafka, type KafkaOptions } from '../../src/index.ts'
import {
  FakeCluster,
  ManualClock,
  profileNames,
  profileOf,
  SeededRandom,
  type ServiceName,
} from '../../src/testing/index.ts'
import { batchOf } from './batches.ts'
import { RawConnection } from './raw-connection.ts'
import { produceRaw } from './raw-topics.ts'
import { RawTransactions, settled } from './raw-transactions.ts'

async function take(consumer: Consumer, count: number): Promise<ConsumedRecord[]> {
  const records: ConsumedRecord[] = []
  for await (const record of consumer) {
    records.push(record)
    if (records.length === count) break
  }
  return records
}

const texts = (records: readonly ConsumedRecord[]) => records.map(({ value }) => `${value}`)
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `value ${index}`)

/** What users of the service are told to set. */
const advised: Partial<KafkaOptions> = { retryBackoffMs: 20, reconnectBackoffMs: 20 }

describe.each(profileNames)('The client on %s', (name) => {
  const profile = profileOf(name)
  const isIdempotent = profile.versions.InitProducerId !== undefined
  let cluster: FakeCluster
  let kafka: Kafka
  beforeAll(async () => {
    cluster = await FakeCluster.start({ brokers: 3, topics: { orders: 3 }, profile, verifiesFrames: true })
    kafka = new Kafka({ ...advised, bootstrapServers: cluster.bootstrapServers })
  })
  afterAll(async () => {
    await kafka.close()
    await cluster.close()
    cluster.assertNoViolations()
  })

  /** A topic of its own for each test; not every service creates topics on the way. */
  async function newTopic(topic: string, partitions = 2): Promise<string> {
    await kafka.admin().createTopics([{ topic, numPartitions: partitions, replicationFactor: 3 }])
    return topic
  }

  const readAll = (topic: string, partition = 0) =>
    kafka.consumer({ assignments: [{ topic, partition, offset: 'earliest' }] })

  it('sends without idempotence, and reads it back', async () => {
    const topic = await newTopic('plain')
    await using producer = kafka.producer({ enableIdempotence: false })
    const sent = await producer.sendAll(numbered(50).map((value) => ({ topic, partition: 0, value })))

    await using consumer = readAll(topic)

    expect(texts(await take(consumer, 50))).toEqual(numbered(50))
    expect(sent.at(-1)!.offset).toBe(49n)
  })

  it('sends with idempotence, or says that the service has none', async () => {
    const topic = await newTopic('idempotent')
    await using producer = kafka.producer({ deliveryTimeoutMs: 5000 })

    const sending = producer.sendAll(numbered(50).map((value) => ({ topic, partition: 0, value })))

    if (isIdempotent) {
      expect((await sending).at(-1)!.offset).toBe(49n)
      expect(cluster.log(topic, 0).batches[0]!.producerId).toBeGreaterThanOrEqual(0n)
    } else {
      await expect(sending).rejects.toThrow('set enableIdempotence: false')
    }
  })

  it('sends with acks 0, and goes on with requests that are answered', async () => {
    const topic = await newTopic('unacknowledged')
    await using producer = kafka.producer({ acks: 0, enableIdempotence: false })
    for (const value of numbered(20)) await producer.send({ topic, partition: 0, value })

    await using consumer = readAll(topic)

    expect(texts(await take(consumer, 20))).toEqual(numbered(20))
  })

  it('goes on when leaders move, which no record is lost by', async () => {
    const topic = await newTopic('moving')
    await using producer = kafka.producer({ enableIdempotence: isIdempotent })
    await using consumer = readAll(topic)
    const reading = take(consumer, 30)

    for (const [index, value] of numbered(30).entries()) {
      if (index % 10 === 5) cluster.faults.moveLeader(topic, 0, (index % 3) + 1)
      await producer.send({ topic, partition: 0, value })
    }

    expect(texts(await reading)).toEqual(numbered(30))
  })

  it('waits while nobody leads', async () => {
    const topic = await newTopic('leaderless', 1)
    await using producer = kafka.producer({ enableIdempotence: isIdempotent })
    await producer.send({ topic, value: 'before' })
    cluster.faults.removeLeader(topic, 0)
    const sending = producer.send({ topic, value: 'after' })
    const produces = cluster.intercept('Metadata', (request) => {
      produces.remove()
      cluster.faults.moveLeader(topic, 0, 2)
      return request.proceed().then(() => undefined)
    })

    await sending

    expect(cluster.log(topic, 0).records.map(({ value }) => `${value}`)).toEqual(['before', 'after'])
  })

  it('reads on where fetch sessions are lost', async () => {
    const topic = await newTopic('sessions')
    await using producer = kafka.producer({ enableIdempotence: false })
    await using consumer = readAll(topic)
    const reading = take(consumer, 10)

    for (const value of numbered(10)) {
      for (const broker of cluster.brokers) broker.evictFetchSessions()
      await producer.send({ topic, partition: 0, value })
    }

    expect(texts(await reading)).toEqual(numbered(10))
  })

  it('reads what is left when a log was compacted', async () => {
    const topic = await newTopic('compacted')
    await using producer = kafka.producer({ enableIdempotence: false })
    for (const value of numbered(6))
      await producer.send({ topic, partition: 0, key: `${Number(value.at(-1)) % 2}`, value })
    cluster.compact(topic, 0)

    await using consumer = readAll(topic)

    expect(texts(await take(consumer, 2))).toEqual(['value 4', 'value 5'])
  })

  it('manages topics, as far as the service has it', async () => {
    const admin = kafka.admin()
    const topic = await newTopic('managed', 1)
    await admin.createPartitions([{ topic, totalCount: 3 }])
    const [described] = await admin.describeTopics([topic])
    const offsets = await admin.listOffsets([{ topic, partition: 0, offset: 'latest' }])
    const { brokers } = await admin.describeCluster()

    await admin.deleteTopics([topic])

    expect(described!.partitions).toHaveLength(3)
    expect(offsets[0]!.offset).toBe(0n)
    expect(new Set(brokers.map(({ nodeId }) => nodeId))).toEqual(new Set([1, 2, 3]))
    expect((await admin.listTopics()).map((listing) => listing.topic)).not.toContain(topic)
  })

  it('asks for the versions once on each connection, and for nothing that is not offered', () => {
    const asked = new Map<number, number>()
    for (const { connection, apiKey } of cluster.requests) {
      if (apiKey === 18) asked.set(connection, (asked.get(connection) ?? 0) + 1)
    }

    expect([...asked.values()].every((count) => count <= 2)).toBe(true)
    expect(cluster.violations).toEqual([])
  })
})

const transactional = profileNames.filter((name) => profileOf(name).versions.EndTxn !== undefined)

describe.each(transactional)('A consumer on %s, of transactions', (name) => {
  /** Two interleaved transactions of which the first is committed, one that is lost, and one that is open. */
  async function startWithTransactions(): Promise<FakeCluster> {
    const cluster = await FakeCluster.start({ brokers: 1, topics: { orders: 1 }, profile: profileOf(name) })
    using raw = await RawConnection.open(cluster.bootstrapServers)
    const start = () => RawTransactions.start(raw, undefined, { version: 3 })
    const [kept, lost, open] = [await start(), await start(), await start()]
    const write = async (producer: RawTransactions, value: string) => {
      await producer.add('orders')
      await producer.write('orders', [value], { version: 7, key: value })
    }
    const end = (producer: RawTransactions, isCommitted: boolean) => settled(() => producer.endOnce(isCommitted, 3))
    for (const index of [1, 2]) {
      await write(lost, `lost ${index}`)
      await write(kept, `kept ${index}`)
    }
    await end(lost, false)
    await end(kept, true)
    await write(lost, 'lost 3')
    await end(lost, false)
    await write(kept, 'kept 3')
    await end(kept, true)
    await write(open, 'open')
    return cluster
  }

  async function readFrom(cluster: FakeCluster, isolationLevel: 'read_committed' | 'read_uncommitted', count: number) {
    await using kafka = new Kafka({ ...advised, bootstrapServers: cluster.bootstrapServers })
    const assignments = [{ topic: 'orders', partition: 0, offset: 'earliest' }] as const
    await using consumer = kafka.consumer({ assignments, isolationLevel })
    const values = texts(await take(consumer, count))
    const further = await consumer.poll({ timeoutMs: 50 })
    return [...values, ...texts(further)]
  }

  it('reads what was committed, and nothing else', async () => {
    await using cluster = await startWithTransactions()

    expect(await readFrom(cluster, 'read_committed', 3)).toEqual(['kept 1', 'kept 2', 'kept 3'])
    cluster.assertNoViolations()
  })

  it('reads everything where it does not mind', async () => {
    await using cluster = await startWithTransactions()

    const values = await readFrom(cluster, 'read_uncommitted', 7)

    expect(values).toEqual(['lost 1', 'kept 1', 'lost 2', 'kept 2', 'lost 3', 'kept 3', 'open'])
  })

  it('reads what is left when markers and aborted records were compacted away', async () => {
    await using cluster = await startWithTransactions()
    cluster.compact('orders', 0)

    expect(await readFrom(cluster, 'read_committed', 3)).toEqual(['kept 1', 'kept 2', 'kept 3'])
  })
})

describe('The client on services with limits', () => {
  const startService = async (profile: ServiceName, config: Record<string, string | number> = {}) => {
    const cluster = await FakeCluster.start({ brokers: 1, topics: { orders: 1 }, profile, config })
    const kafka = new Kafka({ ...advised, bootstrapServers: cluster.bootstrapServers })
    const close = async () => {
      await kafka.close()
      await cluster.close()
    }
    return { cluster, kafka, [Symbol.asyncDispose]: close }
  }

  it('names the codec that the service does not take', async () => {
    await using service = await startService('azure-event-hubs')
    await using producer = service.kafka.producer({ enableIdempotence: false, compressionType: 'lz4' })

    const failure = await producer.send({ topic: 'orders', value: 'x' }).catch((error: unknown) => error)

    expect(failure).toMatchObject({ code: 'UNSUPPORTED_FOR_MESSAGE_FORMAT', persisted: 'no' })
  })

  it('passes on why a topic cannot be created', async () => {
    await using service = await startService('aws-msk-serverless')

    const creating = service.kafka.admin().createTopics([{ topic: 'huge', numPartitions: 2400, replicationFactor: 1 }])

    await expect(creating).rejects.toMatchObject({ code: 'POLICY_VIOLATION' })
    await expect(creating).rejects.toThrow('maximum number of partitions')
  })

  it('fails for good where the service has no room for another producer', async () => {
    await using service = await startService('redpanda-serverless')
    using raw = await RawConnection.open(service.cluster.bootstrapServers)
    for (let producerId = 1000n; producerId < 1250n; producerId++) {
      const records = batchOf({ values: ['x'], producerId, producerEpoch: 0, baseSequence: 0 })
      await produceRaw(raw, 'orders', 0, records, { version: 7 })
    }
    await using producer = service.kafka.producer()

    const failure = await producer.send({ topic: 'orders', value: 'x' }).catch((error: unknown) => error)

    expect(failure).toMatchObject({ code: 'POLICY_VIOLATION', persisted: 'no' })
  })

  it('sends again on another connection when one was forgotten on the way', async () => {
    const clock = new ManualClock()
    const timeless = { clock, random: new SeededRandom(3), network: 'memory' } as const
    await using cluster = await FakeCluster.start({ ...timeless, topics: { orders: 1 }, profile: 'azure-event-hubs' })
    const options = { connectionsMaxIdleMs: 3_600_000, platform: cluster.platform() }
    await using kafka = new Kafka({ bootstrapServers: cluster.bootstrapServers, ...options })
    await using producer = kafka.producer({ enableIdempotence: false })
    const send = async (value: string) => {
      let isDone = false
      const sent = producer.send({ topic: 'orders', value }).finally(() => {
        isDone = true
      })
      await clock.settle()
      while (!isDone) await clock.advanceToNextTimer()
      return sent
    }
    await send('first')
    await clock.advance(240_000)

    const startMs = clock.now()
    await send('second')

    expect(cluster.log('orders', 0).records.map(({ value }) => `${value}`)).toEqual(['first', 'second'])
    // One request timeout, not the two minutes of the delivery timeout.
    expect(clock.now() - startMs).toBeLessThan(60_000)
  })

  it('asks a service without topics on the way to create them', async () => {
    await using service = await startService('confluent-cloud')
    await using producer = service.kafka.producer({ deliveryTimeoutMs: 500 })

    const failure = await producer.send({ topic: 'nowhere', value: 'x' }).catch((error: unknown) => error)

    expect(failure).toMatchObject({ code: 'UNKNOWN_TOPIC_OR_PARTITION', persisted: 'no' })
  })
})

describe.each(profileNames)('A group on %s', (name) => {
  it('reads what was sent, and goes on where it committed', async () => {
    const config = { 'group.initial.rebalance.delay.ms': 0 }
    await using cluster = await FakeCluster.start({
      brokers: 3,
      topics: { orders: 2 },
      profile: profileOf(name),
      config,
    })
    await using kafka = new Kafka({ ...advised, bootstrapServers: cluster.bootstrapServers })
    await using producer = kafka.producer({ enableIdempotence: false })
    const send = (values: readonly string[]) =>
      producer.sendAll(values.map((value, index) => ({ topic: 'orders', partition: index % 2, value })))
    const read = async (count: number) => {
      const consumer = kafka.consumer({ groupId: 'billing', topics: ['orders'], autoOffsetReset: 'earliest' })
      const values: string[] = []
      for await (const record of consumer) {
        values.push(`${record.value}`)
        if (values.length === count) break
      }
      await consumer.commit()
      await consumer.close()
      return values.sort()
    }
    await send(['a', 'b', 'c', 'd'])
    const first = await read(4)
    await send(['e', 'f'])

    expect([first, await read(2)]).toEqual([
      ['a', 'b', 'c', 'd'],
      ['e', 'f'],
    ])
    cluster.assertNoViolations()
  })
})
