import type { BufferSource } from '../record/buffer-source.ts'

/** Buffers below this are not worth keeping. */
const smallestKeptBytes = 4096

/**
 * Keeps the buffers of batches that have ended for those that follow: a busy producer fills megabytes of them each second,
 * which would otherwise be garbage outside of the heap, where the collector sees it late.
 *
 * Owned by one producer. A buffer comes back only when nobody reads it any more: see `RecBatch.discard`.
 */
export class BatchBufferPool implements BufferSource {
  readonly #largestBytes: number
  readonly #mostKeptBytes: number
  /** By the power of two that is their size. */
  readonly #free: Buffer[][] = []
  #keptBytes = 0

  /** Keeps buffers of up to `largestBytes`, and of all together at most `mostKeptBytes`. */
  constructor(largestBytes: number, mostKeptBytes: number) {
    this.#largestBytes = largestBytes
    this.#mostKeptBytes = mostKeptBytes
  }

  /** What waits to be used again. */
  get keptBytes(): number {
    return this.#keptBytes
  }

  take(sizeBytes: number): Buffer {
    if (sizeBytes < smallestKeptBytes || sizeBytes > this.#largestBytes) return Buffer.allocUnsafeSlow(sizeBytes)
    const power = powerOfTwoAbove(sizeBytes)
    const free = this.#free[power]?.pop()
    if (free === undefined) return Buffer.allocUnsafeSlow(2 ** power)
    this.#keptBytes -= free.length
    return free
  }

  giveBack(buffer: Buffer): void {
    const power = powerOfTwoAbove(buffer.length)
    const isOurs = buffer.length === 2 ** power && buffer.length >= smallestKeptBytes
    if (!isOurs || this.#keptBytes + buffer.length > this.#mostKeptBytes) return
    const free = this.#free[power] ?? []
    this.#free[power] = free
    free.push(buffer)
    this.#keptBytes += buffer.length
  }
}

function powerOfTwoAbove(sizeBytes: number): number {
  return 32 - Math.clz32(sizeBytes - 1)
}
