/**
 * AlterShareGroupOffsets (key 91), v0 (KIP-932): puts a group without members at other offsets. A group that is not there is
 * made on the way.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { alterShareGroupOffsetsApi } from '../../protocol/apis/alter-share-group-offsets.ts'
import { isAllowed } from '../security/authorize.ts'
import { ShareGroups } from '../share-groups/share-groups.ts'
import { SharePartitions } from '../share-groups/share-partitions.ts'
import { refusalOfGroup } from './group-access.ts'
import { type ApiHandler, defineHandler } from './handler.ts'

const notHosted = {
  errorCode: ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION,
  errorMessage: 'This server does not host this topic-partition.',
} as const

export const alterShareGroupOffsetsHandler: ApiHandler = defineHandler(
  alterShareGroupOffsetsApi,
  ({ groupId, topics }, context) => {
    const { cluster } = context
    const errorCode = refusalOfGroup(context, groupId, 'READ')
    if (errorCode !== ErrorCodes.NONE) return { errorCode }
    const groups = cluster.part(ShareGroups)
    if (groups.find(groupId)?.isEmpty === false) {
      return { errorCode: ErrorCodes.NON_EMPTY_GROUP, errorMessage: 'The group is not empty.' }
    }
    const group = groups.create(groupId)
    const responses = topics.map(({ topicName, partitions }) => {
      const topic = cluster.topic(topicName)
      const isReadable = isAllowed(context, 'READ', 'TOPIC', topicName)
      return {
        topicName,
        ...(topic === undefined ? {} : { topicId: topic.topicId }),
        partitions: partitions.map(({ partitionIndex, startOffset }) => {
          const partition = topic?.partitions[partitionIndex]
          if (!isReadable) return { partitionIndex, errorCode: ErrorCodes.TOPIC_AUTHORIZATION_FAILED }
          if (partition === undefined) return { partitionIndex, ...notHosted }
          group.knownTopics.add(topicName)
          cluster.part(SharePartitions).reset(groupId, partition, startOffset)
          return { partitionIndex, errorCode: ErrorCodes.NONE }
        }),
      }
    })
    return { responses }
  },
  (_, errorCode) => ({ errorCode }),
)
