import { randomUUID } from 'node:crypto'
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { consumerGroupDescribeApi } from '../../../src/protocol/apis/consumer-group-describe.ts'
import { consumerGroupHeartbeatApi } from '../../../src/protocol/apis/consumer-group-heartbeat.ts'
import { createPartitionsApi } from '../../../src/protocol/apis/create-partitions.ts'
import { deleteGroupsApi } from '../../../src/protocol/apis/delete-groups.ts'
import { describeGroupsApi } from '../../../src/protocol/apis/describe-groups.ts'
import { joinGroupApi } from '../../../src/protocol/apis/join-group.ts'
import { listGroupsApi } from '../../../src/protocol/apis/list-groups.ts'
import { metadataApi } from '../../../src/protocol/apis/metadata.ts'
import { offsetCommitApi } from '../../../src/protocol/apis/offset-commit.ts'
import { offsetFetchApi } from '../../../src/protocol/apis/offset-fetch.ts'
import type { Draft } from '../../../src/protocol/message-codec.ts'
import type { ConsumerGroupHeartbeatRequest } from '../../../src/protocol/messages/consumer-group-heartbeat-request.ts'
import { consumerProtocolAssignment } from '../../../src/protocol/messages/consumer-protocol-assignment.ts'
import { Reader } from '../../../src/protocol/reader.ts'
import { Writer } from '../../../src/protocol/writer.ts'
import { describeOnEveryBroker, uniqueName } from '../every-broker.ts'
import { RawConnection } from '../raw-connection.ts'
import { awaitCoordinator, RawMember, subscriptionTo, usualSubscription } from '../raw-groups.ts'
import { createRawTopic } from '../raw-topics.ts'

describeOnEveryBroker('Groups in which the broker assigns (KIP-848)', (broker) => {
  let raw: RawConnection
  let groupId: string
  let topic: string
  let topicId: string
  beforeAll(async () => {
    raw = await RawConnection.open(broker.address)
    await awaitCoordinator(raw, 'any')
    return () => raw.close()
  })
  beforeEach(async () => {
    groupId = uniqueName('group')
    topic = await createRawTopic(raw, { partitions: 4 })
    const { topics } = await raw.send(metadataApi, 12, { topics: [{ name: topic }] })
    topicId = topics[0]!.topicId
  })
  afterEach(() => {
    members.clear()
  })

  /** What each member believes to have. */
  const members = new Map<string, Member>()

  class Member {
    readonly memberId = randomUUID()
    readonly instanceId: string | null
    epoch = 0
    owned: readonly number[] = []
    constructor(instanceId: string | null = null) {
      this.instanceId = instanceId
      members.set(this.memberId, this)
    }

    async beat(request: Draft<ConsumerGroupHeartbeatRequest> = {}, version = 1) {
      const { memberId, instanceId, epoch } = this
      const answer = await raw.send(consumerGroupHeartbeatApi, version, {
        ...{ groupId, memberId, instanceId, memberEpoch: epoch },
        rebalanceTimeoutMs: -1,
        subscribedTopicNames: null,
        topicPartitions: null,
        ...request,
      })
      if (answer.errorCode !== ErrorCodes.NONE) return answer
      this.epoch = answer.memberEpoch
      if (answer.assignment !== null) this.owned = answer.assignment.topicPartitions.flatMap((of) => of.partitions)
      return answer
    }

    join(request: Draft<ConsumerGroupHeartbeatRequest> = {}, version = 1) {
      this.epoch = 0
      this.owned = []
      const said = { rebalanceTimeoutMs: 30_000, subscribedTopicNames: [topic], topicPartitions: [] }
      return this.beat({ ...said, ...request }, version)
    }

    /** Says what it has. */
    confirm() {
      return this.beat({ topicPartitions: this.owned.length === 0 ? [] : [{ topicId, partitions: this.owned }] })
    }

    /** Heartbeats that say nothing, until something has come. A real broker assigns once in a second. */
    async until(hasCome: () => boolean): Promise<void> {
      for (const end = Date.now() + 15_000; !hasCome() && Date.now() < end; ) await this.beat()
    }

    leave(memberEpoch = -1) {
      return this.beat({ memberEpoch })
    }
  }

  async function describe(version = 1) {
    const { groups } = await raw.send(consumerGroupDescribeApi, version, { groupIds: [groupId] })
    return groups[0]!
  }

  /** Heartbeats of all of them until nobody moves any more. */
  async function settle(...settling: Member[]): Promise<void> {
    for (let tries = 0; tries < 2000; tries++) {
      for (const member of settling) await member.confirm()
      if ((await describe()).groupState === 'Stable') return
    }
    throw new Error('The group does not become stable')
  }

  it('the first member gets everything at once', async () => {
    const member = new Member()

    const answer = await member.join()

    expect(answer).toMatchObject({ errorCode: 0, memberId: member.memberId, memberEpoch: 2, heartbeatIntervalMs: 5000 })
    expect(answer.assignment!.topicPartitions).toMatchObject([{ topicId, partitions: [0, 1, 2, 3] }])
  })

  it('v0 gives a member its id', async () => {
    const member = new Member()

    const answer = await member.join({ memberId: '' }, 0)

    expect(answer.memberId).toMatch(/^[\w-]{22}$/)
  })

  it('a heartbeat of which nothing follows says no assignment, and a full one does', async () => {
    const member = new Member()
    await member.join()

    const short = await member.beat()
    const full = await member.beat({
      ...{ rebalanceTimeoutMs: 30_000, subscribedTopicNames: [topic] },
      topicPartitions: [{ topicId, partitions: [0, 1, 2, 3] }],
    })

    expect(short.assignment).toBeNull()
    expect(full.assignment!.topicPartitions[0]!.partitions).toEqual([0, 1, 2, 3])
  })

  it('nobody gets a partition before the one who has it says that it has given it up', async () => {
    const [first, second] = [new Member(), new Member()]
    await first.join()
    const { epoch } = first

    await second.join()
    await first.until(() => first.owned.length === 2)
    const early = await second.beat()

    expect([first.epoch, second.owned, early.assignment]).toEqual([epoch, [], null])
    await first.confirm()
    expect(first.epoch).toBe(epoch + 1)
    await second.until(() => second.owned.length === 2)
    expect(inOrder([...first.owned, ...second.owned])).toEqual([0, 1, 2, 3])
  })

  it('describes where its members are', async () => {
    const [first, second] = [new Member(), new Member()]
    await first.join({ rackId: 'here', serverAssignor: 'range' })
    const alone = await describe()
    await second.join()
    await first.until(() => first.owned.length === 2)
    const rebalancing = await describe()

    expect(alone).toMatchObject({ groupState: 'Stable', groupEpoch: 2, assignmentEpoch: 2, assignorName: 'range' })
    expect(alone.members).toMatchObject([
      {
        memberId: first.memberId,
        memberEpoch: 2,
        rackId: 'here',
        clientId: 'raw',
        subscribedTopicNames: [topic],
        memberType: 1,
      },
    ])
    expect(alone.members[0]!.clientHost).toMatch(/^\/\d+\.\d+\.\d+\.\d+$/)
    expect(alone.members[0]!.assignment.topicPartitions).toMatchObject([
      { topicId, topicName: topic, partitions: [0, 1, 2, 3] },
    ])
    expect(rebalancing).toMatchObject({ groupState: 'Reconciling', groupEpoch: 3, assignmentEpoch: 3 })
    const described = rebalancing.members.find(({ memberId }) => memberId === second.memberId)!
    expect(described.assignment.topicPartitions).toEqual([])
    expect(described.targetAssignment.topicPartitions[0]!.partitions).toHaveLength(2)
  })

  it.each(['uniform', 'range'])('%s gives everybody the same number', async (serverAssignor) => {
    const all = [new Member(), new Member(), new Member()]
    for (const member of all) await member.join({ serverAssignor })

    await settle(...all)

    expect(inOrder(all.map(({ owned }) => owned.length))).toEqual([1, 1, 2])
    expect(inOrder(all.flatMap(({ owned }) => owned))).toEqual([0, 1, 2, 3])
  })

  it('range gives neighbours to each', async () => {
    const both = [new Member(), new Member()]
    for (const member of both) await member.join({ serverAssignor: 'range' })

    await settle(...both)

    expect(both.map(({ owned }) => owned.join()).sort()).toEqual(['0,1', '2,3'])
  })

  it('what a member leaves goes to the others', async () => {
    const [first, second] = [new Member(), new Member()]
    await first.join()
    await second.join()
    await settle(first, second)

    const left = await second.leave()
    await settle(first)

    expect(left).toMatchObject({ errorCode: 0, memberId: second.memberId, memberEpoch: -1 })
    expect(first.owned).toEqual([0, 1, 2, 3])
    expect(first.epoch).toBe(4)
  })

  it('the last one to leave leaves an empty group', async () => {
    const member = new Member()
    await member.join()
    await member.leave()

    expect(await describe()).toMatchObject({ groupState: 'Empty', groupEpoch: 3, members: [] })
  })

  it.each([
    ['an epoch to come', 99],
    ['an epoch long gone', 1],
  ])('fences a member with %s', async (_, memberEpoch) => {
    const [first, second] = [new Member(), new Member()]
    await first.join()
    for (let times = 0; times < 2; times++) {
      await second.join()
      await settle(first, second)
      await second.leave()
      await settle(first)
    }

    const answer = await first.beat({ memberEpoch })

    expect(answer).toMatchObject({ errorCode: ErrorCodes.FENCED_MEMBER_EPOCH, assignment: null })
    expect(answer.errorMessage).toMatch(/epoch/)
  })

  it('takes a member with the epoch before, which has not heard of the next', async () => {
    const [first, second] = [new Member(), new Member()]
    await first.join()
    const { epoch } = first
    await second.join()
    await first.until(() => first.owned.length === 2)
    await first.confirm()

    const answer = await first.beat({ memberEpoch: epoch, topicPartitions: [{ topicId, partitions: first.owned }] })

    expect(answer).toMatchObject({ errorCode: 0, memberEpoch: epoch + 1 })
  })

  it('a member that joins again with its id is told again what it has', async () => {
    const [member, other] = [new Member(), new Member()]
    await member.join()
    await other.join()
    await settle(member, other)
    const { epoch, owned } = member

    const again = await member.join()

    expect(again).toMatchObject({ errorCode: 0, memberEpoch: epoch })
    expect(member.owned).toEqual(owned)
  })

  it.each([
    ['a member that is not known', { memberEpoch: 3 }, ErrorCodes.UNKNOWN_MEMBER_ID],
    ['a member that is not known and leaves', { memberEpoch: -1 }, ErrorCodes.UNKNOWN_MEMBER_ID],
    ['an instance that is not known', { memberEpoch: 3, instanceId: 'nobody' }, ErrorCodes.UNKNOWN_MEMBER_ID],
    ['an assignor that is not known', { serverAssignor: 'mine' }, ErrorCodes.UNSUPPORTED_ASSIGNOR],
    ['no group', { groupId: '' }, ErrorCodes.INVALID_REQUEST],
    ['an empty instance id', { instanceId: '' }, ErrorCodes.INVALID_REQUEST],
    ['an empty rack', { rackId: '' }, ErrorCodes.INVALID_REQUEST],
    ['no member id', { memberId: '' }, ErrorCodes.INVALID_REQUEST],
    ['an epoch that means nothing', { memberEpoch: -3 }, ErrorCodes.INVALID_REQUEST],
    ['a static leave without an instance', { memberEpoch: -2 }, ErrorCodes.INVALID_REQUEST],
    ['no time to rebalance', { rebalanceTimeoutMs: -1 }, ErrorCodes.INVALID_REQUEST],
    ['nothing to subscribe to', { subscribedTopicNames: null }, ErrorCodes.INVALID_REQUEST],
    ['partitions that it has already', { topicPartitions: null }, ErrorCodes.INVALID_REQUEST],
    ['an expression that is none', { subscribedTopicRegex: '(' }, ErrorCodes.INVALID_REGULAR_EXPRESSION],
    ['an expression that RE2 has not', { subscribedTopicRegex: 'a(?=b)' }, ErrorCodes.INVALID_REGULAR_EXPRESSION],
  ])('refuses %s', async (_, request, errorCode) => {
    await new Member().join()

    const answer = await new Member().join(request)

    expect(answer).toMatchObject({ errorCode, memberEpoch: 0, assignment: null })
    expect(answer.errorMessage).not.toBeNull()
  })

  it('does not find a group that is not there', async () => {
    const answer = await new Member().beat({ memberEpoch: 1 })

    expect(answer.errorCode).toBe(ErrorCodes.GROUP_ID_NOT_FOUND)
    expect(await describe()).toMatchObject({
      errorCode: ErrorCodes.GROUP_ID_NOT_FOUND,
      errorMessage: `Group ${groupId} not found.`,
    })
  })

  it('a static member takes its place again after it left for a while', async () => {
    const [other, before] = [new Member(), new Member('fixed')]
    await other.join()
    await before.join()
    await settle(other, before)
    const left = await before.leave(-2)
    const after = new Member('fixed')

    const joined = await after.join()

    expect(left).toMatchObject({ errorCode: 0, memberEpoch: -2 })
    expect(joined).toMatchObject({ errorCode: 0, memberEpoch: 3 })
    expect(after.owned).toEqual(before.owned)
    expect((await describe()).groupEpoch).toBe(3)
    expect((await before.beat({ memberEpoch: 3 })).errorCode).toBe(ErrorCodes.FENCED_INSTANCE_ID)
  })

  it('an instance id is not to be had while its member is there', async () => {
    await new Member('fixed').join()

    const answer = await new Member('fixed').join()

    expect(answer.errorCode).toBe(ErrorCodes.UNRELEASED_INSTANCE_ID)
  })

  it('subscribes to what an expression matches', async () => {
    const member = new Member()
    const regex = `${topic.slice(0, -1)}[a-f0-9]`

    await member.join({ subscribedTopicNames: null, subscribedTopicRegex: regex })
    // A real broker looks for topics in its own time.
    await member.until(() => member.owned.length > 0)

    expect(member.owned).toEqual([0, 1, 2, 3])
    expect((await describe()).members[0]).toMatchObject({ subscribedTopicRegex: regex, subscribedTopicNames: [] })
  })

  it('gives out partitions that a topic gets later', async () => {
    const member = new Member()
    await member.join()
    const request = { topics: [{ name: topic, count: 6, assignments: null }], timeoutMs: 10_000 }
    await raw.send(createPartitionsApi, 2, request)

    for (let tries = 0; tries < 5000 && member.owned.length < 6; tries++) await member.confirm()

    expect(member.owned).toEqual([0, 1, 2, 3, 4, 5])
    expect(member.epoch).toBe(3)
  })

  it('a change of topics is another epoch', async () => {
    const other = await createRawTopic(raw)
    const member = new Member()
    await member.join()
    const { epoch } = member

    await member.beat({ subscribedTopicNames: [other] })
    await member.until(() => member.owned.length === 0)
    await member.beat({ topicPartitions: [] })
    await member.until(() => member.owned.length === 1)

    expect(member.epoch).toBe(epoch + 1)
    expect(member.owned).toEqual([0])
  })

  async function commit(member: Member, memberEpoch = member.epoch, version = 9): Promise<number> {
    const { topics } = await raw.send(offsetCommitApi, version, {
      ...{ groupId, memberId: member.memberId, generationIdOrMemberEpoch: memberEpoch },
      topics: [{ name: topic, partitions: [{ partitionIndex: 0, committedOffset: 7n }] }],
    })
    return topics[0]!.partitions[0]!.errorCode
  }

  it('only members in their epoch commit', async () => {
    const member = new Member()
    await member.join()

    const codes = [
      await commit(member),
      await commit(member, 0),
      await commit(member, 5),
      await commit(new Member(), 1),
      await commit(member, 1, 8),
      await commit(member, -1),
    ]

    const stale = ErrorCodes.STALE_MEMBER_EPOCH
    expect(codes).toEqual([0, stale, stale, ErrorCodes.UNKNOWN_MEMBER_ID, ErrorCodes.UNSUPPORTED_VERSION, stale])
  })

  it('members that say who they are fetch offsets in their epoch only', async () => {
    const member = new Member()
    await member.join()
    await commit(member)
    const fetchAs = async (memberId: string | null, memberEpoch: number) => {
      const topics = [{ name: topic, partitionIndexes: [0] }]
      const { groups } = await raw.send(offsetFetchApi, 9, { groups: [{ groupId, memberId, memberEpoch, topics }] })
      return groups[0]!
    }

    const answers = [
      await fetchAs(member.memberId, member.epoch),
      await fetchAs(member.memberId, 0),
      await fetchAs('nobody', 1),
      await fetchAs(null, -1),
    ]

    expect(answers.map(({ errorCode }) => errorCode)).toEqual([
      ...[0, ErrorCodes.STALE_MEMBER_EPOCH, ErrorCodes.UNKNOWN_MEMBER_ID, 0],
    ])
    expect(answers[0]!.topics[0]!.partitions[0]).toMatchObject({ committedOffset: 7n })
  })

  it('is listed as what it is, and is no classic group', async () => {
    await new Member().join()

    const { groups } = await raw.send(listGroupsApi, 5, { typesFilter: ['consumer'] })
    const described = await raw.send(describeGroupsApi, 5, { groups: [groupId] })

    expect(groups.find((group) => group.groupId === groupId)).toMatchObject({
      ...{ groupType: 'consumer', groupState: 'Stable', protocolType: 'consumer' },
    })
    expect(described.groups[0]).toMatchObject({ groupState: 'Dead' })
  })

  it('is deleted when it is empty, and only then', async () => {
    const member = new Member()
    await member.join()
    const remove = async () => (await raw.send(deleteGroupsApi, 2, { groupsNames: [groupId] })).results[0]!.errorCode

    const codes = [await remove(), (await member.leave()).errorCode, await remove(), await remove()]

    expect(codes).toEqual([ErrorCodes.NON_EMPTY_GROUP, 0, 0, ErrorCodes.GROUP_ID_NOT_FOUND])
  })

  it('an empty group changes its protocol', async () => {
    const member = new Member()
    await member.join()
    await member.leave()
    const request = {
      ...{ groupId, memberId: '', sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 10_000, protocolType: 'consumer' },
      protocols: [{ name: 'range', metadata: usualSubscription }],
    }

    const joined = await raw.send(joinGroupApi, 3, request)

    expect(joined).toMatchObject({ errorCode: 0, generationId: 1 })
    expect(await describe()).toMatchObject({
      ...{ errorCode: ErrorCodes.GROUP_ID_NOT_FOUND, errorMessage: `Group ${groupId} is not a consumer group.` },
    })
  })

  it('a classic group takes in a member of the new kind, and goes back when that has left', async () => {
    using classic = await RawMember.open(broker.address, { groupId })
    const protocols = [{ name: 'range', metadata: subscriptionTo([topic]) }]
    await classic.join({ protocols })
    await classic.sync(
      {},
      { assignments: [{ memberId: classic.memberId, assignment: assignmentOf(topic, [0, 1, 2, 3]) }] },
    )
    const { generationId } = classic
    const modern = new Member()

    const came = await modern.join()
    await until(async () => (await classic.heartbeat()) === ErrorCodes.REBALANCE_IN_PROGRESS)
    const rejoined = await classic.join({ protocols })
    const { assignment } = await classic.sync()
    await modern.until(() => modern.owned.length === 2)
    const mixed = await describe()
    await modern.leave()
    await until(async () => (await classic.heartbeat()) === ErrorCodes.REBALANCE_IN_PROGRESS)
    const back = await classic.join({ protocols })

    expect(came).toMatchObject({ errorCode: 0, assignment: { topicPartitions: [] } })
    expect(rejoined).toMatchObject({ errorCode: 0, protocolName: 'range', leader: '', members: [] })
    expect(rejoined.generationId).toBeGreaterThan(generationId)
    expect(inOrder([...partitionsIn(assignment), ...modern.owned])).toEqual([0, 1, 2, 3])
    expect(inOrder(mixed.members.map(({ memberType }) => memberType))).toEqual([0, 1])
    expect(back).toMatchObject({ errorCode: 0, leader: classic.memberId })
    expect(await classic.describe()).toMatchObject({ groupState: 'CompletingRebalance' })
  })

  it('a classic group of another kind than consumers does not take in anybody', async () => {
    using classic = await RawMember.open(broker.address, { groupId })
    await classic.join({ protocolType: 'connect' })

    const answer = await new Member().join()

    expect(answer.errorCode).toBe(ErrorCodes.GROUP_ID_NOT_FOUND)
  })

  async function until(holds: () => Promise<boolean>): Promise<void> {
    for (const end = Date.now() + 15_000; Date.now() < end; ) if (await holds()) return
    throw new Error('It does not happen')
  }
})

function inOrder(numbers: readonly number[]): number[] {
  return numbers.toSorted((a, b) => a - b)
}

function assignmentOf(topic: string, partitions: readonly number[]): Buffer {
  const writer = new Writer()
  writer.int16(0)
  consumerProtocolAssignment.encode(writer, { assignedPartitions: [{ topic, partitions }] }, 0)
  return Buffer.concat(writer.finish())
}

function partitionsIn(assignment: Buffer): readonly number[] {
  const reader = new Reader(assignment)
  const { assignedPartitions } = consumerProtocolAssignment.decode(reader, reader.int16('version'))
  return assignedPartitions.flatMap(({ partitions }) => partitions)
}
