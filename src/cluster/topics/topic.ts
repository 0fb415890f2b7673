import type { Uuid } from '../../protocol/uuid.ts'
import { Partition, type PartitionOptions } from './partition.ts'
import type { TopicConfig } from './topic-config.ts'

/** Says where a partition of a topic is kept. */
export type PartitionOpener = (index: number) => Pick<PartitionOptions, 'store' | 'stored'>

/** One topic and its partitions. Owned by the cluster's state; a topic that is created again is another one. */
export class Topic {
  readonly name: string
  readonly topicId: Uuid
  readonly config: TopicConfig
  readonly isInternal: boolean
  readonly #leaderEpochStep: number
  readonly #openStore: PartitionOpener | undefined
  readonly #partitions: Partition[] = []

  constructor(
    name: string,
    topicId: Uuid,
    config: TopicConfig,
    isInternal: boolean,
    leaderEpochStep = 1,
    openStore?: PartitionOpener,
  ) {
    this.name = name
    this.topicId = topicId
    this.config = config
    this.isInternal = isInternal
    this.#leaderEpochStep = leaderEpochStep
    this.#openStore = openStore
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
      const index = this.#partitions.length
      this.#partitions.push(
        new Partition({
          topicName: this.name,
          index,
          replicas,
          startOffset,
          settings: () => this.config.settings,
          leaderEpochStep: this.#leaderEpochStep,
          ...this.#openStore?.(index),
        }),
      )
    }
  }
}
