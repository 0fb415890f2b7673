// @generated from schemas/EndTxnResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface EndTxnResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly producerId: bigint // v5+
  readonly producerEpoch: number // v5+
}

function encodeEndTxnResponse(writer: Writer, message: Draft<EndTxnResponse>, version: number): void {
  const flexible = version >= 3
  writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  if (version === 5) writer.int64(message.producerId ?? -1n)
  if (version === 5) writer.int16(message.producerEpoch ?? -1)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeEndTxnResponse(reader: Reader, version: number): EndTxnResponse {
  const flexible = version >= 3
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  const producerId = version === 5 ? reader.int64('producerId') : -1n
  const producerEpoch = version === 5 ? reader.int16('producerEpoch') : -1
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, errorCode, producerId, producerEpoch, unknownTaggedFields }
}

export const endTxnResponse: MessageCodec<EndTxnResponse> = {
  name: 'EndTxnResponse',
  apiKey: 26,
  minVersion: 0,
  maxVersion: 5,
  firstFlexibleVersion: 3,
  encode: encodeEndTxnResponse,
  decode: decodeEndTxnResponse,
}
