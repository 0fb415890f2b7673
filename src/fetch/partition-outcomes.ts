import { BrokerError } from '../errors/broker-error.ts'
import type { FetchResponse } from '../protocol/messages/fetch-response.ts'
import { backoffDelayMs } from '../support/backoff.ts'
import type { Cursor } from './cursor.ts'
import type { FetchContext } from './fetch-context.ts'
import type { PartitionRequest } from './fetch-session.ts'
import { endpointsOf, type LogBounds, type PartitionOutcome } from './handle-fetch-response.ts'

/** A topic that was created a moment ago is unknown to some brokers for a while; one that stays unknown is an error. */
export const toleratedUnknownAnswers = 5

/** Two replicas that name each other get this many redirects for nothing before each further one has to wait. */
const freeRedirects = 1

/** Outcomes that are not records. */
export type Obstacle = Exclude<PartitionOutcome, { readonly kind: 'records' }>

/** Does to a cursor what the answer of broker `nodeId` means. Synchronous; the caller has checked the fetch epoch. */
export function applyObstacle(
  context: FetchContext,
  nodeId: number,
  cursor: Cursor,
  request: PartitionRequest,
  outcome: Obstacle,
  response: FetchResponse,
): void {
  const isFollower = cursor.preferredReplica === nodeId && cursor.leader !== nodeId
  if (isFollower && outcome.kind !== 'readFromReplica' && outcome.kind !== 'failed') {
    // Whatever a follower cannot do, the leader may: it knows more, and its log is the one that counts.
    returnToLeader(context, cursor)
    if (outcome.kind !== 'leaderMoved') return
  }
  switch (outcome.kind) {
    case 'readFromReplica':
      noteBounds(cursor, outcome.bounds)
      followRedirect(context, nodeId, cursor, outcome.nodeId)
      break
    case 'leaderMoved':
      leaderMoved(context, nodeId, cursor, outcome, response)
      break
    case 'outOfRange':
      outOfRange(context, cursor, outcome.bounds)
      break
    case 'diverged':
      applyDivergence(context, cursor, request.fetchOffset, outcome)
      break
    case 'unknownTopic':
      unknownTopic(context, nodeId, cursor, outcome.errorCode)
      break
    case 'retryLater':
      if (outcome.refreshesMetadata) context.metadata.requestRefresh(`fetch error ${outcome.errorCode}`)
      retryLater(context, cursor)
      break
    case 'failed':
      context.fail(cursor, fetchError(cursor, nodeId, outcome.errorCode))
      break
  }
}

/** Takes over what an answer says of the log's extent. */
export function noteBounds(cursor: Cursor, bounds: LogBounds): void {
  if (bounds.highWatermark >= 0n) cursor.highWatermark = bounds.highWatermark
  if (bounds.lastStableOffset >= 0n) cursor.lastStableOffset = bounds.lastStableOffset
  if (bounds.logStartOffset >= 0n) cursor.logStartOffset = bounds.logStartOffset
}

/** The partition is left alone for a while that grows with each failure in a row. */
export function retryLater(context: FetchContext, cursor: Cursor): void {
  const delayMs = backoffDelayMs(context.settings.backoff, cursor.failureCount, context.random)
  cursor.failureCount += 1
  cursor.retryAtMs = context.clock.now() + delayMs
}

function returnToLeader(context: FetchContext, cursor: Cursor): void {
  cursor.preferredReplica = -1
  context.place(cursor)
}

function followRedirect(context: FetchContext, nodeId: number, cursor: Cursor, replica: number): void {
  cursor.redirectCount += 1
  if (cursor.redirectCount > freeRedirects) {
    const attempt = cursor.redirectCount - freeRedirects - 1
    cursor.retryAtMs = context.clock.now() + backoffDelayMs(context.settings.backoff, attempt, context.random)
  }
  if (replica === nodeId) return
  if (replica !== cursor.leader && context.brokers.node(replica) === undefined) {
    // The leader will go on naming it instead of giving records: without its address we can only ask again.
    context.metadata.requestRefresh(`preferred replica ${replica} is not known`)
    retryLater(context, cursor)
    return
  }
  context.log.event('debug', 'fetch.replica_chosen', { partition: cursor.name, nodeId: replica, leader: cursor.leader })
  cursor.preferredReplica = replica === cursor.leader ? -1 : replica
  cursor.preferredReplicaUntilMs = context.clock.now() + context.settings.preferredReplicaMs
  context.place(cursor)
}

function leaderMoved(
  context: FetchContext,
  nodeId: number,
  cursor: Cursor,
  outcome: Extract<Obstacle, { kind: 'leaderMoved' }>,
  response: FetchResponse,
): void {
  // First, because applying the hint makes the new leader known, which clears the delay.
  retryLater(context, cursor)
  const { hint } = outcome
  if (hint !== undefined && hint.leaderEpoch > cursor.leaderEpoch) {
    const { topic, partition } = cursor
    context.metadata.applyHints({ leaders: [{ topic, partition, ...hint }], endpoints: endpointsOf(response) })
    if (cursor.leader === hint.leader && cursor.leaderEpoch >= hint.leaderEpoch) return
  }
  context.log.event('debug', 'fetch.leader_moved', { partition: cursor.name, nodeId, errorCode: outcome.errorCode })
  context.metadata.requestRefresh(`broker ${nodeId} does not lead ${cursor.name}`)
}

function outOfRange(context: FetchContext, cursor: Cursor, bounds: LogBounds): void {
  noteBounds(cursor, bounds)
  // What is buffered was in the log and may be read; a reset now would lose it.
  if (cursor.buffered.length > 0) retryLater(context, cursor)
  else context.positions.onOffsetOutOfRange(cursor, bounds)
}

/** The log has another epoch before `fetchOffset`: its `epoch` ends at `endOffset` there. */
export function applyDivergence(
  context: FetchContext,
  cursor: Cursor,
  fetchOffset: bigint,
  { epoch, endOffset }: { readonly epoch: number; readonly endOffset: bigint },
): void {
  const position = cursor.position ?? fetchOffset
  if (endOffset >= fetchOffset) {
    cursor.correctEpoch(epoch)
    return
  }
  if (endOffset < position) context.positions.onLogTruncated(cursor, endOffset)
  else {
    // Only what is buffered is gone from the log. From the position on, its new contents are read.
    context.log.event('warn', 'fetch.buffer_truncated', { partition: cursor.name, endOffset })
    context.stream.drop(cursor)
    cursor.discardBuffered()
  }
  // A broker that says so of its own records would have us go round in circles.
  retryLater(context, cursor)
}

function unknownTopic(context: FetchContext, nodeId: number, cursor: Cursor, errorCode: number): void {
  context.metadata.requestRefresh(`broker ${nodeId} does not know ${cursor.name}`)
  retryLater(context, cursor)
  if (cursor.failureCount % toleratedUnknownAnswers === 0) context.fail(cursor, fetchError(cursor, nodeId, errorCode))
}

function fetchError(cursor: Cursor, nodeId: number, errorCode: number): BrokerError {
  const { topic, partition } = cursor
  const position = cursor.position === undefined ? '' : ` at offset ${cursor.position}`
  const context = { api: 'Fetch', nodeId, topic, partition }
  return new BrokerError(`Cannot fetch from ${cursor.name}${position}`, errorCode, context)
}
