/** DeleteShareGroupOffsets (key 92), v0 (KIP-932): a group without members forgets topics. */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { deleteShareGroupOffsetsApi } from '../../protocol/apis/delete-share-group-offsets.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { DeleteShareGroupOffsetsResponseTopic } from '../../protocol/messages/delete-share-group-offsets-response.ts'
import { isAllowed } from '../security/authorize.ts'
import type { ShareGroup } from '../share-groups/share-group.ts'
import { ShareGroups } from '../share-groups/share-groups.ts'
import { SharePartitions } from '../share-groups/share-partitions.ts'
import { refusalOfGroup } from './group-access.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

export const deleteShareGroupOffsetsHandler: ApiHandler = defineHandler(
  deleteShareGroupOffsetsApi,
  ({ groupId, topics }, context) => {
    const errorCode = refusalOfGroup(context, groupId, 'DELETE')
    if (errorCode !== ErrorCodes.NONE) return { errorCode }
    const group = context.cluster.part(ShareGroups).find(groupId)
    if (group === undefined) {
      return { errorCode: ErrorCodes.GROUP_ID_NOT_FOUND, errorMessage: `Group ${groupId} not found.` }
    }
    if (!group.isEmpty) return { errorCode: ErrorCodes.NON_EMPTY_GROUP, errorMessage: 'The group is not empty.' }
    return { responses: topics.map(({ topicName }) => deleteTopic(group, topicName, context)) }
  },
  (_, errorCode) => ({ errorCode }),
)

function deleteTopic(
  group: ShareGroup,
  topicName: string,
  context: RequestContext,
): Draft<DeleteShareGroupOffsetsResponseTopic> {
  const topic = context.cluster.topic(topicName)
  if (!isAllowed(context, 'READ', 'TOPIC', topicName)) {
    return { topicName, errorCode: ErrorCodes.TOPIC_AUTHORIZATION_FAILED }
  }
  const errorCode = ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION
  if (topic === undefined) {
    return { topicName, errorCode, errorMessage: 'This server does not host this topic-partition.' }
  }
  if (!group.knownTopics.delete(topicName)) {
    return { topicName, topicId: topic.topicId, errorCode, errorMessage: 'There is no offset information to delete.' }
  }
  context.cluster.part(SharePartitions).deleteTopic(group.groupId, topic)
  return { topicName, topicId: topic.topicId, errorCode: ErrorCodes.NONE }
}
