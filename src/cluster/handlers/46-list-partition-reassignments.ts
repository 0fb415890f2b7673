/** ListPartitionReassignments (key 46), v0 (KIP-455). Moves that are not over. Only the controller before KRaft. */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { listPartitionReassignmentsApi } from '../../protocol/apis/list-partition-reassignments.ts'
import { Reassignments } from '../administration/reassignments.ts'
import { isAllowedOnCluster } from '../security/authorize.ts'
import { isNotController } from './controller-only.ts'
import { type ApiHandler, defineHandler } from './handler.ts'

export const listPartitionReassignmentsHandler: ApiHandler = defineHandler(
  listPartitionReassignmentsApi,
  ({ topics }, context) => {
    const failed = (errorCode: number) => ({ errorCode, errorMessage: null, topics: [] })
    if (!isAllowedOnCluster(context, 'DESCRIBE')) return failed(ErrorCodes.CLUSTER_AUTHORIZATION_FAILED)
    if (isNotController(context)) return failed(ErrorCodes.NOT_CONTROLLER)
    const isAsked = (topic: string, index: number): boolean =>
      topics === null || topics.some(({ name, partitionIndexes }) => name === topic && partitionIndexes.includes(index))
    const { ongoing } = context.cluster.part(Reassignments)
    const asked = ongoing.filter(({ partition }) => isAsked(partition.topicName, partition.index))
    const byTopic = Map.groupBy(asked, ({ partition }) => partition.topicName)
    return {
      errorMessage: null,
      topics: [...byTopic].map(([name, moving]) => ({
        name,
        partitions: moving.map(({ partition, adding, removing }) => ({
          partitionIndex: partition.index,
          replicas: partition.replicas,
          addingReplicas: adding,
          removingReplicas: removing,
        })),
      })),
    }
  },
  (_request, errorCode) => ({ errorCode, errorMessage: null, topics: [] }),
)
