import { GroupError } from '../errors/group-error.ts'
import type { Clock } from '../support/clock.ts'
import { settleWithin } from '../support/settle-within.ts'

/** Telling the group is a courtesy: without it the group waits for the session to end. */
export const leaveTimeoutMs = 5_000
/** The application's last callback may take so long; then the member leaves without it. */
const lastCallbackMs = 30_000

/** Waits for the last work of a member that closes: the application's part must keep nobody from leaving. Never rejects. */
export async function withinLastMoments(
  clock: Clock,
  groupId: string,
  work: Promise<void>,
  onHurried: (error: unknown) => void,
): Promise<void> {
  const onTimeout = (): Error => new GroupError('the last callback took too long', groupId)
  await settleWithin(clock, work, { timeoutMs: lastCallbackMs, label: 'group close', onTimeout }).catch(onHurried)
}
