// @generated from schemas/SaslHandshakeRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface SaslHandshakeRequest {
  readonly mechanism: string
}

function encodeSaslHandshakeRequest(writer: Writer, message: Draft<SaslHandshakeRequest>, _version: number): void {
  writer.string(message.mechanism ?? '', false)
}

function decodeSaslHandshakeRequest(reader: Reader, _version: number): SaslHandshakeRequest {
  const mechanism = reader.string('mechanism', false)
  return { mechanism }
}

export const saslHandshakeRequest: MessageCodec<SaslHandshakeRequest> = {
  name: 'SaslHandshakeRequest',
  apiKey: 17,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: -1,
  encode: encodeSaslHandshakeRequest,
  decode: decodeSaslHandshakeRequest,
}
