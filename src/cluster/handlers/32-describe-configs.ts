/**
 * DescribeConfigs (key 32), v1-4. Topics and brokers; an empty broker name is the default of the whole cluster. Synonyms
 * name the less specific values that a key would fall back to.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { describeConfigsApi } from '../../protocol/apis/describe-configs.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type {
  DescribeConfigsRequest,
  DescribeConfigsRequestDescribeConfigsResource,
} from '../../protocol/messages/describe-configs-request.ts'
import type {
  DescribeConfigsResponse,
  DescribeConfigsResponseDescribeConfigsResourceResult,
  DescribeConfigsResponseDescribeConfigsResult,
} from '../../protocol/messages/describe-configs-response.ts'
import { DynamicConfigs } from '../administration/dynamic-configs.ts'
import { isAllowed, isAllowedOnCluster } from '../security/authorize.ts'
import type { ConfigValue } from '../topics/broker-config.ts'
import { type ConfigDefinition, ConfigSources, ConfigTypes } from '../topics/config-definition.ts'
import { ConfigResources, parseNodeId } from './config-resources.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

type Resource = DescribeConfigsRequestDescribeConfigsResource
type Result = Draft<DescribeConfigsResponseDescribeConfigsResult>
type Entry = Draft<DescribeConfigsResponseDescribeConfigsResourceResult>

export const describeConfigsHandler: ApiHandler = defineHandler(
  describeConfigsApi,
  (request, context) => ({ results: request.resources.map((resource) => describe(resource, request, context)) }),
  ({ resources }: DescribeConfigsRequest, errorCode): Draft<DescribeConfigsResponse> => ({
    results: resources.map(({ resourceType, resourceName }) => ({ resourceType, resourceName, errorCode })),
  }),
)

function describe(resource: Resource, request: DescribeConfigsRequest, context: RequestContext): Result {
  const { resourceType, resourceName } = resource
  const denied = whyDenied(resource, context)
  if (denied !== undefined) return { resourceType, resourceName, errorCode: denied, configs: [] }
  switch (resourceType) {
    case ConfigResources.topic:
      return describeTopic(resource, request, context)
    case ConfigResources.broker:
      return describeBroker(resource, request, context)
    case ConfigResources.clientMetrics:
    case ConfigResources.group:
      return describeDynamic(resource, request, context)
    default: {
      const errorMessage = `Unsupported resource type: ${resourceType}`
      return { resourceType, resourceName, errorCode: ErrorCodes.INVALID_REQUEST, errorMessage }
    }
  }
}

function whyDenied({ resourceType, resourceName }: Resource, context: RequestContext): number | undefined {
  switch (resourceType) {
    case ConfigResources.topic:
      return isAllowed(context, 'DESCRIBE_CONFIGS', 'TOPIC', resourceName)
        ? undefined
        : ErrorCodes.TOPIC_AUTHORIZATION_FAILED
    case ConfigResources.group:
      return isAllowed(context, 'DESCRIBE_CONFIGS', 'GROUP', resourceName)
        ? undefined
        : ErrorCodes.GROUP_AUTHORIZATION_FAILED
    default:
      return isAllowedOnCluster(context, 'DESCRIBE_CONFIGS') ? undefined : ErrorCodes.CLUSTER_AUTHORIZATION_FAILED
  }
}

/** Groups show all that they could have; metrics of clients only what is set. */
function describeDynamic(resource: Resource, request: DescribeConfigsRequest, context: RequestContext): Result {
  const { resourceType, resourceName } = resource
  const kind = resourceType === ConfigResources.group ? 'group' : 'clientMetrics'
  if (resourceName === '') {
    const errorMessage =
      kind === 'group' ? 'Group name must not be empty' : 'Client metrics subscription name must not be empty'
    return { resourceType, resourceName, errorCode: ErrorCodes.INVALID_REQUEST, errorMessage, configs: [] }
  }
  const dynamic = context.cluster.part(DynamicConfigs)
  const own = dynamic.of(kind, resourceName)
  const shown = wanted(dynamic.definitions(kind), resource).filter(({ name }) => kind === 'group' || own.has(name))
  const configs = shown.map((definition) => {
    const fallback: ConfigValue = { value: definition.defaultValue, source: ConfigSources.default }
    const set = own.get(definition.name)
    const value = set === undefined ? fallback : { value: set, source: ConfigSources[kind] }
    const entry = entryOf(definition, value, fallback, request, context.version)
    return kind === 'group' ? entry : { ...entry, synonyms: [] }
  })
  return { resourceType, resourceName, configs }
}

function describeTopic(
  resource: Resource,
  request: DescribeConfigsRequest,
  { cluster, version }: RequestContext,
): Result {
  const { resourceType, resourceName } = resource
  const topic = cluster.topic(resourceName)
  if (topic === undefined) return { resourceType, resourceName, errorCode: ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION }
  const { config } = topic
  const configs = wanted([...config.definitions.values()], resource).map((definition) => {
    const value = config.get(definition.name)!
    const fallback: ConfigValue = { value: definition.defaultValue, source: ConfigSources.default }
    return entryOf(definition, value, fallback, request, version)
  })
  return { resourceType, resourceName, configs }
}

function describeBroker(resource: Resource, request: DescribeConfigsRequest, context: RequestContext): Result {
  const { resourceType, resourceName } = resource
  const { cluster, node, version } = context
  const nodeId = parseNodeId(resourceName)
  if (resourceName !== '' && nodeId !== node.nodeId) {
    const errorMessage = `Unexpected broker id, expected ${node.nodeId} or empty string, but received ${resourceName}`
    return { resourceType, resourceName, errorCode: ErrorCodes.INVALID_REQUEST, errorMessage }
  }
  const { brokerConfig } = cluster
  const values = wanted(brokerConfig.definitions, resource).map((definition) => {
    const value = brokerConfig.get(definition.name, nodeId)!
    const fallback: ConfigValue = { value: definition.defaultValue, source: ConfigSources.default }
    return { value, entry: entryOf(definition, value, fallback, request, version) }
  })
  // The whole cluster's defaults are those that were set for it, and nothing else.
  const shown = values.filter(
    ({ value }) => nodeId !== undefined || value.source === ConfigSources.dynamicDefaultBroker,
  )
  return { resourceType, resourceName, configs: shown.map(({ entry }) => entry) }
}

function wanted(
  definitions: readonly ConfigDefinition[],
  { configurationKeys }: Resource,
): readonly ConfigDefinition[] {
  if (configurationKeys === null || configurationKeys.length === 0) return definitions
  return definitions.filter(({ name }) => configurationKeys.includes(name))
}

function entryOf(
  { name, type, brokerName }: ConfigDefinition,
  { value, source }: ConfigValue,
  fallback: ConfigValue,
  { includeSynonyms }: DescribeConfigsRequest,
  version: number,
): Entry {
  const own = { name: source === ConfigSources.topic ? name : (brokerName ?? name), value, source }
  const synonyms = [own, ...(source === ConfigSources.default ? [] : [{ name: brokerName ?? name, ...fallback }])]
  return {
    name,
    value,
    readOnly: false,
    configSource: source,
    isSensitive: false,
    synonyms: includeSynonyms ? synonyms : [],
    ...(version >= 3 ? { configType: ConfigTypes[type] } : {}),
  }
}
