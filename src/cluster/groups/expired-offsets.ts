/** Which committed offsets are too old (KIP-211): what a group has not lost its interest in stays, however old it is. */
import type { Group } from './group.ts'
import type { CommittedOffset, GroupOffsets } from './group-offsets.ts'

export interface OffsetRetention {
  readonly retentionMs: number
  readonly nowMs: number
}

export function expiredOffsets(
  group: Group,
  offsets: GroupOffsets,
  { retentionMs, nowMs }: OffsetRetention,
): readonly CommittedOffset[] {
  const isBusy = group.type === 'classic' && !group.isEmpty && group.state !== 'Stable'
  if (isBusy) return []
  // The offsets of a group that had members are kept from when it became empty; others from their commit.
  const countsFromEmptiness = group.type === 'classic' && group.isEmpty && group.protocolType !== ''
  return offsets.of(group.groupId).filter((offset) => {
    if (group.isSubscribedTo(offset.topic)) return false
    if (offsets.hasPending(group.groupId, offset.topic, offset.partition)) return false
    if (offset.expiresAtMs !== undefined) return nowMs >= offset.expiresAtMs
    const sinceMs = countsFromEmptiness ? Math.max(group.stateSinceMs, offset.committedAtMs) : offset.committedAtMs
    return nowMs - sinceMs >= retentionMs
  })
}
