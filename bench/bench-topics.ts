/**
 * Topics for the runs, and what the broker says about them afterwards. A contender's own count is not taken on trust:
 * the end offsets and the size of the log must bear it out.
 */
import { randomUUID } from 'node:crypto'
import { Admin, ListOffsetTimestamps, ProduceAcks, Producer } from '@platformatic/kafka'
import type { CompressionType } from './run-order.ts'

/** The size of the batches of the backlog: the default of the Java client. */
const BACKLOG_BATCH_BYTES = 16_384
/** About what a record takes beside its value. */
const RECORD_OVERHEAD_BYTES = 17
const BACKLOG_REQUESTS_IN_FLIGHT = 4
const METADATA_TIMEOUT_MS = 10_000

export interface TopicFacts {
  readonly recordCountByPartition: readonly number[]
  readonly recordCount: number
  /** The bytes of all log segments. */
  readonly sizeBytes: number
}

export interface Backlog {
  readonly recordCount: number
  /** All of the same length; the records take them in turn. */
  readonly values: readonly Buffer[]
  /** Absent: nothing is compressed. */
  readonly compressionType?: CompressionType | undefined
}

export class BenchTopics {
  readonly #admin: Admin
  readonly #bootstrapBrokers: string[]
  readonly #partitionCount: number

  constructor(bootstrapServers: string, partitionCount: number) {
    this.#bootstrapBrokers = bootstrapServers.split(',')
    this.#admin = new Admin({ clientId: 'bench-topics', bootstrapBrokers: this.#bootstrapBrokers })
    this.#partitionCount = partitionCount
  }

  /** With a codec, every batch in the log is compressed with it: a broker recompresses batches that are not. */
  async create(purpose: string, compressionType?: CompressionType): Promise<string> {
    const topic = `bench-${purpose}-${randomUUID().slice(0, 8)}`
    await this.#admin.createTopics({
      topics: [topic],
      partitions: this.#partitionCount,
      replicas: 1,
      ...(compressionType !== undefined && { configs: [{ name: 'compression.type', value: compressionType }] }),
    })
    await this.#waitForLeaders(topic)
    return topic
  }

  async delete(topic: string): Promise<void> {
    await this.#admin.deleteTopics({ topics: [topic] })
  }

  async describe(topic: string): Promise<TopicFacts> {
    const partitions = Array.from({ length: this.#partitionCount }, (_, partitionIndex) => ({
      partitionIndex,
      timestamp: ListOffsetTimestamps.LATEST,
    }))
    const [offsets] = await this.#admin.listOffsets({ topics: [{ name: topic, partitions }] })
    const indexes = partitions.map(({ partitionIndex }) => partitionIndex)
    const logs = await this.#admin.describeLogDirs({ topics: [{ name: topic, partitions: indexes }] })
    const sizes = logs
      .flatMap((broker) => broker.results)
      .flatMap((logDir) => logDir.topics)
      .filter(({ name }) => name === topic)
      .flatMap((found) => found.partitions.map(({ partitionSize }) => Number(partitionSize)))
    const recordCountByPartition = indexes.map((index) => {
      return Number(offsets?.partitions.find(({ partitionIndex }) => partitionIndex === index)?.offset ?? 0n)
    })
    return { recordCountByPartition, recordCount: sum(recordCountByPartition), sizeBytes: sum(sizes) }
  }

  /** Writes the backlog that all consumers read: the same number of records into each partition, in equal batches. */
  async fill(topic: string, { recordCount, values, compressionType }: Backlog): Promise<void> {
    const producer = new Producer({
      clientId: 'bench-fill',
      bootstrapBrokers: this.#bootstrapBrokers,
      acks: ProduceAcks.ALL,
      // Without it, a retry has been seen to write some requests twice.
      idempotent: true,
      ...(compressionType !== undefined && { compression: compressionType }),
    })
    const valueBytes = values[0]!.length
    const batchRecords = Math.floor(BACKLOG_BATCH_BYTES / (valueBytes + RECORD_OVERHEAD_BYTES))
    let sentCount = 0
    const nextValue = (): Buffer => values[sentCount++ % values.length]!
    const remaining = Array.from({ length: this.#partitionCount }, (_, partition) =>
      Math.floor((recordCount + partition) / this.#partitionCount),
    )
    const sendRequests = async (): Promise<void> => {
      for (;;) {
        const messages = remaining.flatMap((count, partition) => {
          const batchCount = Math.min(count, batchRecords)
          remaining[partition]! -= batchCount
          return Array.from({ length: batchCount }, () => ({ topic, partition, value: nextValue() }))
        })
        if (messages.length === 0) return
        await producer.send({ messages })
      }
    }
    await Promise.all(Array.from({ length: BACKLOG_REQUESTS_IN_FLIGHT }, sendRequests))
    await producer.close()
    const written = await this.describe(topic)
    if (written.recordCount !== recordCount) {
      throw new Error(`The backlog has ${written.recordCount} records instead of ${recordCount}`)
    }
    const isCompressed = written.sizeBytes > 0 && written.sizeBytes < recordCount * valueBytes
    if (isCompressed !== (compressionType !== undefined)) {
      throw new Error(`The backlog of ${recordCount} values of ${valueBytes} bytes takes ${written.sizeBytes} bytes`)
    }
  }

  async close(): Promise<void> {
    await this.#admin.close()
  }

  /** A topic that has just been created answers with LEADER_NOT_AVAILABLE for a moment, which would fail a first send. */
  async #waitForLeaders(topic: string): Promise<void> {
    const deadline = Date.now() + METADATA_TIMEOUT_MS
    for (;;) {
      try {
        const metadata = await this.#admin.metadata({ topics: [topic], forceUpdate: true })
        if (metadata.topics.get(topic)?.partitions.every(({ leader }) => leader >= 0)) return
      } catch (error) {
        if (Date.now() > deadline) throw error
      }
      if (Date.now() > deadline) throw new Error(`The topic ${topic} has no leaders after ${METADATA_TIMEOUT_MS} ms`)
    }
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
