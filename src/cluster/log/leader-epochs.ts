/**
 * Where each leader epoch of a partition began (KIP-101, Kafka's `LeaderEpochFileCache`).
 *
 * Owned by the partition's log. Both epochs and start offsets rise strictly from entry to entry.
 */

/** Undefined epoch and offset, as the protocol writes them. */
export const undefinedEpoch = -1
export const undefinedOffset = -1n

export interface EpochEnd {
  readonly epoch: number
  readonly endOffset: bigint
}

interface EpochStart {
  readonly epoch: number
  readonly startOffset: bigint
}

export class LeaderEpochs {
  #entries: EpochStart[] = []

  /** -1 before the first leader. */
  get latestEpoch(): number {
    return this.#entries.at(-1)?.epoch ?? undefinedEpoch
  }

  /** A leader takes over, with its log ending at `startOffset`. An epoch that began there too has no record and gives way. */
  assign(epoch: number, startOffset: bigint): void {
    if (epoch <= this.latestEpoch) return
    this.truncateFromEnd(startOffset)
    this.#entries.push({ epoch, startOffset })
  }

  /** The epoch of the record at that offset. */
  epochAt(offset: bigint): number {
    let found = undefinedEpoch
    for (const { epoch, startOffset } of this.#entries) {
      if (startOffset > offset) break
      found = epoch
    }
    return found
  }

  /** The largest epoch up to the one asked for, and where it ended. */
  endOf(requestedEpoch: number, logEndOffset: bigint): EpochEnd {
    if (requestedEpoch === undefinedEpoch) return { epoch: undefinedEpoch, endOffset: undefinedOffset }
    if (requestedEpoch === this.latestEpoch) return { epoch: requestedEpoch, endOffset: logEndOffset }
    const higher = this.#entries.find(({ epoch }) => epoch > requestedEpoch)
    if (higher === undefined) return { epoch: undefinedEpoch, endOffset: undefinedOffset }
    const floor = this.#entries.findLast(({ epoch }) => epoch <= requestedEpoch)
    return { epoch: floor?.epoch ?? requestedEpoch, endOffset: higher.startOffset }
  }

  /** Records from `offset` on are gone, and with them the epochs that began there. */
  truncateFromEnd(offset: bigint): void {
    this.#entries = this.#entries.filter(({ startOffset }) => startOffset < offset)
  }

  /** Records before `offset` are gone. The epoch that holds it now begins there. */
  truncateFromStart(offset: bigint): void {
    const holding = this.#entries.findLast(({ startOffset }) => startOffset <= offset)
    if (holding === undefined) return
    const later = this.#entries.filter(({ startOffset }) => startOffset > offset)
    this.#entries = [{ epoch: holding.epoch, startOffset: offset }, ...later]
  }
}
