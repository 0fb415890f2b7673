import type { KafkaError } from '../errors/kafka-error.ts'
import type { Log } from '../observe/log.ts'
import type { ClusterSnapshot } from './cluster-snapshot.ts'
import { LoadErrorLanes } from './load-error-lanes.ts'
import type { TopicUpdate } from './metadata-state.ts'
import type { LoadFailure, PartitionListener } from './partition-listener.ts'

interface Registration {
  readonly listener: PartitionListener
  /** Topics that this listener was told of: for it, "first" and "gone" count from its own view, not the snapshot's. */
  readonly toldTopics: Set<string>
  readonly lanes: LoadErrorLanes
}

interface TopologyNews {
  readonly updates: readonly TopicUpdate[]
  readonly goneTopics: readonly string[]
  readonly snapshot: ClusterSnapshot
}

/**
 * The refresher's listeners, and the order in which they hear of things.
 *
 * Owned by the refresher; nobody else calls it. Everything but `onLoadError` is synchronous. A listener may call back
 * into the refresher (apply a hint, ask for a refresh) while it is being told: that news waits until every listener has
 * heard the present one, so all hear the same things in the same order.
 */
export class ListenerRegistry {
  readonly #log: Log
  readonly #registrations = new Set<Registration>()
  readonly #news: TopologyNews[] = []
  #isDelivering = false

  constructor(log: Log) {
    this.#log = log
  }

  get isEmpty(): boolean {
    return this.#registrations.size === 0
  }

  /** Returns the function that removes it. */
  add(listener: PartitionListener): () => void {
    const lanes = new LoadErrorLanes(async (failure) => {
      try {
        await listener.onLoadError(failure)
      } catch (error) {
        this.#onListenerError('onLoadError', error)
      }
    })
    const registration: Registration = { listener, toldTopics: new Set(), lanes }
    this.#registrations.add(registration)
    return () => {
      this.#registrations.delete(registration)
      lanes.close()
    }
  }

  /** Every topic that some listener wants. */
  topicsOfInterest(): Set<string> {
    const topics = new Set<string>()
    for (const { listener } of this.#registrations) for (const topic of this.#interestOf(listener)) topics.add(topic)
    return topics
  }

  /** Tells topology: each listener the topics of its interest, and those it has newly taken an interest in, as first. */
  deliver(news: TopologyNews): void {
    this.#news.push(news)
    if (this.#isDelivering) return
    this.#isDelivering = true
    try {
      for (let next = this.#news.shift(); next !== undefined; next = this.#news.shift()) this.#deliverNow(next)
    } finally {
      this.#isDelivering = false
    }
  }

  reportFailures(failures: readonly LoadFailure[]): void {
    if (failures.length === 0) return
    for (const { listener, lanes } of [...this.#registrations]) {
      const interest = this.#interestOf(listener)
      for (const failure of failures) if (interest.has(failure.topic)) lanes.push(failure)
    }
  }

  /** The refresh failed as a whole: every topic of interest hears of it. */
  reportFailureOfAll(error: KafkaError, generation: number): void {
    for (const { listener, lanes } of [...this.#registrations]) {
      for (const topic of this.#interestOf(listener)) lanes.push({ topic, error, generation })
    }
  }

  close(): void {
    for (const { lanes } of this.#registrations) lanes.close()
    this.#registrations.clear()
    this.#news.length = 0
  }

  #deliverNow(news: TopologyNews): void {
    const updates = new Map(news.updates.map((update) => [update.topic.name, update]))
    for (const registration of [...this.#registrations]) {
      const { listener, toldTopics } = registration
      const interest = this.#interestOf(listener)
      for (const topic of news.goneTopics) {
        if (toldTopics.delete(topic)) this.#call('onTopicGone', () => listener.onTopicGone(topic))
      }
      for (const topic of toldTopics) if (!interest.has(topic)) toldTopics.delete(topic)
      for (const name of interest) {
        // Removed by what it was told a moment ago.
        if (!this.#registrations.has(registration)) break
        this.#tellTopic(registration, name, updates.get(name), news.snapshot)
      }
    }
  }

  #tellTopic(
    { listener, toldTopics }: Registration,
    name: string,
    update: TopicUpdate | undefined,
    snapshot: ClusterSnapshot,
  ): void {
    const topic = snapshot.topics.get(name)
    if (topic === undefined) return
    if (!toldTopics.has(name)) {
      toldTopics.add(name)
      const change = { isFirst: true, isNewTopicId: false, changedPartitions: topic.partitions }
      this.#call('onTopicChanged', () => listener.onTopicChanged(topic, change, snapshot))
    } else if (update !== undefined) {
      const change = { ...update.change, isFirst: false }
      this.#call('onTopicChanged', () => listener.onTopicChanged(topic, change, snapshot))
    }
  }

  #interestOf(listener: PartitionListener): ReadonlySet<string> {
    try {
      return new Set(listener.topicsOfInterest())
    } catch (error) {
      this.#onListenerError('topicsOfInterest', error)
      return new Set()
    }
  }

  /** One listener's defect must neither keep the news from the others nor end the refresher. */
  #call(method: string, call: () => void): void {
    try {
      call()
    } catch (error) {
      this.#onListenerError(method, error)
    }
  }

  #onListenerError(method: string, error: unknown): void {
    this.#log.event('error', 'metadata.listener_failed', { method, error })
  }
}
