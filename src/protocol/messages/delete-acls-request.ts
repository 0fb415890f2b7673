// @generated from schemas/DeleteAclsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface DeleteAclsRequestDeleteAclsFilter extends Tagged {
  readonly resourceTypeFilter: number
  readonly resourceNameFilter: string | null
  readonly patternTypeFilter: number
  readonly principalFilter: string | null
  readonly hostFilter: string | null
  readonly operation: number
  readonly permissionType: number
}

function encodeDeleteAclsRequestDeleteAclsFilter(
  writer: Writer,
  message: Draft<DeleteAclsRequestDeleteAclsFilter>,
  version: number,
): void {
  const flexible = version >= 2
  writer.int8(message.resourceTypeFilter ?? 0)
  const resourceNameFilter = message.resourceNameFilter === undefined ? '' : message.resourceNameFilter
  writer.nullableString(resourceNameFilter, flexible)
  writer.int8(message.patternTypeFilter ?? 3)
  const principalFilter = message.principalFilter === undefined ? '' : message.principalFilter
  writer.nullableString(principalFilter, flexible)
  const hostFilter = message.hostFilter === undefined ? '' : message.hostFilter
  writer.nullableString(hostFilter, flexible)
  writer.int8(message.operation ?? 0)
  writer.int8(message.permissionType ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDeleteAclsRequestDeleteAclsFilter(reader: Reader, version: number): DeleteAclsRequestDeleteAclsFilter {
  const flexible = version >= 2
  const resourceTypeFilter = reader.int8('resourceTypeFilter')
  const resourceNameFilter = reader.nullableString('resourceNameFilter', flexible)
  const patternTypeFilter = reader.int8('patternTypeFilter')
  const principalFilter = reader.nullableString('principalFilter', flexible)
  const hostFilter = reader.nullableString('hostFilter', flexible)
  const operation = reader.int8('operation')
  const permissionType = reader.int8('permissionType')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return {
    resourceTypeFilter,
    resourceNameFilter,
    patternTypeFilter,
    principalFilter,
    hostFilter,
    operation,
    permissionType,
    unknownTaggedFields,
  }
}

export interface DeleteAclsRequest extends Tagged {
  readonly filters: readonly DeleteAclsRequestDeleteAclsFilter[]
}

function encodeDeleteAclsRequest(writer: Writer, message: Draft<DeleteAclsRequest>, version: number): void {
  const flexible = version >= 2
  const filters = message.filters ?? []
  writer.arrayLength(filters.length, flexible)
  for (const item of filters) encodeDeleteAclsRequestDeleteAclsFilter(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDeleteAclsRequest(reader: Reader, version: number): DeleteAclsRequest {
  const flexible = version >= 2
  const filters = reader.array('filters', flexible, version, decodeDeleteAclsRequestDeleteAclsFilter)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { filters, unknownTaggedFields }
}

export const deleteAclsRequest: MessageCodec<DeleteAclsRequest> = {
  name: 'DeleteAclsRequest',
  apiKey: 31,
  minVersion: 1,
  maxVersion: 3,
  firstFlexibleVersion: 2,
  encode: encodeDeleteAclsRequest,
  decode: decodeDeleteAclsRequest,
}
