/** Consumer groups under the consumer protocol (KIP-848) on a real broker, whose heartbeats are quick. */
import { describe, expect } from 'vitest'
import { Kafka, type TopicPartition } from '../../src/index.ts'
import { closeAtAnyMoment, comeAndGo, shareWithJava } from './groups-journeys.ts'
import { GroupLedger, produceSteadily, until } from './groups-ledger.ts'
import { javaMember, consumerMember as join, makeTopic, owns, partitionCount } from './groups-members.ts'
import { quickGroupProperties } from './groups-properties.ts'
import { withCluster } from './support.ts'

const it = withCluster({ nodes: 1, properties: () => quickGroupProperties })

describe('a group whose coordinator divides', () => {
  it.for([undefined, 'uniform', 'range'] as const)(
    'with the assignor %s gives twelve partitions to members that come and go, and loses nothing',
    async (groupRemoteAssignor, { bootstrapServers, topic, groupId }) => {
      await using kafka = new Kafka({ bootstrapServers })
      await makeTopic(kafka, topic)
      const ledger = new GroupLedger()
      const flow = produceSteadily(kafka, topic, partitionCount)
      const options = {
        autoCommitIntervalMs: 100,
        ...(groupRemoteAssignor === undefined ? {} : { groupRemoteAssignor }),
      }
      const first = join(kafka, topic, groupId, options)
      const second = join(kafka, topic, groupId, options)
      const third = join(kafka, topic, groupId, options)

      const produced = await comeAndGo(ledger, flow, [first, second, third])

      expect(produced.length).toBeGreaterThan(partitionCount)
      expect(ledger.missing(produced)).toEqual([])
      // Everybody finished what was in hand and committed it before it went to somebody else.
      expect([...ledger.given.values()].filter((count) => count > 1)).toEqual([])
    },
  )

  it('waits for onRevoked, in which the application may commit, before anybody else is given the partitions', async ({
    bootstrapServers,
    topic,
    groupId,
  }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await makeTopic(kafka, topic)
    const calls: string[] = []
    const first = join(kafka, topic, groupId, {
      autoCommit: false,
      onRevoked: async (partitions: readonly TopicPartition[]) => {
        await new Promise((resolve) => setTimeout(resolve, 3_000))
        await first.commit(partitions.map((each) => ({ ...each, offset: 5n })))
        calls.push(`first revoked ${partitions.length}`)
      },
    })
    const second = join(kafka, topic, groupId, {
      onAssigned: (partitions) => void (partitions.length > 0 && calls.push(`second assigned ${partitions.length}`)),
    })
    await first.poll({ timeoutMs: 0 })
    await until(owns([first, 12]))
    await second.poll({ timeoutMs: 0 })
    await until(owns([first, 6], [second, 6]))

    expect(calls).toEqual(['first revoked 6', 'second assigned 6'])
    expect(await second.committed(second.assignment)).toHaveLength(6)
  })

  it('gives a static member that comes back within its session what it had', async ({
    bootstrapServers,
    topic,
    groupId,
  }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await makeTopic(kafka, topic)
    const changes: string[] = []
    const before = join(kafka, topic, groupId, { groupInstanceId: 'one' })
    const other = join(kafka, topic, groupId)
    await before.poll({ timeoutMs: 0 })
    await until(owns([before, 12]))
    await other.poll({ timeoutMs: 0 })
    await until(owns([before, 6], [other, 6]))
    const owned = before.assignment

    await before.close()
    const after = join(kafka, topic, groupId, {
      groupInstanceId: 'one',
      onRevoked: () => void changes.push('revoked'),
    })
    await after.poll({ timeoutMs: 0 })
    await until(owns([after, 6]))

    expect(after.assignment).toEqual(owned)
    expect([other.assignment.length, changes]).toEqual([6, []])
  })

  it('tells a second member of an instance id that the first one lives, and takes its place when it has gone', async ({
    bootstrapServers,
    topic,
    groupId,
  }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await makeTopic(kafka, topic)
    const first = join(kafka, topic, groupId, { groupInstanceId: 'one' })
    await first.poll({ timeoutMs: 0 })
    await until(owns([first, 12]))
    const second = join(kafka, topic, groupId, { groupInstanceId: 'one', rebalanceTimeoutMs: 500 })

    await expect(second.poll({ timeoutMs: 20_000 })).rejects.toThrow('UNRELEASED_INSTANCE_ID')
    await first.close()
    // What was told is over; a read may be told once more before.
    await second.poll({ timeoutMs: 0 }).catch(() => {})
    await until(owns([second, 12]))
  })

  it('says what is wrong with an assignor and with a pattern', async ({ bootstrapServers, topic, groupId }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await makeTopic(kafka, topic)
    const lucky = join(kafka, topic, groupId, { groupRemoteAssignor: 'lucky' })
    const open = join(kafka, topic, groupId, { pattern: '(' })

    await expect(lucky.poll({ timeoutMs: 10_000 })).rejects.toThrow('UNSUPPORTED_ASSIGNOR')
    await expect(open.poll({ timeoutMs: 10_000 })).rejects.toThrow('INVALID_REGULAR_EXPRESSION')
  })

  it.for([['as a RegExp', true] as const, ['as RE2, which the coordinator evaluates', false] as const])(
    'reads topics by pattern %s, those that are made later too',
    async ([, isLocal], { bootstrapServers, topic, groupId }) => {
      await using kafka = new Kafka({ bootstrapServers, metadataMaxAgeMs: 500 })
      await makeTopic(kafka, `${topic}-a`)
      await makeTopic(kafka, `other-${topic}`)
      const pattern = isLocal ? new RegExp(`^${topic}-`) : `${topic}-.*`
      const consumer = join(kafka, topic, groupId, { pattern })
      const topics = () => new Set(consumer.assignment.map((each) => each.topic))
      await consumer.poll({ timeoutMs: 0 })
      await until(owns([consumer, 12]))
      await makeTopic(kafka, `${topic}-b`)
      await until(owns([consumer, 24]))

      expect(topics()).toEqual(new Set([`${topic}-a`, `${topic}-b`]))
    },
  )

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
    await until(owns([slow, 0]))
    const other = join(kafka, topic, groupId)
    await other.poll({ timeoutMs: 0 })
    await until(owns([other, 12]))
    void records.next()
    await until(owns([slow, 6], [other, 6]))

    expect(calls).toEqual(['lost 12'])
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

  it('shares its partitions with a Java consumer, and takes them all when that has left', async ({
    bootstrapServers,
    topic,
    groupId,
  }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await makeTopic(kafka, topic)
    const consumer = join(kafka, topic, groupId, { autoCommitIntervalMs: 100 })

    const missing = await shareWithJava(kafka, topic, consumer, () =>
      javaMember(bootstrapServers, topic, groupId, 'consumer'),
    )

    expect(missing).toEqual([])
  })
})
