/** The four requests of the classic protocol, one attempt each. */
import { ErrorCodes } from '../errors/error-codes.ts'
import type { ConnectionPurpose } from '../network/request-sender.ts'
import { heartbeatApi } from '../protocol/apis/heartbeat.ts'
import { joinGroupApi } from '../protocol/apis/join-group.ts'
import { leaveGroupApi } from '../protocol/apis/leave-group.ts'
import { syncGroupApi } from '../protocol/apis/sync-group.ts'
import type { JoinGroupResponse } from '../protocol/messages/join-group-response.ts'
import type { CoordinatorLink } from './coordinator-link.ts'
import type { GroupMetadata } from './membership.ts'

export const consumerProtocolType = 'consumer'

/** On top of what the broker may take: JoinGroup is answered when the slowest member has come, or its time is over. */
const joinGraceMs = 5_000
/** The broker refuses longer reasons (KIP-800). */
const reasonMaxLength = 255

export interface ClassicRequestSettings {
  readonly sessionTimeoutMs: number
  readonly rebalanceTimeoutMs: number
  readonly requestTimeoutMs: number
  /** JoinGroup is held for as long as the slowest member takes, and everything behind it on its connection too. */
  readonly joinPurpose: ConnectionPurpose
}

export class ClassicRequests {
  readonly #link: CoordinatorLink
  readonly #settings: ClassicRequestSettings

  constructor(link: CoordinatorLink, settings: ClassicRequestSettings) {
    this.#link = link
    this.#settings = settings
  }

  /**
   * Joins with the member id that there is. `onMemberId` hears the one that the group gives before it lets a new member
   * in (KIP-394), which joins again at once: a client that gives up in between leaves no member behind.
   */
  async join(
    me: GroupMetadata,
    protocols: readonly { readonly name: string; readonly metadata: Uint8Array }[],
    reason: string,
    onMemberId: (memberId: string) => void,
    signal: AbortSignal,
  ): Promise<JoinGroupResponse> {
    const { sessionTimeoutMs, rebalanceTimeoutMs, joinPurpose } = this.#settings
    const operation = `Cannot join group ${me.groupId}`
    let { memberId } = me
    for (let isSecond = false; ; isSecond = true) {
      const response = await this.#link.ask({
        api: joinGroupApi,
        operation,
        timeoutMs: rebalanceTimeoutMs + joinGraceMs,
        purpose: joinPurpose,
        signal,
        body: (version) => ({
          groupId: me.groupId,
          sessionTimeoutMs,
          rebalanceTimeoutMs: version >= 1 ? rebalanceTimeoutMs : undefined,
          memberId,
          groupInstanceId: me.groupInstanceId,
          protocolType: consumerProtocolType,
          protocols,
          reason: version >= 8 ? reason.slice(0, reasonMaxLength) : undefined,
        }),
        errorCodeOf: ({ errorCode }) => (errorCode === ErrorCodes.MEMBER_ID_REQUIRED ? ErrorCodes.NONE : errorCode),
      })
      if (response.errorCode !== ErrorCodes.MEMBER_ID_REQUIRED) return response
      if (isSecond) throw this.#link.errorOf(response.errorCode, operation, joinGroupApi.name)
      memberId = response.memberId
      onMemberId(memberId)
    }
  }

  /** Gets the assignment; the leader brings everybody's. */
  async sync(
    me: GroupMetadata,
    protocolName: string,
    assignments: readonly { readonly memberId: string; readonly assignment: Uint8Array }[],
    signal: AbortSignal,
  ): Promise<Buffer> {
    const { rebalanceTimeoutMs, joinPurpose } = this.#settings
    const { assignment } = await this.#link.ask({
      api: syncGroupApi,
      operation: `Cannot get the assignment of group ${me.groupId}`,
      // Held until the leader has brought the assignment.
      timeoutMs: rebalanceTimeoutMs + joinGraceMs,
      purpose: joinPurpose,
      signal,
      body: (version) => ({
        ...identity(me),
        protocolType: version >= 5 ? consumerProtocolType : undefined,
        protocolName: version >= 5 ? protocolName : undefined,
        assignments,
      }),
      errorCodeOf: ({ errorCode }) => errorCode,
    })
    return assignment
  }

  async heartbeat(me: GroupMetadata, signal: AbortSignal): Promise<void> {
    const { requestTimeoutMs, sessionTimeoutMs } = this.#settings
    await this.#link.ask({
      api: heartbeatApi,
      operation: `Cannot stay in group ${me.groupId}`,
      timeoutMs: Math.min(requestTimeoutMs, sessionTimeoutMs),
      signal,
      body: identity(me),
      errorCodeOf: ({ errorCode }) => errorCode,
    })
  }

  async leave({ groupId, memberId }: GroupMetadata, reason: string, timeoutMs: number): Promise<void> {
    await this.#link.ask({
      api: leaveGroupApi,
      operation: `Cannot leave group ${groupId}`,
      timeoutMs,
      body: (version) =>
        version < 3
          ? { groupId, memberId }
          : { groupId, members: [{ memberId, groupInstanceId: null, ...(version >= 5 ? { reason } : {}) }] },
      errorCodeOf: ({ errorCode }) => errorCode,
    })
  }
}

function identity({ groupId, generationId, memberId, groupInstanceId }: GroupMetadata) {
  return { groupId, generationId, memberId, groupInstanceId }
}
