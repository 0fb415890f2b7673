/**
 * An open socket as a `ByteStream`.
 *
 * The stream owns the socket from here on. `#isClosed` is set at the latest when `onClose` is called; no handler runs
 * after that, and none from inside a call of the user's.
 */
import type { Socket } from 'node:net'
import { brokenStreamError } from './socket-errors.ts'
import type { SocketReader } from './socket-reader.ts'
import type { ByteStream, StreamHandlers } from './transport.ts'

export class SocketStream implements ByteStream {
  readonly remoteAddress: string
  readonly peerName: string | undefined
  readonly #socket: Socket
  readonly #handlers: StreamHandlers
  #error: Error | undefined
  #isDestroyed = false
  #isClosed = false
  #isCorked = false

  constructor(
    socket: Socket,
    reader: SocketReader,
    remoteAddress: string,
    handlers: StreamHandlers,
    peerName?: string,
  ) {
    this.#socket = socket
    this.peerName = peerName
    this.remoteAddress = remoteAddress
    this.#handlers = handlers
    reader.onChunk(socket, (chunk) => {
      if (!this.#isDestroyed) handlers.onData(chunk)
    })
    socket.on('drain', () => {
      if (!this.#isDestroyed) handlers.onDrain()
    })
    // Kafka has no half-open connections: when the broker has ended its side, nothing that is sent would be answered.
    socket.on('end', () => socket.destroy())
    socket.on('error', (error) => {
      this.#error ??= brokenStreamError(error, remoteAddress)
    })
    socket.on('close', () => this.#onClosed())
    // It may have died between the last event and this one.
    if (socket.destroyed) process.nextTick(() => this.#onClosed())
  }

  /**
   * What is written in one go of the event loop leaves in one system call, whatever the number of requests and chunks:
   * at 10,000 small requests a second the calls would cost more than the protocol.
   */
  write(chunks: readonly Uint8Array[]): boolean {
    if (this.#isDestroyed || !this.#socket.writable) return false
    if (!this.#isCorked) {
      this.#isCorked = true
      this.#socket.cork()
      process.nextTick(uncork, this)
    }
    let isWelcome = true
    for (const chunk of chunks) isWelcome = this.#socket.write(chunk)
    return isWelcome
  }

  setPaused(isPaused: boolean): void {
    if (this.#isDestroyed) return
    if (isPaused) this.#socket.pause()
    else this.#socket.resume()
  }

  destroy(error?: Error): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    this.#error = error
    // What was written in this very turn goes to the system first: a request that expects no answer is not to be lost
    // because its producer was closed right after it.
    if (this.#isCorked) this.#socket.uncork()
    this.#socket.destroy()
  }

  /** @internal Called in the next tick after the first write of this one. */
  flush(): void {
    this.#isCorked = false
    if (!this.#isDestroyed) this.#socket.uncork()
  }

  #onClosed(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#isDestroyed = true
    this.#handlers.onClose(this.#error)
  }
}

function uncork(stream: SocketStream): void {
  stream.flush()
}
