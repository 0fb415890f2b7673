/** What handlers of groups' APIs ask first, in the order in which Kafka asks it. */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { GroupCoordinator } from '../groups/group-coordinator.ts'
import { type AclOperationName, isAllowed } from '../security/authorize.ts'
import type { RequestContext } from './handler.ts'

export function groupCoordinator({ cluster }: RequestContext): GroupCoordinator {
  return cluster.part(GroupCoordinator)
}

/** Why a request for that group is refused as a whole, or NONE. */
export function refusalOfGroup(context: RequestContext, groupId: string, operation: AclOperationName): number {
  if (!isAllowed(context, operation, 'GROUP', groupId)) return ErrorCodes.GROUP_AUTHORIZATION_FAILED
  return groupCoordinator(context).check(groupId, context.node)
}

/** The same for what members send: only old offsets have a group without a name. */
export function refusalOfMember(context: RequestContext, groupId: string): number {
  if (!isAllowed(context, 'READ', 'GROUP', groupId)) return ErrorCodes.GROUP_AUTHORIZATION_FAILED
  if (groupId === '') return ErrorCodes.INVALID_GROUP_ID
  return groupCoordinator(context).check(groupId, context.node)
}

/** As DescribeGroups shows it, in Java's way to write an address. */
export function clientHostOf({ connection }: RequestContext): string {
  return `/${connection.remoteAddress.replace(/:\d+$/, '')}`
}
