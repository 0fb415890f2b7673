// @generated from schemas/RenewDelegationTokenResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface RenewDelegationTokenResponse extends Tagged {
  readonly errorCode: number
  readonly expiryTimestampMs: bigint
  readonly throttleTimeMs: number
}

function encodeRenewDelegationTokenResponse(
  writer: Writer,
  message: Draft<RenewDelegationTokenResponse>,
  version: number,
): void {
  const flexible = version === 2
  writer.int16(message.errorCode ?? 0)
  writer.int64(message.expiryTimestampMs ?? 0n)
  writer.int32(message.throttleTimeMs ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeRenewDelegationTokenResponse(reader: Reader, version: number): RenewDelegationTokenResponse {
  const flexible = version === 2
  const errorCode = reader.int16('errorCode')
  const expiryTimestampMs = reader.int64('expiryTimestampMs')
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { errorCode, expiryTimestampMs, throttleTimeMs, unknownTaggedFields }
}

export const renewDelegationTokenResponse: MessageCodec<RenewDelegationTokenResponse> = {
  name: 'RenewDelegationTokenResponse',
  apiKey: 39,
  minVersion: 1,
  maxVersion: 2,
  firstFlexibleVersion: 2,
  encode: encodeRenewDelegationTokenResponse,
  decode: decodeRenewDelegationTokenResponse,
}
