/**
 * Metadata (key 3), v0-13.
 *
 * Answers from what the broker knows, which may be old news while a test keeps it from learning (`staleView`). v0 has no
 * null and asks for all topics with an empty list. v10 brings topic ids (KIP-516), v12 asks by them. A topic that may be
 * created on the way (v4 lets the client say so) is created, and is there at the next request: this answer still says
 * UNKNOWN_TOPIC_OR_PARTITION, or LEADER_NOT_AVAILABLE before KRaft.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { metadataApi } from '../../protocol/apis/metadata.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { MetadataRequest, MetadataRequestTopic } from '../../protocol/messages/metadata-request.ts'
import type { MetadataResponse, MetadataResponseTopic } from '../../protocol/messages/metadata-response.ts'
import { zeroUuid } from '../../protocol/uuid.ts'
import type { ClusterState } from '../cluster-state.ts'
import type { MetadataView, PartitionListing, TopicListing } from '../metadata-view.ts'
import {
  authorizedClusterOperations,
  authorizedOperations,
  isAllowed,
  isAllowedOnCluster,
  operationsNotAsked,
} from '../security/authorize.ts'
import { NamedLeaders } from '../topics/leadership.ts'
import { whyTopicNameInvalid } from '../topics/topic-name.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

export const metadataHandler: ApiHandler = defineHandler(metadataApi, handleMetadata, refuseMetadata)

function handleMetadata(request: MetadataRequest, context: RequestContext): Draft<MetadataResponse> {
  const { cluster, node, version } = context
  const view = cluster.viewOf(node)
  const wantsAll = request.topics === null || (version === 0 && request.topics.length === 0)
  const answers = new TopicAnswers(request, context, view)
  const topics = wantsAll
    ? view.topics
        .filter(({ name }) => isAllowed(context, 'DESCRIBE', 'TOPIC', name))
        .map((topic) => answers.describe(topic))
    : (request.topics ?? []).map((topic) => answers.find(topic))
  return {
    brokers: view.brokers.map(({ nodeId, host, port, rack }) => ({ nodeId, host, port, rack })),
    clusterId: cluster.clusterId,
    controllerId: view.controllerId,
    topics,
    clusterAuthorizedOperations: request.includeClusterAuthorizedOperations
      ? authorizedClusterOperations(context)
      : operationsNotAsked,
  }
}

function refuseMetadata(
  request: MetadataRequest,
  errorCode: number,
  { cluster, node }: RequestContext,
): Draft<MetadataResponse> {
  const { brokers, controllerId } = cluster.viewOf(node)
  return {
    brokers: brokers.map(({ nodeId, host, port, rack }) => ({ nodeId, host, port, rack })),
    clusterId: cluster.clusterId,
    controllerId,
    topics: (request.topics ?? []).map(({ name, topicId }) => ({ errorCode, name, topicId })),
  }
}

class TopicAnswers {
  readonly #request: MetadataRequest
  readonly #context: RequestContext
  readonly #view: MetadataView
  /** Who is said to lead everything, where every broker could. */
  readonly #namedLeaderId: number | undefined

  constructor(request: MetadataRequest, context: RequestContext, view: MetadataView) {
    this.#request = request
    this.#context = context
    this.#view = view
    const { cluster } = context
    if (cluster.profile.leadership?.isEverywhere === true) {
      this.#namedLeaderId = cluster.part(NamedLeaders).next(view.brokers.map(({ nodeId }) => nodeId))
    }
  }

  find({ name, topicId }: MetadataRequestTopic): Draft<MetadataResponseTopic> {
    // Who asks by id sends no name, or an empty one.
    if (name === null || (name === '' && topicId !== zeroUuid)) {
      const byId = this.#view.topicById(topicId)
      if (byId !== undefined && !isAllowed(this.#context, 'DESCRIBE', 'TOPIC', byId.name)) {
        return { errorCode: ErrorCodes.TOPIC_AUTHORIZATION_FAILED, name: null, topicId }
      }
      if (byId !== undefined) return this.describe(byId)
      return { errorCode: ErrorCodes.UNKNOWN_TOPIC_ID, name: null, topicId }
    }
    if (!isAllowed(this.#context, 'DESCRIBE', 'TOPIC', name))
      return { errorCode: ErrorCodes.TOPIC_AUTHORIZATION_FAILED, name }
    const topic = this.#view.topic(name)
    if (topic !== undefined) return this.describe(topic)
    return { errorCode: this.#missing(name), name }
  }

  describe({ name, topicId, isInternal, partitions }: TopicListing): Draft<MetadataResponseTopic> {
    const { cluster, version } = this.#context
    return {
      name,
      topicId: version < 10 || cluster.profile.hidesTopicIds === true ? zeroUuid : topicId,
      isInternal,
      partitions: partitions.map((partition) => describePartition(partition, cluster, this.#namedLeaderId)),
      topicAuthorizedOperations: this.#request.includeTopicAuthorizedOperations
        ? authorizedOperations(this.#context, 'TOPIC', name)
        : operationsNotAsked,
    }
  }

  /** The error for a topic that is not there. Creates it where that is allowed. */
  #missing(name: string): number {
    const { cluster } = this.#context
    if (whyTopicNameInvalid(name) !== undefined) return ErrorCodes.INVALID_TOPIC_EXCEPTION
    const mayCreate = this.#request.allowAutoTopicCreation && cluster.brokerConfig.isTrue('auto.create.topics.enable')
    if (!mayCreate || cluster.topic(name) !== undefined) return ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION
    if (!isAllowedOnCluster(this.#context, 'CREATE') && !isAllowed(this.#context, 'CREATE', 'TOPIC', name)) {
      return ErrorCodes.TOPIC_AUTHORIZATION_FAILED
    }
    const replicationFactor = cluster.brokerConfig.number('default.replication.factor')
    if (replicationFactor > cluster.runningNodes.length) return ErrorCodes.INVALID_REPLICATION_FACTOR
    const partitionCount = cluster.brokerConfig.number('num.partitions')
    cluster.createTopic({ name, assignments: cluster.assign(partitionCount, replicationFactor) })
    const isKRaft = cluster.profile.needsController !== true
    return isKRaft ? ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION : ErrorCodes.LEADER_NOT_AVAILABLE
  }
}

function describePartition(
  { index, leaderId, leaderEpoch, replicas, isr }: PartitionListing,
  cluster: ClusterState,
  namedLeaderId: number | undefined,
): Draft<MetadataResponseTopic['partitions'][number]> {
  const { profile } = cluster
  const { whenUnknown = 'error', hidesReplicaHealth = false } = profile.leadership ?? {}
  const isUnknown = leaderId < 0
  const guesses = isUnknown && whenUnknown === 'guess'
  return {
    errorCode: isUnknown && whenUnknown === 'error' ? ErrorCodes.LEADER_NOT_AVAILABLE : ErrorCodes.NONE,
    partitionIndex: index,
    leaderId: guesses ? (replicas[0] ?? leaderId) : isUnknown ? leaderId : (namedLeaderId ?? leaderId),
    leaderEpoch: profile.hidesLeaderEpochs === true ? -1 : guesses ? 0 : leaderEpoch,
    replicaNodes: replicas,
    isrNodes: hidesReplicaHealth ? replicas : isr,
    offlineReplicas: hidesReplicaHealth ? [] : replicas.filter((nodeId) => cluster.node(nodeId)?.isRunning !== true),
  }
}
