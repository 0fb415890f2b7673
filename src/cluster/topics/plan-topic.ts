/**
 * Whether a topic can be created as it is asked for, and how: Kafka's `ReplicationControlManager`.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import type { ClusterState, NewTopicState } from '../cluster-state.ts'
import { whyTopicConfigInvalid } from './topic-config.ts'
import { collisionKey, whyTopicNameInvalid } from './topic-name.ts'

export interface TopicWish {
  readonly name: string
  /** -1 for the broker's default, and with `assignments`. */
  readonly numPartitions: number
  readonly replicationFactor: number
  readonly assignments: readonly { readonly partitionIndex: number; readonly brokerIds: readonly number[] }[]
  readonly configs: readonly { readonly name: string; readonly value: string | null }[]
}

export interface TopicRefusal {
  readonly errorCode: number
  readonly message: string
}

export type TopicPlan =
  | { readonly topic: NewTopicState; readonly refusal?: undefined }
  | { readonly refusal: TopicRefusal }

export function planTopic(wish: TopicWish, cluster: ClusterState): TopicPlan {
  const refusal = whyNameRefused(wish.name, cluster) ?? whyConfigRefused(wish, cluster)
  if (refusal !== undefined) return { refusal }
  const placed = wish.assignments.length > 0 ? placeByHand(wish, cluster) : placeByItself(wish, cluster)
  if (!Array.isArray(placed)) return { refusal: placed as TopicRefusal }
  const tooMany = whyTooManyPartitions(placed.length, cluster)
  if (tooMany !== undefined) return { refusal: tooMany }
  const configs = new Map(wish.configs.map(({ name, value }) => [name, value!]))
  return { topic: { name: wish.name, assignments: placed as number[][], configs } }
}

function whyNameRefused(name: string, cluster: ClusterState): TopicRefusal | undefined {
  const invalid = whyTopicNameInvalid(name)
  if (invalid !== undefined) return { errorCode: ErrorCodes.INVALID_TOPIC_EXCEPTION, message: invalid }
  if (cluster.topic(name) !== undefined) {
    return { errorCode: ErrorCodes.TOPIC_ALREADY_EXISTS, message: `Topic '${name}' already exists.` }
  }
  const collision = cluster.topics.find((topic) => collisionKey(topic.name) === collisionKey(name))
  if (collision === undefined) return undefined
  const message = `Topic '${name}' collides with existing topic: ${collision.name}`
  return { errorCode: ErrorCodes.INVALID_TOPIC_EXCEPTION, message }
}

function whyConfigRefused({ configs }: TopicWish, cluster: ClusterState): TopicRefusal | undefined {
  for (const { name, value } of configs) {
    const message =
      value === null
        ? `Null value not supported for topic configs: ${name}`
        : whyTopicConfigInvalid(cluster.topicConfigDefinitions, name, value)
    if (message !== undefined) return { errorCode: ErrorCodes.INVALID_CONFIG, message }
  }
  return undefined
}

function placeByItself(
  { numPartitions, replicationFactor }: TopicWish,
  cluster: ClusterState,
): number[][] | TopicRefusal {
  const { brokerConfig } = cluster
  if (numPartitions === 0 || numPartitions < -1) {
    const message = 'Number of partitions was set to an invalid non-positive value.'
    return { errorCode: ErrorCodes.INVALID_PARTITIONS, message }
  }
  if (replicationFactor === 0 || replicationFactor < -1) {
    const message = 'Replication factor must be larger than 0, or -1 to use the default value.'
    return { errorCode: ErrorCodes.INVALID_REPLICATION_FACTOR, message }
  }
  const count = numPartitions === -1 ? brokerConfig.number('num.partitions') : numPartitions
  const factor = replicationFactor === -1 ? brokerConfig.number('default.replication.factor') : replicationFactor
  return whyTooManyReplicas(factor, cluster) ?? whyFactorRefused(factor, cluster) ?? cluster.assign(count, factor)
}

function whyFactorRefused(factor: number, { profile }: ClusterState): TopicRefusal | undefined {
  if (profile.topics?.replicationFactors !== 'odd' || factor % 2 === 1) return undefined
  return { errorCode: ErrorCodes.INVALID_REPLICATION_FACTOR, message: `Replication factor must be odd: ${factor}` }
}

/** Services limit the partitions of a cluster, and say so in the text of the error alone. */
export function whyTooManyPartitions(added: number, { profile, topics }: ClusterState): TopicRefusal | undefined {
  const limit = profile.topics?.partitionLimit
  if (limit === undefined) return undefined
  const present = topics.reduce((count, { partitions }) => count + partitions.length, 0)
  if (present + added <= limit.count) return undefined
  return { errorCode: ErrorCodes.POLICY_VIOLATION, message: limit.message }
}

export function whyTooManyReplicas(factor: number, cluster: ClusterState): TopicRefusal | undefined {
  const running = cluster.runningNodes.length
  if (factor <= running) return undefined
  const reason = `The target replication factor of ${factor} cannot be reached because only ${running} broker(s) are registered.`
  const message = `Unable to replicate the partition ${factor} time(s): ${reason}`
  return { errorCode: ErrorCodes.INVALID_REPLICATION_FACTOR, message }
}

function placeByHand(
  { numPartitions, replicationFactor, assignments }: TopicWish,
  cluster: ClusterState,
): number[][] | TopicRefusal {
  if (numPartitions !== -1 || replicationFactor !== -1) {
    const message =
      'A manual partition assignment was specified, but numPartitions or replicationFactor was not set to -1.'
    return { errorCode: ErrorCodes.INVALID_REQUEST, message }
  }
  const sorted = [...assignments].sort((a, b) => a.partitionIndex - b.partitionIndex)
  if (sorted.some(({ partitionIndex }, index) => partitionIndex !== index)) {
    const message = 'partitions should be a consecutive 0-based integer sequence'
    return { errorCode: ErrorCodes.INVALID_REPLICA_ASSIGNMENT, message }
  }
  for (const { brokerIds } of sorted) {
    const refusal = whyAssignmentRefused(brokerIds, cluster)
    if (refusal !== undefined) return refusal
  }
  if (new Set(sorted.map(({ brokerIds }) => brokerIds.length)).size > 1) {
    const message = 'The manual partition assignment includes partitions with different replication factors.'
    return { errorCode: ErrorCodes.INVALID_REPLICA_ASSIGNMENT, message }
  }
  return sorted.map(({ brokerIds }) => [...brokerIds])
}

export function whyAssignmentRefused(brokerIds: readonly number[], cluster: ClusterState): TopicRefusal | undefined {
  const refused = (message: string): TopicRefusal => ({ errorCode: ErrorCodes.INVALID_REPLICA_ASSIGNMENT, message })
  if (brokerIds.length === 0) return refused('The manual partition assignment includes an empty replica list.')
  if (new Set(brokerIds).size !== brokerIds.length) {
    return refused(`The manual partition assignment includes the broker ${brokerIds.join(', ')} more than once.`)
  }
  const unknown = brokerIds.find((nodeId) => cluster.node(nodeId) === undefined)
  if (unknown === undefined) return undefined
  return refused(`The manual partition assignment includes broker ${unknown}, but no such broker is registered.`)
}
