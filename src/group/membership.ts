import type { TopicPartition } from '../record/record.ts'
import type { ConsumerMemberState } from './consumer-member-state.ts'
import type { MemberState } from './member-state.ts'

/** Kafka's `group.protocol`: members that rebalance among themselves, or a coordinator that divides (KIP-848). */
export type GroupProtocol = 'classic' | 'consumer'

/** Who a member is at the moment. What commits and transactions are fenced by. */
export interface GroupMetadata {
  readonly groupId: string
  /** Empty before the group has given one (classic protocol). */
  readonly memberId: string
  /** The generation, or the member's epoch; -1 while the member is in none. Opaque: only equality means something. */
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
  readonly state: MemberState | ConsumerMemberState
  readonly metadata: GroupMetadata
  /** Whether a commit that can wait has a chance now. */
  readonly canCommit: boolean
  /** Joins, and stays joined until `close()`. No-op after the first call. */
  start(): void
  /** Joins again: what the group divides, or wants, has changed. No-op for a closed member. */
  requestRejoin(reason: string): void
  /** A request of `of` was refused because the member is not (any more) what it said it was. */
  onFenced(error: Error, of: GroupMetadata): void
  /** The application has not read for too long: leaves the group, loses everything, and joins again on `onRead`. */
  onReaderStuck(): void
  /** The application reads. */
  onRead(): void
  /** Gives everything up, leaves, and ends. Always settles, and never rejects. Idempotent. */
  close(): Promise<void>
}
