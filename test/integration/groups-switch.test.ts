/** A group that is moved from one protocol to the other by a rolling restart, while records flow. */
import { describe, expect } from 'vitest'
import { type GroupConsumer, Kafka } from '../../src/index.ts'
import { shareWithJava } from './groups-journeys.ts'
import { GroupLedger, produceSteadily, until } from './groups-ledger.ts'
import { classicMember, consumerMember, javaMember, makeTopic, owns, partitionCount } from './groups-members.ts'
import { quickGroupProperties } from './groups-properties.ts'
import { withCluster } from './support.ts'

const it = withCluster({ nodes: 1, properties: () => quickGroupProperties })
const make = { classic: classicMember, consumer: consumerMember }

describe('a group with members of both protocols', () => {
  it.for([
    ['classic', 'consumer', 'cooperative-sticky'],
    ['classic', 'consumer', 'range'],
    ['consumer', 'classic', 'cooperative-sticky'],
    ['consumer', 'classic', 'range'],
  ] as const)(
    'goes from %s to %s, member by member (%s), and loses nothing',
    async ([from, to, assignor], { bootstrapServers, topic, groupId }) => {
      await using kafka = new Kafka({ bootstrapServers })
      await makeTopic(kafka, topic)
      const ledger = new GroupLedger()
      const flow = produceSteadily(kafka, topic, partitionCount)
      const start = (protocol: 'classic' | 'consumer'): GroupConsumer => {
        const own = protocol === 'classic' ? { partitionAssignors: [assignor] } : {}
        const member = make[protocol](kafka, topic, groupId, { autoCommitIntervalMs: 100, ...own })
        ledger.read(member)
        return member
      }
      const members = [start(from), start(from), start(from)]
      const areEven = () => owns(...members.map((each) => [each, 4] as [GroupConsumer, number]))()
      await until(areEven)
      for (const index of members.keys()) {
        await members[index]!.close()
        members[index] = start(to)
        await until(areEven)
        await ledger.goesOn(100)
      }
      const produced = await ledger.windDown(flow, members)

      expect(ledger.missing(produced)).toEqual([])
      expect([...ledger.given.values()].filter((count) => count > 1)).toEqual([])
    },
  )

  it.for([['classic', 'consumer'] as const, ['consumer', 'classic'] as const])(
    'has a member of ours (%s) beside one of Java (%s), and loses nothing when that leaves',
    async ([ours, javas], { bootstrapServers, topic, groupId }) => {
      await using kafka = new Kafka({ bootstrapServers })
      await makeTopic(kafka, topic)
      const member = make[ours](kafka, topic, groupId, { autoCommitIntervalMs: 100 })

      const missing = await shareWithJava(kafka, topic, member, () =>
        javaMember(bootstrapServers, topic, groupId, javas),
      )

      expect(missing).toEqual([])
    },
  )
})
