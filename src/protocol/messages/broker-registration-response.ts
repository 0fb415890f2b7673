// @generated from schemas/BrokerRegistrationResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface BrokerRegistrationResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly brokerEpoch: bigint
}

function encodeBrokerRegistrationResponse(
  writer: Writer,
  message: Draft<BrokerRegistrationResponse>,
  _version: number,
): void {
  writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  writer.int64(message.brokerEpoch ?? -1n)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeBrokerRegistrationResponse(reader: Reader, _version: number): BrokerRegistrationResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  const brokerEpoch = reader.int64('brokerEpoch')
  const unknownTaggedFields = reader.taggedFields()
  return { throttleTimeMs, errorCode, brokerEpoch, unknownTaggedFields }
}

export const brokerRegistrationResponse: MessageCodec<BrokerRegistrationResponse> = {
  name: 'BrokerRegistrationResponse',
  apiKey: 62,
  minVersion: 0,
  maxVersion: 4,
  firstFlexibleVersion: 0,
  encode: encodeBrokerRegistrationResponse,
  decode: decodeBrokerRegistrationResponse,
}
