import {
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
  produceApi,
  saslAuthenticateApi,
  saslHandshakeApi,
} from '../../protocol/apis.ts'

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
