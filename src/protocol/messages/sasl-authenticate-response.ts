// @generated from schemas/SaslAuthenticateResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

const emptyBytes = Buffer.alloc(0)

export interface SaslAuthenticateResponse extends Tagged {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly authBytes: Buffer
  readonly sessionLifetimeMs: bigint // v1+
}

function encodeSaslAuthenticateResponse(
  writer: Writer,
  message: Draft<SaslAuthenticateResponse>,
  version: number,
): void {
  const flexible = version === 2
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage === undefined ? '' : message.errorMessage
  writer.nullableString(errorMessage, flexible)
  writer.bytes(message.authBytes ?? emptyBytes, flexible)
  if (version >= 1) writer.int64(message.sessionLifetimeMs ?? 0n)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeSaslAuthenticateResponse(reader: Reader, version: number): SaslAuthenticateResponse {
  const flexible = version === 2
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', flexible)
  const authBytes = reader.bytes('authBytes', flexible)
  const sessionLifetimeMs = version >= 1 ? reader.int64('sessionLifetimeMs') : 0n
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { errorCode, errorMessage, authBytes, sessionLifetimeMs, unknownTaggedFields }
}

export const saslAuthenticateResponse: MessageCodec<SaslAuthenticateResponse> = {
  name: 'SaslAuthenticateResponse',
  apiKey: 36,
  minVersion: 0,
  maxVersion: 2,
  firstFlexibleVersion: 2,
  encode: encodeSaslAuthenticateResponse,
  decode: decodeSaslAuthenticateResponse,
}
