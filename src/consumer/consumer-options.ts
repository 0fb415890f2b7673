import { refuseUnknownOptions } from '../client/refuse-unknown-options.ts'
import { ConfigError } from '../errors/client-errors.ts'
import type { IsolationLevel } from '../fetch/build-fetch-request.ts'
import type { Deserializers, UnreadablePolicy } from './deserializers.ts'
import type { OffsetResetPolicy } from './offset-reset.ts'
import { resolveOffsetReset } from './offset-reset-option.ts'

/** Where a partition is read from: an offset, or what an offset is looked up for when the consumer starts. */
export type StartOffset =
  | bigint
  /** The oldest record that the broker still has. */
  | 'earliest'
  /** Behind the newest record: only what is produced from now on. Under `read_committed` before any open transaction. */
  | 'latest'
  /** The first record with this timestamp or a later one (milliseconds since the epoch); `latest` when there is none. */
  | { readonly timestamp: number }
  /** The first record that is not older than this; `latest` when there is none. */
  | { readonly durationMs: number }

/** One partition to read, and from where. */
export interface Assignment {
  readonly topic: string
  readonly partition: number
  readonly offset: StartOffset
}

/** How a consumer fetches. The names and defaults are Kafka's unless said otherwise. */
export interface FetchOptions {
  /** `fetch.min.bytes`: the broker waits until it has so many, or until `fetchMaxWaitMs`. Default 1: no waiting for more. */
  readonly fetchMinBytes?: number
  /**
   * `fetch.max.bytes`: the most that one answer brings. A single larger batch still comes. Less is asked for as long as
   * that keeps the reader busy: small answers hold the event loop for less. Default 50 MiB.
   */
  readonly fetchMaxBytes?: number
  /** `max.partition.fetch.bytes`: the most per partition and answer. A single larger batch still comes. Default 1 MiB. */
  readonly maxPartitionFetchBytes?: number
  /** `fetch.max.wait.ms`: how long the broker may wait for `fetchMinBytes`. Default 500. */
  readonly fetchMaxWaitMs?: number
  /**
   * The budget for fetched records that were not taken yet, over all brokers, fetches on their way included. When it is
   * used up, fetching waits for the application. One batch per broker may go beyond it. Default 64 MiB.
   */
  readonly maxBufferedBytes?: number
  /**
   * `isolation.level`. `read_committed` gives only records of committed transactions, and those outside of any, up to
   * the first transaction that is still open; `read_uncommitted` gives all. Default `read_committed`, where Java's is
   * `read_uncommitted`: records of an aborted transaction were taken back by who sent them.
   */
  readonly isolationLevel?: IsolationLevel
  /**
   * `auto.offset.reset`: where to go on when the position is not in the log (any more). `none` gives the reader an
   * `OffsetOutOfRangeError`. Default `latest`, which skips what is there; `earliest` reads again what is left;
   * `{ durationMs }` reads what is not older than that (KIP-1106). Kafka's own spelling `by_duration:PT1H` is taken too.
   */
  readonly autoOffsetReset?: OffsetResetPolicy | `by_duration:${string}`
  /** `client.rack`: the rack or zone of this client, so that it can read from a replica nearby (KIP-392). */
  readonly clientRack?: string
  /** `check.crcs`: checks the checksum of each batch. Default true; false saves some CPU and trusts wires and disks. */
  readonly checkCrcs?: boolean
}

/** How the bytes of records become values. */
export interface DeserializerOptions<K = Buffer | null, V = Buffer | null> {
  /** What keys and values are deserialized with (`serdes.string`, `serdes.json()`, own ones). Default: they stay buffers. */
  readonly deserializers?: Deserializers<K, V>
  /** What becomes of a record that a deserializer fails on. Default `fail`. */
  readonly onUnreadable?: UnreadablePolicy
}

export interface ConsumerOptions<K = Buffer | null, V = Buffer | null> extends FetchOptions, DeserializerOptions<K, V> {
  /** The partitions to read, without a consumer group. */
  readonly assignments: readonly Assignment[]
}

/** The options with their defaults, checked. */
export interface ResolvedConsumerOptions<K = Buffer | null, V = Buffer | null>
  extends Required<Omit<FetchOptions, 'autoOffsetReset'>>,
    Required<DeserializerOptions<K, V>> {
  readonly autoOffsetReset: OffsetResetPolicy
  readonly assignments: readonly Assignment[]
}

const defaults: Required<FetchOptions> = {
  fetchMinBytes: 1,
  fetchMaxBytes: 50 * 1024 * 1024,
  maxPartitionFetchBytes: 1024 * 1024,
  fetchMaxWaitMs: 500,
  maxBufferedBytes: 64 * 1024 * 1024,
  isolationLevel: 'read_committed',
  autoOffsetReset: 'latest',
  clientRack: '',
  checkCrcs: true,
}

const int32Max = 0x7fffffff
const knownNames: readonly string[] = [...Object.keys(defaults), 'assignments', 'deserializers', 'onUnreadable']

/** What other clients call these options. */
const otherNames: Readonly<Record<string, string>> = {
  minBytes: 'fetchMinBytes',
  maxBytes: 'fetchMaxBytes',
  maxBytesPerPartition: 'maxPartitionFetchBytes',
  maxWaitTimeInMs: 'fetchMaxWaitMs',
  maxWaitTime: 'fetchMaxWaitMs',
  readUncommitted: 'isolationLevel',
  rackId: 'clientRack',
  fromBeginning: 'assignments',
}

/** Checks what the user gave and adds the defaults. Throws a `ConfigError` that names the option, the value and the rule. */
export function resolveConsumerOptions<K, V>(options: ConsumerOptions<K, V>): ResolvedConsumerOptions<K, V> {
  if (typeof options !== 'object' || options === null) {
    throw new ConfigError(`A consumer takes an object of options: ${describe(options)}`)
  }
  refuseUnknownOptions(options, knownNames, 'A consumer', otherNames)
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  const autoOffsetReset = resolveOffsetReset(options.autoOffsetReset ?? defaults.autoOffsetReset)
  const { deserializers = {}, onUnreadable = 'fail' } = options
  checkDeserializers(deserializers)
  if (typeof onUnreadable !== 'function') checkOneOf('onUnreadable', onUnreadable, ['fail', 'skip', 'raw'])
  const resolved = { ...defaults, ...given, autoOffsetReset, deserializers, onUnreadable } as ResolvedConsumerOptions<
    K,
    V
  >
  checkInteger('fetchMinBytes', resolved.fetchMinBytes, 0)
  checkInteger('fetchMaxBytes', resolved.fetchMaxBytes, 1)
  checkInteger('maxPartitionFetchBytes', resolved.maxPartitionFetchBytes, 1)
  checkInteger('fetchMaxWaitMs', resolved.fetchMaxWaitMs, 0)
  checkInteger('maxBufferedBytes', resolved.maxBufferedBytes, 1, Number.MAX_SAFE_INTEGER)
  checkOneOf('isolationLevel', resolved.isolationLevel, ['read_committed', 'read_uncommitted'])
  checkType('clientRack', resolved.clientRack, 'string')
  checkType('checkCrcs', resolved.checkCrcs, 'boolean')
  return resolved
}

/** Throws a `ConfigError` unless it says where to read from. */
export function checkStartOffset(name: string, offset: unknown): asserts offset is StartOffset {
  if (typeof offset === 'bigint' && offset >= 0n) return
  if (offset === 'earliest' || offset === 'latest') return
  if (typeof offset === 'object' && offset !== null) {
    const given = 'timestamp' in offset ? offset.timestamp : 'durationMs' in offset ? offset.durationMs : undefined
    if (Number.isSafeInteger(given) && (given as number) >= 0) return
  }
  const rule =
    "a bigint that is not negative, 'earliest', 'latest', or { timestamp } or { durationMs } in whole milliseconds"
  throw new ConfigError(`${name} must be ${rule}: ${describe(offset)}`)
}

function checkDeserializers(given: unknown): void {
  if (typeof given !== 'object' || given === null) {
    throw new ConfigError(`deserializers must be { key, value }, or one of them: ${describe(given)}`)
  }
  refuseUnknownOptions(given, ['key', 'value'], 'deserializers')
  for (const [part, deserializer] of Object.entries(given)) {
    if (deserializer === undefined || typeof deserializer?.deserialize === 'function') continue
    throw new ConfigError(`deserializers.${part} must have a function deserialize(): ${describe(deserializer)}`)
  }
}

function checkInteger(name: string, value: unknown, min: number, max = int32Max): void {
  if (Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max) return
  throw new ConfigError(`${name} must be a whole number from ${min} to ${max}: ${describe(value)}`)
}

function checkOneOf(name: string, value: unknown, allowed: readonly string[]): void {
  if (typeof value === 'string' && allowed.includes(value)) return
  throw new ConfigError(`${name} must be one of ${allowed.join(', ')}: ${describe(value)}`)
}

function checkType(name: string, value: unknown, type: 'string' | 'boolean'): void {
  if (typeof value !== type) throw new ConfigError(`${name} must be a ${type}: ${describe(value)}`)
}

/** A value as an error message shows it. */
export function describe(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'string') return `'${value}'`
  if (typeof value !== 'object' || value === null) return String(value)
  try {
    return JSON.stringify(value)
  } catch {
    return Object.prototype.toString.call(value)
  }
}
