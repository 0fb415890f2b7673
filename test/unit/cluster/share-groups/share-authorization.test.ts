import { describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../../src/errors/error-codes.ts'
import { alterShareGroupOffsetsApi } from '../../../../src/protocol/apis/alter-share-group-offsets.ts'
import { deleteShareGroupOffsetsApi } from '../../../../src/protocol/apis/delete-share-group-offsets.ts'
import { describeShareGroupOffsetsApi } from '../../../../src/protocol/apis/describe-share-group-offsets.ts'
import { shareGroupDescribeApi } from '../../../../src/protocol/apis/share-group-describe.ts'
import type { FakeClusterOptions } from '../../../../src/testing/index.ts'
import { all, RawShareMember } from '../../../cluster/raw-share.ts'
import { startWorld } from '../cluster-world.ts'

type Acls = NonNullable<NonNullable<FakeClusterOptions['authorizer']>['acls']>

const groupId = 'shared'
const principal = 'User:ANONYMOUS'
const groupRead: Acls[number] = { principal, operation: 'READ', resourceType: 'GROUP', resourceName: groupId }
const notWaiting = { maxWaitMs: 0 }

async function startWith(acls: Acls) {
  const world = await startWorld({ brokers: 1, topics: { orders: 1 }, authorizer: { acls } })
  const raw = await world.connect()
  return { world, raw, member: new RawShareMember(raw, groupId, world.cluster.topics[0]!.topicId) }
}

describe('who may do nothing', () => {
  it('is no member of a share group, reads nothing and acknowledges nothing', async () => {
    const { world, member } = await startWith([])
    await using _ = world

    const answers = [
      await member.heartbeat({ subscribedTopicNames: ['orders'] }),
      await member.fetch(notWaiting),
      await member.acknowledge([all(1, 0n)], { epoch: 1 }),
    ]

    const refused = ErrorCodes.GROUP_AUTHORIZATION_FAILED
    expect(answers.map(({ errorCode }) => errorCode)).toEqual([refused, refused, refused])
  })

  it('sees and changes no group', async () => {
    const { world, raw } = await startWith([])
    await using _ = world
    const topics = [{ topicName: 'orders', partitions: [0] }]

    const { groups } = await raw.send(shareGroupDescribeApi, 1, { groupIds: [groupId] })
    const offsets = await raw.send(describeShareGroupOffsetsApi, 0, { groups: [{ groupId, topics }] })
    const altered = await raw.send(alterShareGroupOffsetsApi, 0, { groupId, topics: [] })
    const deleted = await raw.send(deleteShareGroupOffsetsApi, 0, { groupId, topics: [] })

    const codes = [groups[0]!.errorCode, offsets.groups[0]!.errorCode, altered.errorCode, deleted.errorCode]
    expect(new Set(codes)).toEqual(new Set([ErrorCodes.GROUP_AUTHORIZATION_FAILED]))
  })
})

describe('who may read a group and no topic', () => {
  it('cannot subscribe to it', async () => {
    const { world, member } = await startWith([groupRead])
    await using _ = world

    const { errorCode } = await member.heartbeat({ subscribedTopicNames: ['orders'] })

    expect(errorCode).toBe(ErrorCodes.TOPIC_AUTHORIZATION_FAILED)
  })

  it('is refused each partition', async () => {
    const { world, raw, member } = await startWith([groupRead])
    await using _ = world

    const { errorCode, partition } = await member.fetch(notWaiting)
    const partitions = [{ partitionIndex: 0, startOffset: 0n }]
    const altered = await raw.send(alterShareGroupOffsetsApi, 0, {
      groupId,
      topics: [{ topicName: 'orders', partitions }],
    })

    const refused = ErrorCodes.TOPIC_AUTHORIZATION_FAILED
    expect([errorCode, partition?.errorCode]).toEqual([0, refused])
    expect(altered.responses[0]!.partitions[0]!.errorCode).toBe(refused)
  })
})

describe('who may read both', () => {
  it('is a member like any other', async () => {
    const topicRead = { principal, operation: 'READ', resourceType: 'TOPIC', resourceName: 'orders' } as const
    const { world, member } = await startWith([groupRead, topicRead])
    await using _ = world

    const joined = await member.heartbeat({ subscribedTopicNames: ['orders'] })
    const fetched = await member.fetch(notWaiting)

    expect([joined.errorCode, fetched.errorCode, fetched.partition?.errorCode]).toEqual([0, 0, 0])
  })
})
