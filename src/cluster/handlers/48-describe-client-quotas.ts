/** DescribeClientQuotas (key 48), v0-1 (KIP-546). Quotas by the names that they are for. */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { describeClientQuotasApi } from '../../protocol/apis/describe-client-quotas.ts'
import { ClientQuotas, whyFilterRefused } from '../administration/client-quotas.ts'
import { isAllowedOnCluster } from '../security/authorize.ts'
import { type ApiHandler, defineHandler } from './handler.ts'

export const describeClientQuotasHandler: ApiHandler = defineHandler(
  describeClientQuotasApi,
  ({ components, strict }, context) => {
    const failed = (errorCode: number, errorMessage: string) => ({ errorCode, errorMessage, entries: null })
    if (!isAllowedOnCluster(context, 'DESCRIBE_CONFIGS')) {
      return failed(ErrorCodes.CLUSTER_AUTHORIZATION_FAILED, 'Cluster authorization failed.')
    }
    const refusal = whyFilterRefused(components)
    if (refusal !== undefined) return failed(refusal.errorCode, refusal.message)
    const found = context.cluster.part(ClientQuotas).find(components, strict)
    return {
      errorMessage: null,
      entries: found.map(({ entity, values }) => ({
        entity: [...entity].map(([entityType, entityName]) => ({ entityType, entityName })),
        values: [...values].map(([key, value]) => ({ key, value })),
      })),
    }
  },
  (_request, errorCode) => ({ errorCode, errorMessage: null, entries: null }),
)
