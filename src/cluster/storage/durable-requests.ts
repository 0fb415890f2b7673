import { apiVersionsApi } from '../../protocol/apis/api-versions.ts'
import { describeClusterApi } from '../../protocol/apis/describe-cluster.ts'
import { describeConfigsApi } from '../../protocol/apis/describe-configs.ts'
import { fetchApi } from '../../protocol/apis/fetch.ts'
import { findCoordinatorApi } from '../../protocol/apis/find-coordinator.ts'
import { heartbeatApi } from '../../protocol/apis/heartbeat.ts'
import { listOffsetsApi } from '../../protocol/apis/list-offsets.ts'
import { metadataApi } from '../../protocol/apis/metadata.ts'
import { offsetFetchApi } from '../../protocol/apis/offset-fetch.ts'
import { offsetForLeaderEpochApi } from '../../protocol/apis/offset-for-leader-epoch.ts'
import { produceApi } from '../../protocol/apis/produce.ts'
import { saslAuthenticateApi } from '../../protocol/apis/sasl-authenticate.ts'
import { saslHandshakeApi } from '../../protocol/apis/sasl-handshake.ts'

/** Requests that come often and change nothing that outlives the cluster, except for what writes itself: records, topics. */
const harmless: ReadonlySet<number> = new Set(
  [
    apiVersionsApi,
    describeClusterApi,
    describeConfigsApi,
    fetchApi,
    findCoordinatorApi,
    heartbeatApi,
    listOffsetsApi,
    metadataApi,
    offsetFetchApi,
    offsetForLeaderEpochApi,
    saslAuthenticateApi,
    saslHandshakeApi,
  ].map(({ key }) => key),
)

/** Whether the state has to be written before that request is answered. */
export function mayChangeState(apiKey: number, body: unknown): boolean {
  // A transaction may have got another partition by it.
  if (apiKey === produceApi.key) return typeof (body as { transactionalId?: unknown }).transactionalId === 'string'
  return !harmless.has(apiKey)
}
