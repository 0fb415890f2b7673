/** `run`, marks, typed records and look-ups by duration, on a real broker. */
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import { type ConsumedRecord, type GroupConsumer, Kafka, serdes } from '../../src/index.ts'
import { it } from './support.ts'

const partitionCount = 6

async function createTopic(kafka: Kafka, topic: string, numPartitions = partitionCount): Promise<void> {
  await kafka.admin().createTopics([{ topic, numPartitions, replicationFactor: 1 }])
}

async function fillKeyed(kafka: Kafka, topic: string, keyCount: number, perKey: number): Promise<void> {
  await using producer = kafka.producer()
  await producer.sendAll(
    Array.from({ length: keyCount * perKey }, (_, index) => ({
      topic,
      key: `key-${index % keyCount}`,
      value: String(Math.floor(index / keyCount)),
    })),
  )
}

async function committedOf(consumer: GroupConsumer, topic: string, count = partitionCount): Promise<bigint> {
  const partitions = Array.from({ length: count }, (_, partition) => ({ topic, partition }))
  const committed = await consumer.committed(partitions)
  return committed.reduce((sum, { offset }) => sum + offset, 0n)
}

describe('run on a real broker', () => {
  it('handles every record, those of one key in their order, while members come and go', async ({
    bootstrapServers,
    topic,
    groupId,
  }) => {
    const keyCount = 40
    const perKey = 250
    await using kafka = new Kafka({ bootstrapServers })
    await createTopic(kafka, topic)
    await fillKeyed(kafka, topic, keyCount, perKey)
    const handled = new Map<string, number>()
    const wrong: string[] = []
    let count = 0
    const done = new AbortController()
    const member = (partialSignal?: AbortSignal) => {
      const consumer = kafka.consumer({
        groupId,
        topics: [topic],
        autoOffsetReset: 'earliest',
        heartbeatIntervalMs: 100,
        autoCommitIntervalMs: 200,
      })
      const own = { count: 0 }
      const running = consumer.run({
        concurrency: 8,
        ordering: 'key',
        signal: partialSignal === undefined ? done.signal : AbortSignal.any([done.signal, partialSignal]),
        eachRecord: async ({ key, value }) => {
          const name = String(key)
          const number = Number(value)
          // What the handler does.
          await delay(1)
          own.count += 1
          const next = handled.get(name) ?? 0
          // At least once: what was in hand in a rebalance may come again, but nothing is left out.
          if (number > next) wrong.push(`${name}: ${number} came before ${next}`)
          else if (number === next) handled.set(name, next + 1)
          if (++count >= keyCount * perKey && [...handled.values()].every((each) => each === perKey)) done.abort()
        },
      })
      return { consumer, running, own }
    }
    const first = member()
    while (first.own.count < 500) await nextTurn()
    const leaving = new AbortController()
    const second = member(leaving.signal)
    while (second.own.count < 500 && !done.signal.aborted) await nextTurn()
    leaving.abort()
    await second.running
    await second.consumer.close()
    await first.running
    await first.consumer.close()

    expect(second.own.count).toBeGreaterThanOrEqual(500)
    expect(wrong).toEqual([])
    expect(handled.size).toBe(keyCount)
    const observer = kafka.consumer({ groupId, topics: [topic] })
    expect(await committedOf(observer, topic)).toBe(BigInt(keyCount * perKey))
  })

  it('commits nothing of a record whose handler failed: the next member gets it', async ({
    bootstrapServers,
    topic,
    groupId,
  }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await createTopic(kafka, topic, 1)
    await fillKeyed(kafka, topic, 1, 10)
    const options = { groupId, topics: [topic], autoOffsetReset: 'earliest' } as const
    const failing = kafka.consumer(options)
    const run = failing.run({
      eachRecord: ({ offset }) => {
        if (offset === 4n) throw new Error('no')
      },
    })
    await expect(run).rejects.toThrow('no')
    await failing.close()
    const next = kafka.consumer(options)
    const [record] = await next.poll({ timeoutMs: 20_000 })
    expect(record?.offset).toBe(4n)
    await next.close()
  })

  it('commits what is marked, and nothing else', async ({ bootstrapServers, topic, groupId }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await createTopic(kafka, topic, 1)
    await fillKeyed(kafka, topic, 1, 10)
    const consumer = kafka.consumer({ groupId, topics: [topic], autoOffsetReset: 'earliest', autoCommit: 'marked' })
    const records: ConsumedRecord[] = []
    for await (const record of consumer) if (records.push(record) === 10) break
    consumer.mark(records[6]!)
    consumer.mark(records[2]!)
    await consumer.close()
    const observer = kafka.consumer({ groupId, topics: [topic] })
    expect(await committedOf(observer, topic, 1)).toBe(7n)
  })

  it('reads typed records, and leaves out what cannot be read', async ({ bootstrapServers, topic }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await createTopic(kafka, topic, 1)
    const producer = kafka.producer()
    const values = ['{"n":1}', 'not json', '{"n":3}']
    await producer.sendAll(values.map((value) => ({ topic, value })))
    const consumer = kafka.consumer({
      assignments: [{ topic, partition: 0, offset: 'earliest' }],
      deserializers: { value: serdes.json<{ n: number }>() },
      onUnreadable: 'skip',
    })
    const seen: unknown[] = []
    for await (const { value } of consumer) if (seen.push(value?.n) === 2) break
    expect(seen).toEqual([1, 3])
  })

  it('begins where a duration says, and answers questions about offsets', async ({ bootstrapServers, topic }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await createTopic(kafka, topic, 1)
    const producer = kafka.producer()
    const nowMs = Date.now()
    const agesMs = [7_200_000, 3_000_000, 60_000]
    for (const ageMs of agesMs) await producer.send({ topic, value: String(ageMs), timestamp: nowMs - ageMs })
    const consumer = kafka.consumer({ assignments: [{ topic, partition: 0, offset: { durationMs: 3_600_000 } }] })
    const [record] = await consumer.poll({ timeoutMs: 20_000 })
    expect(String(record?.value)).toBe('3000000')
    const partition = { topic, partition: 0 }
    expect(await consumer.beginningOffsets([partition])).toEqual([{ ...partition, offset: 0n }])
    expect(await consumer.endOffsets([partition])).toEqual([{ ...partition, offset: 3n }])
    const times = [
      { ...partition, timestamp: nowMs - 100_000 },
      { ...partition, timestamp: nowMs + 100_000 },
    ]
    const [found] = await consumer.offsetsForTimes(times.slice(0, 1))
    const [none] = await consumer.offsetsForTimes(times.slice(1))
    expect([found?.offset, found?.timestamp, none?.offset]).toEqual([2n, nowMs - 60_000, null])
    expect(consumer.watermarks(topic, 0)?.highWatermark).toBe(3n)
  })
})
