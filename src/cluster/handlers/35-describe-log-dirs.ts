/** DescribeLogDirs (key 35), v1-5 (KIP-113, KIP-827). The one directory of the broker, and what its replicas take there. */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { describeLogDirsApi } from '../../protocol/apis/describe-log-dirs.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { DescribeLogDirsRequest } from '../../protocol/messages/describe-log-dirs-request.ts'
import type { DescribeLogDirsResponseDescribeLogDirsTopic } from '../../protocol/messages/describe-log-dirs-response.ts'
import { isAllowedOnCluster } from '../security/authorize.ts'
import type { Partition } from '../topics/partition.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

/** What every broker's disk holds. */
const diskBytes = 1n << 40n

export const describeLogDirsHandler: ApiHandler = defineHandler(
  describeLogDirsApi,
  (request, context) => {
    const { cluster, node, version } = context
    if (!isAllowedOnCluster(context, 'DESCRIBE')) {
      return { ...(version >= 3 ? { errorCode: ErrorCodes.CLUSTER_AUTHORIZATION_FAILED } : {}), results: [] }
    }
    const replicas = [...cluster.partitions()].filter((partition) => partition.replicas.includes(node.nodeId))
    const usedBytes = BigInt(replicas.reduce((sum, { log }) => sum + log.sizeBytes, 0))
    const space = { totalBytes: diskBytes, usableBytes: node.isDiskFull ? 0n : diskBytes - usedBytes }
    return {
      results: [
        {
          logDir: cluster.brokerConfig.get('log.dirs', node.nodeId)!.value,
          topics: byTopic(
            replicas.filter((replica) => isAsked(replica, request)),
            context,
          ),
          ...(version >= 4 ? space : {}),
        },
      ],
    }
  },
  (_request, errorCode, { version }) => ({ ...(version >= 3 ? { errorCode } : {}), results: [] }),
)

function isAsked({ topicName, index }: Partition, { topics }: DescribeLogDirsRequest): boolean {
  return topics === null || topics.some(({ topic, partitions }) => topic === topicName && partitions.includes(index))
}

function byTopic(
  replicas: readonly Partition[],
  { node }: RequestContext,
): Draft<DescribeLogDirsResponseDescribeLogDirsTopic>[] {
  return [...Map.groupBy(replicas, ({ topicName }) => topicName)].map(([name, partitions]) => ({
    name,
    partitions: partitions.map((partition) => ({
      partitionIndex: partition.index,
      partitionSize: BigInt(partition.log.sizeBytes),
      offsetLag: lagOf(partition, node.nodeId),
      isFutureKey: false,
    })),
  }))
}

/** How much a follower lacks of what is replicated. */
function lagOf({ log, leaderId, followerEndOffset }: Partition, nodeId: number): bigint {
  const endOffset = leaderId === nodeId ? log.endOffset : followerEndOffset
  return log.highWatermark > endOffset ? log.highWatermark - endOffset : 0n
}
