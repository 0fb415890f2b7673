import { addOffsetsToTxnApi } from '../protocol/apis/add-offsets-to-txn.ts'
import { addPartitionsToTxnApi } from '../protocol/apis/add-partitions-to-txn.ts'
import { alterConfigsApi } from '../protocol/apis/alter-configs.ts'
import { alterReplicaLogDirsApi } from '../protocol/apis/alter-replica-log-dirs.ts'
import { apiVersionsApi } from '../protocol/apis/api-versions.ts'
import { createAclsApi } from '../protocol/apis/create-acls.ts'
import { createDelegationTokenApi } from '../protocol/apis/create-delegation-token.ts'
import { createPartitionsApi } from '../protocol/apis/create-partitions.ts'
import { createTopicsApi } from '../protocol/apis/create-topics.ts'
import { deleteAclsApi } from '../protocol/apis/delete-acls.ts'
import { deleteGroupsApi } from '../protocol/apis/delete-groups.ts'
import { deleteRecordsApi } from '../protocol/apis/delete-records.ts'
import { deleteTopicsApi } from '../protocol/apis/delete-topics.ts'
import { describeAclsApi } from '../protocol/apis/describe-acls.ts'
import { describeConfigsApi } from '../protocol/apis/describe-configs.ts'
import { describeDelegationTokenApi } from '../protocol/apis/describe-delegation-token.ts'
import { describeGroupsApi } from '../protocol/apis/describe-groups.ts'
import { describeLogDirsApi } from '../protocol/apis/describe-log-dirs.ts'
import { endTxnApi } from '../protocol/apis/end-txn.ts'
import { expireDelegationTokenApi } from '../protocol/apis/expire-delegation-token.ts'
import { fetchApi } from '../protocol/apis/fetch.ts'
import { findCoordinatorApi } from '../protocol/apis/find-coordinator.ts'
import { heartbeatApi } from '../protocol/apis/heartbeat.ts'
import { initProducerIdApi } from '../protocol/apis/init-producer-id.ts'
import { joinGroupApi } from '../protocol/apis/join-group.ts'
import { leaveGroupApi } from '../protocol/apis/leave-group.ts'
import { listGroupsApi } from '../protocol/apis/list-groups.ts'
import { listOffsetsApi } from '../protocol/apis/list-offsets.ts'
import { metadataApi } from '../protocol/apis/metadata.ts'
import { offsetCommitApi } from '../protocol/apis/offset-commit.ts'
import { offsetFetchApi } from '../protocol/apis/offset-fetch.ts'
import { offsetForLeaderEpochApi } from '../protocol/apis/offset-for-leader-epoch.ts'
import { produceApi } from '../protocol/apis/produce.ts'
import { renewDelegationTokenApi } from '../protocol/apis/renew-delegation-token.ts'
import { syncGroupApi } from '../protocol/apis/sync-group.ts'
import { txnOffsetCommitApi } from '../protocol/apis/txn-offset-commit.ts'
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
