import { BrokerError } from '../errors/broker-error.ts'
import { ErrorCodes } from '../errors/error-codes.ts'
import { apiVersionRanges } from '../protocol/api-versions.ts'
import { apiVersionsApi } from '../protocol/apis/api-versions.ts'
import type { ApiVersionsResponse } from '../protocol/messages/api-versions-response.ts'
import { brokerFeatures } from './broker-features.ts'
import { clientSoftwareName, clientSoftwareVersion } from './client-software.ts'
import type { Connection } from './connection.ts'
import type { RequestOptions } from './request-sender.ts'

/** The version to begin with. Version 5 (KIP-1242) adds who the client thinks it talks to, which is not known yet. */
export const firstApiVersionsVersion = 4

/**
 * What the cluster's brokers have shown to understand. One for all connections of a client: some brokers and services
 * close on a version they do not know, and finding that out again costs two connections each time.
 */
export interface ApiVersionsMemory {
  version: number
}

export interface Negotiation {
  readonly version: number
  /** The highest version of ApiVersions that the broker says it speaks; 0 when it does not say. */
  readonly listedVersion: number
}

/**
 * Asks what the broker speaks (KIP-511) and tells who is asking. A broker that does not know the version answers in
 * version 0 with error 35, and with the versions that it does know where it is kind; it is asked again at a lower one.
 */
export async function negotiateVersions(
  connection: Connection,
  startVersion: number,
  options: RequestOptions,
): Promise<Negotiation> {
  let version = startVersion
  for (;;) {
    const body = { clientSoftwareName, clientSoftwareVersion }
    const response = await connection.requestInHandshake(apiVersionsApi, version, body, options)
    const listedVersion = listedApiVersionsVersion(response)
    if (response.errorCode === ErrorCodes.UNSUPPORTED_VERSION && version > 0) {
      version = Math.max(0, Math.min(version - 1, listedVersion))
      continue
    }
    if (response.errorCode !== ErrorCodes.NONE) {
      const { nodeId, address } = connection
      const context = { api: apiVersionsApi.name, apiVersion: version, nodeId, address }
      throw new BrokerError(`Cannot learn the versions that ${address} speaks`, response.errorCode, context)
    }
    connection.setVersions(apiVersionRanges(response), brokerFeatures(response))
    return { version, listedVersion }
  }
}

function listedApiVersionsVersion(response: ApiVersionsResponse): number {
  return response.apiKeys.find(({ apiKey }) => apiKey === apiVersionsApi.key)?.maxVersion ?? 0
}

/**
 * The version to try on a new connection when the broker closed the last one on ApiVersions. 3 is the first one that
 * names the client; every broker that has ApiVersions at all knows 0.
 */
export function lowerApiVersionsVersion(version: number): number | undefined {
  if (version > 3) return 3
  return version > 0 ? 0 : undefined
}
