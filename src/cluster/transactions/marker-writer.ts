/**
 * Writes the markers of a transaction that was decided into its partitions, and says when all of them are there: Kafka's
 * `TransactionMarkerChannelManager`.
 *
 * Owned by the transaction coordinator. A partition that cannot be written to now (nobody leads it, too few are in sync) is
 * watched until it can; a marker counts once it is replicated, and is written anew when it got lost. Nothing here has a
 * timer.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import type { ClusterState } from '../cluster-state.ts'
import type { Partition } from '../topics/partition.ts'
import { appendMarker, judgeMarker, type Marker } from './append-marker.ts'

/** The marker of one partition, on its way. */
interface MarkerInFlight {
  readonly partition: Partition
  readonly marker: Marker
  readonly onWritten: () => void
  unwatch: (() => void) | undefined
  isBusy: boolean
  /** Where it was appended; undefined while it waits. */
  offset: bigint | undefined
}

export class MarkerWriter {
  readonly #cluster: ClusterState
  readonly #inFlight = new Set<MarkerInFlight>()
  #isHeld = false

  constructor(cluster: ClusterState) {
    this.#cluster = cluster
  }

  get isHeld(): boolean {
    return this.#isHeld
  }

  /** While they are held no markers are written; a release writes them all. */
  setHeld(isHeld: boolean): void {
    this.#isHeld = isHeld
    this.retry()
  }

  /** @param onWritten Called once, maybe before this returns. A partition that is gone needs no marker. */
  write(partition: Partition | undefined, marker: Marker, onWritten: () => void): void {
    if (partition === undefined) {
      onWritten()
      return
    }
    const waiting: MarkerInFlight = {
      partition,
      marker,
      onWritten,
      unwatch: undefined,
      isBusy: false,
      offset: undefined,
    }
    this.#inFlight.add(waiting)
    this.#advance(waiting)
    if (this.#inFlight.has(waiting)) waiting.unwatch = partition.watch(() => this.#advance(waiting))
  }

  /** Tries again what could not be written. */
  retry(): void {
    for (const waiting of [...this.#inFlight]) this.#advance(waiting)
  }

  close(): void {
    for (const { unwatch } of this.#inFlight) unwatch?.()
    this.#inFlight.clear()
  }

  #advance(waiting: MarkerInFlight): void {
    // An append tells the partition's watchers, this one among them.
    if (waiting.isBusy || !this.#inFlight.has(waiting)) return
    waiting.isBusy = true
    if (this.#isWritten(waiting)) {
      this.#inFlight.delete(waiting)
      waiting.unwatch?.()
      waiting.onWritten()
    }
    waiting.isBusy = false
  }

  #isWritten(waiting: MarkerInFlight): boolean {
    const { partition, marker } = waiting
    const { log } = partition
    if (partition.isDeleted) return true
    const isLost = waiting.offset !== undefined && waiting.offset >= log.endOffset
    if (waiting.offset === undefined || isLost) {
      waiting.offset = undefined
      if (this.#isHeld || !this.#canAppend(partition)) return false
      // A later producer or coordinator was there before: the transaction has no records that wait for this marker.
      if (judgeMarker(partition, marker) !== ErrorCodes.NONE) return true
      waiting.offset = appendMarker(partition, marker, this.#cluster.clock.wallNow()).lastOffset
    }
    return log.highWatermark > waiting.offset
  }

  #canAppend(partition: Partition): boolean {
    const leader = this.#cluster.node(partition.leaderId)
    return leader?.isRunning === true && !leader.isDiskFull && partition.hasEnoughInSync
  }
}
