// @generated from schemas/AllocateProducerIdsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface AllocateProducerIdsRequest extends Tagged {
  readonly brokerId: number
  readonly brokerEpoch: bigint
}

function encodeAllocateProducerIdsRequest(
  writer: Writer,
  message: Draft<AllocateProducerIdsRequest>,
  _version: number,
): void {
  writer.int32(message.brokerId ?? 0)
  writer.int64(message.brokerEpoch ?? -1n)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAllocateProducerIdsRequest(reader: Reader, _version: number): AllocateProducerIdsRequest {
  const brokerId = reader.int32('brokerId')
  const brokerEpoch = reader.int64('brokerEpoch')
  const unknownTaggedFields = reader.taggedFields()
  return { brokerId, brokerEpoch, unknownTaggedFields }
}

export const allocateProducerIdsRequest: MessageCodec<AllocateProducerIdsRequest> = {
  name: 'AllocateProducerIdsRequest',
  apiKey: 67,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeAllocateProducerIdsRequest,
  decode: decodeAllocateProducerIdsRequest,
}
