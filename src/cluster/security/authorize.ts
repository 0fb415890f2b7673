/** Questions that handlers ask before they do something. All answers are yes where the cluster has no authorizer. */
import type { RequestContext } from '../handlers/handler.ts'
import { type AclOperationName, AclOperations, type AclResourceName, clusterResource } from './acl.ts'
import { Acls, type Caller } from './acls.ts'

export type { AclOperationName, AclResourceName } from './acl.ts'

/** Whether the principal of the request's connection may do this: always, where the cluster has no ACLs. */
export function isAllowed(
  context: RequestContext,
  operation: AclOperationName,
  resource: AclResourceName,
  name: string,
): boolean {
  const acls = context.cluster.part(Acls)
  return !acls.isEnabled || acls.isAllowed(callerOf(context), operation, resource, name)
}

/** Whether it may do this to the cluster. */
export function isAllowedOnCluster(context: RequestContext, operation: AclOperationName): boolean {
  return isAllowed(context, operation, 'CLUSTER', clusterResource)
}

/** Whether it may do this to one resource of the type at least, whichever that is. */
export function isAllowedForAny(
  context: RequestContext,
  operation: AclOperationName,
  resource: AclResourceName,
): boolean {
  return context.cluster.part(Acls).isAllowedForAny(callerOf(context), operation, resource)
}

/** What can be done to each kind of resource. */
const operationsOf: Readonly<Record<'TOPIC' | 'GROUP' | 'CLUSTER', readonly AclOperationName[]>> = {
  TOPIC: ['READ', 'WRITE', 'CREATE', 'DESCRIBE', 'DELETE', 'ALTER', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS'],
  GROUP: ['READ', 'DESCRIBE', 'DELETE', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS'],
  CLUSTER: ['CREATE', 'CLUSTER_ACTION', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS', 'IDEMPOTENT_WRITE', 'ALTER', 'DESCRIBE'],
}

/** The field that says so when nobody asked. */
export const operationsNotAsked = -2147483648

/** What the caller may do to a resource, a bit for each operation (KIP-430). */
export function authorizedOperations(
  context: RequestContext,
  resource: keyof typeof operationsOf,
  name: string,
): number {
  let bits = 0
  for (const operation of operationsOf[resource]) {
    if (isAllowed(context, operation, resource, name)) bits |= 1 << AclOperations[operation]
  }
  return bits
}

/** The same for the cluster: nothing for those who may not describe it. */
export function authorizedClusterOperations(context: RequestContext): number {
  return isAllowedOnCluster(context, 'DESCRIBE') ? authorizedOperations(context, 'CLUSTER', clusterResource) : 0
}

function callerOf({ connection }: RequestContext): Caller {
  const { principal, remoteAddress } = connection
  const colon = remoteAddress.lastIndexOf(':')
  const host = colon < 0 ? remoteAddress : remoteAddress.slice(0, colon)
  // A socket that listens on IPv6 shows the callers of IPv4 like this.
  return { principal, host: host.replace(/^\[|\]$/g, '').replace(/^::ffff:/, '') }
}
