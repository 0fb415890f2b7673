/** Above this a frame is data, which nobody looks at. */
const largestWholeFrameBytes = 16 * 1024

/** What of a frame an observer gets: all of it where it is small, and else its length alone, so that nothing is copied. */
export type CutFrame = Buffer | { readonly length: number }

/** Cuts what a broker sends into frames. */
export class FrameCutter {
  readonly #onFrame: (frame: CutFrame) => void
  #pending: Buffer = Buffer.alloc(0)
  #skippedBytes = 0
  #frameBytes = 0

  constructor(onFrame: (frame: CutFrame) => void) {
    this.#onFrame = onFrame
  }

  push(chunk: Buffer): void {
    let bytes = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk])
    this.#pending = Buffer.alloc(0)
    for (;;) {
      if (this.#frameBytes > 0) {
        const taken = Math.min(bytes.length, this.#frameBytes - this.#skippedBytes)
        this.#skippedBytes += taken
        bytes = bytes.subarray(taken)
        if (this.#skippedBytes < this.#frameBytes) return
        const length = this.#frameBytes
        this.#frameBytes = 0
        this.#onFrame({ length })
        continue
      }
      if (bytes.length < 4) break
      const sizeBytes = bytes.readInt32BE(0)
      if (sizeBytes > largestWholeFrameBytes) {
        this.#frameBytes = sizeBytes
        this.#skippedBytes = 0
        bytes = bytes.subarray(4)
        continue
      }
      if (bytes.length < 4 + sizeBytes) break
      this.#onFrame(bytes.subarray(4, 4 + sizeBytes))
      bytes = bytes.subarray(4 + sizeBytes)
    }
    this.#pending = bytes
  }
}
