/**
 * The offsets that groups have committed, and those that wait for the end of a transaction.
 *
 * One object of the cluster owns them, as `__consumer_offsets` would: coordinators come and go, offsets stay. A topic that is
 * deleted takes its offsets along, also where another one of its name follows. Whether a member may commit is decided before,
 * by the group.
 */
import type { Uuid } from '../../protocol/uuid.ts'
import type { ClusterPart, ClusterState } from '../cluster-state.ts'

/** What a member commits for one partition. */
export interface OffsetToCommit {
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
  /** -1 where the client does not know it. */
  readonly leaderEpoch: number
  readonly metadata: string
}

export interface CommittedOffset extends OffsetToCommit {
  /** Of the topic that it was committed for; undefined where there was none. */
  readonly topicId: Uuid | undefined
  readonly committedAtMs: number
  /** From the RetentionTimeMs of OffsetCommit v2-4; otherwise the broker's retention holds. */
  readonly expiresAtMs: number | undefined
}

interface StoredOffset extends CommittedOffset {
  /** Its place among all commits: a transaction that ends late does not undo what was committed after its own commit. */
  readonly order: number
}

/** Offsets by topic and partition. */
type OffsetsByPartition = Map<string, StoredOffset>

type GroupsSnapshot = Readonly<Record<string, readonly OffsetSnapshot[]>>

interface OffsetsSnapshot {
  readonly groups: GroupsSnapshot
  /** By producer id: a transaction that is open outlives a restart, and so do its offsets. */
  readonly pending: Readonly<Record<string, GroupsSnapshot>>
}

interface OffsetSnapshot {
  readonly topic: string
  readonly partition: number
  readonly offset: string
  readonly leaderEpoch: number
  readonly metadata: string
  readonly topicId: Uuid | null
  readonly committedAtMs: number
  readonly expiresAtMs: number | null
  readonly order: number
}

export class GroupOffsets implements ClusterPart {
  readonly snapshotName = 'groupOffsets'
  readonly #cluster: ClusterState
  readonly #committed = new Map<string, OffsetsByPartition>()
  /** What open transactions have committed: by producer id, then by group. */
  readonly #pending = new Map<bigint, Map<string, OffsetsByPartition>>()
  #order = 0

  constructor(cluster: ClusterState) {
    this.#cluster = cluster
  }

  /** Groups with offsets, committed ones or pending ones. */
  get groupIds(): ReadonlySet<string> {
    const ids = new Set<string>()
    for (const groupId of this.#committed.keys()) if (this.of(groupId).length > 0) ids.add(groupId)
    for (const groups of this.#pending.values()) {
      for (const [groupId, { size }] of groups) if (size > 0) ids.add(groupId)
    }
    return ids
  }

  /** All committed offsets of a group, by topic and partition. */
  of(groupId: string): readonly CommittedOffset[] {
    const offsets = [...(this.#committed.get(groupId)?.values() ?? [])].filter((offset) =>
      this.#isOfLivingTopic(offset),
    )
    return offsets.sort((a, b) => compareNames(a.topic, b.topic) || a.partition - b.partition)
  }

  get(groupId: string, topic: string, partition: number): CommittedOffset | undefined {
    const offset = this.#committed.get(groupId)?.get(keyOf(topic, partition))
    return offset !== undefined && this.#isOfLivingTopic(offset) ? offset : undefined
  }

  /** @param retentionMs Counted from now; undefined where the broker's own retention holds. */
  commit(groupId: string, offsets: Iterable<OffsetToCommit>, retentionMs?: number): void {
    const stored = this.#stored(offsets, retentionMs)
    for (const [key, offset] of stored) mapIn(this.#committed, groupId).set(key, offset)
  }

  /** Commits within a transaction: nobody sees them before it ends. */
  stage(groupId: string, producerId: bigint, offsets: Iterable<OffsetToCommit>): void {
    const pendingOfGroup = mapIn(mapIn(this.#pending, producerId), groupId)
    for (const [key, offset] of this.#stored(offsets)) pendingOfGroup.set(key, offset)
  }

  /** The transaction of that producer ended. */
  complete(producerId: bigint, isCommitted: boolean): void {
    const groups = this.#pending.get(producerId)
    this.#pending.delete(producerId)
    if (groups === undefined || !isCommitted) return
    for (const [groupId, offsets] of groups) this.#apply(groupId, offsets)
  }

  /** Whether a transaction that has not ended commits there: UNSTABLE_OFFSET_COMMIT for who wants stable offsets. */
  hasPending(groupId: string, topic: string, partition: number): boolean {
    const key = keyOf(topic, partition)
    for (const groups of this.#pending.values()) if (groups.get(groupId)?.has(key) === true) return true
    return false
  }

  hasPendingIn(groupId: string): boolean {
    for (const groups of this.#pending.values()) if ((groups.get(groupId)?.size ?? 0) > 0) return true
    return false
  }

  /** Forgets one partition's offset, pending ones too. */
  delete(groupId: string, topic: string, partition: number): void {
    const key = keyOf(topic, partition)
    this.#committed.get(groupId)?.delete(key)
    for (const groups of this.#pending.values()) groups.get(groupId)?.delete(key)
  }

  deleteGroup(groupId: string): void {
    this.#committed.delete(groupId)
    for (const groups of this.#pending.values()) groups.delete(groupId)
  }

  toSnapshot(): OffsetsSnapshot {
    const pending = [...this.#pending].map(([producerId, groups]) => [`${producerId}`, this.#snapshotOf(groups)])
    return { groups: this.#snapshotOf(this.#committed), pending: Object.fromEntries(pending) }
  }

  fromSnapshot(snapshot: unknown): void {
    const { groups, pending } = snapshot as OffsetsSnapshot
    this.#load(groups, this.#committed)
    for (const [producerId, staged] of Object.entries(pending)) {
      this.#load(staged, mapIn(this.#pending, BigInt(producerId)))
    }
  }

  #snapshotOf(groups: ReadonlyMap<string, OffsetsByPartition>): GroupsSnapshot {
    const saved = [...groups].map(([groupId, offsets]): [string, OffsetSnapshot[]] => {
      const living = [...offsets.values()].filter((offset) => this.#isOfLivingTopic(offset))
      const toSaved = ({ offset, topicId, expiresAtMs, ...rest }: StoredOffset): OffsetSnapshot => ({
        ...rest,
        offset: `${offset}`,
        topicId: topicId ?? null,
        expiresAtMs: expiresAtMs ?? null,
      })
      return [groupId, living.map(toSaved)]
    })
    return Object.fromEntries(saved.filter(([, offsets]) => offsets.length > 0))
  }

  #load(groups: GroupsSnapshot, into: Map<string, OffsetsByPartition>): void {
    for (const [groupId, offsets] of Object.entries(groups)) {
      for (const { topicId, expiresAtMs, offset, ...rest } of offsets) {
        this.#order = Math.max(this.#order, rest.order + 1)
        mapIn(into, groupId).set(keyOf(rest.topic, rest.partition), {
          ...rest,
          offset: BigInt(offset),
          topicId: topicId ?? undefined,
          expiresAtMs: expiresAtMs ?? undefined,
        })
      }
    }
  }

  #apply(groupId: string, offsets: OffsetsByPartition): void {
    const committed = mapIn(this.#committed, groupId)
    for (const [key, offset] of offsets) {
      const present = committed.get(key)
      if (present === undefined || present.order < offset.order) committed.set(key, offset)
    }
  }

  #stored(offsets: Iterable<OffsetToCommit>, retentionMs?: number): Map<string, StoredOffset> {
    const committedAtMs = this.#cluster.clock.wallNow()
    const expiresAtMs = retentionMs === undefined ? undefined : committedAtMs + retentionMs
    const stored = new Map<string, StoredOffset>()
    for (const { topic, partition, offset, leaderEpoch, metadata } of offsets) {
      const topicId = this.#cluster.topic(topic)?.topicId
      const order = this.#order++
      stored.set(keyOf(topic, partition), {
        ...{ topic, partition, offset, leaderEpoch, metadata },
        ...{ topicId, committedAtMs, expiresAtMs, order },
      })
    }
    return stored
  }

  #isOfLivingTopic({ topic, topicId }: StoredOffset): boolean {
    return topicId === undefined || this.#cluster.topic(topic)?.topicId === topicId
  }
}

function keyOf(topic: string, partition: number): string {
  return `${topic}-${partition}`
}

function mapIn<Key, Inner, Value>(outer: Map<Key, Map<Inner, Value>>, key: Key): Map<Inner, Value> {
  let inner = outer.get(key)
  if (inner === undefined) {
    inner = new Map()
    outer.set(key, inner)
  }
  return inner
}

function compareNames(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
