/**
 * Clients that send metrics of theirs (KIP-714): what they are asked for, and when they sent last.
 *
 * Owned by the cluster's state. Subscriptions are the `client-metrics` resources of the configuration. What is pushed is not
 * read: it is in the log of requests.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import type { PushTelemetryRequest } from '../../protocol/messages/push-telemetry-request.ts'
import { type Uuid, uuidSizeBytes, zeroUuid } from '../../protocol/uuid.ts'
import { type Random, randomInt } from '../../support/random.ts'
import type { ClusterPart, ClusterState } from '../cluster-state.ts'
import { listItems } from '../topics/config-definition.ts'
import { DynamicConfigs } from './dynamic-configs.ts'

/** What subscriptions pick clients by. */
export type TelemetryClient = Readonly<Record<string, string>>

interface ClientInstance {
  subscriptionId: number
  metrics: readonly string[]
  pushIntervalMs: number
  /** The change of the configuration that it was made from. */
  changeCount: number
  lastAskedMs: number
  lastPushedMs: number
  isTerminating: boolean
  lastError: number
}

const usualIntervalMs = 300_000
const allMetrics = '*'
/** zstd, lz4, gzip, snappy: in the order in which Kafka likes them. */
export const telemetryCompressions: readonly number[] = [4, 3, 1, 2]
export const mostTelemetryBytes = 1_048_576

export class Telemetry implements ClusterPart {
  readonly #cluster: ClusterState
  readonly #random: Random
  readonly #instances = new Map<Uuid, ClientInstance>()

  constructor(cluster: ClusterState) {
    this.#cluster = cluster
    this.#random = cluster.random.fork('telemetry')
  }

  newInstanceId(): Uuid {
    return Buffer.from(Array.from({ length: uuidSizeBytes }, () => randomInt(this.#random, 256))).toString('base64url')
  }

  /** What the client is asked for; THROTTLING_QUOTA_EXCEEDED for who asks again too early. */
  subscribe(id: Uuid, client: TelemetryClient): ClientInstance & { readonly errorCode: number } {
    const instance = this.#instanceOf(id, client)
    const nowMs = this.#cluster.clock.now()
    const isEarly = nowMs - Math.max(instance.lastAskedMs, instance.lastPushedMs) < instance.pushIntervalMs
    const mayAskAgain = askAgainErrors.has(instance.lastError)
    if (isEarly && !mayAskAgain) return { ...instance, errorCode: ErrorCodes.THROTTLING_QUOTA_EXCEEDED }
    instance.lastAskedMs = nowMs
    instance.lastError = ErrorCodes.NONE
    return { ...instance, errorCode: ErrorCodes.NONE }
  }

  /** The error code of a push. */
  push(request: PushTelemetryRequest, client: TelemetryClient): number {
    if (request.clientInstanceId === zeroUuid) return ErrorCodes.INVALID_REQUEST
    const instance = this.#instanceOf(request.clientInstanceId, client)
    const nowMs = this.#cluster.clock.now()
    instance.lastError = whyPushRefused(request, instance, nowMs)
    if (instance.lastError !== ErrorCodes.THROTTLING_QUOTA_EXCEEDED) instance.lastPushedMs = nowMs
    instance.isTerminating = request.terminating
    return instance.lastError
  }

  close(): void {
    this.#instances.clear()
  }

  /** Made anew whenever subscriptions have changed: then it may ask and push at once. */
  #instanceOf(id: Uuid, client: TelemetryClient): ClientInstance {
    const configs = this.#cluster.part(DynamicConfigs)
    const known = this.#instances.get(id)
    if (known !== undefined && known.changeCount === configs.changeCount) return known
    const matching = configs
      .names('clientMetrics')
      .filter((name) => isMatch(configs.get('clientMetrics', name, 'match'), client))
    const metrics = new Set(matching.flatMap((name) => listItems(configs.get('clientMetrics', name, 'metrics'))))
    const intervals = matching.map((name) => Number(configs.get('clientMetrics', name, 'interval.ms')))
    const pushIntervalMs = Math.min(usualIntervalMs, ...intervals)
    const asked = metrics.has(allMetrics) ? [allMetrics] : [...metrics].sort()
    const instance: ClientInstance = {
      subscriptionId: hashOf(`${asked.join(',')} ${pushIntervalMs} ${id}`),
      metrics: asked,
      pushIntervalMs,
      changeCount: configs.changeCount,
      lastAskedMs: Number.NEGATIVE_INFINITY,
      lastPushedMs: Number.NEGATIVE_INFINITY,
      isTerminating: false,
      lastError: ErrorCodes.NONE,
    }
    this.#instances.set(id, instance)
    return instance
  }
}

const askAgainErrors: ReadonlySet<number> = new Set([
  ErrorCodes.UNKNOWN_SUBSCRIPTION_ID,
  ErrorCodes.UNSUPPORTED_COMPRESSION_TYPE,
])

function whyPushRefused(request: PushTelemetryRequest, instance: ClientInstance, nowMs: number): number {
  const { terminating, subscriptionId, compressionType, metrics } = request
  if (instance.isTerminating) return ErrorCodes.INVALID_REQUEST
  const isEarly = nowMs - instance.lastPushedMs < instance.pushIntervalMs
  // The last push of a client that ends may come whenever it ends.
  if (isEarly && !terminating) return ErrorCodes.THROTTLING_QUOTA_EXCEEDED
  if (subscriptionId !== instance.subscriptionId) return ErrorCodes.UNKNOWN_SUBSCRIPTION_ID
  if (compressionType !== 0 && !telemetryCompressions.includes(compressionType)) {
    return ErrorCodes.UNSUPPORTED_COMPRESSION_TYPE
  }
  return metrics.length > mostTelemetryBytes ? ErrorCodes.TELEMETRY_TOO_LARGE : ErrorCodes.NONE
}

/** All parts of a pattern have to fit: `client_id=app.*,client_software_name=ottla`. */
function isMatch(match: string, client: TelemetryClient): boolean {
  return listItems(match).every((item) => {
    const [part = '', pattern = ''] = item.split('=').map((text) => text.trim())
    return new RegExp(`^(?:${pattern})$`).test(client[part] ?? '')
  })
}

/** FNV-1a, as a signed number. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash | 0
}
