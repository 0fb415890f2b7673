// @generated from schemas/ListOffsetsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface ListOffsetsResponseListOffsetsPartitionResponse extends Tagged {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly timestamp: bigint
  readonly offset: bigint
  readonly leaderEpoch: number // v4+
}

function encodeListOffsetsResponseListOffsetsPartitionResponse(
  writer: Writer,
  message: Draft<ListOffsetsResponseListOffsetsPartitionResponse>,
  version: number,
): void {
  const flexible = version >= 6
  writer.int32(message.partitionIndex ?? 0)
  writer.int16(message.errorCode ?? 0)
  writer.int64(message.timestamp ?? -1n)
  writer.int64(message.offset ?? -1n)
  if (version >= 4) writer.int32(message.leaderEpoch ?? -1)
  if (version < 4 && message.leaderEpoch !== undefined && message.leaderEpoch !== -1)
    refuseField('ListOffsetsResponse', 'leaderEpoch', version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeListOffsetsResponseListOffsetsPartitionResponse(
  reader: Reader,
  version: number,
): ListOffsetsResponseListOffsetsPartitionResponse {
  const flexible = version >= 6
  const partitionIndex = reader.int32('partitionIndex')
  const errorCode = reader.int16('errorCode')
  const timestamp = reader.int64('timestamp')
  const offset = reader.int64('offset')
  const leaderEpoch = version >= 4 ? reader.int32('leaderEpoch') : -1
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { partitionIndex, errorCode, timestamp, offset, leaderEpoch, unknownTaggedFields }
}

export interface ListOffsetsResponseListOffsetsTopicResponse extends Tagged {
  readonly name: string
  readonly partitions: readonly ListOffsetsResponseListOffsetsPartitionResponse[]
}

function encodeListOffsetsResponseListOffsetsTopicResponse(
  writer: Writer,
  message: Draft<ListOffsetsResponseListOffsetsTopicResponse>,
  version: number,
): void {
  const flexible = version >= 6
  writer.string(message.name ?? '', flexible)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, flexible)
  for (const item of partitions) encodeListOffsetsResponseListOffsetsPartitionResponse(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeListOffsetsResponseListOffsetsTopicResponse(
  reader: Reader,
  version: number,
): ListOffsetsResponseListOffsetsTopicResponse {
  const flexible = version >= 6
  const name = reader.string('name', flexible)
  const partitions = reader.array(
    'partitions',
    flexible,
    version,
    decodeListOffsetsResponseListOffsetsPartitionResponse,
  )
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { name, partitions, unknownTaggedFields }
}

export interface ListOffsetsResponse extends Tagged {
  readonly throttleTimeMs: number // v2+
  readonly topics: readonly ListOffsetsResponseListOffsetsTopicResponse[]
}

function encodeListOffsetsResponse(writer: Writer, message: Draft<ListOffsetsResponse>, version: number): void {
  const flexible = version >= 6
  if (version >= 2) writer.int32(message.throttleTimeMs ?? 0)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, flexible)
  for (const item of topics) encodeListOffsetsResponseListOffsetsTopicResponse(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeListOffsetsResponse(reader: Reader, version: number): ListOffsetsResponse {
  const flexible = version >= 6
  const throttleTimeMs = version >= 2 ? reader.int32('throttleTimeMs') : 0
  const topics = reader.array('topics', flexible, version, decodeListOffsetsResponseListOffsetsTopicResponse)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, topics, unknownTaggedFields }
}

export const listOffsetsResponse: MessageCodec<ListOffsetsResponse> = {
  name: 'ListOffsetsResponse',
  apiKey: 2,
  minVersion: 1,
  maxVersion: 11,
  firstFlexibleVersion: 6,
  encode: encodeListOffsetsResponse,
  decode: decodeListOffsetsResponse,
}
