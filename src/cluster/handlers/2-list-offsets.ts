/**
 * ListOffsets (key 2), v1-11.
 *
 * Offsets by time, and by the special times -1 latest, -2 earliest, -3 the largest timestamp (v7, KIP-734), -4 earliest
 * local (v8, KIP-405), -5 latest tiered (v9), -6 earliest not yet tiered (v11). A special time below its version answers
 * UNSUPPORTED_VERSION. With read_committed (v2) the last stable offset is the latest. v4 fences by leader epoch. Only the
 * leader answers. Nothing is tiered here.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { listOffsetsApi } from '../../protocol/apis/list-offsets.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type {
  ListOffsetsRequest,
  ListOffsetsRequestListOffsetsPartition,
} from '../../protocol/messages/list-offsets-request.ts'
import type {
  ListOffsetsResponse,
  ListOffsetsResponseListOffsetsPartitionResponse,
} from '../../protocol/messages/list-offsets-response.ts'
import { readCommitted, whyWrongBroker } from '../fetch/find-readable.ts'
import { findByTimestamp, findMaxTimestamp, type TimestampedOffset } from '../log/find-by-timestamp.ts'
import { isAllowed } from '../security/authorize.ts'
import type { Partition } from '../topics/partition.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

type PartitionAnswer = Draft<ListOffsetsResponseListOffsetsPartitionResponse>

const latest = -1n
const earliest = -2n
const largestTimestamp = -3n
const earliestLocal = -4n
const latestTiered = -5n
const earliestPendingUpload = -6n

/** The first version in which a special time may be asked for. */
const firstVersions: ReadonlyMap<bigint, number> = new Map([
  [latest, 1],
  [earliest, 1],
  [largestTimestamp, 7],
  [earliestLocal, 8],
  [latestTiered, 9],
  [earliestPendingUpload, 11],
])

export const listOffsetsHandler: ApiHandler = defineHandler(listOffsetsApi, handleListOffsets, refuseListOffsets)

function handleListOffsets(request: ListOffsetsRequest, context: RequestContext): Draft<ListOffsetsResponse> {
  const topics = request.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map((asked) => answerPartition(name, asked, partitions, request, context)),
  }))
  return { topics }
}

function answerPartition(
  name: string,
  asked: ListOffsetsRequestListOffsetsPartition,
  all: readonly ListOffsetsRequestListOffsetsPartition[],
  { isolationLevel }: ListOffsetsRequest,
  context: RequestContext,
): PartitionAnswer {
  const { partitionIndex, timestamp, currentLeaderEpoch } = asked
  const failed = (errorCode: number): PartitionAnswer => ({ partitionIndex, errorCode, timestamp: -1n, offset: -1n })
  if (!isAllowed(context, 'DESCRIBE', 'TOPIC', name)) return failed(ErrorCodes.TOPIC_AUTHORIZATION_FAILED)
  const isRepeated = all.filter((other) => other.partitionIndex === partitionIndex).length > 1
  if (isRepeated) return failed(ErrorCodes.INVALID_REQUEST)
  const firstVersion = timestamp < 0n ? (firstVersions.get(timestamp) ?? Number.POSITIVE_INFINITY) : 0
  const isKnownTime = context.version >= firstVersion
  const takesAny = context.cluster.profile.takesUnknownTimesForEarliest === true
  if (!isKnownTime && !takesAny) return failed(ErrorCodes.UNSUPPORTED_VERSION)
  const partition = context.cluster.partition(name, partitionIndex)
  if (partition === undefined) return failed(ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION)
  const wrongBroker = whyWrongBroker(partition, currentLeaderEpoch, context, false)
  if (wrongBroker !== undefined) return failed(wrongBroker)
  const { log } = partition
  const lastFetchable = isolationLevel === readCommitted ? log.lastStableOffset : log.highWatermark
  const found = findOffset(partition, isKnownTime ? timestamp : earliest, lastFetchable, context)
  if (found === undefined) return { partitionIndex, timestamp: -1n, offset: -1n }
  const leaderEpoch = timestamp === latest ? log.epochs.latestEpoch : log.epochs.epochAt(found.offset)
  const hidesEpochs = context.cluster.profile.hidesLeaderEpochs === true
  return {
    partitionIndex,
    timestamp: BigInt(found.timestamp),
    offset: found.offset,
    ...(context.version >= 4 ? { leaderEpoch: hidesEpochs ? -1 : leaderEpoch } : {}),
  }
}

function findOffset(
  { log, topicName, index }: Partition,
  timestamp: bigint,
  lastFetchable: bigint,
  { cluster }: RequestContext,
): TimestampedOffset | undefined {
  const topicPartition = { topic: topicName, partition: index }
  switch (timestamp) {
    case latest:
      return { offset: lastFetchable, timestamp: -1 }
    case earliest:
    case earliestLocal:
    case earliestPendingUpload:
      return { offset: log.startOffset, timestamp: -1 }
    case latestTiered:
      return undefined
    default: {
      const found =
        timestamp === largestTimestamp
          ? findMaxTimestamp(log, cluster.codecs, topicPartition)
          : findByTimestamp(log, Number(timestamp), cluster.codecs, topicPartition)
      return found !== undefined && found.offset < lastFetchable ? found : undefined
    }
  }
}

function refuseListOffsets({ topics }: ListOffsetsRequest, errorCode: number): Draft<ListOffsetsResponse> {
  return {
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode, timestamp: -1n, offset: -1n })),
    })),
  }
}
