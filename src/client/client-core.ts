/**
 * What the clients of one `Kafka` share: connections, metadata, coordinators.
 *
 * Made by `Kafka`, which owns it; producers, consumers and admins borrow it and register themselves, so that closing it
 * closes them first. Making it does no I/O: the first request connects.
 */
import { StateError } from '../errors/client-errors.ts'
import { CoordinatorCache } from '../metadata/coordinator-cache.ts'
import { MetadataRefresher } from '../metadata/metadata-refresher.ts'
import { BrokerPool } from '../network/broker-pool.ts'
import { SaslAuthenticator } from '../network/sasl-authenticator.ts'
import type { Platform } from '../platform/platform.ts'
import type { BackoffPolicy } from '../support/backoff.ts'
import type { CallOptions, Deadline } from '../support/deadline.ts'
import type { Random } from '../support/random.ts'
import { resolveCallOptions } from './call-options.ts'
import type { ClientOptions } from './client-options.ts'

export interface ClientCoreParts {
  readonly platform: Platform
  readonly options: ClientOptions
}

/** A producer, consumer or admin that uses the core. */
export interface CoreClient {
  close(): Promise<void>
}

/** While an answer about topics stays incomplete: so many close repeats (as franz-go), then one each five seconds. */
const quickMetadataRetries = 8
const metadataMinAgeMs = 5_000

export class ClientCore {
  readonly platform: Platform
  readonly options: ClientOptions
  readonly brokers: BrokerPool
  readonly metadata: MetadataRefresher
  readonly coordinators: CoordinatorCache
  readonly retryBackoff: BackoffPolicy
  /** For the jitter of retries. */
  readonly random: Random
  readonly #clients = new Set<CoreClient>()
  #consumerCount = 0
  #closing: Promise<void> | undefined
  /** Fires when the clients are closed: calls that still wait then, or retry, are nobody's. */
  readonly #ending = new AbortController()

  constructor({ platform, options }: ClientCoreParts) {
    const { clock, random, log } = platform
    const { requestTimeoutMs } = options.network
    this.platform = platform
    this.options = options
    this.random = random.fork('retry')
    this.retryBackoff = { initialMs: options.retryBackoffMs, maxMs: options.retryBackoffMaxMs }
    this.brokers = new BrokerPool({
      platform,
      options: options.network,
      ...(options.sasl === undefined ? {} : { authenticator: new SaslAuthenticator(options.sasl) }),
    })
    this.metadata = new MetadataRefresher({
      clock,
      log,
      random: random.fork('metadata'),
      brokers: this.brokers,
      requestTimeoutMs,
      defaultApiTimeoutMs: options.defaultApiTimeoutMs,
      metadataMaxAgeMs: options.metadataMaxAgeMs,
      pace: { backoff: this.retryBackoff, quickRetries: quickMetadataRetries, minAgeMs: metadataMinAgeMs },
      canRebootstrap: options.metadataRecoveryStrategy === 'rebootstrap',
    })
    this.coordinators = new CoordinatorCache({
      clock,
      log,
      random: random.fork('coordinators'),
      anyBroker: () => this.brokers.anyBroker(),
      onEndpoints: (endpoints) => this.metadata.applyHints({ leaders: [], endpoints }),
      requestTimeoutMs,
      retryBackoff: this.retryBackoff,
    })
  }

  get isClosed(): boolean {
    return this.#closing !== undefined
  }

  /**
   * The deadline of a public call. `operation` reads "Cannot list offsets". Throws when the core is closed; clients that
   * are being closed still need calls, to flush, commit and leave. A call that has not ended by then fails.
   */
  startCall(operation: string, options: CallOptions = {}): Deadline {
    const ending = this.#ending.signal
    if (ending.aborted) throw new StateError('CLOSED', `${operation}: the client is closed`)
    const { signal } = options
    const either = signal instanceof AbortSignal ? AbortSignal.any([signal, ending]) : (signal ?? ending)
    const { clock } = this.platform
    return resolveCallOptions(clock, operation, { ...options, signal: either }, this.options.defaultApiTimeoutMs)
  }

  /** A number that no other consumer of this core has, for connections of its own. */
  nextConsumerNumber(): number {
    this.#consumerCount += 1
    return this.#consumerCount
  }

  /** Closing the core will close the client first. Returns the function for a client that closes by itself. */
  register(client: CoreClient): () => void {
    if (this.isClosed) throw new StateError('CLOSED', 'Cannot use this Kafka: it is closed')
    this.#clients.add(client)
    return () => this.#clients.delete(client)
  }

  /**
   * Closes the clients (which flush, commit and leave their groups, and need the cluster for that), then what they
   * shared. Idempotent. Rejects, when all is closed, with what a client's `close()` threw.
   */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll()
    return this.#closing
  }

  async #closeAll(): Promise<void> {
    const closed = await Promise.allSettled([...this.#clients].map(async (client) => client.close()))
    this.#clients.clear()
    this.#ending.abort(new StateError('CLOSED', 'the client is closed'))
    this.coordinators.close()
    await this.metadata.close()
    await this.brokers.close()
    const errors = closed.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    if (errors.length === 1) throw errors[0]
    if (errors.length > 1) throw new AggregateError(errors, 'Several clients could not be closed in order')
  }
}
