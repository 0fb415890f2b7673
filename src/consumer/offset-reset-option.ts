import { ConfigError } from '../errors/client-errors.ts'
import type { OffsetResetPolicy } from './offset-reset.ts'

const prefix = 'by_duration:'
const msPer = { day: 86_400_000, hour: 3_600_000, minute: 60_000, second: 1000 } as const
/** What Java's `Duration.parse` takes and Kafka allows: days, hours, minutes, seconds with a fraction; not negative. */
const isoDuration = /^P(?=[\dT])(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d{1,9})?)S)?)?$/i

/** Throws a `ConfigError` unless it is a policy, in our spelling or in Kafka's. */
export function resolveOffsetReset(given: unknown): OffsetResetPolicy {
  if (given === 'earliest' || given === 'latest' || given === 'none') return given
  if (typeof given === 'object' && given !== null && 'durationMs' in given) {
    const { durationMs } = given
    if (Number.isSafeInteger(durationMs) && (durationMs as number) >= 0) return { durationMs: durationMs as number }
  }
  if (typeof given === 'string' && given.startsWith(prefix)) {
    const durationMs = parseDuration(given.slice(prefix.length))
    if (durationMs !== undefined) return { durationMs }
  }
  const rule =
    "earliest, latest, none, { durationMs } in whole milliseconds, or 'by_duration:' and a duration like PT1H"
  const shown = typeof given === 'object' ? JSON.stringify(given) : `'${String(given)}'`
  throw new ConfigError(`autoOffsetReset must be one of ${rule}: ${shown}`)
}

function parseDuration(text: string): number | undefined {
  const match = isoDuration.exec(text)
  if (match === null) return undefined
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = match
  const durationMs =
    Number(days) * msPer.day +
    Number(hours) * msPer.hour +
    Number(minutes) * msPer.minute +
    Math.floor(Number(seconds.replace(',', '.')) * msPer.second)
  return Number.isSafeInteger(durationMs) ? durationMs : undefined
}
