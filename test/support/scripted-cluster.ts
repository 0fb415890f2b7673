/**
 * A tiny scripted Kafka for unit tests: real frames over an in-process network, answers that the test writes.
 *
 * ```ts
 * const clock = new ManualClock()
 * const cluster = new ScriptedCluster({ clock, nodeCount: 3 })     // nodes 1, 2, 3 at broker-1:9092, ...
 * cluster.createTopic('orders', { partitionCount: 3 })              // leaders go round the nodes
 * cluster.on(produceApi, (request, call) => ({ responses: [] }))    // until the next on() of the same API
 * cluster.once(fetchApi, () => 'drop')                              // first; then whatever on() says
 * const platform = cluster.platform()                               // clock, random, transport, offload, silent log
 * ```
 * A handler returns (a promise of) the response, or one of
 * - `'drop'`   close the connection instead of answering;
 * - `'never'`  never answer this request, nor, as a broker would not either, those behind it on its connection;
 * - `'skip'`   no answer, but the ones behind it get theirs (what acks 0 is; the default there).
 * Handlers run when a request arrives; answers leave in the order of their requests.
 *
 * ApiVersions and Metadata are answered without a script. Any other API without a handler closes the connection and is
 * listed in `unexpected`, which `expectNothingUnexpected()` turns into a failure.
 *
 * - `requests`, `requestsOf(api)`: what arrived, in order, with node, version, client id, connection and decoded body.
 * - `hold(api?)`: answers (of that API) wait until `release()`; `releaseOne()` lets the oldest go.
 * - `setVersions(api, min, max)`, `removeApi(api)`: what ApiVersions says. `apiVersionsMax` below the asked version
 *   makes the node answer error 35 in version 0, as brokers do, or what `onUnknownApiVersions` says.
 * - `moveLeader(topic, partition, nodeId)`: raises the leader epoch. `setLeader(topic, partition, -1)`: no leader.
 * - `node(id)`: `stop()` (refuses and cuts), `start()`, `cut()` (its connections), `stall()` (silence), `connections`.
 */
import { ErrorCodes } from '../../src/errors/error-codes.ts'
import { silentLog } from '../../src/observe/log.ts'
import type { Platform } from '../../src/platform/platform.ts'
import { allApis } from '../../src/protocol/all-apis.ts'
import { latestStableVersion } from '../../src/protocol/api-versions.ts'
import { apiVersionsApi } from '../../src/protocol/apis/api-versions.ts'
import { metadataApi } from '../../src/protocol/apis/metadata.ts'
import type { Api, Draft } from '../../src/protocol/message-codec.ts'
import type { ApiVersionsResponse } from '../../src/protocol/messages/api-versions-response.ts'
import type { MetadataRequest } from '../../src/protocol/messages/metadata-request.ts'
import type { MetadataResponse, MetadataResponseTopic } from '../../src/protocol/messages/metadata-response.ts'
import { type Uuid, zeroUuid } from '../../src/protocol/uuid.ts'
import { inlineOffload } from '../../src/support/inline-offload.ts'
import type { ManualClock } from '../../src/support/manual-clock.ts'
import type { Random } from '../../src/support/random.ts'
import { SeededRandom } from '../../src/support/seeded-random.ts'
import { MemoryNetwork } from '../../src/transport/memory-transport.ts'
import { type ErasedHandler, type Handler, type LoggedRequest, type NodeScript, ScriptedNode } from './scripted-node.ts'

export interface ScriptedClusterOptions {
  readonly clock: ManualClock
  /** Default 1. */
  readonly nodeCount?: number
  /** For the platform's chance, and for splitting chunks. Default 1. */
  readonly seed?: number
  /** Splits what is written at chance places. Default false. */
  readonly splitsChunks?: boolean
  readonly latencyMs?: number | (() => number)
  /** Default `scripted`. */
  readonly clusterId?: string
}

export type { Answer, Call, Handler, LoggedRequest } from './scripted-node.ts'

export interface Hold {
  /** How many answers wait. */
  readonly heldCount: number
  releaseOne(): void
  /** Lets all go and holds no more. */
  release(): void
}

interface ScriptedPartition {
  leader: number
  leaderEpoch: number
  replicas: readonly number[]
}

interface ScriptedTopic {
  readonly name: string
  topicId: Uuid
  readonly partitions: ScriptedPartition[]
}

export class ScriptedCluster implements NodeScript {
  readonly clock: ManualClock
  readonly random: Random
  readonly network: MemoryNetwork
  readonly requests: LoggedRequest[] = []
  readonly unexpected: string[] = []
  clusterId: string
  controllerId = 1
  /** The highest ApiVersions that the nodes speak; a higher one is answered with error 35. */
  apiVersionsMax = 4
  /** How an ApiVersions request above `apiVersionsMax` ends. Default `error35`: with the versions that there are. */
  onUnknownApiVersions: 'error35' | 'error35WithoutKeys' | 'close' | 'reset' = 'error35'
  /** What else the answer to ApiVersions says: features, throttling. */
  apiVersionsExtra: Partial<Draft<ApiVersionsResponse>> = {}
  /** Answers produce requests with acks 0 all the same, as Azure Event Hubs does. */
  answersAcks0 = false
  /** What Metadata lists. Default: all nodes that were not stopped. */
  advertisedNodes: readonly number[] | undefined
  readonly #nodes = new Map<number, ScriptedNode>()
  readonly #topics = new Map<string, ScriptedTopic>()
  readonly #handlers = new Map<number, ErasedHandler>()
  readonly #oneTimeHandlers = new Map<number, ErasedHandler[]>()
  readonly #versions = new Map<number, { min: number; max: number }>()
  readonly #holds = new Set<AnswerHold>()
  #topicCount = 0

  constructor(options: ScriptedClusterOptions) {
    this.clock = options.clock
    this.random = new SeededRandom(options.seed ?? 1)
    this.clusterId = options.clusterId ?? 'scripted'
    this.network = new MemoryNetwork({
      clock: options.clock,
      ...(options.latencyMs === undefined ? {} : { latencyMs: options.latencyMs }),
      ...(options.splitsChunks === true ? { splitRandom: this.random.fork('chunks') } : {}),
    })
    for (const api of allApis) {
      if (latestStableVersion(api) < api.minVersion) continue
      this.#versions.set(api.key, { min: api.minVersion, max: latestStableVersion(api) })
    }
    for (let nodeId = 1; nodeId <= (options.nodeCount ?? 1); nodeId++) this.addNode(nodeId)
    this.on(metadataApi, (request, call) => this.metadataFor(request, call.version))
  }

  /** The first node's address. */
  get bootstrapServers(): string {
    const [node] = this.#nodes.values()
    return `${node?.host}:${node?.port}`
  }

  platform(overrides: Partial<Platform> = {}): Platform {
    const { clock } = this
    const random = this.random.fork('client')
    return {
      clock,
      random,
      transport: this.network.transport,
      offload: inlineOffload(clock),
      log: silentLog,
      ...overrides,
    }
  }

  on<Request, Response>(api: Api<Request, Response>, handler: Handler<Request, Response>): void {
    this.#handlers.set(api.key, handler as ErasedHandler)
  }

  once<Request, Response>(api: Api<Request, Response>, handler: Handler<Request, Response>): void {
    const waiting = this.#oneTimeHandlers.get(api.key) ?? []
    this.#oneTimeHandlers.set(api.key, [...waiting, handler as ErasedHandler])
  }

  setVersions(api: { readonly key: number }, min: number, max: number): void {
    this.#versions.set(api.key, { min, max })
  }

  removeApi(api: { readonly key: number }): void {
    this.#versions.delete(api.key)
  }

  hold(api?: { readonly key: number }): Hold {
    const hold = new AnswerHold(api?.key, (ended) => this.#holds.delete(ended))
    this.#holds.add(hold)
    return hold
  }

  requestsOf<Request>(api: Api<Request, unknown>): (LoggedRequest & { readonly body: Request })[] {
    return this.requests.filter((request) => request.api.key === api.key) as (LoggedRequest & { body: Request })[]
  }

  /** Throws when a request came for which there was no script, or bytes that were no request. */
  expectNothingUnexpected(): void {
    if (this.unexpected.length > 0) throw new Error(`Unexpected: ${this.unexpected.join('; ')}`)
  }

  node(nodeId: number): ScriptedNode {
    const node = this.#nodes.get(nodeId)
    if (node === undefined) throw new Error(`There is no node ${nodeId}`)
    return node
  }

  addNode(nodeId: number, host = `broker-${nodeId}`, port = 9092): ScriptedNode {
    const node = new ScriptedNode(this, nodeId, host, port)
    this.#nodes.set(nodeId, node)
    node.start()
    return node
  }

  removeNode(nodeId: number): void {
    this.node(nodeId).stop()
    this.#nodes.delete(nodeId)
  }

  createTopic(
    name: string,
    options: { partitionCount?: number; leaders?: readonly number[]; topicId?: Uuid } = {},
  ): void {
    const nodeIds = [...this.#nodes.keys()]
    const count = options.leaders?.length ?? options.partitionCount ?? 1
    const partitions = Array.from({ length: count }, (_, index) => {
      const leader = options.leaders?.[index] ?? nodeIds[index % nodeIds.length] ?? -1
      return { leader, leaderEpoch: 0, replicas: nodeIds }
    })
    this.#topicCount++
    const topicId = options.topicId ?? (`${String(this.#topicCount).padStart(20, 'T')}AA` as Uuid)
    this.#topics.set(name, { name, topicId, partitions })
  }

  deleteTopic(name: string): void {
    this.#topics.delete(name)
  }

  moveLeader(topic: string, partition: number, nodeId: number): void {
    this.setLeader(topic, partition, nodeId, this.partition(topic, partition).leaderEpoch + 1)
  }

  setLeader(topic: string, partition: number, nodeId: number, leaderEpoch?: number): void {
    const state = this.partition(topic, partition)
    state.leader = nodeId
    if (leaderEpoch !== undefined) state.leaderEpoch = leaderEpoch
  }

  partition(topic: string, partition: number): ScriptedPartition {
    const state = this.#topics.get(topic)?.partitions[partition]
    if (state === undefined) throw new Error(`There is no ${topic}-${partition}`)
    return state
  }

  /** What Metadata says without a script. A script can take it and change it. */
  metadataFor(request: MetadataRequest, version: number): Draft<MetadataResponse> {
    const advertised = [...this.#nodes.values()].filter(
      (node) => this.advertisedNodes?.includes(node.nodeId) ?? node.isRunning,
    )
    // Version 0 has no null: an empty list asks for all topics.
    const wantsAll = request.topics === null || (version === 0 && request.topics.length === 0)
    const topics = wantsAll
      ? [...this.#topics.values()].map((topic) => this.#describe(topic))
      : (request.topics ?? []).map(({ name, topicId }) => this.#find(name, topicId))
    return {
      brokers: advertised.map(({ nodeId, host, port }) => ({ nodeId, host, port })),
      clusterId: this.clusterId,
      controllerId: this.controllerId,
      topics,
    }
  }

  offersVersion(apiKey: number, version: number): boolean {
    const range = this.#versions.get(apiKey)
    return range !== undefined && version >= range.min && version <= range.max
  }

  apiVersions(): Draft<ApiVersionsResponse> {
    const apiKeys = [...this.#versions].map(([apiKey, { min, max }]) => ({
      apiKey,
      minVersion: min,
      maxVersion: apiKey === apiVersionsApi.key ? this.apiVersionsMax : max,
    }))
    return { apiKeys, ...this.apiVersionsExtra }
  }

  handlerFor(apiKey: number): ErasedHandler | undefined {
    return this.#oneTimeHandlers.get(apiKey)?.shift() ?? this.#handlers.get(apiKey)
  }

  async passHolds(apiKey: number): Promise<void> {
    for (const hold of this.#holds) await hold.pass(apiKey)
  }

  #find(name: string | null, topicId: Uuid): Draft<MetadataResponseTopic> {
    const topic =
      name !== null && name !== ''
        ? this.#topics.get(name)
        : [...this.#topics.values()].find((candidate) => candidate.topicId === topicId)
    if (topic !== undefined) return this.#describe(topic)
    const isById = name === null || name === ''
    const errorCode = isById ? ErrorCodes.UNKNOWN_TOPIC_ID : ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION
    return { errorCode, name, topicId: isById ? topicId : zeroUuid, partitions: [] }
  }

  #describe(topic: ScriptedTopic): Draft<MetadataResponseTopic> {
    return {
      name: topic.name,
      topicId: topic.topicId,
      partitions: topic.partitions.map(({ leader, leaderEpoch, replicas }, partitionIndex) => ({
        errorCode: leader < 0 ? ErrorCodes.LEADER_NOT_AVAILABLE : ErrorCodes.NONE,
        partitionIndex,
        leaderId: leader,
        leaderEpoch,
        replicaNodes: replicas,
        isrNodes: replicas,
      })),
    }
  }
}

class AnswerHold implements Hold {
  readonly #apiKey: number | undefined
  readonly #onEnd: (hold: AnswerHold) => void
  #waiting: (() => void)[] = []
  #isOver = false

  constructor(apiKey: number | undefined, onEnd: (hold: AnswerHold) => void) {
    this.#apiKey = apiKey
    this.#onEnd = onEnd
  }

  get heldCount(): number {
    return this.#waiting.length
  }

  pass(apiKey: number): Promise<void> {
    if (this.#isOver || (this.#apiKey !== undefined && this.#apiKey !== apiKey)) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  releaseOne(): void {
    this.#waiting.shift()?.()
  }

  release(): void {
    this.#isOver = true
    this.#onEnd(this)
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}
