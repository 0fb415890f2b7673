/** DescribeAcls (key 29), v1-3 (KIP-140, KIP-290). What a filter finds, by resource. SECURITY_DISABLED without an authorizer. */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { describeAclsApi } from '../../protocol/apis/describe-acls.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { DescribeAclsResponseDescribeAclsResource } from '../../protocol/messages/describe-acls-response.ts'
import { type Acl, AclOperations, AclPatterns, AclPermissions, AclResources } from '../security/acl.ts'
import { hasUnknownCode } from '../security/acl-filter.ts'
import { Acls } from '../security/acls.ts'
import { isAllowedOnCluster } from '../security/authorize.ts'
import { type ApiHandler, defineHandler, disconnect } from './handler.ts'

export const describeAclsHandler: ApiHandler = defineHandler(
  describeAclsApi,
  (request, context) => {
    const filter = {
      resourceType: request.resourceTypeFilter,
      resourceName: request.resourceNameFilter,
      patternType: request.patternTypeFilter,
      principal: request.principalFilter,
      host: request.hostFilter,
      operation: request.operation,
      permissionType: request.permissionType,
    }
    // Kafka cannot even read such a request.
    if (hasUnknownCode(filter)) return disconnect
    if (!isAllowedOnCluster(context, 'DESCRIBE')) {
      return { errorCode: ErrorCodes.CLUSTER_AUTHORIZATION_FAILED, errorMessage: null, resources: [] }
    }
    const acls = context.cluster.part(Acls)
    if (!acls.isEnabled) {
      const errorMessage = 'No Authorizer is configured on the broker'
      return { errorCode: ErrorCodes.SECURITY_DISABLED, errorMessage, resources: [] }
    }
    return { errorMessage: null, resources: byResource(acls.find(filter)) }
  },
  (_request, errorCode) => ({ errorCode, errorMessage: null, resources: [] }),
)

function byResource(acls: readonly Acl[]): Draft<DescribeAclsResponseDescribeAclsResource>[] {
  const groups = Map.groupBy(acls, ({ resourceType, resourceName, patternType }) =>
    JSON.stringify([resourceType, patternType, resourceName]),
  )
  return [...groups.values()].map((group) => {
    const [{ resourceType, resourceName, patternType }] = group as [Acl]
    return {
      resourceType: AclResources[resourceType],
      resourceName,
      patternType: AclPatterns[patternType],
      acls: group.map(({ principal, host, operation, permission }) => ({
        principal,
        host,
        operation: AclOperations[operation],
        permissionType: AclPermissions[permission],
      })),
    }
  })
}
