import { BrokerError } from '../errors/broker-error.ts'
import { classifyErrorCode } from '../errors/classify.ts'
import { UnsupportedVersionError } from '../errors/client-errors.ts'
import { ConnectionError, RequestTimeoutError } from '../errors/connection-errors.ts'
import { ErrorCodes, errorCodeFacts } from '../errors/error-codes.ts'
import type { KafkaError } from '../errors/kafka-error.ts'
import type { ProduceResponse, ProduceResponsePartitionProduceResponse } from '../protocol/messages/produce-response.ts'
import { zeroUuid } from '../protocol/uuid.ts'

/**
 * What one attempt to produce a batch came to. Pure: who is told, and what happens next, is the RecBuf's business.
 *
 * `certainty` is the line that decides whether the batch may be failed, split or given another sequence:
 * - `appended`: it is in the log, at the offset given.
 * - `refused`: this attempt certainly did not append it.
 * - `unknown`: it may be in the log. Only an attempt with the same producer id, epoch and sequence may follow.
 */
export type ProduceVerdict =
  | { readonly certainty: 'appended'; readonly baseOffset: bigint; readonly logAppendTimeMs: number }
  | {
      readonly certainty: 'refused' | 'unknown'
      readonly error: KafkaError
      /**
       * - `retry`: after a pause. `relocate`: after a look at the metadata, at whoever leads then.
       * - `split`: too large for the broker; smaller batches may pass.
       * - `sequenceLost`: the broker's memory of our sequences and ours differ.
       * - `fail`: never again.
       */
      readonly action: 'retry' | 'relocate' | 'split' | 'sequenceLost' | 'fail'
      /** The partition's first offset, where the answer tells it, else -1. */
      readonly logStartOffset: bigint
    }

/**
 * Codes after which the batch may be in the log all the same: the leader appended it and lost its place, its followers or
 * its time before it could say so. Redpanda answers any internal failure with REQUEST_TIMED_OUT.
 */
const ambiguousCodes: ReadonlySet<number> = new Set([
  ErrorCodes.UNKNOWN_SERVER_ERROR,
  ErrorCodes.NOT_LEADER_OR_FOLLOWER,
  ErrorCodes.LEADER_NOT_AVAILABLE,
  ErrorCodes.REQUEST_TIMED_OUT,
  ErrorCodes.BROKER_NOT_AVAILABLE,
  ErrorCodes.REPLICA_NOT_AVAILABLE,
  ErrorCodes.NETWORK_EXCEPTION,
  ErrorCodes.NOT_ENOUGH_REPLICAS_AFTER_APPEND,
  ErrorCodes.KAFKA_STORAGE_ERROR,
  ErrorCodes.FENCED_LEADER_EPOCH,
])

const splitCodes: ReadonlySet<number> = new Set([ErrorCodes.MESSAGE_TOO_LARGE, ErrorCodes.RECORD_LIST_TOO_LARGE])

export function judgeAnswer(
  topic: string,
  partition: number,
  answer: ProduceResponsePartitionProduceResponse | undefined,
  nodeId: number,
): ProduceVerdict {
  if (answer === undefined) {
    // The broker answered the request and left this partition out: nothing is known of it.
    const reason = `Broker ${nodeId} left ${topic}-${partition} out of its answer`
    return unknown(new ConnectionError('CONNECTION_FAILED', reason, { mayHaveBeenSent: true }))
  }
  const code = answer.errorCode
  if (code === ErrorCodes.NONE || code === ErrorCodes.DUPLICATE_SEQUENCE_NUMBER) {
    // A duplicate is a batch whose first answer was lost; brokers that no longer remember its offset say -1.
    return { certainty: 'appended', baseOffset: answer.baseOffset, logAppendTimeMs: Number(answer.logAppendTimeMs) }
  }
  const context = { api: 'Produce', nodeId, topic, partition }
  const error = new BrokerError(`Cannot produce to ${topic}-${partition}`, code, context, brokerWords(answer))
  return {
    // Nobody knows what a code that is newer than this client says about the log.
    certainty: ambiguousCodes.has(code) || !errorCodeFacts.has(code) ? 'unknown' : 'refused',
    error,
    action: actionOf(code),
    logStartOffset: answer.logStartOffset,
  }
}

/** The verdict on every batch of a request that ended without an answer. */
export function judgeFailure(error: KafkaError): ProduceVerdict {
  const isTransport = error instanceof ConnectionError || error instanceof RequestTimeoutError
  // Whatever does not prove that no byte left (an answer that cannot be read, a defect) leaves a doubt.
  const isUnsent = isTransport ? !error.mayHaveBeenSent : error instanceof UnsupportedVersionError
  return {
    certainty: isUnsent ? 'refused' : 'unknown',
    error,
    action: error.retriable ? 'relocate' : 'fail',
    logStartOffset: -1n,
  }
}

/** The partitions' answers by `topic-partition`. Answers by topic id need the names that the request was made from. */
export function answersByPartition(
  response: ProduceResponse,
  topicNamesById: ReadonlyMap<string, string>,
): Map<string, ProduceResponsePartitionProduceResponse> {
  const answers = new Map<string, ProduceResponsePartitionProduceResponse>()
  for (const topic of response.responses) {
    const name = topic.topicId === zeroUuid ? topic.name : (topicNamesById.get(topic.topicId) ?? topic.name)
    for (const partition of topic.partitionResponses) answers.set(`${name}-${partition.index}`, partition)
  }
  return answers
}

function actionOf(code: number): Exclude<ProduceVerdict, { certainty: 'appended' }>['action'] {
  if (splitCodes.has(code)) return 'split'
  // With a sequence, sending again is safe whatever the broker did not explain.
  if (code === ErrorCodes.UNKNOWN_SERVER_ERROR) return 'retry'
  switch (classifyErrorCode(code)) {
    case 'renewProducerId':
      return 'sequenceLost'
    case 'refreshMetadata':
      return 'relocate'
    // CORRUPT_MESSAGE is among them: the batch was damaged on its way, and the bytes here are still good.
    case 'retry':
    case 'findCoordinator':
    case 'findController':
      return 'retry'
    default:
      return 'fail'
  }
}

function brokerWords(answer: ProduceResponsePartitionProduceResponse): string | null {
  const record = answer.recordErrors[0]?.batchIndexErrorMessage
  return answer.errorMessage ?? record ?? null
}

function unknown(error: KafkaError): ProduceVerdict {
  return { certainty: 'unknown', error, action: 'retry', logStartOffset: -1n }
}
