import { valuesOrThrow } from '../client/split-request.ts'
import { PartialFailureError } from '../errors/answer-errors.ts'
import { ConfigError } from '../errors/client-errors.ts'
import type { IsolationLevel } from '../fetch/build-fetch-request.ts'
import type { TopicPartition } from '../record/record.ts'
import type { CallOptions } from '../support/deadline.ts'
import { describe } from './consumer-options.ts'
import type { FindOffsets, FoundOffset, OffsetQuery } from './offset-reset.ts'

/** The time to look a partition's offset up for, in milliseconds since the epoch. */
export interface TimeQuery extends TopicPartition {
  readonly timestamp: number
}

/** One end of a partition. */
export interface PartitionOffset extends TopicPartition {
  readonly offset: bigint
}

/** The first record of a partition that is not older than the time asked for. */
export interface OffsetForTime extends TopicPartition {
  /** Null when no record is as late. */
  readonly offset: bigint | null
  /** The record's own timestamp; null when there is none, or the broker does not tell. */
  readonly timestamp: number | null
  /** The epoch of the leader that appended it; -1 when it is not known. */
  readonly leaderEpoch: number
}

/** Questions about partitions, assigned or not. What fails in a way that may pass is asked again until the deadline. */
export class OffsetQueries {
  readonly #findOffsets: FindOffsets
  readonly #isolationLevel: IsolationLevel

  constructor(findOffsets: FindOffsets, isolationLevel: IsolationLevel) {
    this.#findOffsets = findOffsets
    this.#isolationLevel = isolationLevel
  }

  async ends(
    end: 'earliest' | 'latest',
    partitions: readonly TopicPartition[],
    options: CallOptions,
  ): Promise<PartitionOffset[]> {
    const queries = listOf(partitions).map(({ topic, partition }) => ({ topic, partition, target: end }))
    const found = await this.#ask(queries, options)
    // An end is always somewhere.
    return found.map(({ topic, partition, offset }) => ({ topic, partition, offset: offset ?? 0n }))
  }

  async forTimes(times: readonly TimeQuery[], options: CallOptions): Promise<OffsetForTime[]> {
    const queries = listOf(times).map(({ topic, partition, timestamp }) => {
      if (!Number.isSafeInteger(timestamp) || timestamp < 0) {
        throw new ConfigError(`timestamp must be whole milliseconds since the epoch: ${describe(timestamp)}`)
      }
      return { topic, partition, target: { timestamp } }
    })
    const found = await this.#ask(queries, options)
    return found.map(({ topic, partition, offset, timestamp = null, leaderEpoch = -1 }) =>
      offset === undefined
        ? { topic, partition, offset: null, timestamp: null, leaderEpoch: -1 }
        : { topic, partition, offset, timestamp, leaderEpoch },
    )
  }

  async #ask(queries: readonly OffsetQuery[], options: CallOptions): Promise<readonly FoundOffset[]> {
    if (queries.length === 0) return []
    const found = await this.#findOffsets(queries, { ...options, isolationLevel: this.#isolationLevel })
    const outcomes = new Map(
      found.map((each) => [each, each.error === undefined ? { value: each } : { error: each.error }] as const),
    )
    return valuesOrThrow(
      outcomes,
      ({ topic, partition }) => `${topic}-${partition}`,
      (failures, succeeded) => new PartialFailureError('Cannot look offsets up', failures, succeeded),
    )
  }
}

function listOf<Query extends TopicPartition>(given: readonly Query[]): readonly Query[] {
  if (Array.isArray(given)) return given as readonly Query[]
  throw new ConfigError(`partitions must be a list of { topic, partition }: ${describe(given)}`)
}
