// @generated from schemas/DeleteAclsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface DeleteAclsResponseDeleteAclsMatchingAcl extends Tagged {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly resourceType: number
  readonly resourceName: string
  readonly patternType: number
  readonly principal: string
  readonly host: string
  readonly operation: number
  readonly permissionType: number
}

function encodeDeleteAclsResponseDeleteAclsMatchingAcl(
  writer: Writer,
  message: Draft<DeleteAclsResponseDeleteAclsMatchingAcl>,
  version: number,
): void {
  const flexible = version >= 2
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage === undefined ? '' : message.errorMessage
  writer.nullableString(errorMessage, flexible)
  writer.int8(message.resourceType ?? 0)
  writer.string(message.resourceName ?? '', flexible)
  writer.int8(message.patternType ?? 3)
  writer.string(message.principal ?? '', flexible)
  writer.string(message.host ?? '', flexible)
  writer.int8(message.operation ?? 0)
  writer.int8(message.permissionType ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDeleteAclsResponseDeleteAclsMatchingAcl(
  reader: Reader,
  version: number,
): DeleteAclsResponseDeleteAclsMatchingAcl {
  const flexible = version >= 2
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', flexible)
  const resourceType = reader.int8('resourceType')
  const resourceName = reader.string('resourceName', flexible)
  const patternType = reader.int8('patternType')
  const principal = reader.string('principal', flexible)
  const host = reader.string('host', flexible)
  const operation = reader.int8('operation')
  const permissionType = reader.int8('permissionType')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return {
    errorCode,
    errorMessage,
    resourceType,
    resourceName,
    patternType,
    principal,
    host,
    operation,
    permissionType,
    unknownTaggedFields,
  }
}

export interface DeleteAclsResponseDeleteAclsFilterResult extends Tagged {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly matchingAcls: readonly DeleteAclsResponseDeleteAclsMatchingAcl[]
}

function encodeDeleteAclsResponseDeleteAclsFilterResult(
  writer: Writer,
  message: Draft<DeleteAclsResponseDeleteAclsFilterResult>,
  version: number,
): void {
  const flexible = version >= 2
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage === undefined ? '' : message.errorMessage
  writer.nullableString(errorMessage, flexible)
  const matchingAcls = message.matchingAcls ?? []
  writer.arrayLength(matchingAcls.length, flexible)
  for (const item of matchingAcls) encodeDeleteAclsResponseDeleteAclsMatchingAcl(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDeleteAclsResponseDeleteAclsFilterResult(
  reader: Reader,
  version: number,
): DeleteAclsResponseDeleteAclsFilterResult {
  const flexible = version >= 2
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', flexible)
  const matchingAcls = reader.array('matchingAcls', flexible, version, decodeDeleteAclsResponseDeleteAclsMatchingAcl)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { errorCode, errorMessage, matchingAcls, unknownTaggedFields }
}

export interface DeleteAclsResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly filterResults: readonly DeleteAclsResponseDeleteAclsFilterResult[]
}

function encodeDeleteAclsResponse(writer: Writer, message: Draft<DeleteAclsResponse>, version: number): void {
  const flexible = version >= 2
  writer.int32(message.throttleTimeMs ?? 0)
  const filterResults = message.filterResults ?? []
  writer.arrayLength(filterResults.length, flexible)
  for (const item of filterResults) encodeDeleteAclsResponseDeleteAclsFilterResult(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDeleteAclsResponse(reader: Reader, version: number): DeleteAclsResponse {
  const flexible = version >= 2
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const filterResults = reader.array('filterResults', flexible, version, decodeDeleteAclsResponseDeleteAclsFilterResult)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, filterResults, unknownTaggedFields }
}

export const deleteAclsResponse: MessageCodec<DeleteAclsResponse> = {
  name: 'DeleteAclsResponse',
  apiKey: 31,
  minVersion: 1,
  maxVersion: 3,
  firstFlexibleVersion: 2,
  encode: encodeDeleteAclsResponse,
  decode: decodeDeleteAclsResponse,
}
