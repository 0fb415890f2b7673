/**
 * Services that keep their logs in object storage, where any broker can serve any partition. Which versions they offer is
 * known from what their documentation leaves out; the rest is Kafka 3.9's.
 */
import { kafka39Versions } from './kafka-3.9.ts'
import { without } from './leave-out.ts'
import type { ClusterProfile } from './profile.ts'

const clusterKeepers: readonly string[] = [
  'WriteTxnMarkers',
  'AlterReplicaLogDirs',
  'ElectLeaders',
  'AlterPartitionReassignments',
  'ListPartitionReassignments',
  'CreateDelegationToken',
  'RenewDelegationToken',
  'ExpireDelegationToken',
  'DescribeDelegationToken',
  'DescribeQuorum',
  'UpdateFeatures',
  'UnregisterBroker',
  'AddRaftVoter',
  'RemoveRaftVoter',
]

export const warpstream: ClusterProfile = {
  name: 'WarpStream',
  versions: without(kafka39Versions, [
    ...clusterKeepers,
    'OffsetForLeaderEpoch',
    'DescribeLogDirs',
    'DeleteRecords',
    'IncrementalAlterConfigs',
    'ConsumerGroupHeartbeat',
    'ConsumerGroupDescribe',
    'DescribeTopicPartitions',
    'ListConfigResources',
  ]),
  features: [],
  hidesLeaderEpochs: true,
  brokerDefaults: { 'socket.request.max.bytes': '33554432', 'message.max.bytes': '20971520' },
  leadership: { isEverywhere: true, hidesReplicaHealth: true },
  transactions: { hidesMarkers: true },
}

export const bufstream: ClusterProfile = {
  name: 'Bufstream',
  versions: without(kafka39Versions, [
    ...clusterKeepers,
    'ConsumerGroupHeartbeat',
    'ConsumerGroupDescribe',
    'DescribeTopicPartitions',
    'ListConfigResources',
  ]),
  features: [],
  hidesLeaderEpochs: true,
  leadership: { isEverywhere: true, hidesReplicaHealth: true },
}

/** Kafka's own code over object storage: leaders and hints as in Kafka, and keys of its own. */
export const automq: ClusterProfile = {
  name: 'AutoMQ',
  versions: kafka39Versions,
  features: [{ name: 'metadata.version', level: 21, supported: [1, 21], needs: [] }],
  privateApis: [
    { apiKey: 501, minVersion: 0, maxVersion: 1 },
    { apiKey: 600, minVersion: 0, maxVersion: 0 },
  ],
}
