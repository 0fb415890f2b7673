/**
 * IncrementalAlterConfigs (key 44), v0-1 (KIP-339).
 *
 * Sets (0), takes back (1), appends to (2) and subtracts from (3) lists. All changes of a resource are checked before the
 * first is made. Topics take what their release knows; brokers what the embedded cluster goes by.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { incrementalAlterConfigsApi } from '../../protocol/apis.ts'
import type {
  IncrementalAlterConfigsRequestAlterableConfig,
  IncrementalAlterConfigsRequestAlterConfigsResource,
} from '../../protocol/messages/incremental-alter-configs-request.ts'
import type { ClusterState } from '../cluster-state.ts'
import { type ConfigDefinition, listItems, whyInvalid } from '../topics/config-definition.ts'
import type { TopicRefusal } from '../topics/plan-topic.ts'
import { ConfigResources, parseNodeId } from './config-resources.ts'
import { type ApiHandler, defineHandler } from './handler.ts'

const Operations = { set: 0, delete: 1, append: 2, subtract: 3 } as const

/** One place that has a configuration, whatever it is. */
interface ConfigTarget {
  readonly kind: string
  definition(name: string): ConfigDefinition | undefined
  get(name: string): string
  set(name: string, value: string | undefined): void
}

interface Change {
  readonly name: string
  readonly value: string | undefined
}

export const incrementalAlterConfigsHandler: ApiHandler = defineHandler(
  incrementalAlterConfigsApi,
  ({ resources, validateOnly }, { cluster }) => ({
    responses: resources.map((resource) => {
      const { resourceType, resourceName } = resource
      const refusal = alter(resource, validateOnly, cluster)
      if (refusal === undefined) return { resourceType, resourceName }
      return { resourceType, resourceName, errorCode: refusal.errorCode, errorMessage: refusal.message }
    }),
  }),
  ({ resources }, errorCode) => ({
    responses: resources.map(({ resourceType, resourceName }) => ({ resourceType, resourceName, errorCode })),
  }),
)

function alter(
  { resourceType, resourceName, configs }: IncrementalAlterConfigsRequestAlterConfigsResource,
  validateOnly: boolean,
  cluster: ClusterState,
): TopicRefusal | undefined {
  const target = findTarget(resourceType, resourceName, cluster)
  if ('errorCode' in target) return target
  const changes: Change[] = []
  for (const config of configs) {
    const change = planChange(config, target)
    if ('errorCode' in change) return change
    changes.push(change)
  }
  if (!validateOnly) for (const { name, value } of changes) target.set(name, value)
  return undefined
}

function findTarget(type: number, name: string, cluster: ClusterState): ConfigTarget | TopicRefusal {
  if (type === ConfigResources.topic) {
    const topic = cluster.topic(name)
    if (topic === undefined) {
      return { errorCode: ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION, message: `The topic '${name}' does not exist.` }
    }
    const { config } = topic
    return {
      kind: 'topic',
      definition: (key) => config.definitions.get(key),
      get: (key) => config.get(key)?.value ?? '',
      set: (key, value) => config.set(key, value),
    }
  }
  const nodeId = parseNodeId(name)
  const isKnown = name === '' || (nodeId !== undefined && cluster.node(nodeId) !== undefined)
  if (type !== ConfigResources.broker || !isKnown) {
    return { errorCode: ErrorCodes.INVALID_REQUEST, message: `There is no resource of type ${type} named '${name}'` }
  }
  const { brokerConfig } = cluster
  return {
    kind: 'broker',
    definition: (key) => brokerConfig.definition(key),
    get: (key) => brokerConfig.get(key, nodeId)?.value ?? '',
    set: (key, value) => {
      brokerConfig.set(nodeId, key, value)
      for (const { config } of cluster.topics) config.onBrokerConfigChanged()
    },
  }
}

function planChange(
  { name, configOperation, value }: IncrementalAlterConfigsRequestAlterableConfig,
  target: ConfigTarget,
): Change | TopicRefusal {
  const invalid = (message: string): TopicRefusal => ({ errorCode: ErrorCodes.INVALID_CONFIG, message })
  const definition = target.definition(name)
  if (definition === undefined) return invalid(`Unknown ${target.kind} config name: ${name}`)
  if (configOperation === Operations.delete) return { name, value: undefined }
  if (value === null) {
    return { errorCode: ErrorCodes.INVALID_REQUEST, message: `Null value not supported for : ${name}` }
  }
  const changed = valueAfter(configOperation, value, target.get(name), definition)
  if (changed === undefined)
    return invalid(
      `Can't ${configOperation === Operations.append ? 'append to' : 'subtract from'} key ${name} because its type is not LIST.`,
    )
  const reason = whyInvalid(definition, changed)
  return reason === undefined ? { name, value: changed } : invalid(reason)
}

/** Undefined for an operation that is not for such a key. */
function valueAfter(operation: number, value: string, present: string, { type }: ConfigDefinition): string | undefined {
  if (operation === Operations.set) return value
  if (type !== 'list') return undefined
  const items = listItems(value)
  const kept = listItems(present).filter((item) => !items.includes(item))
  return (operation === Operations.append ? [...kept, ...items] : kept).join(',')
}
