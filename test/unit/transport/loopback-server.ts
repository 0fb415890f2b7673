import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'
import { onTestFinished } from 'vitest'
import { systemClock } from '../../../src/platform/system-clock.ts'
import { socketTransport } from '../../../src/transport/socket-transport.ts'
import type { ByteStream, ConnectOptions, StreamHandlers } from '../../../src/transport/transport.ts'

export interface LoopbackServer {
  readonly port: number
  /** Sockets that are open, oldest first. */
  readonly sockets: Set<Socket>
  close(): Promise<void>
}

/** A server on the loopback interface, plain or TLS, which is gone after the test. */
export async function loopbackServer(onSocket: (socket: Socket) => void, tls?: TlsOptions): Promise<LoopbackServer> {
  const sockets = new Set<Socket>()
  const accept = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    onSocket(socket)
  }
  const server: Server = tls === undefined ? createTcpServer(accept) : createTlsServer(tls, accept)
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve))
    for (const socket of sockets) socket.destroy()
    await closed
  }
  onTestFinished(close)
  return { port: (server.address() as AddressInfo).port, sockets, close }
}

/** Records what a stream reports, and lets a test wait for it. */
export class StreamRecorder implements StreamHandlers {
  readonly events: string[] = []
  readonly closed: Promise<Error | undefined>
  #received = Buffer.alloc(0)
  #drains = 0
  #waiters: { readonly isMet: () => boolean; readonly resolve: () => void }[] = []
  #onClosed: (error: Error | undefined) => void = () => {}

  constructor() {
    this.closed = new Promise((resolve) => {
      this.#onClosed = resolve
    })
  }

  get received(): Buffer {
    return this.#received
  }

  get drains(): number {
    return this.#drains
  }

  onData(chunk: Buffer): void {
    this.#note('data')
    this.#received = Buffer.concat([this.#received, chunk])
    this.#wake()
  }

  onDrain(): void {
    this.#note('drain')
    this.#drains++
    this.#wake()
  }

  onClose(error?: Error): void {
    this.#note('close')
    this.#onClosed(error)
  }

  async untilReceived(sizeBytes: number): Promise<Buffer> {
    await this.#until(() => this.#received.length >= sizeBytes)
    return this.#received
  }

  async untilDrained(): Promise<void> {
    await this.#until(() => this.#drains > 0)
  }

  #note(event: string): void {
    if (this.events.at(-1) !== event || event === 'close') this.events.push(event)
  }

  #until(isMet: () => boolean): Promise<void> {
    if (isMet()) return Promise.resolve()
    return new Promise((resolve) => this.#waiters.push({ isMet, resolve }))
  }

  #wake(): void {
    const [met, waiting] = [this.#waiters.filter((w) => w.isMet()), this.#waiters.filter((w) => !w.isMet())]
    this.#waiters = waiting
    for (const { resolve } of met) resolve()
  }
}

export async function connectTo(
  target: Partial<ConnectOptions> & { readonly port: number },
): Promise<{ stream: ByteStream; recorder: StreamRecorder }> {
  const recorder = new StreamRecorder()
  const options = { host: '127.0.0.1', timeoutMs: 5_000, ...target }
  const stream = await socketTransport(systemClock).connect(options, recorder)
  onTestFinished(async () => {
    stream.destroy()
    await recorder.closed
  })
  return { stream, recorder }
}
