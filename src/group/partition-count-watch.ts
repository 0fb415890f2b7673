import type { ClientCore } from '../client/client-core.ts'
import type { TopicSnapshot } from '../metadata/cluster-snapshot.ts'
import type { PartitionListener } from '../metadata/partition-listener.ts'

/**
 * Keeps an eye on the topics that the group's leader has divided: new partitions, and topics that come and go, have to
 * be divided anew. Owned by the membership; knows nothing while the member is not the leader.
 */
export class PartitionCountWatch implements PartitionListener {
  readonly #core: ClientCore
  readonly #onChanged: (topic: string) => void
  #divided: ReadonlyMap<string, number> = new Map()
  #topics: readonly string[] = []
  #removeListener: (() => void) | undefined

  constructor(core: ClientCore, onChanged: (topic: string) => void) {
    this.#core = core
    this.#onChanged = onChanged
  }

  /** The leader has divided these. A topic without a count does not exist yet. */
  watch(topics: readonly string[], counts: ReadonlyMap<string, number>): void {
    this.#topics = topics
    this.#divided = counts
    this.#removeListener ??= this.#core.metadata.addListener(this)
    this.#core.metadata.catchUpListeners()
  }

  stop(): void {
    this.#removeListener?.()
    this.#removeListener = undefined
    this.#topics = []
  }

  topicsOfInterest(): Iterable<string> {
    return this.#topics
  }

  onTopicChanged({ name, partitions }: TopicSnapshot): void {
    if (this.#topics.includes(name) && this.#divided.get(name) !== partitions.length) this.#onChanged(name)
  }

  onTopicGone(topic: string): void {
    if (this.#topics.includes(topic) && this.#divided.has(topic)) this.#onChanged(topic)
  }

  onLoadError(): Promise<void> {
    return Promise.resolve()
  }
}
