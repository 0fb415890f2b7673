// @generated from schemas/ by `npm run generate`. Do not edit.

import { addOffsetsToTxnApi } from './apis/add-offsets-to-txn.ts'
import { addPartitionsToTxnApi } from './apis/add-partitions-to-txn.ts'
import { addRaftVoterApi } from './apis/add-raft-voter.ts'
import { allocateProducerIdsApi } from './apis/allocate-producer-ids.ts'
import { alterClientQuotasApi } from './apis/alter-client-quotas.ts'
import { alterConfigsApi } from './apis/alter-configs.ts'
import { alterPartitionApi } from './apis/alter-partition.ts'
import { alterPartitionReassignmentsApi } from './apis/alter-partition-reassignments.ts'
import { alterReplicaLogDirsApi } from './apis/alter-replica-log-dirs.ts'
import { alterShareGroupOffsetsApi } from './apis/alter-share-group-offsets.ts'
import { alterUserScramCredentialsApi } from './apis/alter-user-scram-credentials.ts'
import { apiVersionsApi } from './apis/api-versions.ts'
import { assignReplicasToDirsApi } from './apis/assign-replicas-to-dirs.ts'
import { beginQuorumEpochApi } from './apis/begin-quorum-epoch.ts'
import { brokerHeartbeatApi } from './apis/broker-heartbeat.ts'
import { brokerRegistrationApi } from './apis/broker-registration.ts'
import { consumerGroupDescribeApi } from './apis/consumer-group-describe.ts'
import { consumerGroupHeartbeatApi } from './apis/consumer-group-heartbeat.ts'
import { controllerRegistrationApi } from './apis/controller-registration.ts'
import { createAclsApi } from './apis/create-acls.ts'
import { createDelegationTokenApi } from './apis/create-delegation-token.ts'
import { createPartitionsApi } from './apis/create-partitions.ts'
import { createTopicsApi } from './apis/create-topics.ts'
import { deleteAclsApi } from './apis/delete-acls.ts'
import { deleteGroupsApi } from './apis/delete-groups.ts'
import { deleteRecordsApi } from './apis/delete-records.ts'
import { deleteShareGroupOffsetsApi } from './apis/delete-share-group-offsets.ts'
import { deleteShareGroupStateApi } from './apis/delete-share-group-state.ts'
import { deleteTopicsApi } from './apis/delete-topics.ts'
import { describeAclsApi } from './apis/describe-acls.ts'
import { describeClientQuotasApi } from './apis/describe-client-quotas.ts'
import { describeClusterApi } from './apis/describe-cluster.ts'
import { describeConfigsApi } from './apis/describe-configs.ts'
import { describeDelegationTokenApi } from './apis/describe-delegation-token.ts'
import { describeGroupsApi } from './apis/describe-groups.ts'
import { describeLogDirsApi } from './apis/describe-log-dirs.ts'
import { describeProducersApi } from './apis/describe-producers.ts'
import { describeQuorumApi } from './apis/describe-quorum.ts'
import { describeShareGroupOffsetsApi } from './apis/describe-share-group-offsets.ts'
import { describeTopicPartitionsApi } from './apis/describe-topic-partitions.ts'
import { describeTransactionsApi } from './apis/describe-transactions.ts'
import { describeUserScramCredentialsApi } from './apis/describe-user-scram-credentials.ts'
import { electLeadersApi } from './apis/elect-leaders.ts'
import { endQuorumEpochApi } from './apis/end-quorum-epoch.ts'
import { endTxnApi } from './apis/end-txn.ts'
import { envelopeApi } from './apis/envelope.ts'
import { expireDelegationTokenApi } from './apis/expire-delegation-token.ts'
import { fetchApi } from './apis/fetch.ts'
import { fetchSnapshotApi } from './apis/fetch-snapshot.ts'
import { findCoordinatorApi } from './apis/find-coordinator.ts'
import { getTelemetrySubscriptionsApi } from './apis/get-telemetry-subscriptions.ts'
import { heartbeatApi } from './apis/heartbeat.ts'
import { incrementalAlterConfigsApi } from './apis/incremental-alter-configs.ts'
import { initProducerIdApi } from './apis/init-producer-id.ts'
import { initializeShareGroupStateApi } from './apis/initialize-share-group-state.ts'
import { joinGroupApi } from './apis/join-group.ts'
import { leaveGroupApi } from './apis/leave-group.ts'
import { listConfigResourcesApi } from './apis/list-config-resources.ts'
import { listGroupsApi } from './apis/list-groups.ts'
import { listOffsetsApi } from './apis/list-offsets.ts'
import { listPartitionReassignmentsApi } from './apis/list-partition-reassignments.ts'
import { listTransactionsApi } from './apis/list-transactions.ts'
import { metadataApi } from './apis/metadata.ts'
import { offsetCommitApi } from './apis/offset-commit.ts'
import { offsetDeleteApi } from './apis/offset-delete.ts'
import { offsetFetchApi } from './apis/offset-fetch.ts'
import { offsetForLeaderEpochApi } from './apis/offset-for-leader-epoch.ts'
import { produceApi } from './apis/produce.ts'
import { pushTelemetryApi } from './apis/push-telemetry.ts'
import { readShareGroupStateApi } from './apis/read-share-group-state.ts'
import { readShareGroupStateSummaryApi } from './apis/read-share-group-state-summary.ts'
import { removeRaftVoterApi } from './apis/remove-raft-voter.ts'
import { renewDelegationTokenApi } from './apis/renew-delegation-token.ts'
import { saslAuthenticateApi } from './apis/sasl-authenticate.ts'
import { saslHandshakeApi } from './apis/sasl-handshake.ts'
import { shareAcknowledgeApi } from './apis/share-acknowledge.ts'
import { shareFetchApi } from './apis/share-fetch.ts'
import { shareGroupDescribeApi } from './apis/share-group-describe.ts'
import { shareGroupHeartbeatApi } from './apis/share-group-heartbeat.ts'
import { streamsGroupDescribeApi } from './apis/streams-group-describe.ts'
import { streamsGroupHeartbeatApi } from './apis/streams-group-heartbeat.ts'
import { streamsGroupTopologyDescriptionUpdateApi } from './apis/streams-group-topology-description-update.ts'
import { syncGroupApi } from './apis/sync-group.ts'
import { txnOffsetCommitApi } from './apis/txn-offset-commit.ts'
import { unregisterBrokerApi } from './apis/unregister-broker.ts'
import { unregisterControllerApi } from './apis/unregister-controller.ts'
import { updateFeaturesApi } from './apis/update-features.ts'
import { updateRaftVoterApi } from './apis/update-raft-voter.ts'
import { voteApi } from './apis/vote.ts'
import { writeShareGroupStateApi } from './apis/write-share-group-state.ts'
import { writeTxnMarkersApi } from './apis/write-txn-markers.ts'
import type { Api } from './message-codec.ts'

export * from './apis/add-offsets-to-txn.ts'
export * from './apis/add-partitions-to-txn.ts'
export * from './apis/add-raft-voter.ts'
export * from './apis/allocate-producer-ids.ts'
export * from './apis/alter-client-quotas.ts'
export * from './apis/alter-configs.ts'
export * from './apis/alter-partition.ts'
export * from './apis/alter-partition-reassignments.ts'
export * from './apis/alter-replica-log-dirs.ts'
export * from './apis/alter-share-group-offsets.ts'
export * from './apis/alter-user-scram-credentials.ts'
export * from './apis/api-versions.ts'
export * from './apis/assign-replicas-to-dirs.ts'
export * from './apis/begin-quorum-epoch.ts'
export * from './apis/broker-heartbeat.ts'
export * from './apis/broker-registration.ts'
export * from './apis/consumer-group-describe.ts'
export * from './apis/consumer-group-heartbeat.ts'
export * from './apis/controller-registration.ts'
export * from './apis/create-acls.ts'
export * from './apis/create-delegation-token.ts'
export * from './apis/create-partitions.ts'
export * from './apis/create-topics.ts'
export * from './apis/delete-acls.ts'
export * from './apis/delete-groups.ts'
export * from './apis/delete-records.ts'
export * from './apis/delete-share-group-offsets.ts'
export * from './apis/delete-share-group-state.ts'
export * from './apis/delete-topics.ts'
export * from './apis/describe-acls.ts'
export * from './apis/describe-client-quotas.ts'
export * from './apis/describe-cluster.ts'
export * from './apis/describe-configs.ts'
export * from './apis/describe-delegation-token.ts'
export * from './apis/describe-groups.ts'
export * from './apis/describe-log-dirs.ts'
export * from './apis/describe-producers.ts'
export * from './apis/describe-quorum.ts'
export * from './apis/describe-share-group-offsets.ts'
export * from './apis/describe-topic-partitions.ts'
export * from './apis/describe-transactions.ts'
export * from './apis/describe-user-scram-credentials.ts'
export * from './apis/elect-leaders.ts'
export * from './apis/end-quorum-epoch.ts'
export * from './apis/end-txn.ts'
export * from './apis/envelope.ts'
export * from './apis/expire-delegation-token.ts'
export * from './apis/fetch.ts'
export * from './apis/fetch-snapshot.ts'
export * from './apis/find-coordinator.ts'
export * from './apis/get-telemetry-subscriptions.ts'
export * from './apis/heartbeat.ts'
export * from './apis/incremental-alter-configs.ts'
export * from './apis/init-producer-id.ts'
export * from './apis/initialize-share-group-state.ts'
export * from './apis/join-group.ts'
export * from './apis/leave-group.ts'
export * from './apis/list-config-resources.ts'
export * from './apis/list-groups.ts'
export * from './apis/list-offsets.ts'
export * from './apis/list-partition-reassignments.ts'
export * from './apis/list-transactions.ts'
export * from './apis/metadata.ts'
export * from './apis/offset-commit.ts'
export * from './apis/offset-delete.ts'
export * from './apis/offset-fetch.ts'
export * from './apis/offset-for-leader-epoch.ts'
export * from './apis/produce.ts'
export * from './apis/push-telemetry.ts'
export * from './apis/read-share-group-state.ts'
export * from './apis/read-share-group-state-summary.ts'
export * from './apis/remove-raft-voter.ts'
export * from './apis/renew-delegation-token.ts'
export * from './apis/sasl-authenticate.ts'
export * from './apis/sasl-handshake.ts'
export * from './apis/share-acknowledge.ts'
export * from './apis/share-fetch.ts'
export * from './apis/share-group-describe.ts'
export * from './apis/share-group-heartbeat.ts'
export * from './apis/streams-group-describe.ts'
export * from './apis/streams-group-heartbeat.ts'
export * from './apis/streams-group-topology-description-update.ts'
export * from './apis/sync-group.ts'
export * from './apis/txn-offset-commit.ts'
export * from './apis/unregister-broker.ts'
export * from './apis/unregister-controller.ts'
export * from './apis/update-features.ts'
export * from './apis/update-raft-voter.ts'
export * from './apis/vote.ts'
export * from './apis/write-share-group-state.ts'
export * from './apis/write-txn-markers.ts'

/** Every API of Kafka's protocol, by key. */
export const allApis: readonly Api<unknown, unknown>[] = [
  produceApi as Api<unknown, unknown>,
  fetchApi as Api<unknown, unknown>,
  listOffsetsApi as Api<unknown, unknown>,
  metadataApi as Api<unknown, unknown>,
  offsetCommitApi as Api<unknown, unknown>,
  offsetFetchApi as Api<unknown, unknown>,
  findCoordinatorApi as Api<unknown, unknown>,
  joinGroupApi as Api<unknown, unknown>,
  heartbeatApi as Api<unknown, unknown>,
  leaveGroupApi as Api<unknown, unknown>,
  syncGroupApi as Api<unknown, unknown>,
  describeGroupsApi as Api<unknown, unknown>,
  listGroupsApi as Api<unknown, unknown>,
  saslHandshakeApi as Api<unknown, unknown>,
  apiVersionsApi as Api<unknown, unknown>,
  createTopicsApi as Api<unknown, unknown>,
  deleteTopicsApi as Api<unknown, unknown>,
  deleteRecordsApi as Api<unknown, unknown>,
  initProducerIdApi as Api<unknown, unknown>,
  offsetForLeaderEpochApi as Api<unknown, unknown>,
  addPartitionsToTxnApi as Api<unknown, unknown>,
  addOffsetsToTxnApi as Api<unknown, unknown>,
  endTxnApi as Api<unknown, unknown>,
  writeTxnMarkersApi as Api<unknown, unknown>,
  txnOffsetCommitApi as Api<unknown, unknown>,
  describeAclsApi as Api<unknown, unknown>,
  createAclsApi as Api<unknown, unknown>,
  deleteAclsApi as Api<unknown, unknown>,
  describeConfigsApi as Api<unknown, unknown>,
  alterConfigsApi as Api<unknown, unknown>,
  alterReplicaLogDirsApi as Api<unknown, unknown>,
  describeLogDirsApi as Api<unknown, unknown>,
  saslAuthenticateApi as Api<unknown, unknown>,
  createPartitionsApi as Api<unknown, unknown>,
  createDelegationTokenApi as Api<unknown, unknown>,
  renewDelegationTokenApi as Api<unknown, unknown>,
  expireDelegationTokenApi as Api<unknown, unknown>,
  describeDelegationTokenApi as Api<unknown, unknown>,
  deleteGroupsApi as Api<unknown, unknown>,
  electLeadersApi as Api<unknown, unknown>,
  incrementalAlterConfigsApi as Api<unknown, unknown>,
  alterPartitionReassignmentsApi as Api<unknown, unknown>,
  listPartitionReassignmentsApi as Api<unknown, unknown>,
  offsetDeleteApi as Api<unknown, unknown>,
  describeClientQuotasApi as Api<unknown, unknown>,
  alterClientQuotasApi as Api<unknown, unknown>,
  describeUserScramCredentialsApi as Api<unknown, unknown>,
  alterUserScramCredentialsApi as Api<unknown, unknown>,
  voteApi as Api<unknown, unknown>,
  beginQuorumEpochApi as Api<unknown, unknown>,
  endQuorumEpochApi as Api<unknown, unknown>,
  describeQuorumApi as Api<unknown, unknown>,
  alterPartitionApi as Api<unknown, unknown>,
  updateFeaturesApi as Api<unknown, unknown>,
  envelopeApi as Api<unknown, unknown>,
  fetchSnapshotApi as Api<unknown, unknown>,
  describeClusterApi as Api<unknown, unknown>,
  describeProducersApi as Api<unknown, unknown>,
  brokerRegistrationApi as Api<unknown, unknown>,
  brokerHeartbeatApi as Api<unknown, unknown>,
  unregisterBrokerApi as Api<unknown, unknown>,
  describeTransactionsApi as Api<unknown, unknown>,
  listTransactionsApi as Api<unknown, unknown>,
  allocateProducerIdsApi as Api<unknown, unknown>,
  consumerGroupHeartbeatApi as Api<unknown, unknown>,
  consumerGroupDescribeApi as Api<unknown, unknown>,
  controllerRegistrationApi as Api<unknown, unknown>,
  getTelemetrySubscriptionsApi as Api<unknown, unknown>,
  pushTelemetryApi as Api<unknown, unknown>,
  assignReplicasToDirsApi as Api<unknown, unknown>,
  listConfigResourcesApi as Api<unknown, unknown>,
  describeTopicPartitionsApi as Api<unknown, unknown>,
  shareGroupHeartbeatApi as Api<unknown, unknown>,
  shareGroupDescribeApi as Api<unknown, unknown>,
  shareFetchApi as Api<unknown, unknown>,
  shareAcknowledgeApi as Api<unknown, unknown>,
  addRaftVoterApi as Api<unknown, unknown>,
  removeRaftVoterApi as Api<unknown, unknown>,
  updateRaftVoterApi as Api<unknown, unknown>,
  initializeShareGroupStateApi as Api<unknown, unknown>,
  readShareGroupStateApi as Api<unknown, unknown>,
  writeShareGroupStateApi as Api<unknown, unknown>,
  deleteShareGroupStateApi as Api<unknown, unknown>,
  readShareGroupStateSummaryApi as Api<unknown, unknown>,
  streamsGroupHeartbeatApi as Api<unknown, unknown>,
  streamsGroupDescribeApi as Api<unknown, unknown>,
  describeShareGroupOffsetsApi as Api<unknown, unknown>,
  alterShareGroupOffsetsApi as Api<unknown, unknown>,
  deleteShareGroupOffsetsApi as Api<unknown, unknown>,
  streamsGroupTopologyDescriptionUpdateApi as Api<unknown, unknown>,
  unregisterControllerApi as Api<unknown, unknown>,
]
