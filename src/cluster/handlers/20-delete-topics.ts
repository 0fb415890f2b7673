/** DeleteTopics (key 20), v1-6. By name, and from v6 by id (KIP-516). Only the controller before KRaft. */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { deleteTopicsApi } from '../../protocol/apis/delete-topics.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { DeleteTopicsRequest } from '../../protocol/messages/delete-topics-request.ts'
import type {
  DeleteTopicsResponse,
  DeleteTopicsResponseDeletableTopicResult,
} from '../../protocol/messages/delete-topics-response.ts'
import { type Uuid, zeroUuid } from '../../protocol/uuid.ts'
import { isAllowed } from '../security/authorize.ts'
import { isNotController } from './controller-only.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

interface AskedTopic {
  readonly name: string | null
  readonly topicId: Uuid
}

export const deleteTopicsHandler: ApiHandler = defineHandler(
  deleteTopicsApi,
  (request, context) => {
    if (isNotController(context)) return refuse(request, ErrorCodes.NOT_CONTROLLER, context)
    return { responses: askedTopics(request, context).map((asked) => deleteTopic(asked, context)) }
  },
  refuse,
)

function askedTopics({ topics, topicNames }: DeleteTopicsRequest, { version }: RequestContext): readonly AskedTopic[] {
  return version >= 6 ? topics : topicNames.map((name) => ({ name, topicId: zeroUuid }))
}

function deleteTopic(
  { name, topicId }: AskedTopic,
  context: RequestContext,
): Draft<DeleteTopicsResponseDeletableTopicResult> {
  const { cluster, version } = context
  if (name !== null && !isAllowed(context, 'DESCRIBE', 'TOPIC', name)) {
    return { ...identity(name, zeroUuid, version), errorCode: ErrorCodes.TOPIC_AUTHORIZATION_FAILED }
  }
  const topic = name === null ? cluster.topicById(topicId) : cluster.topic(name)
  if (topic === undefined) {
    const unknownCode = name === null ? ErrorCodes.UNKNOWN_TOPIC_ID : ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION
    return { ...identity(name, topicId, version), errorCode: unknownCode }
  }
  if (!isAllowed(context, 'DELETE', 'TOPIC', topic.name)) {
    const errorCode = ErrorCodes.TOPIC_AUTHORIZATION_FAILED
    if (name !== null) return { ...identity(name, zeroUuid, version), errorCode }
    // The id was known already; the name is told only to who may know it.
    const shownName = isAllowed(context, 'DESCRIBE', 'TOPIC', topic.name) ? topic.name : null
    return { ...identity(shownName, topicId, version), errorCode }
  }
  if (!cluster.brokerConfig.isTrue('delete.topic.enable')) {
    return { ...identity(topic.name, topic.topicId, version), errorCode: ErrorCodes.TOPIC_DELETION_DISABLED }
  }
  cluster.deleteTopic(topic)
  return identity(topic.name, topic.topicId, version)
}

function refuse(request: DeleteTopicsRequest, errorCode: number, context: RequestContext): Draft<DeleteTopicsResponse> {
  const asked = askedTopics(request, context)
  return { responses: asked.map(({ name, topicId }) => ({ ...identity(name, topicId, context.version), errorCode })) }
}

function identity(name: string | null, topicId: Uuid, version: number): { name: string | null; topicId?: Uuid } {
  return version >= 6 ? { name, topicId } : { name }
}
