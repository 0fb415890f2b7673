/** The Kafka endpoint of Azure Event Hubs, as clients found it: few versions, no epochs, no idempotence. */
import type { ClusterProfile } from './profile.ts'

export const azureEventHubs: ClusterProfile = {
  name: 'Azure Event Hubs',
  versions: {
    Produce: [3, 7],
    Fetch: [4, 12],
    ListOffsets: [0, 8],
    Metadata: [0, 9],
    OffsetCommit: [0, 8],
    OffsetFetch: [0, 8],
    FindCoordinator: [0, 4],
    JoinGroup: [0, 9],
    Heartbeat: [0, 4],
    LeaveGroup: [0, 5],
    SyncGroup: [0, 5],
    DescribeGroups: [0, 5],
    ListGroups: [0, 4],
    SaslHandshake: [0, 1],
    ApiVersions: [0, 3],
    CreateTopics: [0, 5],
    DeleteTopics: [0, 4],
    DescribeConfigs: [0, 2],
    SaslAuthenticate: [0, 2],
    CreatePartitions: [0, 1],
    DeleteGroups: [0, 2],
  },
  features: [],
  onUnknownApiVersions: 'close',
  answersAcks0: true,
  hidesLeaderEpochs: true,
  hidesTopicIds: true,
  losesIdleConnections: true,
  brokerDefaults: {
    'auto.create.topics.enable': 'false',
    'connections.max.idle.ms': '240000',
    // One request in all, not one batch; a larger one closes the connection.
    'socket.request.max.bytes': '1046528',
  },
  groups: { takesMembersAtOnce: true, generationBefore: 76_131_636 },
  produce: { compression: { allowed: ['none', 'gzip'], error: 'UNSUPPORTED_FOR_MESSAGE_FORMAT' } },
}
