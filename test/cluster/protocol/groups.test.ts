import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { deleteGroupsApi } from '../../../src/protocol/apis/delete-groups.ts'
import { describeGroupsApi } from '../../../src/protocol/apis/describe-groups.ts'
import { heartbeatApi } from '../../../src/protocol/apis/heartbeat.ts'
import { joinGroupApi } from '../../../src/protocol/apis/join-group.ts'
import { leaveGroupApi } from '../../../src/protocol/apis/leave-group.ts'
import { listGroupsApi } from '../../../src/protocol/apis/list-groups.ts'
import { syncGroupApi } from '../../../src/protocol/apis/sync-group.ts'
import { describeOnEveryBroker, uniqueName } from '../every-broker.ts'
import { RawConnection } from '../raw-connection.ts'
import {
  assignAll,
  awaitCoordinator,
  RawMember,
  type RawMemberOptions,
  subscriptionTo,
  usualSubscription,
} from '../raw-groups.ts'

const range = { name: 'range', metadata: subscriptionTo(['r']) }
const roundrobin = { name: 'roundrobin', metadata: subscriptionTo(['rr']) }

describeOnEveryBroker('Classic groups', (broker) => {
  let groupId: string
  let opened: RawMember[]
  beforeAll(async () => {
    using raw = await RawConnection.open(broker.address)
    await awaitCoordinator(raw, 'any')
  })
  beforeEach(() => {
    groupId = uniqueName('group')
    opened = []
  })
  afterEach(() => {
    for (const member of opened) member.close()
  })

  async function newMember(options: Partial<RawMemberOptions> = {}): Promise<RawMember> {
    const member = await RawMember.open(broker.address, { groupId, ...options })
    opened.push(member)
    return member
  }

  /** Members of a stable group, the first of which leads it. */
  async function stableGroup(count: number, options: readonly Partial<RawMemberOptions>[] = []): Promise<RawMember[]> {
    const members: RawMember[] = []
    for (let index = 0; index < count; index++) {
      members.push(await newMember(options[index]))
      // One after another, so that the first one leads.
      await rebalanceWith(members)
    }
    return members
  }

  async function rebalanceWith(members: readonly RawMember[]): Promise<void> {
    const last = members.at(-1)!
    const joining = last.join()
    // The others learn of it from their heartbeats.
    for (const member of members.slice(0, -1)) await untilRebalance(member)
    const rest = await Promise.all(members.slice(0, -1).map((member) => member.join()))
    const joined = [...rest, await joining]
    await assignAll(members, joined)
  }

  async function untilRebalance(member: RawMember): Promise<void> {
    for (let tries = 0; tries < 5000; tries++) {
      if ((await member.heartbeat()) === ErrorCodes.REBALANCE_IN_PROGRESS) return
    }
    throw new Error('There is no rebalance')
  }

  it('a member gets its id first, and joins with it', async () => {
    const member = await newMember({ clientId: 'me' })

    const refused = await member.joinOnce(4)
    const joined = await member.joinOnce(4)

    expect(refused).toMatchObject({ errorCode: ErrorCodes.MEMBER_ID_REQUIRED, generationId: -1 })
    expect(refused.memberId).toMatch(/^me-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-/)
    expect(joined).toMatchObject({ errorCode: 0, generationId: 1, protocolName: 'range', memberId: refused.memberId })
    expect(joined.leader).toBe(joined.memberId)
    expect(joined.members.map(({ metadata }) => metadata)).toEqual([usualSubscription])
  })

  it.each([0, 1, 2, 3])('v%d joins at once', async (version) => {
    const member = await newMember()

    const joined = await member.joinOnce(version)

    expect(joined).toMatchObject({ errorCode: 0, generationId: 1 })
  })

  it.each([5, 6, 7, 8, 9])('v%d joins as a static member at once', async (version) => {
    const member = await newMember({ groupInstanceId: 'one' })

    const joined = await member.joinOnce(version)

    expect(joined).toMatchObject({ errorCode: 0, generationId: 1, skipAssignment: false })
    expect(joined.memberId).toMatch(/^one-/)
    expect(joined.protocolType).toBe(version >= 7 ? 'consumer' : null)
  })

  it.each([
    ['a session that is too short', { sessionTimeoutMs: 1 }, ErrorCodes.INVALID_SESSION_TIMEOUT],
    ['a session that is too long', { sessionTimeoutMs: 2_000_000 }, ErrorCodes.INVALID_SESSION_TIMEOUT],
    ['no group', { groupId: '' }, ErrorCodes.INVALID_GROUP_ID],
    ['no protocol type', { protocolType: '' }, ErrorCodes.INCONSISTENT_GROUP_PROTOCOL],
    ['no protocol', { protocols: [] }, ErrorCodes.INCONSISTENT_GROUP_PROTOCOL],
    ['a member that is not known', { memberId: 'nobody' }, ErrorCodes.UNKNOWN_MEMBER_ID],
  ])('refuses to join with %s', async (_, request, errorCode) => {
    const member = await newMember()

    const answer = await member.joinOnce(7, request)

    expect(answer).toMatchObject({ errorCode, generationId: -1, protocolName: null, leader: '', members: [] })
  })

  it('answers with an empty protocol name where the version has no other', async () => {
    const member = await newMember()

    const answer = await member.joinOnce(3, { memberId: 'nobody' })

    expect(answer).toMatchObject({ errorCode: ErrorCodes.UNKNOWN_MEMBER_ID, protocolName: '' })
  })

  it('members vote for a protocol that all of them know', async () => {
    const [first, second] = [await newMember(), await newMember()]
    await first.join({ protocols: [range, roundrobin] })
    await first.sync({})

    const joining = second.join({ protocols: [roundrobin] })
    await untilRebalance(first)
    const again = await first.join({ protocols: [range, roundrobin] })
    const joined = await joining

    expect([again.protocolName, joined.protocolName]).toEqual(['roundrobin', 'roundrobin'])
    expect(again.members.map(({ metadata }) => metadata)).toEqual([roundrobin.metadata, roundrobin.metadata])
  })

  it.each([
    ['protocol', { protocols: [{ name: 'sticky', metadata: usualSubscription }] }],
    ['protocol type', { protocolType: 'connect' }],
  ])('refuses a member with another %s', async (_, request) => {
    await stableGroup(1)
    const other = await newMember()

    const answer = await other.join(request)

    expect(answer).toMatchObject({ errorCode: ErrorCodes.INCONSISTENT_GROUP_PROTOCOL, generationId: -1 })
  })

  it('the leader assigns, and the others wait for it', async () => {
    const [leader, follower] = await stableGroup(2)

    const both = await Promise.all([leader!.sync(), follower!.sync()])

    expect(both.map(({ assignment }) => `${assignment}`)).toEqual([
      `for ${leader!.memberId}`,
      `for ${follower!.memberId}`,
    ])
    expect(both[0]).toMatchObject({ errorCode: 0, protocolType: 'consumer', protocolName: 'range' })
  })

  it('a member that the leader forgot has nothing', async () => {
    const member = await newMember()
    await member.join()

    const { errorCode, assignment } = await member.sync({ somebody: 'else' })

    expect({ errorCode, size: assignment.length }).toEqual({ errorCode: 0, size: 0 })
  })

  it.each([
    ['another generation', { generationId: 7 }, ErrorCodes.ILLEGAL_GENERATION],
    ['another member', { memberId: 'nobody' }, ErrorCodes.UNKNOWN_MEMBER_ID],
    ['another group', { groupId: 'no-such-group' }, ErrorCodes.UNKNOWN_MEMBER_ID],
    ['no group', { groupId: '' }, ErrorCodes.INVALID_GROUP_ID],
    ['an instance id that nobody has', { groupInstanceId: 'nobody' }, ErrorCodes.UNKNOWN_MEMBER_ID],
  ])('refuses heartbeats and syncs with %s', async (_, request, errorCode) => {
    const [member] = await stableGroup(1)

    const heartbeat = await member!.heartbeat(request)
    const sync = await member!.sync({}, request)

    expect([heartbeat, sync.errorCode]).toEqual([errorCode, errorCode])
  })

  it.each([
    ['name', { protocolName: 'roundrobin' }],
    ['type', { protocolType: 'connect' }],
    ['name at all', { protocolName: null }],
  ])('refuses a sync with another protocol %s', async (_, request) => {
    const [member] = await stableGroup(1)

    const { errorCode } = await member!.sync({}, request)

    expect(errorCode).toBe(ErrorCodes.INCONSISTENT_GROUP_PROTOCOL)
  })

  it('heartbeats and syncs hear of a rebalance', async () => {
    const [first] = await stableGroup(1)
    const second = await newMember()
    const joining = second.join()
    await untilRebalance(first!)

    const { errorCode } = await first!.sync()
    const again = await first!.join()
    await joining

    expect(errorCode).toBe(ErrorCodes.REBALANCE_IN_PROGRESS)
    expect(again).toMatchObject({ errorCode: 0, generationId: 2, leader: first!.memberId })
  })

  it('a sync that waits for its leader hears of the next rebalance', async () => {
    const [first, second] = await stableGroup(2)
    const rejoining = first!.join()
    await untilRebalance(second!)
    await second!.join()
    await rejoining
    const waiting = second!.sync()
    await untilState('CompletingRebalance')

    expect(await first!.leave()).toBe(ErrorCodes.NONE)

    expect((await waiting).errorCode).toBe(ErrorCodes.REBALANCE_IN_PROGRESS)
  })

  async function untilState(state: string): Promise<void> {
    const watcher = await newMember()
    for (let tries = 0; tries < 5000; tries++) if ((await watcher.describe()).groupState === state) return
    throw new Error(`The group does not become ${state}`)
  }

  it('a follower that asks again gets the answer again, and the leader starts a rebalance', async () => {
    const [leader, follower] = await stableGroup(2)

    const repeated = await follower!.join()
    const rejoining = leader!.join()
    await untilRebalance(follower!)
    const [byLeader, byFollower] = await Promise.all([rejoining, follower!.join()])

    expect(repeated).toMatchObject({ errorCode: 0, generationId: 2, leader: leader!.memberId, members: [] })
    expect([byLeader.generationId, byFollower.generationId]).toEqual([3, 3])
  })

  it('the last one to leave leaves an empty group', async () => {
    const [member] = await stableGroup(1)

    expect(await member!.leave()).toBe(ErrorCodes.NONE)

    expect(await member!.heartbeat()).toBe(ErrorCodes.UNKNOWN_MEMBER_ID)
    expect(await member!.describe()).toMatchObject({ groupState: 'Empty', protocolType: 'consumer', members: [] })
  })

  it('somebody else leads when the leader has left', async () => {
    const [leader, follower] = await stableGroup(2)
    await leader!.leave()
    await untilRebalance(follower!)

    const joined = await follower!.join()

    expect(joined).toMatchObject({ errorCode: 0, generationId: 3, leader: follower!.memberId })
    expect(joined.members).toHaveLength(1)
  })

  it('one request takes many members away', async () => {
    const [member, fixed] = await stableGroup(2, [{}, { groupInstanceId: 'fixed' }])
    const { memberId } = member!
    const members = [
      { memberId },
      { memberId: '', groupInstanceId: 'fixed' },
      { memberId: 'nobody' },
      { memberId: '', groupInstanceId: 'nothing' },
      { memberId: 'nobody', groupInstanceId: 'nothing' },
    ]

    const answer = await fixed!.raw.send(leaveGroupApi, 3, { groupId, members })

    expect(answer.errorCode).toBe(0)
    const unknown = ErrorCodes.UNKNOWN_MEMBER_ID
    expect(answer.members.map(({ errorCode }) => errorCode)).toEqual([0, 0, unknown, unknown, unknown])
  })

  it.each([0, 1, 2])('v%d of LeaveGroup is for one member', async (version) => {
    const [member] = await stableGroup(1)
    const request = { groupId, memberId: member!.memberId }

    const first = await member!.raw.send(leaveGroupApi, version, request)
    const second = await member!.raw.send(leaveGroupApi, version, request)

    expect([first.errorCode, second.errorCode]).toEqual([0, ErrorCodes.UNKNOWN_MEMBER_ID])
  })

  it('nobody leaves a group that is not there', async () => {
    const member = await newMember()
    member.memberId = 'nobody'

    expect(await member.leave()).toBe(ErrorCodes.UNKNOWN_MEMBER_ID)
  })

  it('a static member that comes back keeps its assignment, and nobody is disturbed', async () => {
    const [leader, fixed] = await stableGroup(2, [{}, { groupInstanceId: 'fixed' }])
    const replacement = await newMember({ groupInstanceId: 'fixed' })

    const joined = await replacement.join()
    const { assignment } = await replacement.sync()

    expect(joined).toMatchObject({ errorCode: 0, generationId: 2, leader: leader!.memberId, members: [] })
    expect(joined.memberId).not.toBe(fixed!.memberId)
    expect(`${assignment}`).toBe(`for ${fixed!.memberId}`)
    expect(await leader!.heartbeat()).toBe(ErrorCodes.NONE)
  })

  it('a static member that was replaced is fenced', async () => {
    const [fixed] = await stableGroup(1, [{ groupInstanceId: 'fixed' }])
    const replacement = await newMember({ groupInstanceId: 'fixed' })
    await replacement.join()

    const codes = [await fixed!.heartbeat(), (await fixed!.sync()).errorCode, await fixed!.leave()]
    const rejoined = await fixed!.joinOnce(7)

    expect([...codes, rejoined.errorCode]).toEqual(Array(4).fill(ErrorCodes.FENCED_INSTANCE_ID))
  })

  it('a static leader that comes back must not assign: with v9 it is told so', async () => {
    await stableGroup(1, [{ groupInstanceId: 'fixed' }])
    const [eighth, ninth] = [
      await newMember({ groupInstanceId: 'fixed' }),
      await newMember({ groupInstanceId: 'fixed' }),
    ]

    const before = await eighth.joinOnce(8)
    const since = await ninth.joinOnce(9)

    expect(before).toMatchObject({ errorCode: 0, generationId: 1, members: [] })
    expect(before.leader).not.toBe(before.memberId)
    expect(since).toMatchObject({ errorCode: 0, generationId: 1, skipAssignment: true, leader: since.memberId })
    expect(since.members.map(({ groupInstanceId }) => groupInstanceId)).toEqual(['fixed'])
  })

  it('a static member that comes back and changes the vote starts a rebalance', async () => {
    const fixed = await newMember({ groupInstanceId: 'fixed' })
    await fixed.join({ protocols: [range, roundrobin] })
    await fixed.sync()
    const replacement = await newMember({ groupInstanceId: 'fixed' })

    const joined = await replacement.join({ protocols: [roundrobin] })

    expect(joined).toMatchObject({ errorCode: 0, generationId: 2, protocolName: 'roundrobin' })
    expect(await fixed.heartbeat()).toBe(ErrorCodes.FENCED_INSTANCE_ID)
  })

  it('describes a stable group', async () => {
    const [member] = await stableGroup(1, [{ clientId: 'someone' }])

    const described = await member!.describe()

    const { groupState, protocolType, protocolData, members } = described
    expect({ groupState, protocolType, protocolData }).toEqual({
      ...{ groupState: 'Stable', protocolType: 'consumer', protocolData: 'range' },
    })
    expect(members).toMatchObject([{ memberId: member!.memberId, clientId: 'someone', groupInstanceId: null }])
    expect(members[0]!.clientHost).toMatch(/^\/\d+\.\d+\.\d+\.\d+$/)
    expect(members[0]!.memberMetadata).toEqual(usualSubscription)
    expect(`${members[0]!.memberAssignment}`).toBe(`for ${member!.memberId}`)
  })

  it('describes a group that is not stable without what its members said', async () => {
    const member = await newMember()
    await member.join()

    const { groupState, protocolData, members } = await member.describe()

    expect({ groupState, protocolData }).toEqual({ groupState: 'CompletingRebalance', protocolData: '' })
    expect(members[0]!.memberMetadata).toHaveLength(0)
  })

  it.each([0, 5, 6])('v%d of DescribeGroups does not find a group that is not there', async (version) => {
    const member = await newMember()

    const { groups } = await member.raw.send(describeGroupsApi, version, { groups: [groupId] })

    const errorCode = version >= 6 ? ErrorCodes.GROUP_ID_NOT_FOUND : ErrorCodes.NONE
    expect(groups[0]).toMatchObject({ errorCode, groupState: 'Dead', groupId })
    expect(groups[0]!.errorMessage).toBe(version >= 6 ? `Group ${groupId} not found.` : null)
  })

  it('says what the caller may do to a group', async () => {
    const [member] = await stableGroup(1)

    const { groups } = await member!.raw.send(describeGroupsApi, 5, {
      groups: [groupId],
      includeAuthorizedOperations: true,
    })

    expect(groups[0]!.authorizedOperations).toBe((1 << 3) | (1 << 6) | (1 << 8) | (1 << 10) | (1 << 11))
  })

  async function list(request: object, version = 5): Promise<{ groupState: string; groupType: string } | undefined> {
    const member = await newMember()
    const { groups } = await member.raw.send(listGroupsApi, version, request)
    return groups.find((group) => group.groupId === groupId)
  }

  it('lists groups by state and by type', async () => {
    await stableGroup(1)

    const found = await list({})

    expect(found).toMatchObject({ groupState: 'Stable', groupType: 'classic', protocolType: 'consumer' })
    expect(await list({ statesFilter: ['stable', 'Empty'], typesFilter: ['Classic'] })).toBeDefined()
    expect(await list({ statesFilter: ['Empty'] })).toBeUndefined()
    expect(await list({ typesFilter: ['consumer'] })).toBeUndefined()
    expect(await list({}, 0)).toMatchObject({ protocolType: 'consumer', groupState: '' })
  })

  it('deletes only empty groups', async () => {
    const [member] = await stableGroup(1)
    const request = { groupsNames: [groupId] }

    const busy = await member!.raw.send(deleteGroupsApi, 2, request)
    await member!.leave()
    const empty = await member!.raw.send(deleteGroupsApi, 2, request)
    const gone = await member!.raw.send(deleteGroupsApi, 2, request)

    expect([busy, empty, gone].map(({ results }) => results[0]!.errorCode)).toEqual([
      ErrorCodes.NON_EMPTY_GROUP,
      ErrorCodes.NONE,
      ErrorCodes.GROUP_ID_NOT_FOUND,
    ])
    expect((await member!.describe()).groupState).toBe('Dead')
  })

  it('a rebalance follows also when a member leaves that never joined', async () => {
    const [first] = await stableGroup(1)
    const pending = await newMember()
    await pending.joinOnce(5)

    expect(await pending.leave()).toBe(ErrorCodes.NONE)

    expect(await first!.heartbeat()).toBe(ErrorCodes.REBALANCE_IN_PROGRESS)
    expect((await pending.joinOnce(5)).errorCode).toBe(ErrorCodes.UNKNOWN_MEMBER_ID)
  })

  it('refuses members without a group', async () => {
    const member = await newMember()

    const heartbeat = await member.raw.send(heartbeatApi, 0, { groupId: 'nothing', memberId: 'm', generationId: 1 })
    const sync = await member.raw.send(syncGroupApi, 0, { groupId: 'nothing', memberId: 'm', generationId: 1 })
    const join = await member.raw.send(joinGroupApi, 5, { groupId: 'nothing', memberId: 'm', sessionTimeoutMs: 6000 })

    expect([heartbeat, sync, join].map(({ errorCode }) => errorCode)).toEqual(
      Array(3).fill(ErrorCodes.UNKNOWN_MEMBER_ID),
    )
  })

  it('three members come one after another, each with a generation of all', async () => {
    const members = [await newMember(), await newMember(), await newMember()]
    await rebalanceWith(members.slice(0, 1))
    await rebalanceWith(members.slice(0, 2))
    await rebalanceWith(members)

    expect((await members[0]!.describe()).members).toHaveLength(3)
    expect(members.map(({ generationId }) => generationId)).toEqual([3, 3, 3])
  })
})
