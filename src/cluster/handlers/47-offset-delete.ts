/** OffsetDelete (key 47), v0: committed offsets of topics that the group has left (KIP-496). */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { offsetDeleteApi } from '../../protocol/apis/offset-delete.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { OffsetDeleteRequest, OffsetDeleteRequestTopic } from '../../protocol/messages/offset-delete-request.ts'
import type { OffsetDeleteResponse } from '../../protocol/messages/offset-delete-response.ts'
import type { Group } from '../groups/group.ts'
import { GroupOffsets } from '../groups/group-offsets.ts'
import { isAllowed } from '../security/authorize.ts'
import { groupCoordinator, refusalOfGroup } from './group-access.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

export const offsetDeleteHandler: ApiHandler = defineHandler(
  offsetDeleteApi,
  (request, context): Draft<OffsetDeleteResponse> => {
    const refusal = refusalOfGroup(context, request.groupId, 'DELETE')
    if (refusal !== ErrorCodes.NONE) return { errorCode: refusal }
    const group = groupCoordinator(context).find(request.groupId)
    if (group === undefined) return { errorCode: ErrorCodes.GROUP_ID_NOT_FOUND }
    const errorCode = group.checkOffsetDelete()
    return errorCode === ErrorCodes.NONE ? { topics: deleteOffsets(request, group, context) } : { errorCode }
  },
  (_, errorCode) => ({ errorCode }),
)

function deleteOffsets(
  { topics }: OffsetDeleteRequest,
  group: Group,
  context: RequestContext,
): Draft<OffsetDeleteResponse['topics']> {
  return topics.map((topic) => {
    const refusal = refusalOfTopic(topic, group, context)
    const partitions = topic.partitions.map(({ partitionIndex }) => {
      if (refusal !== ErrorCodes.NONE) return { partitionIndex, errorCode: refusal }
      if (context.cluster.partition(topic.name, partitionIndex) === undefined) {
        return { partitionIndex, errorCode: ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION }
      }
      context.cluster.part(GroupOffsets).delete(group.groupId, topic.name, partitionIndex)
      return { partitionIndex }
    })
    return { name: topic.name, partitions }
  })
}

function refusalOfTopic({ name }: OffsetDeleteRequestTopic, group: Group, context: RequestContext): number {
  if (!isAllowed(context, 'READ', 'TOPIC', name)) return ErrorCodes.TOPIC_AUTHORIZATION_FAILED
  if (context.cluster.topic(name) === undefined) return ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION
  return group.isSubscribedTo(name) ? ErrorCodes.GROUP_SUBSCRIBED_TO_TOPIC : ErrorCodes.NONE
}
