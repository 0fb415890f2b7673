import { ErrorCodes } from '../errors/error-codes.ts'
import type { TopologyHints } from '../metadata/apply-leader-hints.ts'
import type { ClusterSnapshot } from '../metadata/cluster-snapshot.ts'
import type { ProduceResponse } from '../protocol/messages/produce-response.ts'
import { zeroUuid } from '../protocol/uuid.ts'

/** What a produce answer says of leaders that moved (KIP-951, version 10 on). Most say nothing. */
export function leaderHintsOf(response: ProduceResponse, snapshot: ClusterSnapshot): TopologyHints {
  const leaders = []
  for (const topic of response.responses) {
    const name = topic.topicId === zeroUuid ? topic.name : snapshot.topicNamesById.get(topic.topicId)
    for (const { index, errorCode, currentLeader } of topic.partitionResponses) {
      const isAboutLeader =
        errorCode === ErrorCodes.NOT_LEADER_OR_FOLLOWER || errorCode === ErrorCodes.FENCED_LEADER_EPOCH
      if (name === undefined || !isAboutLeader || currentLeader.leaderId < 0) continue
      leaders.push({
        topic: name,
        partition: index,
        leader: currentLeader.leaderId,
        leaderEpoch: currentLeader.leaderEpoch,
      })
    }
  }
  const endpoints = response.nodeEndpoints.map(({ nodeId, host, port, rack }) => ({ nodeId, host, port, rack }))
  return { leaders, endpoints }
}
