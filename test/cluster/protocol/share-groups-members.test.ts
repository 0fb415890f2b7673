import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { alterShareGroupOffsetsApi } from '../../../src/protocol/apis/alter-share-group-offsets.ts'
import { deleteShareGroupOffsetsApi } from '../../../src/protocol/apis/delete-share-group-offsets.ts'
import { describeShareGroupOffsetsApi } from '../../../src/protocol/apis/describe-share-group-offsets.ts'
import { listGroupsApi } from '../../../src/protocol/apis/list-groups.ts'
import { shareGroupDescribeApi } from '../../../src/protocol/apis/share-group-describe.ts'
import { batchOf } from '../batches.ts'
import { describeOnEveryBroker, uniqueName } from '../every-broker.ts'
import { RawConnection } from '../raw-connection.ts'
import { Acknowledge, all, configureGroup, RawShareMember, topicIdOf } from '../raw-share.ts'
import { createRawTopic, produceRaw } from '../raw-topics.ts'

describeOnEveryBroker('The members of a share group', (broker) => {
  let raw: RawConnection
  let topic: string
  beforeAll(async () => {
    raw = await RawConnection.open(broker.address)
  })
  afterAll(() => raw.close())
  beforeEach(async () => {
    topic = await createRawTopic(raw, { partitions: 2 })
  })

  const join = () => RawShareMember.join(raw, topic, { partitions: 2 })

  const another = (member: RawShareMember) => new RawShareMember(raw, member.groupId, member.topicId)

  async function describeGroup(groupId: string) {
    const { groups } = await raw.send(shareGroupDescribeApi, 1, { groupIds: [groupId] })
    return groups[0]!
  }

  async function offsetsOf(groupId: string, topicName = topic) {
    const request = { groups: [{ groupId, topics: [{ topicName, partitions: [0, 1] }] }] }
    const { groups } = await raw.send(describeShareGroupOffsetsApi, 1, request)
    return groups[0]!
  }

  describe('join', () => {
    it('and get all partitions where one is alone', async () => {
      const member = await join()

      const described = await describeGroup(member.groupId)

      expect(described).toMatchObject({ errorCode: 0, groupState: 'Stable', assignorName: 'simple' })
      expect(described.members).toHaveLength(1)
      expect(described.members[0]).toMatchObject({
        memberId: member.memberId,
        memberEpoch: member.memberEpoch,
        subscribedTopicNames: [topic],
      })
      const [assigned] = described.members[0]!.assignment.topicPartitions
      expect(new Set(assigned!.partitions)).toEqual(new Set([0, 1]))
    })

    it('and share partitions where there are many', async () => {
      const one = await join()
      const others = [another(one), another(one)]
      for (const member of others) await member.joinUntilAssigned(topic, 1)

      const { members } = await describeGroup(one.groupId)

      const assigned = members.map(({ assignment }) =>
        assignment.topicPartitions.flatMap(({ partitions }) => partitions),
      )
      expect(assigned).toHaveLength(3)
      expect(assigned.every((partitions) => partitions.length > 0)).toBe(true)
      expect(new Set(assigned.flat())).toEqual(new Set([0, 1]))
    })

    it('with a name, and with what they subscribe to', async () => {
      const groupId = uniqueName('share')
      const nameless = new RawShareMember(raw, groupId, await topicIdOf(raw, topic))

      const withoutId = await nameless.heartbeat({ memberId: '', subscribedTopicNames: [topic] })
      const withoutTopics = await nameless.heartbeat({ subscribedTopicNames: null })

      const invalid = ErrorCodes.INVALID_REQUEST
      expect([withoutId.errorCode, withoutTopics.errorCode]).toEqual([invalid, invalid])
    })
  })

  describe('stay', () => {
    it('with their epoch, and are told nothing that they know', async () => {
      const member = await join()

      const { errorCode, memberEpoch, assignment, heartbeatIntervalMs } = await member.heartbeat()

      expect({ errorCode, memberEpoch, assignment, heartbeatIntervalMs }).toEqual({
        errorCode: 0,
        memberEpoch: member.memberEpoch,
        assignment: null,
        heartbeatIntervalMs: 5000,
      })
    })

    it('not with an epoch that is yet to come', async () => {
      const member = await join()

      const { errorCode } = await member.heartbeat({ memberEpoch: member.memberEpoch + 7 })

      expect(errorCode).toBe(ErrorCodes.FENCED_MEMBER_EPOCH)
    })

    it('not where they were never', async () => {
      const member = await join()
      const stranger = another(member)
      const lost = new RawShareMember(raw, uniqueName('nowhere'), member.topicId)

      const [unknown, nowhere] = [
        await stranger.heartbeat({ memberEpoch: 1 }),
        await lost.heartbeat({ memberEpoch: 1 }),
      ]

      expect([unknown.errorCode, nowhere.errorCode]).toEqual([
        ErrorCodes.UNKNOWN_MEMBER_ID,
        ErrorCodes.GROUP_ID_NOT_FOUND,
      ])
    })
  })

  describe('leave', () => {
    it('and the group is empty', async () => {
      const member = await join()

      const { errorCode, memberEpoch } = await member.heartbeat({ memberEpoch: -1 })
      const { groupState, members } = await describeGroup(member.groupId)

      expect({ errorCode, memberEpoch, groupState, members }).toEqual({
        errorCode: 0,
        memberEpoch: -1,
        groupState: 'Empty',
        members: [],
      })
    })

    it('and others get their partitions', async () => {
      const one = await join()
      const two = another(one)
      await two.joinUntilAssigned(topic, 1)
      await one.heartbeat({ memberEpoch: -1 })

      const partitions = await two.joinUntilAssigned(topic, 2)

      expect(new Set(partitions)).toEqual(new Set([0, 1]))
    })
  })

  it('are listed with their group', async () => {
    const { groupId } = await join()

    const { groups } = await raw.send(listGroupsApi, 5, { typesFilter: ['share'] })

    expect(groups.find((group) => group.groupId === groupId)).toMatchObject({
      protocolType: 'share',
      groupState: 'Stable',
      groupType: 'share',
    })
  })

  it('are not those of a group that is not there', async () => {
    const { errorCode, groupState } = await describeGroup(uniqueName('nowhere'))

    expect({ errorCode, groupState }).toEqual({ errorCode: ErrorCodes.GROUP_ID_NOT_FOUND, groupState: '' })
  })

  describe('have offsets', () => {
    const produce = (...values: string[]) => produceRaw(raw, topic, 0, batchOf({ values }))

    it('that are written down as they were before each acknowledgement', async () => {
      await produce('a', 'b', 'c')
      const member = await join()
      const startOffsets = async () => {
        const { topics } = await offsetsOf(member.groupId)
        return topics[0]!.partitions.map(({ startOffset, lag }) => [startOffset, lag])
      }
      await member.fetchSome()
      const unread = await startOffsets()
      await member.acknowledge([all(Acknowledge.accept, 0n, 1n)])
      const begun = await startOffsets()
      await member.acknowledge([all(Acknowledge.accept, 2n)])

      const nothing = [-1n, -1n]
      expect(unread).toEqual([nothing, nothing])
      expect(begun).toEqual([[0n, 1n], nothing])
      expect(await startOffsets()).toEqual([[2n, 0n], nothing])
    })

    it('that tell how many records are left', async () => {
      await produce('a', 'b', 'c', 'd')
      const member = await join()
      await member.fetchSome()
      await member.acknowledge([all(Acknowledge.accept, 0n), all(Acknowledge.accept, 2n)])

      const { topics } = await offsetsOf(member.groupId)

      expect(topics[0]!.partitions[0]).toMatchObject({ startOffset: 0n, lag: 2n })
    })

    it('that nobody changes while there are members', async () => {
      const { groupId } = await join()
      const topics = [{ topicName: topic, partitions: [{ partitionIndex: 0, startOffset: 1n }] }]

      const altered = await raw.send(alterShareGroupOffsetsApi, 0, { groupId, topics })
      const deleted = await raw.send(deleteShareGroupOffsetsApi, 0, { groupId, topics: [{ topicName: topic }] })

      const nonEmpty = ErrorCodes.NON_EMPTY_GROUP
      expect([altered.errorCode, deleted.errorCode]).toEqual([nonEmpty, nonEmpty])
    })

    it('that an administrator can set', async () => {
      await produce('a', 'b', 'c')
      const member = await join()
      await member.fetchSome()
      await member.closeSession()
      await member.heartbeat({ memberEpoch: -1 })

      const topics = [{ topicName: topic, partitions: [{ partitionIndex: 0, startOffset: 2n }] }]
      const { errorCode, responses } = await raw.send(alterShareGroupOffsetsApi, 0, { groupId: member.groupId, topics })
      const { topics: described } = await offsetsOf(member.groupId)

      expect([errorCode, responses[0]!.partitions[0]!.errorCode]).toEqual([0, 0])
      expect(described[0]!.partitions[0]).toMatchObject({ startOffset: 2n })
    })

    it('that can be deleted, and then begin anew', async () => {
      await produce('a', 'b', 'c')
      const member = await join()
      await member.fetchSome()
      await member.acknowledge([all(Acknowledge.accept, 0n, 1n)])
      await member.closeSession()
      await member.heartbeat({ memberEpoch: -1 })
      const { groupId } = member

      const deleted = await raw.send(deleteShareGroupOffsetsApi, 0, { groupId, topics: [{ topicName: topic }] })
      const { topics } = await offsetsOf(groupId)

      expect([deleted.errorCode, deleted.responses[0]!.errorCode]).toEqual([0, 0])
      expect(topics[0]!.partitions[0]).toMatchObject({ startOffset: -1n })
    })

    it('not of a topic that is not there', async () => {
      const member = await join()
      await member.heartbeat({ memberEpoch: -1 })
      const { groupId } = member
      const nowhere = uniqueName('nowhere')

      const topics = [{ topicName: nowhere, partitions: [{ partitionIndex: 0, startOffset: 2n }] }]
      const altered = await raw.send(alterShareGroupOffsetsApi, 0, { groupId, topics })
      const deleted = await raw.send(deleteShareGroupOffsetsApi, 0, { groupId, topics: [{ topicName: nowhere }] })

      const unknown = ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION
      expect(altered.responses[0]!.partitions[0]!.errorCode).toBe(unknown)
      expect(deleted.responses[0]!.errorCode).toBe(unknown)
    })

    it('not of a topic that nobody has subscribed to', async () => {
      const member = await join()
      await member.heartbeat({ memberEpoch: -1 })
      const other = await createRawTopic(raw)

      const request = { groupId: member.groupId, topics: [{ topicName: other }] }
      const { responses } = await raw.send(deleteShareGroupOffsetsApi, 0, request)

      expect(responses[0]).toMatchObject({
        errorCode: ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION,
        errorMessage: 'There is no offset information to delete.',
      })
    })

    it('in no group that is not there', async () => {
      const groupId = uniqueName('nowhere')

      const described = await offsetsOf(groupId)
      const deleted = await raw.send(deleteShareGroupOffsetsApi, 0, { groupId, topics: [{ topicName: topic }] })

      expect([described.errorCode, deleted.errorCode]).toEqual([0, ErrorCodes.GROUP_ID_NOT_FOUND])
      expect(described.topics[0]!.partitions.map(({ startOffset }) => startOffset)).toEqual([-1n, -1n])
    })

    it('in a group that is made for them', async () => {
      const groupId = uniqueName('made')
      await configureGroup(raw, groupId)

      const topics = [{ topicName: topic, partitions: [{ partitionIndex: 0, startOffset: 0n }] }]
      const { errorCode } = await raw.send(alterShareGroupOffsetsApi, 0, { groupId, topics })

      expect(errorCode).toBe(0)
      expect((await offsetsOf(groupId)).topics[0]!.partitions[0]).toMatchObject({ startOffset: 0n })
    })
  })
})
