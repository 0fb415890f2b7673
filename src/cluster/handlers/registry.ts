/**
 * The APIs that the embedded cluster has. One line for each: what is not here is not offered.
 */
import type { ApiVersionRange } from '../../protocol/api-versions.ts'
import type { ClusterProfile } from '../profiles/profile.ts'
import { produceHandler } from './0-produce.ts'
import { fetchHandler } from './1-fetch.ts'
import { listOffsetsHandler } from './2-list-offsets.ts'
import { metadataHandler } from './3-metadata.ts'
import { offsetCommitHandler } from './8-offset-commit.ts'
import { offsetFetchHandler } from './9-offset-fetch.ts'
import { findCoordinatorHandler } from './10-find-coordinator.ts'
import { joinGroupHandler } from './11-join-group.ts'
import { heartbeatHandler } from './12-heartbeat.ts'
import { leaveGroupHandler } from './13-leave-group.ts'
import { syncGroupHandler } from './14-sync-group.ts'
import { describeGroupsHandler } from './15-describe-groups.ts'
import { listGroupsHandler } from './16-list-groups.ts'
import { saslHandshakeHandler } from './17-sasl-handshake.ts'
import { apiVersionsHandler } from './18-api-versions.ts'
import { createTopicsHandler } from './19-create-topics.ts'
import { deleteTopicsHandler } from './20-delete-topics.ts'
import { deleteRecordsHandler } from './21-delete-records.ts'
import { initProducerIdHandler } from './22-init-producer-id.ts'
import { offsetForLeaderEpochHandler } from './23-offset-for-leader-epoch.ts'
import { addPartitionsToTxnHandler } from './24-add-partitions-to-txn.ts'
import { addOffsetsToTxnHandler } from './25-add-offsets-to-txn.ts'
import { endTxnHandler } from './26-end-txn.ts'
import { writeTxnMarkersHandler } from './27-write-txn-markers.ts'
import { txnOffsetCommitHandler } from './28-txn-offset-commit.ts'
import { describeAclsHandler } from './29-describe-acls.ts'
import { createAclsHandler } from './30-create-acls.ts'
import { deleteAclsHandler } from './31-delete-acls.ts'
import { describeConfigsHandler } from './32-describe-configs.ts'
import { alterConfigsHandler } from './33-alter-configs.ts'
import { alterReplicaLogDirsHandler } from './34-alter-replica-log-dirs.ts'
import { describeLogDirsHandler } from './35-describe-log-dirs.ts'
import { saslAuthenticateHandler } from './36-sasl-authenticate.ts'
import { createPartitionsHandler } from './37-create-partitions.ts'
import { deleteGroupsHandler } from './42-delete-groups.ts'
import { electLeadersHandler } from './43-elect-leaders.ts'
import { incrementalAlterConfigsHandler } from './44-incremental-alter-configs.ts'
import { alterPartitionReassignmentsHandler } from './45-alter-partition-reassignments.ts'
import { listPartitionReassignmentsHandler } from './46-list-partition-reassignments.ts'
import { offsetDeleteHandler } from './47-offset-delete.ts'
import { describeClientQuotasHandler } from './48-describe-client-quotas.ts'
import { alterClientQuotasHandler } from './49-alter-client-quotas.ts'
import { describeUserScramCredentialsHandler } from './50-describe-user-scram-credentials.ts'
import { alterUserScramCredentialsHandler } from './51-alter-user-scram-credentials.ts'
import { describeQuorumHandler } from './55-describe-quorum.ts'
import { updateFeaturesHandler } from './57-update-features.ts'
import { describeClusterHandler } from './60-describe-cluster.ts'
import { describeProducersHandler } from './61-describe-producers.ts'
import { unregisterBrokerHandler } from './64-unregister-broker.ts'
import { describeTransactionsHandler } from './65-describe-transactions.ts'
import { listTransactionsHandler } from './66-list-transactions.ts'
import { consumerGroupHeartbeatHandler } from './68-consumer-group-heartbeat.ts'
import { consumerGroupDescribeHandler } from './69-consumer-group-describe.ts'
import { getTelemetrySubscriptionsHandler } from './71-get-telemetry-subscriptions.ts'
import { pushTelemetryHandler } from './72-push-telemetry.ts'
import { listConfigResourcesHandler } from './74-list-config-resources.ts'
import { describeTopicPartitionsHandler } from './75-describe-topic-partitions.ts'
import { shareGroupHeartbeatHandler } from './76-share-group-heartbeat.ts'
import { shareGroupDescribeHandler } from './77-share-group-describe.ts'
import { shareFetchHandler } from './78-share-fetch.ts'
import { shareAcknowledgeHandler } from './79-share-acknowledge.ts'
import { describeShareGroupOffsetsHandler } from './90-describe-share-group-offsets.ts'
import { alterShareGroupOffsetsHandler } from './91-alter-share-group-offsets.ts'
import { deleteShareGroupOffsetsHandler } from './92-delete-share-group-offsets.ts'
import type { ApiHandler } from './handler.ts'

export const allHandlers: readonly ApiHandler[] = [
  produceHandler,
  fetchHandler,
  listOffsetsHandler,
  metadataHandler,
  offsetCommitHandler,
  offsetFetchHandler,
  findCoordinatorHandler,
  joinGroupHandler,
  heartbeatHandler,
  leaveGroupHandler,
  syncGroupHandler,
  describeGroupsHandler,
  listGroupsHandler,
  saslHandshakeHandler,
  apiVersionsHandler,
  createTopicsHandler,
  deleteTopicsHandler,
  deleteRecordsHandler,
  initProducerIdHandler,
  offsetForLeaderEpochHandler,
  addPartitionsToTxnHandler,
  addOffsetsToTxnHandler,
  endTxnHandler,
  writeTxnMarkersHandler,
  txnOffsetCommitHandler,
  describeAclsHandler,
  createAclsHandler,
  deleteAclsHandler,
  describeConfigsHandler,
  alterConfigsHandler,
  alterReplicaLogDirsHandler,
  describeLogDirsHandler,
  saslAuthenticateHandler,
  createPartitionsHandler,
  deleteGroupsHandler,
  electLeadersHandler,
  incrementalAlterConfigsHandler,
  alterPartitionReassignmentsHandler,
  listPartitionReassignmentsHandler,
  offsetDeleteHandler,
  describeClientQuotasHandler,
  alterClientQuotasHandler,
  describeUserScramCredentialsHandler,
  alterUserScramCredentialsHandler,
  describeQuorumHandler,
  updateFeaturesHandler,
  describeClusterHandler,
  consumerGroupHeartbeatHandler,
  consumerGroupDescribeHandler,
  describeProducersHandler,
  unregisterBrokerHandler,
  describeTransactionsHandler,
  listTransactionsHandler,
  getTelemetrySubscriptionsHandler,
  pushTelemetryHandler,
  listConfigResourcesHandler,
  describeTopicPartitionsHandler,
  shareGroupHeartbeatHandler,
  shareGroupDescribeHandler,
  shareFetchHandler,
  shareAcknowledgeHandler,
  describeShareGroupOffsetsHandler,
  alterShareGroupOffsetsHandler,
  deleteShareGroupOffsetsHandler,
]

/** Handlers by API key. */
export type HandlerRegistry = ReadonlyMap<number, ApiHandler>

export function createRegistry(handlers: readonly ApiHandler[] = allHandlers): HandlerRegistry {
  return new Map(handlers.map((handler) => [handler.api.key, handler]))
}

/** What brokers of a profile offer: its versions, as far as there are handlers and the protocol can read them. */
export function offeredVersions(profile: ClusterProfile, registry: HandlerRegistry): Map<number, ApiVersionRange> {
  const offered = new Map<number, ApiVersionRange>()
  for (const { api } of registry.values()) {
    const range = profile.versions[api.name]
    if (range === undefined) continue
    const [min, max] = range
    // Kafka 4 offers Produce from 0 on and reads it from 3 on, since old clients take its absence for a bad sign.
    const lowest = api.name === 'Produce' ? min : Math.max(min, api.minVersion)
    if (lowest <= Math.min(max, api.maxVersion))
      offered.set(api.key, { min: lowest, max: Math.min(max, api.maxVersion) })
  }
  return offered
}
