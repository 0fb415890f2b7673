/**
 * Brokers without a network: produce requests arrive as objects, and wait until the test says what becomes of each.
 *
 * It asserts, as requests arrive, what no broker can forgive: two record sets under one sequence, two brokers asked for
 * one partition at a time, more requests in flight than brokers remember.
 */
import { ConnectionError } from '../../../src/errors/connection-errors.ts'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import type { ClusterSnapshot } from '../../../src/metadata/cluster-snapshot.ts'
import type { MetadataBrokers } from '../../../src/metadata/fetch-metadata.ts'
import type { BrokerNode, OpenConnection } from '../../../src/network/request-sender.ts'
import { produceApi } from '../../../src/protocol/apis/produce.ts'
import type { Api, Draft } from '../../../src/protocol/message-codec.ts'
import type { ProduceRequest } from '../../../src/protocol/messages/produce-request.ts'
import type { ProduceResponse } from '../../../src/protocol/messages/produce-response.ts'
import { noTaggedFields } from '../../../src/protocol/tagged-field.ts'
import { type Uuid, zeroUuid } from '../../../src/protocol/uuid.ts'
import { createDeferred, type Deferred } from '../../../src/support/deferred.ts'
import { metadataResponse, type ToldCluster } from '../metadata/metadata-responses.ts'
import { type AppendResult, type ModelBatch, ModelLog, readModelBatch } from './model-log.ts'

/** The most requests that may be on their way for one partition: what brokers remember of a producer. */
const inFlightLimit = 5

type AnswerOverrides = Partial<ProduceResponse['responses'][number]['partitionResponses'][number]>

/** One produce request that waits for its fate. */
export class ModelRequest {
  readonly connection: ModelConnection
  readonly version: number
  readonly acks: number
  readonly batches: readonly ModelBatch[]
  readonly bytes: readonly Buffer[]
  readonly #cluster: ModelCluster
  readonly #answer: Deferred<unknown> = createDeferred()
  isEnded = false

  constructor(cluster: ModelCluster, connection: ModelConnection, version: number, body: Draft<ProduceRequest>) {
    this.#cluster = cluster
    this.connection = connection
    this.version = version
    this.acks = body.acks ?? 0
    const parts = (body.topicData ?? []).flatMap((topic) =>
      (topic.partitionData ?? []).map(({ index = 0, records }) => ({
        topic: topic.name ?? cluster.topicName(topic.topicId ?? zeroUuid),
        partition: index,
        bytes: records as Buffer,
      })),
    )
    this.bytes = parts.map(({ bytes }) => Buffer.from(bytes))
    this.batches = parts.map(({ topic, partition, bytes }) => readModelBatch(topic, partition, bytes))
  }

  get answered(): Promise<unknown> {
    return this.#answer.promise
  }

  /** Appends what may be appended. No answer yet. */
  process(): AppendResult[] {
    return this.batches.map((batch, index) => {
      const log = this.#cluster.log(batch.topic, batch.partition)
      // Brokers look at the size before they look at the sequence.
      const isTooLarge = log.leader === this.nodeId && this.bytes[index]!.length > this.#cluster.maxMessageBytes
      if (isTooLarge) return { errorCode: ErrorCodes.MESSAGE_TOO_LARGE, baseOffset: -1 }
      return log.append(this.nodeId, batch)
    })
  }

  get nodeId(): number {
    return this.connection.nodeId
  }

  /** Appends and answers, as a healthy broker does. */
  append(): void {
    this.answer(this.process())
  }

  answer(results: readonly AppendResult[], overrides: AnswerOverrides = {}): void {
    for (const [index, { errorCode, baseOffset }] of results.entries()) {
      const { topic, partition, values } = this.batches[index]!
      if (errorCode === ErrorCodes.NONE) this.#cluster.log(topic, partition).commit(baseOffset + values.length)
    }
    this.#end()
    const topics = [...new Set(this.batches.map(({ topic }) => topic))]
    this.#answer.resolve({
      responses: topics.map((topic) => ({
        name: this.version >= 13 ? '' : topic,
        topicId: this.version >= 13 ? this.#cluster.topicId(topic) : zeroUuid,
        partitionResponses: this.batches.flatMap((batch, index) =>
          batch.topic === topic ? [partitionAnswer(batch.partition, results[index]!, overrides)] : [],
        ),
        unknownTaggedFields: noTaggedFields,
      })),
      throttleTimeMs: 0,
      nodeEndpoints: [],
      unknownTaggedFields: noTaggedFields,
    } satisfies ProduceResponse)
  }

  /** Answers an error for every partition, without having appended anything. */
  refuse(errorCode: number, overrides: AnswerOverrides = {}): void {
    this.answer(
      this.batches.map(() => ({ errorCode, baseOffset: -1 })),
      overrides,
    )
  }

  /** Answers the request and says nothing of its partitions. */
  leaveOut(): void {
    this.#end()
    const nothing = { throttleTimeMs: 0, nodeEndpoints: [], unknownTaggedFields: noTaggedFields }
    this.#answer.resolve({ responses: [], ...nothing } satisfies ProduceResponse)
  }

  /** With acks 0: the bytes were handed over. */
  handOver(): void {
    this.#end()
    this.#answer.resolve(undefined)
  }

  fail(error: unknown): void {
    this.#end()
    this.#answer.reject(error)
  }

  #end(): void {
    this.isEnded = true
    this.#cluster.requests.splice(this.#cluster.requests.indexOf(this), 1)
  }
}

function partitionAnswer(
  index: number,
  { errorCode, baseOffset }: AppendResult,
  overrides: AnswerOverrides,
): ProduceResponse['responses'][number]['partitionResponses'][number] {
  return {
    index,
    errorCode,
    baseOffset: BigInt(baseOffset),
    logAppendTimeMs: -1n,
    logStartOffset: errorCode === ErrorCodes.NONE ? 0n : -1n,
    recordErrors: [],
    errorMessage: null,
    currentLeader: { leaderId: -1, leaderEpoch: -1, unknownTaggedFields: noTaggedFields },
    unknownTaggedFields: noTaggedFields,
    ...overrides,
  }
}

export class ModelConnection implements OpenConnection {
  readonly nodeId: number
  readonly #cluster: ModelCluster
  isOpen = true
  /** What `versionOf` says at most, or throws. */
  version: number | Error = produceApi.maxVersion

  constructor(cluster: ModelCluster, nodeId: number) {
    this.#cluster = cluster
    this.nodeId = nodeId
  }

  get pending(): readonly ModelRequest[] {
    return this.#cluster.requests.filter((request) => request.connection === this)
  }

  versionOf(_api: Api<unknown, unknown>, limits?: { readonly maxVersion?: number }): number {
    if (this.version instanceof Error) throw this.version
    return Math.min(this.version, limits?.maxVersion ?? this.version)
  }

  supports(): boolean {
    return true
  }

  async request<Request, Response>(
    _api: Api<Request, Response>,
    version: number,
    body: Draft<Request>,
  ): Promise<Response> {
    return (await this.#cluster.take(this, version, body as Draft<ProduceRequest>).answered) as Response
  }

  async requestWithoutResponse<Request>(
    _api: Api<Request, unknown>,
    version: number,
    body: Draft<Request>,
  ): Promise<void> {
    await this.#cluster.take(this, version, body as Draft<ProduceRequest>).answered
  }

  /** `written`: how many of the requests on it may have reached the broker. Default: all. */
  die(written: number = Number.POSITIVE_INFINITY): void {
    this.isOpen = false
    for (const [index, request] of this.pending.entries()) {
      const mayHaveBeenSent = index < written
      request.fail(new ConnectionError('CONNECTION_CLOSED', 'the connection died', { mayHaveBeenSent }))
    }
  }
}

export class ModelCluster implements MetadataBrokers {
  /** Requests that have arrived and whose fate is open, oldest first. */
  readonly requests: ModelRequest[] = []
  /** How many requests have ever arrived. */
  requestCount = 0
  onRequest: (request: ModelRequest) => void = () => {}
  /** How connecting goes. Default: at once. */
  onConnect: (nodeId: number) => Promise<void> = () => Promise.resolve()
  /** What the metadata says. Default: the truth. */
  onMetadata: () => Promise<ToldCluster> = () => Promise.resolve(this.toldCluster())
  /** Highest version of Produce that the brokers speak. */
  produceVersion: number | Error = produceApi.maxVersion
  /** Broken promises of the producer. */
  readonly violations: string[] = []
  readonly connections: ModelConnection[] = []
  isIdempotent = true
  /** The topics' `max.message.bytes`. */
  maxMessageBytes = Number.POSITIVE_INFINITY
  readonly #topics = new Map<string, ModelLog[]>()
  readonly #current = new Map<number, ModelConnection>()
  readonly #contents = new Map<string, string>()
  readonly #nodes: BrokerNode[]

  constructor(nodeCount = 1) {
    this.#nodes = Array.from({ length: nodeCount }, (_, index) => this.#createNode(index + 1))
  }

  get logs(): ModelLog[] {
    return [...this.#topics.values()].flat()
  }

  get seeds(): readonly BrokerNode[] {
    return this.#nodes
  }

  get brokers(): readonly BrokerNode[] {
    return this.#nodes
  }

  anyBroker(): BrokerNode {
    return this.#nodes[0]!
  }

  apply(): void {}

  rebootstrap(): void {}

  createTopic(topic: string, leaders: readonly number[]): void {
    this.#topics.set(
      topic,
      leaders.map((leader) => new ModelLog(leader)),
    )
  }

  log(topic: string, partition: number): ModelLog {
    const log = this.#topics.get(topic)?.[partition]
    if (log === undefined) throw new Error(`There is no ${topic}-${partition}`)
    return log
  }

  topicId(topic: string): Uuid {
    const index = [...this.#topics.keys()].indexOf(topic)
    return index < 0 ? zeroUuid : (`${String(index + 1).padStart(20, 'T')}AA` as Uuid)
  }

  topicName(topicId: Uuid): string {
    return [...this.#topics.keys()].find((topic) => this.topicId(topic) === topicId) ?? `unknown ${topicId}`
  }

  node(nodeId: number): BrokerNode | undefined {
    return this.#nodes.find((node) => node.nodeId === nodeId)
  }

  /** The connection that new requests to the node go to. */
  connection(nodeId: number): ModelConnection | undefined {
    return this.#current.get(nodeId)
  }

  toldCluster(): ToldCluster {
    return {
      brokers: this.#nodes.map(({ nodeId }) => nodeId),
      topics: Array.from(this.#topics, ([name, logs]) => ({
        name,
        id: this.topicId(name),
        partitions: logs.map(({ leader, leaderEpoch }) => ({ leader, epoch: leaderEpoch })),
      })),
    }
  }

  snapshot(generation: number): ClusterSnapshot {
    const topics = Array.from(this.#topics, ([name, logs]) => {
      const partitions = logs.map(({ leader, leaderEpoch }, partition) => {
        return { topic: name, partition, leader, leaderEpoch, replicas: [], isr: [], offlineReplicas: [], errorCode: 0 }
      })
      return [name, { name, topicId: this.topicId(name), isInternal: false, partitions }] as const
    })
    return {
      generation,
      clusterId: 'model',
      controllerId: 1,
      brokers: new Map(),
      topics: new Map(topics),
      topicNamesById: new Map([...this.#topics.keys()].map((name) => [this.topicId(name), name])),
    }
  }

  take(connection: ModelConnection, version: number, body: Draft<ProduceRequest>): ModelRequest {
    const request = new ModelRequest(this, connection, version, body)
    this.requestCount += 1
    this.requests.push(request)
    if (!connection.isOpen) {
      request.fail(new ConnectionError('CONNECTION_CLOSED', 'the connection is closed'))
      return request
    }
    for (const batch of request.batches) this.#inspect(request, batch)
    this.onRequest(request)
    return request
  }

  #inspect(request: ModelRequest, batch: ModelBatch): void {
    const place = `${batch.topic}-${batch.partition}`
    const others = this.requests.filter((other) =>
      other.batches.some(({ topic, partition }) => topic === batch.topic && partition === batch.partition),
    )
    if (others.some(({ nodeId }) => nodeId !== request.nodeId)) {
      this.violations.push(`${place} is on its way to two brokers`)
    }
    if (!this.isIdempotent) return
    if (others.length > inFlightLimit) this.violations.push(`${place} has ${others.length} requests on their way`)
    // A number is a record's, whichever batch carries it: one that was too large comes again in parts.
    for (const [index, value] of batch.values.entries()) {
      const sequence = (batch.baseSequence + index) % 2 ** 31
      const number = `${place} ${batch.producerId}/${batch.producerEpoch}/${sequence}`
      const before = this.#contents.get(number) ?? value
      if (before !== value) this.violations.push(`${number} was used for ${before} and for ${value}`)
      this.#contents.set(number, value)
    }
  }

  #createNode(nodeId: number): BrokerNode {
    return {
      nodeId,
      host: `broker-${nodeId}`,
      port: 9092,
      rack: null,
      connection: () => this.#connect(nodeId),
      release() {},
      request: async <Response>(): Promise<Response> => metadataResponse(await this.onMetadata()) as Response,
    }
  }

  async #connect(nodeId: number): Promise<OpenConnection> {
    await this.onConnect(nodeId)
    const open = this.#current.get(nodeId)
    if (open?.isOpen === true) return open
    const connection = new ModelConnection(this, nodeId)
    connection.version = this.produceVersion
    this.#current.set(nodeId, connection)
    this.connections.push(connection)
    return connection
  }
}
