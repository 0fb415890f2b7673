/** What members ask of a classic group, without the versions of the requests that ask it. */
import { ErrorCodes } from '../../errors/error-codes.ts'
import type { ClassicProtocol, JoinAnswer } from './classic-member.ts'
import type { ClassicMembers } from './classic-members.ts'
import type { CommitCheck, CommittingMember, Group } from './group.ts'

/** A JoinGroup request as the group sees it. */
export interface Joining {
  readonly memberId: string
  /** The id for a member that has none. */
  readonly newMemberId: string
  readonly groupInstanceId: string | null
  readonly clientId: string
  readonly clientHost: string
  readonly sessionTimeoutMs: number
  readonly rebalanceTimeoutMs: number
  readonly protocolType: string
  readonly protocols: readonly ClassicProtocol[]
  /** From v4 on a member joins with an id that it was given before (KIP-394). */
  readonly needsKnownMemberId: boolean
  /** From v9 on a static leader can be told not to assign (KIP-814). */
  readonly canSkipAssignment: boolean
}

/** The same before the coordinator made an id. */
export type JoinRequest = Omit<Joining, 'newMemberId'>

export interface Syncing {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly generationId: number
  readonly protocolType: string | null
  readonly protocolName: string | null
  readonly assignments: readonly { readonly memberId: string; readonly assignment: Buffer }[]
}

export interface Beating {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly generationId: number
}

export interface Leaving {
  readonly memberId: string
  readonly groupInstanceId: string | null
}

export function refusedJoin(memberId: string, errorCode: number): JoinAnswer {
  return { memberId, errorCode, generationId: -1, protocolName: null }
}

interface Committed extends Pick<Group, 'isEmpty' | 'state'> {
  readonly generationId: number
  readonly members: ClassicMembers
}

/** Whether somebody may commit for a classic group: generations fence, also in transactions (KIP-447). */
export function checkClassicCommit(
  group: Committed,
  { memberId, generationIdOrMemberEpoch, groupInstanceId }: CommittingMember,
  { isTransactional }: CommitCheck,
): number {
  if (generationIdOrMemberEpoch < 0 && group.isEmpty) return ErrorCodes.NONE
  if (generationIdOrMemberEpoch >= 0 || memberId !== '' || groupInstanceId !== null) {
    const errorCode = group.members.check(memberId, groupInstanceId)
    if (errorCode !== ErrorCodes.NONE) return errorCode
    if (generationIdOrMemberEpoch !== group.generationId) return ErrorCodes.ILLEGAL_GENERATION
  } else if (!isTransactional) {
    // Who assigns its partitions itself must not commit for a group that has members.
    return ErrorCodes.UNKNOWN_MEMBER_ID
  }
  const isUnsettled = !isTransactional && group.state === 'CompletingRebalance'
  return isUnsettled ? ErrorCodes.REBALANCE_IN_PROGRESS : ErrorCodes.NONE
}
