/** DescribeCluster (key 60), v0-2 (KIP-700). Brokers that do not run are left out: none is ever fenced here. */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { describeClusterApi } from '../../protocol/apis/describe-cluster.ts'
import { authorizedClusterOperations, operationsNotAsked } from '../security/authorize.ts'
import { type ApiHandler, defineHandler } from './handler.ts'

const brokerEndpoints = 1

export const describeClusterHandler: ApiHandler = defineHandler(
  describeClusterApi,
  ({ includeClusterAuthorizedOperations, endpointType }, context) => {
    const { cluster, node, version } = context
    if (version >= 1 && endpointType !== brokerEndpoints) {
      const errorMessage = 'The given endpoint type is not served by brokers'
      return { errorCode: ErrorCodes.MISMATCHED_ENDPOINT_TYPE, errorMessage, clusterId: cluster.clusterId }
    }
    const { brokers, controllerId } = cluster.viewOf(node)
    return {
      clusterId: cluster.clusterId,
      controllerId,
      brokers: brokers.map(({ nodeId, host, port, rack }) => ({ brokerId: nodeId, host, port, rack })),
      clusterAuthorizedOperations: includeClusterAuthorizedOperations
        ? authorizedClusterOperations(context)
        : operationsNotAsked,
    }
  },
  (_request, errorCode) => ({ errorCode, errorMessage: null }),
)
