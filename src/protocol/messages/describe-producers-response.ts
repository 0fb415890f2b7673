// @generated from schemas/DescribeProducersResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface DescribeProducersResponseProducerState extends Tagged {
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly lastSequence: number
  readonly lastTimestamp: bigint
  readonly coordinatorEpoch: number
  readonly currentTxnStartOffset: bigint
}

function encodeDescribeProducersResponseProducerState(
  writer: Writer,
  message: Draft<DescribeProducersResponseProducerState>,
  _version: number,
): void {
  writer.int64(message.producerId ?? 0n)
  writer.int32(message.producerEpoch ?? 0)
  writer.int32(message.lastSequence ?? -1)
  writer.int64(message.lastTimestamp ?? -1n)
  writer.int32(message.coordinatorEpoch ?? 0)
  writer.int64(message.currentTxnStartOffset ?? -1n)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeProducersResponseProducerState(
  reader: Reader,
  _version: number,
): DescribeProducersResponseProducerState {
  const producerId = reader.int64('producerId')
  const producerEpoch = reader.int32('producerEpoch')
  const lastSequence = reader.int32('lastSequence')
  const lastTimestamp = reader.int64('lastTimestamp')
  const coordinatorEpoch = reader.int32('coordinatorEpoch')
  const currentTxnStartOffset = reader.int64('currentTxnStartOffset')
  const unknownTaggedFields = reader.taggedFields()
  return {
    producerId,
    producerEpoch,
    lastSequence,
    lastTimestamp,
    coordinatorEpoch,
    currentTxnStartOffset,
    unknownTaggedFields,
  }
}

export interface DescribeProducersResponsePartitionResponse extends Tagged {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly activeProducers: readonly DescribeProducersResponseProducerState[]
}

function encodeDescribeProducersResponsePartitionResponse(
  writer: Writer,
  message: Draft<DescribeProducersResponsePartitionResponse>,
  version: number,
): void {
  writer.int32(message.partitionIndex ?? 0)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage ?? null
  writer.nullableString(errorMessage, true)
  const activeProducers = message.activeProducers ?? []
  writer.arrayLength(activeProducers.length, true)
  for (const item of activeProducers) encodeDescribeProducersResponseProducerState(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeProducersResponsePartitionResponse(
  reader: Reader,
  version: number,
): DescribeProducersResponsePartitionResponse {
  const partitionIndex = reader.int32('partitionIndex')
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const activeProducers = reader.array('activeProducers', true, version, decodeDescribeProducersResponseProducerState)
  const unknownTaggedFields = reader.taggedFields()
  return { partitionIndex, errorCode, errorMessage, activeProducers, unknownTaggedFields }
}

export interface DescribeProducersResponseTopicResponse extends Tagged {
  readonly name: string
  readonly partitions: readonly DescribeProducersResponsePartitionResponse[]
}

function encodeDescribeProducersResponseTopicResponse(
  writer: Writer,
  message: Draft<DescribeProducersResponseTopicResponse>,
  version: number,
): void {
  writer.string(message.name ?? '', true)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeDescribeProducersResponsePartitionResponse(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeProducersResponseTopicResponse(
  reader: Reader,
  version: number,
): DescribeProducersResponseTopicResponse {
  const name = reader.string('name', true)
  const partitions = reader.array('partitions', true, version, decodeDescribeProducersResponsePartitionResponse)
  const unknownTaggedFields = reader.taggedFields()
  return { name, partitions, unknownTaggedFields }
}

export interface DescribeProducersResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly topics: readonly DescribeProducersResponseTopicResponse[]
}

function encodeDescribeProducersResponse(
  writer: Writer,
  message: Draft<DescribeProducersResponse>,
  version: number,
): void {
  writer.int32(message.throttleTimeMs ?? 0)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeDescribeProducersResponseTopicResponse(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeProducersResponse(reader: Reader, version: number): DescribeProducersResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const topics = reader.array('topics', true, version, decodeDescribeProducersResponseTopicResponse)
  const unknownTaggedFields = reader.taggedFields()
  return { throttleTimeMs, topics, unknownTaggedFields }
}

export const describeProducersResponse: MessageCodec<DescribeProducersResponse> = {
  name: 'DescribeProducersResponse',
  apiKey: 61,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeDescribeProducersResponse,
  decode: decodeDescribeProducersResponse,
}
