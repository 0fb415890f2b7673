// @generated from schemas/DescribeAclsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface DescribeAclsResponseAclDescription extends Tagged {
  readonly principal: string
  readonly host: string
  readonly operation: number
  readonly permissionType: number
}

function encodeDescribeAclsResponseAclDescription(
  writer: Writer,
  message: Draft<DescribeAclsResponseAclDescription>,
  version: number,
): void {
  const flexible = version >= 2
  writer.string(message.principal ?? '', flexible)
  writer.string(message.host ?? '', flexible)
  writer.int8(message.operation ?? 0)
  writer.int8(message.permissionType ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeAclsResponseAclDescription(reader: Reader, version: number): DescribeAclsResponseAclDescription {
  const flexible = version >= 2
  const principal = reader.string('principal', flexible)
  const host = reader.string('host', flexible)
  const operation = reader.int8('operation')
  const permissionType = reader.int8('permissionType')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { principal, host, operation, permissionType, unknownTaggedFields }
}

export interface DescribeAclsResponseDescribeAclsResource extends Tagged {
  readonly resourceType: number
  readonly resourceName: string
  readonly patternType: number
  readonly acls: readonly DescribeAclsResponseAclDescription[]
}

function encodeDescribeAclsResponseDescribeAclsResource(
  writer: Writer,
  message: Draft<DescribeAclsResponseDescribeAclsResource>,
  version: number,
): void {
  const flexible = version >= 2
  writer.int8(message.resourceType ?? 0)
  writer.string(message.resourceName ?? '', flexible)
  writer.int8(message.patternType ?? 3)
  const acls = message.acls ?? []
  writer.arrayLength(acls.length, flexible)
  for (const item of acls) encodeDescribeAclsResponseAclDescription(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeAclsResponseDescribeAclsResource(
  reader: Reader,
  version: number,
): DescribeAclsResponseDescribeAclsResource {
  const flexible = version >= 2
  const resourceType = reader.int8('resourceType')
  const resourceName = reader.string('resourceName', flexible)
  const patternType = reader.int8('patternType')
  const acls = reader.array('acls', flexible, version, decodeDescribeAclsResponseAclDescription)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { resourceType, resourceName, patternType, acls, unknownTaggedFields }
}

export interface DescribeAclsResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly resources: readonly DescribeAclsResponseDescribeAclsResource[]
}

function encodeDescribeAclsResponse(writer: Writer, message: Draft<DescribeAclsResponse>, version: number): void {
  const flexible = version >= 2
  writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage === undefined ? '' : message.errorMessage
  writer.nullableString(errorMessage, flexible)
  const resources = message.resources ?? []
  writer.arrayLength(resources.length, flexible)
  for (const item of resources) encodeDescribeAclsResponseDescribeAclsResource(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeAclsResponse(reader: Reader, version: number): DescribeAclsResponse {
  const flexible = version >= 2
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', flexible)
  const resources = reader.array('resources', flexible, version, decodeDescribeAclsResponseDescribeAclsResource)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, errorCode, errorMessage, resources, unknownTaggedFields }
}

export const describeAclsResponse: MessageCodec<DescribeAclsResponse> = {
  name: 'DescribeAclsResponse',
  apiKey: 29,
  minVersion: 1,
  maxVersion: 3,
  firstFlexibleVersion: 2,
  encode: encodeDescribeAclsResponse,
  decode: decodeDescribeAclsResponse,
}
