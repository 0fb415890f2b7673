/**
 * The share partitions of all groups: what Kafka spreads over `SharePartitionManager` and the share coordinator's topic.
 *
 * A share partition is made when somebody reads it first, where the group's `share.auto.offset.reset` says, or where an
 * administrator or a snapshot has put it.
 */
import type { ClusterPart, ClusterState } from '../cluster-state.ts'
import { findByTimestamp } from '../log/find-by-timestamp.ts'
import type { Partition } from '../topics/partition.ts'
import type { Topic } from '../topics/topic.ts'
import { RecordWindow, type StateRun } from './record-window.ts'
import { shareConfig } from './share-config.ts'
import { SharePartition } from './share-partition.ts'

interface SharePartitionImage {
  readonly groupId: string
  readonly topic: string
  readonly partition: number
  readonly startOffset: string
  readonly writtenStartOffset: string
  readonly runs: readonly (Omit<StateRun, 'firstOffset' | 'lastOffset'> & {
    readonly firstOffset: string
    readonly lastOffset: string
  })[]
}

export class SharePartitions implements ClusterPart {
  readonly snapshotName = 'sharePartitions'
  readonly #cluster: ClusterState
  readonly #byGroup = new Map<string, Map<Partition, SharePartition>>()
  /** Of partitions that are not there yet: topics are restored behind this part, or before. */
  #waiting: SharePartitionImage[] = []

  constructor(cluster: ClusterState) {
    this.#cluster = cluster
  }

  /** Made where it is not there. */
  open(groupId: string, partition: Partition): SharePartition {
    return (
      this.find(groupId, partition) ??
      this.#add(groupId, partition, new RecordWindow(this.#resetOffset(groupId, partition)))
    )
  }

  find(groupId: string, partition: Partition): SharePartition | undefined {
    this.#restore()
    return this.#byGroup.get(groupId)?.get(partition)
  }

  /** Those of a group, of topics that are there. */
  of(groupId: string): readonly SharePartition[] {
    this.#restore()
    return [...(this.#byGroup.get(groupId)?.values() ?? [])].filter(({ partition }) => !partition.isDeleted)
  }

  /** Puts the group at an offset, whatever was in flight. */
  reset(groupId: string, partition: Partition, startOffset: bigint): void {
    const known = this.find(groupId, partition)
    if (known === undefined) this.#add(groupId, partition, new RecordWindow(startOffset), startOffset)
    else known.reset(startOffset)
  }

  deleteTopic(groupId: string, topic: Topic): boolean {
    this.#restore()
    const partitions = this.#byGroup.get(groupId)
    let isDeleted = false
    for (const partition of topic.partitions) {
      partitions?.get(partition)?.close()
      if (partitions?.delete(partition) === true) isDeleted = true
    }
    return isDeleted
  }

  deleteGroup(groupId: string): void {
    for (const share of this.of(groupId)) share.close()
    this.#byGroup.delete(groupId)
  }

  releaseMember(groupId: string, memberId: string): void {
    for (const share of this.of(groupId)) share.releaseMember(memberId)
  }

  toSnapshot(): readonly SharePartitionImage[] {
    const images = [...this.#byGroup.keys()].flatMap((groupId) =>
      this.of(groupId).map(({ partition, window, writtenStartOffset }) => ({
        groupId,
        topic: partition.topicName,
        partition: partition.index,
        startOffset: String(window.startOffset),
        writtenStartOffset: String(writtenStartOffset),
        runs: window.toRuns().map(({ firstOffset, lastOffset, ...run }) => ({
          ...run,
          firstOffset: String(firstOffset),
          lastOffset: String(lastOffset),
        })),
      })),
    )
    return [...images, ...this.#waiting]
  }

  fromSnapshot(snapshot: unknown): void {
    this.#waiting = [...(snapshot as readonly SharePartitionImage[])]
  }

  close(): void {
    for (const partitions of this.#byGroup.values()) for (const share of partitions.values()) share.close()
    this.#byGroup.clear()
  }

  #restore(): void {
    if (this.#waiting.length === 0) return
    this.#waiting = this.#waiting.filter(({ groupId, topic, partition: index, runs, ...image }) => {
      const partition = this.#cluster.partition(topic, index)
      if (partition === undefined) return true
      const parsed = runs.map((run) => ({
        ...run,
        firstOffset: BigInt(run.firstOffset),
        lastOffset: BigInt(run.lastOffset),
      }))
      const window = RecordWindow.fromRuns(BigInt(image.startOffset), parsed)
      this.#add(groupId, partition, window, BigInt(image.writtenStartOffset))
      return false
    })
  }

  #add(groupId: string, partition: Partition, window: RecordWindow, writtenStartOffset = -1n): SharePartition {
    const share = new SharePartition(this.#cluster, groupId, partition, window, writtenStartOffset)
    const partitions = this.#byGroup.get(groupId) ?? new Map<Partition, SharePartition>()
    partitions.set(partition, share)
    this.#byGroup.set(groupId, partitions)
    return share
  }

  /** `latest`, `earliest`, or `by_duration:` and how long ago (KIP-1106). */
  #resetOffset(groupId: string, { log, topicName, index }: Partition): bigint {
    const strategy = shareConfig(this.#cluster, groupId, 'share.auto.offset.reset')
    if (strategy === 'earliest') return log.startOffset
    const durationMs = strategy.startsWith('by_duration:') ? durationMsOf(strategy.slice(12)) : undefined
    if (durationMs === undefined) return log.highWatermark
    const { clock, codecs } = this.#cluster
    const found = findByTimestamp(log, clock.wallNow() - durationMs, codecs, { topic: topicName, partition: index })
    return found?.offset ?? log.highWatermark
  }
}

/** An ISO 8601 duration of days and times: `P1DT2H3M4.5S`. */
function durationMsOf(text: string): number | undefined {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i.exec(text)
  if (match === null) return undefined
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0))
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
}
