// @generated from schemas/RenewDelegationTokenRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

const emptyBytes = Buffer.alloc(0)

export interface RenewDelegationTokenRequest extends Tagged {
  readonly hmac: Buffer
  readonly renewPeriodMs: bigint
}

function encodeRenewDelegationTokenRequest(
  writer: Writer,
  message: Draft<RenewDelegationTokenRequest>,
  version: number,
): void {
  const flexible = version === 2
  writer.bytes(message.hmac ?? emptyBytes, flexible)
  writer.int64(message.renewPeriodMs ?? 0n)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeRenewDelegationTokenRequest(reader: Reader, version: number): RenewDelegationTokenRequest {
  const flexible = version === 2
  const hmac = reader.bytes('hmac', flexible)
  const renewPeriodMs = reader.int64('renewPeriodMs')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { hmac, renewPeriodMs, unknownTaggedFields }
}

export const renewDelegationTokenRequest: MessageCodec<RenewDelegationTokenRequest> = {
  name: 'RenewDelegationTokenRequest',
  apiKey: 39,
  minVersion: 1,
  maxVersion: 2,
  firstFlexibleVersion: 2,
  encode: encodeRenewDelegationTokenRequest,
  decode: decodeRenewDelegationTokenRequest,
}
