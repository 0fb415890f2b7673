// @generated from schemas/CreateAclsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface CreateAclsResponseAclCreationResult extends Tagged {
  readonly errorCode: number
  readonly errorMessage: string | null
}

function encodeCreateAclsResponseAclCreationResult(
  writer: Writer,
  message: Draft<CreateAclsResponseAclCreationResult>,
  version: number,
): void {
  const flexible = version >= 2
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage === undefined ? '' : message.errorMessage
  writer.nullableString(errorMessage, flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeCreateAclsResponseAclCreationResult(
  reader: Reader,
  version: number,
): CreateAclsResponseAclCreationResult {
  const flexible = version >= 2
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', flexible)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { errorCode, errorMessage, unknownTaggedFields }
}

export interface CreateAclsResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly results: readonly CreateAclsResponseAclCreationResult[]
}

function encodeCreateAclsResponse(writer: Writer, message: Draft<CreateAclsResponse>, version: number): void {
  const flexible = version >= 2
  writer.int32(message.throttleTimeMs ?? 0)
  const results = message.results ?? []
  writer.arrayLength(results.length, flexible)
  for (const item of results) encodeCreateAclsResponseAclCreationResult(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeCreateAclsResponse(reader: Reader, version: number): CreateAclsResponse {
  const flexible = version >= 2
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const results = reader.array('results', flexible, version, decodeCreateAclsResponseAclCreationResult)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, results, unknownTaggedFields }
}

export const createAclsResponse: MessageCodec<CreateAclsResponse> = {
  name: 'CreateAclsResponse',
  apiKey: 30,
  minVersion: 1,
  maxVersion: 3,
  firstFlexibleVersion: 2,
  encode: encodeCreateAclsResponse,
  decode: decodeCreateAclsResponse,
}
