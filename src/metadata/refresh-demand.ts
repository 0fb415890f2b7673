import type { KafkaError } from '../errors/kafka-error.ts'
import type { Uuid } from '../protocol/uuid.ts'
import { createDeferred, type Deferred } from '../support/deferred.ts'
import type { ClusterSnapshot } from './cluster-snapshot.ts'

/** How one refresh ended that reached a broker. */
export interface RefreshOutcome {
  readonly snapshot: ClusterSnapshot
  /** The first failure of each topic that had one. */
  readonly failures: ReadonlyMap<string, KafkaError>
  readonly topicIdFailures: ReadonlyMap<Uuid, KafkaError>
}

/** What a caller wants of the next refresh, beyond what listeners want of every one. */
export interface RefreshWish {
  readonly topics?: readonly string[]
  readonly topicIds?: readonly Uuid[]
  readonly isForAllTopics?: boolean
  readonly allowAutoTopicCreation?: boolean
}

/** What is asked of one refresh, and who waits for it. Filled until the refresh starts, never afterwards. */
export class RefreshDemand {
  readonly topics: Set<string> = new Set()
  readonly creatableTopics: Set<string> = new Set()
  readonly topicIds: Set<Uuid> = new Set()
  readonly #waiters: Deferred<RefreshOutcome>[] = []
  isForAllTopics = false

  get hasWaiters(): boolean {
    return this.#waiters.length > 0
  }

  add(wish: RefreshWish): Promise<RefreshOutcome> {
    const names = wish.allowAutoTopicCreation === true ? this.creatableTopics : this.topics
    for (const name of wish.topics ?? []) names.add(name)
    for (const topicId of wish.topicIds ?? []) this.topicIds.add(topicId)
    this.isForAllTopics ||= wish.isForAllTopics ?? false
    const waiter = createDeferred<RefreshOutcome>()
    // A caller that gave up leaves its waiter behind; its rejection is nobody's.
    waiter.promise.catch(() => {})
    this.#waiters.push(waiter)
    return waiter.promise
  }

  resolve(outcome: RefreshOutcome): void {
    for (const waiter of this.#waiters.splice(0)) waiter.resolve(outcome)
  }

  reject(error: unknown): void {
    for (const waiter of this.#waiters.splice(0)) waiter.reject(error)
  }
}
