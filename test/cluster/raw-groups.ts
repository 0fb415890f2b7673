/** Members of groups that speak the protocol themselves, each on a connection of its own. */
import { ErrorCodes } from '../../src/errors/error-codes.ts'
import { describeGroupsApi } from '../../src/protocol/apis/describe-groups.ts'
import { findCoordinatorApi } from '../../src/protocol/apis/find-coordinator.ts'
import { heartbeatApi } from '../../src/protocol/apis/heartbeat.ts'
import { joinGroupApi } from '../../src/protocol/apis/join-group.ts'
import { leaveGroupApi } from '../../src/protocol/apis/leave-group.ts'
import { offsetCommitApi } from '../../src/protocol/apis/offset-commit.ts'
import { offsetFetchApi } from '../../src/protocol/apis/offset-fetch.ts'
import { syncGroupApi } from '../../src/protocol/apis/sync-group.ts'
import type { Draft } from '../../src/protocol/message-codec.ts'
import { consumerProtocolSubscription } from '../../src/protocol/messages/consumer-protocol-subscription.ts'
import type { JoinGroupRequest } from '../../src/protocol/messages/join-group-request.ts'
import { Writer } from '../../src/protocol/writer.ts'
import { RawConnection } from './raw-connection.ts'

export function subscriptionTo(topics: readonly string[]): Buffer {
  const writer = new Writer()
  writer.int16(0)
  consumerProtocolSubscription.encode(writer, { topics }, 0)
  return Buffer.concat(writer.finish())
}

/** What members say that say nothing else. Real brokers read it, and are stuck with a group whose members talk nonsense. */
export const usualSubscription: Buffer = subscriptionTo(['orders'])

export interface RawMemberOptions {
  readonly groupId: string
  readonly groupInstanceId?: string
  readonly clientId?: string
}

/** A broker that has just started takes a while to find its coordinator. */
export async function awaitCoordinator(raw: RawConnection, groupId: string): Promise<void> {
  for (let tries = 0; tries < 2000; tries++) {
    const { coordinators } = await raw.send(findCoordinatorApi, 4, { keyType: 0, coordinatorKeys: [groupId] })
    const { topics } = await raw
      .send(offsetFetchApi, 7, { groupId, topics: null })
      .then(({ errorCode, topics: found }) => ({ topics: errorCode === ErrorCodes.NONE ? found : undefined }))
    if (coordinators[0]?.errorCode === ErrorCodes.NONE && topics !== undefined) return
  }
  throw new Error('There is no group coordinator')
}

/** One member of a classic group, and what it knows of its group. */
export class RawMember implements Disposable {
  /** Another one after its coordinator has moved. */
  raw: RawConnection
  readonly groupId: string
  readonly groupInstanceId: string | null
  memberId = ''
  generationId = -1

  static async open(
    address: string,
    { groupId, groupInstanceId, clientId = 'raw' }: RawMemberOptions,
  ): Promise<RawMember> {
    const raw = await RawConnection.open(address)
    raw.clientId = clientId
    return RawMember.on(raw, { groupId, ...(groupInstanceId === undefined ? {} : { groupInstanceId }) })
  }

  static on(raw: RawConnection, { groupId, groupInstanceId }: RawMemberOptions): RawMember {
    return new RawMember(raw, groupId, groupInstanceId ?? null)
  }

  private constructor(raw: RawConnection, groupId: string, groupInstanceId: string | null) {
    this.raw = raw
    this.groupId = groupId
    this.groupInstanceId = groupInstanceId
  }

  /** One JoinGroup request. */
  async joinOnce(version: number, request: Draft<JoinGroupRequest> = {}) {
    const { groupId, memberId, groupInstanceId } = this
    const answer = await this.raw.send(joinGroupApi, version, {
      ...{ groupId, memberId, sessionTimeoutMs: 10_000, protocolType: 'consumer' },
      ...(version >= 1 ? { rebalanceTimeoutMs: 10_000 } : {}),
      ...(version >= 5 ? { groupInstanceId } : {}),
      protocols: [{ name: 'range', metadata: usualSubscription }],
      ...request,
    })
    if (answer.errorCode === ErrorCodes.MEMBER_ID_REQUIRED) this.memberId = answer.memberId
    if (answer.errorCode === ErrorCodes.NONE) {
      this.memberId = answer.memberId
      this.generationId = answer.generationId
    }
    return answer
  }

  /** Joins, with the id that it is given first. */
  async join(request: Draft<JoinGroupRequest> = {}, version = 7) {
    const answer = await this.joinOnce(version, request)
    return answer.errorCode === ErrorCodes.MEMBER_ID_REQUIRED ? this.joinOnce(version, request) : answer
  }

  /** @param assignments By member id; only a leader has any. */
  async sync(assignments: Readonly<Record<string, string>> = {}, request: object = {}, version = 5) {
    const { groupId, memberId, generationId, groupInstanceId } = this
    return this.raw.send(syncGroupApi, version, {
      ...{ groupId, memberId, generationId },
      ...(version >= 3 ? { groupInstanceId } : {}),
      ...(version >= 5 ? { protocolType: 'consumer', protocolName: 'range' } : {}),
      assignments: Object.entries(assignments).map(([id, text]) => ({ memberId: id, assignment: Buffer.from(text) })),
      ...request,
    })
  }

  async heartbeat(request: object = {}): Promise<number> {
    const { groupId, memberId, generationId, groupInstanceId } = this
    const body = { groupId, memberId, generationId, groupInstanceId, ...request }
    const { errorCode } = await this.raw.send(heartbeatApi, 4, body)
    return errorCode
  }

  async leave(): Promise<number> {
    const { groupId, memberId, groupInstanceId } = this
    const { members } = await this.raw.send(leaveGroupApi, 4, { groupId, members: [{ memberId, groupInstanceId }] })
    return members[0]!.errorCode
  }

  /** Commits one offset of partition 0, and gives its error code. */
  async commit(topic: string, offset: bigint, request: object = {}, version = 8): Promise<number> {
    const { groupId, memberId, generationId, groupInstanceId } = this
    const { topics } = await this.raw.send(offsetCommitApi, version, {
      ...{ groupId, memberId, generationIdOrMemberEpoch: generationId, groupInstanceId },
      topics: [{ name: topic, partitions: [{ partitionIndex: 0, committedOffset: offset }] }],
      ...request,
    })
    return topics[0]!.partitions[0]!.errorCode
  }

  async describe() {
    const { groups } = await this.raw.send(describeGroupsApi, 5, { groups: [this.groupId] })
    return groups[0]!
  }

  close(): void {
    this.raw.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }
}

/** What each of them was told when it joined becomes an assignment: the leader gives each member its own name to do. */
export async function assignAll(
  members: readonly RawMember[],
  joined: readonly { readonly leader: string }[],
): Promise<void> {
  const assignments = Object.fromEntries(members.map(({ memberId }) => [memberId, `for ${memberId}`]))
  await Promise.all(
    members.map((member, index) => member.sync(joined[index]!.leader === member.memberId ? assignments : {})),
  )
}
