// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from './message-codec.ts'
import { type AddOffsetsToTxnRequest, addOffsetsToTxnRequest } from './messages/add-offsets-to-txn-request.ts'
import { type AddOffsetsToTxnResponse, addOffsetsToTxnResponse } from './messages/add-offsets-to-txn-response.ts'
import { type AddPartitionsToTxnRequest, addPartitionsToTxnRequest } from './messages/add-partitions-to-txn-request.ts'
import {
  type AddPartitionsToTxnResponse,
  addPartitionsToTxnResponse,
} from './messages/add-partitions-to-txn-response.ts'
import { type AddRaftVoterRequest, addRaftVoterRequest } from './messages/add-raft-voter-request.ts'
import { type AddRaftVoterResponse, addRaftVoterResponse } from './messages/add-raft-voter-response.ts'
import {
  type AllocateProducerIdsRequest,
  allocateProducerIdsRequest,
} from './messages/allocate-producer-ids-request.ts'
import {
  type AllocateProducerIdsResponse,
  allocateProducerIdsResponse,
} from './messages/allocate-producer-ids-response.ts'
import { type AlterClientQuotasRequest, alterClientQuotasRequest } from './messages/alter-client-quotas-request.ts'
import { type AlterClientQuotasResponse, alterClientQuotasResponse } from './messages/alter-client-quotas-response.ts'
import { type AlterConfigsRequest, alterConfigsRequest } from './messages/alter-configs-request.ts'
import { type AlterConfigsResponse, alterConfigsResponse } from './messages/alter-configs-response.ts'
import {
  type AlterPartitionReassignmentsRequest,
  alterPartitionReassignmentsRequest,
} from './messages/alter-partition-reassignments-request.ts'
import {
  type AlterPartitionReassignmentsResponse,
  alterPartitionReassignmentsResponse,
} from './messages/alter-partition-reassignments-response.ts'
import { type AlterPartitionRequest, alterPartitionRequest } from './messages/alter-partition-request.ts'
import { type AlterPartitionResponse, alterPartitionResponse } from './messages/alter-partition-response.ts'
import {
  type AlterReplicaLogDirsRequest,
  alterReplicaLogDirsRequest,
} from './messages/alter-replica-log-dirs-request.ts'
import {
  type AlterReplicaLogDirsResponse,
  alterReplicaLogDirsResponse,
} from './messages/alter-replica-log-dirs-response.ts'
import {
  type AlterShareGroupOffsetsRequest,
  alterShareGroupOffsetsRequest,
} from './messages/alter-share-group-offsets-request.ts'
import {
  type AlterShareGroupOffsetsResponse,
  alterShareGroupOffsetsResponse,
} from './messages/alter-share-group-offsets-response.ts'
import {
  type AlterUserScramCredentialsRequest,
  alterUserScramCredentialsRequest,
} from './messages/alter-user-scram-credentials-request.ts'
import {
  type AlterUserScramCredentialsResponse,
  alterUserScramCredentialsResponse,
} from './messages/alter-user-scram-credentials-response.ts'
import { type ApiVersionsRequest, apiVersionsRequest } from './messages/api-versions-request.ts'
import { type ApiVersionsResponse, apiVersionsResponse } from './messages/api-versions-response.ts'
import {
  type AssignReplicasToDirsRequest,
  assignReplicasToDirsRequest,
} from './messages/assign-replicas-to-dirs-request.ts'
import {
  type AssignReplicasToDirsResponse,
  assignReplicasToDirsResponse,
} from './messages/assign-replicas-to-dirs-response.ts'
import { type BeginQuorumEpochRequest, beginQuorumEpochRequest } from './messages/begin-quorum-epoch-request.ts'
import { type BeginQuorumEpochResponse, beginQuorumEpochResponse } from './messages/begin-quorum-epoch-response.ts'
import { type BrokerHeartbeatRequest, brokerHeartbeatRequest } from './messages/broker-heartbeat-request.ts'
import { type BrokerHeartbeatResponse, brokerHeartbeatResponse } from './messages/broker-heartbeat-response.ts'
import { type BrokerRegistrationRequest, brokerRegistrationRequest } from './messages/broker-registration-request.ts'
import { type BrokerRegistrationResponse, brokerRegistrationResponse } from './messages/broker-registration-response.ts'
import {
  type ConsumerGroupDescribeRequest,
  consumerGroupDescribeRequest,
} from './messages/consumer-group-describe-request.ts'
import {
  type ConsumerGroupDescribeResponse,
  consumerGroupDescribeResponse,
} from './messages/consumer-group-describe-response.ts'
import {
  type ConsumerGroupHeartbeatRequest,
  consumerGroupHeartbeatRequest,
} from './messages/consumer-group-heartbeat-request.ts'
import {
  type ConsumerGroupHeartbeatResponse,
  consumerGroupHeartbeatResponse,
} from './messages/consumer-group-heartbeat-response.ts'
import {
  type ControllerRegistrationRequest,
  controllerRegistrationRequest,
} from './messages/controller-registration-request.ts'
import {
  type ControllerRegistrationResponse,
  controllerRegistrationResponse,
} from './messages/controller-registration-response.ts'
import { type CreateAclsRequest, createAclsRequest } from './messages/create-acls-request.ts'
import { type CreateAclsResponse, createAclsResponse } from './messages/create-acls-response.ts'
import {
  type CreateDelegationTokenRequest,
  createDelegationTokenRequest,
} from './messages/create-delegation-token-request.ts'
import {
  type CreateDelegationTokenResponse,
  createDelegationTokenResponse,
} from './messages/create-delegation-token-response.ts'
import { type CreatePartitionsRequest, createPartitionsRequest } from './messages/create-partitions-request.ts'
import { type CreatePartitionsResponse, createPartitionsResponse } from './messages/create-partitions-response.ts'
import { type CreateTopicsRequest, createTopicsRequest } from './messages/create-topics-request.ts'
import { type CreateTopicsResponse, createTopicsResponse } from './messages/create-topics-response.ts'
import { type DeleteAclsRequest, deleteAclsRequest } from './messages/delete-acls-request.ts'
import { type DeleteAclsResponse, deleteAclsResponse } from './messages/delete-acls-response.ts'
import { type DeleteGroupsRequest, deleteGroupsRequest } from './messages/delete-groups-request.ts'
import { type DeleteGroupsResponse, deleteGroupsResponse } from './messages/delete-groups-response.ts'
import { type DeleteRecordsRequest, deleteRecordsRequest } from './messages/delete-records-request.ts'
import { type DeleteRecordsResponse, deleteRecordsResponse } from './messages/delete-records-response.ts'
import {
  type DeleteShareGroupOffsetsRequest,
  deleteShareGroupOffsetsRequest,
} from './messages/delete-share-group-offsets-request.ts'
import {
  type DeleteShareGroupOffsetsResponse,
  deleteShareGroupOffsetsResponse,
} from './messages/delete-share-group-offsets-response.ts'
import {
  type DeleteShareGroupStateRequest,
  deleteShareGroupStateRequest,
} from './messages/delete-share-group-state-request.ts'
import {
  type DeleteShareGroupStateResponse,
  deleteShareGroupStateResponse,
} from './messages/delete-share-group-state-response.ts'
import { type DeleteTopicsRequest, deleteTopicsRequest } from './messages/delete-topics-request.ts'
import { type DeleteTopicsResponse, deleteTopicsResponse } from './messages/delete-topics-response.ts'
import { type DescribeAclsRequest, describeAclsRequest } from './messages/describe-acls-request.ts'
import { type DescribeAclsResponse, describeAclsResponse } from './messages/describe-acls-response.ts'
import {
  type DescribeClientQuotasRequest,
  describeClientQuotasRequest,
} from './messages/describe-client-quotas-request.ts'
import {
  type DescribeClientQuotasResponse,
  describeClientQuotasResponse,
} from './messages/describe-client-quotas-response.ts'
import { type DescribeClusterRequest, describeClusterRequest } from './messages/describe-cluster-request.ts'
import { type DescribeClusterResponse, describeClusterResponse } from './messages/describe-cluster-response.ts'
import { type DescribeConfigsRequest, describeConfigsRequest } from './messages/describe-configs-request.ts'
import { type DescribeConfigsResponse, describeConfigsResponse } from './messages/describe-configs-response.ts'
import {
  type DescribeDelegationTokenRequest,
  describeDelegationTokenRequest,
} from './messages/describe-delegation-token-request.ts'
import {
  type DescribeDelegationTokenResponse,
  describeDelegationTokenResponse,
} from './messages/describe-delegation-token-response.ts'
import { type DescribeGroupsRequest, describeGroupsRequest } from './messages/describe-groups-request.ts'
import { type DescribeGroupsResponse, describeGroupsResponse } from './messages/describe-groups-response.ts'
import { type DescribeLogDirsRequest, describeLogDirsRequest } from './messages/describe-log-dirs-request.ts'
import { type DescribeLogDirsResponse, describeLogDirsResponse } from './messages/describe-log-dirs-response.ts'
import { type DescribeProducersRequest, describeProducersRequest } from './messages/describe-producers-request.ts'
import { type DescribeProducersResponse, describeProducersResponse } from './messages/describe-producers-response.ts'
import { type DescribeQuorumRequest, describeQuorumRequest } from './messages/describe-quorum-request.ts'
import { type DescribeQuorumResponse, describeQuorumResponse } from './messages/describe-quorum-response.ts'
import {
  type DescribeShareGroupOffsetsRequest,
  describeShareGroupOffsetsRequest,
} from './messages/describe-share-group-offsets-request.ts'
import {
  type DescribeShareGroupOffsetsResponse,
  describeShareGroupOffsetsResponse,
} from './messages/describe-share-group-offsets-response.ts'
import {
  type DescribeTopicPartitionsRequest,
  describeTopicPartitionsRequest,
} from './messages/describe-topic-partitions-request.ts'
import {
  type DescribeTopicPartitionsResponse,
  describeTopicPartitionsResponse,
} from './messages/describe-topic-partitions-response.ts'
import {
  type DescribeTransactionsRequest,
  describeTransactionsRequest,
} from './messages/describe-transactions-request.ts'
import {
  type DescribeTransactionsResponse,
  describeTransactionsResponse,
} from './messages/describe-transactions-response.ts'
import {
  type DescribeUserScramCredentialsRequest,
  describeUserScramCredentialsRequest,
} from './messages/describe-user-scram-credentials-request.ts'
import {
  type DescribeUserScramCredentialsResponse,
  describeUserScramCredentialsResponse,
} from './messages/describe-user-scram-credentials-response.ts'
import { type ElectLeadersRequest, electLeadersRequest } from './messages/elect-leaders-request.ts'
import { type ElectLeadersResponse, electLeadersResponse } from './messages/elect-leaders-response.ts'
import { type EndQuorumEpochRequest, endQuorumEpochRequest } from './messages/end-quorum-epoch-request.ts'
import { type EndQuorumEpochResponse, endQuorumEpochResponse } from './messages/end-quorum-epoch-response.ts'
import { type EndTxnRequest, endTxnRequest } from './messages/end-txn-request.ts'
import { type EndTxnResponse, endTxnResponse } from './messages/end-txn-response.ts'
import { type EnvelopeRequest, envelopeRequest } from './messages/envelope-request.ts'
import { type EnvelopeResponse, envelopeResponse } from './messages/envelope-response.ts'
import {
  type ExpireDelegationTokenRequest,
  expireDelegationTokenRequest,
} from './messages/expire-delegation-token-request.ts'
import {
  type ExpireDelegationTokenResponse,
  expireDelegationTokenResponse,
} from './messages/expire-delegation-token-response.ts'
import { type FetchRequest, fetchRequest } from './messages/fetch-request.ts'
import { type FetchResponse, fetchResponse } from './messages/fetch-response.ts'
import { type FetchSnapshotRequest, fetchSnapshotRequest } from './messages/fetch-snapshot-request.ts'
import { type FetchSnapshotResponse, fetchSnapshotResponse } from './messages/fetch-snapshot-response.ts'
import { type FindCoordinatorRequest, findCoordinatorRequest } from './messages/find-coordinator-request.ts'
import { type FindCoordinatorResponse, findCoordinatorResponse } from './messages/find-coordinator-response.ts'
import {
  type GetTelemetrySubscriptionsRequest,
  getTelemetrySubscriptionsRequest,
} from './messages/get-telemetry-subscriptions-request.ts'
import {
  type GetTelemetrySubscriptionsResponse,
  getTelemetrySubscriptionsResponse,
} from './messages/get-telemetry-subscriptions-response.ts'
import { type HeartbeatRequest, heartbeatRequest } from './messages/heartbeat-request.ts'
import { type HeartbeatResponse, heartbeatResponse } from './messages/heartbeat-response.ts'
import {
  type IncrementalAlterConfigsRequest,
  incrementalAlterConfigsRequest,
} from './messages/incremental-alter-configs-request.ts'
import {
  type IncrementalAlterConfigsResponse,
  incrementalAlterConfigsResponse,
} from './messages/incremental-alter-configs-response.ts'
import { type InitProducerIdRequest, initProducerIdRequest } from './messages/init-producer-id-request.ts'
import { type InitProducerIdResponse, initProducerIdResponse } from './messages/init-producer-id-response.ts'
import {
  type InitializeShareGroupStateRequest,
  initializeShareGroupStateRequest,
} from './messages/initialize-share-group-state-request.ts'
import {
  type InitializeShareGroupStateResponse,
  initializeShareGroupStateResponse,
} from './messages/initialize-share-group-state-response.ts'
import { type JoinGroupRequest, joinGroupRequest } from './messages/join-group-request.ts'
import { type JoinGroupResponse, joinGroupResponse } from './messages/join-group-response.ts'
import { type LeaveGroupRequest, leaveGroupRequest } from './messages/leave-group-request.ts'
import { type LeaveGroupResponse, leaveGroupResponse } from './messages/leave-group-response.ts'
import {
  type ListConfigResourcesRequest,
  listConfigResourcesRequest,
} from './messages/list-config-resources-request.ts'
import {
  type ListConfigResourcesResponse,
  listConfigResourcesResponse,
} from './messages/list-config-resources-response.ts'
import { type ListGroupsRequest, listGroupsRequest } from './messages/list-groups-request.ts'
import { type ListGroupsResponse, listGroupsResponse } from './messages/list-groups-response.ts'
import { type ListOffsetsRequest, listOffsetsRequest } from './messages/list-offsets-request.ts'
import { type ListOffsetsResponse, listOffsetsResponse } from './messages/list-offsets-response.ts'
import {
  type ListPartitionReassignmentsRequest,
  listPartitionReassignmentsRequest,
} from './messages/list-partition-reassignments-request.ts'
import {
  type ListPartitionReassignmentsResponse,
  listPartitionReassignmentsResponse,
} from './messages/list-partition-reassignments-response.ts'
import { type ListTransactionsRequest, listTransactionsRequest } from './messages/list-transactions-request.ts'
import { type ListTransactionsResponse, listTransactionsResponse } from './messages/list-transactions-response.ts'
import { type MetadataRequest, metadataRequest } from './messages/metadata-request.ts'
import { type MetadataResponse, metadataResponse } from './messages/metadata-response.ts'
import { type OffsetCommitRequest, offsetCommitRequest } from './messages/offset-commit-request.ts'
import { type OffsetCommitResponse, offsetCommitResponse } from './messages/offset-commit-response.ts'
import { type OffsetDeleteRequest, offsetDeleteRequest } from './messages/offset-delete-request.ts'
import { type OffsetDeleteResponse, offsetDeleteResponse } from './messages/offset-delete-response.ts'
import { type OffsetFetchRequest, offsetFetchRequest } from './messages/offset-fetch-request.ts'
import { type OffsetFetchResponse, offsetFetchResponse } from './messages/offset-fetch-response.ts'
import {
  type OffsetForLeaderEpochRequest,
  offsetForLeaderEpochRequest,
} from './messages/offset-for-leader-epoch-request.ts'
import {
  type OffsetForLeaderEpochResponse,
  offsetForLeaderEpochResponse,
} from './messages/offset-for-leader-epoch-response.ts'
import { type ProduceRequest, produceRequest } from './messages/produce-request.ts'
import { type ProduceResponse, produceResponse } from './messages/produce-response.ts'
import { type PushTelemetryRequest, pushTelemetryRequest } from './messages/push-telemetry-request.ts'
import { type PushTelemetryResponse, pushTelemetryResponse } from './messages/push-telemetry-response.ts'
import {
  type ReadShareGroupStateRequest,
  readShareGroupStateRequest,
} from './messages/read-share-group-state-request.ts'
import {
  type ReadShareGroupStateResponse,
  readShareGroupStateResponse,
} from './messages/read-share-group-state-response.ts'
import {
  type ReadShareGroupStateSummaryRequest,
  readShareGroupStateSummaryRequest,
} from './messages/read-share-group-state-summary-request.ts'
import {
  type ReadShareGroupStateSummaryResponse,
  readShareGroupStateSummaryResponse,
} from './messages/read-share-group-state-summary-response.ts'
import { type RemoveRaftVoterRequest, removeRaftVoterRequest } from './messages/remove-raft-voter-request.ts'
import { type RemoveRaftVoterResponse, removeRaftVoterResponse } from './messages/remove-raft-voter-response.ts'
import {
  type RenewDelegationTokenRequest,
  renewDelegationTokenRequest,
} from './messages/renew-delegation-token-request.ts'
import {
  type RenewDelegationTokenResponse,
  renewDelegationTokenResponse,
} from './messages/renew-delegation-token-response.ts'
import { type SaslAuthenticateRequest, saslAuthenticateRequest } from './messages/sasl-authenticate-request.ts'
import { type SaslAuthenticateResponse, saslAuthenticateResponse } from './messages/sasl-authenticate-response.ts'
import { type SaslHandshakeRequest, saslHandshakeRequest } from './messages/sasl-handshake-request.ts'
import { type SaslHandshakeResponse, saslHandshakeResponse } from './messages/sasl-handshake-response.ts'
import { type ShareAcknowledgeRequest, shareAcknowledgeRequest } from './messages/share-acknowledge-request.ts'
import { type ShareAcknowledgeResponse, shareAcknowledgeResponse } from './messages/share-acknowledge-response.ts'
import { type ShareFetchRequest, shareFetchRequest } from './messages/share-fetch-request.ts'
import { type ShareFetchResponse, shareFetchResponse } from './messages/share-fetch-response.ts'
import { type ShareGroupDescribeRequest, shareGroupDescribeRequest } from './messages/share-group-describe-request.ts'
import {
  type ShareGroupDescribeResponse,
  shareGroupDescribeResponse,
} from './messages/share-group-describe-response.ts'
import {
  type ShareGroupHeartbeatRequest,
  shareGroupHeartbeatRequest,
} from './messages/share-group-heartbeat-request.ts'
import {
  type ShareGroupHeartbeatResponse,
  shareGroupHeartbeatResponse,
} from './messages/share-group-heartbeat-response.ts'
import {
  type StreamsGroupDescribeRequest,
  streamsGroupDescribeRequest,
} from './messages/streams-group-describe-request.ts'
import {
  type StreamsGroupDescribeResponse,
  streamsGroupDescribeResponse,
} from './messages/streams-group-describe-response.ts'
import {
  type StreamsGroupHeartbeatRequest,
  streamsGroupHeartbeatRequest,
} from './messages/streams-group-heartbeat-request.ts'
import {
  type StreamsGroupHeartbeatResponse,
  streamsGroupHeartbeatResponse,
} from './messages/streams-group-heartbeat-response.ts'
import {
  type StreamsGroupTopologyDescriptionUpdateRequest,
  streamsGroupTopologyDescriptionUpdateRequest,
} from './messages/streams-group-topology-description-update-request.ts'
import {
  type StreamsGroupTopologyDescriptionUpdateResponse,
  streamsGroupTopologyDescriptionUpdateResponse,
} from './messages/streams-group-topology-description-update-response.ts'
import { type SyncGroupRequest, syncGroupRequest } from './messages/sync-group-request.ts'
import { type SyncGroupResponse, syncGroupResponse } from './messages/sync-group-response.ts'
import { type TxnOffsetCommitRequest, txnOffsetCommitRequest } from './messages/txn-offset-commit-request.ts'
import { type TxnOffsetCommitResponse, txnOffsetCommitResponse } from './messages/txn-offset-commit-response.ts'
import { type UnregisterBrokerRequest, unregisterBrokerRequest } from './messages/unregister-broker-request.ts'
import { type UnregisterBrokerResponse, unregisterBrokerResponse } from './messages/unregister-broker-response.ts'
import {
  type UnregisterControllerRequest,
  unregisterControllerRequest,
} from './messages/unregister-controller-request.ts'
import {
  type UnregisterControllerResponse,
  unregisterControllerResponse,
} from './messages/unregister-controller-response.ts'
import { type UpdateFeaturesRequest, updateFeaturesRequest } from './messages/update-features-request.ts'
import { type UpdateFeaturesResponse, updateFeaturesResponse } from './messages/update-features-response.ts'
import { type UpdateRaftVoterRequest, updateRaftVoterRequest } from './messages/update-raft-voter-request.ts'
import { type UpdateRaftVoterResponse, updateRaftVoterResponse } from './messages/update-raft-voter-response.ts'
import { type VoteRequest, voteRequest } from './messages/vote-request.ts'
import { type VoteResponse, voteResponse } from './messages/vote-response.ts'
import {
  type WriteShareGroupStateRequest,
  writeShareGroupStateRequest,
} from './messages/write-share-group-state-request.ts'
import {
  type WriteShareGroupStateResponse,
  writeShareGroupStateResponse,
} from './messages/write-share-group-state-response.ts'
import { type WriteTxnMarkersRequest, writeTxnMarkersRequest } from './messages/write-txn-markers-request.ts'
import { type WriteTxnMarkersResponse, writeTxnMarkersResponse } from './messages/write-txn-markers-response.ts'

export const produceApi: Api<ProduceRequest, ProduceResponse> = {
  name: 'Produce',
  key: 0,
  minVersion: 3,
  maxVersion: 13,
  request: produceRequest,
  response: produceResponse,
}

export const fetchApi: Api<FetchRequest, FetchResponse> = {
  name: 'Fetch',
  key: 1,
  minVersion: 4,
  maxVersion: 18,
  request: fetchRequest,
  response: fetchResponse,
}

export const listOffsetsApi: Api<ListOffsetsRequest, ListOffsetsResponse> = {
  name: 'ListOffsets',
  key: 2,
  minVersion: 1,
  maxVersion: 11,
  request: listOffsetsRequest,
  response: listOffsetsResponse,
}

export const metadataApi: Api<MetadataRequest, MetadataResponse> = {
  name: 'Metadata',
  key: 3,
  minVersion: 0,
  maxVersion: 13,
  request: metadataRequest,
  response: metadataResponse,
}

export const offsetCommitApi: Api<OffsetCommitRequest, OffsetCommitResponse> = {
  name: 'OffsetCommit',
  key: 8,
  minVersion: 2,
  maxVersion: 10,
  request: offsetCommitRequest,
  response: offsetCommitResponse,
}

export const offsetFetchApi: Api<OffsetFetchRequest, OffsetFetchResponse> = {
  name: 'OffsetFetch',
  key: 9,
  minVersion: 1,
  maxVersion: 10,
  request: offsetFetchRequest,
  response: offsetFetchResponse,
}

export const findCoordinatorApi: Api<FindCoordinatorRequest, FindCoordinatorResponse> = {
  name: 'FindCoordinator',
  key: 10,
  minVersion: 0,
  maxVersion: 6,
  request: findCoordinatorRequest,
  response: findCoordinatorResponse,
}

export const joinGroupApi: Api<JoinGroupRequest, JoinGroupResponse> = {
  name: 'JoinGroup',
  key: 11,
  minVersion: 0,
  maxVersion: 9,
  request: joinGroupRequest,
  response: joinGroupResponse,
}

export const heartbeatApi: Api<HeartbeatRequest, HeartbeatResponse> = {
  name: 'Heartbeat',
  key: 12,
  minVersion: 0,
  maxVersion: 4,
  request: heartbeatRequest,
  response: heartbeatResponse,
}

export const leaveGroupApi: Api<LeaveGroupRequest, LeaveGroupResponse> = {
  name: 'LeaveGroup',
  key: 13,
  minVersion: 0,
  maxVersion: 5,
  request: leaveGroupRequest,
  response: leaveGroupResponse,
}

export const syncGroupApi: Api<SyncGroupRequest, SyncGroupResponse> = {
  name: 'SyncGroup',
  key: 14,
  minVersion: 0,
  maxVersion: 5,
  request: syncGroupRequest,
  response: syncGroupResponse,
}

export const describeGroupsApi: Api<DescribeGroupsRequest, DescribeGroupsResponse> = {
  name: 'DescribeGroups',
  key: 15,
  minVersion: 0,
  maxVersion: 6,
  request: describeGroupsRequest,
  response: describeGroupsResponse,
}

export const listGroupsApi: Api<ListGroupsRequest, ListGroupsResponse> = {
  name: 'ListGroups',
  key: 16,
  minVersion: 0,
  maxVersion: 5,
  request: listGroupsRequest,
  response: listGroupsResponse,
}

export const saslHandshakeApi: Api<SaslHandshakeRequest, SaslHandshakeResponse> = {
  name: 'SaslHandshake',
  key: 17,
  minVersion: 0,
  maxVersion: 1,
  request: saslHandshakeRequest,
  response: saslHandshakeResponse,
}

export const apiVersionsApi: Api<ApiVersionsRequest, ApiVersionsResponse> = {
  name: 'ApiVersions',
  key: 18,
  minVersion: 0,
  maxVersion: 5,
  request: apiVersionsRequest,
  response: apiVersionsResponse,
}

export const createTopicsApi: Api<CreateTopicsRequest, CreateTopicsResponse> = {
  name: 'CreateTopics',
  key: 19,
  minVersion: 2,
  maxVersion: 7,
  request: createTopicsRequest,
  response: createTopicsResponse,
}

export const deleteTopicsApi: Api<DeleteTopicsRequest, DeleteTopicsResponse> = {
  name: 'DeleteTopics',
  key: 20,
  minVersion: 1,
  maxVersion: 6,
  request: deleteTopicsRequest,
  response: deleteTopicsResponse,
}

export const deleteRecordsApi: Api<DeleteRecordsRequest, DeleteRecordsResponse> = {
  name: 'DeleteRecords',
  key: 21,
  minVersion: 0,
  maxVersion: 2,
  request: deleteRecordsRequest,
  response: deleteRecordsResponse,
}

export const initProducerIdApi: Api<InitProducerIdRequest, InitProducerIdResponse> = {
  name: 'InitProducerId',
  key: 22,
  minVersion: 0,
  maxVersion: 6,
  isLatestUnstable: true,
  request: initProducerIdRequest,
  response: initProducerIdResponse,
}

export const offsetForLeaderEpochApi: Api<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse> = {
  name: 'OffsetForLeaderEpoch',
  key: 23,
  minVersion: 2,
  maxVersion: 4,
  request: offsetForLeaderEpochRequest,
  response: offsetForLeaderEpochResponse,
}

export const addPartitionsToTxnApi: Api<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse> = {
  name: 'AddPartitionsToTxn',
  key: 24,
  minVersion: 0,
  maxVersion: 5,
  request: addPartitionsToTxnRequest,
  response: addPartitionsToTxnResponse,
}

export const addOffsetsToTxnApi: Api<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse> = {
  name: 'AddOffsetsToTxn',
  key: 25,
  minVersion: 0,
  maxVersion: 4,
  request: addOffsetsToTxnRequest,
  response: addOffsetsToTxnResponse,
}

export const endTxnApi: Api<EndTxnRequest, EndTxnResponse> = {
  name: 'EndTxn',
  key: 26,
  minVersion: 0,
  maxVersion: 5,
  request: endTxnRequest,
  response: endTxnResponse,
}

export const writeTxnMarkersApi: Api<WriteTxnMarkersRequest, WriteTxnMarkersResponse> = {
  name: 'WriteTxnMarkers',
  key: 27,
  minVersion: 1,
  maxVersion: 2,
  request: writeTxnMarkersRequest,
  response: writeTxnMarkersResponse,
}

export const txnOffsetCommitApi: Api<TxnOffsetCommitRequest, TxnOffsetCommitResponse> = {
  name: 'TxnOffsetCommit',
  key: 28,
  minVersion: 0,
  maxVersion: 6,
  request: txnOffsetCommitRequest,
  response: txnOffsetCommitResponse,
}

export const describeAclsApi: Api<DescribeAclsRequest, DescribeAclsResponse> = {
  name: 'DescribeAcls',
  key: 29,
  minVersion: 1,
  maxVersion: 3,
  request: describeAclsRequest,
  response: describeAclsResponse,
}

export const createAclsApi: Api<CreateAclsRequest, CreateAclsResponse> = {
  name: 'CreateAcls',
  key: 30,
  minVersion: 1,
  maxVersion: 3,
  request: createAclsRequest,
  response: createAclsResponse,
}

export const deleteAclsApi: Api<DeleteAclsRequest, DeleteAclsResponse> = {
  name: 'DeleteAcls',
  key: 31,
  minVersion: 1,
  maxVersion: 3,
  request: deleteAclsRequest,
  response: deleteAclsResponse,
}

export const describeConfigsApi: Api<DescribeConfigsRequest, DescribeConfigsResponse> = {
  name: 'DescribeConfigs',
  key: 32,
  minVersion: 1,
  maxVersion: 4,
  request: describeConfigsRequest,
  response: describeConfigsResponse,
}

export const alterConfigsApi: Api<AlterConfigsRequest, AlterConfigsResponse> = {
  name: 'AlterConfigs',
  key: 33,
  minVersion: 0,
  maxVersion: 2,
  request: alterConfigsRequest,
  response: alterConfigsResponse,
}

export const alterReplicaLogDirsApi: Api<AlterReplicaLogDirsRequest, AlterReplicaLogDirsResponse> = {
  name: 'AlterReplicaLogDirs',
  key: 34,
  minVersion: 1,
  maxVersion: 2,
  request: alterReplicaLogDirsRequest,
  response: alterReplicaLogDirsResponse,
}

export const describeLogDirsApi: Api<DescribeLogDirsRequest, DescribeLogDirsResponse> = {
  name: 'DescribeLogDirs',
  key: 35,
  minVersion: 1,
  maxVersion: 5,
  request: describeLogDirsRequest,
  response: describeLogDirsResponse,
}

export const saslAuthenticateApi: Api<SaslAuthenticateRequest, SaslAuthenticateResponse> = {
  name: 'SaslAuthenticate',
  key: 36,
  minVersion: 0,
  maxVersion: 2,
  request: saslAuthenticateRequest,
  response: saslAuthenticateResponse,
}

export const createPartitionsApi: Api<CreatePartitionsRequest, CreatePartitionsResponse> = {
  name: 'CreatePartitions',
  key: 37,
  minVersion: 0,
  maxVersion: 3,
  request: createPartitionsRequest,
  response: createPartitionsResponse,
}

export const createDelegationTokenApi: Api<CreateDelegationTokenRequest, CreateDelegationTokenResponse> = {
  name: 'CreateDelegationToken',
  key: 38,
  minVersion: 1,
  maxVersion: 3,
  request: createDelegationTokenRequest,
  response: createDelegationTokenResponse,
}

export const renewDelegationTokenApi: Api<RenewDelegationTokenRequest, RenewDelegationTokenResponse> = {
  name: 'RenewDelegationToken',
  key: 39,
  minVersion: 1,
  maxVersion: 2,
  request: renewDelegationTokenRequest,
  response: renewDelegationTokenResponse,
}

export const expireDelegationTokenApi: Api<ExpireDelegationTokenRequest, ExpireDelegationTokenResponse> = {
  name: 'ExpireDelegationToken',
  key: 40,
  minVersion: 1,
  maxVersion: 2,
  request: expireDelegationTokenRequest,
  response: expireDelegationTokenResponse,
}

export const describeDelegationTokenApi: Api<DescribeDelegationTokenRequest, DescribeDelegationTokenResponse> = {
  name: 'DescribeDelegationToken',
  key: 41,
  minVersion: 1,
  maxVersion: 3,
  request: describeDelegationTokenRequest,
  response: describeDelegationTokenResponse,
}

export const deleteGroupsApi: Api<DeleteGroupsRequest, DeleteGroupsResponse> = {
  name: 'DeleteGroups',
  key: 42,
  minVersion: 0,
  maxVersion: 3,
  request: deleteGroupsRequest,
  response: deleteGroupsResponse,
}

export const electLeadersApi: Api<ElectLeadersRequest, ElectLeadersResponse> = {
  name: 'ElectLeaders',
  key: 43,
  minVersion: 0,
  maxVersion: 2,
  request: electLeadersRequest,
  response: electLeadersResponse,
}

export const incrementalAlterConfigsApi: Api<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse> = {
  name: 'IncrementalAlterConfigs',
  key: 44,
  minVersion: 0,
  maxVersion: 1,
  request: incrementalAlterConfigsRequest,
  response: incrementalAlterConfigsResponse,
}

export const alterPartitionReassignmentsApi: Api<
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponse
> = {
  name: 'AlterPartitionReassignments',
  key: 45,
  minVersion: 0,
  maxVersion: 1,
  request: alterPartitionReassignmentsRequest,
  response: alterPartitionReassignmentsResponse,
}

export const listPartitionReassignmentsApi: Api<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse> =
  {
    name: 'ListPartitionReassignments',
    key: 46,
    minVersion: 0,
    maxVersion: 0,
    request: listPartitionReassignmentsRequest,
    response: listPartitionReassignmentsResponse,
  }

export const offsetDeleteApi: Api<OffsetDeleteRequest, OffsetDeleteResponse> = {
  name: 'OffsetDelete',
  key: 47,
  minVersion: 0,
  maxVersion: 0,
  request: offsetDeleteRequest,
  response: offsetDeleteResponse,
}

export const describeClientQuotasApi: Api<DescribeClientQuotasRequest, DescribeClientQuotasResponse> = {
  name: 'DescribeClientQuotas',
  key: 48,
  minVersion: 0,
  maxVersion: 1,
  request: describeClientQuotasRequest,
  response: describeClientQuotasResponse,
}

export const alterClientQuotasApi: Api<AlterClientQuotasRequest, AlterClientQuotasResponse> = {
  name: 'AlterClientQuotas',
  key: 49,
  minVersion: 0,
  maxVersion: 1,
  request: alterClientQuotasRequest,
  response: alterClientQuotasResponse,
}

export const describeUserScramCredentialsApi: Api<
  DescribeUserScramCredentialsRequest,
  DescribeUserScramCredentialsResponse
> = {
  name: 'DescribeUserScramCredentials',
  key: 50,
  minVersion: 0,
  maxVersion: 0,
  request: describeUserScramCredentialsRequest,
  response: describeUserScramCredentialsResponse,
}

export const alterUserScramCredentialsApi: Api<AlterUserScramCredentialsRequest, AlterUserScramCredentialsResponse> = {
  name: 'AlterUserScramCredentials',
  key: 51,
  minVersion: 0,
  maxVersion: 0,
  request: alterUserScramCredentialsRequest,
  response: alterUserScramCredentialsResponse,
}

export const voteApi: Api<VoteRequest, VoteResponse> = {
  name: 'Vote',
  key: 52,
  minVersion: 0,
  maxVersion: 2,
  request: voteRequest,
  response: voteResponse,
}

export const beginQuorumEpochApi: Api<BeginQuorumEpochRequest, BeginQuorumEpochResponse> = {
  name: 'BeginQuorumEpoch',
  key: 53,
  minVersion: 0,
  maxVersion: 1,
  request: beginQuorumEpochRequest,
  response: beginQuorumEpochResponse,
}

export const endQuorumEpochApi: Api<EndQuorumEpochRequest, EndQuorumEpochResponse> = {
  name: 'EndQuorumEpoch',
  key: 54,
  minVersion: 0,
  maxVersion: 1,
  request: endQuorumEpochRequest,
  response: endQuorumEpochResponse,
}

export const describeQuorumApi: Api<DescribeQuorumRequest, DescribeQuorumResponse> = {
  name: 'DescribeQuorum',
  key: 55,
  minVersion: 0,
  maxVersion: 2,
  request: describeQuorumRequest,
  response: describeQuorumResponse,
}

export const alterPartitionApi: Api<AlterPartitionRequest, AlterPartitionResponse> = {
  name: 'AlterPartition',
  key: 56,
  minVersion: 2,
  maxVersion: 3,
  request: alterPartitionRequest,
  response: alterPartitionResponse,
}

export const updateFeaturesApi: Api<UpdateFeaturesRequest, UpdateFeaturesResponse> = {
  name: 'UpdateFeatures',
  key: 57,
  minVersion: 0,
  maxVersion: 2,
  request: updateFeaturesRequest,
  response: updateFeaturesResponse,
}

export const envelopeApi: Api<EnvelopeRequest, EnvelopeResponse> = {
  name: 'Envelope',
  key: 58,
  minVersion: 0,
  maxVersion: 0,
  request: envelopeRequest,
  response: envelopeResponse,
}

export const fetchSnapshotApi: Api<FetchSnapshotRequest, FetchSnapshotResponse> = {
  name: 'FetchSnapshot',
  key: 59,
  minVersion: 0,
  maxVersion: 1,
  request: fetchSnapshotRequest,
  response: fetchSnapshotResponse,
}

export const describeClusterApi: Api<DescribeClusterRequest, DescribeClusterResponse> = {
  name: 'DescribeCluster',
  key: 60,
  minVersion: 0,
  maxVersion: 2,
  request: describeClusterRequest,
  response: describeClusterResponse,
}

export const describeProducersApi: Api<DescribeProducersRequest, DescribeProducersResponse> = {
  name: 'DescribeProducers',
  key: 61,
  minVersion: 0,
  maxVersion: 0,
  request: describeProducersRequest,
  response: describeProducersResponse,
}

export const brokerRegistrationApi: Api<BrokerRegistrationRequest, BrokerRegistrationResponse> = {
  name: 'BrokerRegistration',
  key: 62,
  minVersion: 0,
  maxVersion: 4,
  request: brokerRegistrationRequest,
  response: brokerRegistrationResponse,
}

export const brokerHeartbeatApi: Api<BrokerHeartbeatRequest, BrokerHeartbeatResponse> = {
  name: 'BrokerHeartbeat',
  key: 63,
  minVersion: 0,
  maxVersion: 2,
  request: brokerHeartbeatRequest,
  response: brokerHeartbeatResponse,
}

export const unregisterBrokerApi: Api<UnregisterBrokerRequest, UnregisterBrokerResponse> = {
  name: 'UnregisterBroker',
  key: 64,
  minVersion: 0,
  maxVersion: 0,
  request: unregisterBrokerRequest,
  response: unregisterBrokerResponse,
}

export const describeTransactionsApi: Api<DescribeTransactionsRequest, DescribeTransactionsResponse> = {
  name: 'DescribeTransactions',
  key: 65,
  minVersion: 0,
  maxVersion: 0,
  request: describeTransactionsRequest,
  response: describeTransactionsResponse,
}

export const listTransactionsApi: Api<ListTransactionsRequest, ListTransactionsResponse> = {
  name: 'ListTransactions',
  key: 66,
  minVersion: 0,
  maxVersion: 2,
  request: listTransactionsRequest,
  response: listTransactionsResponse,
}

export const allocateProducerIdsApi: Api<AllocateProducerIdsRequest, AllocateProducerIdsResponse> = {
  name: 'AllocateProducerIds',
  key: 67,
  minVersion: 0,
  maxVersion: 0,
  request: allocateProducerIdsRequest,
  response: allocateProducerIdsResponse,
}

export const consumerGroupHeartbeatApi: Api<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse> = {
  name: 'ConsumerGroupHeartbeat',
  key: 68,
  minVersion: 0,
  maxVersion: 1,
  request: consumerGroupHeartbeatRequest,
  response: consumerGroupHeartbeatResponse,
}

export const consumerGroupDescribeApi: Api<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse> = {
  name: 'ConsumerGroupDescribe',
  key: 69,
  minVersion: 0,
  maxVersion: 1,
  request: consumerGroupDescribeRequest,
  response: consumerGroupDescribeResponse,
}

export const controllerRegistrationApi: Api<ControllerRegistrationRequest, ControllerRegistrationResponse> = {
  name: 'ControllerRegistration',
  key: 70,
  minVersion: 0,
  maxVersion: 0,
  request: controllerRegistrationRequest,
  response: controllerRegistrationResponse,
}

export const getTelemetrySubscriptionsApi: Api<GetTelemetrySubscriptionsRequest, GetTelemetrySubscriptionsResponse> = {
  name: 'GetTelemetrySubscriptions',
  key: 71,
  minVersion: 0,
  maxVersion: 0,
  request: getTelemetrySubscriptionsRequest,
  response: getTelemetrySubscriptionsResponse,
}

export const pushTelemetryApi: Api<PushTelemetryRequest, PushTelemetryResponse> = {
  name: 'PushTelemetry',
  key: 72,
  minVersion: 0,
  maxVersion: 0,
  request: pushTelemetryRequest,
  response: pushTelemetryResponse,
}

export const assignReplicasToDirsApi: Api<AssignReplicasToDirsRequest, AssignReplicasToDirsResponse> = {
  name: 'AssignReplicasToDirs',
  key: 73,
  minVersion: 0,
  maxVersion: 0,
  request: assignReplicasToDirsRequest,
  response: assignReplicasToDirsResponse,
}

export const listConfigResourcesApi: Api<ListConfigResourcesRequest, ListConfigResourcesResponse> = {
  name: 'ListConfigResources',
  key: 74,
  minVersion: 0,
  maxVersion: 1,
  request: listConfigResourcesRequest,
  response: listConfigResourcesResponse,
}

export const describeTopicPartitionsApi: Api<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse> = {
  name: 'DescribeTopicPartitions',
  key: 75,
  minVersion: 0,
  maxVersion: 0,
  request: describeTopicPartitionsRequest,
  response: describeTopicPartitionsResponse,
}

export const shareGroupHeartbeatApi: Api<ShareGroupHeartbeatRequest, ShareGroupHeartbeatResponse> = {
  name: 'ShareGroupHeartbeat',
  key: 76,
  minVersion: 1,
  maxVersion: 1,
  request: shareGroupHeartbeatRequest,
  response: shareGroupHeartbeatResponse,
}

export const shareGroupDescribeApi: Api<ShareGroupDescribeRequest, ShareGroupDescribeResponse> = {
  name: 'ShareGroupDescribe',
  key: 77,
  minVersion: 1,
  maxVersion: 1,
  request: shareGroupDescribeRequest,
  response: shareGroupDescribeResponse,
}

export const shareFetchApi: Api<ShareFetchRequest, ShareFetchResponse> = {
  name: 'ShareFetch',
  key: 78,
  minVersion: 1,
  maxVersion: 2,
  request: shareFetchRequest,
  response: shareFetchResponse,
}

export const shareAcknowledgeApi: Api<ShareAcknowledgeRequest, ShareAcknowledgeResponse> = {
  name: 'ShareAcknowledge',
  key: 79,
  minVersion: 1,
  maxVersion: 2,
  request: shareAcknowledgeRequest,
  response: shareAcknowledgeResponse,
}

export const addRaftVoterApi: Api<AddRaftVoterRequest, AddRaftVoterResponse> = {
  name: 'AddRaftVoter',
  key: 80,
  minVersion: 0,
  maxVersion: 1,
  request: addRaftVoterRequest,
  response: addRaftVoterResponse,
}

export const removeRaftVoterApi: Api<RemoveRaftVoterRequest, RemoveRaftVoterResponse> = {
  name: 'RemoveRaftVoter',
  key: 81,
  minVersion: 0,
  maxVersion: 0,
  request: removeRaftVoterRequest,
  response: removeRaftVoterResponse,
}

export const updateRaftVoterApi: Api<UpdateRaftVoterRequest, UpdateRaftVoterResponse> = {
  name: 'UpdateRaftVoter',
  key: 82,
  minVersion: 0,
  maxVersion: 0,
  request: updateRaftVoterRequest,
  response: updateRaftVoterResponse,
}

export const initializeShareGroupStateApi: Api<InitializeShareGroupStateRequest, InitializeShareGroupStateResponse> = {
  name: 'InitializeShareGroupState',
  key: 83,
  minVersion: 0,
  maxVersion: 0,
  request: initializeShareGroupStateRequest,
  response: initializeShareGroupStateResponse,
}

export const readShareGroupStateApi: Api<ReadShareGroupStateRequest, ReadShareGroupStateResponse> = {
  name: 'ReadShareGroupState',
  key: 84,
  minVersion: 0,
  maxVersion: 0,
  request: readShareGroupStateRequest,
  response: readShareGroupStateResponse,
}

export const writeShareGroupStateApi: Api<WriteShareGroupStateRequest, WriteShareGroupStateResponse> = {
  name: 'WriteShareGroupState',
  key: 85,
  minVersion: 0,
  maxVersion: 1,
  request: writeShareGroupStateRequest,
  response: writeShareGroupStateResponse,
}

export const deleteShareGroupStateApi: Api<DeleteShareGroupStateRequest, DeleteShareGroupStateResponse> = {
  name: 'DeleteShareGroupState',
  key: 86,
  minVersion: 0,
  maxVersion: 0,
  request: deleteShareGroupStateRequest,
  response: deleteShareGroupStateResponse,
}

export const readShareGroupStateSummaryApi: Api<ReadShareGroupStateSummaryRequest, ReadShareGroupStateSummaryResponse> =
  {
    name: 'ReadShareGroupStateSummary',
    key: 87,
    minVersion: 0,
    maxVersion: 1,
    request: readShareGroupStateSummaryRequest,
    response: readShareGroupStateSummaryResponse,
  }

export const streamsGroupHeartbeatApi: Api<StreamsGroupHeartbeatRequest, StreamsGroupHeartbeatResponse> = {
  name: 'StreamsGroupHeartbeat',
  key: 88,
  minVersion: 0,
  maxVersion: 1,
  request: streamsGroupHeartbeatRequest,
  response: streamsGroupHeartbeatResponse,
}

export const streamsGroupDescribeApi: Api<StreamsGroupDescribeRequest, StreamsGroupDescribeResponse> = {
  name: 'StreamsGroupDescribe',
  key: 89,
  minVersion: 0,
  maxVersion: 1,
  request: streamsGroupDescribeRequest,
  response: streamsGroupDescribeResponse,
}

export const describeShareGroupOffsetsApi: Api<DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsetsResponse> = {
  name: 'DescribeShareGroupOffsets',
  key: 90,
  minVersion: 0,
  maxVersion: 1,
  request: describeShareGroupOffsetsRequest,
  response: describeShareGroupOffsetsResponse,
}

export const alterShareGroupOffsetsApi: Api<AlterShareGroupOffsetsRequest, AlterShareGroupOffsetsResponse> = {
  name: 'AlterShareGroupOffsets',
  key: 91,
  minVersion: 0,
  maxVersion: 0,
  request: alterShareGroupOffsetsRequest,
  response: alterShareGroupOffsetsResponse,
}

export const deleteShareGroupOffsetsApi: Api<DeleteShareGroupOffsetsRequest, DeleteShareGroupOffsetsResponse> = {
  name: 'DeleteShareGroupOffsets',
  key: 92,
  minVersion: 0,
  maxVersion: 0,
  request: deleteShareGroupOffsetsRequest,
  response: deleteShareGroupOffsetsResponse,
}

export const streamsGroupTopologyDescriptionUpdateApi: Api<
  StreamsGroupTopologyDescriptionUpdateRequest,
  StreamsGroupTopologyDescriptionUpdateResponse
> = {
  name: 'StreamsGroupTopologyDescriptionUpdate',
  key: 93,
  minVersion: 0,
  maxVersion: 0,
  request: streamsGroupTopologyDescriptionUpdateRequest,
  response: streamsGroupTopologyDescriptionUpdateResponse,
}

export const unregisterControllerApi: Api<UnregisterControllerRequest, UnregisterControllerResponse> = {
  name: 'UnregisterController',
  key: 94,
  minVersion: 0,
  maxVersion: 0,
  request: unregisterControllerRequest,
  response: unregisterControllerResponse,
}

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
