// @generated from schemas/DescribeUserScramCredentialsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface DescribeUserScramCredentialsResponseCredentialInfo extends Tagged {
  readonly mechanism: number
  readonly iterations: number
}

function encodeDescribeUserScramCredentialsResponseCredentialInfo(
  writer: Writer,
  message: Draft<DescribeUserScramCredentialsResponseCredentialInfo>,
  _version: number,
): void {
  writer.int8(message.mechanism ?? 0)
  writer.int32(message.iterations ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeUserScramCredentialsResponseCredentialInfo(
  reader: Reader,
  _version: number,
): DescribeUserScramCredentialsResponseCredentialInfo {
  const mechanism = reader.int8('mechanism')
  const iterations = reader.int32('iterations')
  const unknownTaggedFields = reader.taggedFields()
  return { mechanism, iterations, unknownTaggedFields }
}

export interface DescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult extends Tagged {
  readonly user: string
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly credentialInfos: readonly DescribeUserScramCredentialsResponseCredentialInfo[]
}

function encodeDescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult(
  writer: Writer,
  message: Draft<DescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult>,
  version: number,
): void {
  writer.string(message.user ?? '', true)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage === undefined ? '' : message.errorMessage
  writer.nullableString(errorMessage, true)
  const credentialInfos = message.credentialInfos ?? []
  writer.arrayLength(credentialInfos.length, true)
  for (const item of credentialInfos) encodeDescribeUserScramCredentialsResponseCredentialInfo(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult(
  reader: Reader,
  version: number,
): DescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult {
  const user = reader.string('user', true)
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const credentialInfos = reader.array(
    'credentialInfos',
    true,
    version,
    decodeDescribeUserScramCredentialsResponseCredentialInfo,
  )
  const unknownTaggedFields = reader.taggedFields()
  return { user, errorCode, errorMessage, credentialInfos, unknownTaggedFields }
}

export interface DescribeUserScramCredentialsResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly results: readonly DescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult[]
}

function encodeDescribeUserScramCredentialsResponse(
  writer: Writer,
  message: Draft<DescribeUserScramCredentialsResponse>,
  version: number,
): void {
  writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage === undefined ? '' : message.errorMessage
  writer.nullableString(errorMessage, true)
  const results = message.results ?? []
  writer.arrayLength(results.length, true)
  for (const item of results)
    encodeDescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeUserScramCredentialsResponse(
  reader: Reader,
  version: number,
): DescribeUserScramCredentialsResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const results = reader.array(
    'results',
    true,
    version,
    decodeDescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult,
  )
  const unknownTaggedFields = reader.taggedFields()
  return { throttleTimeMs, errorCode, errorMessage, results, unknownTaggedFields }
}

export const describeUserScramCredentialsResponse: MessageCodec<DescribeUserScramCredentialsResponse> = {
  name: 'DescribeUserScramCredentialsResponse',
  apiKey: 50,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeDescribeUserScramCredentialsResponse,
  decode: decodeDescribeUserScramCredentialsResponse,
}
