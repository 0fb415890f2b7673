/**
 * Produce (key 0), v3-13.
 *
 * Each partition is judged alone: leadership, disk, in-sync replicas (acks=all), the batch itself, its producer's
 * sequence. acks=1 answers after the append, acks=all when the in-sync replicas have it, acks=0 never: an error there
 * closes the connection. v7 allows zstd, v8 names the records at fault, v10 hints at the leader (KIP-951), v12 has the
 * broker add partitions to transactions (KIP-890), v13 names topics by id. A batch that was appended before is answered
 * with its old offset.
 */
import { ErrorCodes, type ErrorName } from '../../errors/error-codes.ts'
import { produceApi } from '../../protocol/apis/produce.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { ProduceRequest, ProduceRequestTopicProduceData } from '../../protocol/messages/produce-request.ts'
import type {
  ProduceResponse,
  ProduceResponsePartitionProduceResponse,
} from '../../protocol/messages/produce-response.ts'
import { appendRecords, PartitionAppend } from '../append-records.ts'
import type { ClusterProfile } from '../profiles/profile.ts'
import { isAllowed } from '../security/authorize.ts'
import type { Topic } from '../topics/topic.ts'
import { type Answer, type ApiHandler, defineHandler, disconnect, noAnswer, type RequestContext } from './handler.ts'
import { LeaderHints } from './leader-hints.ts'

const firstVersionWithTopicIds = 13
const firstVersionWithHints = 10

export const produceHandler: ApiHandler = defineHandler(produceApi, handleProduce, refuseProduce)

/** What became of each partition of the request, in its order. */
interface TopicOutcome {
  readonly name: string
  readonly data: ProduceRequestTopicProduceData
  readonly appends: readonly PartitionAppend[]
}

function handleProduce(
  request: ProduceRequest,
  context: RequestContext,
): Answer<ProduceResponse> | Promise<Answer<ProduceResponse>> {
  const { transactionalId } = request
  if (transactionalId !== null && !isAllowed(context, 'WRITE', 'TRANSACTIONAL_ID', transactionalId)) {
    return refuseProduce(request, ErrorCodes.TRANSACTIONAL_ID_AUTHORIZATION_FAILED, context)
  }
  const outcomes = request.topicData.map((data) => appendTopic(data, request, context))
  const appends = outcomes.flatMap((outcome) => outcome.appends)
  if (request.acks === 0) {
    const answers = context.cluster.profile.answersAcks0 === true
    if (answers) return answer(outcomes, context)
    return appends.some(({ errorCode }) => errorCode !== ErrorCodes.NONE) ? disconnect : noAnswer
  }
  const waiting = appends.filter((append) => append.awaitsReplicas)
  if (request.acks !== -1 || waiting.length === 0) return answer(outcomes, context)
  return context.delays.wait({
    label: 'produce wait',
    timeoutMs: request.timeoutMs,
    watches: waiting.map(({ partition }) => partition!),
    tryComplete: () => {
      for (const append of waiting) append.updateReplication()
      return waiting.some((append) => append.awaitsReplicas) ? undefined : answer(outcomes, context)
    },
    onExpired: () => {
      for (const append of waiting) if (append.awaitsReplicas) append.fail(ErrorCodes.REQUEST_TIMED_OUT, null)
      return answer(outcomes, context)
    },
  })
}

function appendTopic(
  data: ProduceRequestTopicProduceData,
  { acks, transactionalId }: ProduceRequest,
  context: RequestContext,
): TopicOutcome {
  const { cluster, version } = context
  const isById = version >= firstVersionWithTopicIds
  const topic: Topic | undefined = isById ? cluster.topicById(data.topicId) : cluster.topic(data.name)
  const unknownCode = isById ? ErrorCodes.UNKNOWN_TOPIC_ID : ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION
  const name = isById ? topic?.name : data.name
  if (name !== undefined && !isAllowed(context, 'WRITE', 'TOPIC', name)) {
    const refuse = ({ index }: { index: number }): PartitionAppend =>
      new PartitionAppend(index).fail(ErrorCodes.TOPIC_AUTHORIZATION_FAILED, null)
    return { name, data, appends: data.partitionData.map(refuse) }
  }
  const appends = data.partitionData.map(({ index, records }) =>
    appendRecords({ topic, unknownCode, index, records, acks, transactionalId, context }),
  )
  return { name: topic?.name ?? data.name, data, appends }
}

function answer(outcomes: readonly TopicOutcome[], context: RequestContext): Draft<ProduceResponse> {
  const hints = new LeaderHints(context)
  const responses = outcomes.map(({ name, data, appends }) => ({
    ...(context.version >= firstVersionWithTopicIds ? { topicId: data.topicId } : { name: data.name }),
    partitionResponses: appends.map((append) => describe(append, name, context, hints)),
  }))
  return { responses, nodeEndpoints: hints.endpoints }
}

function describe(
  append: PartitionAppend,
  topic: string,
  { version, cluster }: RequestContext,
  hints: LeaderHints,
): Draft<ProduceResponsePartitionProduceResponse> {
  const { index, message, recordErrors, partition } = append
  const errorCode = inWordsOf(cluster.profile, append.errorCode)
  if (errorCode !== ErrorCodes.NONE) {
    const hint = version >= firstVersionWithHints ? hints.hintFor(topic, index, errorCode) : undefined
    return {
      index,
      errorCode,
      baseOffset: -1n,
      ...(version >= 8 ? { errorMessage: message, recordErrors: describeRecordErrors(recordErrors) } : {}),
      ...(hint === undefined ? {} : { currentLeader: hint }),
    }
  }
  return {
    index,
    baseOffset: append.baseOffset,
    logAppendTimeMs: BigInt(append.logAppendTimeMs),
    logStartOffset: partition?.log.startOffset ?? -1n,
  }
}

/** Not every service has Kafka's errors. */
function inWordsOf({ produce }: ClusterProfile, errorCode: number): number {
  for (const [name, other] of Object.entries(produce?.errors ?? {}) as [ErrorName, ErrorName][]) {
    if (ErrorCodes[name] === errorCode) return ErrorCodes[other]
  }
  return errorCode
}

function describeRecordErrors(
  errors: PartitionAppend['recordErrors'],
): { batchIndex: number; batchIndexErrorMessage: string }[] {
  return errors.map(({ batchIndex, message }) => ({ batchIndex, batchIndexErrorMessage: message }))
}

function refuseProduce(request: ProduceRequest, errorCode: number, context: RequestContext): Draft<ProduceResponse> {
  const hints = new LeaderHints(context)
  const responses = request.topicData.map(({ name, topicId, partitionData }) => ({
    ...(context.version >= firstVersionWithTopicIds ? { topicId } : { name }),
    partitionResponses: partitionData.map(({ index }) => {
      const known =
        context.version >= firstVersionWithTopicIds ? (context.cluster.topicById(topicId)?.name ?? '') : name
      const hint = context.version >= firstVersionWithHints ? hints.hintFor(known, index, errorCode) : undefined
      return { index, errorCode, baseOffset: -1n, ...(hint === undefined ? {} : { currentLeader: hint }) }
    }),
  }))
  return { responses, nodeEndpoints: hints.endpoints }
}
