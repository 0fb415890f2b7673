// @generated from schemas/DescribeTransactionsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readInt32 } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface DescribeTransactionsResponseTopicData extends Tagged {
  readonly topic: string
  readonly partitions: readonly number[]
}

function encodeDescribeTransactionsResponseTopicData(
  writer: Writer,
  message: Draft<DescribeTransactionsResponseTopicData>,
  _version: number,
): void {
  writer.string(message.topic ?? '', true)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) writer.int32(item)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeTransactionsResponseTopicData(
  reader: Reader,
  version: number,
): DescribeTransactionsResponseTopicData {
  const topic = reader.string('topic', true)
  const partitions = reader.array('partitions', true, version, readInt32)
  const unknownTaggedFields = reader.taggedFields()
  return { topic, partitions, unknownTaggedFields }
}

export interface DescribeTransactionsResponseTransactionState extends Tagged {
  readonly errorCode: number
  readonly transactionalId: string
  readonly transactionState: string
  readonly transactionTimeoutMs: number
  readonly transactionStartTimeMs: bigint
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly topics: readonly DescribeTransactionsResponseTopicData[]
}

function encodeDescribeTransactionsResponseTransactionState(
  writer: Writer,
  message: Draft<DescribeTransactionsResponseTransactionState>,
  version: number,
): void {
  writer.int16(message.errorCode ?? 0)
  writer.string(message.transactionalId ?? '', true)
  writer.string(message.transactionState ?? '', true)
  writer.int32(message.transactionTimeoutMs ?? 0)
  writer.int64(message.transactionStartTimeMs ?? 0n)
  writer.int64(message.producerId ?? 0n)
  writer.int16(message.producerEpoch ?? 0)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeDescribeTransactionsResponseTopicData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeTransactionsResponseTransactionState(
  reader: Reader,
  version: number,
): DescribeTransactionsResponseTransactionState {
  const errorCode = reader.int16('errorCode')
  const transactionalId = reader.string('transactionalId', true)
  const transactionState = reader.string('transactionState', true)
  const transactionTimeoutMs = reader.int32('transactionTimeoutMs')
  const transactionStartTimeMs = reader.int64('transactionStartTimeMs')
  const producerId = reader.int64('producerId')
  const producerEpoch = reader.int16('producerEpoch')
  const topics = reader.array('topics', true, version, decodeDescribeTransactionsResponseTopicData)
  const unknownTaggedFields = reader.taggedFields()
  return {
    errorCode,
    transactionalId,
    transactionState,
    transactionTimeoutMs,
    transactionStartTimeMs,
    producerId,
    producerEpoch,
    topics,
    unknownTaggedFields,
  }
}

export interface DescribeTransactionsResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly transactionStates: readonly DescribeTransactionsResponseTransactionState[]
}

function encodeDescribeTransactionsResponse(
  writer: Writer,
  message: Draft<DescribeTransactionsResponse>,
  version: number,
): void {
  writer.int32(message.throttleTimeMs ?? 0)
  const transactionStates = message.transactionStates ?? []
  writer.arrayLength(transactionStates.length, true)
  for (const item of transactionStates) encodeDescribeTransactionsResponseTransactionState(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeTransactionsResponse(reader: Reader, version: number): DescribeTransactionsResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const transactionStates = reader.array(
    'transactionStates',
    true,
    version,
    decodeDescribeTransactionsResponseTransactionState,
  )
  const unknownTaggedFields = reader.taggedFields()
  return { throttleTimeMs, transactionStates, unknownTaggedFields }
}

export const describeTransactionsResponse: MessageCodec<DescribeTransactionsResponse> = {
  name: 'DescribeTransactionsResponse',
  apiKey: 65,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeDescribeTransactionsResponse,
  decode: decodeDescribeTransactionsResponse,
}
