/** AlterClientQuotas (key 49), v0-1 (KIP-546). Each entity alone, all of its keys or none. */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { alterClientQuotasApi } from '../../protocol/apis/alter-client-quotas.ts'
import type { AlterClientQuotasRequest } from '../../protocol/messages/alter-client-quotas-request.ts'
import { ClientQuotas, whyQuotaRefused } from '../administration/client-quotas.ts'
import { isAllowedOnCluster } from '../security/authorize.ts'
import { type ApiHandler, defineHandler } from './handler.ts'

export const alterClientQuotasHandler: ApiHandler = defineHandler(
  alterClientQuotasApi,
  (request, context) => {
    if (!isAllowedOnCluster(context, 'ALTER_CONFIGS')) return refuse(request, ErrorCodes.CLUSTER_AUTHORIZATION_FAILED)
    const quotas = context.cluster.part(ClientQuotas)
    return {
      entries: request.entries.map(({ entity, ops }) => {
        const changes = ops.map(({ key, value, remove }) => ({ key, value: remove ? undefined : value }))
        const named = entity.map(({ entityType, entityName }) => ({ entityType, entityName }))
        const refusal = whyQuotaRefused(entity, changes)
        if (refusal !== undefined) {
          return { errorCode: refusal.errorCode, errorMessage: refusal.message, entity: named }
        }
        const byType = new Map(entity.map(({ entityType, entityName }) => [entityType, entityName]))
        if (!request.validateOnly) quotas.alter(byType, changes)
        return { errorMessage: null, entity: named }
      }),
    }
  },
  refuse,
)

function refuse({ entries }: AlterClientQuotasRequest, errorCode: number) {
  return {
    entries: entries.map(({ entity }) => ({
      errorCode,
      errorMessage: null,
      entity: entity.map(({ entityType, entityName }) => ({ entityType, entityName })),
    })),
  }
}
