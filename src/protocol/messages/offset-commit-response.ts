// @generated from schemas/OffsetCommitResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface OffsetCommitResponsePartition extends Tagged {
  readonly partitionIndex: number
  readonly errorCode: number
}

function encodeOffsetCommitResponsePartition(
  writer: Writer,
  message: Draft<OffsetCommitResponsePartition>,
  version: number,
): void {
  const flexible = version >= 8
  writer.int32(message.partitionIndex ?? 0)
  writer.int16(message.errorCode ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeOffsetCommitResponsePartition(reader: Reader, version: number): OffsetCommitResponsePartition {
  const flexible = version >= 8
  const partitionIndex = reader.int32('partitionIndex')
  const errorCode = reader.int16('errorCode')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { partitionIndex, errorCode, unknownTaggedFields }
}

export interface OffsetCommitResponseTopic extends Tagged {
  readonly name: string // v2-9
  readonly topicId: Uuid // v10+
  readonly partitions: readonly OffsetCommitResponsePartition[]
}

function encodeOffsetCommitResponseTopic(
  writer: Writer,
  message: Draft<OffsetCommitResponseTopic>,
  version: number,
): void {
  const flexible = version >= 8
  if (version <= 9) writer.string(message.name ?? '', flexible)
  if (version === 10) writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, flexible)
  for (const item of partitions) encodeOffsetCommitResponsePartition(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeOffsetCommitResponseTopic(reader: Reader, version: number): OffsetCommitResponseTopic {
  const flexible = version >= 8
  const name = version <= 9 ? reader.string('name', flexible) : ''
  const topicId = version === 10 ? reader.uuid('topicId') : zeroUuid
  const partitions = reader.array('partitions', flexible, version, decodeOffsetCommitResponsePartition)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { name, topicId, partitions, unknownTaggedFields }
}

export interface OffsetCommitResponse extends Tagged {
  readonly throttleTimeMs: number // v3+
  readonly topics: readonly OffsetCommitResponseTopic[]
}

function encodeOffsetCommitResponse(writer: Writer, message: Draft<OffsetCommitResponse>, version: number): void {
  const flexible = version >= 8
  if (version >= 3) writer.int32(message.throttleTimeMs ?? 0)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, flexible)
  for (const item of topics) encodeOffsetCommitResponseTopic(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeOffsetCommitResponse(reader: Reader, version: number): OffsetCommitResponse {
  const flexible = version >= 8
  const throttleTimeMs = version >= 3 ? reader.int32('throttleTimeMs') : 0
  const topics = reader.array('topics', flexible, version, decodeOffsetCommitResponseTopic)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, topics, unknownTaggedFields }
}

export const offsetCommitResponse: MessageCodec<OffsetCommitResponse> = {
  name: 'OffsetCommitResponse',
  apiKey: 8,
  minVersion: 2,
  maxVersion: 10,
  firstFlexibleVersion: 8,
  encode: encodeOffsetCommitResponse,
  decode: decodeOffsetCommitResponse,
}
