/** A connection that speaks the protocol and nothing else: what a test says goes out, what comes back is decoded. */

import { systemClock } from '../../src/platform/system-clock.ts'
import { FrameDecoder } from '../../src/protocol/frame-decoder.ts'
import type { Api, Draft } from '../../src/protocol/message-codec.ts'
import { encodeRequest } from '../../src/protocol/request-frame.ts'
import { decodeResponse, peekCorrelationId } from '../../src/protocol/response-frame.ts'
import { socketTransport } from '../../src/transport/socket-transport.ts'
import type { ByteStream, Transport } from '../../src/transport/transport.ts'

export class RawConnection implements Disposable {
  readonly #stream: ByteStream
  #bare: { resolve: (frame: Buffer) => void; reject: (error: Error) => void } | undefined
  readonly #waiting = new Map<number, { resolve: (frame: Buffer) => void; reject: (error: Error) => void }>()
  /** Correlation ids in the order of their answers. */
  readonly answered: number[] = []
  readonly closed: Promise<void>
  #isClosed = false
  #correlationId = 0
  clientId: string | null = 'raw'

  static async open(address: string, transport: Transport = socketTransport(systemClock)): Promise<RawConnection> {
    const [host = '', port] = address.split(':')
    let raw: RawConnection | undefined
    const closed = Promise.withResolvers<void>()
    const decoder = new FrameDecoder({ onFrame: (frame) => raw?.onFrame(frame) })
    const stream = await transport.connect(
      { host, port: Number(port), timeoutMs: 10_000 },
      {
        onData: (chunk) => decoder.push(chunk),
        onDrain() {},
        onClose: () => {
          raw?.onClose()
          closed.resolve()
        },
      },
    )
    raw = new RawConnection(stream, closed.promise)
    return raw
  }

  private constructor(stream: ByteStream, closed: Promise<void>) {
    this.#stream = stream
    this.closed = closed
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** Sends, and gives the answer. Rejects when the connection closes first. */
  async send<Request, Response>(api: Api<Request, Response>, version: number, body: Draft<Request>): Promise<Response> {
    const id = this.post(api, version, body)
    const frame = await new Promise<Buffer>((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
    return decodeResponse(api, version, frame).body
  }

  /** Sends without waiting for an answer. */
  post<Request, Response>(api: Api<Request, Response>, version: number, body: Draft<Request>): number {
    const id = ++this.#correlationId
    this.#stream.write(encodeRequest(api, version, id, this.clientId, body))
    return id
  }

  /** Sends bytes as they are. */
  write(bytes: Uint8Array): void {
    this.#stream.write([bytes])
  }

  /** Sends bytes with their size before them and no header, as SASL has them after a handshake of version 0. */
  exchangeBare(bytes: Uint8Array): Promise<Buffer> {
    const size = Buffer.alloc(4)
    size.writeInt32BE(bytes.length)
    this.#stream.write([size, bytes])
    return new Promise((resolve, reject) => {
      this.#bare = { resolve, reject }
    })
  }

  close(): void {
    this.#stream.destroy()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  onFrame(frame: Buffer): void {
    if (this.#bare !== undefined) {
      this.#bare.resolve(frame)
      this.#bare = undefined
      return
    }
    const id = peekCorrelationId(frame)
    this.answered.push(id)
    this.#waiting.get(id)?.resolve(frame)
    this.#waiting.delete(id)
  }

  onClose(): void {
    this.#isClosed = true
    const error = new Error('The connection closed before the answer')
    this.#bare?.reject(error)
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
