/** What a node of the scripted cluster answers. */
import { ErrorCodes } from '../../src/errors/error-codes.ts'
import { allApis } from '../../src/protocol/all-apis.ts'
import { latestStableVersion } from '../../src/protocol/api-versions.ts'
import { apiVersionsApi } from '../../src/protocol/apis/api-versions.ts'
import { fetchApi } from '../../src/protocol/apis/fetch.ts'
import { initProducerIdApi } from '../../src/protocol/apis/init-producer-id.ts'
import { listOffsetsApi } from '../../src/protocol/apis/list-offsets.ts'
import { metadataApi } from '../../src/protocol/apis/metadata.ts'
import { offsetForLeaderEpochApi } from '../../src/protocol/apis/offset-for-leader-epoch.ts'
import { produceApi } from '../../src/protocol/apis/produce.ts'
import type { Api, Draft } from '../../src/protocol/message-codec.ts'
import type { ApiVersionsResponse } from '../../src/protocol/messages/api-versions-response.ts'
import type { FetchRequest } from '../../src/protocol/messages/fetch-request.ts'
import type { FetchResponse } from '../../src/protocol/messages/fetch-response.ts'
import type { ListOffsetsRequest } from '../../src/protocol/messages/list-offsets-request.ts'
import type { ListOffsetsResponse } from '../../src/protocol/messages/list-offsets-response.ts'
import type { MetadataRequest } from '../../src/protocol/messages/metadata-request.ts'
import type { MetadataResponse } from '../../src/protocol/messages/metadata-response.ts'
import type { OffsetForLeaderEpochRequest } from '../../src/protocol/messages/offset-for-leader-epoch-request.ts'
import type { OffsetForLeaderEpochResponse } from '../../src/protocol/messages/offset-for-leader-epoch-response.ts'
import type { ProduceRequest } from '../../src/protocol/messages/produce-request.ts'
import type { ProduceResponse } from '../../src/protocol/messages/produce-response.ts'
import { topic as onlyTopic } from '../../src/simulation/plan.ts'
import type { ScriptedCluster, ScriptedNode } from './scripted-cluster.ts'

export type Answer = object | 'cut' | 'none'

const topicId = 'c2ltdWxhdGVkLXRvcGljAA'
const served: ReadonlySet<number> = new Set(
  [apiVersionsApi, metadataApi, initProducerIdApi, produceApi, fetchApi, listOffsetsApi, offsetForLeaderEpochApi].map(
    ({ key }) => key,
  ),
)

/** Carries out one request and answers it, at once or later. */
export function answerRequest(
  cluster: ScriptedCluster,
  node: ScriptedNode,
  api: Api<unknown, unknown>,
  version: number,
  body: unknown,
  answer: (answer: Answer) => void,
): void {
  if (api.key === fetchApi.key) fetch(cluster, node, body as FetchRequest, version, answer)
  else answer(answerNow(cluster, node, api, version, body))
}

function answerNow(
  cluster: ScriptedCluster,
  node: ScriptedNode,
  api: Api<unknown, unknown>,
  version: number,
  body: unknown,
): Answer {
  switch (api.key) {
    case apiVersionsApi.key:
      return apiVersions()
    case metadataApi.key:
      return metadata(cluster, node, body as MetadataRequest)
    case initProducerIdApi.key:
      return { errorCode: ErrorCodes.NONE, producerId: ++cluster.lastProducerId, producerEpoch: 0 }
    case produceApi.key:
      return produce(cluster, node, body as ProduceRequest, version)
    case listOffsetsApi.key:
      return listOffsets(cluster, node, body as ListOffsetsRequest)
    case offsetForLeaderEpochApi.key:
      return offsetsForLeaderEpoch(cluster, body as OffsetForLeaderEpochRequest)
    default:
      cluster.world.problem('W1', `the client sent ${api.name}, which was not offered`)
      return 'cut'
  }
}

function apiVersions(): Draft<ApiVersionsResponse> {
  const offered = allApis.filter(({ key }) => served.has(key))
  return {
    apiKeys: offered.map((api) => ({
      apiKey: api.key,
      minVersion: api.minVersion,
      maxVersion: latestStableVersion(api),
    })),
  }
}

function metadata(cluster: ScriptedCluster, node: ScriptedNode, { topics }: MetadataRequest): Draft<MetadataResponse> {
  const asked = topics ?? [{ name: onlyTopic, topicId }]
  return {
    brokers: cluster.nodes.filter(({ isUp }) => isUp).map(({ nodeId, host, port }) => ({ nodeId, host, port })),
    clusterId: 'scripted',
    controllerId: 1,
    topics: asked.map(({ name, topicId: id }) => {
      if (name !== onlyTopic && id !== topicId) {
        return { errorCode: ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION, name, topicId: id }
      }
      const replicas = cluster.nodeIds
      const partitions = cluster.logs.map((_, partitionIndex) => {
        const { leader, leaderEpoch, errorCode } = cluster.viewOf(node, partitionIndex)
        return { errorCode, partitionIndex, leaderId: leader, leaderEpoch, replicaNodes: replicas, isrNodes: replicas }
      })
      return { name: onlyTopic, topicId, partitions }
    }),
  }
}

function produce(
  cluster: ScriptedCluster,
  node: ScriptedNode,
  request: ProduceRequest,
  version: number,
): Draft<ProduceResponse> | 'cut' | 'none' {
  const responses = request.topicData.map((topicData) => ({
    name: topicData.name,
    topicId: topicData.topicId,
    partitionResponses: topicData.partitionData.map(({ index, records }) =>
      appendTo(cluster, node, index, records, version),
    ),
  }))
  if (request.acks === 0) return 'none'
  if (node.answersToLose > 0) {
    node.answersToLose -= 1
    cluster.world.reach('an answer was lost')
    return 'cut'
  }
  return {
    responses,
    throttleTimeMs: cluster.throttleMsOf(node),
    ...(version >= 10 && { nodeEndpoints: endpoints(cluster) }),
  }
}

function appendTo(
  cluster: ScriptedCluster,
  node: ScriptedNode,
  index: number,
  records: Buffer | null,
  version: number,
): Draft<ProduceResponse['responses'][number]['partitionResponses'][number]> {
  const log = cluster.logs[index]
  if (log === undefined || records === null)
    return { index, errorCode: ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION, baseOffset: -1n }
  if (log.leader !== node.nodeId) {
    const currentLeader = { leaderId: log.leader, leaderEpoch: log.leaderEpoch }
    return {
      index,
      errorCode: ErrorCodes.NOT_LEADER_OR_FOLLOWER,
      baseOffset: -1n,
      ...(version >= 10 && { currentLeader }),
    }
  }
  const refusal = cluster.codeFor(node.refusal)
  if (refusal !== ErrorCodes.NONE) {
    cluster.world.reach('produce was refused')
    return { index, errorCode: refusal, baseOffset: -1n }
  }
  const { errorCode, baseOffset, isDuplicate } = log.append(records)
  cluster.world.emit(
    'cluster',
    `  partition ${index}: ${errorCode === 0 ? `${isDuplicate ? 'duplicate of' : 'appended at'} ${baseOffset}` : `refused with ${errorCode}`}`,
  )
  if (errorCode === ErrorCodes.NONE) cluster.onAppended()
  const failure = cluster.codeFor(node.failure)
  if (errorCode === ErrorCodes.NONE && failure !== ErrorCodes.NONE) {
    cluster.world.reach('an error was answered to what was appended')
    return { index, errorCode: failure, baseOffset: -1n }
  }
  return { index, errorCode, baseOffset: BigInt(baseOffset), logAppendTimeMs: -1n, logStartOffset: 0n }
}

function fetch(
  cluster: ScriptedCluster,
  node: ScriptedNode,
  request: FetchRequest,
  version: number,
  answer: (answer: Answer) => void,
): void {
  const read = (): { response: Draft<FetchResponse>; isEmpty: boolean } => {
    let left = request.maxBytes
    let isEmpty = true
    const responses = request.topics.map((topic) => ({
      topic: topic.topic,
      topicId: topic.topicId,
      partitions: topic.partitions.map(({ partition, fetchOffset, partitionMaxBytes }) => {
        const log = cluster.logs[partition]
        const nothing = {
          partitionIndex: partition,
          records: Buffer.alloc(0),
          highWatermark: -1n,
          lastStableOffset: -1n,
        }
        if (log === undefined || log.leader !== node.nodeId) {
          isEmpty = false
          const errorCode =
            log === undefined ? ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION : ErrorCodes.NOT_LEADER_OR_FOLLOWER
          const currentLeader = { leaderId: log?.leader ?? -1, leaderEpoch: log?.leaderEpoch ?? -1 }
          return { ...nothing, errorCode, ...(version >= 12 && { currentLeader }) }
        }
        const end = BigInt(log.endOffset)
        if (fetchOffset > end) {
          isEmpty = false
          return { ...nothing, errorCode: ErrorCodes.OFFSET_OUT_OF_RANGE }
        }
        const records = left > 0 ? log.read(Number(fetchOffset), Math.min(left, partitionMaxBytes)) : Buffer.alloc(0)
        left -= records.length
        if (records.length > 0) isEmpty = false
        return {
          partitionIndex: partition,
          errorCode: 0,
          highWatermark: end,
          lastStableOffset: end,
          logStartOffset: 0n,
          records,
        }
      }),
    }))
    const nodeEndpoints = version >= 16 ? { nodeEndpoints: endpoints(cluster) } : {}
    return { response: { throttleTimeMs: cluster.throttleMsOf(node), responses, ...nodeEndpoints }, isEmpty }
  }
  const first = read()
  if (!first.isEmpty || request.maxWaitMs === 0) answer(first.response)
  else cluster.whenAppended(request.maxWaitMs, () => answer(read().response))
}

function listOffsets(
  cluster: ScriptedCluster,
  node: ScriptedNode,
  request: ListOffsetsRequest,
): Draft<ListOffsetsResponse> {
  const topics = request.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ partitionIndex, timestamp }) => {
      const log = cluster.logs[partitionIndex]
      if (log === undefined) return { partitionIndex, errorCode: ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION }
      if (log.leader !== node.nodeId) return { partitionIndex, errorCode: ErrorCodes.NOT_LEADER_OR_FOLLOWER }
      const offset = timestamp === -2n ? 0n : BigInt(log.endOffset)
      return { partitionIndex, errorCode: ErrorCodes.NONE, timestamp: -1n, offset, leaderEpoch: log.leaderEpoch }
    }),
  }))
  return { topics }
}

/** Nothing is ever truncated here: each epoch's end is the log's. */
function offsetsForLeaderEpoch(
  cluster: ScriptedCluster,
  request: OffsetForLeaderEpochRequest,
): Draft<OffsetForLeaderEpochResponse> {
  const topics = request.topics.map(({ topic, partitions }) => ({
    topic,
    partitions: partitions.map(({ partition, leaderEpoch }) => {
      const endOffset = BigInt(cluster.logs[partition]?.endOffset ?? -1)
      return { partition, errorCode: ErrorCodes.NONE, leaderEpoch, endOffset }
    }),
  }))
  return { topics }
}

function endpoints(cluster: ScriptedCluster): { nodeId: number; host: string; port: number }[] {
  return cluster.nodes.map(({ nodeId, host, port }) => ({ nodeId, host, port }))
}
