// @generated from schemas/AlterConfigsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface AlterConfigsResponseAlterConfigsResourceResponse extends Tagged {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly resourceType: number
  readonly resourceName: string
}

function encodeAlterConfigsResponseAlterConfigsResourceResponse(
  writer: Writer,
  message: Draft<AlterConfigsResponseAlterConfigsResourceResponse>,
  version: number,
): void {
  const flexible = version === 2
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage === undefined ? '' : message.errorMessage
  writer.nullableString(errorMessage, flexible)
  writer.int8(message.resourceType ?? 0)
  writer.string(message.resourceName ?? '', flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterConfigsResponseAlterConfigsResourceResponse(
  reader: Reader,
  version: number,
): AlterConfigsResponseAlterConfigsResourceResponse {
  const flexible = version === 2
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', flexible)
  const resourceType = reader.int8('resourceType')
  const resourceName = reader.string('resourceName', flexible)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { errorCode, errorMessage, resourceType, resourceName, unknownTaggedFields }
}

export interface AlterConfigsResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly responses: readonly AlterConfigsResponseAlterConfigsResourceResponse[]
}

function encodeAlterConfigsResponse(writer: Writer, message: Draft<AlterConfigsResponse>, version: number): void {
  const flexible = version === 2
  writer.int32(message.throttleTimeMs ?? 0)
  const responses = message.responses ?? []
  writer.arrayLength(responses.length, flexible)
  for (const item of responses) encodeAlterConfigsResponseAlterConfigsResourceResponse(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterConfigsResponse(reader: Reader, version: number): AlterConfigsResponse {
  const flexible = version === 2
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const responses = reader.array('responses', flexible, version, decodeAlterConfigsResponseAlterConfigsResourceResponse)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, responses, unknownTaggedFields }
}

export const alterConfigsResponse: MessageCodec<AlterConfigsResponse> = {
  name: 'AlterConfigsResponse',
  apiKey: 33,
  minVersion: 0,
  maxVersion: 2,
  firstFlexibleVersion: 2,
  encode: encodeAlterConfigsResponse,
  decode: decodeAlterConfigsResponse,
}
