import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { consumerGroupHeartbeatApi } from '../../../src/protocol/apis/consumer-group-heartbeat.ts'
import { findCoordinatorApi } from '../../../src/protocol/apis/find-coordinator.ts'
import type { Draft } from '../../../src/protocol/message-codec.ts'
import type { ConsumerGroupHeartbeatRequest } from '../../../src/protocol/messages/consumer-group-heartbeat-request.ts'
import type { ConsumerGroupHeartbeatResponse } from '../../../src/protocol/messages/consumer-group-heartbeat-response.ts'
import type { FindCoordinatorResponse } from '../../../src/protocol/messages/find-coordinator-response.ts'
import type { ScriptedCluster } from '../../support/scripted-cluster.ts'
import { ModelOffsets, topicNames } from './model-offsets.ts'

interface ModelMember {
  epoch: number
  topics: readonly string[]
  /** `topicId:partition`. */
  assigned: Set<string>
  /** Taken away, and not known to be given up. */
  pending: Set<string>
}

/**
 * The coordinator of one group under the consumer protocol, as Kafka's is seen from outside: members are given the
 * partitions of their topics evenly; one that has to give something up keeps its epoch until it says that it has.
 */
export class ModelConsumerGroup {
  readonly members = new Map<string, ModelMember>()
  readonly offsets: ModelOffsets
  epoch = 0
  nodeId = 1
  heartbeatIntervalMs = 1_000
  /** As for a member that missed the answer that told it of its new epoch. */
  acceptsPreviousEpoch = false
  readonly #cluster: ScriptedCluster

  constructor(cluster: ScriptedCluster) {
    this.#cluster = cluster
    const at = (nodeId: number): number => (nodeId === this.nodeId ? ErrorCodes.NONE : ErrorCodes.NOT_COORDINATOR)
    cluster.on(findCoordinatorApi, (request): Draft<FindCoordinatorResponse> => {
      const node = { nodeId: this.nodeId, host: `broker-${this.nodeId}`, port: 9092 }
      return { coordinators: request.coordinatorKeys.map((key) => ({ key, ...node })) }
    })
    cluster.on(consumerGroupHeartbeatApi, (request, { nodeId }) =>
      at(nodeId) === ErrorCodes.NONE ? this.#heartbeat(request) : { errorCode: at(nodeId) },
    )
    this.offsets = new ModelOffsets(cluster, {
      ofCommit: ({ memberId, generationIdOrMemberEpoch: epoch }, nodeId) =>
        at(nodeId) || this.#refusal(memberId, epoch),
      ofFetch: ({ groups: [group] }) => {
        const { memberId, memberEpoch } = group!
        return memberId === null ? ErrorCodes.NONE : this.#refusal(memberId, memberEpoch)
      },
    })
  }

  /** Everybody gets a new epoch with the next heartbeat, as when somebody has come or gone. */
  rebalance(): void {
    this.epoch += 1
  }

  /** As when its session is over. */
  remove(memberId: string): void {
    if (this.members.delete(memberId)) this.rebalance()
  }

  /** All partitions of the topics that somebody wants, dealt evenly; which, for this member. */
  #targetOf(memberId: string): Set<string> {
    const names = topicNames(this.#cluster)
    const wanted = new Set([...this.members.values()].flatMap(({ topics }) => topics))
    const all = [...names].flatMap(([topicId, name]) =>
      wanted.has(name) ? Array.from({ length: this.#partitionCount(name) }, (_, index) => `${topicId}:${index}`) : [],
    )
    const ids = [...this.members.keys()]
    return new Set(all.filter((_, index) => ids[Math.floor((index * ids.length) / all.length)] === memberId))
  }

  #partitionCount(name: string): number {
    const { topics } = this.#cluster.metadataFor({ topics: null } as never, 12)
    return topics?.find((topic) => topic.name === name)?.partitions?.length ?? 0
  }

  #refusal(memberId: string, epoch: number): number {
    const member = this.members.get(memberId)
    if (member === undefined) return ErrorCodes.UNKNOWN_MEMBER_ID
    return member.epoch === epoch ? ErrorCodes.NONE : ErrorCodes.STALE_MEMBER_EPOCH
  }

  #heartbeat(request: ConsumerGroupHeartbeatRequest): Draft<ConsumerGroupHeartbeatResponse> {
    const { memberId, memberEpoch, subscribedTopicNames, topicPartitions } = request
    if (memberEpoch < 0) {
      this.remove(memberId)
      return { memberId, memberEpoch }
    }
    if (memberEpoch === 0) {
      if (topicPartitions?.length !== 0 || subscribedTopicNames === null || request.rebalanceTimeoutMs < 0) {
        return { errorCode: ErrorCodes.INVALID_REQUEST, errorMessage: 'a joining member tells everything' }
      }
      this.members.set(memberId, { epoch: 0, topics: [], assigned: new Set(), pending: new Set() })
      this.rebalance()
    }
    const member = this.members.get(memberId)
    if (member === undefined) return { errorCode: ErrorCodes.UNKNOWN_MEMBER_ID }
    const isKnown = member.epoch === memberEpoch || (this.acceptsPreviousEpoch && member.epoch > memberEpoch)
    if (!isKnown) return { errorCode: ErrorCodes.FENCED_MEMBER_EPOCH }
    if (subscribedTopicNames !== null && String(subscribedTopicNames) !== String(member.topics)) {
      member.topics = subscribedTopicNames
      this.rebalance()
    }
    const before = String([...member.assigned])
    this.#reconcile(memberId, member, topicPartitions)
    const isFull = topicPartitions !== null && subscribedTopicNames !== null
    const hasNews = isFull || String([...member.assigned]) !== before
    return {
      memberId,
      memberEpoch: member.epoch,
      heartbeatIntervalMs: this.heartbeatIntervalMs,
      assignment: hasNews ? { topicPartitions: toTopics(member.assigned) } : null,
    }
  }

  #reconcile(memberId: string, member: ModelMember, owned: ConsumerGroupHeartbeatRequest['topicPartitions']): void {
    const told = owned?.flatMap(({ topicId, partitions }) => partitions.map((partition) => `${topicId}:${partition}`))
    if (told !== undefined && !told.some((key) => member.pending.has(key))) member.pending.clear()
    if (member.pending.size > 0) return
    const target = this.#targetOf(memberId)
    for (const key of member.assigned) if (!target.has(key)) member.pending.add(key)
    for (const key of member.pending) member.assigned.delete(key)
    if (member.pending.size > 0) return
    const others = [...this.members].filter(([id]) => id !== memberId).map(([, other]) => other)
    for (const key of target) {
      if (!others.some(({ assigned, pending }) => assigned.has(key) || pending.has(key))) member.assigned.add(key)
    }
    member.epoch = this.epoch
  }
}

function toTopics(keys: Iterable<string>): { topicId: string; partitions: number[] }[] {
  const topics = new Map<string, number[]>()
  for (const key of keys) {
    const [topicId, partition] = key.split(':') as [string, string]
    topics.set(topicId, [...(topics.get(topicId) ?? []), Number(partition)])
  }
  return [...topics].map(([topicId, partitions]) => ({ topicId, partitions }))
}
