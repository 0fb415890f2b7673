/** Confluent Cloud: Kafka's newest versions, APIs of its own, and limits that only the texts of errors explain. */
import { kafka43Versions } from './kafka-4.3.ts'
import { without } from './leave-out.ts'
import type { ClusterProfile } from './profile.ts'

export const confluentCloud: ClusterProfile = {
  name: 'Confluent Cloud',
  versions: without(kafka43Versions, [
    'WriteTxnMarkers',
    'AlterReplicaLogDirs',
    'DescribeLogDirs',
    'CreateDelegationToken',
    'RenewDelegationToken',
    'ExpireDelegationToken',
    'DescribeDelegationToken',
    'ElectLeaders',
    'AlterPartitionReassignments',
    'ListPartitionReassignments',
    'DescribeQuorum',
    'UpdateFeatures',
    'UnregisterBroker',
    'AddRaftVoter',
    'RemoveRaftVoter',
    'StreamsGroupHeartbeat',
    'StreamsGroupDescribe',
    'ShareGroupHeartbeat',
    'ShareGroupDescribe',
    'ShareFetch',
    'ShareAcknowledge',
    'DescribeShareGroupOffsets',
    'AlterShareGroupOffsets',
    'DeleteShareGroupOffsets',
    'InitializeShareGroupState',
    'ReadShareGroupState',
    'WriteShareGroupState',
    'DeleteShareGroupState',
    'ReadShareGroupStateSummary',
  ]),
  features: [
    { name: 'group.version', level: 1, supported: [0, 1], needs: ['ConsumerGroupHeartbeat', 'ConsumerGroupDescribe'] },
    {
      name: 'transaction.version',
      level: 2,
      supported: [0, 2],
      needs: ['AddOffsetsToTxn', 'EndTxn', 'TxnOffsetCommit'],
    },
  ],
  privateApis: [
    { apiKey: 10_000, minVersion: 0, maxVersion: 3 },
    { apiKey: 10_014, minVersion: 0, maxVersion: 0 },
  ],
  brokerDefaults: {
    'auto.create.topics.enable': 'false',
    'connections.max.idle.ms': '600000',
    'message.max.bytes': '2097164',
    'min.insync.replicas': '2',
    'num.partitions': '6',
  },
  topics: {
    partitionLimit: { count: 4096, message: 'You may not create more than the maximum number of partitions (4096).' },
  },
}
