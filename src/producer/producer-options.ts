import type { CompressionType } from '../compression/codec.ts'
import { ConfigError } from '../errors/client-errors.ts'
import type { RecordBytes } from '../record/record.ts'
import type { Partitioner } from './partitioner/partitioner.ts'
import type { Serializers } from './serialization-line.ts'

/** How a producer works. Every option is Kafka's configuration key in camel case; times in milliseconds. */
export interface ProducerOptions<K = RecordBytes, V = RecordBytes> {
  /**
   * Who must have a record before it counts as sent: `'all'` in-sync replicas (default), the leader alone (`1`), or
   * nobody (`0`: no answer is awaited and offsets are -1n). Less than `'all'` can lose acknowledged records.
   */
  readonly acks?: 'all' | -1 | 0 | 1
  /**
   * Numbers each batch so that brokers append it exactly once and in order, however often it is sent. Default: true with
   * acks `'all'`, which it needs; false otherwise.
   */
  readonly enableIdempotence?: boolean
  /**
   * How long a batch waits for more records before it is sent. Default 0: records of one turn of the event loop, and
   * those that come while earlier requests are on their way, share a batch anyway. More makes larger batches and adds
   * as much latency; a full batch, a flush or a full buffer ends the wait.
   */
  readonly lingerMs?: number
  /**
   * The size in bytes at which a batch is full, uncompressed. Default 131072 (128 KiB). A larger record gets a batch of its own.
   * It is also how long records without a key stay with one partition.
   */
  readonly batchSize?: number
  /** The largest produce request, in bytes, and so the largest record. Default 1048576 (1 MiB), as the brokers' own limit on a batch. */
  readonly maxRequestSize?: number
  /** Requests on their way to one broker at a time, 1 to 5 with idempotence. Default 5. */
  readonly maxInFlightRequests?: number
  /** `'none'` (default), `'gzip'`, `'snappy'`, `'lz4'`, `'zstd'`, or the name of a codec of one's own. */
  readonly compressionType?: CompressionType | (string & {})
  /** The codec's level, where it has levels. Default: the codec's own. */
  readonly compressionLevel?: number
  /** From `send` to its result at most, retries and all. Default 120000 (2 minutes). */
  readonly deliveryTimeoutMs?: number
  /** For one request. Default: the client's `requestTimeoutMs`. */
  readonly requestTimeoutMs?: number
  /** Attempts after the first one. Default: as many as `deliveryTimeoutMs` has room for. */
  readonly retries?: number
  /** Pause before the first retry; it doubles with each one up to `retryBackoffMaxMs`. Default 100. */
  readonly retryBackoffMs?: number
  /** Default 1000. */
  readonly retryBackoffMaxMs?: number
  /** Records that may be buffered or on their way. At the limit `send` waits. Default 100000. */
  readonly maxBufferedRecords?: number
  /** The same in bytes. Default 67108864 (64 MiB). */
  readonly maxBufferedBytes?: number
  /**
   * How long `send` may wait for room. Default 60000. 0 refuses at once, for callers that would rather shed load. How long
   * it may wait for its topic to be known is `deliveryTimeoutMs`.
   */
  readonly maxBlockMs?: number
  /** Chooses partitions for records that name none. Default: Kafka's own (keys by murmur2, else sticky and adaptive). */
  readonly partitioner?: Partitioner
  /** Prefer partitions whose brokers keep up (KIP-794). Default true. Only for the default partitioner. */
  readonly partitionerAdaptivePartitioning?: boolean
  /** Spread records with keys like those without. Default false. Only for the default partitioner. */
  readonly partitionerIgnoreKeys?: boolean
  /** Let the brokers create topics that do not exist, where their `auto.create.topics.enable` allows. Default true. */
  readonly allowAutoTopicCreation?: boolean
  /**
   * What keys and values are serialized with (`serdes.string`, `serdes.json()`, own ones); they type the records. Default:
   * bytes and text are sent as they are. Null, and absent, is Kafka's null whatever the serializer.
   */
  readonly serializers?: Serializers<K, V>
}

export interface ResolvedProducerOptions {
  readonly acks: -1 | 0 | 1
  readonly enableIdempotence: boolean
  readonly lingerMs: number
  readonly batchSize: number
  readonly maxRequestSize: number
  readonly maxInFlightRequests: number
  readonly compressionType: string
  readonly compressionLevel: number | undefined
  readonly deliveryTimeoutMs: number
  readonly requestTimeoutMs: number
  readonly retries: number
  readonly retryBackoffMs: number
  readonly retryBackoffMaxMs: number
  readonly maxBufferedRecords: number
  readonly maxBufferedBytes: number
  readonly maxBlockMs: number
  readonly partitioner: Partitioner | undefined
  readonly partitionerAdaptivePartitioning: boolean
  readonly partitionerIgnoreKeys: boolean
  readonly allowAutoTopicCreation: boolean
}

/** Brokers remember the last five batches of a producer; a sixth in flight could not be told from a duplicate. */
const idempotentInFlightLimit = 5

const numbers = {
  lingerMs: { fallback: 0, min: 0, max: 2 ** 31 - 1 },
  batchSize: { fallback: 131_072, min: 0, max: 2 ** 30 },
  maxRequestSize: { fallback: 1_048_576, min: 1, max: 2 ** 30 },
  maxInFlightRequests: { fallback: 5, min: 1, max: 1_000_000 },
  deliveryTimeoutMs: { fallback: 120_000, min: 1, max: 2 ** 31 - 1 },
  retries: { fallback: 2 ** 31 - 1, min: 0, max: 2 ** 31 - 1 },
  retryBackoffMs: { fallback: 100, min: 0, max: 2 ** 31 - 1 },
  retryBackoffMaxMs: { fallback: 1000, min: 0, max: 2 ** 31 - 1 },
  maxBufferedRecords: { fallback: 100_000, min: 1, max: 2 ** 31 - 1 },
  maxBufferedBytes: { fallback: 67_108_864, min: 1, max: Number.MAX_SAFE_INTEGER },
  maxBlockMs: { fallback: 60_000, min: 0, max: 2 ** 31 - 1 },
} as const

const otherOptions = [
  'acks',
  'enableIdempotence',
  'compressionType',
  'compressionLevel',
  'requestTimeoutMs',
  'partitioner',
  'partitionerAdaptivePartitioning',
  'partitionerIgnoreKeys',
  'allowAutoTopicCreation',
  'serializers',
]

/** Fills in the defaults. Throws `ConfigError` for an option that is unknown, out of range, or at odds with another one. */
export function resolveProducerOptions<K, V>(
  options: ProducerOptions<K, V>,
  requestTimeoutMs: number,
): ResolvedProducerOptions {
  const known = new Set([...Object.keys(numbers), ...otherOptions])
  for (const name of Object.keys(options)) {
    if (!known.has(name))
      throw new ConfigError(`Unknown producer option ${name}; known are ${[...known].sort().join(', ')}`)
  }
  checkSerializers(options.serializers)
  const number = (name: keyof typeof numbers): number => checkNumber(name, options[name], numbers[name])
  const acks = checkAcks(options.acks ?? 'all')
  const enableIdempotence = options.enableIdempotence ?? acks === -1
  if (enableIdempotence && acks !== -1) throw new ConfigError(`enableIdempotence needs acks 'all', not ${acks}`)
  const maxInFlightRequests = number('maxInFlightRequests')
  if (enableIdempotence && maxInFlightRequests > idempotentInFlightLimit) {
    throw new ConfigError(
      `maxInFlightRequests must be at most ${idempotentInFlightLimit} with idempotence, not ${maxInFlightRequests}`,
    )
  }
  return {
    acks,
    enableIdempotence,
    lingerMs: number('lingerMs'),
    batchSize: number('batchSize'),
    maxRequestSize: number('maxRequestSize'),
    maxInFlightRequests,
    compressionType: options.compressionType ?? 'none',
    compressionLevel: options.compressionLevel,
    deliveryTimeoutMs: number('deliveryTimeoutMs'),
    requestTimeoutMs: checkNumber('requestTimeoutMs', options.requestTimeoutMs, {
      fallback: requestTimeoutMs,
      min: 1,
      max: 2 ** 31 - 1,
    }),
    retries: number('retries'),
    retryBackoffMs: number('retryBackoffMs'),
    retryBackoffMaxMs: number('retryBackoffMaxMs'),
    maxBufferedRecords: number('maxBufferedRecords'),
    maxBufferedBytes: number('maxBufferedBytes'),
    maxBlockMs: number('maxBlockMs'),
    partitioner: options.partitioner,
    partitionerAdaptivePartitioning: options.partitionerAdaptivePartitioning ?? true,
    partitionerIgnoreKeys: options.partitionerIgnoreKeys ?? false,
    allowAutoTopicCreation: options.allowAutoTopicCreation ?? true,
  }
}

function checkSerializers(given: unknown): void {
  if (given === undefined) return
  if (typeof given !== 'object' || given === null)
    throw new ConfigError(`serializers must be an object, not ${String(given)}`)
  for (const [part, serializer] of Object.entries(given)) {
    if (part !== 'key' && part !== 'value') throw new ConfigError(`serializers has key and value, not ${part}`)
    const isSerializer = typeof (serializer as { serialize?: unknown } | undefined)?.serialize === 'function'
    if (serializer === undefined || isSerializer) continue
    throw new ConfigError(`serializers.${part} must have a method serialize, as serdes.string has`)
  }
}

function checkAcks(acks: unknown): -1 | 0 | 1 {
  if (acks === 'all' || acks === -1) return -1
  if (acks === 0 || acks === 1) return acks
  throw new ConfigError(`acks must be 'all', 1 or 0, not ${String(acks)}`)
}

function checkNumber(name: string, value: unknown, rule: { fallback: number; min: number; max: number }): number {
  if (value === undefined) return rule.fallback
  if (typeof value === 'number' && Number.isInteger(value) && value >= rule.min && value <= rule.max) return value
  throw new ConfigError(`${name} must be a whole number from ${rule.min} to ${rule.max}, not ${String(value)}`)
}
