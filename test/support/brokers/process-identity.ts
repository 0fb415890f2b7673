/**
 * Process ids are reused. A process is only known by its id together with the moment it started, so that a record of a
 * process that ended long ago never leads to the end of an innocent one.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface ProcessIdentity {
  readonly pid: number
  readonly startedAt: string
}

/** Undefined when there is no such process. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const startedAt = process.platform === 'linux' ? linuxStartTime(pid) : posixStartTime(pid)
  return startedAt === undefined ? undefined : { pid, startedAt }
}

export function isStillRunning(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.startedAt === identity.startedAt
}

/** Field 22 of /proc/pid/stat, in ticks since boot; the boot id tells apart equal ticks of different boots. */
function linuxStartTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the command in parentheses, which may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`
  } catch {
    return undefined
  }
}

function posixStartTime(pid: number): string | undefined {
  const listing = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' })
  const startedAt = listing.status === 0 ? listing.stdout.trim() : ''
  return startedAt === '' ? undefined : startedAt
}
