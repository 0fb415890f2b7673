import { ErrorCodes } from '../../errors/error-codes.ts'

/** Who commits, as OffsetCommit and TxnOffsetCommit say it. */
export interface CommittingMember {
  /** Empty for a consumer that is in no group. */
  readonly memberId: string
  /** Negative for a consumer that is in no group. */
  readonly generationIdOrMemberEpoch: number
  readonly groupInstanceId: string | null
}

export interface CommitCheck {
  readonly version: number
  readonly isTransactional: boolean
}

/** What the coordinator asks of a group, whichever protocol its members speak. Checks give an error code, or NONE. */
export interface Group {
  readonly groupId: string
  readonly type: 'classic' | 'consumer'
  /** `Stable`, as Kafka's answers write it. */
  readonly state: string
  readonly protocolType: string
  readonly isEmpty: boolean
  /** Since when it is in its state, on the wall clock. */
  readonly stateSinceMs: number
  checkCommit(member: CommittingMember, check: CommitCheck): number
  checkFetch(memberId: string | null, memberEpoch: number): number
  checkOffsetDelete(): number
  isSubscribedTo(topic: string): boolean
  /** A member committed: it lives. */
  onCommitted(memberId: string): void
  /** The session of a member ends. False where there is no such member. */
  expire(memberId: string): boolean
  /** Begins a rebalance, whether there is a reason or not. */
  rebalance(): void
  /** The broker is its coordinator no more: every timer ends, and who waits hears of it. */
  unload(errorCode: number): void
}

/** The checks of a group that must be empty. */
export function checkEmpty(group: Group): number {
  return group.isEmpty ? ErrorCodes.NONE : ErrorCodes.NON_EMPTY_GROUP
}
