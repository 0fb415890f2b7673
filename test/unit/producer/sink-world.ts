/**
 * The producer's engine without its face: accumulator, RecBufs and sinks on model brokers. The test decides when
 * metadata comes, when a load fails, when compressions end, and when the delivery deadline is looked at.
 */
import { vi } from 'vitest'
import { createNoneCodec } from '../../../src/compression/none.ts'
import { TimeoutError } from '../../../src/errors/client-errors.ts'
import type { KafkaError } from '../../../src/errors/kafka-error.ts'
import type { ProduceError } from '../../../src/errors/produce-error.ts'
import { LoadErrorLanes } from '../../../src/metadata/load-error-lanes.ts'
import { roundRobinPartitioner } from '../../../src/producer/partitioner/round-robin.ts'
import { IdempotentProducerId, withoutProducerId } from '../../../src/producer/producer-id.ts'
import type { ProducerRecord } from '../../../src/producer/producer-record.ts'
import type { RecBatch } from '../../../src/producer/rec-batch.ts'
import { type AccumulatorOwner, RecordAccumulator } from '../../../src/producer/record-accumulator.ts'
import type { RecordMetadata } from '../../../src/producer/record-metadata.ts'
import type { SendSettler } from '../../../src/producer/send-settler.ts'
import type { BufferSource } from '../../../src/record/buffer-source.ts'
import { AsyncLock } from '../../../src/support/async-lock.ts'
import { ManualClock } from '../../../src/support/manual-clock.ts'
import { SeededRandom } from '../../../src/support/seeded-random.ts'
import { copyCodec, growCodec, HandCompressor } from './hand-compressor.ts'
import { ModelCluster, type ModelRequest } from './model-cluster.ts'

export interface SinkWorldOptions {
  readonly nodeCount?: number
  /** Leaders of the partitions of `orders`. Default: one partition, led by node 1. */
  readonly leaders?: readonly number[]
  readonly compression?: 'none' | 'copy' | 'grow'
  readonly acks?: -1 | 0 | 1
  readonly isIdempotent?: boolean
  readonly maxInFlightRequests?: number
  /** Default 0: every record is a batch. */
  readonly batchSizeBytes?: number
  readonly lingerMs?: number
  readonly retries?: number
  readonly deliveryTimeoutMs?: number
  readonly maxRequestBytes?: number
}

/** What one sender was told: `acknowledged @3`, `failed no CODE`, `failed possibly CODE`, or `pending`. */
export interface Sent {
  readonly value: string
  outcome: string
  settledCount: number
  metadata?: RecordMetadata
  error?: Partial<ProduceError>
}

/** Counts the buffers that are out, and spoils those that come back. */
class CountingBufferSource implements BufferSource {
  outstanding = 0

  take(sizeBytes: number): Buffer {
    this.outstanding += 1
    return Buffer.alloc(sizeBytes)
  }

  giveBack(buffer: Buffer): void {
    this.outstanding -= 1
    buffer.fill(0xdd)
  }
}

export class SinkWorld {
  readonly clock: ManualClock = new ManualClock()
  readonly cluster: ModelCluster
  readonly compressor: HandCompressor = new HandCompressor()
  readonly accumulator: RecordAccumulator
  readonly buffers: CountingBufferSource = new CountingBufferSource()
  readonly sent: Sent[] = []
  /** Why metadata was asked for. */
  readonly metadataRequests: string[] = []
  readonly topicLoads: string[] = []
  readonly endedBatches: RecBatch[] = []
  producerIdLoads = 0
  /** The bytes of all records that have come into a batch. */
  reservedBytes = 0
  isLingerOff = false
  generation = 0
  readonly options: Required<SinkWorldOptions>
  /** Errors that no caller was told: assertions of the batches, for one. */
  readonly defects: string[] = []
  readonly #locks = new Set<AsyncLock>()
  readonly #lanes: LoadErrorLanes
  readonly #producerIds: IdempotentProducerId

  constructor(options: SinkWorldOptions = {}) {
    this.options = {
      nodeCount: 2,
      leaders: [1],
      compression: 'none',
      acks: -1,
      isIdempotent: true,
      maxInFlightRequests: 5,
      batchSizeBytes: 0,
      lingerMs: 0,
      retries: 2 ** 31 - 1,
      deliveryTimeoutMs: 120_000,
      maxRequestBytes: 1 << 20,
      ...options,
    }
    this.cluster = new ModelCluster(this.options.nodeCount)
    this.cluster.isIdempotent = this.options.isIdempotent
    this.cluster.createTopic('orders', this.options.leaders)
    this.#producerIds = new IdempotentProducerId(() => {
      this.producerIdLoads += 1
      return Promise.resolve({ producerId: BigInt(this.producerIdLoads), producerEpoch: 0 })
    })
    this.accumulator = new RecordAccumulator(this.#owner())
    this.#lanes = new LoadErrorLanes((failure) => this.accumulator.onLoadError(failure).catch(this.#onDefect))
    const locks = this.#locks
    const tryAcquire = Reflect.get(AsyncLock.prototype, 'tryAcquire') as (this: AsyncLock, owner: string) => boolean
    vi.spyOn(AsyncLock.prototype, 'tryAcquire').mockImplementation(function (this: AsyncLock, owner) {
      locks.add(this)
      return tryAcquire.call(this, owner)
    })
  }

  /** Forgets the spies of this world. */
  [Symbol.dispose](): void {
    vi.restoreAllMocks()
  }

  readonly #onDefect = (error: unknown): void => {
    this.defects.push(String(error))
  }

  #owner(): AccumulatorOwner {
    const { clock, cluster, compressor, options } = this
    const isLingerOff = (): boolean => this.isLingerOff
    const codec = { none: createNoneCodec(), copy: copyCodec, grow: growCodec }[options.compression]
    return {
      clock,
      random: new SeededRandom(1),
      bufferSource: this.buffers,
      producerIds: options.isIdempotent ? this.#producerIds : withoutProducerId,
      isIdempotent: options.isIdempotent,
      sealing: { codec, compressionLevel: undefined, offload: compressor, maxBatchBytes: options.maxRequestBytes },
      partitioner: roundRobinPartitioner(),
      acks: options.acks,
      batchSizeBytes: options.batchSizeBytes,
      maxRequestBytes: options.maxRequestBytes,
      maxInFlightRequests: options.maxInFlightRequests,
      lingerMs: options.lingerMs,
      retries: options.retries,
      retryBackoff: { initialMs: 10, maxMs: 10 },
      requestTimeoutMs: 30_000,
      deliveryTimeoutMs: options.deliveryTimeoutMs,
      get isLingerOff() {
        return isLingerOff()
      },
      now: () => clock.now(),
      node: (nodeId) => cluster.node(nodeId),
      topicId: (topic) => cluster.topicId(topic),
      onBatchEnded: (batch) => this.endedBatches.push(batch),
      requestMetadata: (reason) => this.metadataRequests.push(reason),
      loadProducerId: () => {
        void this.#producerIds.load().then(() => this.accumulator.drainAll())
      },
      loadTopic: (topic) => this.topicLoads.push(topic),
      applyLeaderHints() {},
      onDefect: this.#onDefect,
      onRecordDropped() {},
      onRecordEncoded: (_estimatedBytes, actualBytes) => {
        this.reservedBytes += actualBytes
      },
    }
  }

  /** Puts a record of that value into a partition of `orders`. */
  send(value: string, partition = 0, record: Partial<ProducerRecord> = {}): Sent {
    const sent: Sent = { value, outcome: 'pending', settledCount: 0 }
    this.sent.push(sent)
    const settler: SendSettler = {
      isAbandoned: false,
      succeed: (_slot, metadata) => {
        sent.settledCount += 1
        sent.metadata = metadata
        sent.outcome = `acknowledged @${metadata.offset}`
      },
      fail: (_slot, error) => {
        sent.settledCount += 1
        sent.error = error as Partial<ProduceError>
        const { persisted, code } = error as { persisted?: string; code?: string }
        sent.outcome = `failed ${persisted} ${code}`
      },
    }
    const whole = { topic: 'orders', partition, value, ...record }
    this.accumulator.add(whole, record.timestamp ?? 1000, settler, 0, value.length)
    return sent
  }

  /** The metadata tells where the partitions live now. */
  learn(): void {
    this.generation += 1
    this.accumulator.onRefreshed(this.cluster.snapshot(this.generation))
    const snapshot = this.cluster.snapshot(this.generation)
    const topic = snapshot.topics.get('orders')
    if (topic === undefined) return
    const change = { isFirst: true, isNewTopicId: false, changedPartitions: topic.partitions }
    this.accumulator.onTopicChanged(topic, change, snapshot)
  }

  /** A load of a partition (or of the topic) fails, as the refresher reports it: through its lanes. */
  loadError(error: KafkaError, partition?: number, generation: number = this.generation): void {
    this.#lanes.push({ topic: 'orders', error, generation, ...(partition !== undefined && { partition }) })
  }

  /** Looks at the delivery deadlines, as the producer's timer does. */
  expire(): void {
    const { deliveryTimeoutMs } = this.options
    const error = new TimeoutError('no acknowledgement in time')
    this.accumulator.expire(this.clock.now(), deliveryTimeoutMs, error).catch(this.#onDefect)
  }

  /** Lets everything happen that needs no time. */
  settle(): Promise<void> {
    return this.clock.settle()
  }

  /** The requests on their way, once everything that needs no time has happened. */
  async requests(): Promise<readonly ModelRequest[]> {
    await this.settle()
    return this.cluster.requests
  }

  /** The only request on its way. */
  async request(): Promise<ModelRequest> {
    const requests = await this.requests()
    if (requests.length !== 1) throw new Error(`${requests.length} requests are on their way`)
    return requests[0]!
  }

  /** A producer that has an acknowledgement from each partition's leader: it pipelines from now on. */
  async prove(): Promise<void> {
    for (const partition of this.options.leaders.keys()) this.send(`proof ${partition}`, partition)
    this.learn()
    await this.finish()
    if (this.sent.some(({ outcome }) => !outcome.startsWith('acknowledged'))) throw new Error(this.outcomes.join())
    this.sent.length = 0
    this.endedBatches.length = 0
    this.reservedBytes = 0
  }

  /** Everything that is under way ends well. */
  async finish(): Promise<void> {
    for (let turn = 0; turn < 100; turn++) {
      await this.settle()
      if (this.compressor.jobs.length > 0) this.compressor.jobs[0]!.finish()
      else if (this.cluster.requests.length > 0) this.cluster.requests[0]!.append()
      else if (this.metadataRequests.splice(0).length > 0) this.learn()
      else if (this.sent.every(({ outcome }) => outcome !== 'pending')) return
      else if (!(await this.clock.advanceToNextTimer())) return
    }
  }

  /** What must be true whenever nothing is under way, whatever happened before. */
  brokenPromises(): string[] {
    const broken = [...this.cluster.violations, ...this.defects]
    for (const { value, outcome, settledCount, metadata } of this.sent) {
      const partition = this.options.leaders
        .map((_, index) => index)
        .find((index) => this.logged(index).includes(value))
      const offsets = this.cluster.logs.flatMap((log) => log.offsetsOf().get(value) ?? [])
      if (settledCount !== 1) broken.push(`${value} was settled ${settledCount} times`)
      if (offsets.length > 1) broken.push(`${value} is in the log ${offsets.length} times`)
      if (outcome.startsWith('acknowledged') && Number(metadata?.offset) !== offsets[0]) {
        broken.push(`${value} was acknowledged at ${metadata?.offset} and is at ${offsets[0]} of ${partition}`)
      }
      if (outcome.startsWith('failed no') && offsets.length > 0) broken.push(`${value} failed as not persisted and is`)
    }
    for (const lock of this.#locks) {
      if (lock.isHeld || lock.waiterCount > 0) broken.push(`a lock is left with ${lock.owner}`)
    }
    if (this.buffers.outstanding !== 0) broken.push(`${this.buffers.outstanding} buffers were not given back`)
    return broken
  }

  /** The most that have waited for one batch's lock at any moment when it was looked at. */
  get lockWaiters(): number {
    return Math.max(0, ...[...this.#locks].map((lock) => lock.waiterCount))
  }

  get outcomes(): string[] {
    return this.sent.map(({ value, outcome }) => `${value}: ${outcome}`)
  }

  /** What is on its way, as `2: 1/0/3 [b]`: node, producer id, epoch, sequence, values. */
  get onTheWay(): string[] {
    return this.cluster.requests.flatMap(({ nodeId, batches }) =>
      batches.map(
        ({ producerId, producerEpoch, baseSequence, values }) =>
          `${nodeId}: ${producerId}/${producerEpoch}/${baseSequence} [${values.join(' ')}]`,
      ),
    )
  }

  logged(partition = 0): string[] {
    return this.cluster
      .log('orders', partition)
      .entries.flatMap(({ values }) => values)
      .filter((value) => !value.startsWith('proof'))
  }
}
