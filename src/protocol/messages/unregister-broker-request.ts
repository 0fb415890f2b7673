// @generated from schemas/UnregisterBrokerRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface UnregisterBrokerRequest extends Tagged {
  readonly brokerId: number
}

function encodeUnregisterBrokerRequest(
  writer: Writer,
  message: Draft<UnregisterBrokerRequest>,
  _version: number,
): void {
  writer.int32(message.brokerId ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeUnregisterBrokerRequest(reader: Reader, _version: number): UnregisterBrokerRequest {
  const brokerId = reader.int32('brokerId')
  const unknownTaggedFields = reader.taggedFields()
  return { brokerId, unknownTaggedFields }
}

export const unregisterBrokerRequest: MessageCodec<UnregisterBrokerRequest> = {
  name: 'UnregisterBrokerRequest',
  apiKey: 64,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeUnregisterBrokerRequest,
  decode: decodeUnregisterBrokerRequest,
}
