import { afterEach, beforeEach, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { apiVersionsApi } from '../../../src/protocol/apis/api-versions.ts'
import { fetchApi } from '../../../src/protocol/apis/fetch.ts'
import { metadataApi } from '../../../src/protocol/apis/metadata.ts'
import { describeOnEveryBroker } from '../every-broker.ts'
import { RawConnection } from '../raw-connection.ts'

describeOnEveryBroker(
  'A connection',
  (broker) => {
    let raw: RawConnection
    beforeEach(async () => {
      raw = await RawConnection.open(broker.address)
    })
    afterEach(() => raw.close())

    it.each([0, 1, 2, 3, 4])('v%d lists what the broker offers', async (version) => {
      const software = version >= 3 ? { clientSoftwareName: 'raw', clientSoftwareVersion: '1.0' } : {}

      const { errorCode, apiKeys } = await raw.send(apiVersionsApi, version, software)

      const ranges = new Map(apiKeys.map(({ apiKey, minVersion, maxVersion }) => [apiKey, [minVersion, maxVersion]]))
      expect(errorCode).toBe(0)
      expect(ranges.get(0)).toEqual([0, 13])
      expect(ranges.get(1)).toEqual([4, 18])
      expect(ranges.get(3)).toEqual([0, 13])
      expect(ranges.get(18)).toEqual([0, 4])
    })

    it('names the features that are finalized', async () => {
      const software = { clientSoftwareName: 'raw', clientSoftwareVersion: '1.0' }

      const { finalizedFeatures } = await raw.send(apiVersionsApi, 4, software)

      expect(finalizedFeatures).toContainEqual(
        expect.objectContaining({ name: 'metadata.version', maxVersionLevel: 30, minVersionLevel: 30 }),
      )
    })

    it('does not take every name for software', async () => {
      const { errorCode } = await raw.send(apiVersionsApi, 3, { clientSoftwareName: '-', clientSoftwareVersion: '' })

      expect(errorCode).toBe(ErrorCodes.INVALID_REQUEST)
    })

    it('hears in version 0 that its version of ApiVersions is too new', async () => {
      // The version is behind the API key in the header; no codec would write this one.
      raw.write(Buffer.from('0000000f0012004d000000070003726177000000', 'hex').subarray(0, 19))

      while (raw.answered.length === 0 && !raw.isClosed) await raw.send(metadataApi, 1, { topics: [] })

      expect(raw.answered[0]).toBe(7)
    })

    it('is closed for a version that was not offered', async () => {
      raw.write(Buffer.from('0000000d00030063000000010003726177', 'hex'))

      await raw.closed
      expect(raw.isClosed).toBe(true)
    })

    it('is closed for bytes that are no request', async () => {
      raw.write(Buffer.from('00000008ffffffffffffffff', 'hex'))

      await raw.closed
      expect(raw.isClosed).toBe(true)
    })

    it('gets its answers in the order of its requests', async () => {
      const slow = raw.send(fetchApi, 11, { maxWaitMs: 50, minBytes: 1, maxBytes: 1000, sessionEpoch: -1, topics: [] })
      const quick = raw.send(metadataApi, 1, { topics: [] })
      const quicker = raw.send(apiVersionsApi, 0, {})

      await Promise.all([slow, quick, quicker])

      expect(raw.answered).toEqual([1, 2, 3])
    })
  },
  { breaksRules: true },
)
