/**
 * CreateTopics (key 19), v2-7.
 *
 * Each topic alone: name, configuration, placement (by the broker, or by hand). v4 takes -1 for the broker's defaults, v5
 * answers with the configuration, v7 with the topic's id. Before KRaft only the controller did it, others answered
 * NOT_CONTROLLER.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { createTopicsApi } from '../../protocol/apis/create-topics.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { CreateTopicsRequest } from '../../protocol/messages/create-topics-request.ts'
import type {
  CreateTopicsResponse,
  CreateTopicsResponseCreatableTopicResult,
} from '../../protocol/messages/create-topics-response.ts'
import { isAllowed, isAllowedOnCluster } from '../security/authorize.ts'
import { planTopic, type TopicWish } from '../topics/plan-topic.ts'
import type { TopicConfig } from '../topics/topic-config.ts'
import { isNotController } from './controller-only.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

export const createTopicsHandler: ApiHandler = defineHandler(createTopicsApi, handleCreateTopics, refuseCreateTopics)

function handleCreateTopics(request: CreateTopicsRequest, context: RequestContext): Draft<CreateTopicsResponse> {
  if (isNotController(context)) return refuseCreateTopics(request, ErrorCodes.NOT_CONTROLLER)
  const names = request.topics.map(({ name }) => name)
  return {
    topics: request.topics.map((wish) => {
      const isRepeated = names.indexOf(wish.name) !== names.lastIndexOf(wish.name)
      if (!isRepeated) return createIfAllowed(wish, request.validateOnly, context)
      return { name: wish.name, errorCode: ErrorCodes.INVALID_REQUEST, errorMessage: 'Duplicate topic name.' }
    }),
  }
}

function createIfAllowed(
  wish: TopicWish,
  validateOnly: boolean,
  context: RequestContext,
): Draft<CreateTopicsResponseCreatableTopicResult> {
  const { name } = wish
  if (isAllowedOnCluster(context, 'CREATE') || isAllowed(context, 'CREATE', 'TOPIC', name)) {
    return createTopic(wish, validateOnly, context)
  }
  return { name, errorCode: ErrorCodes.TOPIC_AUTHORIZATION_FAILED, errorMessage: 'Authorization failed.' }
}

function createTopic(
  wish: TopicWish,
  validateOnly: boolean,
  context: RequestContext,
): Draft<CreateTopicsResponseCreatableTopicResult> {
  const { cluster, version } = context
  const { name } = wish
  const plan = planTopic(wish, cluster)
  if (plan.refusal !== undefined) {
    const { errorCode, message } = plan.refusal
    return { name, errorCode, errorMessage: message }
  }
  const { assignments, configs } = plan.topic
  const created = validateOnly ? undefined : cluster.createTopic(plan.topic)
  const described = { name, numPartitions: assignments.length, replicationFactor: assignments[0]?.length ?? 0 }
  if (version < 5) return { name }
  const topicId = version >= 7 && created !== undefined ? { topicId: created.topicId } : {}
  if (!isAllowed(context, 'DESCRIBE_CONFIGS', 'TOPIC', name)) {
    const hidden = { numPartitions: -1, replicationFactor: -1, configs: [] }
    return { name, ...topicId, ...hidden, topicConfigErrorCode: ErrorCodes.TOPIC_AUTHORIZATION_FAILED }
  }
  const config = created?.config ?? cluster.newTopicConfig(configs)
  return {
    ...described,
    ...topicId,
    configs: describeConfig(config),
  }
}

function describeConfig(config: TopicConfig): Draft<CreateTopicsResponseCreatableTopicResult['configs']> {
  return [...config.definitions.keys()].map((name) => {
    const { value, source } = config.get(name)!
    return { name, value, readOnly: false, configSource: source, isSensitive: false }
  })
}

function refuseCreateTopics({ topics }: CreateTopicsRequest, errorCode: number): Draft<CreateTopicsResponse> {
  return { topics: topics.map(({ name }) => ({ name, errorCode })) }
}
