// @generated from schemas/EnvelopeResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface EnvelopeResponse extends Tagged {
  readonly responseData: Buffer | null
  readonly errorCode: number
}

function encodeEnvelopeResponse(writer: Writer, message: Draft<EnvelopeResponse>, _version: number): void {
  const responseData = message.responseData ?? null
  writer.nullableBytes(responseData, true)
  writer.int16(message.errorCode ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeEnvelopeResponse(reader: Reader, _version: number): EnvelopeResponse {
  const responseData = reader.nullableBytes('responseData', true)
  const errorCode = reader.int16('errorCode')
  const unknownTaggedFields = reader.taggedFields()
  return { responseData, errorCode, unknownTaggedFields }
}

export const envelopeResponse: MessageCodec<EnvelopeResponse> = {
  name: 'EnvelopeResponse',
  apiKey: 58,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeEnvelopeResponse,
  decode: decodeEnvelopeResponse,
}
