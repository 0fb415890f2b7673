/**
 * The names of the topics that the coordinator assigns by id.
 *
 * Owned by the membership. What is assigned keeps its name, whatever becomes of the topic; other names come from the
 * cluster's metadata, which is asked for those that it does not have.
 */
import type { ClientCore } from '../client/client-core.ts'
import type { Uuid } from '../protocol/uuid.ts'
import { Deadline } from '../support/deadline.ts'
import type { OwnedPartition, TopicIdPartitions } from './owned-partitions.ts'

/** A topic that is just being made may take a while to reach every broker. */
const unknownTopicRetries = 20

export interface NamedPartitions {
  readonly known: readonly OwnedPartition[]
  /** Topics whose names are not known yet. They are not owned, and not acknowledged, before. */
  readonly unknownIds: readonly Uuid[]
}

export class TopicNames {
  readonly #core: ClientCore
  readonly #groupId: string
  readonly #signal: AbortSignal
  #lookup: Promise<void> | undefined

  constructor(core: ClientCore, groupId: string, signal: AbortSignal) {
    this.#core = core
    this.#groupId = groupId
    this.#signal = signal
  }

  name(topics: readonly TopicIdPartitions[], owned: readonly OwnedPartition[]): NamedPartitions {
    const ownNames = new Map(owned.map(({ topicId, topic }) => [topicId, topic]))
    const { topicNamesById } = this.#core.metadata.snapshot
    const known: OwnedPartition[] = []
    const unknownIds: Uuid[] = []
    for (const { topicId, partitions } of topics) {
      const topic = ownNames.get(topicId) ?? topicNamesById.get(topicId)
      if (topic === undefined) unknownIds.push(topicId)
      else known.push(...partitions.map((partition) => ({ topicId, topic, partition })))
    }
    return { known, unknownIds }
  }

  /** Asks the cluster, unless that is being done already. `onFound` is called when there is news. Never rejects. */
  lookUp(topicIds: readonly Uuid[], onFound: () => void): void {
    if (this.#lookup !== undefined) return
    this.#lookup = this.#ask(topicIds, onFound).finally(() => {
      this.#lookup = undefined
    })
  }

  async #ask(topicIds: readonly Uuid[], onFound: () => void): Promise<void> {
    const { metadata, options, platform } = this.#core
    const operation = `Cannot find the names of topics assigned in group ${this.#groupId}`
    const deadline = new Deadline(platform.clock, operation, options.defaultApiTimeoutMs, this.#signal)
    try {
      await metadata.ensureTopicIds(topicIds, { deadline, unknownTopicRetries })
    } catch (error) {
      if (this.#signal.aborted) return
      // Some of them may have been found all the same. Heartbeats go on, and the next one looks again.
      platform.log.event('warn', 'group.topic_names_not_found', { groupId: this.#groupId, topicIds, error })
    }
    if (topicIds.some((topicId) => metadata.snapshot.topicNamesById.has(topicId))) onFound()
  }
}
