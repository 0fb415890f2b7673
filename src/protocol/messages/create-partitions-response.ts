// @generated from schemas/CreatePartitionsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface CreatePartitionsResponseCreatePartitionsTopicResult extends Tagged {
  readonly name: string
  readonly errorCode: number
  readonly errorMessage: string | null
}

function encodeCreatePartitionsResponseCreatePartitionsTopicResult(
  writer: Writer,
  message: Draft<CreatePartitionsResponseCreatePartitionsTopicResult>,
  version: number,
): void {
  const flexible = version >= 2
  writer.string(message.name ?? '', flexible)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage ?? null
  writer.nullableString(errorMessage, flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeCreatePartitionsResponseCreatePartitionsTopicResult(
  reader: Reader,
  version: number,
): CreatePartitionsResponseCreatePartitionsTopicResult {
  const flexible = version >= 2
  const name = reader.string('name', flexible)
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', flexible)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { name, errorCode, errorMessage, unknownTaggedFields }
}

export interface CreatePartitionsResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly results: readonly CreatePartitionsResponseCreatePartitionsTopicResult[]
}

function encodeCreatePartitionsResponse(
  writer: Writer,
  message: Draft<CreatePartitionsResponse>,
  version: number,
): void {
  const flexible = version >= 2
  writer.int32(message.throttleTimeMs ?? 0)
  const results = message.results ?? []
  writer.arrayLength(results.length, flexible)
  for (const item of results) encodeCreatePartitionsResponseCreatePartitionsTopicResult(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeCreatePartitionsResponse(reader: Reader, version: number): CreatePartitionsResponse {
  const flexible = version >= 2
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const results = reader.array('results', flexible, version, decodeCreatePartitionsResponseCreatePartitionsTopicResult)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, results, unknownTaggedFields }
}

export const createPartitionsResponse: MessageCodec<CreatePartitionsResponse> = {
  name: 'CreatePartitionsResponse',
  apiKey: 37,
  minVersion: 0,
  maxVersion: 3,
  firstFlexibleVersion: 2,
  encode: encodeCreatePartitionsResponse,
  decode: decodeCreatePartitionsResponse,
}
