/**
 * Redpanda, a current release and the last one without topic ids: its handlers' source, its documentation, and what its
 * users met.
 */
import type { ClusterProfile, VersionRanges } from './profile.ts'

/** 24.3. */
const versions243: VersionRanges = {
  Produce: [0, 7],
  Fetch: [4, 11],
  ListOffsets: [0, 4],
  Metadata: [0, 8],
  OffsetCommit: [1, 8],
  OffsetFetch: [1, 7],
  FindCoordinator: [0, 3],
  JoinGroup: [0, 6],
  Heartbeat: [0, 4],
  LeaveGroup: [0, 4],
  SyncGroup: [0, 4],
  DescribeGroups: [0, 5],
  ListGroups: [0, 4],
  SaslHandshake: [0, 1],
  ApiVersions: [0, 3],
  CreateTopics: [0, 6],
  DeleteTopics: [0, 5],
  DeleteRecords: [0, 2],
  InitProducerId: [0, 3],
  OffsetForLeaderEpoch: [0, 4],
  AddPartitionsToTxn: [0, 3],
  AddOffsetsToTxn: [0, 1],
  EndTxn: [0, 3],
  TxnOffsetCommit: [0, 3],
  DescribeAcls: [0, 2],
  CreateAcls: [0, 2],
  DeleteAcls: [0, 2],
  DescribeConfigs: [0, 4],
  AlterConfigs: [0, 2],
  DescribeLogDirs: [0, 2],
  SaslAuthenticate: [0, 2],
  CreatePartitions: [0, 3],
  DeleteGroups: [0, 2],
  IncrementalAlterConfigs: [0, 1],
  AlterPartitionReassignments: [0, 0],
  ListPartitionReassignments: [0, 0],
  OffsetDelete: [0, 0],
  DescribeClientQuotas: [0, 1],
  AlterClientQuotas: [0, 1],
  DescribeProducers: [0, 0],
  DescribeTransactions: [0, 0],
  ListTransactions: [0, 0],
}

/** 26.2. No new group protocol, no share groups, no leader hints, no features. */
const versions262: VersionRanges = {
  ...versions243,
  Fetch: [4, 13],
  ListOffsets: [0, 6],
  Metadata: [0, 12],
  OffsetFetch: [1, 8],
  FindCoordinator: [0, 4],
  CreateTopics: [0, 7],
  DeleteTopics: [0, 6],
  DescribeUserScramCredentials: [0, 0],
  AlterUserScramCredentials: [0, 0],
  DescribeCluster: [0, 0],
}

const redpanda262: ClusterProfile = {
  name: 'Redpanda 26.2',
  versions: versions262,
  features: [],
  privateApis: [{ apiKey: 10_000, minVersion: 0, maxVersion: 0 }],
  brokerDefaults: {
    'auto.create.topics.enable': 'false',
    'message.max.bytes': '1048576',
  },
  // Its goal for a fetch, whatever the client would wait.
  fetchWaitCapMs: 5000,
  fetchSessionExpiryMs: 60_000,
  takesUnknownTimesForEarliest: true,
  echoesLeaderEpoch: true,
  leadership: { epochStep: 3, whenUnknown: 'silent', hidesReplicaHealth: true },
  produce: {
    errors: {
      NOT_ENOUGH_REPLICAS: 'REQUEST_TIMED_OUT',
      NOT_ENOUGH_REPLICAS_AFTER_APPEND: 'REQUEST_TIMED_OUT',
      KAFKA_STORAGE_ERROR: 'BROKER_NOT_AVAILABLE',
      RECORD_LIST_TOO_LARGE: 'MESSAGE_TOO_LARGE',
    },
  },
  transactions: { abortedOrder: 'descending', compactsMarkers: true },
  topics: { replicationFactors: 'odd' },
}

/** The last one without topic ids, which guesses leaders and lists what was aborted to everybody. */
export const redpanda243: ClusterProfile = {
  ...redpanda262,
  name: 'Redpanda 24.3',
  versions: versions243,
  privateApis: [],
  hidesTopicIds: true,
  leadership: { ...redpanda262.leadership, whenUnknown: 'guess' },
  transactions: { ...redpanda262.transactions, listsAbortedAlways: true },
}

/** Redpanda Cloud, where ids of producers are few. */
export const redpandaServerless: ClusterProfile = {
  ...redpanda262,
  name: 'Redpanda Serverless',
  brokerDefaults: { ...redpanda262.brokerDefaults, 'message.max.bytes': '8388608' },
  produce: { ...redpanda262.produce, mostProducerIds: 250 },
}

export const redpanda: ClusterProfile = redpanda262
