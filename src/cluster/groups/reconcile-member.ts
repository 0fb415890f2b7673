/**
 * How a member gets from what it has to what it is to have (KIP-848), one heartbeat at a time.
 *
 * It first gives up what others are to get, and goes on only when it says that it has; then it gets what is free. A partition
 * never belongs to two members: what one has not given up yet is held from the next.
 */
import { difference, intersection, noPartitions, type PartitionKey, type PartitionSet } from './topic-partition-set.ts'

/**
 * `stable`: it has all that its epoch gives it. `unrevoked`: it must give up partitions first. `unreleased`: others have not
 * given up yet what it is to get.
 */
export type ReconciliationState = 'stable' | 'unrevoked' | 'unreleased'

export interface Reconciliation {
  readonly state: ReconciliationState
  readonly epoch: number
  readonly previousEpoch: number
  readonly assigned: PartitionSet
  readonly pendingRevocation: PartitionSet
}

export interface ReconciliationGoal {
  readonly targetEpoch: number
  readonly target: PartitionSet
  /** What the member says that it has; undefined where its heartbeat says nothing. */
  readonly owned: PartitionSet | undefined
  /** Whether any member has it, or has not given it up. */
  readonly isHeld: (key: PartitionKey) => boolean
}

export function reconcileMember(member: Reconciliation, goal: ReconciliationGoal): Reconciliation {
  if (member.state === 'stable') {
    return member.epoch === goal.targetEpoch ? member : nextStep(member, member.epoch, goal)
  }
  if (member.state === 'unreleased') return nextStep(member, member.epoch, goal)
  return stillOwns(goal.owned, member.pendingRevocation) ? member : nextStep(member, member.epoch + 1, goal)
}

/** @param epoch What it is in until it has given up what it must. */
function nextStep(member: Reconciliation, epoch: number, goal: ReconciliationGoal): Reconciliation {
  const { target, targetEpoch, owned, isHeld } = goal
  const kept = intersection(member.assigned, target)
  const toRevoke = difference(member.assigned, kept)
  if (toRevoke.size > 0 && stillOwns(owned, toRevoke)) {
    return {
      ...{ state: 'unrevoked', epoch, previousEpoch: member.epoch },
      ...{ assigned: kept, pendingRevocation: toRevoke },
    }
  }
  const wanted = [...difference(target, kept)]
  const free = wanted.filter((key) => !isHeld(key))
  return {
    state: free.length < wanted.length ? 'unreleased' : 'stable',
    epoch: targetEpoch,
    previousEpoch: member.epoch,
    assigned: new Set([...kept, ...free]),
    pendingRevocation: noPartitions,
  }
}

function stillOwns(owned: PartitionSet | undefined, toRevoke: PartitionSet): boolean {
  return owned === undefined || intersection(owned, toRevoke).size > 0
}
