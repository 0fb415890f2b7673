// @generated from schemas/SaslHandshakeResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec } from '../message-codec.ts'
import { type Reader, readString } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface SaslHandshakeResponse {
  readonly errorCode: number
  readonly mechanisms: readonly string[]
}

function encodeSaslHandshakeResponse(writer: Writer, message: Draft<SaslHandshakeResponse>, _version: number): void {
  writer.int16(message.errorCode ?? 0)
  const mechanisms = message.mechanisms ?? []
  writer.arrayLength(mechanisms.length, false)
  for (const item of mechanisms) writer.string(item, false)
}

function decodeSaslHandshakeResponse(reader: Reader, version: number): SaslHandshakeResponse {
  const errorCode = reader.int16('errorCode')
  const mechanisms = reader.array('mechanisms', false, version, readString)
  return { errorCode, mechanisms }
}

export const saslHandshakeResponse: MessageCodec<SaslHandshakeResponse> = {
  name: 'SaslHandshakeResponse',
  apiKey: 17,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: -1,
  encode: encodeSaslHandshakeResponse,
  decode: decodeSaslHandshakeResponse,
}
