// @generated from schemas/IncrementalAlterConfigsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface IncrementalAlterConfigsResponseAlterConfigsResourceResponse extends Tagged {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly resourceType: number
  readonly resourceName: string
}

function encodeIncrementalAlterConfigsResponseAlterConfigsResourceResponse(
  writer: Writer,
  message: Draft<IncrementalAlterConfigsResponseAlterConfigsResourceResponse>,
  version: number,
): void {
  const flexible = version === 1
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage === undefined ? '' : message.errorMessage
  writer.nullableString(errorMessage, flexible)
  writer.int8(message.resourceType ?? 0)
  writer.string(message.resourceName ?? '', flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeIncrementalAlterConfigsResponseAlterConfigsResourceResponse(
  reader: Reader,
  version: number,
): IncrementalAlterConfigsResponseAlterConfigsResourceResponse {
  const flexible = version === 1
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', flexible)
  const resourceType = reader.int8('resourceType')
  const resourceName = reader.string('resourceName', flexible)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { errorCode, errorMessage, resourceType, resourceName, unknownTaggedFields }
}

export interface IncrementalAlterConfigsResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly responses: readonly IncrementalAlterConfigsResponseAlterConfigsResourceResponse[]
}

function encodeIncrementalAlterConfigsResponse(
  writer: Writer,
  message: Draft<IncrementalAlterConfigsResponse>,
  version: number,
): void {
  const flexible = version === 1
  writer.int32(message.throttleTimeMs ?? 0)
  const responses = message.responses ?? []
  writer.arrayLength(responses.length, flexible)
  for (const item of responses) encodeIncrementalAlterConfigsResponseAlterConfigsResourceResponse(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeIncrementalAlterConfigsResponse(reader: Reader, version: number): IncrementalAlterConfigsResponse {
  const flexible = version === 1
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const responses = reader.array(
    'responses',
    flexible,
    version,
    decodeIncrementalAlterConfigsResponseAlterConfigsResourceResponse,
  )
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, responses, unknownTaggedFields }
}

export const incrementalAlterConfigsResponse: MessageCodec<IncrementalAlterConfigsResponse> = {
  name: 'IncrementalAlterConfigsResponse',
  apiKey: 44,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 1,
  encode: encodeIncrementalAlterConfigsResponse,
  decode: decodeIncrementalAlterConfigsResponse,
}
