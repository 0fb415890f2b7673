/**
 * Where one partition stands in its producer's sequence: the identity that its batches carry, and the next number.
 *
 * Owned by the partition's RecBuf, which passes its queue in; all of it is synchronous. A number that may be in a log
 * belongs to its record for ever: what follows a gap starts again under a new epoch (ADR 2).
 */
import type { ProducerStamp } from './producer-id.ts'
import type { RecBatch } from './rec-batch.ts'
import type { RecBufOwner } from './rec-buf-owner.ts'
import { addSequence } from './sequence.ts'

export class PartitionSequence {
  readonly #owner: RecBufOwner
  #stamp: ProducerStamp | undefined
  #nextSequence = 0
  #needsNewStamp = false

  constructor(owner: RecBufOwner) {
    this.#owner = owner
  }

  /**
   * A batch was given up whose sequence had been used. What follows it needs a new epoch; batches that may have been
   * appended under the old one keep it until an answer decides.
   */
  get needsNewStamp(): boolean {
    return this.#needsNewStamp
  }

  /** Whatever is numbered from now on must not carry on the present numbers. */
  requireNewStamp(): void {
    this.#needsNewStamp = this.#owner.isIdempotent
  }

  /**
   * Gives a batch its stamp and sequence, unless it has one that may be in the log. `restarted` when that took a new
   * stamp, `undefined` when the stamp must be loaded first.
   */
  number(batch: RecBatch, batches: readonly RecBatch[]): 'numbered' | 'restarted' | undefined {
    if (!this.#owner.isIdempotent) {
      batch.sequence ??= { stamp: this.#owner.producerIds.current!, baseSequence: -1 }
      return 'numbered'
    }
    if (batch.sequence !== undefined && (batch.unsureIfProduced || !this.#isOutdated(batch))) return 'numbered'
    let isRestarted = false
    if (this.#needsNewStamp || this.#stamp === undefined) {
      const ids = this.#owner.producerIds
      const stamp = this.#stamp === undefined ? ids.current : ids.renew(this.#stamp)
      if (stamp === undefined) return undefined
      this.#stamp = stamp
      this.#nextSequence = 0
      this.#needsNewStamp = false
      isRestarted = true
      // This batch is certainly not in the log, so those behind it are not either: their sequences did not follow.
      for (const later of batches) later.clearDoubt()
    }
    batch.sequence = { stamp: this.#stamp, baseSequence: this.#nextSequence }
    this.#nextSequence = addSequence(this.#nextSequence, batch.recordCount)
    return isRestarted ? 'restarted' : 'numbered'
  }

  #isOutdated(batch: RecBatch): boolean {
    return this.#needsNewStamp || batch.sequence?.stamp !== this.#stamp
  }

  /** Takes back the numbers of `batches` from `index` on, none of which has left before. */
  takeBack(batches: readonly RecBatch[], index: number): void {
    const first = batches[index]
    if (first?.sequence === undefined || first.wasCommitted) return
    if (first.sequence.stamp === this.#stamp) this.#nextSequence = first.sequence.baseSequence
    for (let later = index; later < batches.length; later++) {
      if (!batches[later]!.wasCommitted) batches[later]!.sequence = undefined
    }
  }
}
