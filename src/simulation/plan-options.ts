/** A plan's tuning as the client's options. */
import type { ConsumerOptions } from '../consumer/consumer-options.ts'
import type { KafkaOptions } from '../kafka.ts'
import type { Platform } from '../platform/platform.ts'
import type { ProducerOptions } from '../producer/producer-options.ts'
import { type Tuning, topic } from './plan.ts'
import { createSimCodec } from './sim-codec.ts'

export function clientOptions(tuning: Tuning, bootstrapServers: readonly string[], platform: Platform): KafkaOptions {
  return {
    bootstrapServers,
    platform,
    codecs: [createSimCodec()],
    requestTimeoutMs: tuning.requestTimeoutMs,
    connectTimeoutMs: tuning.connectTimeoutMs,
    reconnectBackoffMs: tuning.reconnectBackoffMs,
    reconnectBackoffMaxMs: 4 * tuning.reconnectBackoffMs,
    connectionsMaxIdleMs: tuning.connectionsMaxIdleMs,
    metadataMaxAgeMs: tuning.metadataMaxAgeMs,
    retryBackoffMs: tuning.retryBackoffMs,
    retryBackoffMaxMs: 4 * tuning.retryBackoffMs,
    defaultApiTimeoutMs: 2_000,
  }
}

export function producerOptions(tuning: Tuning): ProducerOptions {
  return {
    deliveryTimeoutMs: tuning.deliveryTimeoutMs,
    lingerMs: tuning.lingerMs,
    batchSize: tuning.batchSize,
    maxRequestSize: tuning.maxRequestSize,
    maxInFlightRequests: tuning.maxInFlightRequests,
    maxBufferedRecords: tuning.maxBufferedRecords,
    maxBufferedBytes: tuning.maxBufferedBytes,
    maxBlockMs: tuning.maxBlockMs,
    retryBackoffMs: tuning.retryBackoffMs,
    retryBackoffMaxMs: 4 * tuning.retryBackoffMs,
    compressionType: tuning.isCompressed ? 'snappy' : 'none',
    ...(tuning.retries >= 0 && { retries: tuning.retries }),
  }
}

export function readerOptions(tuning: Tuning, partitionCount: number): ConsumerOptions {
  return {
    assignments: Array.from({ length: partitionCount }, (_, partition) => ({ topic, partition, offset: 0n })),
    autoOffsetReset: 'none',
    fetchMaxWaitMs: tuning.fetchMaxWaitMs,
    fetchMaxBytes: tuning.fetchMaxBytes,
    maxPartitionFetchBytes: tuning.fetchMaxBytes,
  }
}
