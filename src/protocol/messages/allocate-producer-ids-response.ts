// @generated from schemas/AllocateProducerIdsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface AllocateProducerIdsResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly producerIdStart: bigint
  readonly producerIdLen: number
}

function encodeAllocateProducerIdsResponse(
  writer: Writer,
  message: Draft<AllocateProducerIdsResponse>,
  _version: number,
): void {
  writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  writer.int64(message.producerIdStart ?? 0n)
  writer.int32(message.producerIdLen ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAllocateProducerIdsResponse(reader: Reader, _version: number): AllocateProducerIdsResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  const producerIdStart = reader.int64('producerIdStart')
  const producerIdLen = reader.int32('producerIdLen')
  const unknownTaggedFields = reader.taggedFields()
  return { throttleTimeMs, errorCode, producerIdStart, producerIdLen, unknownTaggedFields }
}

export const allocateProducerIdsResponse: MessageCodec<AllocateProducerIdsResponse> = {
  name: 'AllocateProducerIdsResponse',
  apiKey: 67,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeAllocateProducerIdsResponse,
  decode: decodeAllocateProducerIdsResponse,
}
