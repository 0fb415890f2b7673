import type { ClientCore } from '../client/client-core.ts'
import type { ClusterSnapshot, TopicSnapshot } from '../metadata/cluster-snapshot.ts'
import type { PartitionListener, TopicChange } from '../metadata/partition-listener.ts'
import { type Division, racksOf } from './divide-partitions.ts'

/**
 * Keeps an eye on the topics that the group's leader has divided: new partitions, topics that come and go, and replicas
 * that move to other racks have to be divided anew. Owned by the membership; knows nothing while the member is not the leader.
 */
export class PartitionCountWatch implements PartitionListener {
  readonly #core: ClientCore
  readonly #onChanged: (topic: string) => void
  #division: Omit<Division, 'assignment'> = { topics: [], partitionCounts: new Map(), partitionRacks: undefined }
  #removeListener: (() => void) | undefined

  constructor(core: ClientCore, onChanged: (topic: string) => void) {
    this.#core = core
    this.#onChanged = onChanged
  }

  /** The leader has divided these. A topic without a count does not exist yet. */
  watch(division: Omit<Division, 'assignment'>): void {
    this.#division = division
    this.#removeListener ??= this.#core.metadata.addListener(this)
    this.#core.metadata.catchUpListeners()
  }

  stop(): void {
    this.#removeListener?.()
    this.#removeListener = undefined
    this.#division = { topics: [], partitionCounts: new Map(), partitionRacks: undefined }
  }

  topicsOfInterest(): Iterable<string> {
    return this.#division.topics
  }

  onTopicChanged({ name, partitions }: TopicSnapshot, _change: TopicChange, snapshot: ClusterSnapshot): void {
    const { topics, partitionCounts, partitionRacks } = this.#division
    if (!topics.includes(name)) return
    const racks = partitionRacks?.get(name)
    const isMoved = racks !== undefined && JSON.stringify(racks) !== JSON.stringify(racksOf(snapshot, name))
    if (partitionCounts.get(name) !== partitions.length || isMoved) this.#onChanged(name)
  }

  onTopicGone(topic: string): void {
    const { topics, partitionCounts } = this.#division
    if (topics.includes(topic) && partitionCounts.has(topic)) this.#onChanged(topic)
  }

  onLoadError(): Promise<void> {
    return Promise.resolve()
  }
}
