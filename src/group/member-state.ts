/**
 * Where a member of a group stands. Every notification from the broker is judged by it: one that comes for a member that
 * is closing, or for an earlier generation, is dropped and changes nothing.
 */

/**
 * - `idle`: nothing was asked of the group yet.
 * - `joining`: JoinGroup is on its way, or waits for a pause after a failure. Cooperative members go on reading.
 * - `syncing`: in the new generation, waiting for the assignment (and working it out, as the leader).
 * - `stable`: the assignment is known. Heartbeats run, also while the application's callbacks take their time.
 * - `revoking`: partitions are given up before the group is joined again (eager). Heartbeats run.
 * - `stale`: left because the application did not read for too long. Nothing is owned; joins again when it reads.
 * - `failed`: an error that repeating does not change waits for the application. Nothing is owned.
 * - `closing`: the last commit and LeaveGroup. Whatever arrives now is too late.
 * - `closed`: nothing leads out of it.
 */
export type MemberState =
  | 'idle'
  | 'joining'
  | 'syncing'
  | 'stable'
  | 'revoking'
  | 'stale'
  | 'failed'
  | 'closing'
  | 'closed'

export const legalMemberMoves: Readonly<Record<MemberState, readonly MemberState[]>> = {
  idle: ['joining', 'closing'],
  joining: ['joining', 'syncing', 'failed', 'closing'],
  syncing: ['stable', 'joining', 'failed', 'closing'],
  stable: ['revoking', 'joining', 'stale', 'failed', 'closing'],
  revoking: ['joining', 'stale', 'failed', 'closing'],
  stale: ['joining', 'closing'],
  failed: ['joining', 'closing'],
  closing: ['closed'],
  closed: [],
}

/** Throws for a move that the table does not have: that is a defect, not a condition. */
export function checkMemberMove(from: MemberState, to: MemberState): void {
  if (!legalMemberMoves[from].includes(to)) throw new Error(`A group member cannot go from ${from} to ${to}`)
}
