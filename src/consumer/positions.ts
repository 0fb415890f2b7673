import { LogTruncationError, OffsetOutOfRangeError } from '../errors/fetch-errors.ts'
import type { Cursor } from '../fetch/cursor.ts'
import type { PositionKeeper } from '../fetch/fetch-context.ts'
import type { LogBounds } from '../fetch/handle-fetch-response.ts'
import type { Log } from '../observe/log.ts'
import type { StartOffset } from './consumer-options.ts'
import type { OffsetReset, OffsetResetPolicy, OffsetResetTarget } from './offset-reset.ts'

/**
 * Decides where to read: what the user asks for, and what the reset policy says when a position turns out not to be in
 * the log. Owned by the consumer; everything is synchronous.
 */
export class Positions implements PositionKeeper {
  readonly #target: OffsetResetTarget
  readonly #reset: OffsetReset
  readonly #policy: OffsetResetPolicy
  readonly #log: Log

  constructor(target: OffsetResetTarget, reset: OffsetReset, policy: OffsetResetPolicy, log: Log) {
    this.#target = target
    this.#reset = reset
    this.#policy = policy
    this.#log = log
  }

  /** The next record is the one at `offset`, or the one that a look-up will find. */
  set(cursor: Cursor, offset: StartOffset): void {
    if (typeof offset === 'bigint') this.#target.moveTo(cursor, offset)
    else this.#reset.request(cursor, offset)
  }

  onOffsetOutOfRange(cursor: Cursor, bounds: LogBounds): void {
    const { topic, partition } = cursor
    const offset = cursor.position ?? cursor.fetchOffset
    if (this.#policy === 'none') {
      this.#target.fail(cursor, new OffsetOutOfRangeError(topic, partition, offset))
      return
    }
    this.#log.event('warn', 'consumer.offset_out_of_range', {
      topic,
      partition,
      offset,
      reset: this.#policy,
      ...bounds,
    })
    this.#reset.request(cursor, this.#policy)
  }

  onLogTruncated(cursor: Cursor, divergingOffset: bigint): void {
    const { topic, partition } = cursor
    const offset = cursor.position ?? cursor.fetchOffset
    if (this.#policy === 'none') {
      this.#target.fail(cursor, new LogTruncationError(topic, partition, offset, divergingOffset))
      return
    }
    // What replaced the lost records has not been read by anybody: skipping it with `latest` would lose it too.
    this.#log.event('warn', 'consumer.log_truncated', { topic, partition, offset, divergingOffset })
    this.#target.moveTo(cursor, divergingOffset)
  }

  onTopicRecreated(cursor: Cursor): void {
    const { topic, partition } = cursor
    // Before the first position was found there is nothing that belongs to the old log.
    if (cursor.position === undefined) return
    this.#log.event('warn', 'consumer.topic_recreated', { topic, partition, reset: this.#policy })
    if (this.#policy === 'none') {
      this.#target.fail(cursor, new OffsetOutOfRangeError(topic, partition, cursor.position))
    } else this.#reset.request(cursor, this.#policy)
  }

  onLeaderFound(): void {
    this.#reset.goOn()
  }

  onOffsetStillNeeded(cursor: Cursor): void {
    this.#reset.retry(cursor)
  }
}
