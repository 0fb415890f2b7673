// @generated from schemas/CreateAclsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface CreateAclsRequestAclCreation extends Tagged {
  readonly resourceType: number
  readonly resourceName: string
  readonly resourcePatternType: number
  readonly principal: string
  readonly host: string
  readonly operation: number
  readonly permissionType: number
}

function encodeCreateAclsRequestAclCreation(
  writer: Writer,
  message: Draft<CreateAclsRequestAclCreation>,
  version: number,
): void {
  const flexible = version >= 2
  writer.int8(message.resourceType ?? 0)
  writer.string(message.resourceName ?? '', flexible)
  writer.int8(message.resourcePatternType ?? 3)
  writer.string(message.principal ?? '', flexible)
  writer.string(message.host ?? '', flexible)
  writer.int8(message.operation ?? 0)
  writer.int8(message.permissionType ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeCreateAclsRequestAclCreation(reader: Reader, version: number): CreateAclsRequestAclCreation {
  const flexible = version >= 2
  const resourceType = reader.int8('resourceType')
  const resourceName = reader.string('resourceName', flexible)
  const resourcePatternType = reader.int8('resourcePatternType')
  const principal = reader.string('principal', flexible)
  const host = reader.string('host', flexible)
  const operation = reader.int8('operation')
  const permissionType = reader.int8('permissionType')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return {
    resourceType,
    resourceName,
    resourcePatternType,
    principal,
    host,
    operation,
    permissionType,
    unknownTaggedFields,
  }
}

export interface CreateAclsRequest extends Tagged {
  readonly creations: readonly CreateAclsRequestAclCreation[]
}

function encodeCreateAclsRequest(writer: Writer, message: Draft<CreateAclsRequest>, version: number): void {
  const flexible = version >= 2
  const creations = message.creations ?? []
  writer.arrayLength(creations.length, flexible)
  for (const item of creations) encodeCreateAclsRequestAclCreation(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeCreateAclsRequest(reader: Reader, version: number): CreateAclsRequest {
  const flexible = version >= 2
  const creations = reader.array('creations', flexible, version, decodeCreateAclsRequestAclCreation)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { creations, unknownTaggedFields }
}

export const createAclsRequest: MessageCodec<CreateAclsRequest> = {
  name: 'CreateAclsRequest',
  apiKey: 30,
  minVersion: 1,
  maxVersion: 3,
  firstFlexibleVersion: 2,
  encode: encodeCreateAclsRequest,
  decode: decodeCreateAclsRequest,
}
