/**
 * FindCoordinator (key 10), v0-6.
 *
 * For groups (type 0), transactional ids (1, from v1) and share groups (2, from v6). v4 asks for many at once (KIP-699).
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { findCoordinatorApi } from '../../protocol/apis/find-coordinator.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type {
  FindCoordinatorResponse,
  FindCoordinatorResponseCoordinator,
} from '../../protocol/messages/find-coordinator-response.ts'
import { type CoordinatorType, CoordinatorTypes } from '../coordinators.ts'
import { isAllowed, isAllowedOnCluster } from '../security/authorize.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

const firstBatchedVersion = 4
const firstShareVersion = 6
const aclResources = { group: 'GROUP', transaction: 'TRANSACTIONAL_ID' } as const
const deniedCodes = {
  group: ErrorCodes.GROUP_AUTHORIZATION_FAILED,
  transaction: ErrorCodes.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
  share: ErrorCodes.CLUSTER_AUTHORIZATION_FAILED,
} as const
const noBroker = { nodeId: -1, host: '', port: -1 }

export const findCoordinatorHandler: ApiHandler = defineHandler(
  findCoordinatorApi,
  (request, context): Draft<FindCoordinatorResponse> => {
    if (context.version >= firstBatchedVersion) {
      return { coordinators: request.coordinatorKeys.map((key) => find(request.keyType, key, context)) }
    }
    const { errorCode, errorMessage, nodeId, host, port } = find(request.keyType, request.key, context)
    return { errorCode, nodeId, host, port, ...(context.version >= 1 ? { errorMessage } : {}) }
  },
  (request, errorCode, { version }): Draft<FindCoordinatorResponse> => {
    if (version < firstBatchedVersion) return { errorCode, ...noBroker }
    return { coordinators: request.coordinatorKeys.map((key) => ({ key, errorCode, ...noBroker })) }
  },
)

function find(keyType: number, key: string, context: RequestContext): Draft<FindCoordinatorResponseCoordinator> {
  const { cluster, version } = context
  const types = Object.keys(CoordinatorTypes) as CoordinatorType[]
  const type = types.find((name) => CoordinatorTypes[name] === keyType)
  if (type === undefined || (type === 'share' && version < firstShareVersion)) {
    const errorMessage = `Coordinator type ${keyType} is not known`
    return { key, ...noBroker, errorCode: ErrorCodes.INVALID_REQUEST, errorMessage }
  }
  const isDenied =
    type === 'share'
      ? !isAllowedOnCluster(context, 'CLUSTER_ACTION')
      : !isAllowed(context, 'DESCRIBE', aclResources[type], key)
  if (isDenied) return { key, ...noBroker, errorCode: deniedCodes[type] }
  if (key === '' && type === 'group') {
    return { key, ...noBroker, errorCode: ErrorCodes.INVALID_GROUP_ID, errorMessage: 'The group id is empty' }
  }
  const node = cluster.coordinators.of(type, key)
  if (node === undefined) return { key, ...noBroker, errorCode: ErrorCodes.COORDINATOR_NOT_AVAILABLE }
  return { key, nodeId: node.nodeId, host: node.host, port: node.port }
}
