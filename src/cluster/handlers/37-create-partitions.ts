/** CreatePartitions (key 37), v0-3 (KIP-195). Only upwards. Only the controller before KRaft. */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { createPartitionsApi } from '../../protocol/apis/create-partitions.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type {
  CreatePartitionsRequest,
  CreatePartitionsRequestCreatePartitionsTopic,
} from '../../protocol/messages/create-partitions-request.ts'
import type { CreatePartitionsResponse } from '../../protocol/messages/create-partitions-response.ts'
import type { ClusterState } from '../cluster-state.ts'
import { isAllowed } from '../security/authorize.ts'
import {
  type TopicRefusal,
  whyAssignmentRefused,
  whyTooManyPartitions,
  whyTooManyReplicas,
} from '../topics/plan-topic.ts'
import type { Topic } from '../topics/topic.ts'
import { isNotController } from './controller-only.ts'
import { type ApiHandler, defineHandler } from './handler.ts'

export const createPartitionsHandler: ApiHandler = defineHandler(
  createPartitionsApi,
  (request, context) => {
    if (isNotController(context)) return refuse(request, ErrorCodes.NOT_CONTROLLER)
    return {
      results: request.topics.map((wish) => {
        if (!isAllowed(context, 'ALTER', 'TOPIC', wish.name)) {
          return { name: wish.name, errorCode: ErrorCodes.TOPIC_AUTHORIZATION_FAILED, errorMessage: null }
        }
        const refusal = grow(wish, request.validateOnly, context.cluster)
        if (refusal === undefined) return { name: wish.name }
        return { name: wish.name, errorCode: refusal.errorCode, errorMessage: refusal.message }
      }),
    }
  },
  refuse,
)

function grow(
  wish: CreatePartitionsRequestCreatePartitionsTopic,
  validateOnly: boolean,
  cluster: ClusterState,
): TopicRefusal | undefined {
  const topic = cluster.topic(wish.name)
  if (topic === undefined) {
    const message = `The topic '${wish.name}' does not exist.`
    return { errorCode: ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION, message }
  }
  const refusal =
    whyRefused(wish, topic, cluster) ?? whyTooManyPartitions(wish.count - topic.partitions.length, cluster)
  if (refusal !== undefined || validateOnly) return refusal
  const added = wish.count - topic.partitions.length
  const byHand = wish.assignments?.map(({ brokerIds }) => brokerIds)
  topic.addPartitions(byHand ?? cluster.assign(added, topic.replicationFactor))
  return undefined
}

function whyRefused(
  { count, assignments }: CreatePartitionsRequestCreatePartitionsTopic,
  topic: Topic,
  cluster: ClusterState,
): TopicRefusal | undefined {
  const present = topic.partitions.length
  const invalid = (message: string): TopicRefusal => ({ errorCode: ErrorCodes.INVALID_PARTITIONS, message })
  if (count === present) return invalid(`Topic already has ${present} partition(s).`)
  if (count < present) {
    return invalid(`The topic ${topic.name} currently has ${present} partition(s); ${count} would not be an increase.`)
  }
  if (assignments === null) return whyTooManyReplicas(topic.replicationFactor, cluster)
  if (assignments.length !== count - present) {
    const message = `Attempted to add ${count - present} additional partition(s), but only ${assignments.length} assignment(s) were specified.`
    return { errorCode: ErrorCodes.INVALID_REPLICA_ASSIGNMENT, message }
  }
  for (const { brokerIds } of assignments) {
    const refusal = whyAssignmentRefused(brokerIds, cluster)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

function refuse({ topics }: CreatePartitionsRequest, errorCode: number): Draft<CreatePartitionsResponse> {
  return { results: topics.map(({ name }) => ({ name, errorCode })) }
}
