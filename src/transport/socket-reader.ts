import type { OnReadOpts, Socket } from 'node:net'

/** Two of the reads that libuv makes by itself. */
const readBufferBytes = 128 * 1024

/**
 * What a socket reads into: one buffer for its whole life.
 *
 * By default Node gives every read a buffer of its own, 64 KiB for each piece of a large fetch. The frame decoder copies
 * them into the frame at once, so they were only garbage, and so much of it outside of V8's heap that it made V8 collect the
 * whole heap several times a second: pauses of 10 to 30 ms, measured while a backlog was read.
 */
export class SocketReader {
  readonly #isTls: boolean
  #onChunk: (chunk: Buffer) => void = () => {}

  /** A TLS socket decrypts into buffers of its own; it is read by events. */
  constructor(isTls: boolean) {
    this.#isTls = isTls
  }

  /** Part of the options that the socket is made with. */
  get socketOptions(): { readonly onread?: OnReadOpts } {
    if (this.#isTls) return {}
    const callback = (sizeBytes: number, buffer: Uint8Array): boolean => {
      this.#onChunk(Buffer.from(buffer.buffer, buffer.byteOffset, sizeBytes))
      return true
    }
    return { onread: { buffer: Buffer.allocUnsafeSlow(readBufferBytes), callback } }
  }

  /** Each chunk is valid during the call only. */
  onChunk(socket: Socket, onChunk: (chunk: Buffer) => void): void {
    this.#onChunk = onChunk
    if (this.#isTls) socket.on('data', onChunk)
  }
}
