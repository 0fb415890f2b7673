/** The acknowledgements of one request, partition by partition: for ShareFetch and ShareAcknowledge. */
import { ErrorCodes } from '../../errors/error-codes.ts'
import type { Uuid } from '../../protocol/uuid.ts'
import { whyWrongBroker } from '../fetch/find-readable.ts'
import type { RequestContext } from '../handlers/handler.ts'
import { isAllowed } from '../security/authorize.ts'
import type { Partition } from '../topics/partition.ts'
import { type AcknowledgementBatch, checkAcknowledgements } from './acknowledgement.ts'
import { SharePartitions } from './share-partitions.ts'

/** The partition, or why a share group cannot read it here. */
export function findShared(topicId: Uuid, index: number, context: RequestContext): Partition | number {
  const topic = context.cluster.topicById(topicId)
  if (topic === undefined) return ErrorCodes.UNKNOWN_TOPIC_ID
  if (!isAllowed(context, 'READ', 'TOPIC', topic.name)) return ErrorCodes.TOPIC_AUTHORIZATION_FAILED
  const partition = topic.partitions[index]
  if (partition === undefined) return ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION
  return whyWrongBroker(partition, -1, context, false) ?? partition
}

export interface PartitionAcknowledgements {
  readonly topicId: Uuid
  readonly partition: number
  readonly batches: readonly AcknowledgementBatch[]
  /** The request says that it renews locks (KIP-1222). */
  readonly isRenewal: boolean
}

/** NONE, or why nothing of it took effect. */
export function acknowledgePartition(
  groupId: string,
  memberId: string,
  { topicId, partition: index, batches, isRenewal }: PartitionAcknowledgements,
  context: RequestContext,
): number {
  const invalid = checkAcknowledgements(batches, isRenewal)
  if (invalid !== ErrorCodes.NONE) return invalid
  const partition = findShared(topicId, index, context)
  if (typeof partition === 'number') return partition
  const share = context.cluster.part(SharePartitions).find(groupId, partition)
  return share?.acknowledge(memberId, batches) ?? ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION
}

const longestMemberId = 36

/** Members of share groups choose their ids, which brokers take up to the length of a UUID. Groups have any name. */
export function isMemberId(memberId: string | null): memberId is string {
  return memberId !== null && memberId !== '' && memberId.length <= longestMemberId
}
