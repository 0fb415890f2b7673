import { ConfigError } from '../errors/client-errors.ts'

/**
 * Throws `ConfigError` for an option that does not exist, with the one that was probably meant. A misspelt option that is
 * silently ignored shows up as lost settings in production.
 *
 * `otherNames` are names that other Kafka clients use, with what they are called here.
 */
export function refuseUnknownOptions(
  given: object,
  known: readonly string[],
  owner: string,
  otherNames: Readonly<Record<string, string>> = {},
): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue
    const meant = otherNames[name] ?? camelCased(name, known) ?? nearest(name, known)
    const hint = meant === undefined ? `it knows ${[...known].sort().join(', ')}` : `did you mean ${meant}?`
    throw new ConfigError(`${owner} has no option '${name}': ${hint}`)
  }
}

/** Kafka's own spelling: `retry.backoff.ms`. */
function camelCased(name: string, known: readonly string[]): string | undefined {
  const camel = name.replace(/[._-]+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  return known.find((option) => option.toLowerCase() === camel.toLowerCase() || option === `${camel}Ms`)
}

function nearest(name: string, known: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(name.length / 3))
  const ranked = known
    .map((option) => ({ option, distance: editDistance(name.toLowerCase(), option.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
  const best = ranked[0]
  return best !== undefined && best.distance <= limit ? best.option : undefined
}

/** Levenshtein, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let line = 1; line <= a.length; line += 1) {
    const next = [line]
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = row[column - 1]! + (a[line - 1] === b[column - 1] ? 0 : 1)
      next.push(Math.min(row[column]! + 1, next[column - 1]! + 1, replaced))
    }
    row = next
  }
  return row[b.length]!
}
