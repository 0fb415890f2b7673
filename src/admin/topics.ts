import type { ClientCore } from '../client/client-core.ts'
import { sendTo } from '../client/route-request.ts'
import { type Outcome, splitRequest } from '../client/split-request.ts'
import { BrokerError } from '../errors/broker-error.ts'
import { classifyError, type ErrorAction } from '../errors/classify.ts'
import { ConfigError } from '../errors/client-errors.ts'
import { ConnectionError, RequestTimeoutError } from '../errors/connection-errors.ts'
import { ErrorCodes } from '../errors/error-codes.ts'
import type { BrokerNode } from '../network/request-sender.ts'
import { createPartitionsApi } from '../protocol/apis/create-partitions.ts'
import { createTopicsApi } from '../protocol/apis/create-topics.ts'
import { deleteTopicsApi } from '../protocol/apis/delete-topics.ts'
import { type Uuid, zeroUuid } from '../protocol/uuid.ts'
import type { Deadline } from '../support/deadline.ts'

export interface NewTopic {
  readonly topic: string
  /** Default: the broker's `num.partitions` (Kafka 2.4 and later). Not with `assignments`. */
  readonly numPartitions?: number
  /** Default: the broker's `default.replication.factor` (Kafka 2.4 and later). Not with `assignments`. */
  readonly replicationFactor?: number
  /** Topic configuration by its Kafka key, such as `{ 'cleanup.policy': 'compact' }`. */
  readonly configs?: Readonly<Record<string, string | number | boolean | null>>
  /** The replicas of each partition, the first being the preferred leader: `[[1, 2], [2, 3]]`. */
  readonly assignments?: readonly (readonly number[])[]
}

export interface CreatedTopic {
  readonly topic: string
  /** Null where brokers have no topic ids (before Kafka 2.8), and for a creation that was only validated. */
  readonly topicId: Uuid | null
  /** -1 where the broker does not tell (before Kafka 2.4, or without the right to read the configuration). */
  readonly numPartitions: number
  readonly replicationFactor: number
}

export interface NewPartitions {
  readonly topic: string
  /** How many partitions the topic has afterwards, not how many are added. */
  readonly totalCount: number
  /** The replicas of each partition that is added. */
  readonly assignments?: readonly (readonly number[])[]
}

/** The broker decides: KIP-464. */
const brokerDefault = -1
const firstVersionWithBrokerDefaults = 4

export function createTopics(
  core: ClientCore,
  topics: readonly NewTopic[],
  validateOnly: boolean,
  deadline: Deadline,
): Promise<ReadonlyMap<NewTopic, Outcome<CreatedTopic>>> {
  refuseDuplicates(topics.map(({ topic }) => topic))
  for (const topic of topics) checkNewTopic(topic)
  const ambiguous = new Set<NewTopic>()
  const send = async (node: BrokerNode, ofNode: readonly NewTopic[]) => {
    const body = (_version: number, timeoutMs: number) => ({
      topics: ofNode.map(toRequestTopic),
      timeoutMs,
      validateOnly,
    })
    const minVersion = ofNode.some(usesBrokerDefaults) ? firstVersionWithBrokerDefaults : 0
    const response = await sendTo(core, node, { api: createTopicsApi, body, purpose: 'slow', minVersion }, deadline)
    const answers = new Map(response.topics.map((answer) => [answer.name, answer]))
    return outcomesOf(
      ofNode,
      ({ topic }) => answers.get(topic),
      (target, answer) => {
        if (answer.errorCode !== ErrorCodes.NONE) {
          return { error: topicError(creating(target, ambiguous), target.topic, node.nodeId, answer) }
        }
        const { name: topic, topicId, numPartitions, replicationFactor } = answer
        return { value: { topic, topicId: topicId === zeroUuid ? null : topicId, numPartitions, replicationFactor } }
      },
    )
  }
  const classify = (error: unknown, target: NewTopic): ErrorAction => {
    if (mayHaveTakenEffect(error)) ambiguous.add(target)
    return classifyError(error)
  }
  return splitRequest(core, { targets: topics, ...controllerTargets, send, classify }, deadline)
}

/** After an attempt without answer, "already exists" may speak of our own topic; the caller should know that. */
function creating(target: NewTopic, ambiguous: ReadonlySet<NewTopic>): string {
  const note = ambiguous.has(target)
    ? ' (an earlier attempt of this call, which got no answer, may have created it)'
    : ''
  return `Cannot create topic ${target.topic}${note}`
}

function mayHaveTakenEffect(error: unknown): boolean {
  if (error instanceof ConnectionError || error instanceof RequestTimeoutError) return error.mayHaveBeenSent
  return error instanceof BrokerError && error.errorCode === ErrorCodes.REQUEST_TIMED_OUT
}

export function deleteTopics(
  core: ClientCore,
  topics: readonly string[],
  deadline: Deadline,
): Promise<ReadonlyMap<{ readonly topic: string }, Outcome<string>>> {
  refuseDuplicates(topics)
  const targets = topics.map((topic) => ({ topic }))
  const send = async (node: BrokerNode, ofNode: readonly { readonly topic: string }[]) => {
    const names = ofNode.map(({ topic }) => topic)
    const body = (version: number, timeoutMs: number) =>
      version >= 6 ? { topics: names.map((name) => ({ name })), timeoutMs } : { topicNames: names, timeoutMs }
    const response = await sendTo(core, node, { api: deleteTopicsApi, body, purpose: 'slow' }, deadline)
    const answers = new Map(response.responses.map((answer) => [answer.name, answer]))
    return outcomesOf(
      ofNode,
      ({ topic }) => answers.get(topic),
      ({ topic }, answer) =>
        answer.errorCode === ErrorCodes.NONE
          ? { value: topic }
          : { error: topicError(`Cannot delete topic ${topic}`, topic, node.nodeId, answer) },
    )
  }
  return splitRequest(core, { targets, ...controllerTargets, send, classify: classifyOnController }, deadline)
}

export function createPartitions(
  core: ClientCore,
  topics: readonly NewPartitions[],
  validateOnly: boolean,
  deadline: Deadline,
): Promise<ReadonlyMap<NewPartitions, Outcome<string>>> {
  refuseDuplicates(topics.map(({ topic }) => topic))
  const send = async (node: BrokerNode, ofNode: readonly NewPartitions[]) => {
    const requested = ofNode.map(({ topic, totalCount, assignments }) => ({
      name: topic,
      count: totalCount,
      assignments: assignments?.map((brokerIds) => ({ brokerIds })) ?? null,
    }))
    const body = (_version: number, timeoutMs: number) => ({ topics: requested, timeoutMs, validateOnly })
    const response = await sendTo(core, node, { api: createPartitionsApi, body, purpose: 'slow' }, deadline)
    const answers = new Map(response.results.map((answer) => [answer.name, answer]))
    return outcomesOf(
      ofNode,
      ({ topic }) => answers.get(topic),
      ({ topic }, answer) =>
        answer.errorCode === ErrorCodes.NONE
          ? { value: topic }
          : { error: topicError(`Cannot add partitions to topic ${topic}`, topic, node.nodeId, answer) },
    )
  }
  const request = { targets: topics, ...controllerTargets, send, classify: classifyOnController }
  return splitRequest<NewPartitions, string>(core, request, deadline)
}

const controllerTargets = {
  routeOf: () => ({ to: 'controller' }) as const,
  nameOf: ({ topic }: { readonly topic: string }) => `topic ${topic}`,
}

/** The controller knows all topics: what it does not know does not exist, and no refresh will bring it. */
function classifyOnController(error: unknown): ErrorAction {
  const isUnknownTopic = error instanceof BrokerError && error.errorCode === ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION
  return isUnknownTopic ? 'fatal' : classifyError(error)
}

/** Targets that the answer leaves out are left out here too: `splitRequest` makes an error of that. */
function outcomesOf<Target, Answer, Value>(
  targets: readonly Target[],
  answerOf: (target: Target) => Answer | undefined,
  toOutcome: (target: Target, answer: Answer) => Outcome<Value>,
): ReadonlyMap<Target, Outcome<Value>> {
  const outcomes = new Map<Target, Outcome<Value>>()
  for (const target of targets) {
    const answer = answerOf(target)
    if (answer !== undefined) outcomes.set(target, toOutcome(target, answer))
  }
  return outcomes
}

function topicError(
  operation: string,
  topic: string,
  nodeId: number,
  answer: { readonly errorCode: number; readonly errorMessage: string | null },
): BrokerError {
  return new BrokerError(operation, answer.errorCode, { topic, nodeId }, answer.errorMessage)
}

function toRequestTopic({ topic, numPartitions, replicationFactor, configs, assignments }: NewTopic) {
  return {
    name: topic,
    numPartitions: numPartitions ?? brokerDefault,
    replicationFactor: replicationFactor ?? brokerDefault,
    assignments: (assignments ?? []).map((brokerIds, partitionIndex) => ({ partitionIndex, brokerIds })),
    configs: Object.entries(configs ?? {}).map(([name, value]) => ({
      name,
      value: value === null ? null : String(value),
    })),
  }
}

function usesBrokerDefaults({ numPartitions, replicationFactor, assignments }: NewTopic): boolean {
  return assignments === undefined && (numPartitions === undefined || replicationFactor === undefined)
}

function checkNewTopic({ topic, numPartitions, replicationFactor, assignments }: NewTopic): void {
  if (typeof topic !== 'string' || topic === '') throw new ConfigError('A topic needs a name')
  if (assignments !== undefined && (numPartitions !== undefined || replicationFactor !== undefined)) {
    throw new ConfigError(
      `Topic ${topic}: assignments say how many partitions and replicas there are; leave out the numbers`,
    )
  }
  checkCount(topic, 'numPartitions', numPartitions)
  checkCount(topic, 'replicationFactor', replicationFactor)
}

function checkCount(topic: string, name: string, count: number | undefined): void {
  if (count === undefined || count === brokerDefault || (Number.isInteger(count) && count > 0)) return
  throw new ConfigError(`Topic ${topic}: ${name} is ${count}: it must be a whole number above 0`)
}

/** Brokers refuse a request that names a topic twice, and an answer by name could not tell the two apart. */
function refuseDuplicates(topics: readonly string[]): void {
  const seen = new Set<string>()
  for (const topic of topics) {
    if (seen.has(topic)) throw new ConfigError(`Topic ${topic} is named twice`)
    seen.add(topic)
  }
}
