import type { Uuid } from '../../protocol/uuid.ts'
import { Partition } from './partition.ts'
import type { TopicConfig } from './topic-config.ts'

/** One topic and its partitions. Owned by the cluster's state; a topic that is created again is another one. */
export class Topic {
  readonly name: string
  readonly topicId: Uuid
  readonly config: TopicConfig
  readonly isInternal: boolean
  readonly #partitions: Partition[] = []

  constructor(name: string, topicId: Uuid, config: TopicConfig, isInternal: boolean) {
    this.name = name
    this.topicId = topicId
    this.config = config
    this.isInternal = isInternal
  }

  get partitions(): readonly Partition[] {
    return this.#partitions
  }

  get replicationFactor(): number {
    return this.#partitions[0]?.replicas.length ?? 0
  }

  /** @param startOffset Where the logs of these partitions begin. */
  addPartitions(assignments: readonly (readonly number[])[], startOffset = 0n): void {
    for (const replicas of assignments) {
      this.#partitions.push(
        new Partition({
          topicName: this.name,
          index: this.#partitions.length,
          replicas,
          startOffset,
          settings: () => this.config.settings,
        }),
      )
    }
  }
}
