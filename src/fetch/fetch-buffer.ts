/**
 * The bytes that fetched data holds, and the room that is promised to fetches on their way: one budget for all brokers.
 *
 * Owned by the `Fetcher`; leases are handed to the sources, which end each of them on every path (taken, discarded,
 * failed to decode, closed). All of it is synchronous, so nothing guards it. What is counted is what the process keeps:
 * an answer is one piece of memory, which lives until the last of its parts is done with.
 */

/** A number of bytes counted against the budget until `release()`. */
export interface BufferLease {
  readonly sizeBytes: number
  /** Changes what is counted, also beyond the budget: the bytes are there already. No-op after `release()`. */
  resize(sizeBytes: number): void
  /** Gives the bytes back. Once; again does nothing. */
  release(): void
}

/** One partition's part of an answer, which keeps the whole answer's memory alive. */
export interface AnswerPart {
  /** The bytes of this part that are still needed. */
  readonly remainingBytes: number
  /** Copies what is still needed to memory of its own. */
  copyOut(): void
}

export class FetchBuffer {
  readonly maxBytes: number
  readonly #answers = new Set<FetchedAnswer>()
  readonly #onRoom: () => void
  #heldBytes = 0
  #isShort = false

  /** @param onRoom Called when bytes are given back after a reservation was refused. Must not throw. */
  constructor(maxBytes: number, onRoom: () => void = () => {}) {
    this.maxBytes = maxBytes
    this.#onRoom = onRoom
  }

  /** Bytes of fetched data and of fetches on their way. Zero when nothing is fetched, buffered or read. */
  get heldBytes(): number {
    return this.#heldBytes
  }

  get freeBytes(): number {
    return Math.max(0, this.maxBytes - this.#heldBytes)
  }

  /**
   * Promises room to a fetch: `wantedBytes`, or what is left of the budget if that is at least `leastBytes`. Undefined
   * when there is too little; `onRoom` then tells when to ask again. With nothing held at all it is never refused,
   * whatever the numbers: a budget below the size of one batch must slow the consumer down, not stop it.
   */
  tryReserve(wantedBytes: number, leastBytes: number): BufferLease | undefined {
    if (this.freeBytes < leastBytes) this.#reclaim()
    if (this.freeBytes < leastBytes && this.#heldBytes > 0) {
      this.#isShort = true
      return undefined
    }
    return this.lease(Math.max(Math.min(wantedBytes, this.freeBytes), Math.min(leastBytes, wantedBytes)))
  }

  /** Counts bytes that exist already, such as inflated records. */
  lease(sizeBytes: number): BufferLease {
    return new CountedLease(sizeBytes, (changeBytes) => this.#count(changeBytes))
  }

  /** Takes over the lease of a fetch whose answer has come. It ends when the answer is sealed and all parts are done. */
  hold(lease: BufferLease): FetchedAnswer {
    const answer = new FetchedAnswer(lease, () => this.#answers.delete(answer))
    this.#answers.add(answer)
    return answer
  }

  #count(changeBytes: number): void {
    this.#heldBytes += changeBytes
    if (changeBytes >= 0 || !this.#isShort) return
    this.#isShort = false
    this.#onRoom()
  }

  /**
   * Frees the memory of answers of which little is still needed, such as one kept for a paused partition while all
   * others went on. Done only when room is short, because it copies.
   */
  #reclaim(): void {
    for (const answer of [...this.#answers]) answer.compact()
  }
}

/** The memory of one answer, shared by its parts. */
export class FetchedAnswer {
  readonly #lease: BufferLease
  readonly #parts = new Set<AnswerPart>()
  readonly #onEnd: () => void
  #isSealed = false
  #isCompact = false

  constructor(lease: BufferLease, onEnd: () => void) {
    this.#lease = lease
    this.#onEnd = onEnd
  }

  add(part: AnswerPart): void {
    this.#parts.add(part)
  }

  /** No part will be added any more. */
  seal(): void {
    this.#isSealed = true
    this.#endIfOver()
  }

  /** A part needs its bytes no more. */
  partDone(part: AnswerPart): void {
    if (!this.#parts.delete(part)) return
    if (this.#isCompact) this.#lease.resize(this.#remainingBytes)
    this.#endIfOver()
  }

  /** Copies the parts out when they need less than half of what they keep alive. */
  compact(): void {
    const remainingBytes = this.#remainingBytes
    if (!this.#isSealed || this.#isCompact || remainingBytes * 2 > this.#lease.sizeBytes) return
    this.#isCompact = true
    for (const part of this.#parts) part.copyOut()
    this.#lease.resize(remainingBytes)
  }

  get #remainingBytes(): number {
    let sizeBytes = 0
    for (const part of this.#parts) sizeBytes += part.remainingBytes
    return sizeBytes
  }

  #endIfOver(): void {
    if (!this.#isSealed || this.#parts.size > 0) return
    this.#lease.release()
    this.#onEnd()
  }
}

class CountedLease implements BufferLease {
  readonly #count: (changeBytes: number) => void
  #sizeBytes: number
  #isReleased = false

  constructor(sizeBytes: number, count: (changeBytes: number) => void) {
    this.#sizeBytes = sizeBytes
    this.#count = count
    count(sizeBytes)
  }

  get sizeBytes(): number {
    return this.#sizeBytes
  }

  resize(sizeBytes: number): void {
    if (this.#isReleased) return
    const changeBytes = sizeBytes - this.#sizeBytes
    this.#sizeBytes = sizeBytes
    this.#count(changeBytes)
  }

  release(): void {
    if (this.#isReleased) return
    this.#isReleased = true
    const changeBytes = -this.#sizeBytes
    this.#sizeBytes = 0
    this.#count(changeBytes)
  }
}
