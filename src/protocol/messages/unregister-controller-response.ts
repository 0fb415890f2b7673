// @generated from schemas/UnregisterControllerResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface UnregisterControllerResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
}

function encodeUnregisterControllerResponse(
  writer: Writer,
  message: Draft<UnregisterControllerResponse>,
  _version: number,
): void {
  writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage === undefined ? '' : message.errorMessage
  writer.nullableString(errorMessage, true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeUnregisterControllerResponse(reader: Reader, _version: number): UnregisterControllerResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const unknownTaggedFields = reader.taggedFields()
  return { throttleTimeMs, errorCode, errorMessage, unknownTaggedFields }
}

export const unregisterControllerResponse: MessageCodec<UnregisterControllerResponse> = {
  name: 'UnregisterControllerResponse',
  apiKey: 94,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeUnregisterControllerResponse,
  decode: decodeUnregisterControllerResponse,
}
