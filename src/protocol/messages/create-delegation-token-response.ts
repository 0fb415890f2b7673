// @generated from schemas/CreateDelegationTokenResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { refuseField, type Writer } from '../writer.ts'

const emptyBytes = Buffer.alloc(0)

export interface CreateDelegationTokenResponse extends Tagged {
  readonly errorCode: number
  readonly principalType: string
  readonly principalName: string
  readonly tokenRequesterPrincipalType: string // v3+
  readonly tokenRequesterPrincipalName: string // v3+
  readonly issueTimestampMs: bigint
  readonly expiryTimestampMs: bigint
  readonly maxTimestampMs: bigint
  readonly tokenId: string
  readonly hmac: Buffer
  readonly throttleTimeMs: number
}

function encodeCreateDelegationTokenResponse(
  writer: Writer,
  message: Draft<CreateDelegationTokenResponse>,
  version: number,
): void {
  const flexible = version >= 2
  writer.int16(message.errorCode ?? 0)
  writer.string(message.principalType ?? '', flexible)
  writer.string(message.principalName ?? '', flexible)
  if (version === 3) writer.string(message.tokenRequesterPrincipalType ?? '', flexible)
  if (version < 3 && message.tokenRequesterPrincipalType !== undefined && message.tokenRequesterPrincipalType !== '')
    refuseField('CreateDelegationTokenResponse', 'tokenRequesterPrincipalType', version)
  if (version === 3) writer.string(message.tokenRequesterPrincipalName ?? '', flexible)
  if (version < 3 && message.tokenRequesterPrincipalName !== undefined && message.tokenRequesterPrincipalName !== '')
    refuseField('CreateDelegationTokenResponse', 'tokenRequesterPrincipalName', version)
  writer.int64(message.issueTimestampMs ?? 0n)
  writer.int64(message.expiryTimestampMs ?? 0n)
  writer.int64(message.maxTimestampMs ?? 0n)
  writer.string(message.tokenId ?? '', flexible)
  writer.bytes(message.hmac ?? emptyBytes, flexible)
  writer.int32(message.throttleTimeMs ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeCreateDelegationTokenResponse(reader: Reader, version: number): CreateDelegationTokenResponse {
  const flexible = version >= 2
  const errorCode = reader.int16('errorCode')
  const principalType = reader.string('principalType', flexible)
  const principalName = reader.string('principalName', flexible)
  const tokenRequesterPrincipalType = version === 3 ? reader.string('tokenRequesterPrincipalType', flexible) : ''
  const tokenRequesterPrincipalName = version === 3 ? reader.string('tokenRequesterPrincipalName', flexible) : ''
  const issueTimestampMs = reader.int64('issueTimestampMs')
  const expiryTimestampMs = reader.int64('expiryTimestampMs')
  const maxTimestampMs = reader.int64('maxTimestampMs')
  const tokenId = reader.string('tokenId', flexible)
  const hmac = reader.bytes('hmac', flexible)
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return {
    errorCode,
    principalType,
    principalName,
    tokenRequesterPrincipalType,
    tokenRequesterPrincipalName,
    issueTimestampMs,
    expiryTimestampMs,
    maxTimestampMs,
    tokenId,
    hmac,
    throttleTimeMs,
    unknownTaggedFields,
  }
}

export const createDelegationTokenResponse: MessageCodec<CreateDelegationTokenResponse> = {
  name: 'CreateDelegationTokenResponse',
  apiKey: 38,
  minVersion: 1,
  maxVersion: 3,
  firstFlexibleVersion: 2,
  encode: encodeCreateDelegationTokenResponse,
  decode: decodeCreateDelegationTokenResponse,
}
