/**
 * What of one partition a fetch may read: Kafka's `Partition.readRecords`, with its checks in their order.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import type { RequestContext } from '../handlers/handler.ts'
import type { EpochEnd } from '../log/leader-epochs.ts'
import { isAllowed } from '../security/authorize.ts'
import { isReplica, leads } from '../topics/leadership.ts'
import type { Partition } from '../topics/partition.ts'
import type { WantedPartition } from './fetch-sessions.ts'

export const readCommitted = 1
/** The replica id of tools that read what is not replicated yet. */
const debuggingConsumer = -2
const firstFollowerVersion = 11

export interface FetchTerms {
  readonly isolationLevel: number
  readonly rackId: string
  readonly replicaId: number
}

/** The outcome for one partition before any byte is read. */
export interface Readable {
  readonly wanted: WantedPartition
  readonly errorCode: number
  readonly partition?: Partition
  /** Batches from here on must not be read. */
  readonly upToOffset: bigint
  readonly preferredReadReplica?: number
  readonly divergingEpoch?: EpochEnd
}

export function findReadable(wanted: WantedPartition, terms: FetchTerms, context: RequestContext): Readable {
  const { cluster, node, version } = context
  const failed = (errorCode: number): Readable => ({ wanted, errorCode, upToOffset: -1n })
  const usesTopicIds = version >= 13
  const topic = usesTopicIds ? cluster.topicById(wanted.topicId) : cluster.topic(wanted.topic)
  const name = usesTopicIds ? topic?.name : wanted.topic
  if (name !== undefined && !isAllowed(context, 'READ', 'TOPIC', name)) {
    return failed(ErrorCodes.TOPIC_AUTHORIZATION_FAILED)
  }
  if (topic === undefined) {
    return failed(usesTopicIds ? ErrorCodes.UNKNOWN_TOPIC_ID : ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION)
  }
  const partition = topic.partitions[wanted.partition]
  if (partition === undefined) return failed(ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION)
  const wrongBroker = whyWrongBroker(partition, wanted.currentLeaderEpoch, context, version >= firstFollowerVersion)
  if (wrongBroker !== undefined) return failed(wrongBroker)
  const { log } = partition
  const diverging = divergingEpochOf(partition, wanted)
  if (diverging === 'undetermined') return failed(ErrorCodes.OFFSET_OUT_OF_RANGE)
  if (diverging !== undefined) {
    return { wanted, errorCode: ErrorCodes.NONE, partition, upToOffset: -1n, divergingEpoch: diverging }
  }
  const isLeader = leads(node, partition, cluster)
  const endOffset = isLeader ? log.endOffset : partition.followerEndOffset
  if (wanted.fetchOffset < log.startOffset || wanted.fetchOffset > endOffset) {
    return failed(ErrorCodes.OFFSET_OUT_OF_RANGE)
  }
  const preferred = isLeader ? preferredReplicaOf(partition, terms.rackId, context) : undefined
  if (preferred !== undefined) {
    return { wanted, errorCode: ErrorCodes.NONE, partition, upToOffset: -1n, preferredReadReplica: preferred }
  }
  return {
    wanted,
    errorCode: ErrorCodes.NONE,
    partition,
    upToOffset: earlier(visibleOffset(partition, terms), endOffset),
  }
}

/** Fencing by leader epoch comes before the question who leads. Consumers may read from followers since v11 (KIP-392). */
export function whyWrongBroker(
  partition: Partition,
  currentLeaderEpoch: number,
  { node, cluster }: RequestContext,
  allowsFollower: boolean,
): number | undefined {
  if (!isReplica(node, partition, cluster)) return ErrorCodes.NOT_LEADER_OR_FOLLOWER
  if (currentLeaderEpoch >= 0) {
    if (currentLeaderEpoch < partition.leaderEpoch) return ErrorCodes.FENCED_LEADER_EPOCH
    if (currentLeaderEpoch > partition.leaderEpoch) return ErrorCodes.UNKNOWN_LEADER_EPOCH
  }
  return leads(node, partition, cluster) || allowsFollower ? undefined : ErrorCodes.NOT_LEADER_OR_FOLLOWER
}

function visibleOffset({ log }: Partition, { isolationLevel, replicaId }: FetchTerms): bigint {
  if (replicaId === debuggingConsumer) return log.endOffset
  return isolationLevel === readCommitted ? log.lastStableOffset : log.highWatermark
}

/** KIP-595: the reader has records of an epoch that ended earlier here. */
function divergingEpochOf({ log }: Partition, wanted: WantedPartition): EpochEnd | 'undetermined' | undefined {
  if (wanted.lastFetchedEpoch < 0) return undefined
  const end = log.epochs.endOf(wanted.lastFetchedEpoch, log.endOffset)
  if (end.epoch < 0 || end.endOffset < 0n) return 'undetermined'
  return end.epoch < wanted.lastFetchedEpoch || end.endOffset < wanted.fetchOffset ? end : undefined
}

function preferredReplicaOf(
  partition: Partition,
  rackId: string,
  { cluster, node }: RequestContext,
): number | undefined {
  if (!cluster.prefersReplicasInRack || rackId === '' || node.rack === rackId) return undefined
  return partition.isr.find((nodeId) => {
    const replica = cluster.node(nodeId)
    return replica?.isRunning === true && replica.rack === rackId
  })
}

function earlier(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
