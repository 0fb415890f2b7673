/** CreateAcls (key 30), v1-3 (KIP-140, KIP-290). Each alone; one that is there already is made all the same. */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { createAclsApi } from '../../protocol/apis/create-acls.ts'
import type { CreateAclsRequest, CreateAclsRequestAclCreation } from '../../protocol/messages/create-acls-request.ts'
import {
  type Acl,
  AclOperations,
  AclPatterns,
  AclPermissions,
  AclResources,
  clusterResource,
  nameOfCode,
} from '../security/acl.ts'
import { Acls } from '../security/acls.ts'
import { isAllowedOnCluster } from '../security/authorize.ts'
import type { TopicRefusal } from '../topics/plan-topic.ts'
import { type ApiHandler, defineHandler, disconnect } from './handler.ts'

export const createAclsHandler: ApiHandler = defineHandler(
  createAclsApi,
  (request, context) => {
    const acls = context.cluster.part(Acls)
    if (request.creations.some(hasUnknownCode)) return disconnect
    if (!isAllowedOnCluster(context, 'ALTER')) return refuse(request, ErrorCodes.CLUSTER_AUTHORIZATION_FAILED)
    if (!acls.isEnabled) return refuse(request, ErrorCodes.SECURITY_DISABLED, 'No Authorizer is configured.')
    // Kafka's classes for ACLs throw at what is for filters only, and all of the request with it.
    if (request.creations.some(isForFilters)) return refuse(request, ErrorCodes.UNKNOWN_SERVER_ERROR)
    return {
      results: request.creations.map((creation) => {
        const acl = readAcl(creation)
        if ('errorCode' in acl) return { errorCode: acl.errorCode, errorMessage: acl.message }
        acls.add(acl)
        return { errorMessage: null }
      }),
    }
  },
  refuse,
)

function hasUnknownCode({
  resourceType,
  resourcePatternType,
  operation,
  permissionType,
}: CreateAclsRequestAclCreation): boolean {
  return (
    nameOfCode(AclResources, resourceType) === undefined ||
    nameOfCode(AclPatterns, resourcePatternType) === undefined ||
    nameOfCode(AclOperations, operation) === undefined ||
    nameOfCode(AclPermissions, permissionType) === undefined
  )
}

function isForFilters(creation: CreateAclsRequestAclCreation): boolean {
  const { resourceType, resourcePatternType, operation, permissionType } = creation
  const isPatternForFilters = resourcePatternType === AclPatterns.ANY || resourcePatternType === AclPatterns.MATCH
  const anys = [
    resourceType === AclResources.ANY,
    operation === AclOperations.ANY,
    permissionType === AclPermissions.ANY,
  ]
  return isPatternForFilters || anys.includes(true)
}

/** The caller has seen to it that nothing in it is for filters. */
function readAcl(creation: CreateAclsRequestAclCreation): Acl | TopicRefusal {
  const { resourceName, principal, host } = creation
  const invalid = (message: string): TopicRefusal => ({ errorCode: ErrorCodes.INVALID_REQUEST, message })
  const resourceType = nameOfCode(AclResources, creation.resourceType) as Acl['resourceType']
  const patternType = nameOfCode(AclPatterns, creation.resourcePatternType) as Acl['patternType']
  const operation = nameOfCode(AclOperations, creation.operation) as Acl['operation']
  const permission = nameOfCode(AclPermissions, creation.permissionType) as Acl['permission']
  if (resourceType === 'CLUSTER' && resourceName !== clusterResource) {
    return invalid(`The only valid name for the CLUSTER resource is ${clusterResource}`)
  }
  if (resourceName === '') return invalid('Invalid empty resource name')
  if (!/^[^:]+:.+$/s.test(principal)) {
    return invalid(`expected a string in format principalType:principalName but got ${principal}`)
  }
  return { resourceType, resourceName, patternType, principal, host, operation, permission }
}

function refuse({ creations }: CreateAclsRequest, errorCode: number, errorMessage: unknown = null) {
  const text = typeof errorMessage === 'string' ? errorMessage : null
  return { results: creations.map(() => ({ errorCode, errorMessage: text })) }
}
