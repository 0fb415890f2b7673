/** Consumer groups under the classic protocol on a real broker. */
import { describe, expect } from 'vitest'
import { type GroupConsumer, Kafka, type TopicPartition } from '../../src/index.ts'
import { closeAtAnyMoment, comeAndGo, shareWithJava } from './groups-journeys.ts'
import { GroupLedger, produceSteadily, until } from './groups-ledger.ts'
import { javaMember, classicMember as join, makeTopic, owns, partitionCount } from './groups-members.ts'
import { it } from './support.ts'

describe('a group', () => {
  it.for(['cooperative-sticky', 'range', 'sticky', 'roundrobin'] as const)(
    'with %s divides twelve partitions among members that come and go, and loses nothing',
    async (assignor, { bootstrapServers, topic, groupId }) => {
      await using kafka = new Kafka({ bootstrapServers })
      await makeTopic(kafka, topic)
      const ledger = new GroupLedger()
      const flow = produceSteadily(kafka, topic, partitionCount)
      const [first, second, third] = [1, 2, 3].map(() =>
        join(kafka, topic, groupId, { partitionAssignors: [assignor], autoCommitIntervalMs: 100 }),
      ) as [GroupConsumer, GroupConsumer, GroupConsumer]

      const produced = await comeAndGo(ledger, flow, [first, second, third])

      expect(produced.length).toBeGreaterThan(partitionCount)
      expect(ledger.missing(produced)).toEqual([])
      // Everybody finished what was in hand and committed it before it went to somebody else.
      expect([...ledger.given.values()].filter((count) => count > 1)).toEqual([])
    },
  )

  it('goes on where it was when all members have left', async ({ bootstrapServers, topic, groupId }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await makeTopic(kafka, topic)
    await kafka.producer().sendAll(Array.from({ length: 120 }, (_, n) => ({ topic, partition: n % 12, value: `${n}` })))
    const ledger = new GroupLedger()

    const before = join(kafka, topic, groupId)
    for (let count = 0; count < 50; ) {
      const records = await before.poll({ maxRecords: 50 - count })
      count += records.length
      for (const record of records) ledger.note(record)
    }
    await before.commit()
    await before.close()
    const after = join(kafka, topic, groupId)
    ledger.read(after)
    await until(() => ledger.given.size === 120)
    await after.close()

    expect([...ledger.given.values()].every((count) => count === 1)).toBe(true)
  })

  it('gives the record again that was in hand when its reader failed', async ({ bootstrapServers, topic, groupId }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await kafka.admin().createTopics([{ topic, numPartitions: 1, replicationFactor: 1 }])
    await kafka.producer().sendAll(['a', 'b', 'c'].map((value) => ({ topic, partition: 0, value })))

    const failing = join(kafka, topic, groupId)
    const read = async (): Promise<void> => {
      for await (const record of failing) if (String(record.value) === 'b') throw new Error('cannot handle b')
    }
    await expect(read()).rejects.toThrow('cannot handle b')
    await failing.close()
    const next = join(kafka, topic, groupId)
    const [record] = await next.poll({ timeoutMs: 20_000 })

    expect(String(record?.value)).toBe('b')
  })

  it('keeps committed offsets with their metadata', async ({ bootstrapServers, topic, groupId }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await makeTopic(kafka, topic)
    const consumer = join(kafka, topic, groupId, { autoCommit: false })
    await consumer.poll({ timeoutMs: 0 })
    await until(owns([consumer, 12]))

    await consumer.commit([{ topic, partition: 3, offset: 7n, metadata: 'up to here' }])

    expect(
      await consumer.committed([
        { topic, partition: 3 },
        { topic, partition: 4 },
      ]),
    ).toMatchObject([{ topic, partition: 3, offset: 7n, metadata: 'up to here' }])
  })

  it('waits for a callback that takes longer than the session, and commits in it', async ({
    bootstrapServers,
    topic,
    groupId,
  }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await makeTopic(kafka, topic)
    const calls: string[] = []
    const first: GroupConsumer = join(kafka, topic, groupId, {
      autoCommit: false,
      sessionTimeoutMs: 6_000,
      onRevoked: async (partitions: readonly TopicPartition[]) => {
        await new Promise((resolve) => setTimeout(resolve, 8_000))
        await first.commit(partitions.map((each) => ({ ...each, offset: 5n })))
        calls.push(`revoked ${partitions.length}`)
      },
      onLost: () => {
        calls.push('lost')
      },
    })
    const second = join(kafka, topic, groupId)
    await first.poll({ timeoutMs: 0 })
    await until(owns([first, 12]))
    await second.poll({ timeoutMs: 0 })
    await until(owns([first, 6], [second, 6]))

    expect(calls).toEqual(['revoked 6'])
    expect(await second.committed(second.assignment)).toHaveLength(6)
    await second.close()
  })

  it('keeps the partitions of a static member that restarts', async ({ bootstrapServers, topic, groupId }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await makeTopic(kafka, topic)
    const partitionAssignors = ['range'] as const
    const changes: number[] = []
    const other = join(kafka, topic, groupId, {
      partitionAssignors,
      groupInstanceId: 'two',
      onRevoked: (partitions) => {
        changes.push(partitions.length)
      },
    })
    const before = join(kafka, topic, groupId, { partitionAssignors, groupInstanceId: 'one' })
    await before.poll({ timeoutMs: 0 })
    await until(owns([before, 12]))
    await other.poll({ timeoutMs: 0 })
    await until(owns([before, 6], [other, 6]))
    const owned = before.assignment

    await before.close()
    const after = join(kafka, topic, groupId, { partitionAssignors, groupInstanceId: 'one' })
    await after.poll({ timeoutMs: 0 })
    await until(owns([after, 6]))

    expect(after.assignment).toEqual(owned)
    expect(changes).toEqual([])
  })

  it('closes within moments, while it joins too', async ({ bootstrapServers, topic, groupId }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await makeTopic(kafka, topic)
    const member = join(kafka, topic, groupId)
    await member.poll({ timeoutMs: 0 })
    await until(owns([member, 12]))
    const joining = join(kafka, topic, groupId)
    await joining.poll({ timeoutMs: 0 })

    const startMs = performance.now()
    await Promise.all([joining.close(), member.close()])

    expect(performance.now() - startMs).toBeLessThan(1_000)
  })

  it('gives nothing twice when members close at any moment of a rebalance', async ({
    bootstrapServers,
    topic,
    groupId,
  }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await makeTopic(kafka, topic)

    const ledger = await closeAtAnyMoment(kafka, topic, () =>
      join(kafka, topic, groupId, { autoCommitIntervalMs: 60_000 }),
    )

    expect([...ledger.given.values()].filter((count) => count > 1)).toEqual([])
  })

  it('reads topics by pattern, those that are made later too', async ({ bootstrapServers, topic, groupId }) => {
    await using kafka = new Kafka({ bootstrapServers, metadataMaxAgeMs: 500 })
    await makeTopic(kafka, `${topic}-a`)
    await makeTopic(kafka, `other-${topic}`)
    const consumer = join(kafka, topic, groupId, { pattern: new RegExp(`^${topic}-`) })
    await consumer.poll({ timeoutMs: 0 })
    await until(owns([consumer, 12]))
    await makeTopic(kafka, `${topic}-b`)
    await until(owns([consumer, 24]))

    expect(new Set(consumer.assignment.map((each) => each.topic))).toEqual(new Set([`${topic}-a`, `${topic}-b`]))
  })

  it('leaves when its application does not get on, and comes back when it reads', async ({
    bootstrapServers,
    topic,
    groupId,
  }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await makeTopic(kafka, topic)
    await kafka.producer().sendAll(Array.from({ length: 120 }, (_, n) => ({ topic, partition: n % 12, value: `${n}` })))
    const calls: string[] = []
    const slow = join(kafka, topic, groupId, {
      maxPollIntervalMs: 2_000,
      onLost: (partitions) => void calls.push(`lost ${partitions.length}`),
    })
    const records = slow[Symbol.asyncIterator]()
    await records.next()
    await until(() => slow.assignment.length === 0)
    const other = join(kafka, topic, groupId)
    await other.poll({ timeoutMs: 0 })
    await until(owns([other, 12]))
    void records.next()
    await until(owns([slow, 6], [other, 6]))

    expect(calls).toEqual(['lost 12'])
  })

  it('shares its partitions with a Java consumer, and takes them all when that has left', async ({
    bootstrapServers,
    topic,
    groupId,
  }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await makeTopic(kafka, topic)
    const consumer = join(kafka, topic, groupId, { autoCommitIntervalMs: 100 })

    const missing = await shareWithJava(kafka, topic, consumer, () => javaMember(bootstrapServers, topic, groupId))

    expect(missing).toEqual([])
  })
})
