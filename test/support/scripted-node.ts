/** One node of a `ScriptedCluster`: frames in, what the script says out. See `scripted-cluster.ts`. */
import { ErrorCodes } from '../../src/errors/error-codes.ts'
import { apiVersionsApi } from '../../src/protocol/apis/api-versions.ts'
import { produceApi } from '../../src/protocol/apis/produce.ts'
import { decodeRequest } from '../../src/protocol/decode-request.ts'
import { FrameDecoder } from '../../src/protocol/frame-decoder.ts'
import type { Api, Draft } from '../../src/protocol/message-codec.ts'
import type { ApiVersionsResponse } from '../../src/protocol/messages/api-versions-response.ts'
import type { ProduceRequest } from '../../src/protocol/messages/produce-request.ts'
import { peekRequest } from '../../src/protocol/request-frame.ts'
import { encodeResponse } from '../../src/protocol/response-frame.ts'
import type { ManualClock } from '../../src/support/manual-clock.ts'
import type { MemoryConnection } from '../../src/transport/memory-connection.ts'
import type { MemoryNetwork } from '../../src/transport/memory-transport.ts'
import type { ByteStream, StreamHandlers } from '../../src/transport/transport.ts'

/** Where a request came in. */
export interface Call {
  readonly nodeId: number
  readonly version: number
  readonly clientId: string | null
  readonly connection: MemoryConnection
  readonly correlationId: number
}

export interface LoggedRequest extends Call {
  readonly api: Api<unknown, unknown>
  readonly name: string
  readonly body: unknown
  readonly atMs: number
}

export type Answer<Response> = Draft<Response> | 'drop' | 'never' | 'skip'
export type Handler<Request, Response> = (request: Request, call: Call) => Answer<Response> | Promise<Answer<Response>>

export type ErasedHandler = Handler<unknown, unknown>

/** How a node answers; the cluster's part, the same for all its nodes. */
export interface NodeScript {
  readonly clock: ManualClock
  readonly network: MemoryNetwork
  readonly requests: LoggedRequest[]
  readonly unexpected: string[]
  readonly apiVersionsMax: number
  readonly onUnknownApiVersions: 'error35' | 'error35WithoutKeys' | 'close' | 'reset'
  readonly answersAcks0: boolean
  offersVersion(apiKey: number, version: number): boolean
  apiVersions(): Draft<ApiVersionsResponse>
  handlerFor(apiKey: number): ErasedHandler | undefined
  /** Resolves when no hold keeps an answer of this API back. */
  passHolds(apiKey: number): Promise<void>
}

export class ScriptedNode {
  readonly nodeId: number
  host: string
  port: number
  readonly #script: NodeScript
  readonly #connections = new Set<MemoryConnection>()
  #listener: { close(): void } | undefined

  constructor(script: NodeScript, nodeId: number, host: string, port: number) {
    this.#script = script
    this.nodeId = nodeId
    this.host = host
    this.port = port
  }

  get isRunning(): boolean {
    return this.#listener !== undefined
  }

  /** Open ones, oldest first. */
  get connections(): readonly MemoryConnection[] {
    return [...this.#connections]
  }

  start(): void {
    this.#listener ??= this.#script.network.listen(this.host, this.port, (stream, connection) =>
      this.#accept(stream, connection),
    )
  }

  /** Refuses connections from now on and cuts those that are open. */
  stop(): void {
    this.#listener?.close()
    this.#listener = undefined
    this.cut()
  }

  /** Moves to another address; what is open at the old one stays open. */
  moveTo(host: string, port: number): void {
    this.#listener?.close()
    this.#listener = undefined
    this.host = host
    this.port = port
    this.start()
  }

  cut(): void {
    for (const connection of [...this.#connections]) connection.cut()
  }

  /** An orderly close by the broker, as after its `connections.max.idle.ms`. */
  closeConnections(): void {
    for (const connection of [...this.#connections]) connection.server.destroy()
  }

  stall(): void {
    for (const connection of this.#connections) connection.stall()
  }

  #accept(stream: ByteStream, connection: MemoryConnection): StreamHandlers {
    this.#connections.add(connection)
    // Answers leave in order: each waits for the one before it, or for ever behind one that never comes.
    let before: Promise<void> = Promise.resolve()
    const decoder = new FrameDecoder({
      onFrame: (frame) => {
        before = this.#answer(frame, stream, connection, before).catch((error: unknown) => {
          this.#refuse(stream, `a script that failed: ${String(error)}`)
        })
      },
    })
    return {
      onData: (chunk) => {
        try {
          decoder.push(chunk)
        } catch (error) {
          this.#refuse(stream, `bytes that are no frame: ${String(error)}`)
        }
      },
      onDrain() {},
      onClose: () => this.#connections.delete(connection),
    }
  }

  #refuse(stream: ByteStream, what: string): void {
    this.#script.unexpected.push(`node ${this.nodeId}: ${what}`)
    stream.destroy()
  }

  async #answer(frame: Buffer, stream: ByteStream, connection: MemoryConnection, before: Promise<void>): Promise<void> {
    const prefix = peekRequest(frame)
    const asksForVersions = prefix.apiKey === apiVersionsApi.key
    if (asksForVersions && prefix.apiVersion > this.#script.apiVersionsMax) {
      this.#log(
        apiVersionsApi as Api<unknown, unknown>,
        prefix.apiVersion,
        null,
        connection,
        prefix.correlationId,
        undefined,
      )
      await before
      return this.#refuseApiVersions(stream, connection, prefix.correlationId)
    }
    if (!asksForVersions && !this.#script.offersVersion(prefix.apiKey, prefix.apiVersion)) {
      return this.#refuse(stream, `API ${prefix.apiKey} v${prefix.apiVersion}, which was not offered`)
    }
    let request: ReturnType<typeof decodeRequest>
    try {
      request = decodeRequest(frame)
    } catch (error) {
      return this.#refuse(stream, `a request that cannot be read: ${String(error)}`)
    }
    const { api, version, clientId, correlationId, body } = request
    const call = this.#log(api, version, clientId, connection, correlationId, body)
    const handler = this.#script.handlerFor(api.key) ?? (asksForVersions ? () => this.#script.apiVersions() : undefined)
    if (handler === undefined) return this.#refuse(stream, `${api.name} v${version} has no script`)
    const [answer] = await Promise.all([handler(body, call), before])
    await this.#script.passHolds(api.key)
    if (answer === 'never') return new Promise(() => {})
    if (answer === 'drop') return stream.destroy()
    const isAcks0 = api.key === produceApi.key && (body as ProduceRequest).acks === 0
    if (answer === 'skip' || (isAcks0 && !this.#script.answersAcks0)) return
    stream.write(encodeResponse(api, version, correlationId, answer as Draft<unknown>))
  }

  #refuseApiVersions(stream: ByteStream, connection: MemoryConnection, correlationId: number): void {
    const how = this.#script.onUnknownApiVersions
    if (how === 'close') stream.destroy()
    if (how === 'reset') connection.cut()
    if (how === 'close' || how === 'reset') return
    const listed = how === 'error35' ? this.#script.apiVersions() : {}
    const refusal = { ...listed, errorCode: ErrorCodes.UNSUPPORTED_VERSION }
    stream.write(encodeResponse(apiVersionsApi, 0, correlationId, refusal))
  }

  #log(
    api: Api<unknown, unknown>,
    version: number,
    clientId: string | null,
    connection: MemoryConnection,
    correlationId: number,
    body: unknown,
  ): Call {
    const call: Call = { nodeId: this.nodeId, version, clientId, connection, correlationId }
    this.#script.requests.push({ ...call, api, name: api.name, body, atMs: this.#script.clock.now() })
    return call
  }
}
