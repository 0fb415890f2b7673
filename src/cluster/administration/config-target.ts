/** What AlterConfigs and IncrementalAlterConfigs change: one place that has a configuration, whatever it is. */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { ConfigResources, parseNodeId } from '../handlers/config-resources.ts'
import type { RequestContext } from '../handlers/handler.ts'
import { isAllowed, isAllowedOnCluster } from '../security/authorize.ts'
import { type ConfigDefinition, whyInvalid } from '../topics/config-definition.ts'
import type { TopicRefusal } from '../topics/plan-topic.ts'
import { type DynamicConfigKind, DynamicConfigs, whyMatchInvalid } from './dynamic-configs.ts'

export interface ConfigTarget {
  /** The names of what is set on it, and not inherited. */
  readonly ownNames: readonly string[]
  definition(name: string): ConfigDefinition | undefined
  /** The value that counts, its own or inherited. */
  get(name: string): string
  /** @param value Undefined takes it back. */
  set(name: string, value: string | undefined): void
  /** Why it cannot have that value. */
  whyInvalid(name: string, value: string): TopicRefusal | undefined
}

export interface ConfigChange {
  readonly name: string
  readonly value: string | undefined
}

interface NamedResource {
  readonly resourceType: number
  readonly resourceName: string
}

/** Why a request is refused for one of its resources before that is even looked at. */
export function whyResourceRefused(
  resource: NamedResource & { readonly configs: readonly { readonly name: string }[] },
  all: readonly NamedResource[],
): TopicRefusal | undefined {
  const invalid = (message: string): TopicRefusal => ({ errorCode: ErrorCodes.INVALID_REQUEST, message })
  const { resourceType, resourceName, configs } = resource
  const same = all.filter((other) => other.resourceType === resourceType && other.resourceName === resourceName)
  if (same.length > 1) return invalid('Each resource must appear at most once.')
  const isRepeated = new Set(configs.map(({ name }) => name)).size < configs.length
  return isRepeated ? invalid('Error due to duplicate config keys') : undefined
}

/** Who may change it, and whether it is there. */
export function findTarget(type: number, name: string, context: RequestContext): ConfigTarget | TopicRefusal {
  switch (type) {
    case ConfigResources.topic:
      return topicTarget(name, context)
    case ConfigResources.broker:
      return brokerTarget(name, context)
    case ConfigResources.clientMetrics:
      return dynamicTarget('clientMetrics', name, context)
    case ConfigResources.group:
      return dynamicTarget('group', name, context)
    default:
      return { errorCode: ErrorCodes.INVALID_REQUEST, message: `Unknown resource type ${type}` }
  }
}

function topicTarget(name: string, context: RequestContext): ConfigTarget | TopicRefusal {
  if (!isAllowed(context, 'ALTER_CONFIGS', 'TOPIC', name)) {
    return { errorCode: ErrorCodes.TOPIC_AUTHORIZATION_FAILED, message: 'Topic authorization failed.' }
  }
  const config = context.cluster.topic(name)?.config
  if (config === undefined) {
    return { errorCode: ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION, message: `The topic '${name}' does not exist.` }
  }
  const definition = (key: string): ConfigDefinition | undefined => config.definitions.get(key)
  return {
    ownNames: [...config.overrides.keys()],
    definition,
    get: (key) => config.get(key)?.value ?? '',
    set: (key, value) => config.set(key, value),
    whyInvalid: (key, value) => whyInvalidBy(definition(key), `Unknown topic config name: ${key}`, value),
  }
}

function brokerTarget(name: string, context: RequestContext): ConfigTarget | TopicRefusal {
  const { cluster, node } = context
  if (!isAllowedOnCluster(context, 'ALTER_CONFIGS')) return clusterRefusal
  const nodeId = parseNodeId(name)
  if (name !== '' && nodeId !== node.nodeId) {
    const message =
      nodeId === undefined
        ? `Node id must be an integer, but it is: ${name}`
        : `Unexpected broker id, expected ${node.nodeId}, but received ${name}`
    return { errorCode: ErrorCodes.INVALID_REQUEST, message }
  }
  const { brokerConfig } = cluster
  const definition = (key: string): ConfigDefinition | undefined => brokerConfig.definition(key)
  return {
    ownNames: brokerConfig.dynamicNames(nodeId),
    definition,
    get: (key) => brokerConfig.get(key, nodeId)?.value ?? '',
    set: (key, value) => {
      brokerConfig.set(nodeId, key, value)
      for (const { config } of cluster.topics) config.onBrokerConfigChanged()
    },
    whyInvalid: (key, value) => {
      const refusal = whyInvalidBy(definition(key), `Unknown broker config name: ${key}`, value)
      // KAFKA-13609: brokers say INVALID_REQUEST where a value of theirs is wrong, and INVALID_CONFIG for topics.
      const isWrongValue = refusal !== undefined && definition(key) !== undefined
      return isWrongValue ? { ...refusal, errorCode: ErrorCodes.INVALID_REQUEST } : refusal
    },
  }
}

const clusterRefusal: TopicRefusal = {
  errorCode: ErrorCodes.CLUSTER_AUTHORIZATION_FAILED,
  message: 'Cluster authorization failed.',
}

function dynamicTarget(kind: DynamicConfigKind, name: string, context: RequestContext): ConfigTarget | TopicRefusal {
  const isGroup = kind === 'group'
  if (!isGroup && !isAllowedOnCluster(context, 'ALTER_CONFIGS')) return clusterRefusal
  if (isGroup && !isAllowed(context, 'ALTER_CONFIGS', 'GROUP', name)) {
    return { errorCode: ErrorCodes.GROUP_AUTHORIZATION_FAILED, message: 'Group authorization failed.' }
  }
  if (name === '') {
    const message = isGroup ? 'Default group resources are not allowed.' : "Subscription name can't be empty"
    return { errorCode: ErrorCodes.INVALID_REQUEST, message }
  }
  const configs = context.cluster.part(DynamicConfigs)
  const definition = (key: string): ConfigDefinition | undefined =>
    configs.definitions(kind).find((candidate) => candidate.name === key)
  return {
    ownNames: [...configs.of(kind, name).keys()],
    definition,
    get: (key) => configs.get(kind, name, key),
    set: (key, value) => configs.set(kind, name, key, value),
    whyInvalid: (key, value) => {
      if (isGroup) return whyInvalidBy(definition(key), `Unknown group config name: ${key}`, value)
      return whyMetricsInvalid(definition(key), key, value)
    },
  }
}

const longestIntervalMs = 3_600_000

function whyMetricsInvalid(
  definition: ConfigDefinition | undefined,
  key: string,
  value: string,
): TopicRefusal | undefined {
  const invalid = (message: string): TopicRefusal => ({ errorCode: ErrorCodes.INVALID_REQUEST, message })
  if (definition === undefined) return invalid(`Unknown client metrics configuration: ${key}`)
  const intervalMs = Number(value)
  const isWrongInterval =
    key === 'interval.ms' && !(intervalMs >= (definition.min ?? 0) && intervalMs <= longestIntervalMs)
  if (isWrongInterval) {
    return invalid(`Invalid value ${value} for ${key}, interval must be between 100 and 3600000 (1 hour)`)
  }
  if (key !== 'match') return undefined
  const reason = whyMatchInvalid(value)
  return reason === undefined ? undefined : { errorCode: ErrorCodes.INVALID_CONFIG, message: reason }
}

function whyInvalidBy(
  definition: ConfigDefinition | undefined,
  unknown: string,
  value: string,
): TopicRefusal | undefined {
  const message = definition === undefined ? unknown : whyInvalid(definition, value)
  return message === undefined ? undefined : { errorCode: ErrorCodes.INVALID_CONFIG, message }
}
