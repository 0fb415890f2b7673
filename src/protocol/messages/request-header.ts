// @generated from schemas/RequestHeader.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface RequestHeader extends Tagged {
  readonly requestApiKey: number
  readonly requestApiVersion: number
  readonly correlationId: number
  readonly clientId: string | null
}

function encodeRequestHeader(writer: Writer, message: Draft<RequestHeader>, version: number): void {
  const flexible = version === 2
  writer.int16(message.requestApiKey ?? 0)
  writer.int16(message.requestApiVersion ?? 0)
  writer.int32(message.correlationId ?? 0)
  const clientId = message.clientId === undefined ? '' : message.clientId
  writer.nullableString(clientId, false)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeRequestHeader(reader: Reader, version: number): RequestHeader {
  const flexible = version === 2
  const requestApiKey = reader.int16('requestApiKey')
  const requestApiVersion = reader.int16('requestApiVersion')
  const correlationId = reader.int32('correlationId')
  const clientId = reader.nullableString('clientId', false)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { requestApiKey, requestApiVersion, correlationId, clientId, unknownTaggedFields }
}

export const requestHeader: MessageCodec<RequestHeader> = {
  name: 'RequestHeader',
  apiKey: -1,
  minVersion: 1,
  maxVersion: 2,
  firstFlexibleVersion: 2,
  encode: encodeRequestHeader,
  decode: decodeRequestHeader,
}
