// @generated from schemas/SaslAuthenticateRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

const emptyBytes = Buffer.alloc(0)

export interface SaslAuthenticateRequest extends Tagged {
  readonly authBytes: Buffer
}

function encodeSaslAuthenticateRequest(writer: Writer, message: Draft<SaslAuthenticateRequest>, version: number): void {
  const flexible = version === 2
  writer.bytes(message.authBytes ?? emptyBytes, flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeSaslAuthenticateRequest(reader: Reader, version: number): SaslAuthenticateRequest {
  const flexible = version === 2
  const authBytes = reader.bytes('authBytes', flexible)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { authBytes, unknownTaggedFields }
}

export const saslAuthenticateRequest: MessageCodec<SaslAuthenticateRequest> = {
  name: 'SaslAuthenticateRequest',
  apiKey: 36,
  minVersion: 0,
  maxVersion: 2,
  firstFlexibleVersion: 2,
  encode: encodeSaslAuthenticateRequest,
  decode: decodeSaslAuthenticateRequest,
}
