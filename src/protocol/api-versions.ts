import { UnsupportedVersionError } from '../errors/client-errors.ts'
import type { Api } from './message-codec.ts'
import type { ApiVersionsResponse } from './messages/api-versions-response.ts'

/** Versions of one API, both ends included. */
export interface ApiVersionRange {
  readonly min: number
  readonly max: number
}

/** What one broker speaks, by API key. Brokers of one cluster may differ during an upgrade, so it is kept per connection. */
export type ApiVersionRanges = ReadonlyMap<number, ApiVersionRange>

/** The part of an API that choosing a version needs. */
export type ApiVersionFacts = Pick<Api<never, never>, 'name' | 'key' | 'minVersion' | 'maxVersion' | 'isLatestUnstable'>

/** What a broker said it speaks. */
export function apiVersionRanges(response: Pick<ApiVersionsResponse, 'apiKeys'>): ApiVersionRanges {
  return new Map(
    response.apiKeys.map(({ apiKey, minVersion, maxVersion }) => [apiKey, { min: minVersion, max: maxVersion }]),
  )
}

/**
 * The highest version that the client uses. A version that Kafka has not released is not among them: its layout may
 * still change, and brokers offer it only when they are told to.
 */
export function latestStableVersion(api: ApiVersionFacts): number {
  return api.isLatestUnstable === true ? api.maxVersion - 1 : api.maxVersion
}

/** A caller's own bounds on the version of one request. */
export interface VersionLimits {
  readonly min?: number
  readonly max?: number
  /** What the bounds are for, inside a sentence: "finding the offset of the largest timestamp". */
  readonly feature?: string
}

/**
 * The highest version that the broker, Ottla and the caller's limits have in common.
 *
 * @param brokerRange Undefined when the broker did not list the API.
 * @throws UnsupportedVersionError that says which of the three is in the way.
 */
export function pickVersion(
  api: ApiVersionFacts,
  brokerRange: ApiVersionRange | undefined,
  limits: VersionLimits = {},
): number {
  const context = { api: api.name }
  const fail = (reason: string): never => {
    throw new UnsupportedVersionError(`Cannot use ${api.name}: ${reason}`, { context })
  }
  const ownMax = latestStableVersion(api)
  const own = { min: Math.max(api.minVersion, limits.min ?? 0), max: Math.min(ownMax, limits.max ?? ownMax) }
  if (ownMax < api.minVersion) return fail('Kafka has not released a version of it')
  if (own.min > own.max) {
    return fail(`${subject(limits)} needs ${rangeText(limits)}, and Ottla speaks ${versions(api.minVersion, ownMax)}`)
  }
  if (brokerRange === undefined || brokerRange.max < brokerRange.min) return fail('the broker does not offer it')
  const version = Math.min(own.max, brokerRange.max)
  if (version >= own.min && version >= brokerRange.min) return version
  const offered = `the broker speaks ${versions(brokerRange.min, brokerRange.max)}`
  const isLimited = own.min > api.minVersion || own.max < ownMax
  if (isLimited) return fail(`${subject(limits)} needs ${rangeText(limits)}, and ${offered}`)
  return fail(`${offered}, and Ottla speaks ${versions(own.min, own.max)}`)
}

function subject(limits: VersionLimits): string {
  return limits.feature ?? 'the caller'
}

function rangeText({ min, max }: VersionLimits): string {
  if (min !== undefined && max !== undefined) return versions(min, max)
  return min !== undefined ? `v${min} or later` : `v${max} or earlier`
}

function versions(min: number, max: number): string {
  return min === max ? `only v${min}` : `v${min} to v${max}`
}
