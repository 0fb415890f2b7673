import type { VersionRanges } from './profile.ts'

/** The same versions without some APIs. */
export function without(versions: VersionRanges, names: readonly string[]): VersionRanges {
  return Object.fromEntries(Object.entries(versions).filter(([name]) => !names.includes(name)))
}
