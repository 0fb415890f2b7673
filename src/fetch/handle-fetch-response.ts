import { ErrorCodes, errorCodeFacts } from '../errors/error-codes.ts'
import type { BrokerEndpoint } from '../network/request-sender.ts'
import type { FetchResponse, FetchResponsePartitionData } from '../protocol/messages/fetch-response.ts'
import type { AbortedTransaction } from './aborted-transactions.ts'

/** Who leads now, as the broker that does not lead any more says (KIP-951). */
export interface CurrentLeader {
  readonly leader: number
  readonly leaderEpoch: number
}

/** How far the log reaches; -1 where the broker does not say. */
export interface LogBounds {
  readonly highWatermark: bigint
  readonly lastStableOffset: bigint
  readonly logStartOffset: bigint
}

/** What an answer means for one partition. Deciding what to do about it is the source's. */
export type PartitionOutcome =
  /** The usual: records, or none because there is nothing new. */
  | {
      readonly kind: 'records'
      readonly records: Buffer | null
      readonly bounds: LogBounds
      readonly aborted: readonly AbortedTransaction[]
    }
  /** Read from that replica instead (KIP-392). Comes without records. */
  | { readonly kind: 'readFromReplica'; readonly nodeId: number; readonly bounds: LogBounds }
  /** Another broker leads, or our epoch is an old leader's. */
  | { readonly kind: 'leaderMoved'; readonly errorCode: number; readonly hint: CurrentLeader | undefined }
  /** The fetch offset is before the start of the log or behind its end. */
  | { readonly kind: 'outOfRange'; readonly bounds: LogBounds }
  /** The log has another epoch before the fetch offset (KIP-320, KIP-595): `epoch` ends at `endOffset` there. */
  | { readonly kind: 'diverged'; readonly epoch: number; readonly endOffset: bigint }
  /** The broker does not know the topic, its id, or the partition. It may have been deleted, or not heard of it yet. */
  | { readonly kind: 'unknownTopic'; readonly errorCode: number }
  /** Temporary: the same request may succeed later. */
  | { readonly kind: 'retryLater'; readonly errorCode: number; readonly refreshesMetadata: boolean }
  /** Repeating it changes nothing. */
  | { readonly kind: 'failed'; readonly errorCode: number }

const leaderMovedCodes: ReadonlySet<number> = new Set([
  ErrorCodes.NOT_LEADER_OR_FOLLOWER,
  ErrorCodes.FENCED_LEADER_EPOCH,
  ErrorCodes.LEADER_NOT_AVAILABLE,
])

const unknownTopicCodes: ReadonlySet<number> = new Set([
  ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION,
  ErrorCodes.UNKNOWN_TOPIC_ID,
  ErrorCodes.INCONSISTENT_TOPIC_ID,
])

/** Not retriable by Kafka's table, but Java's fetcher repeats them: the log is fine, its broker has a bad moment. */
const temporaryCodes: ReadonlySet<number> = new Set([
  ErrorCodes.UNKNOWN_SERVER_ERROR,
  ErrorCodes.BROKER_NOT_AVAILABLE,
  ErrorCodes.OFFSET_MOVED_TO_TIERED_STORAGE,
])

/** Reads one partition of an answer. Pure. */
export function readPartition(data: FetchResponsePartitionData): PartitionOutcome {
  const { errorCode } = data
  if (errorCode !== ErrorCodes.NONE) return readError(data)
  if (data.divergingEpoch.epoch >= 0 && data.divergingEpoch.endOffset >= 0n) {
    return { kind: 'diverged', epoch: data.divergingEpoch.epoch, endOffset: data.divergingEpoch.endOffset }
  }
  const bounds = boundsOf(data)
  if (data.preferredReadReplica >= 0 && (data.records === null || data.records.length === 0)) {
    return { kind: 'readFromReplica', nodeId: data.preferredReadReplica, bounds }
  }
  return { kind: 'records', records: data.records, bounds, aborted: data.abortedTransactions ?? [] }
}

/** The addresses that come with leader hints. Additions to what is known, never the list of all brokers. */
export function endpointsOf(response: FetchResponse): readonly BrokerEndpoint[] {
  return response.nodeEndpoints.map(({ nodeId, host, port, rack }) => ({ nodeId, host, port, rack }))
}

function readError(data: FetchResponsePartitionData): PartitionOutcome {
  const { errorCode } = data
  if (errorCode === ErrorCodes.OFFSET_OUT_OF_RANGE) return { kind: 'outOfRange', bounds: boundsOf(data) }
  if (leaderMovedCodes.has(errorCode)) return { kind: 'leaderMoved', errorCode, hint: hintOf(data) }
  if (unknownTopicCodes.has(errorCode)) return { kind: 'unknownTopic', errorCode }
  // Retriable in Kafka's table for producers, which send anew; what lies damaged on a disk stays damaged.
  if (errorCode === ErrorCodes.CORRUPT_MESSAGE) return { kind: 'failed', errorCode }
  const facts = errorCodeFacts.get(errorCode)
  if (facts?.retriable === true || temporaryCodes.has(errorCode)) {
    return { kind: 'retryLater', errorCode, refreshesMetadata: facts?.refreshesMetadata ?? false }
  }
  return { kind: 'failed', errorCode }
}

function hintOf({ currentLeader }: FetchResponsePartitionData): CurrentLeader | undefined {
  const { leaderId, leaderEpoch } = currentLeader
  return leaderId < 0 || leaderEpoch < 0 ? undefined : { leader: leaderId, leaderEpoch }
}

function boundsOf({ highWatermark, lastStableOffset, logStartOffset }: FetchResponsePartitionData): LogBounds {
  return { highWatermark, lastStableOffset, logStartOffset }
}
