import { BrokerError } from './broker-error.ts'
import { TimeoutError } from './client-errors.ts'
import { type ErrorName, errorCodeFacts } from './error-codes.ts'
import { KafkaError } from './kafka-error.ts'

/**
 * What to do next about an error, beyond telling the caller.
 *
 * - `none`: it is not an error.
 * - `retry`: the same request to the same broker, after a pause.
 * - `refreshMetadata`: the broker is not (or no longer) the one to ask; look up the leader, then repeat.
 * - `findCoordinator`: as above, for a group's or transaction's coordinator.
 * - `findController`: as above, for the controller.
 * - `rebootstrap`: forget the brokers and start again from the bootstrap servers (KIP-1102).
 * - `restartFetchSession`: a full fetch on the same connection, at once (KIP-227); share sessions alike.
 * - `resetOffset`: the position is not in the log; `auto.offset.reset` decides.
 * - `rejoinGroup`: the member's place in the group is lost or about to change.
 * - `renewProducerId`: the producer's id, epoch or sequence is of no use any more; get a new epoch.
 * - `abortTransaction`: the transaction cannot be committed; abort it, then go on.
 * - `fatal`: repeating cannot help. A fenced producer or member is fatal too: somebody else has taken its place.
 */
export type ErrorAction =
  | 'none'
  | 'retry'
  | 'refreshMetadata'
  | 'findCoordinator'
  | 'findController'
  | 'rebootstrap'
  | 'restartFetchSession'
  | 'resetOffset'
  | 'rejoinGroup'
  | 'renewProducerId'
  | 'abortTransaction'
  | 'fatal'

/** One row for every code, so that a new code in Kafka's table does not compile until somebody has thought about it. */
const actions: Readonly<Record<ErrorName, ErrorAction>> = {
  NONE: 'none',
  // The broker failed in a way that it does not explain. Whether the request took effect is not known.
  UNKNOWN_SERVER_ERROR: 'fatal',

  CORRUPT_MESSAGE: 'retry',
  REQUEST_TIMED_OUT: 'retry',
  NOT_ENOUGH_REPLICAS: 'retry',
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: 'retry',
  COORDINATOR_LOAD_IN_PROGRESS: 'retry',
  CONCURRENT_TRANSACTIONS: 'retry',
  OFFSET_NOT_AVAILABLE: 'retry',
  UNSTABLE_OFFSET_COMMIT: 'retry',
  THROTTLING_QUOTA_EXCEEDED: 'retry',
  // The broker is behind our metadata, not the other way round.
  UNKNOWN_LEADER_EPOCH: 'retry',
  SHARE_SESSION_LIMIT_REACHED: 'retry',

  UNKNOWN_TOPIC_OR_PARTITION: 'refreshMetadata',
  LEADER_NOT_AVAILABLE: 'refreshMetadata',
  NOT_LEADER_OR_FOLLOWER: 'refreshMetadata',
  REPLICA_NOT_AVAILABLE: 'refreshMetadata',
  // Not retriable in Kafka's table because its brokers do not send it; Redpanda does, when a disk is full.
  BROKER_NOT_AVAILABLE: 'refreshMetadata',
  NETWORK_EXCEPTION: 'refreshMetadata',
  KAFKA_STORAGE_ERROR: 'refreshMetadata',
  LISTENER_NOT_FOUND: 'refreshMetadata',
  FENCED_LEADER_EPOCH: 'refreshMetadata',
  PREFERRED_LEADER_NOT_AVAILABLE: 'refreshMetadata',
  ELIGIBLE_LEADERS_NOT_AVAILABLE: 'refreshMetadata',
  ELECTION_NOT_NEEDED: 'refreshMetadata',
  UNKNOWN_TOPIC_ID: 'refreshMetadata',
  INCONSISTENT_TOPIC_ID: 'refreshMetadata',

  COORDINATOR_NOT_AVAILABLE: 'findCoordinator',
  NOT_COORDINATOR: 'findCoordinator',
  NOT_CONTROLLER: 'findController',
  REBOOTSTRAP_REQUIRED: 'rebootstrap',

  FETCH_SESSION_ID_NOT_FOUND: 'restartFetchSession',
  INVALID_FETCH_SESSION_EPOCH: 'restartFetchSession',
  FETCH_SESSION_TOPIC_ID_ERROR: 'restartFetchSession',
  SHARE_SESSION_NOT_FOUND: 'restartFetchSession',
  INVALID_SHARE_SESSION_EPOCH: 'restartFetchSession',

  OFFSET_OUT_OF_RANGE: 'resetOffset',
  OFFSET_MOVED_TO_TIERED_STORAGE: 'resetOffset',

  ILLEGAL_GENERATION: 'rejoinGroup',
  UNKNOWN_MEMBER_ID: 'rejoinGroup',
  REBALANCE_IN_PROGRESS: 'rejoinGroup',
  MEMBER_ID_REQUIRED: 'rejoinGroup',
  FENCED_MEMBER_EPOCH: 'rejoinGroup',
  STALE_MEMBER_EPOCH: 'rejoinGroup',

  UNKNOWN_PRODUCER_ID: 'renewProducerId',
  INVALID_PRODUCER_ID_MAPPING: 'renewProducerId',
  OUT_OF_ORDER_SEQUENCE_NUMBER: 'renewProducerId',
  // On Produce. From a transaction coordinator it means what PRODUCER_FENCED means (Redpanda sends nothing else).
  INVALID_PRODUCER_EPOCH: 'renewProducerId',

  TRANSACTION_ABORTABLE: 'abortTransaction',

  // The records are in the log already: for a producer this is success with an unknown offset.
  DUPLICATE_SEQUENCE_NUMBER: 'none',

  PRODUCER_FENCED: 'fatal',
  TRANSACTION_COORDINATOR_FENCED: 'fatal',
  FENCED_INSTANCE_ID: 'fatal',
  UNRELEASED_INSTANCE_ID: 'fatal',
  INVALID_TXN_STATE: 'fatal',
  INVALID_TRANSACTION_TIMEOUT: 'fatal',
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'fatal',
  TRANSACTIONAL_ID_NOT_FOUND: 'fatal',

  TOPIC_AUTHORIZATION_FAILED: 'fatal',
  GROUP_AUTHORIZATION_FAILED: 'fatal',
  CLUSTER_AUTHORIZATION_FAILED: 'fatal',
  DELEGATION_TOKEN_AUTHORIZATION_FAILED: 'fatal',
  SASL_AUTHENTICATION_FAILED: 'fatal',
  UNSUPPORTED_SASL_MECHANISM: 'fatal',
  ILLEGAL_SASL_STATE: 'fatal',
  SECURITY_DISABLED: 'fatal',
  UNACCEPTABLE_CREDENTIAL: 'fatal',
  PRINCIPAL_DESERIALIZATION_FAILURE: 'fatal',
  INVALID_PRINCIPAL_TYPE: 'fatal',
  DELEGATION_TOKEN_AUTH_DISABLED: 'fatal',
  DELEGATION_TOKEN_NOT_FOUND: 'fatal',
  DELEGATION_TOKEN_OWNER_MISMATCH: 'fatal',
  DELEGATION_TOKEN_REQUEST_NOT_ALLOWED: 'fatal',
  DELEGATION_TOKEN_EXPIRED: 'fatal',

  MESSAGE_TOO_LARGE: 'fatal',
  RECORD_LIST_TOO_LARGE: 'fatal',
  INVALID_RECORD: 'fatal',
  INVALID_TIMESTAMP: 'fatal',
  INVALID_REQUIRED_ACKS: 'fatal',
  INVALID_FETCH_SIZE: 'fatal',
  UNSUPPORTED_FOR_MESSAGE_FORMAT: 'fatal',
  UNSUPPORTED_COMPRESSION_TYPE: 'fatal',
  INVALID_COMMIT_OFFSET_SIZE: 'fatal',
  OFFSET_METADATA_TOO_LARGE: 'fatal',
  INVALID_RECORD_STATE: 'fatal',
  POSITION_OUT_OF_RANGE: 'fatal',

  UNSUPPORTED_VERSION: 'fatal',
  INVALID_REQUEST: 'fatal',
  INVALID_CONFIG: 'fatal',
  POLICY_VIOLATION: 'fatal',
  OPERATION_NOT_ATTEMPTED: 'fatal',
  INVALID_TOPIC_EXCEPTION: 'fatal',
  TOPIC_ALREADY_EXISTS: 'fatal',
  TOPIC_DELETION_DISABLED: 'fatal',
  INVALID_PARTITIONS: 'fatal',
  INVALID_REPLICATION_FACTOR: 'fatal',
  INVALID_REPLICA_ASSIGNMENT: 'fatal',
  REASSIGNMENT_IN_PROGRESS: 'fatal',
  NO_REASSIGNMENT_IN_PROGRESS: 'fatal',
  LOG_DIR_NOT_FOUND: 'fatal',
  RESOURCE_NOT_FOUND: 'fatal',
  DUPLICATE_RESOURCE: 'fatal',

  INCONSISTENT_GROUP_PROTOCOL: 'fatal',
  INVALID_GROUP_ID: 'fatal',
  INVALID_SESSION_TIMEOUT: 'fatal',
  GROUP_MAX_SIZE_REACHED: 'fatal',
  GROUP_SUBSCRIBED_TO_TOPIC: 'fatal',
  GROUP_ID_NOT_FOUND: 'fatal',
  NON_EMPTY_GROUP: 'fatal',
  GROUP_DELETION_FAILED: 'fatal',
  UNSUPPORTED_ASSIGNOR: 'fatal',
  INVALID_REGULAR_EXPRESSION: 'fatal',
  STREAMS_INVALID_TOPOLOGY: 'fatal',
  STREAMS_INVALID_TOPOLOGY_EPOCH: 'fatal',
  STREAMS_TOPOLOGY_FENCED: 'fatal',
  STREAMS_TOPOLOGY_DESCRIPTION_UPDATE_FAILED: 'fatal',

  UNKNOWN_SUBSCRIPTION_ID: 'fatal',
  TELEMETRY_TOO_LARGE: 'fatal',
  INVALID_UPDATE_VERSION: 'fatal',
  FEATURE_UPDATE_FAILED: 'fatal',
  MISMATCHED_ENDPOINT_TYPE: 'fatal',
  UNSUPPORTED_ENDPOINT_TYPE: 'fatal',

  // Between brokers and controllers; a client meets them only through a defect.
  STALE_CONTROLLER_EPOCH: 'fatal',
  STALE_BROKER_EPOCH: 'fatal',
  FENCED_STATE_EPOCH: 'fatal',
  INCONSISTENT_VOTER_SET: 'fatal',
  SNAPSHOT_NOT_FOUND: 'fatal',
  DUPLICATE_BROKER_REGISTRATION: 'fatal',
  BROKER_ID_NOT_REGISTERED: 'fatal',
  INCONSISTENT_CLUSTER_ID: 'fatal',
  INELIGIBLE_REPLICA: 'fatal',
  NEW_LEADER_ELECTED: 'fatal',
  UNKNOWN_CONTROLLER_ID: 'fatal',
  INVALID_REGISTRATION: 'fatal',
  INVALID_VOTER_KEY: 'fatal',
  DUPLICATE_VOTER: 'fatal',
  VOTER_NOT_FOUND: 'fatal',
  CONTROLLER_ID_NOT_REGISTERED: 'fatal',
}

/** What to do about a broker's error code. A code that is newer than this client is fatal: nobody knows what it asks for. */
export function classifyErrorCode(errorCode: number): ErrorAction {
  const facts = errorCodeFacts.get(errorCode)
  return facts === undefined ? 'fatal' : actions[facts.name]
}

/**
 * What to do about anything that was thrown. A broker that cannot be reached, or did not answer, may have handed over its
 * partitions: metadata first, then another try. An abort, a defect, or the caller's own deadline is final.
 */
export function classifyError(error: unknown): ErrorAction {
  if (error instanceof BrokerError) return classifyErrorCode(error.errorCode)
  if (!(error instanceof KafkaError) || error instanceof TimeoutError) return 'fatal'
  return error.retriable ? 'refreshMetadata' : 'fatal'
}

const repeatableActions: ReadonlySet<ErrorAction> = new Set([
  'retry',
  'refreshMetadata',
  'findCoordinator',
  'findController',
  'rebootstrap',
])

/** Whether repeating the request (after what the action says) may help, with no decision of a higher layer in between. */
export function isRepeatable(action: ErrorAction): boolean {
  return repeatableActions.has(action)
}
