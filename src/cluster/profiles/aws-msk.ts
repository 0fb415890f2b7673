/** Amazon MSK. Provisioned clusters are Kafka with another configuration; Serverless is a service with fixed limits. */
import { kafka28Versions } from './kafka-2.8.ts'
import { kafka39Versions } from './kafka-3.9.ts'
import { without } from './leave-out.ts'
import type { ClusterProfile } from './profile.ts'

export const awsMsk: ClusterProfile = {
  name: 'Amazon MSK 3.9',
  versions: kafka39Versions,
  features: [{ name: 'metadata.version', level: 21, supported: [1, 21], needs: [] }],
  brokerDefaults: {
    'auto.create.topics.enable': 'false',
    'min.insync.replicas': '2',
  },
}

export const awsMskServerless: ClusterProfile = {
  name: 'Amazon MSK Serverless',
  versions: without(kafka28Versions, [
    'AlterReplicaLogDirs',
    'DescribeLogDirs',
    'CreateDelegationToken',
    'RenewDelegationToken',
    'ExpireDelegationToken',
    'DescribeDelegationToken',
    'ElectLeaders',
    'AlterPartitionReassignments',
    'ListPartitionReassignments',
    'DescribeUserScramCredentials',
    'AlterUserScramCredentials',
    'AlterPartition',
    'UpdateFeatures',
    'WriteTxnMarkers',
  ]),
  features: [],
  brokerDefaults: {
    'auto.create.topics.enable': 'false',
    'min.insync.replicas': '2',
    'message.max.bytes': '8388608',
  },
  topics: {
    partitionLimit: { count: 2400, message: 'You may not create more than the maximum number of partitions (2400).' },
  },
}
