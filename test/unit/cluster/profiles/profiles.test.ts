import { describe, expect, it } from 'vitest'
import { allApis } from '../../../../src/protocol/all-apis.ts'
import { findApi } from '../../../../src/protocol/api-table.ts'
import { apiVersionsApi } from '../../../../src/protocol/apis/api-versions.ts'
import { metadataApi } from '../../../../src/protocol/apis/metadata.ts'
import { profileNames, profileOf, type ServiceName } from '../../../../src/testing/index.ts'
import { startWorld } from '../cluster-world.ts'

describe.each(profileNames)('the profile %s', (name) => {
  it('names only APIs that there are, with a range that is not empty', () => {
    const known = new Set(allApis.map((api) => api.name))
    const { versions, features } = profileOf(name)

    const wrong = Object.entries(versions).filter(([api, [min, max]]) => !known.has(api) || min > max)
    expect(wrong).toEqual([])
    for (const { supported, level } of features) expect(level).toBeLessThanOrEqual(supported[1])
  })

  it('offers nothing beyond its versions, and answers in what it offers', async () => {
    await using world = await startWorld({ profile: profileOf(name) })
    const raw = await world.connect()

    const { errorCode, apiKeys } = await raw.send(apiVersionsApi, 0, {})

    const { versions, privateApis = [] } = profileOf(name)
    const isPrivate = (key: number) => privateApis.some(({ apiKey }) => apiKey === key)
    expect(errorCode).toBe(0)
    expect(apiKeys.length).toBeGreaterThan(10)
    for (const { apiKey, minVersion, maxVersion } of apiKeys.filter(({ apiKey: key }) => !isPrivate(key))) {
      const [min, max] = versions[findApi(apiKey)?.name ?? ''] ?? [-1, -1]
      expect({ apiKey, isWithin: minVersion >= min && maxVersion <= max }).toEqual({ apiKey, isWithin: true })
    }
    const { maxVersion } = apiKeys.find(({ apiKey }) => apiKey === metadataApi.key)!
    const { topics } = await raw.send(metadataApi, maxVersion, { topics: [{ name: 'orders' }] })
    expect(topics[0]).toMatchObject({ errorCode: 0, name: 'orders' })
  })
})

describe('profiles', () => {
  it('are chosen by name', async () => {
    await using world = await startWorld({ profile: 'redpanda' })
    const raw = await world.connect()

    const { apiKeys } = await raw.send(apiVersionsApi, 3, { clientSoftwareName: 'a', clientSoftwareVersion: '1' })

    expect(apiKeys.find(({ apiKey }) => apiKey === 0)).toMatchObject({ minVersion: 0, maxVersion: 7 })
  })

  it('that are not there are refused with the names of those that are', async () => {
    const starting = startWorld({ profile: 'pulsar' as ServiceName })

    await expect(starting).rejects.toThrow(/There is no Kafka pulsar to imitate, nor a service; known are .*warpstream/)
  })

  it('set the broker configuration, and the options go before them', async () => {
    await using world = await startWorld({ profile: 'redpanda', config: { 'auto.create.topics.enable': true } })
    await using strict = await startWorld({ profile: 'redpanda' })

    const ask = async (where: typeof world) => {
      const raw = await where.connect()
      await raw.send(metadataApi, 8, { topics: [{ name: 'new' }], allowAutoTopicCreation: true })
      return where.cluster.topics.map((topic) => topic.name)
    }

    expect(await ask(world)).toContain('new')
    expect(await ask(strict)).not.toContain('new')
  })
})
