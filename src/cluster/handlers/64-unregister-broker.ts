/** UnregisterBroker (key 64), v0 (KIP-500). Forgets a broker that does not run; one that runs registers itself again. */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { unregisterBrokerApi } from '../../protocol/apis/unregister-broker.ts'
import { isAllowedOnCluster } from '../security/authorize.ts'
import { type ApiHandler, defineHandler } from './handler.ts'

export const unregisterBrokerHandler: ApiHandler = defineHandler(
  unregisterBrokerApi,
  ({ brokerId }, context) => {
    const { cluster } = context
    if (!isAllowedOnCluster(context, 'ALTER')) {
      return { errorCode: ErrorCodes.CLUSTER_AUTHORIZATION_FAILED, errorMessage: null }
    }
    const node = cluster.node(brokerId)
    if (node === undefined) return { errorCode: ErrorCodes.BROKER_ID_NOT_REGISTERED, errorMessage: null }
    if (!node.isRunning) cluster.removeNode(brokerId)
    return { errorMessage: null }
  },
  (_request, errorCode) => ({ errorCode, errorMessage: null }),
)
