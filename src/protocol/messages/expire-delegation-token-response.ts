// @generated from schemas/ExpireDelegationTokenResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface ExpireDelegationTokenResponse extends Tagged {
  readonly errorCode: number
  readonly expiryTimestampMs: bigint
  readonly throttleTimeMs: number
}

function encodeExpireDelegationTokenResponse(
  writer: Writer,
  message: Draft<ExpireDelegationTokenResponse>,
  version: number,
): void {
  const flexible = version === 2
  writer.int16(message.errorCode ?? 0)
  writer.int64(message.expiryTimestampMs ?? 0n)
  writer.int32(message.throttleTimeMs ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeExpireDelegationTokenResponse(reader: Reader, version: number): ExpireDelegationTokenResponse {
  const flexible = version === 2
  const errorCode = reader.int16('errorCode')
  const expiryTimestampMs = reader.int64('expiryTimestampMs')
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { errorCode, expiryTimestampMs, throttleTimeMs, unknownTaggedFields }
}

export const expireDelegationTokenResponse: MessageCodec<ExpireDelegationTokenResponse> = {
  name: 'ExpireDelegationTokenResponse',
  apiKey: 40,
  minVersion: 1,
  maxVersion: 2,
  firstFlexibleVersion: 2,
  encode: encodeExpireDelegationTokenResponse,
  decode: decodeExpireDelegationTokenResponse,
}
