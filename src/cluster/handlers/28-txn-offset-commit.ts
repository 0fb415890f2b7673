/**
 * TxnOffsetCommit (key 28), v0-6 (KIP-98, KIP-447, KIP-890, KIP-848).
 *
 * Offsets that nobody sees before the transaction ends. v3 names the member, whose group judges it. From v5 on the broker
 * adds the group to the transaction; before that the producer has done so. v6 names topics by id.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { txnOffsetCommitApi } from '../../protocol/apis/txn-offset-commit.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type {
  TxnOffsetCommitRequest,
  TxnOffsetCommitRequestTopic,
} from '../../protocol/messages/txn-offset-commit-request.ts'
import type { TxnOffsetCommitResponse } from '../../protocol/messages/txn-offset-commit-response.ts'
import { GroupCoordinator } from '../groups/group-coordinator.ts'
import { GroupOffsets, type OffsetToCommit } from '../groups/group-offsets.ts'
import { isAllowed } from '../security/authorize.ts'
import { offsetsPartitionOf } from '../transactions/offsets-partition.ts'
import { verifyWrite, type WriteSupport } from '../transactions/verify-write.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

const firstLoadingVersion = 2
const firstAbortableVersion = 4
const firstAddingVersion = 5
const firstVersionWithTopicIds = 6

export const txnOffsetCommitHandler: ApiHandler = defineHandler(
  txnOffsetCommitApi,
  commitOffsets,
  (request, errorCode, { version }) => answer(request, version, () => errorCode),
)

function commitOffsets(request: TxnOffsetCommitRequest, context: RequestContext): Draft<TxnOffsetCommitResponse> {
  const { transactionalId, groupId } = request
  const { version } = context
  const refuseAll = (errorCode: number): Draft<TxnOffsetCommitResponse> => answer(request, version, () => errorCode)
  if (!isAllowed(context, 'WRITE', 'TRANSACTIONAL_ID', transactionalId)) {
    return refuseAll(ErrorCodes.TRANSACTIONAL_ID_AUTHORIZATION_FAILED)
  }
  if (!isAllowed(context, 'READ', 'GROUP', groupId)) return refuseAll(ErrorCodes.GROUP_AUTHORIZATION_FAILED)
  const refusals = new Map<string, number>()
  const offsets: OffsetToCommit[] = []
  for (const topic of request.topics) sortOut(topic, context, refusals, offsets)
  const errorCode = offsets.length === 0 ? ErrorCodes.NONE : stage(request, offsets, context)
  return answer(request, version, (topic, partition) => refusals.get(keyOf(topic, partition)) ?? errorCode)
}

/** What of a topic can be committed, and why not the rest. */
function sortOut(
  topic: TxnOffsetCommitRequestTopic,
  context: RequestContext,
  refusals: Map<string, number>,
  offsets: OffsetToCommit[],
): void {
  const { cluster, version } = context
  const isById = version >= firstVersionWithTopicIds
  const found = isById ? cluster.topicById(topic.topicId) : cluster.topic(topic.name)
  const name = found?.name ?? topic.name
  for (const asked of topic.partitions) {
    const { partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata } = asked
    const metadata = committedMetadata ?? ''
    const errorCode = whyNotCommittable()
    if (errorCode !== ErrorCodes.NONE) refusals.set(keyOf(topic, partitionIndex), errorCode)
    else {
      const leaderEpoch = committedLeaderEpoch
      offsets.push({ topic: name, partition: partitionIndex, offset: committedOffset, leaderEpoch, metadata })
    }

    function whyNotCommittable(): number {
      if (found === undefined && isById) return ErrorCodes.UNKNOWN_TOPIC_ID
      if (!isAllowed(context, 'READ', 'TOPIC', name)) return ErrorCodes.TOPIC_AUTHORIZATION_FAILED
      if (found?.partitions[partitionIndex] === undefined) return ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION
      const isTooLong = metadata.length > cluster.brokerConfig.number('offset.metadata.max.bytes')
      return isTooLong ? ErrorCodes.OFFSET_METADATA_TOO_LARGE : ErrorCodes.NONE
    }
  }
}

function stage(request: TxnOffsetCommitRequest, offsets: readonly OffsetToCommit[], context: RequestContext): number {
  const { transactionalId, groupId, producerId, producerEpoch } = request
  const { cluster, node, version } = context
  const groups = cluster.part(GroupCoordinator)
  const notHere = groups.check(groupId, node)
  if (notHere !== ErrorCodes.NONE) return notHere
  const partition = offsetsPartitionOf(groupId, cluster)
  const support = supportOf(version)
  const unverified = verifyWrite(cluster, { transactionalId, producerId, producerEpoch, partition, support })
  if (unverified !== ErrorCodes.NONE) return translate(unverified, version)
  const refused = groups.validateTransactionalCommit(groupId, request)
  if (refused !== ErrorCodes.NONE) return refused
  cluster.part(GroupOffsets).stage(groupId, producerId, offsets)
  return ErrorCodes.NONE
}

function supportOf(version: number): WriteSupport {
  if (version >= firstAddingVersion) return 'adds'
  return version >= firstAbortableVersion ? 'knowsAbortable' : 'knowsInvalidState'
}

/** Clients of before Kafka 2.3 fail at COORDINATOR_LOAD_IN_PROGRESS (KAFKA-7296). */
function translate(errorCode: number, version: number): number {
  const isLoading = errorCode === ErrorCodes.COORDINATOR_LOAD_IN_PROGRESS
  return isLoading && version < firstLoadingVersion ? ErrorCodes.COORDINATOR_NOT_AVAILABLE : errorCode
}

function answer(
  { topics }: TxnOffsetCommitRequest,
  version: number,
  errorOf: (topic: TxnOffsetCommitRequestTopic, partition: number) => number,
): Draft<TxnOffsetCommitResponse> {
  return {
    topics: topics.map((topic) => ({
      ...(version >= firstVersionWithTopicIds ? { topicId: topic.topicId } : { name: topic.name }),
      partitions: topic.partitions.map(({ partitionIndex }) => ({
        partitionIndex,
        errorCode: errorOf(topic, partitionIndex),
      })),
    })),
  }
}

function keyOf({ name, topicId }: TxnOffsetCommitRequestTopic, partition: number): string {
  return `${name} ${topicId} ${partition}`
}
