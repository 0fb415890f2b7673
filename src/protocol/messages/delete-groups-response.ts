// @generated from schemas/DeleteGroupsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface DeleteGroupsResponseDeletableGroupResult extends Tagged {
  readonly groupId: string
  readonly errorCode: number
  readonly errorMessage: string | null // v3+
}

function encodeDeleteGroupsResponseDeletableGroupResult(
  writer: Writer,
  message: Draft<DeleteGroupsResponseDeletableGroupResult>,
  version: number,
): void {
  const flexible = version >= 2
  writer.string(message.groupId ?? '', flexible)
  writer.int16(message.errorCode ?? 0)
  if (version === 3) {
    const errorMessage = message.errorMessage ?? null
    writer.nullableString(errorMessage, flexible)
  }
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDeleteGroupsResponseDeletableGroupResult(
  reader: Reader,
  version: number,
): DeleteGroupsResponseDeletableGroupResult {
  const flexible = version >= 2
  const groupId = reader.string('groupId', flexible)
  const errorCode = reader.int16('errorCode')
  const errorMessage = version === 3 ? reader.nullableString('errorMessage', flexible) : null
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { groupId, errorCode, errorMessage, unknownTaggedFields }
}

export interface DeleteGroupsResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly results: readonly DeleteGroupsResponseDeletableGroupResult[]
}

function encodeDeleteGroupsResponse(writer: Writer, message: Draft<DeleteGroupsResponse>, version: number): void {
  const flexible = version >= 2
  writer.int32(message.throttleTimeMs ?? 0)
  const results = message.results ?? []
  writer.arrayLength(results.length, flexible)
  for (const item of results) encodeDeleteGroupsResponseDeletableGroupResult(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDeleteGroupsResponse(reader: Reader, version: number): DeleteGroupsResponse {
  const flexible = version >= 2
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const results = reader.array('results', flexible, version, decodeDeleteGroupsResponseDeletableGroupResult)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, results, unknownTaggedFields }
}

export const deleteGroupsResponse: MessageCodec<DeleteGroupsResponse> = {
  name: 'DeleteGroupsResponse',
  apiKey: 42,
  minVersion: 0,
  maxVersion: 3,
  firstFlexibleVersion: 2,
  encode: encodeDeleteGroupsResponse,
  decode: decodeDeleteGroupsResponse,
}
