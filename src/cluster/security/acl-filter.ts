/** What DescribeAcls and DeleteAcls look for: Kafka's `AclBindingFilter`. */
import { type Acl, AclOperations, AclPatterns, AclPermissions, AclResources, appliesTo, nameOfCode } from './acl.ts'

/** As the protocol has it: codes, and null for any name, principal or host. */
export interface AclFilter {
  readonly resourceType: number
  readonly resourceName: string | null
  readonly patternType: number
  readonly principal: string | null
  readonly host: string | null
  readonly operation: number
  readonly permissionType: number
}

export function hasUnknownCode({ resourceType, patternType, operation, permissionType }: AclFilter): boolean {
  return (
    nameOfCode(AclResources, resourceType) === undefined ||
    nameOfCode(AclPatterns, patternType) === undefined ||
    nameOfCode(AclOperations, operation) === undefined ||
    nameOfCode(AclPermissions, permissionType) === undefined
  )
}

export function matchesFilter(acl: Acl, filter: AclFilter): boolean {
  return (
    matchesResource(acl, filter) &&
    (filter.principal === null || filter.principal === acl.principal) &&
    (filter.host === null || filter.host === acl.host) &&
    isAnyOr(filter.operation, AclOperations.ANY, AclOperations[acl.operation]) &&
    isAnyOr(filter.permissionType, AclPermissions.ANY, AclPermissions[acl.permission])
  )
}

function matchesResource(acl: Acl, { resourceType, resourceName, patternType }: AclFilter): boolean {
  if (!isAnyOr(resourceType, AclResources.ANY, AclResources[acl.resourceType])) return false
  if (patternType === AclPatterns.MATCH) return resourceName === null || appliesTo(acl, resourceName)
  if (!isAnyOr(patternType, AclPatterns.ANY, AclPatterns[acl.patternType])) return false
  return resourceName === null || resourceName === acl.resourceName
}

function isAnyOr(wanted: number, any: number, code: number): boolean {
  return wanted === any || wanted === code
}
