// @generated from schemas/DeleteTopicsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface DeleteTopicsResponseDeletableTopicResult extends Tagged {
  readonly name: string | null
  readonly topicId: Uuid // v6+
  readonly errorCode: number
  readonly errorMessage: string | null // v5+
}

function encodeDeleteTopicsResponseDeletableTopicResult(
  writer: Writer,
  message: Draft<DeleteTopicsResponseDeletableTopicResult>,
  version: number,
): void {
  const flexible = version >= 4
  const name = message.name === undefined ? '' : message.name
  if (name === null && version < 6) refuseField('DeleteTopicsResponse', 'a null name', version)
  writer.nullableString(name, flexible)
  if (version === 6) writer.uuid(message.topicId ?? zeroUuid)
  writer.int16(message.errorCode ?? 0)
  if (version >= 5) {
    const errorMessage = message.errorMessage ?? null
    writer.nullableString(errorMessage, flexible)
  }
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDeleteTopicsResponseDeletableTopicResult(
  reader: Reader,
  version: number,
): DeleteTopicsResponseDeletableTopicResult {
  const flexible = version >= 4
  const name = version === 6 ? reader.nullableString('name', flexible) : reader.string('name', flexible)
  const topicId = version === 6 ? reader.uuid('topicId') : zeroUuid
  const errorCode = reader.int16('errorCode')
  const errorMessage = version >= 5 ? reader.nullableString('errorMessage', flexible) : null
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { name, topicId, errorCode, errorMessage, unknownTaggedFields }
}

export interface DeleteTopicsResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly responses: readonly DeleteTopicsResponseDeletableTopicResult[]
}

function encodeDeleteTopicsResponse(writer: Writer, message: Draft<DeleteTopicsResponse>, version: number): void {
  const flexible = version >= 4
  writer.int32(message.throttleTimeMs ?? 0)
  const responses = message.responses ?? []
  writer.arrayLength(responses.length, flexible)
  for (const item of responses) encodeDeleteTopicsResponseDeletableTopicResult(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDeleteTopicsResponse(reader: Reader, version: number): DeleteTopicsResponse {
  const flexible = version >= 4
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const responses = reader.array('responses', flexible, version, decodeDeleteTopicsResponseDeletableTopicResult)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, responses, unknownTaggedFields }
}

export const deleteTopicsResponse: MessageCodec<DeleteTopicsResponse> = {
  name: 'DeleteTopicsResponse',
  apiKey: 20,
  minVersion: 1,
  maxVersion: 6,
  firstFlexibleVersion: 4,
  encode: encodeDeleteTopicsResponse,
  decode: decodeDeleteTopicsResponse,
}
