// @generated from schemas/EnvelopeRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

const emptyBytes = Buffer.alloc(0)

export interface EnvelopeRequest extends Tagged {
  readonly requestData: Buffer
  readonly requestPrincipal: Buffer | null
  readonly clientHostAddress: Buffer
}

function encodeEnvelopeRequest(writer: Writer, message: Draft<EnvelopeRequest>, _version: number): void {
  writer.bytes(message.requestData ?? emptyBytes, true)
  const requestPrincipal = message.requestPrincipal === undefined ? emptyBytes : message.requestPrincipal
  writer.nullableBytes(requestPrincipal, true)
  writer.bytes(message.clientHostAddress ?? emptyBytes, true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeEnvelopeRequest(reader: Reader, _version: number): EnvelopeRequest {
  const requestData = reader.bytes('requestData', true)
  const requestPrincipal = reader.nullableBytes('requestPrincipal', true)
  const clientHostAddress = reader.bytes('clientHostAddress', true)
  const unknownTaggedFields = reader.taggedFields()
  return { requestData, requestPrincipal, clientHostAddress, unknownTaggedFields }
}

export const envelopeRequest: MessageCodec<EnvelopeRequest> = {
  name: 'EnvelopeRequest',
  apiKey: 58,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeEnvelopeRequest,
  decode: decodeEnvelopeRequest,
}
