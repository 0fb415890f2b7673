import { readFileSync } from 'node:fs'

/** Linux counts in hundredths of a second, whatever its clock is. */
const tickMs = 10

/** User and system time of a process since it began, of all its threads; undefined where the system does not tell. */
export function processCpuMs(pid: number | undefined): number | undefined {
  if (pid === undefined || process.platform !== 'linux') return undefined
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold anything; the 14th and 15th fields, counted from the front, are the times.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * tickMs
  } catch {
    return undefined
  }
}
