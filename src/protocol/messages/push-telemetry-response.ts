// @generated from schemas/PushTelemetryResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface PushTelemetryResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
}

function encodePushTelemetryResponse(writer: Writer, message: Draft<PushTelemetryResponse>, _version: number): void {
  writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodePushTelemetryResponse(reader: Reader, _version: number): PushTelemetryResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  const unknownTaggedFields = reader.taggedFields()
  return { throttleTimeMs, errorCode, unknownTaggedFields }
}

export const pushTelemetryResponse: MessageCodec<PushTelemetryResponse> = {
  name: 'PushTelemetryResponse',
  apiKey: 72,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodePushTelemetryResponse,
  decode: decodePushTelemetryResponse,
}
