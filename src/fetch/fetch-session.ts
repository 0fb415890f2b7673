/**
 * An incremental fetch session with one broker (KIP-227): the broker remembers which partitions are fetched and from
 * where, requests say only what has changed, and answers leave out what has nothing new.
 *
 * Owned by the broker's `FetchSource`, which has one fetch under way at most. Nothing here changes before an answer says
 * so: `plan()` is free of side effects, and a request that was given up leaves a session that has to be replaced, because
 * the broker may have moved on.
 */
import { ErrorCodes } from '../errors/error-codes.ts'
import { type Uuid, zeroUuid } from '../protocol/uuid.ts'

/** One partition as a fetch request names it. */
export interface PartitionRequest {
  readonly topic: string
  readonly topicId: Uuid
  readonly partition: number
  readonly fetchOffset: bigint
  readonly leaderEpoch: number
  readonly lastFetchedEpoch: number
  readonly maxBytes: number
}

/** What one request says. */
export interface SessionPlan {
  readonly sessionId: number
  readonly sessionEpoch: number
  /** All that the broker is to look at, whether it is named in the request or remembered. */
  readonly wanted: readonly PartitionRequest[]
  readonly named: readonly PartitionRequest[]
  readonly forgotten: readonly ForgottenPartition[]
  readonly usesTopicIds: boolean
}

export type ForgottenPartition = Pick<PartitionRequest, 'topic' | 'topicId' | 'partition'>

/** `session_epoch` of a request that asks for a new session, and of one that ends a session or does without. */
const initialEpoch = 0
const finalEpoch = -1
const largestEpoch = 0x7fffffff

/** A broker whose session cache is full says no every time; asking now and then is enough to notice that it has room. */
const fetchesBeforeAskingAgain = 100

export class FetchSession {
  #sessionId = 0
  #nextEpoch = initialEpoch
  #usesTopicIds = false
  #remembered: ReadonlyMap<string, PartitionRequest> = new Map()
  #fetchesWithoutSession = 0
  #isRefused = false
  #lossesInARow = 0

  /** 0 when there is no session. */
  get sessionId(): number {
    return this.#sessionId
  }

  /** What to send so that the broker looks at exactly the `wanted` partitions. Changes nothing. */
  plan(wanted: readonly PartitionRequest[], usesTopicIds: boolean): SessionPlan {
    const isIncremental = this.#nextEpoch > initialEpoch && this.#usesTopicIds === usesTopicIds
    if (isIncremental) {
      const sessionEpoch = this.#nextEpoch
      return { sessionId: this.#sessionId, sessionEpoch, wanted, usesTopicIds, ...this.#changes(wanted) }
    }
    const asksForSession = !this.#isRefused || this.#fetchesWithoutSession >= fetchesBeforeAskingAgain
    const sessionEpoch = asksForSession ? initialEpoch : finalEpoch
    // With the id of the old session the broker replaces that one, instead of keeping both until the old one expires.
    return { sessionId: this.#sessionId, sessionEpoch, wanted, usesTopicIds, named: wanted, forgotten: [] }
  }

  /** The broker answered without a session error. */
  accepted(plan: SessionPlan, sessionId: number): void {
    this.#lossesInARow = 0
    if (plan.sessionEpoch === finalEpoch || sessionId === 0) {
      this.#forget()
      this.#fetchesWithoutSession = plan.sessionEpoch === finalEpoch ? this.#fetchesWithoutSession + 1 : 0
      this.#isRefused = true
      return
    }
    this.#isRefused = false
    this.#sessionId = sessionId
    this.#usesTopicIds = plan.usesTopicIds
    // 0 would ask for a new session.
    this.#nextEpoch = plan.sessionEpoch === largestEpoch ? 1 : plan.sessionEpoch + 1
    this.#remembered = new Map(plan.wanted.map((request) => [keyOf(request), request]))
  }

  /**
   * The broker answered with an error for the session. True when a full fetch may follow at once; false when that has
   * just been tried, and would go round in circles.
   */
  lost(errorCode: number): boolean {
    // A session that the broker does not know cannot be replaced either.
    if (errorCode === ErrorCodes.FETCH_SESSION_ID_NOT_FOUND) this.#forget()
    else this.#replace()
    this.#lossesInARow += 1
    if (this.#lossesInARow > 1) this.#isRefused = true
    return this.#lossesInARow === 1
  }

  /** No answer came: nobody knows whether the broker saw the request. The next one starts over. */
  interrupted(): void {
    this.#replace()
  }

  /** The ids of a session to end, so that the broker can free its memory; undefined when there is none. Ends it here. */
  end(): { readonly sessionId: number; readonly sessionEpoch: number } | undefined {
    const sessionId = this.#sessionId
    this.#forget()
    return sessionId === 0 ? undefined : { sessionId, sessionEpoch: finalEpoch }
  }

  #changes(wanted: readonly PartitionRequest[]): Pick<SessionPlan, 'named' | 'forgotten'> {
    const forgotten = new Map(this.#remembered)
    const named: PartitionRequest[] = []
    for (const request of wanted) {
      const key = keyOf(request)
      const known = this.#remembered.get(key)
      forgotten.delete(key)
      if (known === undefined || !isSameRequest(known, request)) named.push(request)
    }
    return { named, forgotten: [...forgotten.values()] }
  }

  #replace(): void {
    this.#nextEpoch = initialEpoch
    this.#remembered = new Map()
  }

  #forget(): void {
    this.#replace()
    this.#sessionId = 0
  }
}

/** With its id, so that a topic that was created anew is another partition to the broker. */
function keyOf({ topic, topicId, partition }: ForgottenPartition): string {
  return `${topicId === zeroUuid ? topic : topicId}/${partition}`
}

function isSameRequest(a: PartitionRequest, b: PartitionRequest): boolean {
  return (
    a.fetchOffset === b.fetchOffset &&
    a.leaderEpoch === b.leaderEpoch &&
    a.lastFetchedEpoch === b.lastFetchedEpoch &&
    a.maxBytes === b.maxBytes
  )
}
