/**
 * Truncation detection with brokers whose Fetch cannot tell of it (before version 12, Kafka 2.7): when a partition has a
 * new leader, that one is asked with OffsetForLeaderEpoch where the epoch of the last record ended, before anything more
 * is fetched (KIP-320). Without it, what took the place of lost records is skipped in silence.
 *
 * Owned by the broker's `FetchSource`, in whose loop it runs. After the answer, a cursor counts only if its fetch epoch is
 * still the one of the request.
 */
import { BrokerError } from '../errors/broker-error.ts'
import { ErrorCodes, errorCodeFacts } from '../errors/error-codes.ts'
import type { OpenConnection } from '../network/request-sender.ts'
import { fetchApi } from '../protocol/apis/fetch.ts'
import { offsetForLeaderEpochApi } from '../protocol/apis/offset-for-leader-epoch.ts'
import type { OffsetForLeaderEpochResponseEpochEndOffset } from '../protocol/messages/offset-for-leader-epoch-response.ts'
import type { Cursor } from './cursor.ts'
import type { FetchContext } from './fetch-context.ts'
import { applyDivergence, retryLater } from './partition-outcomes.ts'

const firstFetchVersionThatTells = 12
/** Before it, the request needs a right on the cluster that consumers do not have. */
const firstUsableVersion = 3

export class EpochValidation {
  readonly #nodeId: number
  readonly #context: FetchContext

  constructor(nodeId: number, context: FetchContext) {
    this.#nodeId = nodeId
    this.#context = context
  }

  /** Those of the cursors about which this broker has to be asked before they are fetched. */
  due(connection: OpenConnection, cursors: readonly Cursor[]): readonly Cursor[] {
    if (connection.versionOf(fetchApi) >= firstFetchVersionThatTells || !canAsk(connection)) return []
    return cursors.filter((cursor) => this.#isDue(cursor))
  }

  /** Rejects when there is no answer. What is wrong with one partition is that partition's. */
  async ask(connection: OpenConnection, cursors: readonly Cursor[], signal: AbortSignal): Promise<void> {
    const asked = new Map(
      cursors.map((cursor) => {
        const { fetchEpoch, fetchOffset, leaderEpoch } = cursor
        return [cursor.name, { cursor, fetchEpoch, fetchOffset, leaderEpoch }] as const
      }),
    )
    const topics = Map.groupBy(cursors, ({ topic }) => topic)
    const version = connection.versionOf(offsetForLeaderEpochApi, { minVersion: firstUsableVersion })
    const { topics: answers } = await connection.request(
      offsetForLeaderEpochApi,
      version,
      {
        // Clients are no replica.
        replicaId: -1,
        topics: [...topics].map(([topic, ofTopic]) => ({
          topic,
          partitions: ofTopic.map(({ partition, leaderEpoch, lastFetchedEpoch }) => ({
            partition,
            currentLeaderEpoch: leaderEpoch,
            leaderEpoch: lastFetchedEpoch,
          })),
        })),
      },
      { signal, timeoutMs: this.#context.settings.requestTimeoutMs },
    )
    for (const { topic, partitions } of answers) {
      for (const answer of partitions) {
        const name = `${topic}-${answer.partition}`
        const target = asked.get(name)
        asked.delete(name)
        if (target === undefined || target.cursor.fetchEpoch !== target.fetchEpoch) continue
        this.#apply(target.cursor, target.fetchOffset, target.leaderEpoch, answer)
      }
    }
    // Left out of the answer: asked again, but not at once and for ever.
    for (const { cursor, fetchEpoch } of asked.values()) {
      if (cursor.fetchEpoch === fetchEpoch) retryLater(this.#context, cursor)
    }
  }

  #isDue(cursor: Cursor): boolean {
    const { leader, leaderEpoch, lastFetchedEpoch, validatedEpoch } = cursor
    if (leaderEpoch < 0 || leader !== this.#nodeId || validatedEpoch === leaderEpoch) return false
    if (lastFetchedEpoch >= 0) return true
    // Nothing is known of the record before: there is nothing to compare, and what comes will be this leader's.
    cursor.validatedEpoch = leaderEpoch
    return false
  }

  #apply(
    cursor: Cursor,
    fetchOffset: bigint,
    leaderEpoch: number,
    answer: OffsetForLeaderEpochResponseEpochEndOffset,
  ): void {
    const { errorCode, leaderEpoch: epoch, endOffset } = answer
    if (errorCode !== ErrorCodes.NONE) {
      this.#applyError(cursor, errorCode)
      return
    }
    // -1: the log begins behind that epoch. It tells nothing; whether the offset is in the log, the fetch will show.
    if (epoch >= 0 && endOffset >= 0n && endOffset < fetchOffset) {
      applyDivergence(this.#context, cursor, fetchOffset, { epoch, endOffset })
      return
    }
    cursor.validatedEpoch = leaderEpoch
  }

  #applyError(cursor: Cursor, errorCode: number): void {
    const facts = errorCodeFacts.get(errorCode)
    if (facts?.retriable === true || errorCode === ErrorCodes.FENCED_LEADER_EPOCH) {
      this.#context.metadata.requestRefresh(`epoch look-up of ${cursor.name} ended with ${errorCode}`)
      retryLater(this.#context, cursor)
      return
    }
    const { topic, partition } = cursor
    const context = { api: offsetForLeaderEpochApi.name, nodeId: this.#nodeId, topic, partition }
    this.#context.fail(cursor, new BrokerError(`Cannot fetch from ${cursor.name}`, errorCode, context))
  }
}

function canAsk(connection: OpenConnection): boolean {
  if (!connection.supports(offsetForLeaderEpochApi)) return false
  return connection.versionOf(offsetForLeaderEpochApi) >= firstUsableVersion
}
