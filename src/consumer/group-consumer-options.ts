import { ConfigError } from '../errors/client-errors.ts'
import type { PartitionAssignor } from '../group/assignor/assignor.ts'
import { rangeAssignor } from '../group/assignor/range-assignor.ts'
import { roundRobinAssignor } from '../group/assignor/round-robin-assignor.ts'
import { cooperativeStickyAssignor, stickyAssignor } from '../group/assignor/sticky-assignors.ts'
import type { TopicPartition } from '../record/record.ts'
import { describe, type FetchOptions } from './consumer-options.ts'

/** Kafka's own assignors, by the names that members of other clients know them by. */
export type AssignorName = 'range' | 'roundrobin' | 'sticky' | 'cooperative-sticky'

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
export interface GroupConsumerOptions extends FetchOptions, RebalanceListener {
  /** `group.id`: the consumers that share the topics. */
  readonly groupId: string
  readonly topics: readonly string[]
  /** `group.instance.id`: a name that outlives restarts, which then cause no rebalance (KIP-345). Default: none. */
  readonly groupInstanceId?: string
  /** `session.timeout.ms`: without a heartbeat for so long the group goes on without the member. Default 45 000. */
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
  /** `enable.auto.commit`: commits what was finished, every so often, before partitions go, and on close. Default true. */
  readonly autoCommit?: boolean
  /** `auto.commit.interval.ms`. Default 5 000. */
  readonly autoCommitIntervalMs?: number
}

export interface ResolvedGroupOptions {
  readonly groupId: string
  readonly topics: readonly string[]
  readonly groupInstanceId: string | null
  readonly sessionTimeoutMs: number
  readonly heartbeatIntervalMs: number
  readonly rebalanceTimeoutMs: number
  readonly assignors: readonly PartitionAssignor[]
  readonly autoCommit: boolean
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

type GroupOptionName = Exclude<keyof GroupConsumerOptions, keyof FetchOptions>

const groupOptionNames: Readonly<Record<GroupOptionName, true>> = {
  groupId: true,
  topics: true,
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
export function resolveGroupOptions(options: GroupConsumerOptions): ResolvedGroupOptions {
  if ('assignments' in options && options.assignments !== undefined) {
    throw new ConfigError('groupId and assignments cannot be used together: a group assigns the partitions')
  }
  const { groupId, topics, groupInstanceId, partitionAssignors = ['cooperative-sticky'] } = options
  checkName('groupId', groupId)
  if (groupInstanceId !== undefined) checkName('groupInstanceId', groupInstanceId)
  if (
    !Array.isArray(topics) ||
    topics.length === 0 ||
    topics.some((topic) => typeof topic !== 'string' || topic === '')
  ) {
    throw new ConfigError(`topics must be a list of names: ${describe(topics)}`)
  }
  const sessionTimeoutMs = duration('sessionTimeoutMs', options.sessionTimeoutMs ?? 45_000)
  const heartbeatIntervalMs = duration('heartbeatIntervalMs', options.heartbeatIntervalMs ?? 3_000)
  if (heartbeatIntervalMs >= sessionTimeoutMs) {
    throw new ConfigError(
      `heartbeatIntervalMs must be shorter than sessionTimeoutMs (${sessionTimeoutMs}): ${heartbeatIntervalMs}`,
    )
  }
  const { autoCommit = true } = options
  if (typeof autoCommit !== 'boolean') throw new ConfigError(`autoCommit must be a boolean: ${describe(autoCommit)}`)
  return {
    groupId,
    topics: [...new Set<string>(topics)],
    groupInstanceId: groupInstanceId ?? null,
    sessionTimeoutMs,
    heartbeatIntervalMs,
    rebalanceTimeoutMs: duration('rebalanceTimeoutMs', options.rebalanceTimeoutMs ?? 60_000),
    assignors: resolveAssignors(partitionAssignors),
    autoCommit,
    autoCommitIntervalMs: duration('autoCommitIntervalMs', options.autoCommitIntervalMs ?? 5_000),
    listener: resolveListener(options),
    fetch: Object.fromEntries(Object.entries(options).filter(([name]) => !(name in groupOptionNames))),
  }
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

function resolveListener(options: GroupConsumerOptions): RebalanceListener {
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
