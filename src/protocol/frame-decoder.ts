/**
 * Cuts the bytes of one connection into frames.
 *
 * The decoder owns the frame that is being filled; a frame that was handed over belongs to whoever took it. Two states:
 * collecting the four bytes of a size (`#frame` undefined), or filling a frame. Once it has failed it stays failed: after
 * a wrong size nothing in the stream can be trusted.
 */
import { CodecError } from '../errors/codec-error.ts'
import { frameSizeBytes } from './frame-encoder.ts'

/** As large as what brokers accept by default (`socket.request.max.bytes`), and above what they send by default. */
export const defaultMaxFrameBytes: number = 100 * 1024 * 1024

export interface FrameDecoderOptions {
  /**
   * A frame that states more than this fails the connection instead of being allocated. It must leave room for the
   * largest answer to a fetch. Default 100 MiB.
   */
  readonly maxFrameBytes?: number
  /**
   * Called synchronously for each frame, in order, without its size. The bytes are the frame's own, never a view into the
   * chunk that was pushed, which the transport may use again. It must not throw.
   */
  readonly onFrame: (frame: Buffer) => void
}

export class FrameDecoder {
  readonly #maxFrameBytes: number
  readonly #onFrame: (frame: Buffer) => void
  readonly #sizeField = Buffer.alloc(frameSizeBytes)
  #sizeFieldFilled = 0
  #frame: Buffer | undefined
  #frameFilled = 0
  #frameCount = 0
  #failure: CodecError | undefined

  constructor(options: FrameDecoderOptions) {
    this.#maxFrameBytes = options.maxFrameBytes ?? defaultMaxFrameBytes
    this.#onFrame = options.onFrame
  }

  /** True while a frame has begun and not ended: a connection that closes now was cut in the middle of an answer. */
  get isMidFrame(): boolean {
    return this.#sizeFieldFilled > 0 || this.#frame !== undefined
  }

  /**
   * Takes the next bytes of the stream. Frames that were whole before a fault are handed over first.
   *
   * @throws CodecError for a size that is negative, too large, or not a size at all but another protocol's first bytes.
   */
  push(chunk: Uint8Array): void {
    if (this.#failure !== undefined) throw this.#failure
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    let at = 0
    while (at < bytes.length) {
      at = this.#frame === undefined ? this.#readSize(bytes, at) : this.#fill(this.#frame, bytes, at)
    }
  }

  /** Reads the size, or the part of it that is there, and the frame with it when that is whole in `bytes`. */
  #readSize(bytes: Buffer, start: number): number {
    let at = start
    let sizeBytes: number
    if (this.#sizeFieldFilled === 0 && bytes.length - at >= frameSizeBytes) {
      sizeBytes = this.#checkedSize(bytes, at)
      at += frameSizeBytes
    } else {
      const end = Math.min(bytes.length, at + frameSizeBytes - this.#sizeFieldFilled)
      this.#sizeFieldFilled += bytes.copy(this.#sizeField, this.#sizeFieldFilled, at, end)
      at = end
      if (this.#sizeFieldFilled < frameSizeBytes) return at
      sizeBytes = this.#checkedSize(this.#sizeField, 0)
      this.#sizeFieldFilled = 0
    }
    if (bytes.length - at >= sizeBytes) {
      this.#handOver(Buffer.from(bytes.subarray(at, at + sizeBytes)))
      return at + sizeBytes
    }
    this.#frame = Buffer.allocUnsafe(sizeBytes)
    this.#frameFilled = 0
    return at
  }

  #fill(frame: Buffer, bytes: Buffer, at: number): number {
    const end = Math.min(bytes.length, at + frame.length - this.#frameFilled)
    this.#frameFilled += bytes.copy(frame, this.#frameFilled, at, end)
    if (this.#frameFilled === frame.length) {
      this.#frame = undefined
      this.#handOver(frame)
    }
    return end
  }

  #handOver(frame: Buffer): void {
    this.#frameCount++
    this.#onFrame(frame)
  }

  #checkedSize(bytes: Buffer, at: number): number {
    const sizeBytes = bytes.readInt32BE(at)
    const isFirst = this.#frameCount === 0
    const isTooLarge = sizeBytes < 0 || sizeBytes > this.#maxFrameBytes
    if (!isFirst && !isTooLarge) return sizeBytes
    const stranger = otherProtocol(bytes, at)
    if (stranger === undefined && !isTooLarge) return sizeBytes
    const reason =
      sizeBytes < 0
        ? `A frame cannot have ${sizeBytes} bytes`
        : `A frame of ${sizeBytes} bytes is larger than the limit of ${this.#maxFrameBytes}`
    this.#failure = new CodecError(stranger === undefined ? reason : `${stranger} (read as a frame size: ${sizeBytes})`)
    throw this.#failure
  }
}

/** What the four bytes of a size say when the other side does not speak Kafka's protocol in the clear. */
function otherProtocol(bytes: Buffer, at: number): string | undefined {
  const first = bytes[at]
  if ((first === 0x15 || first === 0x16) && bytes[at + 1] === 0x03) {
    const record = first === 0x15 ? 'an alert' : 'a handshake'
    return `The other side's bytes look like TLS: ${record}. One side uses TLS on this port and the other does not`
  }
  switch (bytes.toString('latin1', at, at + frameSizeBytes)) {
    case 'HTTP':
    case 'GET ':
    case 'POST':
      return "The other side's bytes look like HTTP: this is not a Kafka listener's port"
    case 'SSH-':
      return "The other side's bytes look like SSH: this is not a Kafka listener's port"
    default:
      return undefined
  }
}
