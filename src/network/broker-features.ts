import type { ApiVersionsResponse } from '../protocol/messages/api-versions-response.ts'

/** Versions of one feature, both ends included. */
export interface FeatureRange {
  readonly min: number
  readonly max: number
}

/** The cluster's features as one broker told them (KIP-584), such as `transaction.version` or `group.version`. */
export interface BrokerFeatures {
  /** What the broker could do. */
  readonly supported: ReadonlyMap<string, FeatureRange>
  /** What the cluster has agreed on, by name: the version level in force. */
  readonly finalized: ReadonlyMap<string, number>
  /** Counts changes of `finalized`; -1 where the broker does not tell: then `finalized` says nothing. */
  readonly finalizedEpoch: bigint
}

export function brokerFeatures(response: ApiVersionsResponse): BrokerFeatures {
  const { supportedFeatures, finalizedFeatures, finalizedFeaturesEpoch } = response
  return {
    supported: new Map(
      supportedFeatures.map(({ name, minVersion, maxVersion }) => [name, { min: minVersion, max: maxVersion }]),
    ),
    finalized: new Map(finalizedFeatures.map(({ name, maxVersionLevel }) => [name, maxVersionLevel])),
    finalizedEpoch: finalizedFeaturesEpoch,
  }
}
