import { describe, expect, it } from 'vitest'
import { UnsupportedVersionError } from '../../../src/errors/client-errors.ts'
import { allApis } from '../../../src/protocol/all-apis.ts'
import {
  type ApiVersionFacts,
  apiVersionRanges,
  latestStableVersion,
  pickVersion,
} from '../../../src/protocol/api-versions.ts'

const api: ApiVersionFacts = { name: 'Fetch', key: 1, minVersion: 4, maxVersion: 18 }

describe('apiVersionRanges', () => {
  it('maps keys to ranges, also those that Ottla does not know', () => {
    const apiKeys = [
      { apiKey: 1, minVersion: 4, maxVersion: 17, unknownTaggedFields: [] },
      { apiKey: 9999, minVersion: 0, maxVersion: 1, unknownTaggedFields: [] },
    ]
    expect([...apiVersionRanges({ apiKeys })]).toEqual([
      [1, { min: 4, max: 17 }],
      [9999, { min: 0, max: 1 }],
    ])
  })
})

describe('pickVersion', () => {
  it.each([
    ['the older of both sides', { min: 0, max: 12 }, {}, 12],
    ['our own latest when the broker is newer', { min: 4, max: 99 }, {}, 18],
    ['the only common version', { min: 18, max: 30 }, {}, 18],
    ["at most the caller's limit", { min: 4, max: 18 }, { max: 7 }, 7],
    ["at least the caller's limit", { min: 4, max: 13 }, { min: 13 }, 13],
  ])('picks %s', (_name, broker, limits, expected) => {
    expect(pickVersion(api, broker, limits)).toBe(expected)
  })

  it.each([
    ['a broker that is too old', { min: 0, max: 3 }, {}, 'the broker speaks v0 to v3, and Ottla speaks v4 to v18'],
    ['a broker that is too new', { min: 19, max: 20 }, {}, 'the broker speaks v19 to v20, and Ottla speaks v4 to v18'],
    ['an API that the broker lacks', undefined, {}, 'the broker does not offer it'],
    ['an API that the broker lists without a version', { min: 0, max: -1 }, {}, 'the broker does not offer it'],
    [
      'a feature that the broker lacks',
      { min: 4, max: 12 },
      { min: 13, feature: 'fetching by topic id' },
      'fetching by topic id needs v13 or later, and the broker speaks v4 to v12',
    ],
    [
      'a feature that the broker has dropped',
      { min: 13, max: 18 },
      { max: 12, feature: 'fetching by name' },
      'fetching by name needs v12 or earlier, and the broker speaks v13 to v18',
    ],
    [
      'limits that Ottla cannot meet',
      { min: 4, max: 30 },
      { min: 19 },
      'the caller needs v19 or later, and Ottla speaks v4 to v18',
    ],
  ])('names the reason for %s', (_name, broker, limits, reason) => {
    const act = (): unknown => pickVersion(api, broker, limits)
    expect(act).toThrow(UnsupportedVersionError)
    expect(act).toThrow(`Cannot use Fetch: ${reason}`)
  })

  it('never picks a version that Kafka has not released', () => {
    const unstable = { ...api, isLatestUnstable: true }
    expect(latestStableVersion(unstable)).toBe(17)
    expect(pickVersion(unstable, { min: 4, max: 18 })).toBe(17)
    expect(() => pickVersion(unstable, { min: 18, max: 18 })).toThrow('the broker speaks only v18')
  })

  it('refuses an API of which no version is released', () => {
    const unreleased = { name: 'New', key: 500, minVersion: 0, maxVersion: 0, isLatestUnstable: true }
    expect(() => pickVersion(unreleased, { min: 0, max: 0 })).toThrow('Kafka has not released a version of it')
  })

  it('picks something for every API of a broker that speaks all of it', () => {
    for (const one of allApis) {
      expect(pickVersion(one, { min: 0, max: 99 })).toBe(latestStableVersion(one))
    }
  })
})
