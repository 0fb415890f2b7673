import {
  addOffsetsToTxnApi,
  addPartitionsToTxnApi,
  alterConfigsApi,
  alterReplicaLogDirsApi,
  apiVersionsApi,
  createAclsApi,
  createDelegationTokenApi,
  createPartitionsApi,
  createTopicsApi,
  deleteAclsApi,
  deleteGroupsApi,
  deleteRecordsApi,
  deleteTopicsApi,
  describeAclsApi,
  describeConfigsApi,
  describeDelegationTokenApi,
  describeGroupsApi,
  describeLogDirsApi,
  endTxnApi,
  expireDelegationTokenApi,
  fetchApi,
  findCoordinatorApi,
  heartbeatApi,
  initProducerIdApi,
  joinGroupApi,
  leaveGroupApi,
  listGroupsApi,
  listOffsetsApi,
  metadataApi,
  offsetCommitApi,
  offsetFetchApi,
  offsetForLeaderEpochApi,
  produceApi,
  renewDelegationTokenApi,
  syncGroupApi,
  txnOffsetCommitApi,
} from '../protocol/apis.ts'
import type { Api } from '../protocol/message-codec.ts'

/**
 * The version from which a throttled answer comes at once and the client does the waiting (KIP-219). In an older version
 * the broker has waited before it answered, and waiting again would throttle twice. APIs that are younger than KIP-219
 * are not listed: they have always been so.
 */
const firstVersionWithClientThrottling: ReadonlyMap<number, number> = new Map([
  [produceApi.key, 6],
  [fetchApi.key, 8],
  [listOffsetsApi.key, 3],
  [metadataApi.key, 6],
  [offsetCommitApi.key, 4],
  [offsetFetchApi.key, 4],
  [findCoordinatorApi.key, 2],
  [joinGroupApi.key, 3],
  [heartbeatApi.key, 2],
  [leaveGroupApi.key, 2],
  [syncGroupApi.key, 2],
  [describeGroupsApi.key, 2],
  [listGroupsApi.key, 2],
  [apiVersionsApi.key, 2],
  [createTopicsApi.key, 3],
  [deleteTopicsApi.key, 2],
  [deleteRecordsApi.key, 1],
  [initProducerIdApi.key, 1],
  [offsetForLeaderEpochApi.key, 2],
  [addPartitionsToTxnApi.key, 1],
  [addOffsetsToTxnApi.key, 1],
  [endTxnApi.key, 1],
  [txnOffsetCommitApi.key, 1],
  [describeAclsApi.key, 1],
  [createAclsApi.key, 1],
  [deleteAclsApi.key, 1],
  [describeConfigsApi.key, 2],
  [alterConfigsApi.key, 1],
  [alterReplicaLogDirsApi.key, 1],
  [describeLogDirsApi.key, 1],
  [createPartitionsApi.key, 1],
  [createDelegationTokenApi.key, 1],
  [renewDelegationTokenApi.key, 1],
  [expireDelegationTokenApi.key, 1],
  [describeDelegationTokenApi.key, 1],
  [deleteGroupsApi.key, 1],
])

/** How long the broker asks the client to be silent on the connection that brought this answer, or 0. */
export function clientThrottleMs(api: Api<unknown, unknown>, version: number, body: unknown): number {
  const throttleTimeMs = (body as { readonly throttleTimeMs?: unknown }).throttleTimeMs
  if (typeof throttleTimeMs !== 'number' || throttleTimeMs <= 0) return 0
  return version >= (firstVersionWithClientThrottling.get(api.key) ?? 0) ? throttleTimeMs : 0
}
