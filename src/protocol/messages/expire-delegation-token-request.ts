// @generated from schemas/ExpireDelegationTokenRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

const emptyBytes = Buffer.alloc(0)

export interface ExpireDelegationTokenRequest extends Tagged {
  readonly hmac: Buffer
  readonly expiryTimePeriodMs: bigint
}

function encodeExpireDelegationTokenRequest(
  writer: Writer,
  message: Draft<ExpireDelegationTokenRequest>,
  version: number,
): void {
  const flexible = version === 2
  writer.bytes(message.hmac ?? emptyBytes, flexible)
  writer.int64(message.expiryTimePeriodMs ?? 0n)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeExpireDelegationTokenRequest(reader: Reader, version: number): ExpireDelegationTokenRequest {
  const flexible = version === 2
  const hmac = reader.bytes('hmac', flexible)
  const expiryTimePeriodMs = reader.int64('expiryTimePeriodMs')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { hmac, expiryTimePeriodMs, unknownTaggedFields }
}

export const expireDelegationTokenRequest: MessageCodec<ExpireDelegationTokenRequest> = {
  name: 'ExpireDelegationTokenRequest',
  apiKey: 40,
  minVersion: 1,
  maxVersion: 2,
  firstFlexibleVersion: 2,
  encode: encodeExpireDelegationTokenRequest,
  decode: decodeExpireDelegationTokenRequest,
}
