/**
 * The brokers that the client knows: those it was given to start with, and those that the cluster has named since.
 *
 * The pool owns them all, including retired ones whose last answers are still awaited. Metadata is the only source of
 * what is known: an authoritative list replaces it, a hint (KIP-951) only adds to it.
 */
import type { Platform } from '../platform/platform.ts'
import { type Random, randomInt } from '../support/random.ts'
import type { Authenticator } from './authenticator.ts'
import { Broker } from './broker.ts'
import type { CloseReason } from './connection-failures.ts'
import { firstApiVersionsVersion } from './negotiate-versions.ts'
import type { NetworkOptions } from './network-options.ts'
import type { NetworkContext } from './open-connection.ts'
import type { BrokerEndpoint, BrokerNode, ConnectionPurpose } from './request-sender.ts'

export interface BrokerPoolOptions {
  readonly platform: Platform
  readonly options: NetworkOptions
  readonly authenticator?: Authenticator
}

const closeReason: CloseReason = { text: 'the client is closed', isOrderly: true, isFinal: true }

export class BrokerPool {
  readonly #context: NetworkContext
  readonly #random: Random
  readonly #seeds: readonly Broker[]
  readonly #known = new Map<number, Broker>()
  readonly #retired = new Set<Broker>()
  #nextSeed: number
  #closing: Promise<void> | undefined

  constructor({ platform, options, authenticator }: BrokerPoolOptions) {
    this.#context = { platform, options, authenticator, apiVersionsMemory: { version: firstApiVersionsVersion } }
    this.#random = platform.random.fork('broker pool')
    // Bootstrap servers have no id yet. Negative ones, as in Kafka's own client, never meet a real one.
    this.#seeds = options.bootstrapServers.map(
      ({ host, port }, index) => new Broker(this.#context, { nodeId: -1 - index, host, port, rack: null }),
    )
    // Many clients share one list of servers; they must not all begin with the first.
    this.#nextSeed = randomInt(this.#random, this.#seeds.length)
  }

  get isClosed(): boolean {
    return this.#closing !== undefined
  }

  /** The bootstrap servers, with negative ids. */
  get seeds(): readonly BrokerNode[] {
    return this.#seeds
  }

  /** The brokers that the cluster has named. */
  get brokers(): readonly BrokerNode[] {
    return [...this.#known.values()]
  }

  /** The broker with this id, if the cluster has named it. */
  broker(nodeId: number): BrokerNode | undefined {
    return this.#known.get(nodeId)
  }

  /**
   * Takes in what an answer said about brokers. Only an authoritative list (Metadata, DescribeCluster) can say that a
   * broker is gone, and an empty one says nothing: a cluster that answers has a broker.
   */
  apply(endpoints: readonly BrokerEndpoint[], { authoritative }: { readonly authoritative: boolean }): void {
    if (this.isClosed) return
    for (const endpoint of endpoints) {
      const known = this.#known.get(endpoint.nodeId)
      if (known === undefined) this.#known.set(endpoint.nodeId, new Broker(this.#context, endpoint))
      else known.update(endpoint)
    }
    if (!authoritative || endpoints.length === 0) return
    const named = new Set(endpoints.map((endpoint) => endpoint.nodeId))
    for (const [nodeId, broker] of this.#known) if (!named.has(nodeId)) this.#retire(broker)
  }

  /** Nobody needs connections of this purpose any more, on any broker. */
  release(purpose: ConnectionPurpose): void {
    for (const broker of [...this.#known.values(), ...this.#seeds, ...this.#retired]) broker.release(purpose)
  }

  /** Forgets what the cluster has named and begins with the bootstrap servers again (KIP-899, KIP-1102). */
  rebootstrap(): void {
    for (const broker of this.#known.values()) this.#retire(broker)
  }

  /**
   * A broker to ask what any broker can answer. The connected one with the least to do; else one that has not failed,
   * by chance; else a bootstrap server, each in turn; else, where all fail, the one that may be tried the soonest.
   */
  anyBroker(): BrokerNode {
    const known = [...this.#known.values()]
    const connected = known.filter((broker) => broker.isConnected)
    const leastLoaded = this.#leastBy(connected, (broker) => broker.loadCount)
    if (leastLoaded !== undefined) return leastLoaded
    const hopeful = known.filter((broker) => !broker.isFailing)
    if (hopeful.length > 0) return hopeful[randomInt(this.#random, hopeful.length)]!
    for (let turn = 0; turn < this.#seeds.length; turn++) {
      const seed = this.#seeds[this.#nextSeed++ % this.#seeds.length]!
      if (!seed.isFailing) return seed
    }
    const all = [...known, ...this.#seeds]
    return this.#leastBy(all, (broker) => broker.backoffRemainingMs) ?? this.#seeds[0]!
  }

  /** Fails what is under way and resolves when every socket is closed. From this call on nothing connects. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll()
    return this.#closing
  }

  async #closeAll(): Promise<void> {
    const all = [...this.#known.values(), ...this.#seeds, ...this.#retired]
    await Promise.all(all.map((broker) => broker.close(closeReason)))
  }

  #retire(broker: Broker): void {
    this.#known.delete(broker.nodeId)
    this.#retired.add(broker)
    broker.retire()
    void broker.drained().then(() => this.#retired.delete(broker))
  }

  /** The one with the lowest rank; by chance among equals, so that idle clients do not all ask the same broker. */
  #leastBy(brokers: readonly Broker[], rank: (broker: Broker) => number): Broker | undefined {
    let least: Broker[] = []
    let leastRank = Number.POSITIVE_INFINITY
    for (const broker of brokers) {
      const rankOfBroker = rank(broker)
      if (rankOfBroker < leastRank) {
        least = []
        leastRank = rankOfBroker
      }
      if (rankOfBroker === leastRank) least.push(broker)
    }
    return least.length === 0 ? undefined : least[randomInt(this.#random, least.length)]
  }
}
