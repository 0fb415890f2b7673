// @generated from schemas/AddOffsetsToTxnResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface AddOffsetsToTxnResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
}

function encodeAddOffsetsToTxnResponse(writer: Writer, message: Draft<AddOffsetsToTxnResponse>, version: number): void {
  const flexible = version >= 3
  writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeAddOffsetsToTxnResponse(reader: Reader, version: number): AddOffsetsToTxnResponse {
  const flexible = version >= 3
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, errorCode, unknownTaggedFields }
}

export const addOffsetsToTxnResponse: MessageCodec<AddOffsetsToTxnResponse> = {
  name: 'AddOffsetsToTxnResponse',
  apiKey: 25,
  minVersion: 0,
  maxVersion: 4,
  firstFlexibleVersion: 3,
  encode: encodeAddOffsetsToTxnResponse,
  decode: decodeAddOffsetsToTxnResponse,
}
