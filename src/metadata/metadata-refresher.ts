/**
 * The single owner of what the client knows of its cluster.
 *
 * `#state` changes in two places only, both synchronous: when a refresh's answer is merged, and when hints from another
 * answer are applied. Between reading and writing it there is no await, so no lock guards it. Everybody else reads
 * `snapshot`, which never changes under its reader.
 *
 * At most one refresh runs. Who asks for one while it runs waits for the next, because the running one may have been
 * answered before what made the caller ask. A waiter is registered before the refresh is triggered: the other order
 * loses the wake-up when the refresh ends in between.
 */
import { BrokerError } from '../errors/broker-error.ts'
import { StateError } from '../errors/client-errors.ts'
import { ErrorCodes } from '../errors/error-codes.ts'
import { KafkaError } from '../errors/kafka-error.ts'
import { MetadataUnavailableError } from '../errors/metadata-error.ts'
import type { Log } from '../observe/log.ts'
import type { Uuid } from '../protocol/uuid.ts'
import { zeroUuid } from '../protocol/uuid.ts'
import type { Clock, Timer } from '../support/clock.ts'
import { type Deadline, startDeadline } from '../support/deadline.ts'
import type { Random } from '../support/random.ts'
import { applyLeaderHints, type TopologyHints } from './apply-leader-hints.ts'
import type { ClusterSnapshot } from './cluster-snapshot.ts'
import {
  fetchMetadata,
  type MetadataAnswer,
  type MetadataAnswers,
  type MetadataBrokers,
  type MetadataQuery,
} from './fetch-metadata.ts'
import { ListenerRegistry } from './listener-registry.ts'
import { mergeMetadata } from './merge-metadata.ts'
import { forgetTopics, type MetadataMerge, type MetadataState, nothingKnown } from './metadata-state.ts'
import type { PartitionListener } from './partition-listener.ts'
import { RefreshDemand, type RefreshOutcome, type RefreshWish } from './refresh-demand.ts'
import { type PacerPolicy, RefreshPacer, type RefreshResult } from './refresh-pacer.ts'
import {
  type EnsureTopicsOptions,
  ensureTopicIds,
  ensureTopics,
  refreshUntil,
  type WaitOptions,
} from './refresh-until.ts'

export interface MetadataRefresherOptions {
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly brokers: MetadataBrokers
  readonly requestTimeoutMs: number
  /** For waits whose caller names no time. */
  readonly defaultApiTimeoutMs: number
  /** Metadata older than this is refreshed without a reason, to find new brokers and partitions. */
  readonly metadataMaxAgeMs: number
  readonly pace: PacerPolicy
  readonly canRebootstrap: boolean
}

export class MetadataRefresher {
  readonly #options: MetadataRefresherOptions
  readonly #clock: Clock
  readonly #log: Log
  readonly #listeners: ListenerRegistry
  readonly #snapshotWatchers = new Set<(snapshot: ClusterSnapshot) => void>()
  readonly #pacer: RefreshPacer
  readonly #closing = new AbortController()
  #state: MetadataState = nothingKnown
  /** What the next refresh is for; replaced when it starts. */
  #demand = new RefreshDemand()
  #running: Promise<void> | undefined
  #timer: (Timer & { readonly dueMs: number }) | undefined
  #refreshedAtMs = Number.NEGATIVE_INFINITY
  #doubtedNodeId: number | undefined
  /** When each topic was last answered for: topics that nobody asks about are forgotten in the end. */
  readonly #answeredAtMs = new Map<string, number>()
  /** Topics that were asked for in vain in this streak of refreshes; any other unknown topic need not wait its turn. */
  readonly #triedInVain = new Set<string>()

  constructor(options: MetadataRefresherOptions) {
    this.#options = options
    this.#clock = options.clock
    this.#log = options.log
    this.#listeners = new ListenerRegistry(options.log)
    this.#pacer = new RefreshPacer(options.pace, options.random)
  }

  get snapshot(): ClusterSnapshot {
    return this.#state.snapshot
  }

  get isClosed(): boolean {
    return this.#closing.signal.aborted
  }

  /** From the next refresh on, the listener hears of its topics. No I/O. Returns the function that removes it. */
  addListener(listener: PartitionListener): () => void {
    const remove = this.#listeners.add(listener)
    this.#scheduleNext()
    return remove
  }

  /**
   * Every refresh from now on loads every topic of the cluster, for subscriptions by pattern, and tells `onSnapshot`
   * after the listeners. Returns the function that ends it.
   */
  watchAllTopics(onSnapshot: (snapshot: ClusterSnapshot) => void): () => void {
    this.#snapshotWatchers.add(onSnapshot)
    this.#scheduleNext()
    return () => this.#snapshotWatchers.delete(onSnapshot)
  }

  /** Something shows that the metadata is old. Does not wait; coalesced and paced with all other requests. */
  requestRefresh(reason: string): void {
    if (this.isClosed) return
    this.#log.event('debug', 'metadata.refresh_requested', { reason })
    void this.refreshFor({})
  }

  /** Waits until the topics are known. Known topics cost nothing: no request, and no wait but for a microtask. */
  async ensureTopics(names: Iterable<string>, options: EnsureTopicsOptions = {}): Promise<ClusterSnapshot> {
    const list = [...names]
    const deadline = this.#deadline(`Cannot load metadata of ${list.join(', ')}`, options)
    // Without listeners nothing renews the snapshot, and what is known may be from long ago.
    const mustAsk = options.mustAsk === true || !this.#isFresh
    const snapshot = await ensureTopics(this, list, deadline, { ...options, mustAsk })
    // Topics that were known already came with no news for a listener that has just taken an interest in them.
    this.catchUpListeners()
    return snapshot
  }

  /** Waits until the names of these topic ids are known; `snapshot.topicNamesById` has them then. */
  async ensureTopicIds(topicIds: Iterable<Uuid>, options: EnsureTopicsOptions = {}): Promise<ClusterSnapshot> {
    const list = [...topicIds]
    const deadline = this.#deadline(`Cannot load metadata of topic ids ${list.join(', ')}`, options)
    const snapshot = await ensureTopicIds(this, list, deadline, options)
    this.catchUpListeners()
    return snapshot
  }

  /** Waits until the cluster's brokers are known, and not from too long ago. */
  ensureBrokers(options: WaitOptions = {}): Promise<ClusterSnapshot> {
    return this.#isFresh ? Promise.resolve(this.snapshot) : this.refresh(options)
  }

  /** A refresh that starts after this call, repeated until one succeeds. */
  refresh(options: WaitOptions = {}): Promise<ClusterSnapshot> {
    return this.#refreshOnce({}, 'Cannot load metadata', options)
  }

  /** As `refresh`, for every topic of the cluster. */
  loadAllTopics(options: WaitOptions = {}): Promise<ClusterSnapshot> {
    return this.#refreshOnce({ isForAllTopics: true }, 'Cannot list topics', options)
  }

  /** Resolves with the first refresh that started after this call, however it ended for the topics in it. */
  refreshFor(wish: RefreshWish): Promise<RefreshOutcome> {
    if (this.isClosed) return rejected(closedError())
    const outcome = this.#demand.add(wish)
    this.#triggerDemanded()
    // A listener that is new to topics which are known must not wait for its turn among the refreshes: it would wait longer
    // with every one that comes, where an application makes many producers one after the other.
    if (this.#isFresh) this.catchUpListeners()
    return outcome
  }

  /** Tells listeners that have newly taken an interest in topics what is known of these. */
  catchUpListeners(): void {
    if (!this.isClosed) this.#listeners.deliver({ updates: [], goneTopics: [], snapshot: this.snapshot })
  }

  /**
   * Takes leaders and addresses that came with the answer to another request (KIP-951, FindCoordinator). Synchronous:
   * when it returns, listeners have moved their partitions.
   */
  applyHints(hints: TopologyHints): void {
    if (this.isClosed) return
    const { state, updates, endpoints } = applyLeaderHints(this.#state, hints)
    if (state === this.#state) return
    this.#state = state
    if (endpoints.length > 0) this.#options.brokers.apply(endpoints, { authoritative: false })
    if (updates.length > 0) this.#listeners.deliver({ updates, goneTopics: [], snapshot: state.snapshot })
  }

  /** Ends timers and the running refresh; whoever waits is rejected. Idempotent. */
  async close(): Promise<void> {
    if (!this.isClosed) {
      this.#closing.abort(closedError())
      this.#timer?.cancel()
      this.#timer = undefined
      this.#demand.reject(closedError())
      this.#listeners.close()
      this.#snapshotWatchers.clear()
    }
    await this.#running
  }

  get #isFresh(): boolean {
    return this.#clock.now() - this.#refreshedAtMs < this.#options.metadataMaxAgeMs
  }

  #deadline(operation: string, options: WaitOptions): Deadline {
    return options.deadline ?? startDeadline(this.#clock, operation, options, this.#options.defaultApiTimeoutMs)
  }

  #refreshOnce(wish: RefreshWish, operation: string, options: WaitOptions): Promise<ClusterSnapshot> {
    let next: RefreshWish | undefined = wish
    return refreshUntil(
      this,
      this.#deadline(operation, options),
      () => next,
      () => {
        next = undefined
      },
    )
  }

  #triggerDemanded(): void {
    // A running refresh looks at the demand when it ends.
    if (this.#running !== undefined) return
    this.#scheduleAt(this.#hasUntriedTopic() ? this.#clock.now() : this.#pacer.demandDueMs, false)
  }

  /** A topic that nobody has asked about lately need not pay for the others' troubles. */
  #hasUntriedTopic(): boolean {
    const isUntried = (name: string): boolean => !this.snapshot.topics.has(name) && !this.#triedInVain.has(name)
    return [...this.#demand.topics, ...this.#demand.creatableTopics].some(isUntried)
  }

  /** The earlier of two wishes for a timer wins. Never starts a refresh in the caller's own turn, so calls coalesce. */
  #scheduleAt(dueMs: number, isBackground: boolean): void {
    if (this.isClosed || (this.#timer !== undefined && this.#timer.dueMs <= dueMs)) return
    this.#timer?.cancel()
    const delayMs = Math.max(0, dueMs - this.#clock.now())
    const timer = this.#clock.setTimer(delayMs, 'metadata refresh', () => this.#start(), { background: isBackground })
    this.#timer = { dueMs, cancel: () => timer.cancel() }
  }

  #start(): void {
    this.#timer = undefined
    if (this.isClosed || this.#running !== undefined) return
    this.#running = this.#refresh().finally(() => {
      this.#running = undefined
      this.#scheduleNext()
    })
  }

  /** Never rejects. */
  async #refresh(): Promise<void> {
    const demand = this.#demand
    this.#demand = new RefreshDemand()
    const query = this.#query(demand)
    if (this.#pacer.onStart(this.#clock.now())) this.#triedInVain.clear()
    for (const name of [...query.topics, ...query.creatableTopics]) this.#triedInVain.add(name)
    let result: RefreshResult = { isComplete: false, hasNews: false }
    try {
      const answers = await fetchMetadata(this.#options.brokers, query, {
        requestTimeoutMs: this.#options.requestTimeoutMs,
        signal: this.#closing.signal,
        log: this.#log,
        canRebootstrap: this.#options.canRebootstrap,
        doubtedNodeId: this.#doubtedNodeId,
      })
      if (this.isClosed) throw closedError()
      result = this.#take(query, answers, demand)
    } catch (error) {
      this.#fail(error, demand)
    }
    this.#pacer.onEnd(this.#clock.now(), result)
  }

  #query(demand: RefreshDemand): MetadataQuery {
    const creatable = demand.creatableTopics
    const topics = this.#listeners.topicsOfInterest()
    for (const name of demand.topics) topics.add(name)
    for (const name of creatable) topics.delete(name)
    return {
      isForAllTopics: demand.isForAllTopics || this.#snapshotWatchers.size > 0,
      topics: [...topics],
      creatableTopics: [...creatable],
      topicIds: [...demand.topicIds],
    }
  }

  /** Topology first, whole and synchronously; then who waits; then errors. */
  #take(query: MetadataQuery, answers: MetadataAnswers, demand: RefreshDemand): RefreshResult {
    const merges = answers.answers.map((answer) => this.#merge(answer))
    const nowMs = this.#clock.now()
    this.#refreshedAtMs = nowMs
    this.#forgetIdleTopics(query, nowMs)
    const { snapshot } = this.#state
    this.#options.brokers.apply([...snapshot.brokers.values()], { authoritative: true })
    for (const { updates, goneTopics } of merges) this.#listeners.deliver({ updates, goneTopics, snapshot })
    for (const watcher of [...this.#snapshotWatchers]) this.#tellWatcher(watcher, snapshot)

    const failures = merges.flatMap((merge) => merge.failures)
    const hasDoubts = merges.some((merge) => merge.hasDoubts)
    this.#doubtedNodeId = hasDoubts ? answers.node.nodeId : undefined
    this.#log.event('debug', 'metadata.refreshed', {
      generation: snapshot.generation,
      nodeId: answers.node.nodeId,
      brokers: snapshot.brokers.size,
      topics: snapshot.topics.size,
      failures: failures.length,
      hasDoubts,
    })
    demand.resolve(outcomeOf(query, answers, merges, snapshot))
    this.#listeners.reportFailures(failures)
    return {
      isComplete: !hasDoubts && !failures.some((failure) => failure.error.retriable),
      hasNews: merges.some(({ updates, goneTopics }) => updates.length + goneTopics.length > 0),
    }
  }

  #merge(answer: MetadataAnswer): MetadataMerge {
    const nowMs = this.#clock.now()
    const before = this.snapshot.clusterId
    const merge = mergeMetadata(this.#state, answer.response, answer.ask, nowMs)
    this.#state = merge.state
    for (const { name } of answer.response.topics) {
      if (name === null || !merge.state.snapshot.topics.has(name)) continue
      this.#answeredAtMs.set(name, nowMs)
      this.#triedInVain.delete(name)
    }
    if (merge.isOtherCluster) {
      this.#log.event('warn', 'metadata.other_cluster', { before, now: merge.state.snapshot.clusterId })
    }
    return merge
  }

  #forgetIdleTopics(query: MetadataQuery, nowMs: number): void {
    const wanted = new Set([...query.topics, ...query.creatableTopics])
    const isIdle = (name: string): boolean =>
      !wanted.has(name) && nowMs - (this.#answeredAtMs.get(name) ?? 0) >= this.#options.metadataMaxAgeMs
    this.#state = forgetTopics(this.#state, isIdle, zeroUuid)
    for (const name of this.#answeredAtMs.keys()) {
      if (!this.#state.snapshot.topics.has(name)) this.#answeredAtMs.delete(name)
    }
  }

  #tellWatcher(watcher: (snapshot: ClusterSnapshot) => void, snapshot: ClusterSnapshot): void {
    try {
      watcher(snapshot)
    } catch (error) {
      this.#log.event('error', 'metadata.listener_failed', { method: 'onSnapshot', error })
    }
  }

  #fail(cause: unknown, demand: RefreshDemand): void {
    const error =
      cause instanceof KafkaError
        ? cause
        : new MetadataUnavailableError(`Cannot load metadata: ${String(cause)}`, { cause })
    demand.reject(error)
    if (this.isClosed) return
    this.#log.event('warn', 'metadata.refresh_failed', { error })
    this.#listeners.reportFailureOfAll(error, this.snapshot.generation)
  }

  /** After a refresh, and when somebody begins to want metadata. */
  #scheduleNext(): void {
    if (this.isClosed || this.#running !== undefined) return
    if (this.#demand.hasWaiters) this.#triggerDemanded()
    // Nobody uses the client: it stays quiet until somebody does.
    if (this.#listeners.isEmpty && this.#snapshotWatchers.size === 0) return
    // Making a client does no I/O: the first refresh is somebody's demand.
    if (!this.#pacer.hasRun) return
    if (this.#pacer.wasComplete) this.#scheduleAt(this.#refreshedAtMs + this.#options.metadataMaxAgeMs, true)
    else this.#scheduleAt(this.#pacer.retryDueMs, false)
  }
}

function outcomeOf(
  query: MetadataQuery,
  answers: MetadataAnswers,
  merges: readonly MetadataMerge[],
  snapshot: ClusterSnapshot,
): RefreshOutcome {
  const failures = new Map<string, KafkaError>()
  const topicIdFailures = new Map<Uuid, KafkaError>()
  for (const merge of merges) {
    for (const { topic, error } of merge.failures) if (!failures.has(topic)) failures.set(topic, error)
    for (const topicId of merge.unknownTopicIds) topicIdFailures.set(topicId, unknownTopicIdError(topicId))
  }
  if (answers.topicIdError !== undefined) {
    for (const topicId of query.topicIds) topicIdFailures.set(topicId, answers.topicIdError)
  }
  return { snapshot, failures, topicIdFailures }
}

function unknownTopicIdError(topicId: Uuid): BrokerError {
  return new BrokerError(`Cannot find the topic with id ${topicId}`, ErrorCodes.UNKNOWN_TOPIC_ID, { api: 'Metadata' })
}

function closedError(): StateError {
  return new StateError('CLOSED', 'Cannot load metadata: the client is closed')
}

function rejected<T>(error: KafkaError): Promise<T> {
  return Promise.reject(error)
}
