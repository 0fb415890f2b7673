/**
 * A consumer whose partitions come from its group.
 *
 * It reads as every consumer does; what a group adds is in `GroupCoordination`, which it owns.
 */
import type { ClientCore } from '../client/client-core.ts'
import { StateError } from '../errors/client-errors.ts'
import type { GroupMetadata } from '../group/membership.ts'
import type { TopicPartition } from '../record/record.ts'
import type { CallOptions } from '../support/deadline.ts'
import type { OffsetCommit } from './commit-manager.ts'
import { type CommitOffset, type Committable, offsetsOf } from './commit-offset.ts'
import type { CommittedOffset } from './committed-offsets.ts'
import { Consumer } from './consumer.ts'
import type { ConsumerContext } from './consumer-context.ts'
import { type ConsumerOptions, resolveConsumerOptions, type StartOffset } from './consumer-options.ts'
import { type GroupConsumerOptions, resolveGroupOptions } from './group-consumer-options.ts'
import { GroupCoordination } from './group-coordination.ts'

export class GroupConsumer<K = Buffer | null, V = Buffer | null> extends Consumer<K, V> {
  readonly #core: ClientCore
  readonly #coordination: GroupCoordination
  readonly #groupId: string

  constructor(core: ClientCore, context: ConsumerContext, options: GroupConsumerOptions<K, V>) {
    const group = resolveGroupOptions(options)
    const { autoOffsetReset, clientRack } = resolveConsumerOptions({ ...group.fetch, assignments: [] })
    const coordination = new GroupCoordination({ core, group, autoOffsetReset, clientRack })
    super(context, { ...(group.fetch as ConsumerOptions<K, V>), assignments: [] }, coordination)
    this.#core = core
    this.#coordination = coordination
    this.#groupId = group.groupId
  }

  /** Who this consumer is in its group at the moment: for transactions that commit its offsets. */
  get groupMetadata(): GroupMetadata {
    return this.#coordination.membership.metadata
  }

  /**
   * Commits, and waits for the broker. What: a record or a batch that is done, offsets to go on from, or a list of any;
   * without it the positions of all partitions, including what is in hand at this moment. Commits are made one after the
   * other, in the order of the calls. Rejects when a partition is not assigned (any more): then it is somebody else's, who
   * reads those records again.
   */
  async commit(done?: Committable, options: CallOptions = {}): Promise<void> {
    const operation = `Cannot commit in group ${this.#groupId}`
    const deadline = this.#core.startCall(operation, options)
    const commits = done === undefined ? undefined : this.#toCommits(offsetsOf(done), operation)
    const given = commits ?? this.#coordination.given(this.assignedCursors())
    await deadline.race(this.#coordination.commits.commit(() => given, deadline))
  }

  /**
   * Says that a record or a batch is done, or that what is before an offset is; with `autoCommit: 'marked'` that is what is
   * committed on time, before partitions go, and on close. Never goes back, and does nothing for a partition that is not
   * assigned (any more): a handler may mark whenever it ends, in any order.
   */
  mark(done: Committable): void {
    for (const offset of offsetsOf(done)) {
      const cursor = this.assignedCursor(offset.topic, offset.partition)
      if (cursor !== undefined) this.#coordination.marks.mark(cursor, offset)
    }
  }

  override seek(topic: string, partition: number, offset: StartOffset): void {
    super.seek(topic, partition, offset)
    const cursor = this.assignedCursor(topic, partition)
    if (cursor !== undefined) this.#coordination.marks.forget(cursor)
  }

  /** What the group has committed for these partitions; those without are left out. */
  async committed(partitions: readonly TopicPartition[], options: CallOptions = {}): Promise<CommittedOffset[]> {
    const deadline = this.#core.startCall(`Cannot fetch the committed offsets of group ${this.#groupId}`, options)
    return [...(await this.#coordination.fetchCommitted(partitions, deadline)).values()]
  }

  #toCommits(offsets: readonly Required<CommitOffset>[], operation: string): readonly OffsetCommit[] {
    return offsets.map(({ topic, partition, offset, metadata, leaderEpoch }) => {
      const cursor = this.assignedCursor(topic, partition)
      if (cursor !== undefined) return { cursor, offset, metadata, leaderEpoch }
      const name = `${topic}-${partition}`
      throw new StateError('ILLEGAL_STATE', `${operation}: ${name} is not assigned to this consumer`)
    })
  }
}
