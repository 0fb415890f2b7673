/** AlterReplicaLogDirs (key 34), v1-2 (KIP-113). Each broker has one directory, so there is nowhere else to move to. */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { alterReplicaLogDirsApi } from '../../protocol/apis/alter-replica-log-dirs.ts'
import type { AlterReplicaLogDirsRequest } from '../../protocol/messages/alter-replica-log-dirs-request.ts'
import { isAllowedOnCluster } from '../security/authorize.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

export const alterReplicaLogDirsHandler: ApiHandler = defineHandler(
  alterReplicaLogDirsApi,
  (request, context) => {
    if (!isAllowedOnCluster(context, 'ALTER')) {
      return answer(request, () => ErrorCodes.CLUSTER_AUTHORIZATION_FAILED)
    }
    return answer(request, (path, topic, index) => errorOf(path, topic, index, context))
  },
  (request, errorCode) => answer(request, () => errorCode),
)

function errorOf(path: string, topic: string, index: number, { cluster, node }: RequestContext): number {
  if (path !== cluster.brokerConfig.get('log.dirs', node.nodeId)?.value) return ErrorCodes.LOG_DIR_NOT_FOUND
  const partition = cluster.partition(topic, index)
  if (partition === undefined) return ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION
  return partition.replicas.includes(node.nodeId) ? ErrorCodes.NONE : ErrorCodes.REPLICA_NOT_AVAILABLE
}

function answer(
  { dirs }: AlterReplicaLogDirsRequest,
  errorFor: (path: string, topic: string, index: number) => number,
) {
  return {
    results: dirs.flatMap(({ path, topics }) =>
      topics.map(({ name, partitions }) => ({
        topicName: name,
        partitions: partitions.map((partitionIndex) => ({
          partitionIndex,
          errorCode: errorFor(path, name, partitionIndex),
        })),
      })),
    ),
  }
}
