// @generated from schemas/AlterShareGroupOffsetsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface AlterShareGroupOffsetsResponsePartition extends Tagged {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly errorMessage: string | null
}

function encodeAlterShareGroupOffsetsResponsePartition(
  writer: Writer,
  message: Draft<AlterShareGroupOffsetsResponsePartition>,
  _version: number,
): void {
  writer.int32(message.partitionIndex ?? 0)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage ?? null
  writer.nullableString(errorMessage, true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterShareGroupOffsetsResponsePartition(
  reader: Reader,
  _version: number,
): AlterShareGroupOffsetsResponsePartition {
  const partitionIndex = reader.int32('partitionIndex')
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const unknownTaggedFields = reader.taggedFields()
  return { partitionIndex, errorCode, errorMessage, unknownTaggedFields }
}

export interface AlterShareGroupOffsetsResponseTopic extends Tagged {
  readonly topicName: string
  readonly topicId: Uuid
  readonly partitions: readonly AlterShareGroupOffsetsResponsePartition[]
}

function encodeAlterShareGroupOffsetsResponseTopic(
  writer: Writer,
  message: Draft<AlterShareGroupOffsetsResponseTopic>,
  version: number,
): void {
  writer.string(message.topicName ?? '', true)
  writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeAlterShareGroupOffsetsResponsePartition(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterShareGroupOffsetsResponseTopic(
  reader: Reader,
  version: number,
): AlterShareGroupOffsetsResponseTopic {
  const topicName = reader.string('topicName', true)
  const topicId = reader.uuid('topicId')
  const partitions = reader.array('partitions', true, version, decodeAlterShareGroupOffsetsResponsePartition)
  const unknownTaggedFields = reader.taggedFields()
  return { topicName, topicId, partitions, unknownTaggedFields }
}

export interface AlterShareGroupOffsetsResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly responses: readonly AlterShareGroupOffsetsResponseTopic[]
}

function encodeAlterShareGroupOffsetsResponse(
  writer: Writer,
  message: Draft<AlterShareGroupOffsetsResponse>,
  version: number,
): void {
  writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage ?? null
  writer.nullableString(errorMessage, true)
  const responses = message.responses ?? []
  writer.arrayLength(responses.length, true)
  for (const item of responses) encodeAlterShareGroupOffsetsResponseTopic(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterShareGroupOffsetsResponse(reader: Reader, version: number): AlterShareGroupOffsetsResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const responses = reader.array('responses', true, version, decodeAlterShareGroupOffsetsResponseTopic)
  const unknownTaggedFields = reader.taggedFields()
  return { throttleTimeMs, errorCode, errorMessage, responses, unknownTaggedFields }
}

export const alterShareGroupOffsetsResponse: MessageCodec<AlterShareGroupOffsetsResponse> = {
  name: 'AlterShareGroupOffsetsResponse',
  apiKey: 91,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeAlterShareGroupOffsetsResponse,
  decode: decodeAlterShareGroupOffsetsResponse,
}
