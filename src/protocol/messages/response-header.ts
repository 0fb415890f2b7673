// @generated from schemas/ResponseHeader.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface ResponseHeader extends Tagged {
  readonly correlationId: number
}

function encodeResponseHeader(writer: Writer, message: Draft<ResponseHeader>, version: number): void {
  const flexible = version === 1
  writer.int32(message.correlationId ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeResponseHeader(reader: Reader, version: number): ResponseHeader {
  const flexible = version === 1
  const correlationId = reader.int32('correlationId')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { correlationId, unknownTaggedFields }
}

export const responseHeader: MessageCodec<ResponseHeader> = {
  name: 'ResponseHeader',
  apiKey: -1,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 1,
  encode: encodeResponseHeader,
  decode: decodeResponseHeader,
}
