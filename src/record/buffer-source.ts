/** Where batch builders get their buffers, so that a producer can pool and count them. */
export interface BufferSource {
  /** A buffer of at least `sizeBytes`, the caller's alone until it is given back. Its content is arbitrary. */
  take(sizeBytes: number): Buffer
  /** Takes back a buffer that `take` gave, which nobody reads or writes any more. Called once for each. */
  giveBack(buffer: Buffer): void
}

/** Leaves buffers to the garbage collector. They are not slices of Node's shared pool, so nothing else is kept alive. */
export const unpooledBufferSource: BufferSource = {
  take: (sizeBytes) => Buffer.allocUnsafeSlow(sizeBytes),
  giveBack() {},
}
