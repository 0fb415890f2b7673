// @generated from schemas/DescribeDelegationTokenResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { refuseField, type Writer } from '../writer.ts'

const emptyBytes = Buffer.alloc(0)

export interface DescribeDelegationTokenResponseDescribedDelegationTokenRenewer extends Tagged {
  readonly principalType: string
  readonly principalName: string
}

function encodeDescribeDelegationTokenResponseDescribedDelegationTokenRenewer(
  writer: Writer,
  message: Draft<DescribeDelegationTokenResponseDescribedDelegationTokenRenewer>,
  version: number,
): void {
  const flexible = version >= 2
  writer.string(message.principalType ?? '', flexible)
  writer.string(message.principalName ?? '', flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeDelegationTokenResponseDescribedDelegationTokenRenewer(
  reader: Reader,
  version: number,
): DescribeDelegationTokenResponseDescribedDelegationTokenRenewer {
  const flexible = version >= 2
  const principalType = reader.string('principalType', flexible)
  const principalName = reader.string('principalName', flexible)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { principalType, principalName, unknownTaggedFields }
}

export interface DescribeDelegationTokenResponseDescribedDelegationToken extends Tagged {
  readonly principalType: string
  readonly principalName: string
  readonly tokenRequesterPrincipalType: string // v3+
  readonly tokenRequesterPrincipalName: string // v3+
  readonly issueTimestamp: bigint
  readonly expiryTimestamp: bigint
  readonly maxTimestamp: bigint
  readonly tokenId: string
  readonly hmac: Buffer
  readonly renewers: readonly DescribeDelegationTokenResponseDescribedDelegationTokenRenewer[]
}

function encodeDescribeDelegationTokenResponseDescribedDelegationToken(
  writer: Writer,
  message: Draft<DescribeDelegationTokenResponseDescribedDelegationToken>,
  version: number,
): void {
  const flexible = version >= 2
  writer.string(message.principalType ?? '', flexible)
  writer.string(message.principalName ?? '', flexible)
  if (version === 3) writer.string(message.tokenRequesterPrincipalType ?? '', flexible)
  if (version < 3 && message.tokenRequesterPrincipalType !== undefined && message.tokenRequesterPrincipalType !== '')
    refuseField('DescribeDelegationTokenResponse', 'tokenRequesterPrincipalType', version)
  if (version === 3) writer.string(message.tokenRequesterPrincipalName ?? '', flexible)
  if (version < 3 && message.tokenRequesterPrincipalName !== undefined && message.tokenRequesterPrincipalName !== '')
    refuseField('DescribeDelegationTokenResponse', 'tokenRequesterPrincipalName', version)
  writer.int64(message.issueTimestamp ?? 0n)
  writer.int64(message.expiryTimestamp ?? 0n)
  writer.int64(message.maxTimestamp ?? 0n)
  writer.string(message.tokenId ?? '', flexible)
  writer.bytes(message.hmac ?? emptyBytes, flexible)
  const renewers = message.renewers ?? []
  writer.arrayLength(renewers.length, flexible)
  for (const item of renewers)
    encodeDescribeDelegationTokenResponseDescribedDelegationTokenRenewer(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeDelegationTokenResponseDescribedDelegationToken(
  reader: Reader,
  version: number,
): DescribeDelegationTokenResponseDescribedDelegationToken {
  const flexible = version >= 2
  const principalType = reader.string('principalType', flexible)
  const principalName = reader.string('principalName', flexible)
  const tokenRequesterPrincipalType = version === 3 ? reader.string('tokenRequesterPrincipalType', flexible) : ''
  const tokenRequesterPrincipalName = version === 3 ? reader.string('tokenRequesterPrincipalName', flexible) : ''
  const issueTimestamp = reader.int64('issueTimestamp')
  const expiryTimestamp = reader.int64('expiryTimestamp')
  const maxTimestamp = reader.int64('maxTimestamp')
  const tokenId = reader.string('tokenId', flexible)
  const hmac = reader.bytes('hmac', flexible)
  const renewers = reader.array(
    'renewers',
    flexible,
    version,
    decodeDescribeDelegationTokenResponseDescribedDelegationTokenRenewer,
  )
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return {
    principalType,
    principalName,
    tokenRequesterPrincipalType,
    tokenRequesterPrincipalName,
    issueTimestamp,
    expiryTimestamp,
    maxTimestamp,
    tokenId,
    hmac,
    renewers,
    unknownTaggedFields,
  }
}

export interface DescribeDelegationTokenResponse extends Tagged {
  readonly errorCode: number
  readonly tokens: readonly DescribeDelegationTokenResponseDescribedDelegationToken[]
  readonly throttleTimeMs: number
}

function encodeDescribeDelegationTokenResponse(
  writer: Writer,
  message: Draft<DescribeDelegationTokenResponse>,
  version: number,
): void {
  const flexible = version >= 2
  writer.int16(message.errorCode ?? 0)
  const tokens = message.tokens ?? []
  writer.arrayLength(tokens.length, flexible)
  for (const item of tokens) encodeDescribeDelegationTokenResponseDescribedDelegationToken(writer, item, version)
  writer.int32(message.throttleTimeMs ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeDelegationTokenResponse(reader: Reader, version: number): DescribeDelegationTokenResponse {
  const flexible = version >= 2
  const errorCode = reader.int16('errorCode')
  const tokens = reader.array(
    'tokens',
    flexible,
    version,
    decodeDescribeDelegationTokenResponseDescribedDelegationToken,
  )
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { errorCode, tokens, throttleTimeMs, unknownTaggedFields }
}

export const describeDelegationTokenResponse: MessageCodec<DescribeDelegationTokenResponse> = {
  name: 'DescribeDelegationTokenResponse',
  apiKey: 41,
  minVersion: 1,
  maxVersion: 3,
  firstFlexibleVersion: 2,
  encode: encodeDescribeDelegationTokenResponse,
  decode: decodeDescribeDelegationTokenResponse,
}
