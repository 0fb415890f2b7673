/** Cuts one direction of a connection into frames. Written anew for the wire monitor; the client has its own. */
export class FrameSplitter {
  #pending: Buffer = Buffer.alloc(0)

  /** The frames that these bytes complete, without their sizes. */
  push(bytes: Buffer): Buffer[] {
    this.#pending = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes])
    const frames: Buffer[] = []
    while (this.#pending.length >= 4) {
      const end = 4 + this.#pending.readInt32BE(0)
      if (end < 4) throw new Error(`a frame of ${end - 4} bytes`)
      if (this.#pending.length < end) break
      frames.push(this.#pending.subarray(4, end))
      this.#pending = this.#pending.subarray(end)
    }
    return frames
  }
}
