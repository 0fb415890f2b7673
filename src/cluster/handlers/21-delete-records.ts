/**
 * DeleteRecords (key 21), v0-2 (KIP-107). Moves the start of a log up to an offset, or to the high watermark for -1, and
 * answers where it begins now.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { deleteRecordsApi } from '../../protocol/apis/delete-records.ts'
import { isAllowed } from '../security/authorize.ts'
import { leads } from '../topics/leadership.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

export const deleteRecordsHandler: ApiHandler = defineHandler(
  deleteRecordsApi,
  ({ topics }, context) => ({
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex, offset }) => deleteBefore(name, partitionIndex, offset, context)),
    })),
  }),
  ({ topics }, errorCode) => ({
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, lowWatermark: -1n, errorCode })),
    })),
  }),
)

function deleteBefore(
  name: string,
  partitionIndex: number,
  offset: bigint,
  context: RequestContext,
): { partitionIndex: number; lowWatermark: bigint; errorCode: number } {
  const { cluster, node } = context
  const failed = (errorCode: number) => ({ partitionIndex, lowWatermark: -1n, errorCode })
  if (!isAllowed(context, 'DELETE', 'TOPIC', name)) return failed(ErrorCodes.TOPIC_AUTHORIZATION_FAILED)
  const topic = cluster.topic(name)
  const partition = topic?.partitions[partitionIndex]
  if (topic === undefined || partition === undefined) return failed(ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION)
  if (topic.isInternal) return failed(ErrorCodes.INVALID_TOPIC_EXCEPTION)
  if (!leads(node, partition, cluster)) return failed(ErrorCodes.NOT_LEADER_OR_FOLLOWER)
  const isOnlyCompacted = topic.config.get('cleanup.policy')?.value === 'compact'
  if (isOnlyCompacted) return failed(ErrorCodes.POLICY_VIOLATION)
  const { log } = partition
  const target = offset === -1n ? log.highWatermark : offset
  if (target < 0n || target > log.highWatermark) return failed(ErrorCodes.OFFSET_OUT_OF_RANGE)
  partition.deleteBefore(target)
  return { partitionIndex, lowWatermark: log.startOffset, errorCode: ErrorCodes.NONE }
}
