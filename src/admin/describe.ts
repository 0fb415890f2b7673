import type { ClientCore } from '../client/client-core.ts'
import { retry } from '../client/retry.ts'
import { routeRequest, sendTo } from '../client/route-request.ts'
import type { Outcome } from '../client/split-request.ts'
import { MissingAnswerError } from '../errors/answer-errors.ts'
import { BrokerError } from '../errors/broker-error.ts'
import { classifyError, isRepeatable } from '../errors/classify.ts'
import { UnsupportedVersionError } from '../errors/client-errors.ts'
import { ErrorCodes } from '../errors/error-codes.ts'
import type { KafkaError } from '../errors/kafka-error.ts'
import { describeClusterApi } from '../protocol/apis/describe-cluster.ts'
import { metadataApi } from '../protocol/apis/metadata.ts'
import type { MetadataResponse, MetadataResponseTopic } from '../protocol/messages/metadata-response.ts'
import { type Uuid, zeroUuid } from '../protocol/uuid.ts'
import type { Deadline } from '../support/deadline.ts'

export interface ClusterDescription {
  readonly clusterId: string | null
  /** With KRaft, a broker that passes requests on to the controller. -1 when there is none at the moment. */
  readonly controllerId: number
  readonly brokers: readonly BrokerDescription[]
}

export interface BrokerDescription {
  readonly nodeId: number
  readonly host: string
  readonly port: number
  readonly rack: string | null
}

export interface TopicListing {
  readonly topic: string
  /** Null where brokers have no topic ids (before Kafka 2.8). */
  readonly topicId: Uuid | null
  readonly isInternal: boolean
  readonly partitionCount: number
}

export interface TopicDescription {
  readonly topic: string
  readonly topicId: Uuid | null
  readonly isInternal: boolean
  readonly partitions: readonly PartitionDescription[]
}

export interface PartitionDescription {
  readonly partition: number
  /** -1 when the partition has no leader at the moment. */
  readonly leader: number
  /** -1 where the broker does not tell. */
  readonly leaderEpoch: number
  readonly replicas: readonly number[]
  readonly isr: readonly number[]
  readonly offlineReplicas: readonly number[]
}

/** Right after a topic's creation some brokers have not heard of it yet. */
const unknownTopicRetries = 4

/** Every topic that the principal may see. */
export async function listTopics(core: ClientCore, deadline: Deadline): Promise<readonly TopicListing[]> {
  const response = await routeRequest(
    core,
    {
      api: metadataApi,
      route: { to: 'any' },
      body: (version) => ({ topics: version === 0 ? [] : null, allowAutoTopicCreation: version < 4 }),
      errorOf: (answer, nodeId) => metadataError(deadline, answer, nodeId),
    },
    deadline,
  )
  return response.topics
    .filter(({ name, errorCode }) => name !== null && errorCode === ErrorCodes.NONE)
    .map(({ name, topicId, isInternal, partitions }) => ({
      topic: name ?? '',
      topicId: idOrNull(topicId),
      isInternal,
      partitionCount: partitions.length,
    }))
}

/** Straight from a broker, not from what the client knows: a description that may be minutes old would mislead. */
export async function describeTopics(
  core: ClientCore,
  topics: readonly string[],
  deadline: Deadline,
): Promise<ReadonlyMap<string, Outcome<TopicDescription>>> {
  const outcomes = new Map<string, Outcome<TopicDescription>>()
  await retry(core, deadline, async (attempt) => {
    const names = topics.filter((topic) => !outcomes.has(topic))
    const body = (version: number) => ({ topics: names.map((name) => ({ name })), allowAutoTopicCreation: version < 4 })
    const node = core.brokers.anyBroker()
    const response = await sendTo(core, node, { api: metadataApi, body }, deadline)
    const whole = metadataError(deadline, response, node.nodeId)
    if (whole !== undefined) throw whole
    let passing: KafkaError | undefined
    for (const name of names) {
      const outcome = describe(
        name,
        response.topics.find((answer) => answer.name === name),
        node.nodeId,
      )
      if ('error' in outcome && mayPass(outcome.error, attempt)) passing ??= outcome.error
      else outcomes.set(name, outcome)
    }
    if (passing !== undefined) throw passing
  })
  return new Map(topics.map((topic) => [topic, outcomes.get(topic)!]))
}

type Described = { readonly value: TopicDescription } | { readonly error: KafkaError }

function describe(name: string, answer: MetadataResponseTopic | undefined, nodeId: number): Described {
  const operation = `Cannot describe topic ${name}`
  const context = { api: 'Metadata', topic: name, nodeId }
  if (answer === undefined)
    return { error: new MissingAnswerError(`${operation}: the answer leaves it out`, { context }) }
  if (answer.errorCode !== ErrorCodes.NONE) return { error: new BrokerError(operation, answer.errorCode, context) }
  const partitions = answer.partitions
    .map((partition) => ({
      partition: partition.partitionIndex,
      leader: partition.leaderId,
      leaderEpoch: partition.leaderEpoch,
      replicas: partition.replicaNodes,
      isr: partition.isrNodes,
      offlineReplicas: partition.offlineReplicas,
    }))
    .sort((a, b) => a.partition - b.partition)
  return { value: { topic: name, topicId: idOrNull(answer.topicId), isInternal: answer.isInternal, partitions } }
}

function mayPass(error: unknown, attempt: number): boolean {
  const isUnknown = error instanceof BrokerError && error.errorCode === ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION
  return isUnknown ? attempt < unknownTopicRetries : isRepeatable(classifyError(error))
}

export async function describeCluster(core: ClientCore, deadline: Deadline): Promise<ClusterDescription> {
  try {
    return await routeRequest(
      core,
      {
        api: describeClusterApi,
        route: { to: 'any' },
        body: {},
        errorOf: ({ errorCode, errorMessage, brokers }, nodeId) => {
          const context = { api: 'DescribeCluster', nodeId }
          if (errorCode !== ErrorCodes.NONE)
            return new BrokerError(deadline.operation, errorCode, context, errorMessage)
          return brokers.length === 0 ? noBrokersError(deadline, nodeId) : undefined
        },
      },
      deadline,
    ).then(({ clusterId, controllerId, brokers }) => ({
      clusterId,
      controllerId,
      brokers: brokers.map(({ brokerId, host, port, rack }) => ({ nodeId: brokerId, host, port, rack })),
    }))
  } catch (error) {
    if (!(error instanceof UnsupportedVersionError)) throw error
    return describeClusterByMetadata(core, deadline)
  }
}

/** For brokers before Kafka 2.8 (KIP-700), and Event Hubs. */
async function describeClusterByMetadata(core: ClientCore, deadline: Deadline): Promise<ClusterDescription> {
  const { clusterId, controllerId, brokers } = await routeRequest(
    core,
    {
      api: metadataApi,
      route: { to: 'any' },
      body: (version) => ({ topics: [], allowAutoTopicCreation: version < 4 }),
      errorOf: (response, nodeId) =>
        metadataError(deadline, response, nodeId) ??
        (response.brokers.length === 0 ? noBrokersError(deadline, nodeId) : undefined),
    },
    deadline,
  )
  return {
    clusterId,
    controllerId,
    brokers: brokers.map(({ nodeId, host, port, rack }) => ({ nodeId, host, port, rack })),
  }
}

function metadataError(deadline: Deadline, response: MetadataResponse, nodeId: number): KafkaError | undefined {
  if (response.errorCode === ErrorCodes.NONE) return undefined
  return new BrokerError(deadline.operation, response.errorCode, { api: 'Metadata', nodeId })
}

/** A broker that has just started answers so. */
function noBrokersError(deadline: Deadline, nodeId: number): KafkaError {
  return new MissingAnswerError(`${deadline.operation}: broker ${nodeId} names no brokers`, {
    retriable: true,
    context: { nodeId },
  })
}

function idOrNull(topicId: Uuid): Uuid | null {
  return topicId === zeroUuid ? null : topicId
}
