// @generated from schemas/BrokerHeartbeatResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface BrokerHeartbeatResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly isCaughtUp: boolean
  readonly isFenced: boolean
  readonly shouldShutDown: boolean
}

function encodeBrokerHeartbeatResponse(
  writer: Writer,
  message: Draft<BrokerHeartbeatResponse>,
  _version: number,
): void {
  writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  writer.bool(message.isCaughtUp ?? false)
  writer.bool(message.isFenced ?? true)
  writer.bool(message.shouldShutDown ?? false)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeBrokerHeartbeatResponse(reader: Reader, _version: number): BrokerHeartbeatResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  const isCaughtUp = reader.bool('isCaughtUp')
  const isFenced = reader.bool('isFenced')
  const shouldShutDown = reader.bool('shouldShutDown')
  const unknownTaggedFields = reader.taggedFields()
  return { throttleTimeMs, errorCode, isCaughtUp, isFenced, shouldShutDown, unknownTaggedFields }
}

export const brokerHeartbeatResponse: MessageCodec<BrokerHeartbeatResponse> = {
  name: 'BrokerHeartbeatResponse',
  apiKey: 63,
  minVersion: 0,
  maxVersion: 2,
  firstFlexibleVersion: 0,
  encode: encodeBrokerHeartbeatResponse,
  decode: decodeBrokerHeartbeatResponse,
}
