// @generated from schemas/DeleteShareGroupOffsetsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface DeleteShareGroupOffsetsResponseTopic extends Tagged {
  readonly topicName: string
  readonly topicId: Uuid
  readonly errorCode: number
  readonly errorMessage: string | null
}

function encodeDeleteShareGroupOffsetsResponseTopic(
  writer: Writer,
  message: Draft<DeleteShareGroupOffsetsResponseTopic>,
  _version: number,
): void {
  writer.string(message.topicName ?? '', true)
  writer.uuid(message.topicId ?? zeroUuid)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage ?? null
  writer.nullableString(errorMessage, true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDeleteShareGroupOffsetsResponseTopic(
  reader: Reader,
  _version: number,
): DeleteShareGroupOffsetsResponseTopic {
  const topicName = reader.string('topicName', true)
  const topicId = reader.uuid('topicId')
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const unknownTaggedFields = reader.taggedFields()
  return { topicName, topicId, errorCode, errorMessage, unknownTaggedFields }
}

export interface DeleteShareGroupOffsetsResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly responses: readonly DeleteShareGroupOffsetsResponseTopic[]
}

function encodeDeleteShareGroupOffsetsResponse(
  writer: Writer,
  message: Draft<DeleteShareGroupOffsetsResponse>,
  version: number,
): void {
  writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage ?? null
  writer.nullableString(errorMessage, true)
  const responses = message.responses ?? []
  writer.arrayLength(responses.length, true)
  for (const item of responses) encodeDeleteShareGroupOffsetsResponseTopic(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDeleteShareGroupOffsetsResponse(reader: Reader, version: number): DeleteShareGroupOffsetsResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const responses = reader.array('responses', true, version, decodeDeleteShareGroupOffsetsResponseTopic)
  const unknownTaggedFields = reader.taggedFields()
  return { throttleTimeMs, errorCode, errorMessage, responses, unknownTaggedFields }
}

export const deleteShareGroupOffsetsResponse: MessageCodec<DeleteShareGroupOffsetsResponse> = {
  name: 'DeleteShareGroupOffsetsResponse',
  apiKey: 92,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeDeleteShareGroupOffsetsResponse,
  decode: decodeDeleteShareGroupOffsetsResponse,
}
