import type { ClusterSnapshot, TopicSnapshot } from '../../../src/metadata/cluster-snapshot.ts'
import type { MetadataBrokers } from '../../../src/metadata/fetch-metadata.ts'
import { MetadataRefresher, type MetadataRefresherOptions } from '../../../src/metadata/metadata-refresher.ts'
import type { LoadFailure, PartitionListener, TopicChange } from '../../../src/metadata/partition-listener.ts'
import type { BrokerEndpoint, BrokerNode, RequestTarget } from '../../../src/network/request-sender.ts'
import type { Api } from '../../../src/protocol/message-codec.ts'
import type { MetadataRequest } from '../../../src/protocol/messages/metadata-request.ts'
import type { MetadataResponse } from '../../../src/protocol/messages/metadata-response.ts'
import { createDeferred } from '../../../src/support/deferred.ts'
import { ManualClock } from '../../../src/support/manual-clock.ts'
import { SeededRandom } from '../../../src/support/seeded-random.ts'
import { metadataResponse, type ToldCluster } from './metadata-responses.ts'

export interface SentRequest {
  readonly nodeId: number
  readonly atMs: number
  readonly topics: readonly string[] | null
  readonly topicIds: readonly string[]
  readonly allowAutoTopicCreation: boolean
}

export type Script = (request: SentRequest) => ToldCluster | Error | Promise<ToldCluster | Error>

/** Brokers without a network: the script answers at once, or when the promise it returns settles. */
export class ScriptedBrokers implements MetadataBrokers {
  readonly sent: SentRequest[] = []
  readonly applied: { nodeIds: readonly number[]; authoritative: boolean }[] = []
  seeds: BrokerNode[]
  script: Script = () => ({})
  rebootstrapCount = 0
  readonly #clock: ManualClock
  #known: BrokerNode[] = []

  constructor(clock: ManualClock, seedCount = 2) {
    this.#clock = clock
    this.seeds = Array.from({ length: seedCount }, (_, index) => this.#node(-1 - index))
  }

  get brokers(): readonly BrokerNode[] {
    return this.#known
  }

  anyBroker(): BrokerNode {
    return this.#known[0] ?? this.seeds[0]!
  }

  apply(endpoints: readonly BrokerEndpoint[], { authoritative }: { readonly authoritative: boolean }): void {
    const nodeIds = endpoints.map(({ nodeId }) => nodeId)
    this.applied.push({ nodeIds, authoritative })
    const kept = authoritative ? [] : this.#known.filter((node) => !nodeIds.includes(node.nodeId))
    this.#known = [...kept, ...nodeIds.map((nodeId) => this.#node(nodeId))]
  }

  rebootstrap(): void {
    this.rebootstrapCount += 1
    this.#known = []
  }

  #node(nodeId: number): BrokerNode {
    return {
      nodeId,
      host: `broker-${nodeId}`,
      port: 9092,
      rack: null,
      connection: () => Promise.reject(new Error('not scripted')),
      release: () => {},
      request: async <Request, Response>(
        _api: Api<Request, Response>,
        body: unknown,
        options: RequestTarget = {},
      ): Promise<Response> => (await this.#answer(nodeId, body, options)) as Response,
    }
  }

  async #answer(nodeId: number, body: unknown, { signal }: RequestTarget): Promise<MetadataResponse> {
    const request = (typeof body === 'function' ? body(13) : body) as MetadataRequest
    const sent: SentRequest = {
      nodeId,
      atMs: this.#clock.now(),
      topics: request.topics?.flatMap(({ name }) => (name === null ? [] : [name])) ?? null,
      topicIds: request.topics?.flatMap(({ name, topicId }) => (name === null ? [topicId] : [])) ?? [],
      allowAutoTopicCreation: request.allowAutoTopicCreation,
    }
    this.sent.push(sent)
    const aborted = createDeferred<never>()
    aborted.promise.catch(() => {})
    signal?.addEventListener('abort', () => aborted.reject(signal.reason), { once: true })
    const answer = await Promise.race([this.script(sent), aborted.promise])
    if (answer instanceof Error) throw answer
    return metadataResponse(answer)
  }
}

/** Writes down what it hears. */
export class RecordingListener implements PartitionListener {
  readonly heard: string[] = []
  readonly failures: LoadFailure[] = []
  readonly topics: Set<string>
  /** Called with everything heard, before it returns. */
  onHeard: (what: string) => void = () => {}
  onFailure: (failure: LoadFailure) => Promise<void> = async () => {}

  constructor(...topics: string[]) {
    this.topics = new Set(topics)
  }

  topicsOfInterest(): Iterable<string> {
    return this.topics
  }

  onTopicChanged(topic: TopicSnapshot, change: TopicChange, _snapshot: ClusterSnapshot): void {
    const marks = `${change.isFirst ? ' first' : ''}${change.isNewTopicId ? ' anew' : ''}`
    const partitions = change.changedPartitions.map(({ partition, leader }) => `${partition}→${leader}`).join(' ')
    this.#hear(`${topic.name}${marks}: ${partitions}`)
  }

  onTopicGone(topic: string): void {
    this.#hear(`${topic} gone`)
  }

  async onLoadError(failure: LoadFailure): Promise<void> {
    this.failures.push(failure)
    const place = failure.partition === undefined ? failure.topic : `${failure.topic}-${failure.partition}`
    this.#hear(`${place} failed: ${failure.error.code}`)
    await this.onFailure(failure)
  }

  #hear(what: string): void {
    this.heard.push(what)
    this.onHeard(what)
  }
}

export interface RefresherWorld {
  readonly clock: ManualClock
  readonly brokers: ScriptedBrokers
  readonly metadata: MetadataRefresher
  readonly events: { readonly level: string; readonly name: string }[]
}

export function refresherWorld(script: Script, options: Partial<MetadataRefresherOptions> = {}): RefresherWorld {
  const clock = new ManualClock()
  const brokers = new ScriptedBrokers(clock)
  brokers.script = script
  const events: { level: string; name: string }[] = []
  const metadata = new MetadataRefresher({
    clock,
    random: new SeededRandom(1),
    log: { event: (level, name) => events.push({ level, name }) },
    brokers,
    requestTimeoutMs: 30_000,
    defaultApiTimeoutMs: 60_000,
    metadataMaxAgeMs: 300_000,
    pace: { backoff: { initialMs: 100, maxMs: 1_000 }, quickRetries: 8, minAgeMs: 5_000 },
    canRebootstrap: true,
    ...options,
  })
  return { clock, brokers, metadata, events }
}

/** What the promise rejects with, so that a test can move time before it looks. */
export function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('The promise was expected to reject')
    },
    (error: unknown) => error,
  )
}
