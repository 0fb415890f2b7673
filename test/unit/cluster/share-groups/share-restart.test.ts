import { describe, expect, it } from 'vitest'
import { describeShareGroupOffsetsApi } from '../../../../src/protocol/apis/describe-share-group-offsets.ts'
import { shareGroupDescribeApi } from '../../../../src/protocol/apis/share-group-describe.ts'
import { MemoryStorage } from '../../../../src/testing/index.ts'
import { batchOf } from '../../../cluster/batches.ts'
import { Acknowledge, all, configureGroup, RawShareMember, topicIdOf } from '../../../cluster/raw-share.ts'
import { produceRaw } from '../../../cluster/raw-topics.ts'
import type { ClusterWorld } from '../cluster-world.ts'
import { crashAfter, runKept } from '../storage/kept-world.ts'

const groupId = 'shared'
const notWaiting = { maxWaitMs: 0 }

async function memberOf(world: ClusterWorld, memberId?: string): Promise<RawShareMember> {
  const raw = await world.connect()
  const member = new RawShareMember(raw, groupId, await topicIdOf(raw, 'orders'))
  return memberId === undefined ? member : Object.assign(member, { memberId })
}

describe('a share group whose cluster is started again', () => {
  it('goes on after a crash where it was: what was finished stays so, what a member had is given again', async () => {
    const storage = await crashAfter(async (world) => {
      const raw = await world.connect()
      await configureGroup(raw, groupId)
      const timestamp = world.clock.wallNow()
      await produceRaw(raw, 'orders', 0, batchOf({ values: ['a', 'b', 'c', 'd'], timestamp }))
      const member = await memberOf(world)
      await member.fetch()
      await member.acknowledge([all(Acknowledge.accept, 0n), all(Acknowledge.release, 1n), all(Acknowledge.accept, 2n)])
    })

    await runKept(storage, async (world) => {
      const member = await memberOf(world)
      const request = { groups: [{ groupId, topics: [{ topicName: 'orders', partitions: [0] }] }] }
      const { groups } = await member.raw.send(describeShareGroupOffsetsApi, 1, request)
      const { acquired } = await member.fetch(notWaiting)

      expect(groups[0]!.topics[0]!.partitions[0]).toMatchObject({ startOffset: 0n, lag: 2n })
      expect(acquired).toEqual([
        [1n, 1n, 2],
        // Nobody has written down that it was given to somebody.
        [3n, 3n, 1],
      ])
    })
  })

  it('has its members, who go on with their epochs', async () => {
    const storage = new MemoryStorage()
    let memberId = ''
    let memberEpoch = 0
    await runKept(storage, async (world) => {
      const member = await memberOf(world)
      await member.joinUntilAssigned('orders', 1)
      ;({ memberId, memberEpoch } = member)
    })

    await runKept(storage, async (world) => {
      const member = await memberOf(world, memberId)
      const beat = await member.heartbeat({ memberEpoch })
      const { groups } = await member.raw.send(shareGroupDescribeApi, 1, { groupIds: [groupId] })

      expect(beat.errorCode).toBe(0)
      expect(groups[0]!.members).toMatchObject([{ memberId, subscribedTopicNames: ['orders'] }])
      expect(groups[0]!.members[0]!.assignment.topicPartitions[0]!.partitions).toEqual([0])
    })
  })

  it('loses members that do not come back', async () => {
    const storage = new MemoryStorage()
    await runKept(storage, async (world) => {
      await (await memberOf(world)).joinUntilAssigned('orders', 1)
    })

    await runKept(storage, async (world) => {
      const raw = await world.connect()
      const describeGroup = async () => (await raw.send(shareGroupDescribeApi, 1, { groupIds: [groupId] })).groups[0]!
      const before = await describeGroup()
      await world.clock.advance(45_000)

      expect([before.groupState, (await describeGroup()).groupState]).toEqual(['Stable', 'Empty'])
    })
  })
})
