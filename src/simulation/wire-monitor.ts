/**
 * Watches every byte between the client and the cluster, and checks at once what must hold on the wire:
 *
 * - W1 each frame of the client decodes and encodes again to the same bytes, batches are whole, and each correlation id is
 *   used once and answered in order.
 * - P6 and P7 through the `SequenceMonitor`, which sees each batch leave and each answer arrive.
 *
 * It looks at what the client wrote, and at answers when the client has them: a connection that is cut takes what was on
 * its way with it.
 */
import { produceApi } from '../protocol/apis/produce.ts'
import { decodeRequest } from '../protocol/decode-request.ts'
import type { Api, Draft } from '../protocol/message-codec.ts'
import type { ProduceRequest } from '../protocol/messages/produce-request.ts'
import type { ProduceResponse } from '../protocol/messages/produce-response.ts'
import { encodeRequest } from '../protocol/request-frame.ts'
import { decodeResponse } from '../protocol/response-frame.ts'
import { FrameSplitter } from './frame-splitter.ts'
import { type SentBatch, SequenceMonitor } from './sequence-monitor.ts'
import type { NetworkObserver, SimConnection } from './sim-connection.ts'
import { readWireBatch } from './wire-batch.ts'
import { describeError, type World } from './world.ts'

interface AwaitedAnswer {
  readonly api: Api<unknown, unknown>
  readonly version: number
  readonly correlationId: number
  readonly batches: readonly SentBatch[]
}

interface WatchedConnection {
  readonly sent: FrameSplitter
  readonly received: FrameSplitter
  readonly awaited: AwaitedAnswer[]
  lastCorrelationId: number
}

export class WireMonitor implements NetworkObserver {
  readonly #world: World
  readonly #sequences: SequenceMonitor
  readonly #connections = new Map<SimConnection, WatchedConnection>()
  #requestCount = 0

  constructor(world: World) {
    this.#world = world
    this.#sequences = new SequenceMonitor(world)
  }

  /** Requests that the client has written, to tell a storm from patience. */
  get requestCount(): number {
    return this.#requestCount
  }

  onOpened(connection: SimConnection): void {
    this.#connections.set(connection, {
      sent: new FrameSplitter(),
      received: new FrameSplitter(),
      awaited: [],
      lastCorrelationId: -1,
    })
  }

  onClientWrote(connection: SimConnection, bytes: Buffer): void {
    const watched = this.#connections.get(connection)
    if (watched === undefined) return
    try {
      for (const frame of watched.sent.push(bytes)) this.#onRequest(connection, watched, frame)
    } catch (error) {
      this.#world.problem(
        'W1',
        `the client wrote to ${connection.serverAddress} what cannot be read: ${describeError(error)}`,
      )
    }
  }

  onClientReceived(connection: SimConnection, bytes: Buffer): void {
    const watched = this.#connections.get(connection)
    if (watched === undefined) return
    for (const frame of watched.received.push(bytes)) this.#onResponse(watched, frame)
  }

  onClientClosed(connection: SimConnection): void {
    const watched = this.#connections.get(connection)
    this.#connections.delete(connection)
    for (const { batches } of watched?.awaited ?? []) this.#sequences.onUnanswered(batches)
  }

  #onRequest(connection: SimConnection, watched: WatchedConnection, frame: Buffer): void {
    this.#requestCount += 1
    const { api, version, correlationId, clientId, body } = decodeRequest(frame)
    const again = Buffer.concat(encodeRequest(api, version, correlationId, clientId, body as Draft<unknown>))
    if (again.compare(frame, 0, frame.length, 4) !== 0) {
      this.#world.problem('W1', `${api.name} v${version} encodes to other bytes than were sent`)
    }
    if (correlationId <= watched.lastCorrelationId) {
      this.#world.problem('W1', `correlation id ${correlationId} follows ${watched.lastCorrelationId}`)
    }
    watched.lastCorrelationId = correlationId
    this.#world.emit('wire', `${api.name} v${version} #${correlationId} to ${connection.serverAddress}`)
    const isProduce = api.key === produceApi.key
    const batches = isProduce ? this.#batchesOf(connection, body as ProduceRequest) : []
    if (isProduce && (body as ProduceRequest).acks === 0) return
    watched.awaited.push({ api, version, correlationId, batches })
  }

  #batchesOf(connection: SimConnection, { topicData }: ProduceRequest): SentBatch[] {
    const batches: SentBatch[] = []
    for (const { partitionData } of topicData) {
      for (const { index, records } of partitionData) {
        if (records === null) {
          this.#world.problem('W1', `a produce request without records for partition ${index}`)
          continue
        }
        const batch = readWireBatch(records)
        batches.push(this.#sequences.onSent(connection.serverAddress, index, batch))
      }
    }
    return batches
  }

  #onResponse(watched: WatchedConnection, frame: Buffer): void {
    const awaited = watched.awaited.shift()
    const correlationId = frame.readInt32BE(0)
    if (awaited === undefined || awaited.correlationId !== correlationId) {
      this.#world.problem('W1', `answer ${correlationId} came where ${awaited?.correlationId ?? 'none'} was awaited`)
      return
    }
    if (awaited.api.key !== produceApi.key) return
    const { body } = decodeResponse(awaited.api, awaited.version, frame)
    for (const { partitionResponses } of (body as ProduceResponse).responses) {
      for (const { index, errorCode } of partitionResponses) {
        const batch = awaited.batches.find((candidate) => candidate.index === index)
        if (batch !== undefined) this.#sequences.onAnswered(batch, errorCode)
      }
    }
  }
}
