/**
 * What a member wants to read: names, or a pattern that names come from.
 *
 * Owned by the membership. A `RegExp` is applied here, to the topics of every refresh of the metadata; a pattern given as
 * a string is the coordinator's to evaluate (KIP-848), and has no names here.
 */
import type { ClientCore } from '../client/client-core.ts'
import type { ClusterSnapshot } from '../metadata/cluster-snapshot.ts'

/** `topics`, or a pattern: a `RegExp`, or RE2 in a string. */
export type TopicChoice = readonly string[] | RegExp | string

export class TopicSubscription {
  readonly #core: ClientCore
  readonly #choice: TopicChoice
  readonly #onChanged: (reason: string) => void
  #names: readonly string[]
  #stopWatching: (() => void) | undefined

  constructor(core: ClientCore, choice: TopicChoice, onChanged: (reason: string) => void) {
    this.#core = core
    this.#choice = choice
    this.#onChanged = onChanged
    this.#names = typeof choice === 'string' || choice instanceof RegExp ? [] : [...choice].sort()
  }

  /** In order, each once. */
  get names(): readonly string[] {
    return this.#names
  }

  /** For the coordinator; null where the names are known here. */
  get remotePattern(): string | null {
    return typeof this.#choice === 'string' ? this.#choice : null
  }

  /** Nothing matches yet: there is nothing to ask of the group. */
  get isEmpty(): boolean {
    return this.#names.length === 0 && this.remotePattern === null
  }

  /** Looks at the cluster's topics, and keeps looking until `stop()`. Rejects when they cannot be had. */
  async load(signal: AbortSignal): Promise<void> {
    if (!(this.#choice instanceof RegExp) || this.#stopWatching !== undefined) return
    this.#take(await this.#core.metadata.loadAllTopics({ signal }))
    signal.throwIfAborted()
    this.#stopWatching ??= this.#core.metadata.watchAllTopics((snapshot) => this.#onSnapshot(snapshot))
  }

  stop(): void {
    this.#stopWatching?.()
    this.#stopWatching = undefined
  }

  #onSnapshot(snapshot: ClusterSnapshot): void {
    if (this.#take(snapshot)) this.#onChanged(`${this.#names.length} topics match the pattern now`)
  }

  #take({ topics }: ClusterSnapshot): boolean {
    const pattern = this.#choice as RegExp
    const names = [...topics.values()]
      // Kafka's own topics are for those who name them. `search`, because `test` remembers where it was.
      .filter(({ name, isInternal }) => !isInternal && name.search(pattern) >= 0)
      .map(({ name }) => name)
      .sort()
    if (names.length === this.#names.length && names.every((name, index) => name === this.#names[index])) return false
    this.#names = names
    return true
  }
}
