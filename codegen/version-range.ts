/** Arithmetic on Kafka's version ranges: `none`, `3`, `0-2`, `4+`. */
export interface VersionRange {
  readonly min: number
  readonly max: number
}

const noVersions: VersionRange = { min: 0, max: -1 }

export function parseRange(text: string | undefined): VersionRange {
  if (text === undefined || text === 'none') return noVersions
  const match = /^(\d+)(\+|-(\d+))?$/.exec(text)
  if (match === null) throw new Error(`Not a version range: ${text}`)
  const min = Number(match[1])
  if (match[2] === undefined) return { min, max: min }
  return { min, max: match[3] === undefined ? 32767 : Number(match[3]) }
}

export function intersect(a: VersionRange, b: VersionRange): VersionRange {
  const min = Math.max(a.min, b.min)
  const max = Math.min(a.max, b.max)
  return min > max ? noVersions : { min, max }
}

export function isEmpty(range: VersionRange): boolean {
  return range.min > range.max
}

export function covers(outer: VersionRange, inner: VersionRange): boolean {
  return isEmpty(inner) || (outer.min <= inner.min && outer.max >= inner.max)
}

/** A TypeScript condition on `version` that is true in `range`, given that `version` is within `known`. */
export function condition(range: VersionRange, known: VersionRange): string {
  const actual = intersect(range, known)
  if (isEmpty(actual)) return 'false'
  if (covers(actual, known)) return 'true'
  if (actual.min === actual.max) return `version === ${actual.min}`
  if (actual.max === known.max) return `version >= ${actual.min}`
  if (actual.min === known.min) return `version <= ${actual.max}`
  return `version >= ${actual.min} && version <= ${actual.max}`
}

/** The opposite of `condition`. */
export function negation(range: VersionRange, known: VersionRange): string {
  const actual = intersect(range, known)
  if (isEmpty(actual)) return 'true'
  if (covers(actual, known)) return 'false'
  const below = actual.min > known.min ? `version < ${actual.min}` : undefined
  const above = actual.max < known.max ? `version > ${actual.max}` : undefined
  return below !== undefined && above !== undefined ? `(${below} || ${above})` : (below ?? above)!
}
