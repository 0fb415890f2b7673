import type { CodecRegistry } from '../../../src/compression/codec-registry.ts'
import { Consumer } from '../../../src/consumer/consumer.ts'
import { type ConsumerContext, consumerContext } from '../../../src/consumer/consumer-context.ts'
import type { ConsumerOptions } from '../../../src/consumer/consumer-options.ts'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { fetchApi } from '../../../src/protocol/apis/fetch.ts'
import { listOffsetsApi } from '../../../src/protocol/apis/list-offsets.ts'
import type { Draft } from '../../../src/protocol/message-codec.ts'
import type { FetchRequest } from '../../../src/protocol/messages/fetch-request.ts'
import type { FetchResponse, FetchResponsePartitionData } from '../../../src/protocol/messages/fetch-response.ts'
import { readBatches } from '../../../src/record/batch-decoder.ts'
import type { BatchIds } from '../../../src/record/batch-header.ts'
import type { ConsumedRecord } from '../../../src/record/record.ts'
import { codecs, encodeBatch } from '../../support/records.ts'
import type { Call } from '../../support/scripted-cluster.ts'
import { type ClientWorld, clientWorld } from '../client/client-world.ts'

/** One partition's log: whole batches, as a broker keeps them. */
export interface PartitionLog {
  batches: Buffer[]
  logStartOffset: bigint
  highWatermark: bigint
  lastStableOffset: bigint
  /** A broker lists a transaction in answers that begin before its end, which is its marker at `lastOffset`. */
  aborted: { producerId: bigint; firstOffset: bigint; lastOffset?: bigint }[]
  /** Instead of a good answer. */
  override?: (request: FetchRequest, call: Call) => Partial<Draft<FetchResponsePartitionData>> | undefined
}

/** A consumer on scripted brokers that keep logs, wait at their end, and remember fetch sessions. */
export interface ConsumerWorld extends ClientWorld {
  readonly logs: Map<string, PartitionLog>
  log(topic: string, partition: number): PartitionLog
  /** Appends a batch of records `value-<offset>`. */
  append(topic: string, partition: number, count: number, compressionType?: string, ids?: BatchIds): void
  appendBatch(topic: string, partition: number, batch: Buffer): void
  consumer<K = Buffer | null, V = Buffer | null>(options: ConsumerOptions<K, V>): Consumer<K, V>
  /** Fetch requests in the order of their arrival. */
  readonly fetches: readonly { readonly nodeId: number; readonly version: number; readonly body: FetchRequest }[]
  /** Lets what can go on go on, with next to no time. */
  settleNow(): Promise<void>
}

interface Session {
  readonly nodeId: number
  epoch: number
  readonly partitions: Map<string, { fetchOffset: bigint; partitionMaxBytes: number }>
}

export interface ConsumerWorldOptions {
  readonly nodeCount?: number
  readonly partitionCount?: number
  readonly leaders?: readonly number[]
  /** Whether the brokers remember what is fetched. Default false. */
  readonly hasSessions?: boolean
  /** What the consumers inflate with. Default: the built-in codecs. */
  readonly codecs?: CodecRegistry
}

export function consumerWorld(options: ConsumerWorldOptions = {}): ConsumerWorld {
  const world = clientWorld(options.nodeCount ?? 1)
  const { cluster, clock, core } = world
  const logs = new Map<string, PartitionLog>()
  const sessions = new Map<number, Session>()
  const waiters = new Set<() => void>()
  let nextSessionId = 100
  cluster.createTopic('orders', {
    partitionCount: options.partitionCount ?? 1,
    ...(options.leaders === undefined ? {} : { leaders: options.leaders }),
  })

  const log = (topic: string, partition: number): PartitionLog => {
    const key = `${topic}-${partition}`
    const known = logs.get(key)
    if (known !== undefined) return known
    const created = { batches: [], logStartOffset: 0n, highWatermark: 0n, lastStableOffset: 0n, aborted: [] }
    logs.set(key, created)
    return created
  }
  const appendBatch = (topic: string, partition: number, batch: Buffer): void => {
    const target = log(topic, partition)
    target.batches.push(batch)
    for (const { lastOffset } of readBatches(batch)) target.highWatermark = lastOffset + 1n
    target.lastStableOffset = target.highWatermark
    for (const wake of [...waiters]) wake()
  }
  const append = (
    topic: string,
    partition: number,
    count: number,
    compressionType = 'none',
    ids: BatchIds = {},
  ): void => {
    const baseOffset = ids.baseOffset ?? log(topic, partition).highWatermark
    const records = Array.from({ length: count }, (_, index) => ({
      timestamp: 1000 + index,
      key: null,
      value: `value-${baseOffset + BigInt(index)}`,
      headers: [],
    }))
    const batch = encodeBatch(records, compressionType, { partitionLeaderEpoch: 0, ...ids, baseOffset })
    appendBatch(topic, partition, batch)
  }

  /** What the request is about, from the session where it has one; an error code otherwise. */
  const wanted = (request: FetchRequest, call: Call): Session | number => {
    const named = new Map<string, { fetchOffset: bigint; partitionMaxBytes: number }>()
    for (const { topic, topicId, partitions } of request.topics) {
      const name = topic === '' ? (core.metadata.snapshot.topicNamesById.get(topicId) ?? topicId) : topic
      for (const partition of partitions) named.set(`${name}-${partition.partition}`, partition)
    }
    if (options.hasSessions !== true || request.sessionEpoch === -1)
      return { nodeId: call.nodeId, epoch: 0, partitions: named }
    if (request.sessionEpoch === 0) {
      sessions.delete(request.sessionId)
      const session = { nodeId: call.nodeId, epoch: 0, partitions: named }
      sessions.set(nextSessionId++, session)
      return session
    }
    const session = sessions.get(request.sessionId)
    if (session === undefined) return ErrorCodes.FETCH_SESSION_ID_NOT_FOUND
    if (request.sessionEpoch !== session.epoch + 1) return ErrorCodes.INVALID_FETCH_SESSION_EPOCH
    session.epoch = request.sessionEpoch
    for (const { topic, topicId, partitions } of request.forgottenTopicsData) {
      const name = topic === '' ? (core.metadata.snapshot.topicNamesById.get(topicId) ?? topicId) : topic
      for (const partition of partitions) session.partitions.delete(`${name}-${partition}`)
    }
    for (const [key, partition] of named) session.partitions.set(key, partition)
    return session
  }

  const readPartition = (
    key: string,
    { fetchOffset, partitionMaxBytes }: { fetchOffset: bigint; partitionMaxBytes: number },
    request: FetchRequest,
    call: Call,
    room: { bytes: number; isEmpty: boolean },
  ): Draft<FetchResponsePartitionData> & { hasNews: boolean } => {
    const partitionIndex = Number(key.slice(key.lastIndexOf('-') + 1))
    const known = log(key.slice(0, key.lastIndexOf('-')), partitionIndex)
    const { highWatermark, lastStableOffset, logStartOffset } = known
    const bounds = { highWatermark, lastStableOffset, ...(call.version >= 5 ? { logStartOffset } : {}) }
    const override = known.override?.(request, call)
    if (override !== undefined) return { partitionIndex, ...bounds, ...override, hasNews: true }
    const { leader } = cluster.partition(key.slice(0, key.lastIndexOf('-')), partitionIndex)
    if (leader !== call.nodeId) {
      return { partitionIndex, errorCode: ErrorCodes.NOT_LEADER_OR_FOLLOWER, hasNews: true }
    }
    if (fetchOffset < logStartOffset || fetchOffset > highWatermark) {
      return { partitionIndex, ...bounds, errorCode: ErrorCodes.OFFSET_OUT_OF_RANGE, hasNews: true }
    }
    const end = request.isolationLevel === 1 ? lastStableOffset : highWatermark
    const batches: Buffer[] = []
    let sizeBytes = 0
    for (const bytes of known.batches) {
      const [batch] = readBatches(bytes)
      if (batch === undefined || batch.lastOffset < fetchOffset || batch.baseOffset >= end) continue
      const isWithin = sizeBytes + bytes.length <= partitionMaxBytes && bytes.length <= room.bytes
      // The first batch of an answer comes in any case.
      if (!isWithin && (batches.length > 0 || !room.isEmpty)) break
      room.isEmpty = false
      room.bytes -= bytes.length
      batches.push(bytes)
      sizeBytes += bytes.length
    }
    const overlapping = known.aborted.filter(({ lastOffset = highWatermark }) => lastOffset >= fetchOffset)
    const aborted = request.isolationLevel === 1 ? overlapping : null
    const records = Buffer.concat(batches)
    return { partitionIndex, ...bounds, abortedTransactions: aborted, records, hasNews: batches.length > 0 }
  }

  cluster.on(fetchApi, async (request, call): Promise<Draft<FetchResponse>> => {
    const isSession = options.hasSessions === true && request.sessionEpoch !== -1
    const session = wanted(request, call)
    if (typeof session === 'number') return { errorCode: session }
    const sessionId = isSession ? ([...sessions].find(([, known]) => known === session)?.[0] ?? 0) : 0
    const read = () => {
      const room = { bytes: request.maxBytes, isEmpty: true }
      return [...session.partitions].map(([key, asked]) => ({ key, ...readPartition(key, asked, request, call, room) }))
    }
    let partitions = read()
    if (!partitions.some(({ hasNews }) => hasNews) && request.maxWaitMs > 0 && request.minBytes > 0) {
      await new Promise<void>((resolve) => {
        const end = (): void => {
          waiters.delete(end)
          timer.cancel()
          resolve()
        }
        const timer = clock.setTimer(request.maxWaitMs, 'scripted fetch wait', end)
        waiters.add(end)
      })
      partitions = read()
    }
    const shown = partitions.filter(({ hasNews }) => hasNews || !isSession || request.sessionEpoch === 0)
    const responses = shown.map(({ key, hasNews: _hasNews, ...data }) => {
      const topic = key.slice(0, key.lastIndexOf('-'))
      const topicId = core.metadata.snapshot.topics.get(topic)?.topicId
      return { ...(call.version >= 13 && topicId !== undefined ? { topicId } : { topic }), partitions: [data] }
    })
    return { ...(call.version >= 7 ? { sessionId } : {}), responses }
  })
  cluster.on(listOffsetsApi, (request, call) => ({
    topics: request.topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex, timestamp }) => {
        const { logStartOffset, highWatermark, lastStableOffset } = log(name, partitionIndex)
        const end = request.isolationLevel === 1 && call.version >= 2 ? lastStableOffset : highWatermark
        const offset =
          timestamp === -2n ? logStartOffset : timestamp === -1n ? end : offsetAt(name, partitionIndex, timestamp)
        return { partitionIndex, offset }
      }),
    })),
  }))
  const offsetAt = (topic: string, partition: number, timestamp: bigint): bigint => {
    for (const bytes of log(topic, partition).batches) {
      for (const batch of readBatches(bytes)) {
        if (BigInt(batch.maxTimestamp) < timestamp) continue
        const sinceFirst = timestamp - BigInt(batch.baseTimestamp)
        return batch.baseOffset + (sinceFirst > 0n ? sinceFirst : 0n)
      }
    }
    return -1n
  }

  const contextOf = (own: CodecRegistry | undefined): ConsumerContext => {
    const context = consumerContext(core, own ?? codecs, () => {})
    if (own === undefined) return context
    // Codecs of one's own are run as if on another thread: they decide when they end.
    return { ...context, platform: { ...context.platform, offload: { run: (task) => task.runAsync() } } }
  }

  return {
    ...world,
    logs,
    log,
    append,
    appendBatch,
    consumer: <K, V>(consumerOptions: ConsumerOptions<K, V>) =>
      new Consumer<K, V>(contextOf(options.codecs), consumerOptions),
    get fetches() {
      return cluster.requestsOf(fetchApi)
    },
    settleNow: () => clock.advance(1),
  }
}

export function textOf(record: ConsumedRecord | undefined): string | undefined {
  return record?.value?.toString()
}

/** The next `count` records of a loop over the consumer, which is left then. Time moves as far as that takes. */
export function take(world: ConsumerWorld, consumer: AsyncIterable<ConsumedRecord>, count: number): Promise<string[]> {
  const collect = async (): Promise<string[]> => {
    const values: string[] = []
    if (count === 0) return values
    for await (const record of consumer) {
      values.push(`${record.partition}:${record.offset}:${textOf(record)}`)
      if (values.length === count) break
    }
    return values
  }
  return world.settle(collect())
}

export const fromEarliest = { topic: 'orders', partition: 0, offset: 'earliest' } as const
