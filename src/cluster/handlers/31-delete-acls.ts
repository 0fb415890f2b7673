/** DeleteAcls (key 31), v1-3 (KIP-140, KIP-290). Deletes what each filter finds, and lists it. */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { deleteAclsApi } from '../../protocol/apis/delete-acls.ts'
import type {
  DeleteAclsRequest,
  DeleteAclsRequestDeleteAclsFilter,
} from '../../protocol/messages/delete-acls-request.ts'
import { type Acl, AclOperations, AclPatterns, AclPermissions, AclResources } from '../security/acl.ts'
import { type AclFilter, hasUnknownCode } from '../security/acl-filter.ts'
import { Acls } from '../security/acls.ts'
import { isAllowedOnCluster } from '../security/authorize.ts'
import { type ApiHandler, defineHandler, disconnect } from './handler.ts'

export const deleteAclsHandler: ApiHandler = defineHandler(
  deleteAclsApi,
  (request, context) => {
    const acls = context.cluster.part(Acls)
    const filters = request.filters.map(readFilter)
    if (filters.some(hasUnknownCode)) return disconnect
    if (!isAllowedOnCluster(context, 'ALTER')) return refuse(request, ErrorCodes.CLUSTER_AUTHORIZATION_FAILED)
    if (!acls.isEnabled) return refuse(request, ErrorCodes.SECURITY_DISABLED, 'No Authorizer is configured.')
    // All filters look at what was there before: two that find the same list it both.
    const found = filters.map((filter) => acls.find(filter))
    for (const filter of filters) acls.delete(filter)
    return { filterResults: found.map((deleted) => ({ errorMessage: null, matchingAcls: deleted.map(describe) })) }
  },
  refuse,
)

function readFilter(filter: DeleteAclsRequestDeleteAclsFilter): AclFilter {
  return {
    resourceType: filter.resourceTypeFilter,
    resourceName: filter.resourceNameFilter,
    patternType: filter.patternTypeFilter,
    principal: filter.principalFilter,
    host: filter.hostFilter,
    operation: filter.operation,
    permissionType: filter.permissionType,
  }
}

function describe({ resourceType, resourceName, patternType, principal, host, operation, permission }: Acl) {
  return {
    errorMessage: null,
    resourceType: AclResources[resourceType],
    resourceName,
    patternType: AclPatterns[patternType],
    principal,
    host,
    operation: AclOperations[operation],
    permissionType: AclPermissions[permission],
  }
}

function refuse({ filters }: DeleteAclsRequest, errorCode: number, errorMessage: unknown = null) {
  const text = typeof errorMessage === 'string' ? errorMessage : null
  return { filterResults: filters.map(() => ({ errorCode, errorMessage: text, matchingAcls: [] })) }
}
