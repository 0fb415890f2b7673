/**
 * The smallest Kafka that a producer and a direct consumer can work with: one topic, perfect replication, no groups.
 *
 * It is the kernel's own test object, a third reading of the protocol next to the client's and the embedded cluster's.
 * Requests that arrived whole are carried out even when their connection has died meanwhile: that is the lost answer,
 * the commonest fault of all, and needs no code of its own.
 */
import { ErrorCodes } from '../../src/errors/error-codes.ts'
import { fetchApi } from '../../src/protocol/apis/fetch.ts'
import { produceApi } from '../../src/protocol/apis/produce.ts'
import { decodeRequest } from '../../src/protocol/decode-request.ts'
import type { Api, Draft } from '../../src/protocol/message-codec.ts'
import { encodeResponse } from '../../src/protocol/response-frame.ts'
import type { ClusterUnderTest, LoggedRecord } from '../../src/simulation/cluster-under-test.ts'
import { FrameSplitter } from '../../src/simulation/frame-splitter.ts'
import { topic as onlyTopic } from '../../src/simulation/plan.ts'
import type { SimListener, SimNetwork } from '../../src/simulation/sim-network.ts'
import type { SimRandom } from '../../src/simulation/sim-random.ts'
import type { World } from '../../src/simulation/world.ts'
import type { ByteStream, StreamHandlers } from '../../src/transport/transport.ts'
import { type Answer, answerRequest } from './scripted-answers.ts'
import { ScriptedLog } from './scripted-log.ts'

export interface ScriptedClusterOptions {
  readonly world: World
  readonly network: SimNetwork
  readonly nodeCount: number
  readonly partitionCount: number
}

/** What one node tells of a partition. */
export interface PartitionView {
  readonly leader: number
  readonly leaderEpoch: number
  readonly errorCode: number
}

interface Code {
  readonly errorCode: number
  readonly untilMs: number
}

export class ScriptedNode {
  readonly nodeId: number
  readonly host: string
  readonly port = 9092
  isUp = false
  listener: SimListener | undefined
  readonly streams: Set<ByteStream> = new Set()
  /** Counts up at each start: what an earlier process had in hand is forgotten. */
  generation = 0
  answersToLose = 0
  failure: Code | undefined
  refusal: Code | undefined
  throttling: { readonly throttleMs: number; readonly untilMs: number } | undefined
  stale: { readonly untilMs: number; readonly views: readonly PartitionView[] } | undefined

  constructor(nodeId: number) {
    this.nodeId = nodeId
    this.host = `broker-${nodeId}`
  }
}

const slowestHandlingMs = 4

export class ScriptedCluster implements ClusterUnderTest {
  readonly world: World
  readonly nodes: readonly ScriptedNode[]
  readonly logs: readonly ScriptedLog[]
  /** What a producer id was last given; ids are never given twice. */
  lastProducerId = 1_000n
  readonly #network: SimNetwork
  readonly #random: SimRandom
  readonly #metadataErrors = new Map<number, Code>()
  readonly #appendWaiters = new Set<() => void>()
  #isClosed = false

  constructor({ world, network, nodeCount, partitionCount }: ScriptedClusterOptions) {
    this.world = world
    this.#network = network
    this.#random = world.random.fork('cluster')
    this.nodes = Array.from({ length: nodeCount }, (_, index) => new ScriptedNode(index + 1))
    this.logs = Array.from({ length: partitionCount }, (_, index) => new ScriptedLog(1 + (index % nodeCount)))
    for (const { nodeId } of this.nodes) this.start(nodeId)
  }

  get bootstrapServers(): readonly string[] {
    return this.nodes.map(({ host, port }) => `${host}:${port}`)
  }

  get nodeIds(): readonly number[] {
    return this.nodes.map(({ nodeId }) => nodeId)
  }

  node(nodeId: number): ScriptedNode {
    return this.nodes[nodeId - 1]!
  }

  addressOf(nodeId: number): string {
    const { host, port } = this.node(nodeId)
    return `${host}:${port}`
  }

  isUp(nodeId: number): boolean {
    return this.node(nodeId).isUp
  }

  leaderOf(_topic: string, partition: number): number {
    return this.logs[partition]!.leader
  }

  records(_topic: string, partition: number): readonly LoggedRecord[] {
    return this.logs[partition]!.records
  }

  moveLeader(topic: string, partition: number, nodeId: number): void {
    if (topic !== onlyTopic) throw new Error(`There is only ${onlyTopic}`)
    const log = this.logs[partition]!
    if (log.leader === nodeId) return
    log.leader = nodeId
    log.leaderEpoch += 1
    // Whoever waits for records here is told that they will come from elsewhere.
    this.#wakeFetches()
  }

  stop(nodeId: number): void {
    const node = this.node(nodeId)
    if (!node.isUp) return
    node.isUp = false
    node.generation += 1
    node.listener?.close()
    node.listener = undefined
    for (const connection of this.#network.connections) {
      if (connection.serverAddress === this.addressOf(nodeId)) connection.cut()
    }
    node.streams.clear()
  }

  start(nodeId: number): void {
    const node = this.node(nodeId)
    if (node.isUp || this.#isClosed) return
    node.isUp = true
    node.listener = this.#network.listen(node.host, node.port, (stream) => this.#accept(node, stream))
  }

  loseAnswers(nodeId: number, count: number): void {
    this.node(nodeId).answersToLose += count
  }

  makeMetadataStale(nodeId: number, untilMs: number): void {
    const views = this.logs.map((_, partition) => this.#truth(partition))
    this.node(nodeId).stale = { untilMs, views }
  }

  failMetadata(_topic: string, partition: number, errorCode: number, untilMs: number): void {
    this.#metadataErrors.set(partition, { errorCode, untilMs })
  }

  failAfterAppend(nodeId: number, errorCode: number, untilMs: number): void {
    this.node(nodeId).failure = { errorCode, untilMs }
  }

  refuseProduce(nodeId: number, errorCode: number, untilMs: number): void {
    this.node(nodeId).refusal = { errorCode, untilMs }
  }

  throttle(nodeId: number, throttleMs: number, untilMs: number): void {
    this.node(nodeId).throttling = { throttleMs, untilMs }
  }

  heal(): void {
    this.#metadataErrors.clear()
    for (const node of this.nodes) {
      node.answersToLose = 0
      node.failure = undefined
      node.refusal = undefined
      node.throttling = undefined
      node.stale = undefined
      this.start(node.nodeId)
    }
  }

  close(): void {
    this.#isClosed = true
    this.#wakeFetches()
    for (const node of this.nodes) {
      node.listener?.close()
      for (const stream of node.streams) stream.destroy()
    }
  }

  /** What the node says of a partition, be it true or not. */
  viewOf(node: ScriptedNode, partition: number): PartitionView {
    const { nowMs } = this.world
    const error = this.#metadataErrors.get(partition)
    if (error !== undefined && nowMs < error.untilMs) return { leader: -1, leaderEpoch: -1, errorCode: error.errorCode }
    const { stale } = node
    if (stale !== undefined && nowMs < stale.untilMs) return stale.views[partition]!
    return this.#truth(partition)
  }

  codeFor(code: Code | undefined): number {
    return code !== undefined && this.world.nowMs < code.untilMs ? code.errorCode : ErrorCodes.NONE
  }

  throttleMsOf({ throttling }: ScriptedNode): number {
    return throttling !== undefined && this.world.nowMs < throttling.untilMs ? throttling.throttleMs : 0
  }

  /** Calls back when records have come, a leader has moved, or the time is over. */
  whenAppended(timeoutMs: number, resume: () => void): void {
    const end = (): void => {
      timer.cancel()
      this.#appendWaiters.delete(end)
      resume()
    }
    const timer = this.world.deliver(timeoutMs, 'cluster', 'fetch waits', end)
    this.#appendWaiters.add(end)
  }

  onAppended(): void {
    this.#wakeFetches()
  }

  #wakeFetches(): void {
    for (const resume of [...this.#appendWaiters]) resume()
  }

  #truth(partition: number): PartitionView {
    const { leader, leaderEpoch } = this.logs[partition]!
    return { leader, leaderEpoch, errorCode: ErrorCodes.NONE }
  }

  #accept(node: ScriptedNode, stream: ByteStream): StreamHandlers {
    const splitter = new FrameSplitter()
    const pending: Buffer[] = []
    const { generation } = node
    let isBusy = false
    node.streams.add(stream)
    const handleNext = (): void => {
      const frame = pending.shift()
      isBusy = frame !== undefined
      if (frame === undefined) return
      const { api, version, correlationId, body } = decodeRequest(frame)
      const name = `broker-${node.nodeId} handles ${api.name} #${correlationId}`
      this.#later(api, name, () => {
        // A process that has died since has done nothing.
        if (node.generation !== generation) return
        answerRequest(this, node, api, version, body, (answer) => {
          this.#send(stream, api, version, correlationId, answer)
          handleNext()
        })
      })
    }
    return {
      onData: (bytes) => {
        pending.push(...splitter.push(bytes))
        if (!isBusy) handleNext()
      },
      onDrain() {},
      onClose: () => node.streams.delete(stream),
    }
  }

  #later(api: Api<unknown, unknown>, name: string, handle: () => void): void {
    const delayMs = this.#random.int(slowestHandlingMs + 1)
    // Only producing is worth exploring in every order.
    if (api.key === produceApi.key) this.world.at(delayMs, 'cluster', name, handle)
    else this.world.deliver(api.key === fetchApi.key ? 0 : delayMs, 'cluster', name, handle)
  }

  #send(stream: ByteStream, api: Api<unknown, unknown>, version: number, correlationId: number, answer: Answer): void {
    if (answer === 'cut') stream.destroy()
    else if (answer !== 'none') stream.write(encodeResponse(api, version, correlationId, answer as Draft<unknown>))
  }
}
