/**
 * One partition: who leads it, who follows, and the log.
 *
 * Owned by its topic. Replication is perfect, so there is one log and not one for each replica; followers lag only while a
 * test holds replication back, and then all of them at one offset. Whoever waits for something of a partition (a fetch for
 * bytes, a producer for its followers) is a watcher, called after each change.
 */

import type { DefaultRecordBatch } from '../../record/record-batch.ts'
import { PartitionLog } from '../log/partition-log.ts'
import type { AppendedBatch } from '../log/producer-states.ts'
import type { PartitionStore, StoredPartition } from '../storage/partition-store.ts'
import type { TopicSettings } from './topic-config.ts'

/** Nobody leads the partition. */
export const noLeader = -1

export interface PartitionOptions {
  readonly topicName: string
  readonly index: number
  readonly replicas: readonly number[]
  readonly startOffset?: bigint
  readonly settings: () => TopicSettings
  /** How far the epoch goes up with each leader. Default 1. */
  readonly leaderEpochStep?: number
  /** Keeps what happens. Default: nobody does. */
  readonly store?: PartitionStore
  /** How a partition was left that was there before the cluster. */
  readonly stored?: StoredPartition | undefined
}

export class Partition {
  readonly topicName: string
  readonly index: number
  readonly log: PartitionLog
  readonly #settings: () => TopicSettings
  readonly #leaderEpochStep: number
  readonly #store: PartitionStore | undefined
  readonly #watchers = new Set<() => void>()
  #replicas: readonly number[]
  #isr: readonly number[]
  #leaderId: number
  #lastLeaderId: number
  #leaderEpoch = 0
  #isReplicationHeld = false
  #followerEndOffset = 0n
  #isDeleted = false
  #lossCount = 0

  constructor(options: PartitionOptions) {
    this.topicName = options.topicName
    this.index = options.index
    const { store, stored } = options
    this.#store = store
    this.log = new PartitionLog(stored?.startOffset ?? options.startOffset, store)
    this.#settings = options.settings
    this.#leaderEpochStep = options.leaderEpochStep ?? 1
    this.#replicas = options.replicas
    this.#isr = options.replicas
    this.#leaderId = options.replicas[0] ?? noLeader
    this.#lastLeaderId = this.#leaderId
    if (stored !== undefined) {
      this.log.restore(stored.segments)
      // Whoever leads after a restart was elected again.
      this.#leaderEpoch = stored.leaderEpoch + this.#leaderEpochStep
    } else if (options.startOffset !== undefined) store?.setStartOffset(options.startOffset)
    store?.setLeaderEpoch(this.#leaderEpoch)
    this.log.epochs.assign(this.#leaderEpoch, this.log.endOffset)
    this.#followerEndOffset = this.log.endOffset
  }

  get replicas(): readonly number[] {
    return this.#replicas
  }

  /** The replicas that are in sync. The leader is one of them while there is one. */
  get isr(): readonly number[] {
    return this.#isr
  }

  get leaderId(): number {
    return this.#leaderId
  }

  get leaderEpoch(): number {
    return this.#leaderEpoch
  }

  get isDeleted(): boolean {
    return this.#isDeleted
  }

  /** Where the logs of followers end. */
  get followerEndOffset(): bigint {
    return this.#followerEndOffset
  }

  /** How often records that had been appended were lost: through a test, never by itself. */
  get lossCount(): number {
    return this.#lossCount
  }

  get settings(): TopicSettings {
    return this.#settings()
  }

  get hasEnoughInSync(): boolean {
    return this.#isr.length >= Math.min(this.settings.minInsyncReplicas, this.#replicas.length)
  }

  /** Who is called after each change, until the returned function is called. */
  watch(onChange: () => void): () => void {
    this.#watchers.add(onChange)
    return () => this.#watchers.delete(onChange)
  }

  /** Appends a batch that was validated, and whose sequence was checked. */
  append(batch: DefaultRecordBatch, nowMs: number): AppendedBatch {
    const { settings } = this
    const appended = this.log.append(batch, this.#leaderEpoch, settings, nowMs)
    if (settings.isDeletable) this.log.limitSize(settings)
    this.#replicate()
    return appended
  }

  /** From the next change on another broker leads, in a new epoch. What followers do not have is lost. */
  elect(leaderId: number): void {
    // The last leader has its own records when it comes back, whoever did not lead meanwhile.
    const hadAllRecords = leaderId === this.#lastLeaderId || leaderId === noLeader
    if (!hadAllRecords && this.#isReplicationHeld && this.#followerEndOffset < this.log.endOffset) {
      this.#lossCount++
      this.log.truncateTo(this.#followerEndOffset)
    }
    this.#leaderId = leaderId
    this.#leaderEpoch += this.#leaderEpochStep
    this.#store?.setLeaderEpoch(this.#leaderEpoch)
    if (leaderId !== noLeader) {
      this.#lastLeaderId = leaderId
      this.log.epochs.assign(this.#leaderEpoch, this.log.endOffset)
      if (!this.#isr.includes(leaderId)) this.#isr = [leaderId]
    }
    this.#replicate()
  }

  /** An unclean election: a replica takes over that lacks everything from `endOffset` on. */
  electUnclean(leaderId: number, endOffset: bigint): void {
    if (endOffset < this.log.endOffset) {
      this.#lossCount++
      this.log.truncateTo(endOffset)
      this.#followerEndOffset = this.log.endOffset
    }
    this.#isr = [leaderId]
    this.elect(leaderId)
  }

  setIsr(isr: readonly number[]): void {
    this.#isr = this.#replicas.filter((nodeId) => isr.includes(nodeId))
    this.#replicate()
  }

  setReplicas(replicas: readonly number[]): void {
    this.#replicas = replicas
    this.setIsr(replicas)
  }

  /** Followers get nothing more until it is released: the high watermark stands still while there are any in sync. */
  setReplicationHeld(isHeld: boolean): void {
    this.#isReplicationHeld = isHeld
    this.#replicate()
  }

  /** Records before `offset` are deleted, by DeleteRecords or retention. */
  deleteBefore(offset: bigint): void {
    this.log.deleteBefore(offset)
    this.#notify()
  }

  /** Deletes what is too old or too much, where the topic's policy is to delete. */
  applyRetention(wallNowMs: number): void {
    const { settings, log } = this
    if (!settings.isDeletable) return
    const { startOffset } = log
    log.limitAge(settings, wallNowMs)
    log.limitSize(settings)
    if (log.startOffset !== startOffset) this.#notify()
  }

  /** The topic is gone. Whoever waits hears of it. */
  delete(): void {
    this.#isDeleted = true
    this.#store?.close()
    this.#leaderId = noLeader
    this.#notify()
  }

  #replicate(): void {
    const { log } = this
    if (!this.#isReplicationHeld) this.#followerEndOffset = log.endOffset
    const isAlone = this.#isr.length <= 1
    const replicated = isAlone ? log.endOffset : this.#followerEndOffset
    // The watermark never goes back for followers that fell behind, only for records that are lost.
    if (replicated > log.highWatermark) log.setHighWatermark(replicated)
    this.#notify()
  }

  #notify(): void {
    if (this.#watchers.size === 0) return
    for (const onChange of [...this.#watchers]) onChange()
  }
}
