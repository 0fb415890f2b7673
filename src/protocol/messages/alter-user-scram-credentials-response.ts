// @generated from schemas/AlterUserScramCredentialsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface AlterUserScramCredentialsResponseAlterUserScramCredentialsResult extends Tagged {
  readonly user: string
  readonly errorCode: number
  readonly errorMessage: string | null
}

function encodeAlterUserScramCredentialsResponseAlterUserScramCredentialsResult(
  writer: Writer,
  message: Draft<AlterUserScramCredentialsResponseAlterUserScramCredentialsResult>,
  _version: number,
): void {
  writer.string(message.user ?? '', true)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage === undefined ? '' : message.errorMessage
  writer.nullableString(errorMessage, true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterUserScramCredentialsResponseAlterUserScramCredentialsResult(
  reader: Reader,
  _version: number,
): AlterUserScramCredentialsResponseAlterUserScramCredentialsResult {
  const user = reader.string('user', true)
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const unknownTaggedFields = reader.taggedFields()
  return { user, errorCode, errorMessage, unknownTaggedFields }
}

export interface AlterUserScramCredentialsResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly results: readonly AlterUserScramCredentialsResponseAlterUserScramCredentialsResult[]
}

function encodeAlterUserScramCredentialsResponse(
  writer: Writer,
  message: Draft<AlterUserScramCredentialsResponse>,
  version: number,
): void {
  writer.int32(message.throttleTimeMs ?? 0)
  const results = message.results ?? []
  writer.arrayLength(results.length, true)
  for (const item of results)
    encodeAlterUserScramCredentialsResponseAlterUserScramCredentialsResult(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterUserScramCredentialsResponse(reader: Reader, version: number): AlterUserScramCredentialsResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const results = reader.array(
    'results',
    true,
    version,
    decodeAlterUserScramCredentialsResponseAlterUserScramCredentialsResult,
  )
  const unknownTaggedFields = reader.taggedFields()
  return { throttleTimeMs, results, unknownTaggedFields }
}

export const alterUserScramCredentialsResponse: MessageCodec<AlterUserScramCredentialsResponse> = {
  name: 'AlterUserScramCredentialsResponse',
  apiKey: 51,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeAlterUserScramCredentialsResponse,
  decode: decodeAlterUserScramCredentialsResponse,
}
