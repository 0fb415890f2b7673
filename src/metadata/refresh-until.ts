import { BrokerError } from '../errors/broker-error.ts'
import { ErrorCodes } from '../errors/error-codes.ts'
import { KafkaError } from '../errors/kafka-error.ts'
import { type Uuid, zeroUuid } from '../protocol/uuid.ts'
import type { CallOptions, Deadline } from '../support/deadline.ts'
import type { ClusterSnapshot, TopicSnapshot } from './cluster-snapshot.ts'
import type { RefreshOutcome, RefreshWish } from './refresh-demand.ts'

/** For callers below the public API that already have a deadline: it wins over `signal` and `timeoutMs`. */
export interface WaitOptions extends CallOptions {
  readonly deadline?: Deadline
}

export interface EnsureTopicsOptions extends WaitOptions {
  /** Lets the broker create topics that do not exist, if it is configured to. Default false. */
  readonly allowAutoTopicCreation?: boolean
  /** What must hold of each topic before the wait is over. Default: that it is known. */
  readonly until?: (topic: TopicSnapshot) => boolean
  /** Asks the cluster even if the topics are known. Default false. */
  readonly mustAsk?: boolean
  /**
   * How many answers may say that a topic does not exist before the call fails with that: right after a topic's creation
   * some brokers have not heard of it yet. Default 4.
   */
  readonly unknownTopicRetries?: number
}

/** The part of the refresher that waiting needs. */
export interface RefreshingMetadata {
  readonly snapshot: ClusterSnapshot
  refreshFor(wish: RefreshWish): Promise<RefreshOutcome>
}

const defaultUnknownTopicRetries = 4
/** Redpanda answers INVALID_TOPIC_EXCEPTION for a moment while it creates a topic. */
const invalidTopicRetries = 3

/**
 * Refreshes until `nextWish` wants nothing more. `judge` looks at each outcome, throws what is final and returns what a
 * time-out should name as its cause. The refresher paces the refreshes, so the loop needs no pause of its own.
 */
export async function refreshUntil(
  metadata: RefreshingMetadata,
  deadline: Deadline,
  nextWish: () => RefreshWish | undefined,
  judge: (outcome: RefreshOutcome) => unknown,
): Promise<ClusterSnapshot> {
  deadline.throwIfOver()
  let lastError: unknown
  for (let wish = nextWish(); wish !== undefined; wish = nextWish()) {
    deadline.throwIfOver(lastError)
    let outcome: RefreshOutcome
    try {
      outcome = await deadline.race(metadata.refreshFor(wish), () => lastError)
    } catch (error) {
      if (deadline.isOver || !(error instanceof KafkaError) || !error.retriable) throw error
      lastError = error
      continue
    }
    lastError = judge(outcome) ?? lastError
  }
  return metadata.snapshot
}

/** Waits until the topics are known (and `until` holds of each), or one of them turns out not to be usable. */
export function ensureTopics(
  metadata: RefreshingMetadata,
  names: Iterable<string>,
  deadline: Deadline,
  options: EnsureTopicsOptions,
): Promise<ClusterSnapshot> {
  const pending = new Set(names)
  const until = options.until ?? (() => true)
  const tolerance = new TopicErrorTolerance(options)
  let mustAsk = options.mustAsk ?? false
  const nextWish = (): RefreshWish | undefined => {
    for (const name of mustAsk ? [] : pending) {
      const topic = metadata.snapshot.topics.get(name)
      if (topic !== undefined && until(topic)) pending.delete(name)
    }
    if (pending.size === 0) return undefined
    return { topics: [...pending], allowAutoTopicCreation: options.allowAutoTopicCreation ?? false }
  }
  return refreshUntil(metadata, deadline, nextWish, (outcome) => {
    mustAsk = false
    let error: unknown
    for (const name of pending) {
      const failure = outcome.failures.get(name)
      const topic = outcome.snapshot.topics.get(name)
      if (failure === undefined || (topic !== undefined && until(topic))) continue
      tolerance.check(name, failure)
      error = failure
    }
    return error
  })
}

/** Waits until the names of topics are known of which only the ids are (KIP-516). Brokers before 2.8 cannot be asked. */
export function ensureTopicIds(
  metadata: RefreshingMetadata,
  topicIds: Iterable<Uuid>,
  deadline: Deadline,
  options: EnsureTopicsOptions,
): Promise<ClusterSnapshot> {
  const pending = new Set(topicIds)
  pending.delete(zeroUuid)
  const tolerance = new TopicErrorTolerance(options)
  const nextWish = (): RefreshWish | undefined => {
    for (const topicId of pending) if (metadata.snapshot.topicNamesById.has(topicId)) pending.delete(topicId)
    return pending.size === 0 ? undefined : { topicIds: [...pending] }
  }
  return refreshUntil(metadata, deadline, nextWish, (outcome) => {
    let error: unknown
    for (const topicId of pending) {
      const failure = outcome.topicIdFailures.get(topicId)
      if (failure === undefined) continue
      tolerance.check(topicId, failure)
      error = failure
    }
    return error
  })
}

/** Decides how long a topic's error is waited out. */
class TopicErrorTolerance {
  readonly #unknownTopicRetries: number
  readonly #invalidTopicRetries: number
  readonly #counts = new Map<string, number>()

  constructor(options: EnsureTopicsOptions) {
    this.#unknownTopicRetries = options.unknownTopicRetries ?? defaultUnknownTopicRetries
    this.#invalidTopicRetries = options.allowAutoTopicCreation === true ? invalidTopicRetries : 0
  }

  /** Throws the failure when waiting longer is pointless. */
  check(topic: string, failure: KafkaError): void {
    const limit = this.#retriesOf(failure)
    const count = (this.#counts.get(topic) ?? 0) + 1
    if (Number.isFinite(limit)) this.#counts.set(topic, count)
    if (count > limit) throw failure
  }

  #retriesOf(failure: KafkaError): number {
    const code = failure instanceof BrokerError ? failure.errorCode : ErrorCodes.NONE
    switch (code) {
      case ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION:
      case ErrorCodes.UNKNOWN_TOPIC_ID:
        return this.#unknownTopicRetries
      case ErrorCodes.INVALID_TOPIC_EXCEPTION:
        return this.#invalidTopicRetries
      default:
        return failure.retriable ? Number.POSITIVE_INFINITY : 0
    }
  }
}
