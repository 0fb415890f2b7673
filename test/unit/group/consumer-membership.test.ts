import { describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { ConsumerMembership, type ConsumerMembershipOptions } from '../../../src/group/consumer-membership.ts'
import type { MembershipHost } from '../../../src/group/membership.ts'
import { partitionKey } from '../../../src/group/topic-partitions.ts'
import { consumerGroupHeartbeatApi } from '../../../src/protocol/apis/consumer-group-heartbeat.ts'
import { metadataApi } from '../../../src/protocol/apis/metadata.ts'
import type { TopicPartition } from '../../../src/record/record.ts'
import { createDeferred } from '../../../src/support/deferred.ts'
import { delay } from '../../../src/support/delay.ts'
import { clientWorld } from '../client/client-world.ts'
import { ModelConsumerGroup } from './model-consumer-group.ts'
import { closedAfterEach, membersClose } from './worlds.ts'

const all = 't:0 t:1 t:2 t:3'

function groupWorld() {
  const world = clientWorld(2)
  const { cluster } = world
  cluster.createTopic('t', { partitionCount: 4 })
  const group = new ModelConsumerGroup(cluster)
  const members: ConsumerMembership[] = []
  const join = (options: Partial<ConsumerMembershipOptions> & { overrides?: Partial<MembershipHost> } = {}) => {
    const calls: string[] = []
    const names = (partitions: readonly TopicPartition[]) => partitions.map(partitionKey).sort().join(' ')
    const host: MembershipHost = {
      onAssigned: async (partitions) => void calls.push(`assigned ${names(partitions)}`.trim()),
      onRevoked: async (partitions) => void calls.push(`revoked ${names(partitions)}`),
      onLost: async (partitions) => void calls.push(`lost ${names(partitions)}`),
      onFailed: async (error) => void calls.push(`failed ${error.message}`),
      ...options.overrides,
    }
    const membership = new ConsumerMembership({
      core: world.core,
      host,
      groupId: 'g',
      groupInstanceId: null,
      topics: ['t'],
      rackId: null,
      remoteAssignor: null,
      rebalanceTimeoutMs: 60_000,
      ...options,
    })
    members.push(membership)
    membership.start()
    return { membership, calls }
  }
  const beats = () => cluster.requestsOf(consumerGroupHeartbeatApi).map(({ body }) => body)
  const refuseOnce = (errorCode: number, errorMessage: string | null = null) =>
    cluster.once(consumerGroupHeartbeatApi, () => ({ errorCode, errorMessage }))
  return { ...world, group, join, members, beats, refuseOnce }
}

describe('a member of a group under the consumer protocol', () => {
  const open = closedAfterEach(groupWorld, membersClose)

  it('joins under an id of its own and tells everything, and that it owns nothing', async () => {
    const { join, clock, beats } = open()
    const { membership, calls } = join({ rackId: 'a', remoteAssignor: 'range' })
    await clock.advance(10)
    expect(calls).toEqual([`assigned ${all}`])
    expect(membership.metadata).toMatchObject({ memberId: expect.stringMatching(/^[\w-]{22}$/), generationId: 2 })
    expect(beats()[0]).toMatchObject({
      memberId: membership.metadata.memberId,
      memberEpoch: 0,
      rackId: 'a',
      serverAssignor: 'range',
      rebalanceTimeoutMs: 60_000,
      subscribedTopicNames: ['t'],
      topicPartitions: [],
    })
  })

  it('acknowledges what it took at once, and then only says that it is there, as often as it is told to', async () => {
    const { join, clock, beats } = open()
    const { membership } = join()
    await clock.advance(10)
    const acknowledged = beats()[1]?.topicPartitions
    await clock.advance(3_000)
    expect(acknowledged).toMatchObject([{ partitions: [0, 1, 2, 3] }])
    expect(beats().slice(2)).toHaveLength(3)
    for (const beat of beats().slice(2)) {
      expect(beat).toMatchObject({ memberEpoch: 2, topicPartitions: null, subscribedTopicNames: null })
    }
    expect(membership.state).toBe('stable')
  })

  it('tells everything after a heartbeat whose answer is not known, which is not sent again', async () => {
    const { join, clock, beats, cluster } = open()
    join()
    await clock.advance(10)
    cluster.once(consumerGroupHeartbeatApi, () => 'drop')
    await clock.advance(1_500)
    const [lost, next] = beats().slice(-2)
    expect(lost?.topicPartitions).toBeNull()
    expect(next).toMatchObject({ subscribedTopicNames: ['t'], topicPartitions: [{ partitions: [0, 1, 2, 3] }] })
  })

  it('gives up before it acknowledges, and says in the meantime only that it is there', async () => {
    const { join, clock, beats } = open()
    const revoked = createDeferred<void>()
    const first = join({ overrides: { onRevoked: () => revoked.promise } })
    await clock.advance(10)
    const second = join()
    await clock.advance(10_000)
    const whileRevoking = beats().filter(({ memberId }) => memberId === first.membership.metadata.memberId)
    const [stateThen, secondThen] = [first.membership.state, [...second.calls]]
    revoked.resolve()
    await clock.advance(1)
    const acknowledged = beats().findLast(({ memberId }) => memberId === first.membership.metadata.memberId)
    await clock.advance(1_100)
    expect([stateThen, secondThen]).toEqual(['reconciling', ['assigned']])
    expect(whileRevoking.slice(2).every(({ topicPartitions }) => topicPartitions === null)).toBe(true)
    expect(acknowledged?.topicPartitions).toMatchObject([{ partitions: [0, 1] }])
    expect(second.calls).toEqual(['assigned', 'assigned t:2 t:3'])
  })

  it('tells everything, what it is giving up included, when a heartbeat fails while it gives up', async () => {
    const { join, clock, beats, cluster } = open()
    const revoked = createDeferred<void>()
    const first = join({ overrides: { onRevoked: () => revoked.promise } })
    await clock.advance(10)
    join()
    await clock.advance(2_000)
    cluster.once(consumerGroupHeartbeatApi, () => 'drop')
    await clock.advance(2_000)
    const told = beats().filter((beat) => beat.memberId === first.membership.metadata.memberId && beat.topicPartitions)
    revoked.resolve()
    expect(told.at(-1)?.topicPartitions).toMatchObject([{ partitions: [0, 1, 2, 3] }])
    expect(first.membership.metadata.generationId).toBe(2)
  })

  it('neither owns nor acknowledges topics whose names it does not know, and asks for these', async () => {
    const { join, clock, beats, cluster } = open()
    const hold = cluster.hold(metadataApi)
    const { membership, calls } = join()
    // The first look at the cluster is needed to find the coordinator.
    await clock.advance(1)
    while (beats().length === 0) {
      hold.releaseOne()
      await clock.advance(1)
    }
    await clock.advance(5_000)
    const then = [membership.state, calls.length, beats().filter(({ topicPartitions }) => topicPartitions?.length)]
    hold.release()
    await clock.advance(10)
    expect(then).toEqual(['reconciling', 0, []])
    expect(calls).toEqual([`assigned ${all}`])
    expect(beats().at(-1)?.topicPartitions).toHaveLength(1)
  })

  it.for(['UNKNOWN_MEMBER_ID', 'FENCED_MEMBER_EPOCH'] as const)(
    'loses everything on %s, and joins again under the same id',
    async (code) => {
      const { join, clock, refuseOnce } = open()
      const member = join()
      await clock.advance(10)
      const { memberId } = member.membership.metadata
      refuseOnce(ErrorCodes[code])
      await clock.advance(1_100)
      expect(member.calls).toEqual([`assigned ${all}`, `lost ${all}`, `assigned ${all}`])
      expect(member.membership.metadata).toMatchObject({ memberId, generationId: 4 })
    },
  )

  it('lets a callback end before it says what is lost, and what was given up is not lost', async () => {
    const { join, clock, group } = open()
    const revoked = createDeferred<void>()
    let heard: AbortSignal | undefined
    const first = join({
      overrides: {
        onRevoked: (_partitions, signal) => {
          heard = signal
          return revoked.promise
        },
      },
    })
    await clock.advance(10)
    join()
    await clock.advance(1_100)
    group.remove(first.membership.metadata.memberId)
    await clock.advance(1_100)
    const then = [first.membership.state, heard?.aborted, first.calls.length]
    revoked.resolve()
    await clock.advance(1)
    expect(then).toEqual(['fenced', true, 1])
    expect(first.calls.slice(1, 2)).toEqual(['lost t:0 t:1'])
  })

  it('says that brokers are too old, where they do not have the request', async () => {
    const { join, clock, cluster } = open()
    cluster.removeApi(consumerGroupHeartbeatApi)
    const { calls } = join()
    await clock.advance(10)
    expect(calls[0]).toContain("Cannot join group g: the brokers do not speak groupProtocol 'consumer' (KIP-848)")
  })

  it.for([
    [
      'has only the early access of Kafka 3.7 to 3.9',
      (world: ReturnType<typeof groupWorld>) => {
        world.cluster.setVersions(consumerGroupHeartbeatApi, 0, 0)
      },
    ] as const,
    [
      'answers UNSUPPORTED_VERSION',
      (world: ReturnType<typeof groupWorld>) => {
        world.refuseOnce(ErrorCodes.UNSUPPORTED_VERSION)
      },
    ] as const,
  ])('says the same of a broker that %s', async ([, prepare]) => {
    const world = open()
    prepare(world)
    const { calls } = world.join()
    await world.clock.advance(10)
    expect(calls[0]).toContain("do not speak groupProtocol 'consumer'")
  })

  it.for(['GROUP_MAX_SIZE_REACHED', 'UNSUPPORTED_ASSIGNOR', 'INVALID_REGULAR_EXPRESSION'] as const)(
    'tells %s in the words of the broker, and tries again when it was heard',
    async (code) => {
      const { join, clock, refuseOnce } = open()
      refuseOnce(ErrorCodes[code], 'for this reason')
      const { calls } = join()
      await clock.advance(1_000)
      expect(calls).toEqual([
        `failed Cannot join group g: broker answered ${code} (for this reason)`,
        `assigned ${all}`,
      ])
    },
  )

  it('waits for an instance id that is not released yet, and does not tell', async () => {
    const { join, clock, refuseOnce } = open()
    for (let count = 0; count < 5; count++) refuseOnce(ErrorCodes.UNRELEASED_INSTANCE_ID)
    const { calls } = join({ groupInstanceId: 'one' })
    await clock.advance(10_000)
    expect(calls).toEqual([`assigned ${all}`])
  })

  it('tells after rebalanceTimeoutMs that somebody else has its instance id', async () => {
    const { join, clock, cluster } = open()
    cluster.on(consumerGroupHeartbeatApi, () => ({ errorCode: ErrorCodes.UNRELEASED_INSTANCE_ID }))
    const { calls } = join({ groupInstanceId: 'one', rebalanceTimeoutMs: 5_000 })
    await clock.advance(4_000)
    const before = calls.length
    await clock.advance(4_000)
    expect([before, calls.length]).toEqual([0, 1])
    expect(calls[0]).toContain('UNRELEASED_INSTANCE_ID')
  })

  it('does not throw out the member that has taken its instance id', async () => {
    const { join, clock, refuseOnce, beats } = open()
    const heard: string[] = []
    const onFailed = async (error: Error, signal: AbortSignal): Promise<void> => {
      heard.push(error.message)
      await delay(clock, 10_000, 'the reader takes its time', { signal })
    }
    const { membership } = join({ groupInstanceId: 'one', overrides: { onFailed } })
    await clock.advance(10)
    refuseOnce(ErrorCodes.FENCED_INSTANCE_ID)
    await clock.advance(60_000)
    // Every read is told again.
    expect(heard.length).toBeGreaterThan(1)
    expect(beats().filter(({ memberEpoch }) => memberEpoch === 0)).toHaveLength(1)
    expect(membership.state).toBe('fatal')
  })

  it('finds the coordinator that has moved, and keeps its partitions', async () => {
    const { join, clock, group, cluster } = open()
    const { membership, calls } = join()
    await clock.advance(10)
    group.nodeId = 2
    await clock.advance(3_000)
    expect(cluster.requestsOf(consumerGroupHeartbeatApi).at(-1)?.nodeId).toBe(2)
    expect([membership.state, calls.length]).toEqual(['stable', 1])
  })

  it('keeps its partitions through an outage that is longer than a request may take', async () => {
    const { join, clock, cluster } = open()
    const { membership, calls } = join()
    await clock.advance(10)
    for (const nodeId of [1, 2]) cluster.node(nodeId).stop()
    await clock.advance(90_000)
    for (const nodeId of [1, 2]) cluster.node(nodeId).start()
    await clock.advance(30_000)
    expect([membership.state, calls]).toEqual(['stable', [`assigned ${all}`]])
  })

  it('ignores an epoch that only the answer to leaving has', async () => {
    const { join, clock, cluster, beats } = open()
    join()
    await clock.advance(10)
    cluster.once(consumerGroupHeartbeatApi, ({ memberId }) => ({ memberId, memberEpoch: -1 }))
    await clock.advance(2_100)
    expect(beats().every(({ memberEpoch }) => memberEpoch >= 0)).toBe(true)
  })

  it('takes a partition that is named twice once', async () => {
    const { join, clock, cluster } = open()
    const topicId = 'TTTTTTTTTTTTTTTTTTT1AA'
    cluster.once(consumerGroupHeartbeatApi, ({ memberId }) => ({
      memberId,
      memberEpoch: 1,
      heartbeatIntervalMs: 60_000,
      assignment: {
        topicPartitions: [
          { topicId, partitions: [1, 1, -1] },
          { topicId, partitions: [0, 1] },
        ],
      },
    }))
    const { calls } = join()
    await clock.advance(10)
    expect(calls[0]).toBe('assigned t:0 t:1')
  })

  it('gives a topic up and takes it anew when it was made anew under the same name', async () => {
    const { join, clock, cluster, core, settle } = open()
    const { calls } = join()
    await clock.advance(10)
    cluster.deleteTopic('t')
    cluster.createTopic('t', { partitionCount: 1 })
    await settle(core.metadata.refresh())
    await clock.advance(5_000)
    expect(calls).toEqual([`assigned ${all}`, `revoked ${all}`, 'assigned', 'assigned t:0'])
  })

  it('gives up what it owns before it leaves, once, with epoch -1', async () => {
    const { join, clock, beats, settle, group } = open()
    const { membership, calls } = join()
    await clock.advance(10)
    await settle(Promise.all([membership.close(), membership.close()]))
    expect(calls).toEqual([`assigned ${all}`, `revoked ${all}`])
    expect(beats().filter(({ memberEpoch }) => memberEpoch < 0)).toMatchObject([{ memberEpoch: -1 }])
    expect([membership.state, group.members.size]).toEqual(['unsubscribed', 0])
  })

  it('says with epoch -2 that it will be back, when it is static', async () => {
    const { join, clock, beats, settle } = open()
    const { membership } = join({ groupInstanceId: 'one' })
    await clock.advance(10)
    await settle(membership.close())
    expect(beats().at(-1)).toMatchObject({ memberEpoch: -2, instanceId: 'one' })
  })

  it('leaves again when the coordinator has moved meanwhile', async () => {
    const { join, clock, settle, group } = open()
    const { membership } = join()
    await clock.advance(10)
    group.nodeId = 2
    await settle(membership.close())
    expect(group.members.size).toBe(0)
  })

  it('leaves when nobody has answered its joining yet: the coordinator may know of it', async () => {
    const { join, clock, settle, group, cluster } = open()
    const hold = cluster.hold(consumerGroupHeartbeatApi)
    const { membership, calls } = join()
    await clock.advance(10)
    const known = group.members.size
    const closed = membership.close()
    await clock.advance(1)
    hold.release()
    await settle(closed)
    expect([known, group.members.size, calls]).toEqual([1, 0, []])
  })

  it('sends heartbeats while the last callback takes its time', async () => {
    const { join, clock, beats, settle } = open()
    const stored = createDeferred<void>()
    const { membership } = join({ overrides: { onRevoked: () => stored.promise } })
    await clock.advance(10)
    const closed = membership.close()
    await clock.advance(1)
    const before = beats().length
    await clock.advance(5_000)
    stored.resolve()
    await settle(closed)
    expect(beats().slice(before, -1)).toHaveLength(5)
    expect(membership.state).toBe('unsubscribed')
  })

  it('closes when nobody can be asked to let it go', async () => {
    const { join, clock, cluster, settle } = open()
    const { membership } = join()
    await clock.advance(10)
    cluster.node(1).stall()
    await settle(membership.close())
    expect(membership.state).toBe('unsubscribed')
  })

  it('sends no heartbeat when it is closed while the application hears of its loss', async () => {
    const { join, clock, settle, group, beats } = open()
    const heard = createDeferred<void>()
    const { membership } = join({ overrides: { onLost: () => heard.promise } })
    await clock.advance(10)
    group.remove(membership.metadata.memberId)
    await clock.advance(1_100)
    const before = beats().length
    const closed = membership.close()
    await clock.advance(5_000)
    heard.resolve()
    await settle(closed)
    expect(
      beats()
        .slice(before)
        .filter(({ memberEpoch }) => memberEpoch >= 0),
    ).toEqual([])
    expect(membership.state).toBe('unsubscribed')
  })

  it('does not leave a group that does not know it any more', async () => {
    const { join, clock, settle, group, beats } = open()
    const stored = createDeferred<void>()
    const { membership } = join({ overrides: { onRevoked: () => stored.promise } })
    await clock.advance(10)
    const closed = membership.close()
    group.remove(membership.metadata.memberId)
    await clock.advance(1_100)
    stored.resolve()
    await settle(closed)
    expect(beats().filter(({ memberEpoch }) => memberEpoch < 0)).toEqual([])
  })

  it('tells at once what it subscribes to when the topics that match its pattern change', async () => {
    const { join, clock, cluster, core, settle, beats } = open()
    const { calls } = join({ topics: /^t\d?$/ })
    await clock.advance(10)
    cluster.createTopic('t2', { partitionCount: 1 })
    await settle(core.metadata.refresh())
    await clock.advance(10)
    expect(beats().at(-1)?.subscribedTopicNames ?? beats().at(-2)?.subscribedTopicNames).toEqual(['t', 't2'])
    await clock.advance(2_000)
    expect(calls.filter((call) => call !== 'assigned')).toEqual([`assigned ${all}`, 'assigned t2:0'])
  })

  it('asks nothing of the group while no topic matches its pattern', async () => {
    const { join, clock, cluster, core, settle, beats } = open()
    const { calls } = join({ topics: /^later/ })
    await clock.advance(10_000)
    const before = beats().length
    cluster.createTopic('later-on', { partitionCount: 1 })
    await settle(core.metadata.refresh())
    await clock.advance(100)
    expect([before, calls]).toEqual([0, ['assigned later-on:0']])
  })

  it('leaves the pattern to the coordinator when it is a string', async () => {
    const { join, clock, beats } = open()
    join({ topics: 't.*' })
    await clock.advance(10)
    expect(beats()[0]).toMatchObject({ subscribedTopicRegex: 't.*', subscribedTopicNames: [] })
  })

  it('leaves, and loses everything, when its application does not get on, and joins again when it reads', async () => {
    const { join, clock, group } = open()
    const { membership, calls } = join()
    await clock.advance(10)
    membership.onReaderStuck()
    await clock.advance(10_000)
    const then = [membership.state, group.members.size]
    membership.onRead()
    await clock.advance(10)
    expect(then).toEqual(['stale', 0])
    expect(calls).toEqual([`assigned ${all}`, `lost ${all}`, `assigned ${all}`])
  })

  it('joins again for an application that reads while the member is leaving', async () => {
    const { join, clock, cluster } = open()
    const { membership } = join()
    await clock.advance(10)
    const hold = cluster.hold(consumerGroupHeartbeatApi)
    membership.onReaderStuck()
    await clock.advance(10)
    membership.onRead()
    hold.release()
    await clock.advance(100)
    expect(membership.state).toBe('stable')
  })

  it('asks at once whether it is still a member when a commit was refused, and of an earlier epoch nothing', async () => {
    const { join, clock, beats } = open()
    const { membership } = join()
    await clock.advance(10)
    const before = beats().length
    membership.onFenced(new Error('late'), { ...membership.metadata, generationId: 0 })
    await clock.advance(1)
    const afterLate = beats().length
    membership.onFenced(new Error('refused'), membership.metadata)
    await clock.advance(1)
    expect([afterLate, beats().length]).toEqual([before, before + 1])
  })

  it('does not ask a coordinator that always forgets it in a busy loop', async () => {
    const { join, clock, cluster, beats } = open()
    cluster.on(consumerGroupHeartbeatApi, () => ({ errorCode: ErrorCodes.UNKNOWN_MEMBER_ID }))
    join()
    await clock.advance(10_000)
    expect(beats().length).toBeLessThan(30)
  })

  it('closes a member that was never started without asking anything', async () => {
    const { join, cluster, settle } = open()
    const { membership } = join()
    await settle(membership.close())
    expect(membership.state).toBe('unsubscribed')
    expect(cluster.requestsOf(consumerGroupHeartbeatApi).every(({ body }) => body.memberEpoch <= 0)).toBe(true)
  })
})
