// @generated from schemas/ControllerRegistrationResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ControllerRegistrationResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
}

function encodeControllerRegistrationResponse(
  writer: Writer,
  message: Draft<ControllerRegistrationResponse>,
  _version: number,
): void {
  writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage === undefined ? '' : message.errorMessage
  writer.nullableString(errorMessage, true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeControllerRegistrationResponse(reader: Reader, _version: number): ControllerRegistrationResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const unknownTaggedFields = reader.taggedFields()
  return { throttleTimeMs, errorCode, errorMessage, unknownTaggedFields }
}

export const controllerRegistrationResponse: MessageCodec<ControllerRegistrationResponse> = {
  name: 'ControllerRegistrationResponse',
  apiKey: 70,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeControllerRegistrationResponse,
  decode: decodeControllerRegistrationResponse,
}
