// @generated from schemas/DeleteRecordsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface DeleteRecordsResponseDeleteRecordsPartitionResult extends Tagged {
  readonly partitionIndex: number
  readonly lowWatermark: bigint
  readonly errorCode: number
}

function encodeDeleteRecordsResponseDeleteRecordsPartitionResult(
  writer: Writer,
  message: Draft<DeleteRecordsResponseDeleteRecordsPartitionResult>,
  version: number,
): void {
  const flexible = version === 2
  writer.int32(message.partitionIndex ?? 0)
  writer.int64(message.lowWatermark ?? 0n)
  writer.int16(message.errorCode ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDeleteRecordsResponseDeleteRecordsPartitionResult(
  reader: Reader,
  version: number,
): DeleteRecordsResponseDeleteRecordsPartitionResult {
  const flexible = version === 2
  const partitionIndex = reader.int32('partitionIndex')
  const lowWatermark = reader.int64('lowWatermark')
  const errorCode = reader.int16('errorCode')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { partitionIndex, lowWatermark, errorCode, unknownTaggedFields }
}

export interface DeleteRecordsResponseDeleteRecordsTopicResult extends Tagged {
  readonly name: string
  readonly partitions: readonly DeleteRecordsResponseDeleteRecordsPartitionResult[]
}

function encodeDeleteRecordsResponseDeleteRecordsTopicResult(
  writer: Writer,
  message: Draft<DeleteRecordsResponseDeleteRecordsTopicResult>,
  version: number,
): void {
  const flexible = version === 2
  writer.string(message.name ?? '', flexible)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, flexible)
  for (const item of partitions) encodeDeleteRecordsResponseDeleteRecordsPartitionResult(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDeleteRecordsResponseDeleteRecordsTopicResult(
  reader: Reader,
  version: number,
): DeleteRecordsResponseDeleteRecordsTopicResult {
  const flexible = version === 2
  const name = reader.string('name', flexible)
  const partitions = reader.array(
    'partitions',
    flexible,
    version,
    decodeDeleteRecordsResponseDeleteRecordsPartitionResult,
  )
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { name, partitions, unknownTaggedFields }
}

export interface DeleteRecordsResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly topics: readonly DeleteRecordsResponseDeleteRecordsTopicResult[]
}

function encodeDeleteRecordsResponse(writer: Writer, message: Draft<DeleteRecordsResponse>, version: number): void {
  const flexible = version === 2
  writer.int32(message.throttleTimeMs ?? 0)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, flexible)
  for (const item of topics) encodeDeleteRecordsResponseDeleteRecordsTopicResult(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDeleteRecordsResponse(reader: Reader, version: number): DeleteRecordsResponse {
  const flexible = version === 2
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const topics = reader.array('topics', flexible, version, decodeDeleteRecordsResponseDeleteRecordsTopicResult)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, topics, unknownTaggedFields }
}

export const deleteRecordsResponse: MessageCodec<DeleteRecordsResponse> = {
  name: 'DeleteRecordsResponse',
  apiKey: 21,
  minVersion: 0,
  maxVersion: 2,
  firstFlexibleVersion: 2,
  encode: encodeDeleteRecordsResponse,
  decode: decodeDeleteRecordsResponse,
}
