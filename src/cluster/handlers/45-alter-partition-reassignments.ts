/** AlterPartitionReassignments (key 45), v0-1 (KIP-455). Moves partitions; no replicas take a move back. Only the controller before KRaft. */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { alterPartitionReassignmentsApi } from '../../protocol/apis/alter-partition-reassignments.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type {
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsRequestReassignablePartition,
} from '../../protocol/messages/alter-partition-reassignments-request.ts'
import type { AlterPartitionReassignmentsResponse } from '../../protocol/messages/alter-partition-reassignments-response.ts'
import { Reassignments } from '../administration/reassignments.ts'
import type { ClusterState } from '../cluster-state.ts'
import { isAllowedOnCluster } from '../security/authorize.ts'
import { type TopicRefusal, whyAssignmentRefused } from '../topics/plan-topic.ts'
import { isNotController } from './controller-only.ts'
import { type ApiHandler, defineHandler } from './handler.ts'

export const alterPartitionReassignmentsHandler: ApiHandler = defineHandler(
  alterPartitionReassignmentsApi,
  (request, context): Draft<AlterPartitionReassignmentsResponse> => {
    if (!isAllowedOnCluster(context, 'ALTER')) return refuse(request, ErrorCodes.CLUSTER_AUTHORIZATION_FAILED)
    if (isNotController(context)) return refuse(request, ErrorCodes.NOT_CONTROLLER)
    // Before v1 nobody could say that the number of replicas has to stay.
    const mayChangeFactor = context.version < 1 || request.allowReplicationFactorChange
    return {
      errorMessage: null,
      ...(context.version >= 1 ? { allowReplicationFactorChange: request.allowReplicationFactorChange } : {}),
      responses: request.topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map((asked) => {
          const refusal = reassign(name, asked, mayChangeFactor, context.cluster)
          const { partitionIndex } = asked
          if (refusal === undefined) return { partitionIndex, errorMessage: null }
          return { partitionIndex, errorCode: refusal.errorCode, errorMessage: refusal.message }
        }),
      })),
    }
  },
  refuse,
)

function reassign(
  name: string,
  { partitionIndex, replicas }: AlterPartitionReassignmentsRequestReassignablePartition,
  mayChangeFactor: boolean,
  cluster: ClusterState,
): TopicRefusal | undefined {
  const partition = cluster.partition(name, partitionIndex)
  if (partition === undefined) {
    const what = cluster.topic(name) === undefined ? `a topic named ${name}` : `partition ${name}:${partitionIndex}`
    return { errorCode: ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION, message: `Unable to find ${what}.` }
  }
  const reassignments = cluster.part(Reassignments)
  if (replicas === null) {
    if (reassignments.of(partition) === undefined) {
      const message = 'No partition reassignment is in progress.'
      return { errorCode: ErrorCodes.NO_REASSIGNMENT_IN_PROGRESS, message }
    }
    reassignments.cancel(partition)
    return undefined
  }
  const refusal = whyAssignmentRefused(replicas, cluster)
  if (refusal !== undefined) return refusal
  if (!mayChangeFactor && replicas.length !== partition.replicas.length) {
    const message = `The replication factor is changed from ${partition.replicas.length} to ${replicas.length}`
    return { errorCode: ErrorCodes.INVALID_REPLICATION_FACTOR, message }
  }
  reassignments.start(partition, replicas)
  return undefined
}

function refuse(
  _request: AlterPartitionReassignmentsRequest,
  errorCode: number,
): Draft<AlterPartitionReassignmentsResponse> {
  return { errorCode, errorMessage: null, responses: [] }
}
