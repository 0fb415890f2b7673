/**
 * `ottla/testing`: Kafka inside the process, for the tests of applications.
 *
 * ```ts
 * await using cluster = await FakeCluster.start({ brokers: 3, topics: { orders: { partitions: 6 } } })
 * const kafka = new Kafka({ bootstrapServers: cluster.bootstrapServers })
 * ```
 */
export type { ClusterFaults } from '../cluster/cluster-faults.ts'
export type { ClusterObserver, ObservedConnection } from '../cluster/cluster-observer.ts'
export type { BrokerState, FakeBroker, StopOptions } from '../cluster/fake-broker.ts'
export { FakeCluster, type HoldOptions } from '../cluster/fake-cluster.ts'
export type { BrokerSpec, FakeClusterOptions, TopicSpec } from '../cluster/fake-cluster-options.ts'
export type {
  InterceptedRequest,
  Interception,
  InterceptOptions,
  Interceptor,
  InterceptTarget,
  Interference,
} from '../cluster/faults/interceptors.ts'
export type { RequestHold } from '../cluster/faults/request-hold.ts'
export type { AssignedPartition, GroupMemberView, GroupView } from '../cluster/groups/group-view.ts'
export type { ProducerStateView } from '../cluster/log/producer-states.ts'
export type { AbortedTransaction } from '../cluster/log/transaction-index.ts'
export type { LogView } from '../cluster/log-view.ts'
export type { BrokerListing, PartitionListing, TopicListing } from '../cluster/metadata-view.ts'
export type {
  ClusterProfile,
  FinalizedFeature,
  GroupQuirks,
  LeadershipQuirks,
  PrivateApi,
  ProduceQuirks,
  TopicQuirks,
  TransactionQuirks,
  VersionRanges,
} from '../cluster/profiles/profile.ts'
export { type KafkaVersion, profileNames, profileOf, type ServiceName } from '../cluster/profiles/profiles.ts'
export type { LoggedRequest } from '../cluster/request-log.ts'
export type { Acl, AclOperationName, AclResourceName, AclSpec } from '../cluster/security/acl.ts'
export type { ClusterSecurity } from '../cluster/security/cluster-security.ts'
export type { SaslMechanismName } from '../cluster/security/credentials.ts'
export type { ClusterAuthorizerOptions, ClusterSaslOptions } from '../cluster/security/security-options.ts'
export type { TransactionListing, TransactionPartition } from '../cluster/transactions/transaction.ts'
export type { TransactionStateName } from '../cluster/transactions/transaction-states.ts'
export type { Violation, ViolationKind } from '../cluster/violations.ts'
export { StorageError } from '../errors/storage-error.ts'
export { MemoryStorage } from '../platform/memory-storage.ts'
export type { Storage } from '../platform/storage.ts'
export { type LiveTimer, ManualClock, type ManualClockOptions } from '../support/manual-clock.ts'
export { SeededRandom } from '../support/seeded-random.ts'
export type { BoundListener, ConnectionAcceptor, Listening } from '../transport/listener.ts'
export { MemoryNetwork, type MemoryNetworkOptions } from '../transport/memory-transport.ts'
export type { ListenerTls } from '../transport/tls-listener.ts'
