/** What an ACL is, and the codes that the protocol has for its parts (KIP-140, KIP-290). */

/** The codes of `AclOperation`. `ANY` is for filters, and no ACL has it. */
export const AclOperations = {
  ANY: 1,
  ALL: 2,
  READ: 3,
  WRITE: 4,
  CREATE: 5,
  DELETE: 6,
  ALTER: 7,
  DESCRIBE: 8,
  CLUSTER_ACTION: 9,
  DESCRIBE_CONFIGS: 10,
  ALTER_CONFIGS: 11,
  IDEMPOTENT_WRITE: 12,
  CREATE_TOKENS: 13,
  DESCRIBE_TOKENS: 14,
  TWO_PHASE_COMMIT: 15,
} as const

export const AclResources = {
  ANY: 1,
  TOPIC: 2,
  GROUP: 3,
  CLUSTER: 4,
  TRANSACTIONAL_ID: 5,
  DELEGATION_TOKEN: 6,
  USER: 7,
} as const

/** `MATCH` finds whatever would apply to a name: the name itself, its prefixes, and the wildcard. */
export const AclPatterns = { ANY: 1, MATCH: 2, LITERAL: 3, PREFIXED: 4 } as const

export const AclPermissions = { ANY: 1, DENY: 2, ALLOW: 3 } as const

/** What a principal does to a resource. */
export type AclOperationName = Exclude<keyof typeof AclOperations, 'ANY' | 'ALL'>
export type AclResourceName = Exclude<keyof typeof AclResources, 'ANY'>

/** The one name that the resource type CLUSTER has. */
export const clusterResource = 'kafka-cluster'

/** Any name, any host; any principal as `User:*`. */
export const wildcard = '*'

/** One rule: who may do, or may not do, what to which resources from where. */
export interface Acl {
  readonly resourceType: AclResourceName
  readonly resourceName: string
  readonly patternType: 'LITERAL' | 'PREFIXED'
  /** `User:alice`. */
  readonly principal: string
  readonly host: string
  readonly operation: AclOperationName | 'ALL'
  readonly permission: 'ALLOW' | 'DENY'
}

/** An ACL as a test writes it. */
export interface AclSpec {
  /** `User:alice`, or `User:*` for everybody. */
  readonly principal: string
  readonly operation: AclOperationName | 'ALL'
  readonly resourceType: AclResourceName
  /** `*` for all. Default: the one name that there is for CLUSTER, `*` for others. */
  readonly resourceName?: string
  /** Default `LITERAL`. */
  readonly patternType?: 'LITERAL' | 'PREFIXED'
  /** Default `ALLOW`. */
  readonly permission?: 'ALLOW' | 'DENY'
  /** An address. Default `*`. */
  readonly host?: string
}

export function resolveAcl(spec: AclSpec): Acl {
  return {
    resourceType: spec.resourceType,
    resourceName: spec.resourceName ?? (spec.resourceType === 'CLUSTER' ? clusterResource : wildcard),
    patternType: spec.patternType ?? 'LITERAL',
    principal: spec.principal,
    host: spec.host ?? wildcard,
    operation: spec.operation,
    permission: spec.permission ?? 'ALLOW',
  }
}

/** Whether an ACL is about the resource of that name. */
export function appliesTo(acl: Acl, resourceName: string): boolean {
  if (acl.patternType === 'PREFIXED') return resourceName.startsWith(acl.resourceName)
  return acl.resourceName === wildcard || acl.resourceName === resourceName
}

/** The name of a code; undefined for one that is not known. */
export function nameOfCode<Name extends string>(codes: Readonly<Record<Name, number>>, code: number): Name | undefined {
  return (Object.keys(codes) as Name[]).find((name) => codes[name] === code)
}
