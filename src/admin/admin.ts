import type { ClientCore } from '../client/client-core.ts'
import {
  type IsolationLevel,
  type ListedOffset,
  type ListOffsetsTarget,
  listOffsets,
  partitionName,
} from '../client/list-offsets.ts'
import { type Outcome, valuesOrThrow } from '../client/split-request.ts'
import { PartialFailureError } from '../errors/answer-errors.ts'
import { StateError } from '../errors/client-errors.ts'
import type { TopicSnapshot } from '../metadata/cluster-snapshot.ts'
import { zeroUuid } from '../protocol/uuid.ts'
import type { CallOptions, Deadline } from '../support/deadline.ts'
import {
  type ClusterDescription,
  describeCluster,
  describeTopics,
  listTopics,
  type TopicDescription,
  type TopicListing,
} from './describe.ts'
import {
  type CreatedTopic,
  createPartitions,
  createTopics,
  deleteTopics,
  type NewPartitions,
  type NewTopic,
} from './topics.ts'

export interface CreateTopicsOptions extends CallOptions {
  /** Only check whether the broker would create them. Default false. */
  readonly validateOnly?: boolean
  /**
   * Resolve when the metadata shows the topics, with a leader for each partition, so that the next call can use them.
   * Default true; false resolves with the broker's answer.
   */
  readonly waitForLeaders?: boolean
}

export interface CreatePartitionsOptions extends CallOptions {
  readonly validateOnly?: boolean
  /** As in `createTopics`. Default true. */
  readonly waitForLeaders?: boolean
}

export interface ListTopicsOptions extends CallOptions {
  /** With topics of the cluster's own, such as `__consumer_offsets`. Default false. */
  readonly includeInternal?: boolean
}

export interface ListOffsetsOptions extends CallOptions {
  /** With `read_committed`, `latest` is the last stable offset. Default `read_uncommitted`. */
  readonly isolationLevel?: IsolationLevel
}

/**
 * Manages topics and looks at the cluster. Made by `Kafka`; it holds nothing that would have to be closed.
 *
 * Calls about several things ask for all of them, whatever becomes of some. A call about one rejects with its error, a
 * call about several with `PartialFailureError`, which has them all.
 */
export class Admin {
  readonly #core: ClientCore
  #isClosed = false

  constructor(core: ClientCore) {
    this.#core = core
  }

  /** Creates topics, and waits until they can be used. */
  async createTopics(topics: readonly NewTopic[], options: CreateTopicsOptions = {}): Promise<readonly CreatedTopic[]> {
    const deadline = this.#start('Cannot create topics', options)
    const validateOnly = options.validateOnly ?? false
    const outcomes = await createTopics(this.#core, topics, validateOnly, deadline)
    if (!validateOnly && options.waitForLeaders !== false) await this.#waitForCreated(outcomes, deadline)
    return valuesOrThrow(outcomes, topicName, partialFailure(deadline))
  }

  /** Deletes topics with all their records. Brokers go on with the deletion for a moment after it resolves. */
  async deleteTopics(topics: readonly string[], options: CallOptions = {}): Promise<void> {
    const deadline = this.#start('Cannot delete topics', options)
    const outcomes = await deleteTopics(this.#core, topics, deadline)
    valuesOrThrow(outcomes, topicName, partialFailure(deadline))
  }

  /** Adds partitions to topics. Records with keys go to other partitions from then on. */
  async createPartitions(topics: readonly NewPartitions[], options: CreatePartitionsOptions = {}): Promise<void> {
    const deadline = this.#start('Cannot create partitions', options)
    const validateOnly = options.validateOnly ?? false
    const outcomes = await createPartitions(this.#core, topics, validateOnly, deadline)
    if (!validateOnly && options.waitForLeaders !== false) {
      const counts = new Map<string, number>()
      for (const [{ topic, totalCount }, outcome] of outcomes) if ('value' in outcome) counts.set(topic, totalCount)
      await this.#waitForLeaders(
        counts.keys(),
        (topic) => topic.partitions.length >= (counts.get(topic.name) ?? 0),
        deadline,
      )
    }
    valuesOrThrow(outcomes, topicName, partialFailure(deadline))
  }

  /** Every topic that the principal may see. */
  async listTopics(options: ListTopicsOptions = {}): Promise<readonly TopicListing[]> {
    const topics = await listTopics(this.#core, this.#start('Cannot list topics', options))
    return options.includeInternal === true ? topics : topics.filter(({ isInternal }) => !isInternal)
  }

  /** Topics with their partitions, leaders and replicas, in the order of the names. */
  async describeTopics(topics: readonly string[], options: CallOptions = {}): Promise<readonly TopicDescription[]> {
    const deadline = this.#start('Cannot describe topics', options)
    if (topics.length === 0) return []
    const outcomes = await describeTopics(this.#core, [...new Set(topics)], deadline)
    return valuesOrThrow(outcomes, (topic) => topic, partialFailure(deadline))
  }

  /** The cluster's id, controller and brokers. */
  async describeCluster(options: CallOptions = {}): Promise<ClusterDescription> {
    return describeCluster(this.#core, this.#start('Cannot describe the cluster', options))
  }

  /** Offsets of partitions, by position or time, in the order of the targets. */
  async listOffsets(
    targets: readonly ListOffsetsTarget[],
    options: ListOffsetsOptions = {},
  ): Promise<readonly ListedOffset[]> {
    const deadline = this.#start('Cannot list offsets', options)
    const outcomes = await listOffsets(this.#core, targets, options.isolationLevel ?? 'read_uncommitted', deadline)
    return valuesOrThrow(outcomes, partitionName, partialFailure(deadline))
  }

  /** Refuses further calls; those under way go on. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #start(operation: string, options: CallOptions): Deadline {
    if (this.#isClosed) throw new StateError('CLOSED', `${operation}: the admin is closed`)
    return this.#core.startCall(operation, options)
  }

  async #waitForCreated(outcomes: ReadonlyMap<NewTopic, Outcome<CreatedTopic>>, deadline: Deadline): Promise<void> {
    const created = new Map<string, CreatedTopic>()
    for (const outcome of outcomes.values()) if ('value' in outcome) created.set(outcome.value.topic, outcome.value)
    // What the metadata shows may still be an earlier topic of the same name, whose deletion has not got round.
    const isCreated = ({ name, topicId, partitions }: TopicSnapshot): boolean => {
      const expected = created.get(name)
      if (expected === undefined) return false
      const isSame = expected.topicId === null || topicId === zeroUuid || topicId === expected.topicId
      return isSame && partitions.length >= expected.numPartitions
    }
    await this.#waitForLeaders(created.keys(), isCreated, deadline)
  }

  async #waitForLeaders(
    topics: Iterable<string>,
    isExpected: (topic: TopicSnapshot) => boolean,
    deadline: Deadline,
  ): Promise<void> {
    const until = (topic: TopicSnapshot): boolean =>
      isExpected(topic) && topic.partitions.every(({ leader, errorCode }) => leader >= 0 && errorCode === 0)
    const unknownTopicRetries = Number.POSITIVE_INFINITY
    await this.#core.metadata.ensureTopics(topics, { deadline, until, mustAsk: true, unknownTopicRetries })
  }
}

function topicName({ topic }: { readonly topic: string }): string {
  return topic
}

function partialFailure(
  deadline: Deadline,
): (failures: ReadonlyMap<string, Error>, succeeded: readonly string[]) => PartialFailureError {
  return (failures, succeeded) => new PartialFailureError(deadline.operation, failures, succeeded)
}
