/**
 * DescribeQuorum (key 55), v0-2 (KIP-595, KIP-836, KIP-853). Every broker is a voter, none lags; as in KRaft the metadata log
 * goes on by itself, two records a second.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { describeQuorumApi } from '../../protocol/apis/describe-quorum.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type {
  DescribeQuorumResponseNode,
  DescribeQuorumResponsePartitionData,
} from '../../protocol/messages/describe-quorum-response.ts'
import { isAllowedOnCluster } from '../security/authorize.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

const metadataTopic = '__cluster_metadata'
const quorumEpoch = 1
/** `metadata.max.idle.interval.ms`: after so long without a change a record is written for nothing. */
const idleRecordMs = 500

export const describeQuorumHandler: ApiHandler = defineHandler(
  describeQuorumApi,
  ({ topics }, context) => {
    if (!isAllowedOnCluster(context, 'DESCRIBE')) return refuse(ErrorCodes.CLUSTER_AUTHORIZATION_FAILED, context)
    return {
      ...withMessage(context),
      topics: topics.map(({ topicName, partitions }) => ({
        topicName,
        partitions: partitions.map(({ partitionIndex }) => {
          const isKnown = topicName === metadataTopic && partitionIndex === 0
          return isKnown ? describe(context) : unknown(partitionIndex, context)
        }),
      })),
      ...(context.version >= 2 ? { nodes: describeNodes(context) } : {}),
    }
  },
  (_request, errorCode, context) => refuse(errorCode, context),
)

function refuse(errorCode: number, context: RequestContext) {
  return { errorCode, ...withMessage(context), topics: [] }
}

function withMessage({ version }: RequestContext): { errorMessage?: null } {
  return version >= 2 ? { errorMessage: null } : {}
}

function describe(context: RequestContext): Draft<DescribeQuorumResponsePartitionData> {
  const { cluster, version } = context
  const endOffset = BigInt(1 + Math.floor(cluster.clock.now() / idleRecordMs))
  const nowMs = BigInt(Math.floor(cluster.clock.wallNow()))
  const times = version >= 1 ? { lastFetchTimestamp: nowMs, lastCaughtUpTimestamp: nowMs } : {}
  return {
    partitionIndex: 0,
    ...withMessage(context),
    leaderId: cluster.controllerId,
    leaderEpoch: quorumEpoch,
    highWatermark: endOffset,
    currentVoters: cluster.nodes.map(({ nodeId }) => ({ replicaId: nodeId, logEndOffset: endOffset, ...times })),
    observers: [],
  }
}

function unknown(partitionIndex: number, context: RequestContext): Draft<DescribeQuorumResponsePartitionData> {
  return {
    partitionIndex,
    errorCode: ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION,
    ...withMessage(context),
    leaderId: 0,
    leaderEpoch: 0,
    highWatermark: 0n,
    currentVoters: [],
    observers: [],
  }
}

function describeNodes({ cluster }: RequestContext): Draft<DescribeQuorumResponseNode>[] {
  return cluster.nodes.map(({ nodeId, host, port }) => ({ nodeId, listeners: [{ name: 'CONTROLLER', host, port }] }))
}
