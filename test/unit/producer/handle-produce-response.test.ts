import { describe, expect, it } from 'vitest'
import { UnexpectedError } from '../../../src/errors/as-kafka-error.ts'
import { BrokerError } from '../../../src/errors/broker-error.ts'
import { UnsupportedVersionError } from '../../../src/errors/client-errors.ts'
import { CodecError } from '../../../src/errors/codec-error.ts'
import { ConnectionError, RequestTimeoutError } from '../../../src/errors/connection-errors.ts'
import { ErrorCodes, type ErrorName, errorCodeFacts } from '../../../src/errors/error-codes.ts'
import { answersByPartition, judgeAnswer, judgeFailure } from '../../../src/producer/handle-produce-response.ts'
import type {
  ProduceResponse,
  ProduceResponsePartitionProduceResponse,
} from '../../../src/protocol/messages/produce-response.ts'
import { noTaggedFields } from '../../../src/protocol/tagged-field.ts'
import { type Uuid, zeroUuid } from '../../../src/protocol/uuid.ts'

type Answer = ProduceResponsePartitionProduceResponse

function answer(errorCode: number, more: Partial<Answer> = {}): Answer {
  return {
    index: 3,
    errorCode,
    baseOffset: errorCode === 0 ? 100n : -1n,
    logAppendTimeMs: -1n,
    logStartOffset: -1n,
    recordErrors: [],
    errorMessage: null,
    currentLeader: { leaderId: -1, leaderEpoch: -1, unknownTaggedFields: noTaggedFields },
    unknownTaggedFields: noTaggedFields,
    ...more,
  }
}

const judge = (code: number, more: Partial<Answer> = {}) => judgeAnswer('orders', 3, answer(code, more), 2)

/** Certainty and action of every answer that a leader gives to a produce request. */
const rows: readonly (readonly [ErrorName, 'refused' | 'unknown', string])[] = [
  // The leader moved. It may have appended the batch before it lost its place.
  ['NOT_LEADER_OR_FOLLOWER', 'unknown', 'relocate'],
  ['FENCED_LEADER_EPOCH', 'unknown', 'relocate'],
  ['LEADER_NOT_AVAILABLE', 'unknown', 'relocate'],
  ['REPLICA_NOT_AVAILABLE', 'unknown', 'relocate'],
  ['KAFKA_STORAGE_ERROR', 'unknown', 'relocate'],
  ['NETWORK_EXCEPTION', 'unknown', 'relocate'],
  // Redpanda, when a disk is full.
  ['BROKER_NOT_AVAILABLE', 'unknown', 'relocate'],
  // It may be in the log; only the same sequence may follow.
  ['REQUEST_TIMED_OUT', 'unknown', 'retry'],
  ['NOT_ENOUGH_REPLICAS_AFTER_APPEND', 'unknown', 'retry'],
  ['UNKNOWN_SERVER_ERROR', 'unknown', 'retry'],
  // Refused before the log was touched.
  ['NOT_ENOUGH_REPLICAS', 'refused', 'retry'],
  ['CORRUPT_MESSAGE', 'refused', 'retry'],
  ['CONCURRENT_TRANSACTIONS', 'refused', 'retry'],
  ['THROTTLING_QUOTA_EXCEEDED', 'refused', 'retry'],
  ['UNKNOWN_LEADER_EPOCH', 'refused', 'retry'],
  ['UNKNOWN_TOPIC_OR_PARTITION', 'refused', 'relocate'],
  ['UNKNOWN_TOPIC_ID', 'refused', 'relocate'],
  ['INCONSISTENT_TOPIC_ID', 'refused', 'relocate'],
  // Our sequence is not what the leader expects.
  ['OUT_OF_ORDER_SEQUENCE_NUMBER', 'refused', 'sequenceLost'],
  ['UNKNOWN_PRODUCER_ID', 'refused', 'sequenceLost'],
  ['INVALID_PRODUCER_ID_MAPPING', 'refused', 'sequenceLost'],
  ['INVALID_PRODUCER_EPOCH', 'refused', 'sequenceLost'],
  // Too large.
  ['MESSAGE_TOO_LARGE', 'refused', 'split'],
  ['RECORD_LIST_TOO_LARGE', 'refused', 'split'],
  // Repeating cannot help.
  ['INVALID_RECORD', 'refused', 'fail'],
  ['INVALID_TIMESTAMP', 'refused', 'fail'],
  ['INVALID_REQUIRED_ACKS', 'refused', 'fail'],
  ['INVALID_TOPIC_EXCEPTION', 'refused', 'fail'],
  ['TOPIC_AUTHORIZATION_FAILED', 'refused', 'fail'],
  ['CLUSTER_AUTHORIZATION_FAILED', 'refused', 'fail'],
  ['TRANSACTIONAL_ID_AUTHORIZATION_FAILED', 'refused', 'fail'],
  ['UNSUPPORTED_COMPRESSION_TYPE', 'refused', 'fail'],
  ['UNSUPPORTED_FOR_MESSAGE_FORMAT', 'refused', 'fail'],
  ['POLICY_VIOLATION', 'refused', 'fail'],
  ['PRODUCER_FENCED', 'refused', 'fail'],
  ['INVALID_TXN_STATE', 'refused', 'fail'],
]

describe('the verdict on a partition’s answer', () => {
  it('is that the batch is in the log, where and when', () => {
    expect(judge(0, { logAppendTimeMs: 55n })).toEqual({
      certainty: 'appended',
      baseOffset: 100n,
      logAppendTimeMs: 55,
    })
  })

  it('takes a duplicate for what it is: an earlier attempt whose answer was lost', () => {
    expect(judge(ErrorCodes.DUPLICATE_SEQUENCE_NUMBER, { baseOffset: 42n })).toMatchObject({
      certainty: 'appended',
      baseOffset: 42n,
    })
    expect(judge(ErrorCodes.DUPLICATE_SEQUENCE_NUMBER)).toMatchObject({ certainty: 'appended', baseOffset: -1n })
  })

  it.each(rows)('on %s is %s, then %s', (name, certainty, action) => {
    const verdict = judge(ErrorCodes[name])
    expect(verdict).toMatchObject({ certainty, action, error: { code: name } })
  })

  it('names the partition, the broker, and its words', () => {
    const verdict = judge(ErrorCodes.INVALID_RECORD, { errorMessage: 'no key in a compacted topic' })
    if (verdict.certainty === 'appended') throw new Error('It was refused')
    expect(verdict.error).toBeInstanceOf(BrokerError)
    expect(verdict.error.message).toContain('Cannot produce to orders-3')
    expect(verdict.error.message).toContain('no key in a compacted topic')
    expect(verdict.error.context).toEqual({ api: 'Produce', nodeId: 2, topic: 'orders', partition: 3 })
  })

  it('takes the words about a record where there are none about the batch (KIP-467)', () => {
    const recordErrors = [
      { batchIndex: 0, batchIndexErrorMessage: 'record 0 has no key', unknownTaggedFields: noTaggedFields },
    ]
    const verdict = judge(ErrorCodes.INVALID_RECORD, { recordErrors })
    expect(verdict).toMatchObject({ error: { brokerMessage: 'record 0 has no key' } })
  })

  it('tells where the log starts, which decides what a lost sequence means', () => {
    expect(judge(ErrorCodes.UNKNOWN_PRODUCER_ID, { logStartOffset: 77n })).toMatchObject({ logStartOffset: 77n })
  })

  it('leaves open what a code means that is newer than this client', () => {
    expect(judge(9999)).toMatchObject({
      certainty: 'unknown',
      action: 'fail',
      error: { code: 'UNKNOWN_ERROR_CODE_9999' },
    })
  })

  it('leaves open what became of a partition that was left out', () => {
    const verdict = judgeAnswer('orders', 3, undefined, 2)
    expect(verdict).toMatchObject({ certainty: 'unknown', action: 'retry' })
    expect(verdict).toMatchObject({ error: { message: 'Broker 2 left orders-3 out of its answer' } })
  })

  it('exists for every error code, and never repeats what Kafka calls final without a reason of its own', () => {
    const repeatedAnyway = ['UNKNOWN_SERVER_ERROR', 'BROKER_NOT_AVAILABLE']
    for (const [code, { name, retriable, refreshesMetadata }] of errorCodeFacts) {
      const verdict = judge(code)
      if (verdict.certainty === 'appended') {
        expect(['NONE', 'DUPLICATE_SEQUENCE_NUMBER']).toContain(name)
        continue
      }
      expect(verdict.error.code).toBe(name)
      if (verdict.action === 'retry' || verdict.action === 'relocate') {
        const isOwnReason = repeatedAnyway.includes(name) || !rows.some(([known]) => known === name)
        expect({ name, isReason: retriable || refreshesMetadata || isOwnReason }).toEqual({ name, isReason: true })
      }
      // What is given up for good without a doubt was refused before the log was touched; what may be in the log is
      // only ever repeated under its own sequence.
      if (verdict.certainty === 'unknown')
        expect([`${name}: retry`, `${name}: relocate`]).toContain(`${name}: ${verdict.action}`)
    }
  })
})

describe('the verdict on a request without an answer', () => {
  it.each([
    [new ConnectionError('CONNECTION_CLOSED', 'cut', { mayHaveBeenSent: true }), 'unknown', 'relocate'],
    [new ConnectionError('CONNECTION_CLOSED', 'cut', { mayHaveBeenSent: false }), 'refused', 'relocate'],
    [
      new ConnectionError('CONNECTION_CLOSED', 'closed', { mayHaveBeenSent: true, retriable: false }),
      'unknown',
      'fail',
    ],
    [new RequestTimeoutError('late'), 'unknown', 'relocate'],
    [new RequestTimeoutError('late', { mayHaveBeenSent: false }), 'refused', 'relocate'],
    [new UnsupportedVersionError('too old'), 'refused', 'fail'],
    [new CodecError('an answer that cannot be read'), 'unknown', 'fail'],
    // A defect proves nothing: "persisted: no" would be a promise that nobody can keep.
    [new UnexpectedError('a defect'), 'unknown', 'fail'],
  ])('%s is %s, then %s', (error, certainty, action) => {
    expect(judgeFailure(error)).toMatchObject({ certainty, action, error, logStartOffset: -1n })
  })
})

describe('the answers of a response', () => {
  const id = 'TTTTTTTTTTTTTTTTTTTTTA' as Uuid
  const response = (topics: { name: string; topicId: Uuid }[]): ProduceResponse => ({
    responses: topics.map((topic) => ({
      ...topic,
      partitionResponses: [answer(0, { index: 0 }), answer(6, { index: 7 })],
      unknownTaggedFields: noTaggedFields,
    })),
    throttleTimeMs: 0,
    nodeEndpoints: [],
    unknownTaggedFields: noTaggedFields,
  })

  it('are found by name and partition', () => {
    const answers = answersByPartition(response([{ name: 'orders', topicId: zeroUuid }]), new Map())
    expect([...answers.keys()]).toEqual(['orders-0', 'orders-7'])
    expect(answers.get('orders-7')?.errorCode).toBe(6)
  })

  it('are found by the id that the request was made with, from version 13 on', () => {
    const answers = answersByPartition(response([{ name: '', topicId: id }]), new Map([[id, 'orders']]))
    expect([...answers.keys()]).toEqual(['orders-0', 'orders-7'])
  })
})
