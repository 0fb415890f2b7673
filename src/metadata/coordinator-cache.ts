/**
 * Which broker coordinates which group or transactional id.
 *
 * Owns two maps, changed in synchronous sections only: what is known, and the look-ups that run. A coordinator enters
 * the first when its answer is there, never before, so nobody reads one that is still being loaded. Look-ups belong to
 * the cache, not to their first caller: a caller that gives up leaves, the others keep waiting. A look-up that nobody
 * waits for any more ends by itself.
 */
import { classifyError, isRepeatable } from '../errors/classify.ts'
import { StateError } from '../errors/client-errors.ts'
import type { BrokerEndpoint, BrokerNode } from '../network/request-sender.ts'
import type { Log } from '../observe/log.ts'
import { type BackoffPolicy, backoffDelayMs } from '../support/backoff.ts'
import type { Clock, Timer } from '../support/clock.ts'
import type { Deadline } from '../support/deadline.ts'
import { createDeferred, type Deferred } from '../support/deferred.ts'
import type { Random } from '../support/random.ts'
import { type CoordinatorResult, type CoordinatorType, findCoordinators, nameOf } from './find-coordinator.ts'

export interface CoordinatorCacheOptions {
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Some broker to ask; another one on every call, where there are several. */
  readonly anyBroker: () => BrokerNode
  /** Makes the addresses found known to the owner of the topology. */
  readonly onEndpoints: (endpoints: readonly BrokerEndpoint[]) => void
  readonly requestTimeoutMs: number
  readonly retryBackoff: BackoffPolicy
}

interface LookUp {
  readonly type: CoordinatorType
  readonly key: string
  readonly found: Deferred<number>
  waiterCount: number
  attempt: number
  lastError: unknown
  pause: Timer | undefined
}

export class CoordinatorCache {
  readonly #options: CoordinatorCacheOptions
  readonly #known = new Map<string, number>()
  readonly #lookUps = new Map<string, LookUp>()
  /** Look-ups that wait for the next request of their type. */
  readonly #due = new Map<CoordinatorType, LookUp[]>()
  readonly #closing = new AbortController()

  constructor(options: CoordinatorCacheOptions) {
    this.#options = options
  }

  /** The cached node id, without any I/O. */
  cached(type: CoordinatorType, key: string): number | undefined {
    return this.#known.get(cacheKey(type, key))
  }

  /**
   * The node id of the coordinator, looked up if it is not known. A coordinator that is not available yet (the first
   * group of a new cluster has to wait for the broker to create its offsets topic) is waited for until the deadline.
   */
  async find(type: CoordinatorType, key: string, deadline: Deadline): Promise<number> {
    deadline.throwIfOver()
    if (this.#closing.signal.aborted) throw closedError(type, key)
    const known = this.cached(type, key)
    if (known !== undefined) return known
    const lookUp = this.#lookUps.get(cacheKey(type, key)) ?? this.#startLookUp(type, key)
    lookUp.waiterCount += 1
    try {
      return await deadline.race(lookUp.found.promise, () => lookUp.lastError)
    } finally {
      lookUp.waiterCount -= 1
    }
  }

  /** The broker said, or its silence, that it is not the coordinator. News about an earlier coordinator changes nothing. */
  invalidate(type: CoordinatorType, key: string, nodeId: number): void {
    if (this.cached(type, key) === nodeId) this.#known.delete(cacheKey(type, key))
  }

  /** A broker cannot be reached: whatever it coordinated is about to be somebody else's. */
  invalidateNode(nodeId: number): void {
    for (const [key, knownNodeId] of this.#known) if (knownNodeId === nodeId) this.#known.delete(key)
  }

  /** Rejects whoever waits. Idempotent. */
  close(): void {
    if (this.#closing.signal.aborted) return
    this.#closing.abort(new StateError('CLOSED', 'Cannot find a coordinator: the client is closed'))
    this.#known.clear()
    this.#due.clear()
    for (const lookUp of [...this.#lookUps.values()]) {
      lookUp.pause?.cancel()
      this.#fail(lookUp, closedError(lookUp.type, lookUp.key))
    }
  }

  #startLookUp(type: CoordinatorType, key: string): LookUp {
    const lookUp: LookUp = {
      type,
      key,
      found: createDeferred(),
      waiterCount: 0,
      attempt: 0,
      lastError: undefined,
      pause: undefined,
    }
    // Everybody who waited may have given up by the time it fails.
    lookUp.found.promise.catch(() => {})
    this.#lookUps.set(cacheKey(type, key), lookUp)
    this.#enqueue(lookUp)
    return lookUp
  }

  /** Look-ups that are started in one turn of the event loop share a request. */
  #enqueue(lookUp: LookUp): void {
    const due = this.#due.get(lookUp.type)
    if (due !== undefined) {
      due.push(lookUp)
      return
    }
    this.#due.set(lookUp.type, [lookUp])
    queueMicrotask(() => {
      const batch = this.#due.get(lookUp.type) ?? []
      this.#due.delete(lookUp.type)
      if (batch.length > 0) void this.#ask(lookUp.type, batch)
    })
  }

  /** Never rejects. */
  async #ask(type: CoordinatorType, batch: readonly LookUp[]): Promise<void> {
    const results = await this.#request(type, batch)
    if (this.#closing.signal.aborted) return
    const endpoints = [...results.values()].flatMap((result) => ('endpoint' in result ? [result.endpoint] : []))
    // Before anybody learns the node id: it must lead to a broker then.
    if (endpoints.length > 0) this.#options.onEndpoints(endpoints)
    for (const lookUp of batch) {
      const result = results.get(lookUp.key)
      if (result === undefined) continue
      if ('endpoint' in result) this.#succeed(lookUp, result.endpoint.nodeId)
      else this.#retry(lookUp, result.error)
    }
  }

  async #request(
    type: CoordinatorType,
    batch: readonly LookUp[],
  ): Promise<ReadonlyMap<string, CoordinatorResult | { readonly error: unknown }>> {
    const keys = batch.map((lookUp) => lookUp.key)
    const { requestTimeoutMs: timeoutMs, anyBroker } = this.#options
    try {
      return await findCoordinators(anyBroker(), type, keys, { timeoutMs, signal: this.#closing.signal })
    } catch (error) {
      return new Map(keys.map((key) => [key, { error }]))
    }
  }

  #succeed(lookUp: LookUp, nodeId: number): void {
    const { type, key } = lookUp
    this.#known.set(cacheKey(type, key), nodeId)
    this.#lookUps.delete(cacheKey(type, key))
    this.#options.log.event('debug', 'coordinator.found', { type, key, nodeId })
    lookUp.found.resolve(nodeId)
  }

  #fail(lookUp: LookUp, error: unknown): void {
    this.#lookUps.delete(cacheKey(lookUp.type, lookUp.key))
    lookUp.found.reject(error)
  }

  #retry(lookUp: LookUp, error: unknown): void {
    const { type, key } = lookUp
    lookUp.lastError = error
    this.#options.log.event('debug', 'coordinator.not_found', { type, key, attempt: lookUp.attempt, error })
    if (!isRepeatable(classifyError(error)) || lookUp.waiterCount === 0) {
      this.#fail(lookUp, error)
      return
    }
    const { clock, random, retryBackoff } = this.#options
    const delayMs = backoffDelayMs(retryBackoff, lookUp.attempt, random)
    lookUp.attempt += 1
    lookUp.pause = clock.setTimer(delayMs, 'coordinator look-up backoff', () => {
      if (lookUp.waiterCount > 0) this.#enqueue(lookUp)
      else this.#fail(lookUp, error)
    })
  }
}

function cacheKey(type: CoordinatorType, key: string): string {
  return `${type}:${key}`
}

function closedError(type: CoordinatorType, key: string): StateError {
  return new StateError('CLOSED', `Cannot find the coordinator of ${nameOf(type, key)}: the client is closed`)
}
