/**
 * A consumer whose partitions come from its group.
 *
 * It reads as every consumer does; what a group adds is in `GroupCoordination`, which it owns.
 */
import type { ClientCore } from '../client/client-core.ts'
import { ConfigError, StateError } from '../errors/client-errors.ts'
import type { GroupMetadata } from '../group/membership.ts'
import type { TopicPartition } from '../record/record.ts'
import type { CallOptions } from '../support/deadline.ts'
import type { OffsetCommit } from './commit-manager.ts'
import type { CommittedOffset } from './committed-offsets.ts'
import { Consumer } from './consumer.ts'
import type { ConsumerContext } from './consumer-context.ts'
import { describe, resolveConsumerOptions } from './consumer-options.ts'
import { type GroupConsumerOptions, resolveGroupOptions } from './group-consumer-options.ts'
import { GroupCoordination } from './group-coordination.ts'

/** An offset to commit: that of the next record to read, one more than the last one that is done. */
export interface CommitOffset extends TopicPartition {
  readonly offset: bigint
  /** Kept with the offset, for people and tools. Default: empty. */
  readonly metadata?: string
  /** The epoch of the last record that is done (`record.leaderEpoch`), for truncation detection. Default: unknown. */
  readonly leaderEpoch?: number
}

export class GroupConsumer extends Consumer {
  readonly #core: ClientCore
  readonly #coordination: GroupCoordination
  readonly #groupId: string

  constructor(core: ClientCore, context: ConsumerContext, options: GroupConsumerOptions) {
    const group = resolveGroupOptions(options)
    const { autoOffsetReset, clientRack } = resolveConsumerOptions({ ...group.fetch, assignments: [] })
    const coordination = new GroupCoordination({ core, group, autoOffsetReset, clientRack })
    super(context, { ...group.fetch, assignments: [] }, coordination)
    this.#core = core
    this.#coordination = coordination
    this.#groupId = group.groupId
  }

  /** Who this consumer is in its group at the moment: for transactions that commit its offsets. */
  get groupMetadata(): GroupMetadata {
    return this.#coordination.membership.metadata
  }

  /**
   * Commits, and waits for the broker. Without offsets: the positions of all partitions, including the record that is in
   * hand at this moment. Commits are made one after the other, in the order of the calls. Rejects when a partition is not
   * assigned (any more): then it is somebody else's, who reads those records again.
   */
  async commit(offsets?: readonly CommitOffset[], options: CallOptions = {}): Promise<void> {
    const operation = `Cannot commit in group ${this.#groupId}`
    const deadline = this.#core.startCall(operation, options)
    const commits = offsets === undefined ? undefined : this.#toCommits(offsets, operation)
    const given = commits ?? this.#coordination.given(this.assignedCursors())
    await deadline.race(this.#coordination.commits.commit(() => given, deadline))
  }

  /** What the group has committed for these partitions; those without are left out. */
  async committed(partitions: readonly TopicPartition[], options: CallOptions = {}): Promise<CommittedOffset[]> {
    const deadline = this.#core.startCall(`Cannot fetch the committed offsets of group ${this.#groupId}`, options)
    return [...(await this.#coordination.fetchCommitted(partitions, deadline)).values()]
  }

  #toCommits(offsets: readonly CommitOffset[], operation: string): readonly OffsetCommit[] {
    if (!Array.isArray(offsets)) {
      throw new ConfigError(`offsets must be a list of { topic, partition, offset }: ${describe(offsets)}`)
    }
    return offsets.map(({ topic, partition, offset, metadata = '', leaderEpoch = -1 }: CommitOffset) => {
      if (typeof offset !== 'bigint' || offset < 0n) {
        throw new ConfigError(`offset must be a bigint that is not negative: ${describe(offset)}`)
      }
      const cursor = this.assignedCursors().find((each) => each.topic === topic && each.partition === partition)
      if (cursor !== undefined) return { cursor, offset, metadata, leaderEpoch }
      const name = `${topic}-${partition}`
      throw new StateError('ILLEGAL_STATE', `${operation}: ${name} is not assigned to this consumer`)
    })
  }
}
