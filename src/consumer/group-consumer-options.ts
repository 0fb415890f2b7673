import { ConfigError } from '../errors/client-errors.ts'
import type { PartitionAssignor } from '../group/assignor/assignor.ts'
import { rangeAssignor } from '../group/assignor/range-assignor.ts'
import { roundRobinAssignor } from '../group/assignor/round-robin-assignor.ts'
import { cooperativeStickyAssignor, stickyAssignor } from '../group/assignor/sticky-assignors.ts'
import type { GroupProtocol } from '../group/membership.ts'
import type { TopicChoice } from '../group/topic-subscription.ts'
import type { TopicPartition } from '../record/record.ts'
import { type DeserializerOptions, describe, type FetchOptions } from './consumer-options.ts'

/** Kafka's own assignors, by the names that members of other clients know them by. */
export type AssignorName = 'range' | 'roundrobin' | 'sticky' | 'cooperative-sticky'

/** Who divides the partitions under the consumer protocol: Kafka's own, by the names that brokers know them by. */
export type RemoteAssignorName = 'uniform' | 'range' | (string & {})

/** What a rebalance calls. Each may be async: the group waits for it, up to `rebalanceTimeoutMs`; heartbeats go on.
 * None of them may wait for `close()`, which waits for them. */
export interface RebalanceListener {
  /** The partitions are this consumer's now. The place to `seek` if offsets are kept elsewhere. */
  onAssigned?(partitions: readonly TopicPartition[]): void | Promise<void>
  /**
   * The partitions are given up when this is done: the last moment to commit for them. What was finished has been
   * committed already unless `autoCommit` is false.
   */
  onRevoked?(partitions: readonly TopicPartition[]): void | Promise<void>
  /** The partitions were taken away, and may be somebody else's already: commits for them are refused. */
  onLost?(partitions: readonly TopicPartition[]): void | Promise<void>
}

/** How a consumer takes part in its group. The names and defaults are Kafka's unless said otherwise. */
export interface GroupConsumerOptions<K = Buffer | null, V = Buffer | null>
  extends FetchOptions,
    DeserializerOptions<K, V>,
    RebalanceListener {
  /** `group.id`: the consumers that share the topics. */
  readonly groupId: string
  /** The topics to read. Either these or a `pattern`. */
  readonly topics?: readonly string[]
  /**
   * Topics by pattern, those that are made later included. A `RegExp` is applied here, as `test` does (`^` and `$` are
   * yours to write), to what the metadata says; new topics are noticed within `metadataMaxAgeMs`. A string is a regular
   * expression in RE2's syntax that the coordinator evaluates, against whole names; it needs `groupProtocol: 'consumer'`.
   * Kafka's internal topics never match.
   */
  readonly pattern?: RegExp | string
  /**
   * `group.protocol`. `classic`: members rebalance among themselves, on every broker. `consumer` (KIP-848): the coordinator
   * divides, nobody waits for anybody; Kafka 4.0 or later. Both may be in one group while it is moved from one to the
   * other by a rolling restart. Default `classic`.
   */
  readonly groupProtocol?: GroupProtocol
  /** `group.remote.assignor`: who divides under `groupProtocol: 'consumer'`. Default: the group's, which is `uniform`. */
  readonly groupRemoteAssignor?: RemoteAssignorName
  /**
   * `max.poll.interval.ms`: an application that does not get on with its records for so long has left: the member loses its
   * partitions, and joins again at the next read. Default 300 000.
   */
  readonly maxPollIntervalMs?: number
  /** `group.instance.id`: a name that outlives restarts, which then cause no rebalance (KIP-345). Default: none. */
  readonly groupInstanceId?: string
  /**
   * `session.timeout.ms`: without a heartbeat for so long the group goes on without the member. Default 45 000. Under
   * `groupProtocol: 'consumer'` this and the heartbeat's interval are the brokers' to set.
   */
  readonly sessionTimeoutMs?: number
  /** `heartbeat.interval.ms`. At most a third of the session. Default 3 000. */
  readonly heartbeatIntervalMs?: number
  /** How long the group waits for its members in a rebalance: for the record in hand, and for callbacks. Default 60 000. */
  readonly rebalanceTimeoutMs?: number
  /**
   * `partition.assignment.strategy`: names of Kafka's, or own ones, in the order of preference. All members must share
   * one. Default `['cooperative-sticky']`, which moves little and stops nobody; Java's consumers have it in their default
   * list too.
   */
  readonly partitionAssignors?: readonly (AssignorName | PartitionAssignor)[]
  /**
   * `enable.auto.commit`: what is committed every so often, before partitions go, and on close. `finished` (or true): what
   * the reader is done with, which it is when it asks for more. `marked`: what it has marked with `mark`, and nothing
   * else. False: nothing. Default `finished`.
   */
  readonly autoCommit?: 'finished' | 'marked' | boolean
  /** `auto.commit.interval.ms`. Default 5 000. */
  readonly autoCommitIntervalMs?: number
}

export interface ResolvedGroupOptions {
  readonly groupId: string
  readonly topics: TopicChoice
  readonly groupProtocol: GroupProtocol
  readonly remoteAssignor: string | null
  readonly maxPollIntervalMs: number
  readonly groupInstanceId: string | null
  readonly sessionTimeoutMs: number
  readonly heartbeatIntervalMs: number
  readonly rebalanceTimeoutMs: number
  readonly assignors: readonly PartitionAssignor[]
  readonly autoCommit: 'finished' | 'marked' | false
  readonly autoCommitIntervalMs: number
  readonly listener: RebalanceListener
  /** For the fetch engine, which checks them. */
  readonly fetch: FetchOptions
}

const builtIn: Readonly<Record<AssignorName, () => PartitionAssignor>> = {
  range: rangeAssignor,
  roundrobin: roundRobinAssignor,
  sticky: stickyAssignor,
  'cooperative-sticky': cooperativeStickyAssignor,
}

type GroupOptionName = Exclude<keyof GroupConsumerOptions, keyof FetchOptions | keyof DeserializerOptions>

const groupOptionNames: Readonly<Record<GroupOptionName, true>> = {
  groupId: true,
  topics: true,
  pattern: true,
  groupProtocol: true,
  groupRemoteAssignor: true,
  maxPollIntervalMs: true,
  groupInstanceId: true,
  sessionTimeoutMs: true,
  heartbeatIntervalMs: true,
  rebalanceTimeoutMs: true,
  partitionAssignors: true,
  autoCommit: true,
  autoCommitIntervalMs: true,
  onAssigned: true,
  onRevoked: true,
  onLost: true,
}

/** Checks what the user gave and adds the defaults. Throws a `ConfigError` that names the option, the value and the rule. */
export function resolveGroupOptions(options: GroupConsumerOptions<unknown, unknown>): ResolvedGroupOptions {
  if ('assignments' in options && options.assignments !== undefined) {
    throw new ConfigError('groupId and assignments cannot be used together: a group assigns the partitions')
  }
  const { groupId, groupInstanceId, partitionAssignors = ['cooperative-sticky'], groupProtocol = 'classic' } = options
  checkName('groupId', groupId)
  if (groupInstanceId !== undefined) checkName('groupInstanceId', groupInstanceId)
  checkProtocol(groupProtocol, options)
  const sessionTimeoutMs = duration('sessionTimeoutMs', options.sessionTimeoutMs ?? 45_000)
  const heartbeatIntervalMs = duration('heartbeatIntervalMs', options.heartbeatIntervalMs ?? 3_000)
  if (heartbeatIntervalMs >= sessionTimeoutMs) {
    throw new ConfigError(
      `heartbeatIntervalMs must be shorter than sessionTimeoutMs (${sessionTimeoutMs}): ${heartbeatIntervalMs}`,
    )
  }
  return {
    groupId,
    topics: resolveTopics(options, groupProtocol),
    groupProtocol,
    remoteAssignor: options.groupRemoteAssignor ?? null,
    maxPollIntervalMs: duration('maxPollIntervalMs', options.maxPollIntervalMs ?? 300_000),
    groupInstanceId: groupInstanceId ?? null,
    sessionTimeoutMs,
    heartbeatIntervalMs,
    rebalanceTimeoutMs: duration('rebalanceTimeoutMs', options.rebalanceTimeoutMs ?? 60_000),
    assignors: resolveAssignors(partitionAssignors),
    autoCommit: resolveAutoCommit(options.autoCommit),
    autoCommitIntervalMs: duration('autoCommitIntervalMs', options.autoCommitIntervalMs ?? 5_000),
    listener: resolveListener(options),
    fetch: Object.fromEntries(Object.entries(options).filter(([name]) => !(name in groupOptionNames))),
  }
}

/** What the coordinator decides under the consumer protocol, and what only that protocol has. */
const classicOnly = ['sessionTimeoutMs', 'heartbeatIntervalMs', 'partitionAssignors'] as const

function checkProtocol(groupProtocol: unknown, options: GroupConsumerOptions<unknown, unknown>): void {
  if (groupProtocol !== 'classic' && groupProtocol !== 'consumer') {
    throw new ConfigError(`groupProtocol must be one of classic, consumer: ${describe(groupProtocol)}`)
  }
  if (options.groupRemoteAssignor !== undefined) checkName('groupRemoteAssignor', options.groupRemoteAssignor)
  const misplaced = groupProtocol === 'classic' ? (['groupRemoteAssignor'] as const) : classicOnly
  for (const name of misplaced) {
    if (options[name] === undefined) continue
    throw new ConfigError(`${name} cannot be used with groupProtocol '${groupProtocol}': ${describe(options[name])}`)
  }
}

function resolveTopics(
  { topics, pattern }: GroupConsumerOptions<unknown, unknown>,
  groupProtocol: GroupProtocol,
): TopicChoice {
  if (pattern === undefined) {
    const isList = Array.isArray(topics) && topics.length > 0
    if (isList && topics.every((topic) => typeof topic === 'string' && topic !== '')) return [...new Set(topics)]
    throw new ConfigError(`topics must be a list of names: ${describe(topics)}`)
  }
  if (topics !== undefined) throw new ConfigError('topics and pattern cannot be used together')
  if (pattern instanceof RegExp) return pattern
  if (typeof pattern !== 'string' || pattern === '') {
    throw new ConfigError(`pattern must be a RegExp or a string: ${describe(pattern)}`)
  }
  if (groupProtocol === 'consumer') return pattern
  throw new ConfigError(`a pattern in a string needs groupProtocol 'consumer'; use a RegExp: ${describe(pattern)}`)
}

function resolveAutoCommit(given: unknown = 'finished'): ResolvedGroupOptions['autoCommit'] {
  if (given === true) return 'finished'
  if (given === 'finished' || given === 'marked' || given === false) return given
  throw new ConfigError(`autoCommit must be 'finished', 'marked' or a boolean: ${describe(given)}`)
}

function resolveAssignors(given: readonly (AssignorName | PartitionAssignor)[]): readonly PartitionAssignor[] {
  if (!Array.isArray(given) || given.length === 0) {
    throw new ConfigError(`partitionAssignors must be a list of at least one: ${describe(given)}`)
  }
  const assignors = given.map((each: AssignorName | PartitionAssignor) => {
    if (typeof each === 'string' && Object.hasOwn(builtIn, each)) return builtIn[each]()
    if (
      typeof each === 'object' &&
      each !== null &&
      typeof each.name === 'string' &&
      typeof each.assign === 'function'
    ) {
      return each
    }
    const names = Object.keys(builtIn).join(', ')
    throw new ConfigError(`partitionAssignors takes ${names}, or an object with a name and assign(): ${describe(each)}`)
  })
  const names = assignors.map(({ name }) => name)
  if (new Set(names).size !== names.length)
    throw new ConfigError(`partitionAssignors names one twice: ${names.join(', ')}`)
  return assignors
}

function resolveListener(options: RebalanceListener): RebalanceListener {
  for (const name of ['onAssigned', 'onRevoked', 'onLost'] as const) {
    const callback = options[name]
    if (callback !== undefined && typeof callback !== 'function') {
      throw new ConfigError(`${name} must be a function: ${describe(callback)}`)
    }
  }
  return options
}

function checkName(name: string, value: unknown): void {
  if (typeof value !== 'string' || value === '') throw new ConfigError(`${name} must be a name: ${describe(value)}`)
}

function duration(name: string, value: unknown): number {
  if (Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= 0x7fffffff) return value as number
  throw new ConfigError(`${name} must be a whole number of milliseconds from 1 on: ${describe(value)}`)
}
