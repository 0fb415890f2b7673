import type { FetchResponse, FetchResponsePartitionData } from '../protocol/messages/fetch-response.ts'
import { AbortedTransactions } from './aborted-transactions.ts'
import type { Cursor } from './cursor.ts'
import type { FetchedAnswer } from './fetch-buffer.ts'
import type { FetchContext } from './fetch-context.ts'
import type { PartitionRequest } from './fetch-session.ts'
import { FetchedPartition } from './fetched-partition.ts'
import { type PartitionOutcome, readPartition } from './handle-fetch-response.ts'
import { LogEndWalk } from './log-end-walk.ts'
import { applyObstacle, noteBounds, retryLater } from './partition-outcomes.ts'

/** A cursor in a request, with the fetch epoch that its answer must still find. */
export interface FetchTarget {
  readonly cursor: Cursor
  readonly fetchEpoch: number
  readonly request: PartitionRequest
}

/** Batches walked between two turns of the event loop. */
const walkPortion = 4096

/** Puts what one broker answers into the buffers of its cursors, or does to them what the answer means. */
export class AnswerIntake {
  readonly #nodeId: number
  readonly #context: FetchContext

  constructor(nodeId: number, context: FetchContext) {
    this.#nodeId = nodeId
    this.#context = context
  }

  /**
   * Takes the answer for one partition. What is wrong with it is that partition's: the others keep what came for them.
   * True when it got anywhere: records, or an obstacle that was dealt with. Never rejects.
   */
  async take(
    target: FetchTarget,
    data: FetchResponsePartitionData,
    response: FetchResponse,
    answer: FetchedAnswer,
  ): Promise<boolean> {
    try {
      return await this.#take(target, data, response, answer)
    } catch (error) {
      const { cursor } = target
      this.#context.log.event('error', 'fetch.partition_failed', { partition: cursor.name, error })
      this.#context.fail(cursor, error instanceof Error ? error : new Error(String(error)))
      return true
    }
  }

  async #take(
    target: FetchTarget,
    data: FetchResponsePartitionData,
    response: FetchResponse,
    answer: FetchedAnswer,
  ): Promise<boolean> {
    const { cursor, request } = target
    if (cursor.fetchEpoch !== target.fetchEpoch) return true
    const outcome = readPartition(data)
    if (outcome.kind !== 'records') {
      applyObstacle(this.#context, this.#nodeId, cursor, request, outcome, response)
      return true
    }
    cursor.failureCount = 0
    cursor.redirectCount = 0
    noteBounds(cursor, outcome.bounds)
    const { records } = outcome
    if (records === null || records.length === 0) {
      // There are some: the next batch may be larger than what was asked for, which only the first partition is given.
      if (cursor.highWatermark > request.fetchOffset) this.#need(cursor, this.#context.settings.maxPartitionBytes)
      return false
    }
    const walk = new LogEndWalk(records, request.fetchOffset)
    while (!walk.walk(walkPortion)) await this.#letOthersRun()
    // Nothing but what lies before the offset that was asked for: such an answer would come for ever without a pause.
    if (!walk.isEmpty && walk.nextOffset === request.fetchOffset) return false
    // Others ran: a seek, a move or a release may have come in between.
    if (cursor.fetchEpoch === target.fetchEpoch) this.#buffer(target, records, outcome, walk, answer)
    return true
  }

  #buffer(
    { cursor, request }: FetchTarget,
    records: Buffer,
    outcome: Extract<PartitionOutcome, { kind: 'records' }>,
    walk: LogEndWalk,
    answer: FetchedAnswer,
  ): void {
    if (walk.isEmpty) this.#need(cursor, walk.cutBatchBytes)
    else cursor.neededBytes = Math.min(walk.largestBatchBytes, this.#context.settings.maxPartitionBytes)
    if (walk.isEmpty && walk.cutBatchBytes > 0) return
    // Nobody can tell where what cannot be read ends: the same would be fetched again until the reader has seen it.
    if (walk.isEmpty) retryLater(this.#context, cursor)
    const isCommitted = this.#context.settings.isolationLevel === 'read_committed'
    const part = new FetchedPartition({
      owner: cursor,
      records,
      fetchOffset: request.fetchOffset,
      nextOffset: walk.nextOffset,
      highWatermark: cursor.highWatermark,
      ...(isCommitted ? { aborted: new AbortedTransactions(outcome.aborted) } : {}),
      answer,
      opener: this.#context.opener,
    })
    cursor.noteFetched(walk.nextOffset, walk.leaderEpoch)
    cursor.buffered.push(part)
    this.#context.stream.offer(cursor)
  }

  #need(cursor: Cursor, sizeBytes: number): void {
    cursor.neededBytes = Math.max(sizeBytes, cursor.neededBytes)
  }

  #letOthersRun(): Promise<void> {
    return new Promise((resolve) => this.#context.clock.defer('fetch.walk', resolve))
  }
}
