// @generated from schemas/UpdateFeaturesResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface UpdateFeaturesResponseUpdatableFeatureResult extends Tagged {
  readonly feature: string
  readonly errorCode: number
  readonly errorMessage: string | null
}

function encodeUpdateFeaturesResponseUpdatableFeatureResult(
  writer: Writer,
  message: Draft<UpdateFeaturesResponseUpdatableFeatureResult>,
  _version: number,
): void {
  writer.string(message.feature ?? '', true)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage === undefined ? '' : message.errorMessage
  writer.nullableString(errorMessage, true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeUpdateFeaturesResponseUpdatableFeatureResult(
  reader: Reader,
  _version: number,
): UpdateFeaturesResponseUpdatableFeatureResult {
  const feature = reader.string('feature', true)
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const unknownTaggedFields = reader.taggedFields()
  return { feature, errorCode, errorMessage, unknownTaggedFields }
}

export interface UpdateFeaturesResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly results: readonly UpdateFeaturesResponseUpdatableFeatureResult[] // v0-1
}

function encodeUpdateFeaturesResponse(writer: Writer, message: Draft<UpdateFeaturesResponse>, version: number): void {
  writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage === undefined ? '' : message.errorMessage
  writer.nullableString(errorMessage, true)
  if (version <= 1) {
    const results = message.results ?? []
    writer.arrayLength(results.length, true)
    for (const item of results) encodeUpdateFeaturesResponseUpdatableFeatureResult(writer, item, version)
  }
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeUpdateFeaturesResponse(reader: Reader, version: number): UpdateFeaturesResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const results =
    version <= 1 ? reader.array('results', true, version, decodeUpdateFeaturesResponseUpdatableFeatureResult) : []
  const unknownTaggedFields = reader.taggedFields()
  return { throttleTimeMs, errorCode, errorMessage, results, unknownTaggedFields }
}

export const updateFeaturesResponse: MessageCodec<UpdateFeaturesResponse> = {
  name: 'UpdateFeaturesResponse',
  apiKey: 57,
  minVersion: 0,
  maxVersion: 2,
  firstFlexibleVersion: 0,
  encode: encodeUpdateFeaturesResponse,
  decode: decodeUpdateFeaturesResponse,
}
