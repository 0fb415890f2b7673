import type { TopicPartition } from '../record/record.ts'
import type { MemberState } from './member-state.ts'

/** Who a member is at the moment. What commits and transactions are fenced by. */
export interface GroupMetadata {
  readonly groupId: string
  /** Empty before the group has given one. */
  readonly memberId: string
  /** The generation; -1 while the member is in none. Opaque: only equality means something. */
  readonly generationId: number
  readonly groupInstanceId: string | null
}

/**
 * What a membership tells its consumer. Calls come one after the other, never for a closed member; each may take its
 * time. `signal` fires when what is being done has become pointless: the generation is lost, or the member closes.
 */
export interface MembershipHost {
  /** These are this member's from now on. */
  onAssigned(partitions: readonly TopicPartition[], signal: AbortSignal): Promise<void>
  /** These go to somebody else once the promise settles: the last moment to commit. */
  onRevoked(partitions: readonly TopicPartition[], signal: AbortSignal): Promise<void>
  /** These may be somebody else's already: committing for them would be refused. */
  onLost(partitions: readonly TopicPartition[]): Promise<void>
  /** Repeating does not help. Settles when the application was told; the group is joined again then. */
  onFailed(error: Error, signal: AbortSignal): Promise<void>
}

/** A consumer's place in its group, whatever the protocol. */
export interface GroupMembership {
  readonly state: MemberState
  readonly metadata: GroupMetadata
  /** Joins, and stays joined until `close()`. No-op after the first call. */
  start(): void
  /** Joins again: what the group divides, or wants, has changed. No-op for a closed member. */
  requestRejoin(reason: string): void
  /** A request of `of` was refused because the member is not (any more) what it said it was. */
  onFenced(error: Error, of: GroupMetadata): void
  /** Gives everything up, leaves, and ends. Always settles, and never rejects. Idempotent. */
  close(): Promise<void>
}
