/** The client's groups on the embedded cluster, while members come and go and coordinators change. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type GroupConsumer, type GroupConsumerOptions, Kafka } from '../../src/index.ts'
import { FakeCluster } from '../../src/testing/index.ts'
import { comeAndGo } from '../integration/groups-journeys.ts'
import { GroupLedger, produceSteadily, until } from '../integration/groups-ledger.ts'
import { classicMember, consumerMember, owns } from '../integration/groups-members.ts'

const topic = 'orders'
const groupId = 'billing'
const partitionCount = 12

let cluster: FakeCluster
let kafka: Kafka
beforeEach(async () => {
  cluster = await FakeCluster.start({
    brokers: 3,
    topics: { [topic]: { partitions: partitionCount } },
    verifiesFrames: true,
    config: { 'group.consumer.heartbeat.interval.ms': 50 },
  })
  kafka = new Kafka({ bootstrapServers: cluster.bootstrapServers, retryBackoffMs: 10 })
})
afterEach(async () => {
  await kafka.close()
  await cluster.close()
  cluster.assertNoViolations()
})

type Protocol = 'classic' | 'consumer'

function join(protocol: Protocol, options: Partial<GroupConsumerOptions> = {}): GroupConsumer {
  const member = protocol === 'classic' ? classicMember : consumerMember
  const heartbeat = protocol === 'classic' ? { heartbeatIntervalMs: 50 } : {}
  return member(kafka, topic, groupId, { autoCommitIntervalMs: 50, ...heartbeat, ...options })
}

/** How many partitions each member has, as the coordinator sees it. */
function shares(): readonly number[] {
  return (cluster.group(groupId)?.members ?? []).map(({ assignment }) => assignment.length).sort((a, b) => a - b)
}

describe.each<{ name: string; protocol: Protocol; options: Partial<GroupConsumerOptions> }>([
  { name: 'range', protocol: 'classic', options: { partitionAssignors: ['range'] } },
  { name: 'cooperative-sticky', protocol: 'classic', options: { partitionAssignors: ['cooperative-sticky'] } },
  { name: 'the broker (KIP-848)', protocol: 'consumer', options: {} },
])('a group divided by $name', ({ protocol, options }) => {
  it('loses nothing and gives nothing twice while members come and go', async () => {
    const ledger = new GroupLedger()
    const flow = produceSteadily(kafka, topic, partitionCount)
    const [first, second, third] = [1, 2, 3].map(() => join(protocol, options)) as [
      ...[GroupConsumer, GroupConsumer, GroupConsumer],
    ]

    let threeShares: readonly number[] = []
    const produced = await comeAndGo(ledger, flow, [first, second, third], () => {
      threeShares = shares()
    })

    expect(threeShares).toEqual([4, 4, 4])
    expect([...ledger.given.values()].filter((count) => count > 1)).toEqual([])
    const { state, members, offsets } = cluster.group(groupId)!
    expect({ state, members }).toEqual({ state: 'Empty', members: [] })
    const ends = produced.reduce((most, { partition, offset }) => {
      most[partition] = offset + 1n
      return most
    }, [] as bigint[])
    expect(offsets.map(({ offset }) => offset)).toEqual(ends)
  })

  it('goes on after its coordinator has moved, and after it has stopped', async () => {
    const ledger = new GroupLedger()
    const flow = produceSteadily(kafka, topic, partitionCount)
    const members = [join(protocol, options), join(protocol, options)] as const
    for (const member of members) ledger.read(member)
    await until(owns([members[0], 6], [members[1], 6]))
    const { nodeId } = cluster.coordinatorOf(groupId)!
    const [next, other] = cluster.brokers.filter((broker) => broker.nodeId !== nodeId)

    cluster.faults.moveCoordinator(groupId, next!.nodeId)
    cluster.faults.loadCoordinator(groupId, 100)
    const committedBefore = committed()
    await until(() => committed() > committedBefore + 200n)
    await cluster.broker(next!.nodeId).stop()
    const committedLater = committed()
    await until(() => committed() > committedLater + 200n)
    await cluster.broker(next!.nodeId).restart()
    const produced = await ledger.windDown(flow, members)

    expect(other).toBeDefined()
    expect(ledger.missing(produced)).toEqual([])
  })

  function committed(): bigint {
    return cluster.group(groupId)!.offsets.reduce((sum, { offset }) => sum + offset, 0n)
  }

  it('gives away what a member had that is dead', async () => {
    const [dead, alive] = [join(protocol, options), join(protocol, options)]
    const ledger = new GroupLedger()
    ledger.read(alive)
    await until(owns([alive, 12]))
    ledger.read(dead)
    await until(owns([alive, 6], [dead, 6]))
    const { members } = cluster.group(groupId)!
    const lost = members.find(({ assignment }) => assignment.some((own) => isOf(dead, own)))!

    cluster.faults.expireMember(groupId, lost.memberId)

    // It joins again when it hears of it.
    await until(() => cluster.group(groupId)!.members.every(({ memberId }) => memberId !== lost.memberId))
    await until(owns([alive, 6], [dead, 6]))
    await Promise.all([dead.close(), alive.close()])
    await ledger.finished()
  })

  it('takes a rebalance that comes without a reason', async () => {
    const member = join(protocol, options)
    const ledger = new GroupLedger()
    ledger.read(member)
    await until(owns([member, 12]))
    const { epoch } = cluster.group(groupId)!

    cluster.faults.rebalance(groupId)

    await until(() => cluster.group(groupId)!.epoch > epoch && cluster.group(groupId)!.state === 'Stable')
    await until(owns([member, 12]))
    expect(cluster.group(groupId)!.members.map(({ assignment }) => assignment.length)).toEqual([12])
    await member.close()
    await ledger.finished()
  })

  it('keeps the place of a static member that restarts', async () => {
    const [other, before] = ['two', 'one'].map((groupInstanceId) =>
      join(protocol, { ...options, groupInstanceId }),
    ) as [...[GroupConsumer, GroupConsumer]]
    await before.poll({ timeoutMs: 0 })
    await until(owns([before, 12]))
    await other.poll({ timeoutMs: 0 })
    await until(owns([before, 6], [other, 6]))
    const { epoch } = cluster.group(groupId)!
    const owned = before.assignment

    await before.close()
    const after = join(protocol, { ...options, groupInstanceId: 'one' })
    await after.poll({ timeoutMs: 0 })
    await until(owns([after, 6]))

    expect(after.assignment).toEqual(owned)
    expect(cluster.group(groupId)!.epoch).toBe(epoch)
    await Promise.all([after.close(), other.close()])
  })
})

it('members of both protocols share a group, which goes back to the classic one when only such are left', async () => {
  const ledger = new GroupLedger()
  const flow = produceSteadily(kafka, topic, partitionCount)
  const classic = join('classic', { partitionAssignors: ['cooperative-sticky'] })
  const modern = join('consumer')
  const types: (string | undefined)[] = []
  const noteType = (): number => types.push(cluster.group(groupId)?.type)

  ledger.read(classic)
  await until(owns([classic, 12]))
  noteType()
  ledger.read(modern)
  await until(owns([classic, 6], [modern, 6]))
  noteType()
  await modern.close()
  await until(owns([classic, 12]))
  noteType()
  await ledger.windDown(flow, [classic])

  expect(types).toEqual(['classic', 'consumer', 'classic'])
  expect([...ledger.given.values()].filter((count) => count > 1)).toEqual([])
})

function isOf(consumer: GroupConsumer, { partition }: { readonly partition: number }): boolean {
  return consumer.assignment.some((own) => own.partition === partition)
}
