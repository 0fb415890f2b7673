/**
 * Subscriptions by pattern that the broker resolves (KIP-848), in the syntax of RE2.
 *
 * JavaScript's expressions are richer in what RE2 leaves out on purpose (it looks nowhere and refers to nothing), and write
 * a few things in another way. What cannot be carried over is refused, as RE2 refuses what it does not know.
 */

/** `(?=`, `(?!`, `(?<=`, `(?<!`, and `\1` to `\9`. */
const notInRe2 = /\(\?(?:[=!]|<[=!])|\\[1-9]|\\k</
const leadingFlags = /^\(\?([imsU]+)\)/

/** Matches whole names. Undefined for an expression that RE2 would not take. */
export function compileSubscriptionRegex(pattern: string): RegExp | undefined {
  if (notInRe2.test(pattern)) return undefined
  const flags = leadingFlags.exec(pattern)?.[1] ?? ''
  if (flags.includes('U')) return undefined
  const body = pattern
    .replace(leadingFlags, '')
    .replaceAll('(?P<', '(?<')
    .replaceAll(/\\Q(.*?)(?:\\E|$)/g, (_, literal: string) => escapeLiteral(literal))
    .replaceAll(String.raw`\A`, '^')
    .replaceAll(String.raw`\z`, '$')
  try {
    return new RegExp(`^(?:${body})$`, `u${flags}`)
  } catch {
    return undefined
  }
}

function escapeLiteral(literal: string): string {
  return literal.replaceAll(/[$()*+./?[\\\]^{|}-]/g, String.raw`\$&`)
}
