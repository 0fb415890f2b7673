/**
 * ElectLeaders (key 43), v0-2 (KIP-183, KIP-460).
 *
 * Preferred (0): the first replica leads again, if it is in sync. Unclean (1): some replica takes over from nobody, whatever
 * it lacks. Asked for all partitions, those that need no election are left out. Only the controller before KRaft.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { electLeadersApi } from '../../protocol/apis/elect-leaders.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { ElectLeadersRequest } from '../../protocol/messages/elect-leaders-request.ts'
import type {
  ElectLeadersResponse,
  ElectLeadersResponsePartitionResult,
} from '../../protocol/messages/elect-leaders-response.ts'
import type { ClusterState } from '../cluster-state.ts'
import { isAllowedOnCluster } from '../security/authorize.ts'
import { noLeader, type Partition } from '../topics/partition.ts'
import type { TopicRefusal } from '../topics/plan-topic.ts'
import { isNotController } from './controller-only.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

const ElectionTypes = { preferred: 0, unclean: 1 } as const

export const electLeadersHandler: ApiHandler = defineHandler(
  electLeadersApi,
  (request, context): Draft<ElectLeadersResponse> => {
    if (!isAllowedOnCluster(context, 'ALTER')) return refuse(request, ErrorCodes.CLUSTER_AUTHORIZATION_FAILED, context)
    if (isNotController(context)) return refuse(request, ErrorCodes.NOT_CONTROLLER, context)
    const { cluster } = context
    const { electionType } = request
    if (electionType !== ElectionTypes.preferred && electionType !== ElectionTypes.unclean) {
      return refuse(request, ErrorCodes.INVALID_REQUEST, context)
    }
    if (request.topicPartitions !== null) {
      return {
        replicaElectionResults: request.topicPartitions.map(({ topic, partitions }) => ({
          topic,
          partitionResult: partitions.map((index) => elect(topic, index, electionType, cluster)),
        })),
      }
    }
    return {
      replicaElectionResults: cluster.topics.map(({ name, partitions }) => ({
        topic: name,
        partitionResult: partitions
          .map(({ index }) => elect(name, index, electionType, cluster))
          .filter(({ errorCode }) => errorCode !== ErrorCodes.ELECTION_NOT_NEEDED),
      })),
    }
  },
  refuse,
)

function elect(
  topic: string,
  partitionId: number,
  electionType: number,
  cluster: ClusterState,
): Draft<ElectLeadersResponsePartitionResult> {
  const refusal = tryElect(topic, partitionId, electionType, cluster)
  if (refusal === undefined) return { partitionId, errorMessage: null }
  return { partitionId, errorCode: refusal.errorCode, errorMessage: refusal.message }
}

function tryElect(topic: string, index: number, electionType: number, cluster: ClusterState): TopicRefusal | undefined {
  const partition = cluster.partition(topic, index)
  if (partition === undefined) {
    const what = cluster.topic(topic) === undefined ? `topic as ${topic}` : `partition as ${topic}-${index}`
    return { errorCode: ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION, message: `No such ${what}` }
  }
  return electionType === ElectionTypes.preferred
    ? electPreferred(partition, cluster)
    : electUnclean(partition, cluster)
}

const notNeeded: TopicRefusal = {
  errorCode: ErrorCodes.ELECTION_NOT_NEEDED,
  message: 'Leader election not needed for topic partition.',
}

function electPreferred(partition: Partition, cluster: ClusterState): TopicRefusal | undefined {
  const preferred = partition.replicas[0] ?? noLeader
  if (partition.leaderId === preferred) return notNeeded
  if (!partition.isr.includes(preferred) || cluster.node(preferred)?.isRunning !== true) {
    const message = 'The preferred leader was not available.'
    return { errorCode: ErrorCodes.PREFERRED_LEADER_NOT_AVAILABLE, message }
  }
  partition.elect(preferred)
  return undefined
}

function electUnclean(partition: Partition, cluster: ClusterState): TopicRefusal | undefined {
  if (partition.leaderId !== noLeader) return notNeeded
  const running = partition.replicas.filter((nodeId) => cluster.node(nodeId)?.isRunning === true)
  const inSync = running.find((nodeId) => partition.isr.includes(nodeId))
  const [any] = running
  if (inSync !== undefined) partition.elect(inSync)
  else if (any !== undefined) partition.electUnclean(any, partition.followerEndOffset)
  else {
    const message = 'Eligible topic partition leaders are not available.'
    return { errorCode: ErrorCodes.ELIGIBLE_LEADERS_NOT_AVAILABLE, message }
  }
  return undefined
}

/** v0 has room for an error of each partition only. */
function refuse(
  { topicPartitions }: ElectLeadersRequest,
  errorCode: number,
  { version }: RequestContext,
): Draft<ElectLeadersResponse> {
  const replicaElectionResults = (topicPartitions ?? []).map(({ topic, partitions }) => ({
    topic,
    partitionResult: partitions.map((partitionId) => ({ partitionId, errorCode, errorMessage: null })),
  }))
  return { ...(version >= 1 ? { errorCode } : {}), replicaElectionResults }
}
