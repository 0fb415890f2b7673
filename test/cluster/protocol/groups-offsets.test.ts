import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { deleteTopicsApi } from '../../../src/protocol/apis/delete-topics.ts'
import { listGroupsApi } from '../../../src/protocol/apis/list-groups.ts'
import { metadataApi } from '../../../src/protocol/apis/metadata.ts'
import { offsetCommitApi } from '../../../src/protocol/apis/offset-commit.ts'
import { offsetDeleteApi } from '../../../src/protocol/apis/offset-delete.ts'
import { offsetFetchApi } from '../../../src/protocol/apis/offset-fetch.ts'
import { describeOnEveryBroker, uniqueName } from '../every-broker.ts'
import { RawConnection } from '../raw-connection.ts'
import { awaitCoordinator, RawMember, subscriptionTo } from '../raw-groups.ts'
import { createRawTopic } from '../raw-topics.ts'

const noTopicId = 'AAAAAAAAAAAAAAAAAAAAAQ'

describeOnEveryBroker('Committed offsets', (broker) => {
  let raw: RawConnection
  let groupId: string
  let topic: string
  beforeAll(async () => {
    raw = await RawConnection.open(broker.address)
    await awaitCoordinator(raw, 'any')
  })
  afterAll(() => raw.close())
  beforeEach(async () => {
    groupId = uniqueName('group')
    topic = await createRawTopic(raw, { partitions: 2 })
  })

  async function idOf(name: string): Promise<string> {
    const { topics } = await raw.send(metadataApi, 12, { topics: [{ name }] })
    return topics[0]!.topicId
  }

  /** A consumer without a group commits for one partition. */
  async function commit(offset: bigint, version = 8, partition: object = {}, request: object = {}): Promise<number> {
    const { topics } = await raw.send(offsetCommitApi, version, {
      ...{ groupId, memberId: '', generationIdOrMemberEpoch: -1 },
      topics: [{ name: topic, partitions: [{ partitionIndex: 0, committedOffset: offset, ...partition }] }],
      ...request,
    })
    return topics[0]!.partitions[0]!.errorCode
  }

  async function fetchOffset(version = 7, partitionIndex = 0) {
    if (version < 8) {
      const topics = [{ name: topic, partitionIndexes: [partitionIndex] }]
      const answer = await raw.send(offsetFetchApi, version, { groupId, topics })
      return answer.topics[0]!.partitions[0]!
    }
    const asked = {
      ...(version < 10 ? { name: topic } : { topicId: await idOf(topic) }),
      partitionIndexes: [partitionIndex],
    }
    const { groups } = await raw.send(offsetFetchApi, version, { groups: [{ groupId, topics: [asked] }] })
    return groups[0]!.topics[0]!.partitions[0]!
  }

  it.each([2, 3, 4, 5, 6, 7, 8, 9])('v%d commits for a consumer that is in no group', async (version) => {
    const leaderEpoch = version >= 6 ? { committedLeaderEpoch: 3 } : {}

    const errorCode = await commit(42n, version, { committedMetadata: 'up to here', ...leaderEpoch })

    expect(errorCode).toBe(0)
    expect(await fetchOffset()).toMatchObject({ committedOffset: 42n, metadata: 'up to here', errorCode: 0 })
    expect((await fetchOffset()).committedLeaderEpoch).toBe(version >= 6 ? 3 : -1)
  })

  it('v10 commits and fetches by topic id', async () => {
    const topicId = await idOf(topic)

    const errorCode = await commit(
      9n,
      10,
      {},
      { topics: [{ topicId, partitions: [{ partitionIndex: 0, committedOffset: 9n }] }] },
    )

    expect(errorCode).toBe(0)
    expect(await fetchOffset(10)).toMatchObject({ committedOffset: 9n, errorCode: 0 })
  })

  it('v10 does not know a topic id that nobody has', async () => {
    const partitions = [{ partitionIndex: 0, committedOffset: 9n }]
    const errorCode = await commit(9n, 10, {}, { topics: [{ topicId: noTopicId, partitions }] })
    const asked = [{ groupId, topics: [{ topicId: noTopicId, partitionIndexes: [0] }] }]
    const { groups } = await raw.send(offsetFetchApi, 10, { groups: asked })

    expect(errorCode).toBe(ErrorCodes.UNKNOWN_TOPIC_ID)
    expect(groups[0]!.topics[0]!.partitions[0]).toMatchObject({
      ...{ errorCode: ErrorCodes.UNKNOWN_TOPIC_ID, committedOffset: -1n },
    })
  })

  it.each([1, 2, 5, 7, 8, 9, 10])('v%d fetches what has been committed, and -1 for what has not', async (version) => {
    await commit(5n)

    const [committed, not] = [await fetchOffset(version), await fetchOffset(version, 1)]

    expect(committed).toMatchObject({ committedOffset: 5n, errorCode: 0 })
    expect(not).toMatchObject({ committedOffset: -1n, committedLeaderEpoch: -1, metadata: '', errorCode: 0 })
  })

  it('fetches all of many groups at once', async () => {
    await commit(5n)
    await commit(6n, 8, { partitionIndex: 1 })

    const asked = [
      { groupId, topics: null },
      { groupId: uniqueName('other'), topics: null },
    ]
    const { groups } = await raw.send(offsetFetchApi, 8, { groups: asked, requireStable: true })

    expect(groups.map(({ errorCode }) => errorCode)).toEqual([0, 0])
    expect(groups[0]!.topics).toMatchObject([{ name: topic }])
    const offsets = groups[0]!.topics[0]!.partitions.map(({ partitionIndex, committedOffset }) => [
      partitionIndex,
      committedOffset,
    ])
    expect(offsets.toSorted(([a], [b]) => Number(a) - Number(b))).toEqual([
      [0, 5n],
      [1, 6n],
    ])
    expect(groups[1]!.topics).toEqual([])
  })

  it.each([
    [
      'a topic that is not there',
      { topics: [{ name: 'nothing', partitions: [{ partitionIndex: 0 }] }] },
      ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION,
    ],
    ['a group that is not there', { memberId: 'm', generationIdOrMemberEpoch: 3 }, ErrorCodes.ILLEGAL_GENERATION],
  ])('does not commit for %s', async (_, request, errorCode) => {
    expect(await commit(1n, 8, {}, request)).toBe(errorCode)
  })

  it('does not commit for a partition that is not there, nor too much metadata', async () => {
    const codes = [
      await commit(1n, 8, { partitionIndex: 2 }),
      await commit(1n, 8, { committedMetadata: 'x'.repeat(4097) }),
    ]

    expect(codes).toEqual([ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION, ErrorCodes.OFFSET_METADATA_TOO_LARGE])
    expect(await fetchOffset()).toMatchObject({ committedOffset: -1n })
  })

  it('from v9 on a group that is not there is called so', async () => {
    const errorCode = await commit(1n, 9, {}, { memberId: 'm', generationIdOrMemberEpoch: 3 })

    expect(errorCode).toBe(ErrorCodes.GROUP_ID_NOT_FOUND)
  })

  it('who commits without a group makes one that is empty', async () => {
    await commit(1n)

    const { groups } = await raw.send(listGroupsApi, 5, {})

    expect(groups.find((group) => group.groupId === groupId)).toMatchObject({ groupState: 'Empty', protocolType: '' })
  })

  async function joined(): Promise<RawMember> {
    const member = await RawMember.open(broker.address, { groupId })
    await member.join({ protocols: [{ name: 'range', metadata: subscriptionTo([topic]) }] })
    return member
  }

  it('only members commit for a group that has some, each in its generation', async () => {
    using member = await joined()
    const unsettled = await member.commit(topic, 1n)
    await member.sync()

    const codes = [
      await member.commit(topic, 1n),
      await member.commit(topic, 1n, { generationIdOrMemberEpoch: 7 }),
      await member.commit(topic, 1n, { memberId: 'nobody' }),
      await member.commit(topic, 1n, { groupInstanceId: 'nobody' }),
      await commit(1n),
    ]

    expect(unsettled).toBe(ErrorCodes.REBALANCE_IN_PROGRESS)
    const unknown = ErrorCodes.UNKNOWN_MEMBER_ID
    expect(codes).toEqual([0, ErrorCodes.ILLEGAL_GENERATION, unknown, unknown, unknown])
  })

  async function deleteOffset(name: string, partitionIndex = 0) {
    const topics = [{ name, partitions: [{ partitionIndex }] }]
    const { errorCode, topics: answers } = await raw.send(offsetDeleteApi, 0, { groupId, topics })
    return errorCode === 0 ? answers[0]!.partitions[0]!.errorCode : errorCode
  }

  it('deletes offsets of topics that the group has not subscribed to', async () => {
    const notFound = await deleteOffset(topic)
    await commit(3n)
    const unsubscribed = await deleteOffset(topic)
    const gone = await fetchOffset()
    using member = await joined()
    await member.sync()
    const subscribed = await deleteOffset(topic)
    const unknown = await deleteOffset('nothing')

    expect([notFound, unsubscribed, subscribed, unknown]).toEqual([
      ErrorCodes.GROUP_ID_NOT_FOUND,
      ErrorCodes.NONE,
      ErrorCodes.GROUP_SUBSCRIBED_TO_TOPIC,
      ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION,
    ])
    expect(gone.committedOffset).toBe(-1n)
  })

  it('offsets go with their topic, also when another one of its name follows', async () => {
    await commit(3n)
    await raw.send(deleteTopicsApi, 5, { topicNames: [topic], timeoutMs: 10_000 })
    // A real broker takes a moment to forget it.
    for (let tries = 0; tries < 3000; tries++) {
      const { topics } = await raw.send(metadataApi, 9, { topics: [{ name: topic }], allowAutoTopicCreation: false })
      if (topics[0]!.errorCode !== 0) break
    }
    for (let tries = 0; tries < 3000 && (await fetchOffset()).committedOffset >= 0n; tries++);
    await createRawTopic(raw, { name: topic })

    expect((await fetchOffset()).committedOffset).toBe(-1n)
  })
})
