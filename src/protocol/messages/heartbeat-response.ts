// @generated from schemas/HeartbeatResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface HeartbeatResponse extends Tagged {
  readonly throttleTimeMs: number // v1+
  readonly errorCode: number
}

function encodeHeartbeatResponse(writer: Writer, message: Draft<HeartbeatResponse>, version: number): void {
  const flexible = version === 4
  if (version >= 1) writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeHeartbeatResponse(reader: Reader, version: number): HeartbeatResponse {
  const flexible = version === 4
  const throttleTimeMs = version >= 1 ? reader.int32('throttleTimeMs') : 0
  const errorCode = reader.int16('errorCode')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, errorCode, unknownTaggedFields }
}

export const heartbeatResponse: MessageCodec<HeartbeatResponse> = {
  name: 'HeartbeatResponse',
  apiKey: 12,
  minVersion: 0,
  maxVersion: 4,
  firstFlexibleVersion: 4,
  encode: encodeHeartbeatResponse,
  decode: decodeHeartbeatResponse,
}
