/**
 * Looks up offsets for partitions whose position is not known: where the user said `earliest`, `latest` or a time, and
 * after the position was found not to be in the log.
 *
 * Owned by the consumer. A look-up that was superseded (by a seek, another reset, a release) is recognised by the
 * cursor's position epoch when its result comes, and dropped. A look-up waits until the partition's leader is known;
 * those of one turn of the event loop and one leader go together, so that no broker holds up another's.
 */
import { asKafkaError } from '../errors/as-kafka-error.ts'
import type { KafkaError } from '../errors/kafka-error.ts'
import type { IsolationLevel } from '../fetch/build-fetch-request.ts'
import type { Cursor } from '../fetch/cursor.ts'
import type { Platform } from '../platform/platform.ts'
import type { TopicPartition } from '../record/record.ts'
import { type BackoffPolicy, backoffDelayMs } from '../support/backoff.ts'
import type { Timer } from '../support/clock.ts'
import type { CallOptions } from '../support/deadline.ts'

/**
 * Kafka's `auto.offset.reset`. With a duration (KIP-1106): the first record that is not older than that, or the end
 * when there is none.
 */
export type OffsetResetPolicy = 'earliest' | 'latest' | 'none' | { readonly durationMs: number }

/** What to look an offset up for. */
export type OffsetTarget = 'earliest' | 'latest' | { readonly timestamp: number }

export interface OffsetQuery extends TopicPartition {
  readonly target: OffsetTarget
}

export interface FoundOffset extends TopicPartition {
  /** Undefined when no record is as late as the timestamp asked for. */
  readonly offset: bigint | undefined
  /** Of the record that was found by its time; null where the broker does not tell. */
  readonly timestamp?: number | null
  readonly leaderEpoch?: number
  /** Why there is no answer for this partition. */
  readonly error?: KafkaError
}

/** Asks the partitions' leaders (ListOffsets). What it gives up on is asked for again after a pause, if that may help. */
export type FindOffsets = (
  queries: readonly OffsetQuery[],
  options: CallOptions & { readonly isolationLevel: IsolationLevel },
) => Promise<readonly FoundOffset[]>

/** What a look-up does to the positions; the `Fetcher` is the real one. */
export interface OffsetResetTarget {
  awaitOffset(cursor: Cursor): number
  moveTo(cursor: Cursor, offset: bigint): void
  fail(cursor: Cursor, error: Error): void
}

interface Lookup {
  readonly cursor: Cursor
  readonly target: OffsetTarget
  readonly positionEpoch: number
  attempt: number
  /** Waits for its turn; false while its request is under way or its error waits for the reader. */
  isDue: boolean
  timer?: Timer
}

export interface OffsetResetOptions {
  readonly platform: Platform
  readonly findOffsets: FindOffsets
  readonly isolationLevel: IsolationLevel
  readonly backoff: BackoffPolicy
  readonly positions: OffsetResetTarget
}

export class OffsetReset {
  readonly #options: OffsetResetOptions
  readonly #lookups = new Map<Cursor, Lookup>()
  readonly #closing = new AbortController()
  #isStarted = false
  #isScheduled = false

  constructor(options: OffsetResetOptions) {
    this.#options = options
  }

  /** Look-ups may use the network from now on. */
  start(): void {
    this.#isStarted = true
    this.#schedule()
  }

  /** A leader has become known: look-ups may have waited for it. */
  goOn(): void {
    if (this.#lookups.size > 0) this.#schedule()
  }

  /** Forgets the position and looks another one up. Replaces a look-up that is under way. */
  request(cursor: Cursor, wanted: OffsetTarget | { readonly durationMs: number }): void {
    const target = this.#targetOf(wanted)
    const positionEpoch = this.#options.positions.awaitOffset(cursor)
    this.#forget(cursor)
    this.#lookups.set(cursor, { cursor, target, positionEpoch, attempt: 0, isDue: true })
    this.#schedule()
  }

  /** The reader was given the error of a look-up, which is made again now. */
  retry(cursor: Cursor): void {
    const lookup = this.#lookups.get(cursor)
    if (lookup !== undefined) this.#retryAfterPause(lookup)
  }

  /** Ends all look-ups. Idempotent. */
  close(): void {
    this.#closing.abort()
    for (const { timer } of this.#lookups.values()) timer?.cancel()
    this.#lookups.clear()
  }

  /** A duration counts back from now, once: while the look-up is repeated, records must not grow too old for it. */
  #targetOf(wanted: OffsetTarget | { readonly durationMs: number }): OffsetTarget {
    if (typeof wanted === 'string' || 'timestamp' in wanted) return wanted
    return { timestamp: Math.max(0, this.#options.platform.clock.wallNow() - wanted.durationMs) }
  }

  #schedule(): void {
    if (!this.#isStarted || this.#isScheduled || this.#closing.signal.aborted) return
    this.#isScheduled = true
    this.#options.platform.clock.defer('offset.lookup', () => {
      this.#isScheduled = false
      this.#flush()
    })
  }

  #flush(): void {
    if (this.#closing.signal.aborted) return
    const byLeader = new Map<number, Lookup[]>()
    for (const lookup of [...this.#lookups.values()]) {
      const { leader } = lookup.cursor
      if (!this.#isCurrent(lookup) || !lookup.isDue || leader < 0) continue
      lookup.isDue = false
      byLeader.set(leader, [...(byLeader.get(leader) ?? []), lookup])
    }
    // Never rejects: whatever goes wrong is given to the look-ups in question.
    for (const lookups of byLeader.values()) void this.#look(lookups)
  }

  async #look(lookups: readonly Lookup[]): Promise<void> {
    const { findOffsets, isolationLevel } = this.#options
    const queries = lookups.map(({ cursor: { topic, partition }, target }) => ({ topic, partition, target }))
    try {
      const found = await findOffsets(queries, { isolationLevel, signal: this.#closing.signal })
      const byPartition = new Map(found.map((result) => [`${result.topic}-${result.partition}`, result]))
      for (const lookup of lookups) this.#take(lookup, byPartition.get(lookup.cursor.name))
    } catch (error) {
      for (const lookup of lookups) this.#onError(lookup, asKafkaError(error))
    }
  }

  #take(lookup: Lookup, found: FoundOffset | undefined): void {
    const { cursor } = lookup
    if (!this.#isCurrent(lookup)) return
    // A broker that leaves a partition out of its answer has not said no.
    if (found === undefined) this.#retryAfterPause(lookup)
    else if (found.error !== undefined) this.#onError(lookup, found.error)
    // No record is that late: go on behind the last one.
    else if (found.offset === undefined) this.request(cursor, 'latest')
    else {
      this.#forget(cursor)
      this.#options.positions.moveTo(cursor, found.offset)
    }
  }

  #onError(lookup: Lookup, error: KafkaError): void {
    if (!this.#isCurrent(lookup)) return
    const { positions, platform } = this.#options
    platform.log.event('warn', 'consumer.offset_lookup_failed', { partition: lookup.cursor.name, error })
    if (error.retriable) this.#retryAfterPause(lookup)
    else positions.fail(lookup.cursor, error)
  }

  #retryAfterPause(lookup: Lookup): void {
    if (lookup.timer !== undefined) return
    const { platform, backoff } = this.#options
    const delayMs = backoffDelayMs(backoff, lookup.attempt, platform.random)
    lookup.attempt += 1
    lookup.timer = platform.clock.setTimer(delayMs, 'offset.lookup', () => {
      delete lookup.timer
      lookup.isDue = true
      this.#flush()
    })
  }

  /** False once a seek, a later look-up or a release has taken its place. */
  #isCurrent(lookup: Lookup): boolean {
    if (this.#closing.signal.aborted) return false
    if (this.#lookups.get(lookup.cursor) !== lookup) return false
    if (lookup.cursor.positionEpoch === lookup.positionEpoch) return true
    this.#forget(lookup.cursor)
    return false
  }

  #forget(cursor: Cursor): void {
    this.#lookups.get(cursor)?.timer?.cancel()
    this.#lookups.delete(cursor)
  }
}
