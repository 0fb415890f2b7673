/**
 * ApiVersions (key 18), v0-4 (KIP-35, KIP-511, KIP-584).
 *
 * Lists what the broker offers, cut to what the embedded cluster has. v3+ names the client's software, which must look
 * like a name. A version that is too new never comes here: the connection answers it with error 35 in version 0.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { apiVersionsApi } from '../../protocol/apis/api-versions.ts'
import { FeatureLevels } from '../administration/feature-levels.ts'
import { type ApiHandler, defineHandler } from './handler.ts'

const softwarePattern = /^[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?$/

export const apiVersionsHandler: ApiHandler = defineHandler(
  apiVersionsApi,
  (request, { cluster, node, connection, version }) => {
    if (version >= 3) {
      const { clientSoftwareName, clientSoftwareVersion } = request
      if (!softwarePattern.test(clientSoftwareName) || !softwarePattern.test(clientSoftwareVersion)) {
        return { errorCode: ErrorCodes.INVALID_REQUEST }
      }
      connection.clientSoftwareName = clientSoftwareName
      connection.clientSoftwareVersion = clientSoftwareVersion
    }
    connection.sasl?.onVersionsTold()
    const offered = [...node.offered].map(([apiKey, { min, max }]) => ({ apiKey, minVersion: min, maxVersion: max }))
    const apiKeys = [...offered, ...(cluster.profile.privateApis ?? [])]
    const levels = cluster.part(FeatureLevels)
    const features = levels.of(node)
    const finalized = features.filter(({ level }) => level > 0)
    // A level of 0 broke the clients of before v4 (KAFKA-17011): they are not told of features that may be off.
    const supported = features.filter((feature) => version >= 4 || feature.supported[0] > 0)
    return {
      apiKeys,
      supportedFeatures: supported.map(({ name, supported: [minVersion, maxVersion] }) => ({
        name,
        minVersion,
        maxVersion,
      })),
      finalizedFeaturesEpoch: features.length === 0 ? -1n : BigInt(levels.epoch),
      finalizedFeatures: finalized.map(({ name, level }) => ({ name, minVersionLevel: level, maxVersionLevel: level })),
    }
  },
)
