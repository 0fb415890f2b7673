import { ConfigError } from '../../errors/client-errors.ts'
import type { ConfigDefinition } from '../topics/config-definition.ts'
import { topicConfigDefinitions } from '../topics/topic-config-definitions.ts'
import { awsMsk, awsMskServerless } from './aws-msk.ts'
import { azureEventHubs } from './azure-event-hubs.ts'
import { confluentCloud } from './confluent-cloud.ts'
import { kafka28Versions } from './kafka-2.8.ts'
import { kafka39Versions } from './kafka-3.9.ts'
import { kafka43Versions } from './kafka-4.3.ts'
import type { ClusterProfile, FinalizedFeature } from './profile.ts'
import { redpanda, redpanda243, redpandaServerless } from './redpanda.ts'
import { automq, bufstream, warpstream } from './warpstream.ts'

const longest = '9223372036854775807'

const groupApis = ['ConsumerGroupHeartbeat', 'ConsumerGroupDescribe']
const transactionApis = ['AddOffsetsToTxn', 'EndTxn', 'TxnOffsetCommit']
const shareApis = ['ShareGroupHeartbeat', 'ShareFetch', 'ShareAcknowledge']

function metadataVersion(level: number, min: number): FinalizedFeature {
  return { name: 'metadata.version', level, supported: [min, level], needs: [] }
}

/** What Kafka 4.0 took away. */
const keysBefore4: Readonly<Record<string, ConfigDefinition>> = {
  'message.downconversion.enable': { name: 'message.downconversion.enable', type: 'boolean', defaultValue: 'true' },
  'message.timestamp.difference.max.ms': {
    name: 'message.timestamp.difference.max.ms',
    type: 'long',
    defaultValue: longest,
    min: 0,
  },
}

const keysAfter28 = topicConfigDefinitions
  .map(({ name }) => name)
  .filter((name) => /^(remote|local|compression\..*level|message\.timestamp\.(after|before))/.test(name))

const kafka28: ClusterProfile = {
  name: 'Apache Kafka 2.8',
  versions: kafka28Versions,
  features: [],
  needsController: true,
  transactions: { verifiesWrites: false },
  topicConfig: {
    ...Object.fromEntries(keysAfter28.map((name) => [name, undefined])),
    ...keysBefore4,
    'message.format.version': { name: 'message.format.version', type: 'string', defaultValue: '2.8-IV1' },
  },
}

const kafka39: ClusterProfile = {
  name: 'Apache Kafka 3.9',
  versions: kafka39Versions,
  features: [metadataVersion(21, 1)],
  topicConfig: {
    ...keysBefore4,
    'message.format.version': { name: 'message.format.version', type: 'string', defaultValue: '3.0-IV1' },
    'message.timestamp.after.max.ms': {
      name: 'message.timestamp.after.max.ms',
      type: 'long',
      defaultValue: longest,
      min: 0,
    },
  },
}

const kafka43: ClusterProfile = {
  name: 'Apache Kafka 4.3',
  versions: kafka43Versions,
  features: [
    { name: 'group.version', level: 1, supported: [0, 1], needs: groupApis },
    { name: 'transaction.version', level: 2, supported: [0, 2], needs: transactionApis },
    { name: 'share.version', level: 1, supported: [0, 1], needs: shareApis },
    { name: 'streams.version', level: 1, supported: [0, 1], needs: ['StreamsGroupHeartbeat'] },
    { name: 'eligible.leader.replicas.version', level: 1, supported: [0, 1], needs: ['DescribeTopicPartitions'] },
    metadataVersion(30, 7),
  ],
}

/** The releases of Kafka that `version` can name. */
export type KafkaVersion = '2.8' | '3.9' | '4.3'

/** Other brokers and services than Apache Kafka's, that `profile` can name. */
export type ServiceName =
  | 'redpanda'
  | 'redpanda-24.3'
  | 'redpanda-serverless'
  | 'azure-event-hubs'
  | 'aws-msk'
  | 'aws-msk-serverless'
  | 'confluent-cloud'
  | 'warpstream'
  | 'bufstream'
  | 'automq'

const profiles: Readonly<Record<KafkaVersion | ServiceName, ClusterProfile>> = {
  '2.8': kafka28,
  '3.9': kafka39,
  '4.3': kafka43,
  redpanda,
  'redpanda-24.3': redpanda243,
  'redpanda-serverless': redpandaServerless,
  'azure-event-hubs': azureEventHubs,
  'aws-msk': awsMsk,
  'aws-msk-serverless': awsMskServerless,
  'confluent-cloud': confluentCloud,
  warpstream,
  bufstream,
  automq,
}

/** All names that `profileOf` knows. */
export const profileNames: readonly (KafkaVersion | ServiceName)[] = Object.keys(profiles) as (
  | KafkaVersion
  | ServiceName
)[]

/** The profile of a release of Kafka, or of another broker or service. */
export function profileOf(name: KafkaVersion | ServiceName): ClusterProfile {
  if (Object.hasOwn(profiles, name)) return profiles[name]
  throw new ConfigError(
    `There is no Kafka ${String(name)} to imitate, nor a service; known are ${profileNames.join(', ')}`,
  )
}

/** The topic configuration that brokers of a profile know. */
export function topicConfigOf(profile: ClusterProfile): ReadonlyMap<string, ConfigDefinition> {
  const definitions = new Map(topicConfigDefinitions.map((definition) => [definition.name, definition]))
  for (const [name, definition] of Object.entries(profile.topicConfig ?? {})) {
    if (definition === undefined) definitions.delete(name)
    else definitions.set(name, definition)
  }
  return definitions
}
