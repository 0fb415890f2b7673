import { describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { rangeAssignor } from '../../../src/group/assignor/range-assignor.ts'
import { cooperativeStickyAssignor } from '../../../src/group/assignor/sticky-assignors.ts'
import { ClassicMembership, type ClassicMembershipOptions } from '../../../src/group/classic-membership.ts'
import { decodeSubscription } from '../../../src/group/consumer-protocol.ts'
import type { MembershipHost } from '../../../src/group/membership.ts'
import { partitionKey } from '../../../src/group/topic-partitions.ts'
import { heartbeatApi } from '../../../src/protocol/apis/heartbeat.ts'
import { joinGroupApi } from '../../../src/protocol/apis/join-group.ts'
import { leaveGroupApi } from '../../../src/protocol/apis/leave-group.ts'
import { syncGroupApi } from '../../../src/protocol/apis/sync-group.ts'
import type { TopicPartition } from '../../../src/record/record.ts'
import { createDeferred } from '../../../src/support/deferred.ts'
import { delay } from '../../../src/support/delay.ts'
import { clientWorld } from '../client/client-world.ts'
import { ModelGroup } from './model-group.ts'
import { closedAfterEach, membersClose } from './worlds.ts'

function groupWorld() {
  const world = clientWorld(2)
  world.cluster.createTopic('t', { partitionCount: 4 })
  const group = new ModelGroup(world.cluster)
  let count = 0
  const members: ClassicMembership[] = []
  const join = (options: Partial<ClassicMembershipOptions> & { overrides?: Partial<MembershipHost> } = {}) => {
    const calls: string[] = []
    const names = (partitions: readonly TopicPartition[]) => partitions.map(partitionKey).sort().join(' ')
    const host: MembershipHost = {
      onAssigned: async (partitions) => void calls.push(`assigned ${names(partitions)}`.trim()),
      onRevoked: async (partitions) => void calls.push(`revoked ${names(partitions)}`),
      onLost: async (partitions) => void calls.push(`lost ${names(partitions)}`),
      onFailed: async (error) => void calls.push(`failed ${error.message}`),
      ...options.overrides,
    }
    count += 1
    const membership = new ClassicMembership({
      core: world.core,
      host,
      groupId: 'g',
      groupInstanceId: null,
      topics: ['t'],
      rackId: null,
      assignors: [cooperativeStickyAssignor()],
      sessionTimeoutMs: 45_000,
      heartbeatIntervalMs: 3_000,
      rebalanceTimeoutMs: 60_000,
      connectionNumber: count,
      ...options,
    })
    members.push(membership)
    membership.start()
    return { membership, calls }
  }
  return { ...world, group, join, members }
}

const eager = { assignors: [rangeAssignor()] }

describe('a classic member', () => {
  const open = closedAfterEach(groupWorld, membersClose)

  it('joins with the id that the group gives it, at once', async () => {
    const { join, clock, cluster } = open()
    const { membership, calls } = join()
    await clock.advance(10)
    expect(calls).toEqual(['assigned t:0 t:1 t:2 t:3'])
    expect(membership.metadata).toMatchObject({ memberId: 'member-1', generationId: 1 })
    expect(cluster.requestsOf(joinGroupApi).map(({ body }) => body.memberId)).toEqual(['', 'member-1'])
  })

  it('sends its heartbeats while the application takes its time', async () => {
    const { join, clock, cluster } = open()
    const slow = createDeferred<void>()
    join({ overrides: { onAssigned: () => slow.promise } })
    await clock.advance(31_000)
    expect(cluster.requestsOf(heartbeatApi)).toHaveLength(10)
    slow.resolve()
  })

  it('goes on owning what stays, and gives up only what goes, when it is cooperative', async () => {
    const { join, clock } = open()
    const first = join()
    await clock.advance(10)
    const second = join()
    await clock.advance(10_000)
    expect(first.calls).toEqual(['assigned t:0 t:1 t:2 t:3', 'revoked t:2 t:3', 'assigned', 'assigned'])
    expect(second.calls.filter((call) => call !== 'assigned')).toEqual(['assigned t:2 t:3'])
  })

  it('gives up everything before it joins again when it is eager', async () => {
    const { join, clock } = open()
    const first = join(eager)
    await clock.advance(10)
    const second = join(eager)
    await clock.advance(10_000)
    expect(first.calls).toEqual(['assigned t:0 t:1 t:2 t:3', 'revoked t:0 t:1 t:2 t:3', 'assigned t:0 t:1'])
    expect(second.calls).toEqual(['assigned t:2 t:3'])
  })

  it('gives up everything if one of its assignors is eager (a downgrade must not keep partitions)', async () => {
    const { join, clock } = open()
    const mixed = { assignors: [cooperativeStickyAssignor(), rangeAssignor()] }
    const first = join(mixed)
    await clock.advance(10)
    join(mixed)
    await clock.advance(10_000)
    expect(first.calls[1]).toBe('revoked t:0 t:1 t:2 t:3')
  })

  it('says why it joins again, what it owns, and since when', async () => {
    const { join, clock, cluster } = open()
    const { membership } = join({ rackId: 'a' })
    await clock.advance(10)
    membership.requestRejoin('just so')
    await clock.advance(10)
    const { body } = cluster.requestsOf(joinGroupApi).at(-1)!
    expect(body.reason).toBe('just so')
    expect(decodeSubscription(body.protocols[0]!.metadata)).toMatchObject({
      generationId: 1,
      rackId: 'a',
      ownedPartitions: [{ topic: 't', partitions: [0, 1, 2, 3] }],
    })
  })

  it('loses everything, and its id, when the group does not know it any more', async () => {
    const { join, clock, group } = open()
    const { membership, calls } = join()
    await clock.advance(10)
    group.members.clear()
    await clock.advance(3_500)
    expect(calls).toEqual(['assigned t:0 t:1 t:2 t:3', 'lost t:0 t:1 t:2 t:3', 'assigned t:0 t:1 t:2 t:3'])
    expect(membership.metadata.memberId).toBe('member-2')
  })

  it('loses everything, and keeps its id, when the generation went on without it', async () => {
    const { join, clock, group } = open()
    const { membership, calls } = join()
    await clock.advance(10)
    group.generationId = 76_000_000
    await clock.advance(3_500)
    expect(calls).toEqual(['assigned t:0 t:1 t:2 t:3', 'lost t:0 t:1 t:2 t:3', 'assigned t:0 t:1 t:2 t:3'])
    expect(membership.metadata).toMatchObject({ memberId: 'member-1', generationId: 76_000_001 })
  })

  it('drops word of a generation that is over', async () => {
    const { join, clock, cluster } = open()
    const { membership, calls } = join()
    await clock.advance(10)
    const before = membership.metadata
    membership.requestRejoin('a new generation')
    await clock.advance(10)
    membership.onFenced(new Error('late'), before)
    await clock.advance(10)
    expect(calls.filter((call) => call.startsWith('lost'))).toEqual([])
    expect(cluster.requestsOf(syncGroupApi)).toHaveLength(2)
  })

  it('finds the coordinator that has moved, and keeps its partitions', async () => {
    const { join, clock, group, cluster } = open()
    const { membership, calls } = join()
    await clock.advance(10)
    group.nodeId = 2
    await clock.advance(7_000)
    expect(cluster.requestsOf(heartbeatApi).at(-1)?.nodeId).toBe(2)
    expect(membership.state).toBe('stable')
    expect(calls).toHaveLength(1)
  })

  it('tries again while no coordinator can be reached', async () => {
    const { join, clock, cluster } = open()
    cluster.once(joinGroupApi, () => 'drop')
    cluster.once(joinGroupApi, () => ({ errorCode: ErrorCodes.COORDINATOR_LOAD_IN_PROGRESS }))
    const { calls } = join()
    await clock.advance(5_000)
    expect(calls).toEqual(['assigned t:0 t:1 t:2 t:3'])
  })

  it('tells what repeating does not change, and tries again when it was heard', async () => {
    const { join, clock, cluster } = open()
    cluster.once(joinGroupApi, () => ({ errorCode: ErrorCodes.GROUP_AUTHORIZATION_FAILED }))
    const { calls } = join()
    await clock.advance(1_000)
    expect(calls).toEqual([expect.stringContaining('GROUP_AUTHORIZATION_FAILED'), 'assigned t:0 t:1 t:2 t:3'])
  })

  it('does not throw out the member that has taken its instance id', async () => {
    const { join, clock, cluster } = open()
    const heard: string[] = []
    const onFailed = async (error: Error, signal: AbortSignal): Promise<void> => {
      heard.push(error.message)
      await delay(clock, 10_000, 'the reader takes its time', { signal })
    }
    join({ groupInstanceId: 'one', overrides: { onFailed } })
    await clock.advance(10)
    cluster.once(heartbeatApi, () => ({ errorCode: ErrorCodes.FENCED_INSTANCE_ID }))
    await clock.advance(60_000)
    // Every read is told again.
    expect(heard.length).toBeGreaterThan(1)
    expect(cluster.requestsOf(joinGroupApi)).toHaveLength(1)
  })

  it('divides anew, as the leader, when a topic gets more partitions', async () => {
    const { join, clock, cluster, core, settle } = open()
    const { calls } = join()
    await clock.advance(10)
    cluster.createTopic('t', { partitionCount: 5 })
    await settle(core.metadata.refresh())
    await clock.advance(100)
    expect(calls.at(-1)).toBe('assigned t:4')
  })

  it('goes on when a callback throws', async () => {
    const { join, clock } = open()
    const { membership } = join({ overrides: { onAssigned: () => Promise.reject(new Error('defect')) } })
    await clock.advance(10)
    expect(membership.state).toBe('stable')
  })

  it('leaves within no time while JoinGroup is being held', async () => {
    const { join, clock, group } = open()
    const first = join({ overrides: { onAssigned: () => new Promise<void>(() => {}) } })
    await clock.advance(10)
    const second = join()
    await clock.advance(10)
    const closed = second.membership.close()
    await clock.advance(1)
    await closed
    expect(second.membership.state).toBe('closed')
    expect([...group.members.keys()]).toEqual([first.membership.metadata.memberId])
  })

  it('gives up what it owns before it leaves, once', async () => {
    const { join, clock, cluster, settle } = open()
    const { membership, calls } = join()
    await clock.advance(10)
    await settle(Promise.all([membership.close(), membership.close()]))
    expect(calls).toEqual(['assigned t:0 t:1 t:2 t:3', 'revoked t:0 t:1 t:2 t:3'])
    expect(cluster.requestsOf(leaveGroupApi)).toHaveLength(1)
  })

  it('closes when nobody can be asked to let it go', async () => {
    const { join, clock, cluster, settle } = open()
    const { membership } = join()
    await clock.advance(10)
    cluster.node(1).stall()
    await settle(membership.close())
    expect(membership.state).toBe('closed')
  })

  it('drops an assignment that comes when it has closed (a notification for a closed member)', async () => {
    const { join, clock, cluster, settle } = open()
    const hold = cluster.hold(syncGroupApi)
    const { membership, calls } = join()
    await clock.advance(10)
    await settle(membership.close())
    hold.release()
    membership.requestRejoin('too late')
    await clock.advance(10_000)
    expect(calls).toEqual([])
    expect(membership.state).toBe('closed')
  })

  it('commits on close between two generations, and only then gives up joining the next one', async () => {
    const { join, clock, group, cluster, settle } = open()
    const stored = createDeferred<void>()
    const first = join({ overrides: { onRevoked: () => stored.promise } })
    await clock.advance(10)
    // Holds up the rebalance, so that the first member's JoinGroup waits.
    group.members.set('slow', {
      request: group.members.values().next().value!.request,
      join: undefined,
      sync: undefined,
    })
    first.membership.requestRejoin('somebody has come')
    await clock.advance(10)
    const stateBefore = first.membership.state
    const closed = first.membership.close()
    await clock.advance(10)
    group.members.delete('slow')
    group.rebalance()
    await clock.advance(10)
    const during = [first.membership.state, first.membership.metadata.generationId]
    stored.resolve()
    await settle(closed)
    expect([stateBefore, ...during]).toEqual(['joining', 'stable', 2])
    expect(cluster.requestsOf(leaveGroupApi)).toHaveLength(1)
  })

  it('keeps its partitions while no coordinator can be found for longer than a request may take', async () => {
    const { join, clock, cluster } = open()
    const { calls } = join()
    await clock.advance(10)
    for (const nodeId of [1, 2]) cluster.node(nodeId).stop()
    await clock.advance(90_000)
    for (const nodeId of [1, 2]) cluster.node(nodeId).start()
    await clock.advance(30_000)
    expect(calls).toEqual(['assigned t:0 t:1 t:2 t:3'])
  })

  it('joins with the topics that match its pattern, and again when others do', async () => {
    const { join, clock, cluster, core, settle } = open()
    const { calls } = join({ topics: /^t/g })
    await clock.advance(10)
    cluster.createTopic('t2', { partitionCount: 1 })
    cluster.createTopic('other', { partitionCount: 1 })
    await settle(core.metadata.refresh())
    await clock.advance(100)
    expect(calls).toEqual(['assigned t:0 t:1 t:2 t:3', 'assigned t2:0'])
    expect(decodeSubscription(cluster.requestsOf(joinGroupApi).at(-1)!.body.protocols[0]!.metadata).topics).toEqual([
      't',
      't2',
    ])
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
    expect(calls).toEqual(['assigned t:0 t:1 t:2 t:3', 'lost t:0 t:1 t:2 t:3', 'assigned t:0 t:1 t:2 t:3'])
  })

  it('closes while it waits for its application', async () => {
    const { join, clock, settle } = open()
    const { membership } = join()
    await clock.advance(10)
    membership.onReaderStuck()
    await clock.advance(10)
    await settle(membership.close())
    expect(membership.state).toBe('closed')
  })

  it('stays in the group when it closes as a static member', async () => {
    const { join, clock, cluster, settle } = open()
    const { membership } = join({ groupInstanceId: 'one' })
    await clock.advance(10)
    await settle(membership.close())
    expect(cluster.requestsOf(leaveGroupApi)).toEqual([])
  })

  it('asks nothing of a group that it was never started in', async () => {
    const { clock, core, cluster } = open()
    const host: MembershipHost = {
      onAssigned: async () => {},
      onRevoked: async () => {},
      onLost: async () => {},
      onFailed: async () => {},
    }
    const idle = new ClassicMembership({
      core,
      host,
      groupId: 'g',
      groupInstanceId: null,
      topics: ['t'],
      rackId: null,
      assignors: [rangeAssignor()],
      sessionTimeoutMs: 45_000,
      heartbeatIntervalMs: 3_000,
      rebalanceTimeoutMs: 60_000,
      connectionNumber: 99,
    })
    await idle.close()
    await clock.advance(10)
    expect(cluster.requests).toEqual([])
    expect(idle.state).toBe('closed')
  })
})
