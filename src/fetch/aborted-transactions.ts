/**
 * Which batches of one answer belong to transactions that were aborted.
 *
 * A `read_committed` answer lists, for each producer, where its aborted transactions begin; each ends at that producer's
 * next abort marker. The broker lists a transaction again in every answer that overlaps it, so the state lives as long
 * as one partition's part of one answer: a marker that comes only in a later answer needs nothing from this one.
 */
import type { RecordBatch } from '../record/record-batch.ts'

/** What the broker says of one aborted transaction. */
export interface AbortedTransaction {
  readonly producerId: bigint
  readonly firstOffset: bigint
}

export class AbortedTransactions {
  /** By producer: where its aborted transactions begin, the earliest last. */
  readonly #firstOffsets = new Map<bigint, bigint[]>()

  /** @param listed In any order: Redpanda does not sort them. */
  constructor(listed: readonly AbortedTransaction[]) {
    for (const { producerId, firstOffset } of listed) {
      const offsets = this.#firstOffsets.get(producerId)
      if (offsets === undefined) this.#firstOffsets.set(producerId, [firstOffset])
      else offsets.push(firstOffset)
    }
    for (const offsets of this.#firstOffsets.values()) offsets.sort((a, b) => (a < b ? 1 : a > b ? -1 : 0))
  }

  /** Whether the records of a data batch were aborted. Batches must be asked about in the order of the log. */
  isAborted(batch: RecordBatch): boolean {
    if (!batch.isTransactional || this.#firstOffsets.size === 0) return false
    const earliest = this.#firstOffsets.get(batch.producerId)?.at(-1)
    return earliest !== undefined && earliest <= batch.baseOffset
  }

  /**
   * A marker was passed. Commit or abort, it proves that what this producer began before it is over: a listed
   * transaction whose own marker was compacted away must not swallow what was committed later.
   */
  passMarker(producerId: bigint, markerOffset: bigint): void {
    const offsets = this.#firstOffsets.get(producerId)
    if (offsets === undefined) return
    while (offsets.length > 0 && offsets.at(-1)! <= markerOffset) offsets.pop()
    if (offsets.length === 0) this.#firstOffsets.delete(producerId)
  }
}
