/** Consumer groups of this client on the embedded cluster, under both protocols. The real broker's are in integration/. */
import { afterEach, describe, expect, it } from 'vitest'
import { type GroupConsumer, Kafka } from '../../src/index.ts'
import { FakeCluster } from '../../src/testing/index.ts'
import { GroupLedger, produceSteadily, until } from '../integration/groups-ledger.ts'
import { classicMember, consumerMember, makeTopic, owns, partitionCount } from '../integration/groups-members.ts'
import { quickGroupProperties } from '../integration/groups-properties.ts'

const topic = 'orders'
const groupId = 'billing'
const protocols = [
  { name: 'classic', join: classicMember },
  { name: 'consumer', join: consumerMember },
] as const

describe.each(protocols)('groups on the embedded cluster, under the $name protocol', ({ name, join }) => {
  const closers: (() => Promise<void>)[] = []
  const open = async () => {
    const cluster = await FakeCluster.start({ brokers: 3, config: quickGroupProperties, verifiesFrames: true })
    const kafka = new Kafka({ bootstrapServers: cluster.bootstrapServers })
    closers.push(async () => {
      await kafka.close()
      await cluster.close()
      cluster.assertNoViolations()
    })
    await makeTopic(kafka, topic, 3)
    const ledger = new GroupLedger()
    const start = (): GroupConsumer => {
      const member = join(kafka, topic, groupId, { autoCommitIntervalMs: 100 })
      ledger.read(member)
      return member
    }
    return { cluster, kafka, ledger, start }
  }
  afterEach(async () => {
    for (const close of closers.splice(0)) await close()
  })

  it('members that come and go lose nothing and double nothing', async () => {
    const { kafka, ledger, start } = await open()
    const flow = produceSteadily(kafka, topic, partitionCount)
    const first = start()
    await until(owns([first, 12]))
    const second = start()
    await until(owns([first, 6], [second, 6]))
    await first.close()
    await until(owns([second, 12]))
    await ledger.windDown(flow, [second])

    expect([...ledger.given.values()].filter((count) => count > 1)).toEqual([])
  })

  it('members go on when every broker, the coordinator among them, is restarted', async () => {
    const { cluster, kafka, ledger, start } = await open()
    const flow = produceSteadily(kafka, topic, partitionCount)
    const members = [start(), start()]
    await until(() => members.every(({ assignment }) => assignment.length === 6))
    for (const broker of cluster.brokers) {
      await broker.stop()
      await broker.start()
      await ledger.goesOn(100)
    }
    const produced = await ledger.windDown(flow, members)

    expect(ledger.missing(produced)).toEqual([])
  })

  it('a group is moved to the other protocol member by member', async () => {
    const { kafka, ledger, start } = await open()
    const flow = produceSteadily(kafka, topic, partitionCount)
    const other = name === 'classic' ? consumerMember : classicMember
    const members = [start(), start()]
    const areEven = () => members.every(({ assignment }) => assignment.length === 6)
    await until(areEven)
    for (const index of members.keys()) {
      await members[index]!.close()
      members[index] = other(kafka, topic, groupId, { autoCommitIntervalMs: 100 })
      ledger.read(members[index]!)
      await until(areEven)
    }
    await ledger.windDown(flow, members)

    expect([...ledger.given.values()].filter((count) => count > 1)).toEqual([])
  })

  it('reads topics by pattern', async () => {
    const { kafka } = await open()
    const consumer = join(kafka, topic, groupId, { pattern: /^order/ })
    await consumer.poll({ timeoutMs: 0 })
    await until(owns([consumer, 12]))

    expect(new Set(consumer.assignment.map((each) => each.topic))).toEqual(new Set([topic]))
  })
})
