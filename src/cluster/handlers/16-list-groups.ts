/** ListGroups (key 16), v0-5: the groups that this broker coordinates. v4 filters by state (KIP-518), v5 by type (KIP-848). */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { listGroupsApi } from '../../protocol/apis/list-groups.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { ListGroupsResponse } from '../../protocol/messages/list-groups-response.ts'
import { isAllowed, isAllowedOnCluster } from '../security/authorize.ts'
import { ShareGroups } from '../share-groups/share-groups.ts'
import { groupCoordinator } from './group-access.ts'
import { type ApiHandler, defineHandler } from './handler.ts'

export const listGroupsHandler: ApiHandler = defineHandler(
  listGroupsApi,
  ({ statesFilter, typesFilter }, context): Draft<ListGroupsResponse> => {
    const { cluster, node } = context
    const seesAll = isAllowedOnCluster(context, 'DESCRIBE')
    const states = lowerCased(statesFilter)
    const types = lowerCased(typesFilter)
    const all = [...groupCoordinator(context).groups, ...cluster.part(ShareGroups).list()]
    const groups = all.filter(
      ({ groupId, state, type }) =>
        cluster.coordinators.of('group', groupId) === node &&
        (states.size === 0 || states.has(state.toLowerCase())) &&
        (types.size === 0 || types.has(type)) &&
        (seesAll || isAllowed(context, 'DESCRIBE', 'GROUP', groupId)),
    )
    const listed = groups.map(({ groupId, protocolType, state, type }) => ({
      ...{ groupId, protocolType, groupState: state, groupType: type },
    }))
    return { errorCode: ErrorCodes.NONE, groups: listed }
  },
  (_, errorCode) => ({ errorCode }),
)

function lowerCased(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map((name) => name.toLowerCase()))
}
