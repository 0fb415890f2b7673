/** A whole producer on model brokers, with the real metadata refresher, in time that the test moves. */
import { CodecRegistry } from '../../../src/compression/codec-registry.ts'
import type { ProduceError } from '../../../src/errors/produce-error.ts'
import { MetadataRefresher } from '../../../src/metadata/metadata-refresher.ts'
import { Producer } from '../../../src/producer/producer.ts'
import type { ProducerStamp } from '../../../src/producer/producer-id.ts'
import type { ProducerOptions } from '../../../src/producer/producer-options.ts'
import type { ProducerRecord } from '../../../src/producer/producer-record.ts'
import type { RecordMetadata } from '../../../src/producer/record-metadata.ts'
import type { CallOptions } from '../../../src/support/deadline.ts'
import { ManualClock } from '../../../src/support/manual-clock.ts'
import { SeededRandom } from '../../../src/support/seeded-random.ts'
import type { Transport } from '../../../src/transport/transport.ts'
import { copyCodec, HandCompressor } from './hand-compressor.ts'
import { ModelCluster, type ModelRequest } from './model-cluster.ts'

/** One record that was sent, and what its sender was told. */
export interface SentRecord {
  readonly value: string
  readonly partition: number | null
  state: 'pending' | 'acknowledged' | 'failed'
  metadata?: RecordMetadata
  error?: Partial<ProduceError>
}

export interface ProducerWorldOptions extends ProducerOptions {
  readonly nodeCount?: number
  /** Leaders of the partitions of `orders`. Default: one partition, led by node 1. */
  readonly leaders?: readonly number[]
  readonly seed?: number
  readonly initProducerId?: () => Promise<ProducerStamp>
}

export class ProducerWorld {
  readonly clock: ManualClock = new ManualClock()
  readonly cluster: ModelCluster
  readonly compressor: HandCompressor = new HandCompressor()
  readonly metadata: MetadataRefresher
  readonly producer: Producer
  readonly sent: SentRecord[] = []
  readonly defects: unknown[] = []

  constructor({ nodeCount, leaders, seed, initProducerId, ...options }: ProducerWorldOptions = {}) {
    const { clock } = this
    const random = new SeededRandom(seed ?? 1)
    const log = {
      event: (level: string, name: string, fields?: Readonly<Record<string, unknown>>): void => {
        if (level === 'error') this.defects.push({ name, ...fields })
      },
    }
    this.cluster = new ModelCluster(nodeCount ?? 1)
    this.cluster.createTopic('orders', leaders ?? [1])
    this.metadata = new MetadataRefresher({
      clock,
      random: random.fork('metadata'),
      log,
      brokers: this.cluster,
      requestTimeoutMs: 1000,
      defaultApiTimeoutMs: 60_000,
      metadataMaxAgeMs: 300_000,
      pace: { backoff: { initialMs: 10, maxMs: 100 }, quickRetries: 8, minAgeMs: 250 },
      canRebootstrap: true,
    })
    this.producer = new Producer(
      {
        platform: { clock, random, log, offload: this.compressor, transport: undefined as unknown as Transport },
        refresher: this.metadata,
        codecs: new CodecRegistry([copyCodec]),
        requestTimeoutMs: 30_000,
        node: (nodeId) => this.cluster.node(nodeId),
        initProducerId: initProducerId ?? (() => Promise.resolve({ producerId: 7n, producerEpoch: 0 })),
        onClosed() {},
      },
      options,
    )
  }

  /** Sends a record with that value to a partition of `orders` (null: the partitioner's), and keeps what comes of it. */
  send(
    value: string,
    partition: number | null = 0,
    record: Partial<ProducerRecord> = {},
    options?: CallOptions,
  ): SentRecord {
    const sent: SentRecord = { value, partition, state: 'pending' }
    this.sent.push(sent)
    this.producer.send({ topic: 'orders', partition: partition ?? undefined, value, ...record }, options).then(
      (metadata) => {
        sent.state = 'acknowledged'
        sent.metadata = metadata
      },
      (error: unknown) => {
        sent.state = 'failed'
        sent.error = error as Partial<ProduceError>
      },
    )
    return sent
  }

  /** Moves time, timer by timer, until the condition holds. */
  async until(condition: () => boolean, what = 'the condition'): Promise<void> {
    for (let step = 0; step < 10_000; step++) {
      await this.clock.settle()
      if (condition()) return
      if (!(await this.clock.advanceToNextTimer()) && !condition()) break
    }
    if (!condition()) throw new Error(`Nothing more happens, and ${what} does not hold`)
  }

  async request(index = 0): Promise<ModelRequest> {
    await this.until(() => this.cluster.requests.length > index, `request ${index}`)
    return this.cluster.requests[index]!
  }

  /** Ends producer and metadata; everything that is left is somebody's leak. */
  async end(): Promise<readonly string[]> {
    let isClosed = false
    const closing = this.producer.close({ timeoutMs: 0 }).then(() => this.metadata.close())
    void closing.then(() => {
      isClosed = true
    })
    await this.until(() => isClosed, 'close')
    return this.clock.liveTimerLabels
  }
}
