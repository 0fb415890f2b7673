/**
 * ListConfigResources (key 74), v0-1 (KIP-1142; ListClientMetricsResources in v0, KIP-714). What has a configuration, of the
 * types that are asked for; v0 knows metrics of clients only.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { listConfigResourcesApi } from '../../protocol/apis/list-config-resources.ts'
import { DynamicConfigs } from '../administration/dynamic-configs.ts'
import { isAllowedOnCluster } from '../security/authorize.ts'
import { ConfigResources } from './config-resources.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

export const listConfigResourcesHandler: ApiHandler = defineHandler(
  listConfigResourcesApi,
  ({ resourceTypes }, context) => {
    const failed = (errorCode: number) => ({ errorCode, configResources: [] })
    if (!isAllowedOnCluster(context, 'DESCRIBE_CONFIGS')) return failed(ErrorCodes.CLUSTER_AUTHORIZATION_FAILED)
    const names = context.cluster.part(DynamicConfigs).names('clientMetrics')
    if (context.version === 0) return { configResources: names.map((resourceName) => ({ resourceName })) }
    const known: readonly number[] = Object.values(ConfigResources)
    if (resourceTypes.some((type) => !known.includes(type))) return failed(ErrorCodes.UNSUPPORTED_VERSION)
    const asked = resourceTypes.length === 0 ? known : resourceTypes
    return {
      configResources: [...new Set(asked)].flatMap((resourceType) =>
        namesOf(resourceType, context).map((resourceName) => ({ resourceName, resourceType })),
      ),
    }
  },
  (_request, errorCode) => ({ errorCode, configResources: [] }),
)

function namesOf(type: number, { cluster }: RequestContext): readonly string[] {
  const configs = cluster.part(DynamicConfigs)
  switch (type) {
    case ConfigResources.topic:
      return cluster.topics.map(({ name }) => name)
    case ConfigResources.group:
      return configs.names('group')
    case ConfigResources.clientMetrics:
      return configs.names('clientMetrics')
    default:
      return cluster.nodes.map(({ nodeId }) => String(nodeId))
  }
}
